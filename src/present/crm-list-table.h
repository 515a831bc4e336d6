/* crm-list-table.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "store/crm-list-query.h"
#include "store/crm-store.h"
G_BEGIN_DECLS

/* Rows of a list as text: to be pasted somewhere, or for spreadsheets. */

typedef enum
{
  CRM_LIST_TABLE_SHOWN, /* as people read it, with tabs between the cells */
  CRM_LIST_TABLE_CSV,   /* as programs read it */
} CrmListTableKind;

typedef struct
{
  CrmListTableKind kind;
  const char *entity;
  const char *const *paths; /* the columns, in their order, ended by NULL */
  const GArray *keys;       /* (nullable) (element-type gint64): of the rows, in their order; NULL
                               for all that @filter finds */
  const char *filter;       /* (nullable) */
  const char *order_by;     /* (nullable) */
  gboolean descending;
} CrmListTableOrder;

char *crm_list_table_load (CrmReader *reader,
                           const CrmListTableOrder *order,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
void crm_list_table_load_async (CrmStore *store,
                                const CrmListTableOrder *order,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
char *crm_list_table_load_finish (CrmStore *store,
                                  GAsyncResult *result,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
