/* e-crm-today-open.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Calendars and address books are asked by asynchronous calls: they may be a network away. */
#define G_LOG_DOMAIN "e-crm-today-open"
#include "config.h"

#include "e-crm-today-open.h"

#include <calendar/gui/e-comp-editor.h>
#include <glib/gi18n-lib.h>

#include "compat/e-crm-compat.h"
#include "mail/e-crm-open-message.h"
#include "shell/e-crm-app.h"
#include "shell/e-crm-remote.h"

/* A book or a calendar is waited for as long as it takes; nothing else waits meanwhile. */
#define WAIT_SECS ((guint32)-1)

/* A meeting or a contact on its way to its window. */
typedef struct
{
  EShell *shell;     /* (owned) */
  GtkWindow *window; /* (owned) (nullable) */
  char *uid;         /* (owned) */
  char *rid;         /* (owned) (nullable): of an occurrence */
  gboolean is_contact;
} Opening;

static void
free_opening (Opening *opening)
{
  g_object_unref (opening->shell);
  g_clear_object (&opening->window);
  g_free (opening->uid);
  g_free (opening->rid);
  g_free (opening);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Opening, free_opening)

/* Whoever asked may be in front of another program's window. */
static void
tell_trouble (Opening *opening, const GError *error /* (nullable) */)
{
  GtkWindow *window = e_shell_get_active_window (opening->shell);

  g_message ("%s cannot be opened: %s", opening->is_contact ? "a contact" : "a meeting",
             error != NULL ? error->message : "its source is not there");
  e_crm_app_tell_trouble (
      e_crm_app_get (opening->shell),
      opening->is_contact
          ? _ ("The contact cannot be opened: its address book does not have it now")
          : _ ("The meeting cannot be opened: its calendar does not have it now"));
  if (window != NULL)
    gtk_window_present (window);
}

static void
event_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Opening) opening = data;
  g_autoptr (GError) error = NULL;
  ICalComponent *component = NULL; /* it has no autoptr */
  ECompEditor *editor;

  if (!e_cal_client_get_object_finish (E_CAL_CLIENT (source), result, &component, &error))
    {
      tell_trouble (opening, error);
      return;
    }
  editor = e_comp_editor_open_for_component (opening->window, opening->shell,
                                             e_client_get_source (E_CLIENT (source)), component, 0);
  g_object_unref (component);
  if (editor != NULL)
    gtk_window_present (GTK_WINDOW (editor));
}

static void
contact_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Opening) opening = data;
  g_autoptr (GError) error = NULL;
  EContact *contact = NULL; /* it has no autoptr */

  if (!e_book_client_get_contact_finish (E_BOOK_CLIENT (source), result, &contact, &error)
      || !e_crm_compat_show_contact (opening->shell, E_BOOK_CLIENT (source), contact))
    tell_trouble (opening, error);
  g_clear_object (&contact);
}

static void
client_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Opening) opening = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (EClient) client
      = e_client_cache_get_client_finish (E_CLIENT_CACHE (source), result, &error);
  const char *uid = opening->uid;
  const char *rid = opening->rid;

  if (client == NULL)
    tell_trouble (opening, error);
  else if (opening->is_contact)
    e_book_client_get_contact (E_BOOK_CLIENT (client), uid, NULL, contact_cb,
                               g_steal_pointer (&opening));
  else
    e_cal_client_get_object (E_CAL_CLIENT (client), uid, rid, NULL, event_cb,
                             g_steal_pointer (&opening));
}

/* @source_uid: of the calendar or address book */
static void
open_in (const char *source_uid, Opening *opening /* (transfer full) */)
{
  g_autoptr (ESource) source
      = e_source_registry_ref_source (e_shell_get_registry (opening->shell), source_uid);
  const char *extension
      = opening->is_contact ? E_SOURCE_EXTENSION_ADDRESS_BOOK : E_SOURCE_EXTENSION_CALENDAR;

  if (source == NULL)
    {
      tell_trouble (opening, NULL);
      free_opening (opening);
      return;
    }
  e_client_cache_get_client (e_shell_get_client_cache (opening->shell), source, extension,
                             WAIT_SECS, NULL, client_cb, opening);
}

static Opening *
opening_new (EShell *shell, GtkWindow *window, const char *uid)
{
  Opening *opening = g_new0 (Opening, 1);

  opening->shell = g_object_ref (shell);
  g_set_object (&opening->window, window);
  opening->uid = g_strdup (uid);
  return opening;
}

/**
 * e_crm_today_open_event:
 * @shell: Evolution
 * @window: (nullable): what it is shown above
 * @calendar_uid: the calendar's source UID
 * @uid: the event's
 * @recurrence_id: (nullable): which occurrence, as in #CrmEvent; %NULL or empty for none
 *
 * Shows a meeting in Evolution's editor. Trouble is told by the app's signal.
 */
void
e_crm_today_open_event (EShell *shell,
                        GtkWindow *window,
                        const char *calendar_uid,
                        const char *uid,
                        const char *recurrence_id)
{
  Opening *opening = opening_new (shell, window, uid);

  opening->rid = recurrence_id != NULL && *recurrence_id != '\0' ? g_strdup (recurrence_id) : NULL;
  open_in (calendar_uid, opening);
}

static void
open_contact (EShell *shell, GtkWindow *window, const CrmRecord *person)
{
  Opening *opening = opening_new (shell, window, crm_record_get_text (person, "contact_uid"));

  opening->is_contact = TRUE;
  open_in (crm_record_get_text (person, "book_uid"), opening);
}

static gboolean
has_contact (const CrmRecord *person)
{
  return person != NULL && crm_record_get_text (person, "contact_uid") != NULL
         && crm_record_get_text (person, "book_uid") != NULL;
}

static gboolean
has_place (const CrmHistoryItem *letter)
{
  /* What lies in an archive of the command line has no folder that Evolution could open. */
  return letter != NULL && letter->folder != NULL && !g_str_has_prefix (letter->source, "archive:");
}

/**
 * e_crm_today_can_open:
 * @item: what a line is about
 *
 * Returns: whether it leads anywhere
 */
gboolean
e_crm_today_can_open (const CrmTodayItem *item)
{
  return has_place (item->letter) || item->event != NULL || item->deal != NULL
         || item->touch != NULL || has_contact (item->person);
}

/**
 * e_crm_today_open:
 * @shell: Evolution
 * @window: where the line is
 * @item: what it is about
 *
 * Shows it where it can be worked with. Trouble is told by the app's signal.
 */
void
e_crm_today_open (EShell *shell, GtkWindow *window, const CrmTodayItem *item)
{
  g_autofree char *address = NULL;

  if (has_place (item->letter))
    e_crm_open_message (shell, item->letter->source, item->letter->folder, item->letter->uid);
  else if (item->event != NULL)
    e_crm_today_open_event (shell, window, item->event->calendar_uid, item->event->uid,
                            item->event->recurrence_id);
  else if (item->deal != NULL)
    {
      address = g_strconcat ("crm:deal/", item->deal->deal->id, NULL);
      e_crm_remote_show_in_workspace (address);
    }
  else if (item->touch != NULL)
    {
      address = g_strdup_printf ("crm:%s/%s", item->touch->record->entity->name,
                                 item->touch->record->id);
      e_crm_remote_show_in_workspace (address);
    }
  else if (has_contact (item->person))
    open_contact (shell, window, item->person);
}
