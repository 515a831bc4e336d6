/* test-announcer.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "crm-test-mail.h"

#include "service/crm-announcer.h"

/* Much more than it takes: the machine may be busy. */
#define PATIENCE_SECS 20
#define INTERFACE "org.gnome.evolution.Crm.Journal"
#define OBJECT_PATH "/org/gnome/evolution/Crm/Journal"

typedef struct
{
  gint64 seq; /* the newest one heard */
  guint n_remote;
  guint n_local;
} Heard;

static void
changed_cb (CrmStore *store, gint64 seq, gboolean remote, gpointer data)
{
  Heard *heard = data;

  heard->seq = seq;
  if (remote)
    heard->n_remote++;
  else
    heard->n_local++;
}

static void
write_person (CrmStore *store)
{
  g_free (crm_test_make_person (store, "Ida Example"));
}

static gboolean
too_late_cb (gpointer data)
{
  *(gboolean *)data = TRUE;
  return G_SOURCE_CONTINUE;
}

static void
wait_until (const guint *counter, guint n)
{
  gboolean too_late = FALSE;
  guint id = g_timeout_add_seconds (PATIENCE_SECS, too_late_cb, &too_late);

  while (*counter < n && !too_late)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (id);
  g_assert_cmpuint (*counter, >=, n);
}

static gboolean
wake_cb (gpointer data)
{
  *(guint *)data = 1;
  return G_SOURCE_REMOVE;
}

static void
pass (guint msec)
{
  guint done = 0;

  g_timeout_add (msec, wake_cb, &done);
  wait_until (&done, 1);
}

/* Two programs with one store, each with a connection of its own to the bus, if there is one. */
typedef struct
{
  CrmTestStore *test;              /* (owned): the first program */
  CrmStore *other;                 /* (owned): the second one */
  GTestDBus *bus;                  /* (owned) (nullable) */
  GDBusConnection *connections[3]; /* (owned) (nullable): of both, and of a listener */
  CrmAnnouncer *announcers[2];     /* (owned) */
  Heard heard[2];
} Fixture;

static void
connect_to_bus (Fixture *self)
{
  self->bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (self->bus);
  for (guint i = 0; i < G_N_ELEMENTS (self->connections); i++)
    {
      g_autoptr (GError) error = NULL;

      self->connections[i] = g_dbus_connection_new_for_address_sync (
          g_test_dbus_get_bus_address (self->bus),
          G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT
              | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
          NULL, NULL, &error);
      g_assert_no_error (error);
    }
}

static void
set_up (Fixture *self, gconstpointer with_bus)
{
  CrmStore *stores[2];

  self->test = crm_test_store_new ();
  self->other = crm_test_store_open_other (self->test, "other");
  if (with_bus != NULL)
    connect_to_bus (self);
  stores[0] = self->test->store;
  stores[1] = self->other;
  for (guint i = 0; i < G_N_ELEMENTS (stores); i++)
    {
      self->announcers[i] = crm_announcer_new (stores[i], self->connections[i]);
      g_signal_connect (stores[i], "changed", G_CALLBACK (changed_cb), &self->heard[i]);
    }
  pass (300); /* what opening wrote is no news */
  self->heard[0] = self->heard[1] = (Heard){ 0 };
}

static void
tear_down (Fixture *self, gconstpointer with_bus)
{
  g_clear_object (&self->announcers[0]);
  g_clear_object (&self->announcers[1]);
  crm_test_settle (self->test->store);
  crm_test_settle (self->other);
  for (guint i = 0; i < G_N_ELEMENTS (self->connections); i++)
    if (self->connections[i] != NULL)
      {
        g_dbus_connection_close_sync (self->connections[i], NULL, NULL);
        g_clear_object (&self->connections[i]);
      }
  g_assert_finalize_object (self->other);
  crm_test_store_free (self->test);
  if (self->bus != NULL)
    g_test_dbus_down (self->bus);
  g_clear_object (&self->bus);
}

static void
signal_cb (GDBusConnection *bus,
           const char *sender,
           const char *path,
           const char *interface,
           const char *name,
           GVariant *parameters,
           gpointer data)
{
  Heard *heard = data;
  const char *directory;

  g_variant_get (parameters, "(&sx)", &directory, &heard->seq);
  heard->n_remote++;
}

static void
test_bus (Fixture *self, gconstpointer with_bus)
{
  Heard listener = { 0 };
  guint id = g_dbus_connection_signal_subscribe (self->connections[2], NULL, INTERFACE, "Reached",
                                                 OBJECT_PATH, NULL, G_DBUS_SIGNAL_FLAGS_NONE,
                                                 signal_cb, &listener, NULL);
  gint64 began = g_get_monotonic_time ();

  write_person (self->test->store);
  wait_until (&self->heard[1].n_remote, 1);
  g_test_message ("heard after %" G_GINT64_FORMAT " ms", (g_get_monotonic_time () - began) / 1000);
  wait_until (&listener.n_remote, 1);
  g_assert_cmpint (self->heard[1].seq, ==,
                   crm_test_store_int (self->test, "crm.db", "SELECT max (seq) FROM change_set"));
  g_assert_cmpint (listener.seq, ==, self->heard[1].seq);
  g_assert_cmpuint (self->heard[0].n_local, ==, 1);

  /* Nobody hears an echo, and what is announced once is news once. */
  pass (400);
  g_assert_cmpuint (self->heard[0].n_remote, ==, 0);
  g_assert_cmpuint (self->heard[1].n_remote, ==, 1);
  g_assert_cmpuint (listener.n_remote, ==, 1);

  write_person (self->other);
  wait_until (&self->heard[0].n_remote, 1);
  g_dbus_connection_signal_unsubscribe (self->connections[2], id);
}

static void
say (Fixture *self, GVariant *what)
{
  g_assert_true (g_dbus_connection_emit_signal (self->connections[2], NULL, OBJECT_PATH, INTERFACE,
                                                "Reached", what, NULL));
}

/* Others may have another store, or another idea of the signal. */
static void
test_strangers (Fixture *self, gconstpointer with_bus)
{
  say (self, g_variant_new ("(sx)", "/somewhere/else", (gint64)1000));
  say (self, g_variant_new ("(s)", self->test->directory));
  say (self, g_variant_new ("(sx)", self->test->directory, (gint64)-1));
  say (self, g_variant_new ("(sx)", self->test->directory, (gint64)0));
  pass (300);
  g_assert_cmpuint (self->heard[0].n_remote, ==, 0);
  say (self, g_variant_new ("(sx)", self->test->directory, (gint64)1000));
  wait_until (&self->heard[0].n_remote, 1);
  wait_until (&self->heard[1].n_remote, 1);
}

static void
test_flush (Fixture *self, gconstpointer with_bus)
{
  write_person (self->test->store);
  wait_until (&self->heard[0].n_local, 1);
  crm_announcer_flush (self->announcers[0]);
  wait_until (&self->heard[1].n_remote, 1);
}

static void
test_file (Fixture *self, gconstpointer with_bus)
{
  write_person (self->test->store);
  wait_until (&self->heard[1].n_remote, 1);
  g_assert_cmpint (self->heard[1].seq, ==,
                   crm_test_store_int (self->test, "crm.db", "SELECT max (seq) FROM change_set"));
  pass (400);
  g_assert_cmpuint (self->heard[0].n_remote, ==, 0); /* one's own writing is no news */
  write_person (self->other);
  wait_until (&self->heard[0].n_remote, 1);
  crm_announcer_flush (self->announcers[0]);
}

/* A session connects to the bus after it has opened the store, and reads meanwhile. */
static void
test_missed (Fixture *self, gconstpointer with_bus)
{
  g_clear_object (&self->announcers[0]);
  write_person (self->other);
  wait_until (&self->heard[1].n_local, 1);
  self->announcers[0] = crm_announcer_new (self->test->store, self->connections[0]);
  wait_until (&self->heard[0].n_remote, 1);
}

int
main (int argc, char **argv)
{
  g_autofree char *daemon = g_find_program_in_path ("dbus-daemon");

  g_test_init (&argc, &argv, NULL);
  if (daemon != NULL)
    {
      const char *yes = "bus";

      g_test_add ("/announcer/bus", Fixture, yes, set_up, test_bus, tear_down);
      g_test_add ("/announcer/strangers", Fixture, yes, set_up, test_strangers, tear_down);
      g_test_add ("/announcer/flush", Fixture, yes, set_up, test_flush, tear_down);
    }
  g_test_add ("/announcer/missed", Fixture, NULL, set_up, test_missed, tear_down);
  g_test_add ("/announcer/file", Fixture, NULL, set_up, test_file, tear_down);
  return g_test_run ();
}
