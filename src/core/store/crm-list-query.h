/* crm-list-query.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "crm-reader.h"
G_BEGIN_DECLS

/* Lists of any length, on the reader thread: first which records and in which order, as keys of
 * eight bytes each, then what is shown of those in sight. */

/* What a list may show of each record: the way to a field, as filters have it. */
typedef struct
{
  char *path;              /* (owned): `stage`, `x.region`, `account.owner`, `tags` */
  char *label;             /* (owned): for translators, or what people called it */
  const CrmField *field;   /* (nullable): NULL for system columns and for what many lead to */
  const CrmEntity *entity; /* (nullable): that declares @field */
  CrmFieldType type;       /* a relation to many counts as text */
  gboolean can_sort;
} CrmListColumn;

/* What is shown of one record. */
typedef struct
{
  gint64 key;
  const char *id; /* lives as long as the row */
  guint n;
  CrmValue *values;  /* (owned): one a column; of a reference what its record is called */
  char **currencies; /* (owned): one a column; of amounts the currency, else NULL */
} CrmListRow;

GPtrArray *crm_list_load_columns (CrmReader *reader, const char *entity, GError **error);
GPtrArray *crm_list_find_columns (CrmReader *reader,
                                  const char *entity,
                                  const char *const *paths,
                                  GError **error);
GArray *crm_list_load_keys (CrmReader *reader,
                            const CrmListQuery *query,
                            CrmFilterErrorPlace *out_place,
                            GError **error);
gboolean crm_list_count (CrmReader *reader, const char *entity, gint64 *out_n, GError **error);
GPtrArray *crm_list_load_rows (CrmReader *reader,
                               const char *entity,
                               GPtrArray *columns,
                               const gint64 *keys,
                               guint n,
                               GError **error);
GPtrArray *crm_list_load_ids (
    CrmReader *reader, const char *entity, const gint64 *keys, guint n, GError **error);
GPtrArray *crm_list_load_records (
    CrmReader *reader, const char *entity, const gint64 *keys, guint n, GError **error);
void crm_list_row_free (CrmListRow *self);
void crm_list_column_free (CrmListColumn *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmListRow, crm_list_row_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmListColumn, crm_list_column_free)

G_END_DECLS
