/* crm-merge.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <gio/gio.h>
#include "model/crm-change-set.h"
#include "model/crm-record.h"
#include "store/crm-store.h"
G_BEGIN_DECLS

/* People or accounts that are the same, made one: one of them stays, takes what it lacks or what
 * somebody chose of the others, and all that refers to those. They go, and a `redirect` leads from
 * each to the one that stays. It is one change set, so that undo brings everything back. */

#define CRM_MERGE_MAX 5 /* more at once is a mistake more often than not */

/* A field, and whose value of it stays. */
typedef struct
{
  const CrmEntity *entity; /* of the records, or the sibling with their custom fields */
  const CrmField *field;
  guint chosen; /* index of a record */
} CrmMergeField;

/* How much goes over to the record that stays. */
typedef struct
{
  const CrmEntity *entity; /* what it is for people: deals, not memberships in deals */
  guint n;
} CrmMergeCount;

typedef struct
{
  const CrmEntity *entity;
  GPtrArray *records; /* (owned) (element-type CrmRecord): with their custom fields */
  guint winner;       /* index of the record that stays */
  GPtrArray *fields;  /* (owned) (element-type CrmMergeField) */
  /*< private >*/
  CrmValue *parents;    /* (owned) (nullable): of each record, what it would pass on as parent */
  GPtrArray *referrers; /* (owned) (element-type CrmRecord): they refer to one of the records */
  GPtrArray *members;   /* (owned) (element-type CrmRecord): memberships of the records */
  GPtrArray *book_addresses; /* (owned) (element-type GPtrArray): of each, what its contact has */
  GHashTable *titles; /* (owned) (element-type utf8 utf8): of what the records refer to, by id */
  gint64 now_usec;
} CrmMergePlan;

gboolean crm_merge_suits (const char *entity);
CrmMergePlan *crm_merge_plan_load (CrmReader *reader,
                                   const char *entity,
                                   const char *const *ids,
                                   const char *into,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;
void crm_merge_plan_load_async (CrmStore *store,
                                const char *entity,
                                const char *const *ids,
                                const char *into,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
CrmMergePlan *crm_merge_plan_load_finish (CrmStore *store,
                                          GAsyncResult *result,
                                          GError **error) G_GNUC_WARN_UNUSED_RESULT;
void crm_merge_plan_free (CrmMergePlan *self);
void crm_merge_plan_set_winner (CrmMergePlan *self, guint winner);
const CrmValue *
crm_merge_plan_get_value (const CrmMergePlan *self, const CrmMergeField *field, guint record);
gboolean crm_merge_plan_differs (const CrmMergePlan *self, const CrmMergeField *field);
GArray *crm_merge_plan_count (const CrmMergePlan *self) G_GNUC_WARN_UNUSED_RESULT;
CrmChangeSet *crm_merge_plan_build (const CrmMergePlan *self) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmMergePlan, crm_merge_plan_free)

G_END_DECLS
