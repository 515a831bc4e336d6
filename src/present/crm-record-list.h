/* crm-record-list.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "crm-record-row.h"
#include "store/crm-store.h"
G_BEGIN_DECLS

/* All records of an entity that a filter finds, as a list model of any length. What it holds is
 * eight bytes a record; what rows say is read on the reader thread when somebody asks for them. */

#define CRM_TYPE_RECORD_LIST (crm_record_list_get_type ())
G_DECLARE_FINAL_TYPE (CrmRecordList, crm_record_list, CRM, RECORD_LIST, GObject)

CrmRecordList *crm_record_list_new (const char *entity) G_GNUC_WARN_UNUSED_RESULT;
const CrmEntity *crm_record_list_get_entity (CrmRecordList *self);
void crm_record_list_set_filter (CrmRecordList *self, const char *filter);
const char *crm_record_list_get_filter (CrmRecordList *self);
void crm_record_list_set_order (CrmRecordList *self, const char *path, gboolean descending);
const char *crm_record_list_get_order (CrmRecordList *self, gboolean *out_descending);
void crm_record_list_set_columns (CrmRecordList *self, const char *const *paths);
GPtrArray *crm_record_list_get_columns (CrmRecordList *self);
GPtrArray *crm_record_list_get_all_columns (CrmRecordList *self);
GPtrArray *crm_record_list_get_words (CrmRecordList *self);
guint crm_record_list_get_n_all (CrmRecordList *self);
gboolean crm_record_list_is_first (CrmRecordList *self);
gint64 crm_record_list_get_key (CrmRecordList *self, guint position);

void crm_record_list_load_async (CrmRecordList *self,
                                 CrmStore *store,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
void crm_record_list_set_patience (CrmRecordList *self, guint msec);
void crm_record_list_go_on (CrmRecordList *self);
gboolean crm_record_list_load_finish (CrmRecordList *self,
                                      GAsyncResult *result,
                                      CrmFilterErrorPlace *out_place,
                                      GError **error);

G_END_DECLS
