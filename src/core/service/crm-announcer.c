/* crm-announcer.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Programs that share a store tell one another on the session bus how far the journal has come. The
 * number is all that travels: what changed is read from the file. */
#define G_LOG_DOMAIN "crm-announcer"
#include "config.h"

#include "crm-announcer.h"

#define INTERFACE "org.gnome.evolution.Crm.Journal"
#define SIGNAL "Reached"
#define OBJECT_PATH "/org/gnome/evolution/Crm/Journal"

struct _CrmAnnouncer
{
  GObject parent_instance;
  CrmStore *store;      /* (owned) */
  GDBusConnection *bus; /* (owned) */
  guint subscription;
};

G_DEFINE_FINAL_TYPE (CrmAnnouncer, crm_announcer, G_TYPE_OBJECT)

static void
crm_announcer_dispose (GObject *object)
{
  CrmAnnouncer *self = CRM_ANNOUNCER (object);

  if (self->subscription != 0)
    g_dbus_connection_signal_unsubscribe (self->bus, self->subscription);
  self->subscription = 0;
  g_clear_object (&self->store);
  g_clear_object (&self->bus);
  G_OBJECT_CLASS (crm_announcer_parent_class)->dispose (object);
}

static void
crm_announcer_class_init (CrmAnnouncerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = crm_announcer_dispose;
}

static void
crm_announcer_init (CrmAnnouncer *self)
{
}

static void
store_changed_cb (CrmStore *store, gint64 seq, gboolean remote, gpointer data)
{
  CrmAnnouncer *self = data;

  if (!remote)
    g_dbus_connection_emit_signal (
        self->bus, NULL, OBJECT_PATH, INTERFACE, SIGNAL,
        g_variant_new ("(sx)", crm_store_get_directory (self->store), seq), NULL);
}

static void
reached_cb (GDBusConnection *bus,
            const char *sender,
            const char *path,
            const char *interface,
            const char *signal,
            GVariant *parameters,
            gpointer data)
{
  CrmAnnouncer *self = data;
  const char *directory;
  gint64 seq;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(sx)")) ||
      g_strcmp0 (sender, g_dbus_connection_get_unique_name (bus)) == 0)
    return;
  g_variant_get (parameters, "(&sx)", &directory, &seq);
  if (g_strcmp0 (directory, crm_store_get_directory (self->store)) == 0)
    crm_store_note_remote_change (self->store, seq);
}

/**
 * crm_announcer_new:
 * @store: a store
 * @bus: the session bus
 *
 * From now on other programs on @bus learn of what this one writes to @store, and @store emits
 * #CrmStore::changed for what they write.
 *
 * Returns: (transfer full): the announcer; it works as long as it lives
 */
CrmAnnouncer *
crm_announcer_new (CrmStore *store, GDBusConnection *bus)
{
  CrmAnnouncer *self = g_object_new (CRM_TYPE_ANNOUNCER, NULL);

  self->store = g_object_ref (store);
  self->bus = g_object_ref (bus);
  self->subscription =
      g_dbus_connection_signal_subscribe (bus, NULL, INTERFACE, SIGNAL, OBJECT_PATH, NULL,
                                          G_DBUS_SIGNAL_FLAGS_NONE, reached_cb, self, NULL);
  g_signal_connect_object (store, "changed", G_CALLBACK (store_changed_cb), self, 0);
  return self;
}

/**
 * crm_announcer_flush:
 * @self: an announcer
 *
 * Waits until what was announced is on the bus: for programs about to end.
 */
void
crm_announcer_flush (CrmAnnouncer *self)
{
  g_dbus_connection_flush_sync (self->bus, NULL, NULL);
}
