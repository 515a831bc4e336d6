/* test-view-guard.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <gio/gio.h>
#include <sys/socket.h>

#include "crm-view-guard.h"

#define PATH "/org/gnome/evolution/dataserver/AddressBookView/1/1"
#define VIEW "org.gnome.evolution.dataserver.AddressBookView"

static const char xml[] = "<node><interface name='" VIEW "'>"
                          "<method name='DupContacts'><arg type='u' direction='in'/>"
                          "<arg type='u' direction='in'/><arg type='as' direction='out'/></method>"
                          "<method name='Start'/>"
                          "<property name='n-total' type='u' access='read'/>"
                          "</interface></node>";

/* A data server's view at the other end of a connection. */
typedef struct
{
  GDBusConnection *server, *client; /* (owned) */
  guint n_total;
  guint n_totals_told;
  guint n_going;  /* how often a look at the number still finds one contact more */
  guint n_asked;  /* questions that came through */
  GVariant *last; /* (owned) (nullable): the answer to the last call of @client */
  gboolean has_answer;
} Bench;

static void
method_cb (GDBusConnection *connection,
           const char *sender,
           const char *path,
           const char *interface,
           const char *method,
           GVariant *parameters,
           GDBusMethodInvocation *invocation,
           gpointer data)
{
  Bench *bench = data;
  static const char *const cards[] = { "a card", NULL };

  if (g_str_equal (method, "DupContacts"))
    {
      bench->n_asked++;
      g_dbus_method_invocation_return_value (invocation, g_variant_new ("(^as)", cards));
    }
  else
    {
      g_dbus_method_invocation_return_value (invocation, NULL);
    }
}

static GVariant *
property_cb (GDBusConnection *connection,
             const char *sender,
             const char *path,
             const char *interface,
             const char *property,
             GError **error,
             gpointer data)
{
  Bench *bench = data;

  bench->n_totals_told++;
  if (bench->n_going > 0)
    {
      bench->n_going--;
      bench->n_total--;
      return g_variant_new_uint32 (bench->n_total + 1);
    }
  return g_variant_new_uint32 (bench->n_total);
}

static const GDBusInterfaceVTable vtable
    = { .method_call = method_cb, .get_property = property_cb };

static void
connected_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  GDBusConnection **connection = data;

  *connection = g_dbus_connection_new_finish (result, &error);
  g_assert_no_error (error);
}

static GIOStream *
stream_new (int fd)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocket) socket = g_socket_new_from_fd (fd, &error);

  g_assert_no_error (error);
  return G_IO_STREAM (g_socket_connection_factory_create_connection (socket));
}

static void
set_up (Bench *bench, gconstpointer has_view)
{
  g_autoptr (GDBusNodeInfo) info = g_dbus_node_info_new_for_xml (xml, NULL);
  g_autofree char *guid = g_dbus_generate_guid ();
  g_autoptr (GIOStream) theirs = NULL;
  g_autoptr (GIOStream) ours = NULL;
  int fds[2];

  g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM, 0, fds), ==, 0);
  theirs = stream_new (fds[0]);
  ours = stream_new (fds[1]);
  g_dbus_connection_new (theirs, guid,
                         G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_SERVER
                             | G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_ALLOW_ANONYMOUS,
                         NULL, NULL, connected_cb, &bench->server);
  g_dbus_connection_new (ours, NULL, G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT, NULL, NULL,
                         connected_cb, &bench->client);
  while (bench->server == NULL || bench->client == NULL)
    g_main_context_iteration (NULL, TRUE);
  if (has_view != NULL)
    g_assert_cmpuint (g_dbus_connection_register_object (bench->server, PATH, info->interfaces[0],
                                                         &vtable, bench, NULL, NULL),
                      !=, 0);
  crm_view_guard_install (bench->client);
  crm_view_guard_install (bench->client);
}

static void
tear_down (Bench *bench, gconstpointer has_view)
{
  g_dbus_connection_close_sync (bench->client, NULL, NULL);
  g_dbus_connection_close_sync (bench->server, NULL, NULL);
  g_clear_object (&bench->client);
  g_clear_object (&bench->server);
  g_clear_pointer (&bench->last, g_variant_unref);
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Bench *bench = data;

  g_clear_pointer (&bench->last, g_variant_unref);
  bench->last = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, NULL);
  bench->has_answer = TRUE;
}

static void
call (Bench *bench, const char *method, GVariant *arguments, const char *type)
{
  bench->has_answer = FALSE;
  g_dbus_connection_call (bench->client, NULL, PATH, VIEW, method, arguments, G_VARIANT_TYPE (type),
                          G_DBUS_CALL_FLAGS_NONE, -1, NULL, answered_cb, bench);
  while (!bench->has_answer)
    g_main_context_iteration (NULL, TRUE);
}

/* Returns: how many contacts came, -1 for an error. */
static int
ask (Bench *bench, guint start)
{
  g_autoptr (GVariant) cards = NULL;

  call (bench, "DupContacts", g_variant_new ("(uu)", start, 20), "(as)");
  if (bench->last == NULL)
    return -1;
  cards = g_variant_get_child_value (bench->last, 0);
  return (int)g_variant_n_children (cards);
}

/* The question that the data server does not survive is answered without it. */
static void
test_behind_the_end (Bench *bench, gconstpointer data)
{
  g_assert_cmpint (ask (bench, 0), ==, 0);
  bench->n_total = 3;
  g_assert_cmpint (ask (bench, 3), ==, 0);
  g_assert_cmpint (ask (bench, 4), ==, 0);
  g_assert_cmpuint (bench->n_asked, ==, 0);
  g_assert_cmpint (ask (bench, 2), ==, 1);
  g_assert_cmpuint (bench->n_asked, ==, 1);
}

/* Several contacts go one after the other, as they do when many are deleted. */
static void
test_while_they_go (Bench *bench, gconstpointer data)
{
  bench->n_total = 3;
  bench->n_going = 3;
  g_assert_cmpint (ask (bench, 0), ==, 0);
  g_assert_cmpuint (bench->n_asked, ==, 0);
  g_assert_cmpuint (bench->n_totals_told, ==, 4);
}

/* In the middle of a big book nobody waits for a second look. */
static void
test_far_from_the_end (Bench *bench, gconstpointer data)
{
  bench->n_total = 10000;
  g_assert_cmpint (ask (bench, 5000), ==, 1);
  g_assert_cmpuint (bench->n_totals_told, ==, 1);
}

/* Nothing else is held back, and many questions keep their answers apart. */
static void
test_others (Bench *bench, gconstpointer data)
{
  bench->n_total = 2;
  call (bench, "Start", NULL, "()");
  g_assert_nonnull (bench->last);
  g_assert_cmpuint (bench->n_totals_told, ==, 0);
  for (guint i = 0; i < 20; i++)
    g_assert_cmpint (ask (bench, i % 4), ==, i % 4 < 2 ? 1 : 0);
  g_assert_cmpuint (bench->n_asked, ==, 10);
}

/* Where no number is told, the question is passed on: here to nobody, who says so. */
static void
test_no_number (Bench *bench, gconstpointer data)
{
  g_assert_cmpint (ask (bench, 0), ==, -1);
}

int
main (int argc, char **argv)
{
  static const char has_view[] = "view";

  g_test_init (&argc, &argv, NULL);
  g_test_add ("/view-guard/behind-the-end", Bench, has_view, set_up, test_behind_the_end,
              tear_down);
  g_test_add ("/view-guard/while-they-go", Bench, has_view, set_up, test_while_they_go, tear_down);
  g_test_add ("/view-guard/far-from-the-end", Bench, has_view, set_up, test_far_from_the_end,
              tear_down);
  g_test_add ("/view-guard/others", Bench, has_view, set_up, test_others, tear_down);
  g_test_add ("/view-guard/no-number", Bench, NULL, set_up, test_no_number, tear_down);
  return g_test_run ();
}
