/* crm-filter.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <glib.h>
#include "crm-error.h"
G_BEGIN_DECLS

/* The syntax tree of the filter language, version 1. It knows names and literals, not entities:
 * what a field is and which comparison suits it is decided by the compiler in store/. */

#define CRM_FILTER_MAX_LENGTH 65536
#define CRM_FILTER_MAX_DEPTH 64

typedef enum
{
  CRM_FILTER_AND,
  CRM_FILTER_OR,
  CRM_FILTER_NOT,
  CRM_FILTER_COMPARE, /* field op value */
  CRM_FILTER_IN,      /* field [not] in (value, ...): values; a NOT node wraps "not in" */
  CRM_FILTER_IS_NULL, /* field is null; a NOT node wraps "is not null" */
  CRM_FILTER_WORDS,   /* a bare string or word: full-text over the entity's searchable fields */
} CrmFilterKind;

typedef enum
{
  CRM_FILTER_EQ,
  CRM_FILTER_NE,
  CRM_FILTER_LT,
  CRM_FILTER_LE,
  CRM_FILTER_GT,
  CRM_FILTER_GE,
  CRM_FILTER_CONTAINS, /* ~ : folded substring */
} CrmFilterOp;

typedef enum
{
  CRM_FILTER_VALUE_TEXT,     /* text */
  CRM_FILTER_VALUE_NUMBER,   /* text holds the digits as written, e.g. -10.50; number the double */
  CRM_FILTER_VALUE_BOOL,     /* number is 0 or 1 */
  CRM_FILTER_VALUE_DATE,     /* text holds YYYY-MM-DD */
  CRM_FILTER_VALUE_TIME,     /* text holds ISO 8601 with time */
  CRM_FILTER_VALUE_RELATIVE, /* amount and unit: -14d, +2w, -3m, -1y, -4h; 0 d for today, 0 h for
                                now */
  CRM_FILTER_VALUE_NULL,
  CRM_FILTER_VALUE_ME, /* me: the acting user */
} CrmFilterValueKind;

typedef struct
{
  CrmFilterValueKind kind;
  char *text; /* (owned) (nullable) */
  double number;
  int amount;  /* for RELATIVE */
  char unit;   /* for RELATIVE: 'h', 'd', 'w', 'm', 'y' */
  gsize start; /* byte offset of the literal in the source */
  gsize end;
} CrmFilterValue;

typedef struct _CrmFilterNode CrmFilterNode;
struct _CrmFilterNode
{
  CrmFilterKind kind;
  CrmFilterOp op;
  char *field;         /* (owned) (nullable): dotted path, e.g. account.name */
  GPtrArray *values;   /* (owned) (nullable) (element-type CrmFilterValue) */
  GPtrArray *children; /* (owned) (nullable) (element-type CrmFilterNode) */
  gsize start;         /* byte offsets of the node in the source, for messages */
  gsize end;
  char *source; /* (owned) (nullable): what was parsed, in the topmost node only */
};

typedef struct
{
  gsize start; /* byte offset where the mistake begins */
  gsize end;
  guint column; /* 1-based, in characters */
} CrmFilterErrorPlace;

CrmFilterNode *crm_filter_parse (const char *source,
                                 CrmFilterErrorPlace *out_place,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
CrmFilterNode *crm_filter_of_words (const char *words, GError **error) G_GNUC_WARN_UNUSED_RESULT;
char *crm_filter_to_string (const CrmFilterNode *node) G_GNUC_WARN_UNUSED_RESULT;
void crm_filter_node_free (CrmFilterNode *node);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmFilterNode, crm_filter_node_free)

G_END_DECLS
