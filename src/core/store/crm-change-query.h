/* crm-change-query.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "model/crm-change-set.h"
#include "store/crm-store.h"
G_BEGIN_DECLS

/* What was changed of one record, by whom and when, as the journal has it. */

typedef struct
{
  gint64 usec;           /* UTC */
  char *actor;           /* (owned): the user's name where known, else the id */
  char *label;           /* (owned): what was done, see crm_change_label_describe() */
  CrmChangeKind kind;    /* of a creation and a deletion there is no field */
  const CrmField *field; /* (nullable): also a custom one */
  CrmValue old_value; /* (owned): of a reference what it is called now, unset when it is no more */
  CrmValue new_value; /* (owned): likewise */
  char *currency;     /* (owned) (nullable): of amounts: that of the record now */
} CrmRecordChange;

GPtrArray *crm_query_record_changes (
    CrmReader *reader, const char *entity, const char *id, guint limit, GError **error);
void crm_query_record_changes_async (CrmStore *store,
                                     const char *entity,
                                     const char *id,
                                     guint limit,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
GPtrArray *crm_query_record_changes_finish (CrmStore *store, GAsyncResult *result, GError **error);

G_END_DECLS
