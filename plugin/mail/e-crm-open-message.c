/* e-crm-open-message.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Opens a letter of the history in a window of its own, so that the one being read stays in sight.
 */
#define G_LOG_DOMAIN "e-crm-open-message"
#include "config.h"

#include "e-crm-open-message.h"

#include <glib/gi18n-lib.h>
#include <libemail-engine/libemail-engine.h>
#include <mail/e-mail-backend.h>
#include <mail/e-mail-browser.h>
#include <mail/e-mail-reader.h>

#include "shell/e-crm-app.h"

#define OPENED "crm-opened-uid" /* of a window: what it was opened for */

typedef struct
{
  EMailBackend *backend; /* (owned) */
  char *uid;             /* (owned) */
} Open;

static void
free_open (Open *open)
{
  g_object_unref (open->backend);
  g_free (open->uid);
  g_free (open);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Open, free_open)

/* Whoever asked may be in front of another program's window. */
static void
tell_trouble (Open *open, const char *reason)
{
  EShell *shell = e_shell_backend_get_shell (E_SHELL_BACKEND (open->backend));
  GtkWindow *window = e_shell_get_active_window (shell);

  g_message ("a message cannot be opened: %s", reason);
  e_crm_app_tell_trouble (e_crm_app_get (shell),
                          _ ("The message cannot be opened: its folder does not have it now"));
  if (window != NULL)
    gtk_window_present (window);
}

/* Somebody may have gone on from there to another message. */
static gboolean
shows (gpointer window, CamelFolder *folder, const char *uid)
{
  g_autoptr (CamelFolder) shown = NULL;
  g_autoptr (GPtrArray) uids = NULL;

  if (!E_IS_MAIL_BROWSER (window)
      || g_strcmp0 (g_object_get_data (G_OBJECT (window), OPENED), uid) != 0)
    return FALSE;
  shown = e_mail_reader_ref_folder (window);
  uids = e_mail_reader_get_selected_uids (window);
  return shown == folder
         && (uids == NULL || uids->len == 0 || g_str_equal (g_ptr_array_index (uids, 0), uid));
}

/* (nullable): the window that shows it already, for who clicks twice */
static GtkWindow *
find_window (Open *open, CamelFolder *folder)
{
  EShell *shell = e_shell_backend_get_shell (E_SHELL_BACKEND (open->backend));
  GList *windows = gtk_application_get_windows (GTK_APPLICATION (shell));

  for (; windows != NULL; windows = windows->next)
    if (shows (windows->data, folder, open->uid))
      return windows->data;
  return NULL;
}

static void
folder_opened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Open) open = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CamelFolder) folder
      = e_mail_session_uri_to_folder_finish (E_MAIL_SESSION (source), result, &error);
  g_autoptr (CamelMessageInfo) info = NULL;
  GtkWindow *window;
  GtkWidget *browser;

  if (folder == NULL)
    {
      tell_trouble (open, error->message);
      return;
    }
  info = camel_folder_get_message_info (folder, open->uid);
  if (info == NULL) /* moved or removed, and the index has not heard of it yet */
    {
      tell_trouble (open, "it is not in its folder");
      return;
    }
  window = find_window (open, folder);
  if (window != NULL)
    {
      gtk_window_present (window);
      return;
    }
  browser = e_mail_browser_new (open->backend, E_MAIL_FORMATTER_MODE_NORMAL);
  e_mail_reader_set_folder (E_MAIL_READER (browser), folder);
  e_mail_reader_set_message (E_MAIL_READER (browser), open->uid);
  g_object_set_data_full (G_OBJECT (browser), OPENED, g_strdup (open->uid), g_free);
  gtk_widget_show (browser);
}

static char *
build_uri (const char *source, const char *folder)
{
  g_autofree char *escaped = g_uri_escape_string (folder, "/", TRUE);

  return g_strdup_printf ("folder://%s/%s", source, escaped);
}

/* @source is an account's uid; archives of the command line have no folder to open, which the
 * sidebar tells by itself. */
void
e_crm_open_message (EShell *shell, const char *source, const char *folder, const char *uid)
{
  EMailBackend *backend = E_MAIL_BACKEND (e_shell_get_backend_by_name (shell, "mail"));
  g_autofree char *uri = NULL;
  Open *open;

  uri = build_uri (source, folder);
  open = g_new0 (Open, 1);
  open->backend = g_object_ref (backend);
  open->uid = g_strdup (uid);
  e_mail_session_uri_to_folder (e_mail_backend_get_session (backend), uri, 0, G_PRIORITY_DEFAULT,
                                NULL, folder_opened_cb, open);
}
