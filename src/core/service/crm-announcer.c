/* crm-announcer.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Programs that share a store tell one another on the session bus how far the journal has come. The
 * number is all that travels: what changed is read from the file. A program on another bus, or on
 * none, is noticed by what it writes beside the file. */
#define G_LOG_DOMAIN "crm-announcer"
#include "config.h"

#include "crm-announcer.h"

#include "store/crm-check.h"

#define INTERFACE "org.gnome.evolution.Crm.Journal"
#define SIGNAL "Reached"
#define OBJECT_PATH "/org/gnome/evolution/Crm/Journal"
/* A commit touches the file several times. */
#define SETTLE_MSEC 150
#define POLL_SECS 5

struct _CrmAnnouncer
{
  GObject parent_instance;
  CrmStore *store;      /* (owned) */
  GDBusConnection *bus; /* (owned) (nullable) */
  guint subscription;
  GFileMonitor *monitor; /* (owned) (nullable): of the write-ahead log */
  guint settle_id;       /* timeout source, 0 for none */
  guint poll_id;         /* the same */
};

G_DEFINE_FINAL_TYPE (CrmAnnouncer, crm_announcer, G_TYPE_OBJECT)

static void
crm_announcer_dispose (GObject *object)
{
  CrmAnnouncer *self = CRM_ANNOUNCER (object);

  if (self->subscription != 0)
    g_dbus_connection_signal_unsubscribe (self->bus, self->subscription);
  self->subscription = 0;
  g_clear_handle_id (&self->settle_id, g_source_remove);
  g_clear_handle_id (&self->poll_id, g_source_remove);
  g_clear_object (&self->monitor);
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

  if (!remote && self->bus != NULL)
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

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(sx)"))
      || g_strcmp0 (sender, g_dbus_connection_get_unique_name (bus)) == 0)
    return;
  g_variant_get (parameters, "(&sx)", &directory, &seq);
  if (g_strcmp0 (directory, crm_store_get_directory (self->store)) == 0)
    crm_store_note_remote_change (self->store, seq);
}

static gpointer
read_seq_in_worker (CrmReader *reader, gpointer data, GError **error)
{
  gint64 seq = crm_reader_journal_seq (reader, error);

  return seq >= 0 ? g_memdup2 (&seq, sizeof seq) : NULL;
}

static void
seq_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree gint64 *seq = crm_store_read_finish (CRM_STORE (source), result, NULL);

  if (seq != NULL)
    crm_store_note_remote_change (CRM_STORE (source), *seq);
}

static gboolean
settled_cb (gpointer data)
{
  CrmAnnouncer *self = data;

  self->settle_id = 0;
  crm_store_read_async (self->store, read_seq_in_worker, NULL, NULL, g_free, NULL, seq_read_cb,
                        NULL);
  return G_SOURCE_REMOVE;
}

static void
look_soon (CrmAnnouncer *self)
{
  if (self->settle_id == 0)
    self->settle_id = g_timeout_add (SETTLE_MSEC, settled_cb, self);
}

static void
file_changed_cb (
    GFileMonitor *monitor, GFile *file, GFile *other, GFileMonitorEvent event, gpointer data)
{
  look_soon (data);
}

static gboolean
poll_cb (gpointer data)
{
  CrmAnnouncer *self = data;

  if (self->settle_id == 0)
    settled_cb (self);
  return G_SOURCE_CONTINUE;
}

/* Where nothing tells: no watches left, or writes of another machine. */
static void
poll_where_blind (CrmAnnouncer *self)
{
  g_autofree char *network = crm_check_network_folder (crm_store_get_directory (self->store));

  if (self->monitor == NULL || network != NULL)
    self->poll_id = g_timeout_add_seconds (POLL_SECS, poll_cb, self);
}

static void
watch_file (CrmAnnouncer *self)
{
  g_autofree char *path
      = g_build_filename (crm_store_get_directory (self->store), "crm.db-wal", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  self->monitor = g_file_monitor_file (file, G_FILE_MONITOR_NONE, NULL, NULL);
  if (self->monitor != NULL)
    g_signal_connect_object (self->monitor, "changed", G_CALLBACK (file_changed_cb), self, 0);
}

/**
 * crm_announcer_new:
 * @store: a store
 * @bus: (nullable): the session bus
 *
 * From now on other programs on @bus learn of what this one writes to @store, and @store emits
 * #CrmStore::changed for what others write, wherever they are.
 *
 * Returns: (transfer full): the announcer; it works as long as it lives
 */
CrmAnnouncer *
crm_announcer_new (CrmStore *store, GDBusConnection *bus)
{
  CrmAnnouncer *self = g_object_new (CRM_TYPE_ANNOUNCER, NULL);

  self->store = g_object_ref (store);
  g_set_object (&self->bus, bus);
  if (bus != NULL)
    self->subscription
        = g_dbus_connection_signal_subscribe (bus, NULL, INTERFACE, SIGNAL, OBJECT_PATH, NULL,
                                              G_DBUS_SIGNAL_FLAGS_NONE, reached_cb, self, NULL);
  watch_file (self);
  poll_where_blind (self);
  g_signal_connect_object (store, "changed", G_CALLBACK (store_changed_cb), self, 0);
  look_soon (self); /* what was written since @store was opened was told to nobody here */
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
  if (self->bus != NULL)
    g_dbus_connection_flush_sync (self->bus, NULL, NULL);
}
