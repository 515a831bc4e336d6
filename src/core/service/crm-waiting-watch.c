/* crm-waiting-watch.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Several programs may look at once: each change set says what it saw, so that the first one
 * written counts and the others are refused. No program has to own the job. */
#define G_LOG_DOMAIN "crm-waiting-watch"
#include "config.h"

#include "crm-waiting-watch.h"

#include "service/crm-lookout.h"
#include "service/crm-waiting.h"

/* Many letters in a row, as while indexing, make one look. */
#define SETTLE_MSEC 300

struct _CrmWaitingWatch
{
  GObject parent_instance;
  CrmLookout *lookout; /* (owned) */
};

G_DEFINE_FINAL_TYPE (CrmWaitingWatch, crm_waiting_watch, G_TYPE_OBJECT)

static void
crm_waiting_watch_dispose (GObject *object)
{
  CrmWaitingWatch *self = CRM_WAITING_WATCH (object);

  if (self->lookout != NULL)
    crm_lookout_stop (self->lookout);
  g_clear_object (&self->lookout);
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

static void
found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CrmLookout) lookout = data;
  GCancellable *cancellable = crm_lookout_get_cancellable (lookout);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) sets = crm_store_read_finish (CRM_STORE (source), result, &error);

  if (!g_cancellable_is_cancelled (cancellable))
    for (guint i = 0; sets != NULL && i < sets->len; i++)
      crm_store_write_async (CRM_STORE (source), g_ptr_array_index (sets, i), cancellable,
                             written_cb, NULL);
  crm_lookout_done (lookout);
}

static void
look (CrmLookout *lookout, CrmStore *store, gpointer data)
{
  crm_store_read_async (store, crm_waiting_find, NULL, NULL, (GDestroyNotify)g_ptr_array_unref,
                        crm_lookout_get_cancellable (lookout), found_cb, g_object_ref (lookout));
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

  self->lookout = crm_lookout_new (store, SETTLE_MSEC, look, NULL);
  return self;
}
