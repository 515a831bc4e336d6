/* crm-lookout.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-lookout"
#include "config.h"

#include "crm-lookout.h"

struct _CrmLookout
{
  GObject parent_instance;
  CrmStore *store;           /* (owned) (nullable): NULL once stopped */
  GCancellable *cancellable; /* (owned) */
  CrmLookFunc look;
  gpointer data;
  guint delay_msec;
  guint timeout_id; /* 0 for none */
  gboolean is_looking;
  gboolean again; /* something came while it looked */
};

G_DEFINE_FINAL_TYPE (CrmLookout, crm_lookout, G_TYPE_OBJECT)

static void
crm_lookout_dispose (GObject *object)
{
  CrmLookout *self = CRM_LOOKOUT (object);

  crm_lookout_stop (self);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (crm_lookout_parent_class)->dispose (object);
}

static void
crm_lookout_class_init (CrmLookoutClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = crm_lookout_dispose;
}

static void
crm_lookout_init (CrmLookout *self)
{
  self->cancellable = g_cancellable_new ();
}

static gboolean
look_cb (gpointer data)
{
  CrmLookout *self = data;

  self->timeout_id = 0;
  self->is_looking = TRUE;
  self->look (self, self->store, self->data);
  return G_SOURCE_REMOVE;
}

/**
 * crm_lookout_look_later:
 * @self: a lookout
 *
 * Asks for a look, as if something had changed.
 */
void
crm_lookout_look_later (CrmLookout *self)
{
  if (self->store == NULL)
    return;
  if (self->is_looking)
    self->again = TRUE;
  else if (self->timeout_id == 0)
    self->timeout_id = g_timeout_add (self->delay_msec, look_cb, self);
}

static void
indexed_cb (CrmStore *store, gpointer data)
{
  crm_lookout_look_later (data);
}

/* The index may see a letter before what is said of it is written. */
static void
changed_cb (CrmStore *store, gint64 seq, gboolean remote, gpointer data)
{
  crm_lookout_look_later (data);
}

/**
 * crm_lookout_new:
 * @store: a store
 * @delay_msec: many letters come at once; one look so long after the first finds them all
 * @look: (scope notified): starts a look and has crm_lookout_done() called when it has ended
 * @data: data for @look; outlives the lookout, or stops it
 *
 * Looks once at the start.
 *
 * Returns: (transfer full): a lookout, which works until it is stopped
 */
CrmLookout *
crm_lookout_new (CrmStore *store, guint delay_msec, CrmLookFunc look, gpointer data)
{
  CrmLookout *self = g_object_new (CRM_TYPE_LOOKOUT, NULL);

  self->store = g_object_ref (store);
  self->delay_msec = delay_msec;
  self->look = look;
  self->data = data;
  g_signal_connect_object (store, "indexed", G_CALLBACK (indexed_cb), self, 0);
  g_signal_connect_object (store, "changed", G_CALLBACK (changed_cb), self, 0);
  crm_lookout_look_later (self);
  return self;
}

/**
 * crm_lookout_done:
 * @self: a lookout
 *
 * Ends a look. What came meanwhile makes another one.
 */
void
crm_lookout_done (CrmLookout *self)
{
  gboolean again = self->again;

  self->is_looking = FALSE;
  self->again = FALSE;
  if (again)
    crm_lookout_look_later (self);
}

/**
 * crm_lookout_get_cancellable:
 * @self: a lookout
 *
 * Returns: (transfer none): cancelled when it is stopped
 */
GCancellable *
crm_lookout_get_cancellable (CrmLookout *self)
{
  return self->cancellable;
}

/**
 * crm_lookout_stop:
 * @self: a lookout
 *
 * No look begins from now on, and one that is under way is cancelled.
 */
void
crm_lookout_stop (CrmLookout *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->timeout_id, g_source_remove);
  g_clear_object (&self->store);
}
