/* crm-filter-sql-private.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "crm-reader-private.h"
G_BEGIN_DECLS

/* Shared by crm-filter-sql.c, crm-filter-path.c and crm-filter-compare.c; crm-list-query.c takes
 * the way from a path to an expression from here. */

/* SQLite's parser before 3.46 keeps at most a hundred symbols that wait for their end. These are
 * what one level of each kind takes, and what is left for them. */
#define CRM_FILTER_MAX_WAITING 76
#define CRM_FILTER_CHAIN_WAITING 4
#define CRM_FILTER_NOT_WAITING 5
#define CRM_FILTER_STEP_WAITING 9
#define CRM_FILTER_MANY_WAITING 14

typedef struct
{
  CrmReader *reader;
  const CrmEntity *entity;
  const char *source; /* (nullable): the text of the filter, to count characters in */
  GTimeZone *zone;    /* where the user is: days are their days */
  GString *sql;
  GArray *values;             /* (element-type CrmValue) */
  CrmFilterErrorPlace *place; /* (nullable) */
  guint waiting;              /* symbols of the levels that are open */
  guint n_aliases;
} CrmFilterCompiler;

/* A field as SQL: an expression, and the declaration that says how to compare it. */
typedef struct
{
  char *expression; /* (owned) */
  CrmFieldType type;
  const CrmField *field;   /* (nullable): NULL for system columns and for what many lead to */
  const CrmEntity *entity; /* that declares @field */
  const CrmEntity *target; /* (nullable): what a reference leads to */
  char *row;               /* (owned): expression of the row's id, to reach sibling fields */
  char *alias;             /* (owned) (nullable): the row's table, where it is at hand */
  GString *many;           /* (owned) (nullable): opens "some record for which ..." */
  guint n_many;            /* how many parentheses that leaves open */
} CrmFilterColumn;

gboolean _crm_filter_complain (
    CrmFilterCompiler *self, gsize start, gsize end, GError **error, const char *format, ...)
    G_GNUC_PRINTF (5, 6);
void _crm_filter_push (CrmFilterCompiler *self, CrmValue value);
gboolean _crm_filter_resolve (CrmFilterCompiler *self,
                              const CrmFilterNode *node,
                              CrmFilterColumn *out,
                              GError **error);
gboolean _crm_filter_resolve_path (CrmReader *reader,
                                   const CrmEntity *entity,
                                   const char *path,
                                   CrmFilterColumn *out,
                                   GError **error);
char *_crm_filter_sibling (const CrmFilterColumn *column, const char *field);
void _crm_filter_column_clear (CrmFilterColumn *column);
void _crm_filter_contains (CrmFilterCompiler *self, const char *expression, const char *text);
gboolean _crm_filter_compare (CrmFilterCompiler *self,
                              const CrmFilterColumn *column,
                              CrmFilterOp op,
                              const CrmFilterValue *value,
                              GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CrmFilterColumn, _crm_filter_column_clear)

G_END_DECLS
