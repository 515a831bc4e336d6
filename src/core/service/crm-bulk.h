/* crm-bulk.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "model/crm-change-set.h"
#include "store/crm-store.h"
G_BEGIN_DECLS

/* One change of many records: first what would come of it, then one change set, so that one undo
 * takes all of it back. Each record says what it was seen as: if somebody changes one of them in
 * between, nothing is written. */

typedef enum
{
  CRM_BULK_SET,
  CRM_BULK_ADD_TAG,
  CRM_BULK_REMOVE_TAG,
  CRM_BULK_DELETE,
  CRM_BULK_MOVE, /* deals, to a stage of any pipeline */
} CrmBulkKind;

typedef struct
{
  CrmBulkKind kind;
  const char *entity;
  GPtrArray *ids;          /* (element-type utf8): of the records; not changed any more */
  const char *field;       /* (nullable): for %CRM_BULK_SET, as filters name it, e.g. `x.region` */
  CrmValue value;          /* not owned; for %CRM_BULK_SET */
  const char *currency;    /* (nullable): for amounts */
  const char *tag;         /* (nullable): its name, for tags */
  const char *stage;       /* (nullable): id; for %CRM_BULK_MOVE */
  const char *lost_reason; /* (nullable): id; for a stage of kind `lost` */
} CrmBulkOrder;

typedef struct
{
  CrmChangeSet *set;  /* (owned): to be written */
  guint n_records;    /* that are still there */
  guint n_changed;    /* of them */
  guint n_along;      /* other records that are deleted with them */
  guint n_left_out;   /* that lack what a stage or a status asks for, and so stay */
  GPtrArray *missing; /* (owned) (element-type CrmField): what they lack */
} CrmBulkPlan;

CrmBulkPlan *crm_bulk_plan (CrmReader *reader,
                            const CrmBulkOrder *order,
                            GCancellable *cancellable,
                            GError **error);
void crm_bulk_plan_async (CrmStore *store,
                          const CrmBulkOrder *order,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data);
CrmBulkPlan *crm_bulk_plan_finish (CrmStore *store, GAsyncResult *result, GError **error);
void crm_bulk_load_ids_async (CrmStore *store,
                              const char *entity,
                              const GArray *keys,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
GPtrArray *crm_bulk_load_ids_finish (CrmStore *store, GAsyncResult *result, GError **error);
void crm_bulk_plan_free (CrmBulkPlan *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmBulkPlan, crm_bulk_plan_free)

G_END_DECLS
