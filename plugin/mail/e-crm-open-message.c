/* e-crm-open-message.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Opens a letter of the history in a window of its own, so that the one being read stays in sight.
 */
#define G_LOG_DOMAIN "e-crm-open-message"
#include "config.h"

#include "e-crm-open-message.h"

#include <libemail-engine/libemail-engine.h>
#include <mail/e-mail-backend.h>
#include <mail/e-mail-browser.h>
#include <mail/e-mail-reader.h>

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

static void
folder_opened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Open) open = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CamelFolder) folder
      = e_mail_session_uri_to_folder_finish (E_MAIL_SESSION (source), result, &error);
  GtkWidget *browser;

  if (folder == NULL)
    {
      g_warning ("the folder of a message cannot be opened: %s", error->message);
      return;
    }
  browser = e_mail_browser_new (open->backend, E_MAIL_FORMATTER_MODE_NORMAL);
  e_mail_reader_set_folder (E_MAIL_READER (browser), folder);
  e_mail_reader_set_message (E_MAIL_READER (browser), open->uid);
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
