/* e-crm-sending-watch.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "e-crm-sending-watch"
#include "config.h"

#include "e-crm-sending-watch.h"

#include <libemail-engine/libemail-engine.h>

#include "service/crm-lookout.h"
#include "service/crm-sending.h"

#define DELAY_MSECS 200
/* Evolution marks what it has sent as deleted, too, before it goes; by then it lies in Sent. */
#define DELETED_SECS 300

struct _ECrmSendingWatch
{
  GObject parent_instance;
  CrmLookout *lookout; /* (owned) (nullable) */
  CamelFolder *outbox; /* (owned) (nullable) */
  GHashTable *deleted; /* (owned): hash -> seconds when it was first seen deleted (gint64) */
  guint again_id;      /* 0 for none */
};

G_DEFINE_FINAL_TYPE (ECrmSendingWatch, e_crm_sending_watch, G_TYPE_OBJECT)

static void
e_crm_sending_watch_dispose (GObject *object)
{
  ECrmSendingWatch *self = E_CRM_SENDING_WATCH (object);

  if (self->lookout != NULL)
    crm_lookout_stop (self->lookout);
  g_clear_object (&self->lookout);
  g_clear_object (&self->outbox);
  g_clear_handle_id (&self->again_id, g_source_remove);
  g_clear_pointer (&self->deleted, g_hash_table_unref);
  G_OBJECT_CLASS (e_crm_sending_watch_parent_class)->dispose (object);
}

static void
e_crm_sending_watch_class_init (ECrmSendingWatchClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = e_crm_sending_watch_dispose;
}

static void
e_crm_sending_watch_init (ECrmSendingWatch *self)
{
  self->deleted = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
}

/* --- the outbox ------------------------------------------------------------------------------- */

static void
read_letter (CrmSendingQueue *queue, CamelFolder *outbox, const char *uid)
{
  g_autoptr (CamelMessageInfo) info = camel_folder_get_message_info (outbox, uid);
  gint64 hash = info != NULL ? (gint64)camel_message_info_get_message_id (info) : 0;
  gboolean deleted = info != NULL && (camel_message_info_get_flags (info) & CAMEL_MESSAGE_DELETED);

  if (hash != 0)
    g_hash_table_add (deleted ? queue->deleted : queue->waiting, g_memdup2 (&hash, sizeof hash));
}

static void
read_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  CamelFolder *outbox = data;
  CrmSendingQueue *queue = crm_sending_queue_new ();
  GPtrArray *uids = camel_folder_summary_get_array (camel_folder_get_folder_summary (outbox));

  for (guint i = 0; uids != NULL && i < uids->len; i++)
    read_letter (queue, outbox, g_ptr_array_index (uids, i));
  g_clear_pointer (&uids, camel_folder_summary_free_array);
  g_task_return_pointer (task, queue, (GDestroyNotify)crm_sending_queue_free);
}

static gboolean
again_cb (gpointer data)
{
  ECrmSendingWatch *self = data;

  self->again_id = 0;
  crm_lookout_look_later (self->lookout);
  return G_SOURCE_REMOVE;
}

/* Leaves in @queue->deleted what has been there for a while; looks again when there is more. */
static void
wait_for_deleted (ECrmSendingWatch *self, CrmSendingQueue *queue)
{
  gint64 now = g_get_monotonic_time () / G_USEC_PER_SEC;
  g_autoptr (GHashTable) before = g_steal_pointer (&self->deleted);
  GHashTableIter iter;
  gpointer key;

  self->deleted = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  g_hash_table_iter_init (&iter, queue->deleted);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      const gint64 *first = g_hash_table_lookup (before, key);
      gint64 since = first != NULL ? *first : now;

      g_hash_table_insert (self->deleted, g_memdup2 (key, sizeof (gint64)),
                           g_memdup2 (&since, sizeof since));
      if (now - since >= DELETED_SECS)
        continue;
      g_hash_table_add (queue->waiting, g_memdup2 (key, sizeof (gint64)));
      g_hash_table_iter_remove (&iter);
      if (self->again_id == 0)
        self->again_id = g_timeout_add_seconds (DELETED_SECS, again_cb, self);
    }
}

/* --- looking ---------------------------------------------------------------------------------- */

static void
settled_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CrmLookout) lookout = data;
  g_autoptr (GError) error = NULL;

  if (!crm_sending_settle_finish (CRM_STORE (source), result, NULL, &error)
      && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_warning ("a sent letter is not filed yet: %s", error->message);
  crm_lookout_done (lookout);
}

static void
settle (CrmLookout *lookout, CrmStore *store, CrmSendingQueue *queue)
{
  crm_sending_settle_async (store, queue, crm_lookout_get_cancellable (lookout), settled_cb,
                            g_object_ref (lookout));
}

static void
outbox_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  ECrmSendingWatch *self = E_CRM_SENDING_WATCH (source);
  g_autoptr (CrmStore) store = data;
  CrmSendingQueue *queue = g_task_propagate_pointer (G_TASK (result), NULL);

  if (self->lookout == NULL)
    {
      crm_sending_queue_free (queue);
      return;
    }
  wait_for_deleted (self, queue);
  settle (self->lookout, store, queue);
}

static void
look (CrmLookout *lookout, CrmStore *store, gpointer data)
{
  ECrmSendingWatch *self = data;
  g_autoptr (GTask) task = NULL;

  if (self->outbox == NULL)
    {
      settle (lookout, store, NULL);
      return;
    }
  task = g_task_new (self, NULL, outbox_read_cb, g_object_ref (store));
  g_task_set_task_data (task, g_object_ref (self->outbox), g_object_unref);
  g_task_run_in_thread (task, read_in_thread);
}

static void
outbox_changed_cb (CamelFolder *outbox, CamelFolderChangeInfo *changes, gpointer data)
{
  ECrmSendingWatch *self = data;

  if (self->lookout != NULL)
    crm_lookout_look_later (self->lookout);
}

/**
 * e_crm_sending_watch_new:
 * @store: a store
 * @outbox: (nullable): where Evolution keeps what it could not send yet
 *
 * Returns: (transfer full): the watch; it works for as long as it lives
 */
ECrmSendingWatch *
e_crm_sending_watch_new (CrmStore *store, CamelFolder *outbox)
{
  ECrmSendingWatch *self = g_object_new (E_TYPE_CRM_SENDING_WATCH, NULL);

  self->outbox = outbox != NULL ? g_object_ref (outbox) : NULL;
  self->lookout = crm_lookout_new (store, DELAY_MSECS, look, self);
  if (outbox != NULL)
    g_signal_connect_object (outbox, "changed", G_CALLBACK (outbox_changed_cb), self, 0);
  return self;
}
