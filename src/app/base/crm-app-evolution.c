/* crm-app-evolution.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Evolution on the session bus: our module adds actions to it. Where it does not run it is started,
 * and asked when it has them. */
#define G_LOG_DOMAIN "crm-app-evolution"
#include "config.h"

#include "crm-app-evolution.h"

#include <glib/gi18n-lib.h>
#include <gtk/gtk.h>

#include "crm-activation.h"

#define BUS_NAME "org.gnome.Evolution"
#define OBJECT_PATH "/org/gnome/Evolution"
#define INTERFACE "org.gtk.Actions"
#define OPEN_MESSAGE "crm-open-message"
#define OPEN_EVENT "crm-open-event"
/* How often and how long it is asked whether it is there: a start with much mail takes a while. */
#define RETRY_MSEC 500
#define MAX_TRIES 120

typedef struct
{
  CrmAppSession *session; /* (owned) */
  GDBusConnection *bus;   /* (owned) (nullable) */
  const char *action;     /* static */
  GVariant *what;         /* (owned): its parameter */
  char *token;            /* (owned) (nullable): lets its window come to the front */
  guint n_tries;
} Order;

static void
free_order (Order *order)
{
  g_object_unref (order->session);
  g_clear_object (&order->bus);
  g_variant_unref (order->what);
  g_free (order->token);
  g_free (order);
}

static GAppInfo *
describe_evolution (GError **error)
{
  return g_app_info_create_from_commandline ("evolution --component=mail", "Evolution",
                                             G_APP_INFO_CREATE_SUPPORTS_STARTUP_NOTIFICATION,
                                             error);
}

/* (nullable): without a display there is nothing to come to the front on */
static GAppLaunchContext *
make_launch_context (void)
{
  GdkDisplay *display = gdk_display_get_default ();

  if (display == NULL)
    return NULL;
  return G_APP_LAUNCH_CONTEXT (gdk_display_get_app_launch_context (display));
}

/* Of the click that is being answered. On X11 it would make the pointer busy until a program
 * starts, and windows come to the front there without it.
 *
 * Returns: (transfer full) (nullable) */
static char *
take_token (void)
{
  GdkDisplay *display = gdk_display_get_default ();
  g_autoptr (GAppLaunchContext) context = NULL;
  g_autoptr (GAppInfo) evolution = NULL;

  if (display == NULL || !g_str_has_prefix (G_OBJECT_TYPE_NAME (display), "GdkWayland"))
    return NULL;
  context = make_launch_context ();
  evolution = describe_evolution (NULL);
  return evolution != NULL ? g_app_launch_context_get_startup_notify_id (context, evolution, NULL)
                           : NULL;
}

/* Starts Evolution; trouble is told. */
void
crm_app_evolution_start (CrmAppSession *session)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GAppInfo) evolution = describe_evolution (&error);
  g_autoptr (GAppLaunchContext) context = make_launch_context ();

  if (evolution == NULL || !g_app_info_launch (evolution, NULL, context, &error))
    crm_app_session_tell_trouble (session, _ ("Evolution could not be started"));
}

static void ask (Order *order);

static gboolean
retry_cb (gpointer data)
{
  ask (data);
  return G_SOURCE_REMOVE;
}

static void
retry_later (Order *order)
{
  if (order->n_tries == 0)
    crm_app_evolution_start (order->session);
  if (++order->n_tries < MAX_TRIES)
    {
      g_timeout_add (RETRY_MSEC, retry_cb, order);
      return;
    }
  crm_app_session_tell_trouble (order->session, _ ("Evolution does not answer"));
  free_order (order);
}

static gboolean
has_action (GVariant *answer, const char *action)
{
  g_autofree const char **names = NULL;

  g_variant_get (answer, "(^a&s)", &names);
  return g_strv_contains (names, action);
}

/* An action that is not there would be passed over in silence, so they are listed first. */
static void
listed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Order *order = data;
  g_autoptr (GVariant) answer
      = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, NULL);
  GVariantBuilder parameters;

  if (answer == NULL || !has_action (answer, order->action))
    {
      retry_later (order);
      return;
    }
  g_variant_builder_init (&parameters, G_VARIANT_TYPE ("av"));
  g_variant_builder_add (&parameters, "v", order->what);
  g_dbus_connection_call (order->bus, BUS_NAME, OBJECT_PATH, INTERFACE, "Activate",
                          g_variant_new ("(sav@a{sv})", order->action, &parameters,
                                         crm_activation_to_platform_data (order->token)),
                          NULL, G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, NULL, NULL, NULL);
  free_order (order);
}

static void
ask (Order *order)
{
  g_dbus_connection_call (order->bus, BUS_NAME, OBJECT_PATH, INTERFACE, "List", NULL,
                          G_VARIANT_TYPE ("(as)"), G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, NULL,
                          listed_cb, order);
}

static void
bus_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Order *order = data;

  order->bus = g_bus_get_finish (result, NULL);
  if (order->bus != NULL)
    {
      ask (order);
      return;
    }
  crm_app_session_tell_trouble (order->session, _ ("Evolution does not answer"));
  free_order (order);
}

static void
give_order (CrmAppSession *session, const char *action, GVariant *what)
{
  Order *order = g_new0 (Order, 1);

  order->session = g_object_ref (session);
  order->action = action;
  order->what = g_variant_ref_sink (what);
  order->token = take_token ();
  g_bus_get (G_BUS_TYPE_SESSION, NULL, bus_cb, order);
}

/* Shows a message in a window of Evolution's, which is started if need be; trouble is told. */
void
crm_app_evolution_open_message (CrmAppSession *session,
                                const char *source,
                                const char *folder,
                                const char *uid)
{
  give_order (session, OPEN_MESSAGE, g_variant_new ("(sss)", source, folder, uid));
}

/* The same of a meeting, in Evolution's editor. */
void
crm_app_evolution_open_event (CrmAppSession *session,
                              const char *calendar_uid,
                              const char *uid,
                              const char *recurrence_id /* (nullable) */)
{
  give_order (
      session, OPEN_EVENT,
      g_variant_new ("(sss)", calendar_uid, uid, recurrence_id != NULL ? recurrence_id : ""));
}
