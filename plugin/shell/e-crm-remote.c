/* e-crm-remote.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The workspace is another program: what it asks of Evolution, and what Evolution asks of it. */
#define G_LOG_DOMAIN "e-crm-remote"
#include "config.h"

#include "e-crm-remote.h"

#include <glib/gi18n-lib.h>

#include "crm-activation.h"
#include "e-crm-app.h"
#include "mail/e-crm-open-message.h"
#include "today/e-crm-today-open.h"

#define BUS_NAME "org.gnome.Evolution.Crm"
#define OBJECT_PATH "/org/gnome/Evolution/Crm"
#define PROGRAM "evolution-crm"

static void
open_message_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  const char *source;
  const char *folder;
  const char *uid;

  g_variant_get (parameter, "(&s&s&s)", &source, &folder, &uid);
  e_crm_open_message (data, source, folder, uid);
}

/* Of a program that may not know which calendars there are: texts of its own choice. */
static void
open_event_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  const char *calendar;
  const char *uid;
  const char *recurrence_id;

  g_variant_get (parameter, "(&s&s&s)", &calendar, &uid, &recurrence_id);
  if (*calendar != '\0' && *uid != '\0')
    e_crm_today_open_event (data, e_shell_get_active_window (data), calendar, uid, recurrence_id);
}

/* What other programs may ask for on the session bus, as actions of Evolution's own object. */
void
e_crm_remote_add_actions (EShell *shell)
{
  static const GActionEntry actions[]
      = { { "crm-open-message", open_message_cb, "(sss)", NULL, NULL, { 0 } },
          { "crm-open-event", open_event_cb, "(sss)", NULL, NULL, { 0 } } };

  g_action_map_add_action_entries (G_ACTION_MAP (shell), actions, G_N_ELEMENTS (actions), shell);
}

/* What is asked of the workspace. */
typedef struct
{
  char *address; /* (owned) */
  char *token;   /* (owned) (nullable): lets its window come to the front */
} Request;

static void
free_request (Request *request)
{
  g_free (request->address);
  g_free (request->token);
  g_free (request);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Request, free_request)

/* Of the click that is being answered. On X11 a token would make the pointer busy until a program
 * starts; the time of the click is all that is asked for there.
 *
 * Returns: (transfer full) (nullable) */
static char *
take_token (void)
{
  GdkDisplay *display = gdk_display_get_default ();
  guint32 time = gtk_get_current_event_time ();
  g_autoptr (GdkAppLaunchContext) context = NULL;
  g_autoptr (GAppInfo) workspace = NULL;

  if (display == NULL)
    return NULL;
  if (!g_str_has_prefix (G_OBJECT_TYPE_NAME (display), "GdkWayland"))
    return time != GDK_CURRENT_TIME ? g_strdup_printf ("_TIME%u", time) : NULL;
  context = gdk_display_get_app_launch_context (display);
  workspace = g_app_info_create_from_commandline (
      PROGRAM, NULL, G_APP_INFO_CREATE_SUPPORTS_STARTUP_NOTIFICATION, NULL);
  return workspace != NULL ? g_app_launch_context_get_startup_notify_id (
             G_APP_LAUNCH_CONTEXT (context), workspace, NULL)
                           : NULL;
}

static void
tell_trouble (const GError *error)
{
  g_message ("the workspace cannot be started: %s", error->message);
  e_crm_app_tell_trouble (e_crm_app_get (e_shell_get_default ()),
                          _ ("The workspace could not be started: is evolution-crm installed?"));
}

/* A workspace that is not installed has no service on the bus, and may yet be in the search path.
 */
static void
opened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Request) request = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer
      = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  g_autoptr (GSubprocessLauncher) launcher = NULL;
  g_autoptr (GSubprocess) process = NULL;
  g_auto (GStrv) environment = NULL;

  if (answer != NULL)
    return;
  g_clear_error (&error);
  launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  environment = crm_activation_to_environment (request->token, g_get_environ ());
  g_subprocess_launcher_set_environ (launcher, environment);
  process = g_subprocess_launcher_spawn (launcher, &error, PROGRAM, request->address, NULL);
  if (process == NULL)
    tell_trouble (error);
}

static void
bus_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Request) request = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusConnection) bus = g_bus_get_finish (result, &error);
  const char *addresses[] = { request->address, NULL };
  GVariant *question;

  if (bus == NULL)
    {
      tell_trouble (error);
      return;
    }
  question
      = g_variant_new ("(^as@a{sv})", addresses, crm_activation_to_platform_data (request->token));
  g_dbus_connection_call (bus, BUS_NAME, OBJECT_PATH, "org.freedesktop.Application", "Open",
                          question, NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, opened_cb,
                          g_steal_pointer (&request));
}

/* @address: such as `crm:deal/` and an id. Starts the workspace if need be. */
void
e_crm_remote_show_in_workspace (const char *address)
{
  Request *request = g_new0 (Request, 1);

  request->address = g_strdup (address);
  request->token = take_token ();
  g_bus_get (G_BUS_TYPE_SESSION, NULL, bus_cb, request);
}
