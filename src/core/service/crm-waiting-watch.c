/* crm-waiting-watch.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Several programs may look at once: each change set says what it saw, so that the first one
 * written counts and the others are refused. No program has to own the job. */
#define G_LOG_DOMAIN "crm-waiting-watch"
#include "config.h"

#include "crm-waiting-watch.h"

#include "service/crm-waiting.h"

/* Many letters in a row, as while indexing, make one look. */
#define SETTLE_MSEC 300

struct _CrmWaitingWatch
{
  GObject parent_instance;
  CrmStore *store;           /* (owned) */
  GCancellable *cancellable; /* (owned) */
  guint look_id;             /* timeout source, 0 for none */
  gboolean is_looking;
  gboolean again; /* something came while it looked */
};

G_DEFINE_FINAL_TYPE (CrmWaitingWatch, crm_waiting_watch, G_TYPE_OBJECT)

static void
crm_waiting_watch_dispose (GObject *object)
{
  CrmWaitingWatch *self = CRM_WAITING_WATCH (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->look_id, g_source_remove);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->store);
  G_OBJECT_CLASS (crm_waiting_watch_parent_class)->dispose (object);
}

static void
crm_waiting_watch_class_init (CrmWaitingWatchClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = crm_waiting_watch_dispose;
}

static void
crm_waiting_watch_init (CrmWaitingWatch *self)
{
  self->cancellable = g_cancellable_new ();
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmWriteResult) written = crm_store_write_finish (CRM_STORE (source), result, &error);

  /* Somebody was quicker, or the user changed it meanwhile: the next look tells. */
  if (written == NULL && !g_error_matches (error, CRM_ERROR, CRM_ERROR_CONFLICT)
      && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_message ("that an answer came could not be written: %s", error->message);
}

static void look_later (CrmWaitingWatch *self);

static void
found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CrmWaitingWatch) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) sets = crm_store_read_finish (CRM_STORE (source), result, &error);

  self->is_looking = FALSE;
  if (self->store == NULL)
    return;
  for (guint i = 0; sets != NULL && i < sets->len; i++)
    crm_store_write_async (self->store, g_ptr_array_index (sets, i), self->cancellable, written_cb,
                           NULL);
  if (self->again)
    look_later (self);
  self->again = FALSE;
}

static gboolean
look_cb (gpointer data)
{
  CrmWaitingWatch *self = data;

  self->look_id = 0;
  self->is_looking = TRUE;
  crm_store_read_async (self->store, crm_waiting_find, NULL, NULL,
                        (GDestroyNotify)g_ptr_array_unref, self->cancellable, found_cb,
                        g_object_ref (self));
  return G_SOURCE_REMOVE;
}

static void
look_later (CrmWaitingWatch *self)
{
  if (self->is_looking)
    self->again = TRUE;
  else if (self->look_id == 0)
    self->look_id = g_timeout_add (SETTLE_MSEC, look_cb, self);
}

static void
indexed_cb (CrmStore *store, gpointer data)
{
  look_later (data);
}

static void
changed_cb (CrmStore *store, gint64 seq, gboolean remote, gpointer data)
{
  look_later (data);
}

/**
 * crm_waiting_watch_new:
 * @store: a store
 *
 * Returns: (transfer full): the watch; it works as long as it lives
 */
CrmWaitingWatch *
crm_waiting_watch_new (CrmStore *store)
{
  CrmWaitingWatch *self = g_object_new (CRM_TYPE_WAITING_WATCH, NULL);

  self->store = g_object_ref (store);
  g_signal_connect_object (store, "indexed", G_CALLBACK (indexed_cb), self, 0);
  g_signal_connect_object (store, "changed", G_CALLBACK (changed_cb), self, 0);
  look_later (self);
  return self;
}
