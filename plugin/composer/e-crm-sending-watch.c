/* e-crm-sending-watch.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "e-crm-sending-watch"
#include "config.h"

#include "e-crm-sending-watch.h"

#include "service/crm-sending.h"

/* Many letters come at once; one look afterwards finds them all. */
#define DELAY_MSECS 200

struct _ECrmSendingWatch
{
  GObject parent_instance;
  CrmStore *store;           /* (owned) */
  GCancellable *cancellable; /* (owned) */
  guint timeout_id;          /* 0 for none */
  gboolean looking;
  gboolean again; /* something came while it was looking */
};

G_DEFINE_FINAL_TYPE (ECrmSendingWatch, e_crm_sending_watch, G_TYPE_OBJECT)

static void look_later (ECrmSendingWatch *self);

static void
e_crm_sending_watch_dispose (GObject *object)
{
  ECrmSendingWatch *self = E_CRM_SENDING_WATCH (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->timeout_id, g_source_remove);
  g_clear_object (&self->store);
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
  self->cancellable = g_cancellable_new ();
}

static void
settled_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (ECrmSendingWatch) self = data;
  g_autoptr (GError) error = NULL;

  self->looking = FALSE;
  if (!crm_sending_settle_finish (CRM_STORE (source), result, NULL, &error)
      && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_warning ("a sent letter is not filed yet: %s", error->message);
  if (self->again && self->store != NULL)
    look_later (self);
}

static gboolean
look_cb (gpointer data)
{
  ECrmSendingWatch *self = data;

  self->timeout_id = 0;
  self->again = self->looking;
  if (self->looking)
    return G_SOURCE_REMOVE;
  self->looking = TRUE;
  crm_sending_settle_async (self->store, self->cancellable, settled_cb, g_object_ref (self));
  return G_SOURCE_REMOVE;
}

static void
look_later (ECrmSendingWatch *self)
{
  if (self->timeout_id == 0)
    self->timeout_id = g_timeout_add (DELAY_MSECS, look_cb, self);
}

static void
indexed_cb (CrmStore *store, gpointer data)
{
  look_later (data);
}

/* The index may see the letter before the choice is written. */
static void
changed_cb (CrmStore *store, gint64 seq, gboolean remote, gpointer data)
{
  look_later (data);
}

ECrmSendingWatch *
e_crm_sending_watch_new (CrmStore *store)
{
  ECrmSendingWatch *self = g_object_new (E_TYPE_CRM_SENDING_WATCH, NULL);

  self->store = g_object_ref (store);
  g_signal_connect_object (store, "indexed", G_CALLBACK (indexed_cb), self, 0);
  g_signal_connect_object (store, "changed", G_CALLBACK (changed_cb), self, 0);
  look_later (self);
  return self;
}
