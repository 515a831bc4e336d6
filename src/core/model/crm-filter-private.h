/* crm-filter-private.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "crm-filter.h"
G_BEGIN_DECLS

/* Shared by crm-filter-lexer.c, crm-filter-literal.c and crm-filter-parser.c only. */

typedef enum
{
  CRM_FILTER_TOKEN_END, /* always the last one */
  CRM_FILTER_TOKEN_WORD,
  CRM_FILTER_TOKEN_STRING,
  CRM_FILTER_TOKEN_OPERATOR,
  CRM_FILTER_TOKEN_OPEN,
  CRM_FILTER_TOKEN_CLOSE,
  CRM_FILTER_TOKEN_COMMA,
} CrmFilterTokenKind;

typedef enum
{
  CRM_FILTER_KEYWORD_NONE,
  CRM_FILTER_KEYWORD_AND,
  CRM_FILTER_KEYWORD_OR,
  CRM_FILTER_KEYWORD_NOT,
  CRM_FILTER_KEYWORD_IN,
  CRM_FILTER_KEYWORD_IS,
  /* From here on a keyword only where a value is expected; elsewhere a word like any other. */
  CRM_FILTER_KEYWORD_NULL,
  CRM_FILTER_KEYWORD_TRUE,
  CRM_FILTER_KEYWORD_FALSE,
  CRM_FILTER_KEYWORD_TODAY,
  CRM_FILTER_KEYWORD_NOW,
  CRM_FILTER_KEYWORD_ME,
} CrmFilterKeyword;

typedef struct
{
  CrmFilterTokenKind kind;
  CrmFilterKeyword keyword; /* for WORD */
  CrmFilterOp op;           /* for OPERATOR */
  char *text;  /* (owned) (nullable): of WORD as written, of STRING without escapes; NFC */
  gsize start; /* byte offsets in the source */
  gsize end;
} CrmFilterToken;

GArray *_crm_filter_tokenize (const char *source,
                              CrmFilterErrorPlace *out_place,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
CrmFilterValue *_crm_filter_value_new (const CrmFilterToken *token,
                                       const char **out_problem) G_GNUC_WARN_UNUSED_RESULT;
void _crm_filter_value_free (CrmFilterValue *value);
void _crm_filter_set_error (const char *source,
                            gsize start,
                            gsize end,
                            CrmFilterErrorPlace *out_place,
                            GError **error,
                            const char *message);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmFilterValue, _crm_filter_value_free)

G_END_DECLS
