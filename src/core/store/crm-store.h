/* crm-store.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <gio/gio.h>
#include "model/crm-change-set.h"
#include "model/crm-clock.h"
#include "store/crm-index.h"
#include "store/crm-reader.h"
G_BEGIN_DECLS

#define CRM_TYPE_STORE (crm_store_get_type ())
G_DECLARE_FINAL_TYPE (CrmStore, crm_store, CRM, STORE, GObject)

typedef struct
{
  const char *directory;  /* made with mode 0700 where it is missing */
  const char *actor_name; /* (nullable): shown as the author; NULL for the login name */
  const char *front_end;  /* `evolution`, `workspace`, `ecrm` ... */
  const char *currency;   /* (nullable): ISO 4217, for the seeded pipeline of a new store */
  CrmClockFunc clock;     /* (nullable): wall clock in UTC microseconds, for tests */
  gpointer clock_data;
} CrmStoreOptions;

/* What a finished write tells. */
typedef struct
{
  gint64 seq;  /* its place in the journal; 0 when nothing was changed */
  char *label; /* (owned) (nullable): for an undo, what was taken back */
  GPtrArray
      *skipped; /* (owned) (nullable) (element-type utf8): fields an undo had to leave alone */
} CrmWriteResult;

typedef gpointer (*CrmReadFunc) (CrmReader *reader, gpointer data, GError **error);
typedef gboolean (*CrmIndexFunc) (CrmIndex *index,
                                  gpointer data,
                                  GCancellable *cancellable,
                                  GError **error);

CrmStore *crm_store_open_sync (const CrmStoreOptions *options,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;
void crm_store_open_async (const CrmStoreOptions *options,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
CrmStore *crm_store_open_finish (GAsyncResult *result, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void crm_store_close (CrmStore *self);
const char *crm_store_get_directory (CrmStore *self);
const char *crm_store_get_actor (CrmStore *self);
gint64 crm_store_get_now_usec (CrmStore *self);

CrmWriteResult *crm_store_write_sync (CrmStore *self, CrmChangeSet *set, GError **error);
void crm_store_write_async (CrmStore *self,
                            CrmChangeSet *set,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
CrmWriteResult *crm_store_write_finish (CrmStore *self, GAsyncResult *result, GError **error);
CrmWriteResult *crm_store_undo_sync (CrmStore *self, GError **error);
void crm_store_undo_async (CrmStore *self,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
void crm_write_result_free (CrmWriteResult *self);

gpointer crm_store_read_sync (
    CrmStore *self, CrmReadFunc func, gpointer data, GCancellable *cancellable, GError **error);
void crm_store_read_async (CrmStore *self,
                           CrmReadFunc func,
                           gpointer data,
                           GDestroyNotify free_data,
                           GDestroyNotify free_result,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
gpointer crm_store_read_finish (CrmStore *self, GAsyncResult *result, GError **error);

gboolean crm_store_index_sync (
    CrmStore *self, CrmIndexFunc func, gpointer data, GCancellable *cancellable, GError **error);
void crm_store_index_async (CrmStore *self,
                            CrmIndexFunc func,
                            gpointer data,
                            GDestroyNotify free_data,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
gboolean crm_store_index_finish (CrmStore *self, GAsyncResult *result, GError **error);

gboolean crm_store_backup_if_due_sync (CrmStore *self, GError **error);
char *crm_store_backup_sync (CrmStore *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean crm_store_index_was_lost (CrmStore *self);
void crm_store_note_remote_change (CrmStore *self, gint64 seq);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmWriteResult, crm_write_result_free)

G_END_DECLS
