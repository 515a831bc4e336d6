/* e-crm-calendar-view.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Puts the sidebar right of the calendars and tells it who takes part in the selected event. */
#define G_LOG_DOMAIN "e-crm-calendar-view"
#include "config.h"

#include "e-crm-calendar-view.h"

#include <calendar/gui/e-calendar-view.h>
#include <glib/gi18n-lib.h>
#include <shell/e-shell-content.h>
#include <shell/e-shell-view.h>

#include "compat/e-crm-compat.h"
#include "crm-format.h"
#include "crm-phrases-event.h"
#include "e-crm-read-event.h"
#include "shell/e-crm-view-pane.h"

/* On the content of the view: where those who show events find the sidebar. */
#define SIDEBAR_KEY "e-crm-sidebar"

/* --- the view, which has the sidebar ---------------------------------------------------------- */

typedef EExtension ECrmCalendarView;
typedef EExtensionClass ECrmCalendarViewClass;

GType e_crm_calendar_view_get_type (void);
G_DEFINE_DYNAMIC_TYPE (ECrmCalendarView, e_crm_calendar_view, E_TYPE_EXTENSION)

static void
file_meeting (gpointer data)
{
  ECrmViewPane *pane = data;

  e_crm_view_pane_reveal (pane);
  e_crm_sidebar_file_proposal (e_crm_view_pane_get_sidebar (pane));
}

static void
print_sheet (gpointer data)
{
  ECrmViewPane *pane = data;

  e_crm_view_pane_reveal (pane);
  e_crm_sidebar_print_sheet (e_crm_view_pane_get_sidebar (pane));
}

/* That of the event which is selected, else of the time that is. */
static int
get_selected_day (ECalendarView *view)
{
  GSList *selected = e_calendar_view_get_selected_events (view);
  time_t start = time (NULL);
  time_t end;

  if (selected != NULL)
    {
      ECalendarViewSelectionData *first = selected->data;
      g_autoptr (CrmEvent) event = e_crm_read_event (first->icalcomp, first->client);

      g_slist_free_full (selected, e_calendar_view_selection_data_free);
      if (event != NULL)
        return crm_phrase_event_day (event);
    }
  if (!e_calendar_view_get_selected_time_range (view, &start, &end))
    start = time (NULL);
  return crm_format_today ((gint64)start * G_USEC_PER_SEC);
}

static void
print_day (gpointer data)
{
  ECrmViewPane *pane = data;
  GtkWidget *content = gtk_widget_get_ancestor (GTK_WIDGET (pane), E_TYPE_SHELL_CONTENT);
  GtkWidget *current = NULL;

  g_object_get (content, "current-view", &current, NULL);
  e_crm_view_pane_reveal (pane);
  e_crm_sidebar_print_day (e_crm_view_pane_get_sidebar (pane),
                           E_IS_CALENDAR_VIEW (current)
                               ? get_selected_day (E_CALENDAR_VIEW (current))
                               : crm_format_today (g_get_real_time ()));
  g_clear_object (&current);
}

static const ECrmAction actions[] = {
  /* Another name than in the mail view: in 3.46 all views share one manager. */
  { "crm-show-calendar-sidebar", N_ ("Show CRM _Sidebar"),
    N_ ("Show who takes part in an event and what comes next"), "<Primary><Alt>y", TRUE,
    e_crm_view_pane_toggle },
  { "crm-file-meeting", N_ ("_File Under Proposed Deal"),
    N_ ("File the meeting under the proposed deal"), "<Primary><Alt>g", FALSE, file_meeting },
  { "crm-print-sheet", N_ ("_Print Meeting Sheet…"),
    N_ ("Print what the CRM knows for the selected meeting"), NULL, FALSE, print_sheet },
  { "crm-print-day", N_ ("Print the _Day’s Sheets…"),
    N_ ("Print the sheets of all meetings of the selected day"), NULL, FALSE, print_day },
  { "crm-undo-calendar-change", N_ ("_Undo CRM Change"),
    N_ ("Take back the last change made in the CRM sidebar"), "<Primary><Alt>u", FALSE,
    e_crm_view_pane_undo },
};

static void
e_crm_calendar_view_constructed (GObject *object)
{
  EShellView *view = E_SHELL_VIEW (e_extension_get_extensible (E_EXTENSION (object)));
  ECrmSidebar *sidebar;

  G_OBJECT_CLASS (e_crm_calendar_view_parent_class)->constructed (object);
  if (g_strcmp0 (e_crm_compat_get_view_name (view), "calendar") != 0)
    return;

  sidebar
      = e_crm_view_pane_get_sidebar (e_crm_view_pane_wrap (view, actions, G_N_ELEMENTS (actions)));
  e_crm_sidebar_use_for_events (sidebar);
  g_object_set_data (G_OBJECT (e_shell_view_get_shell_content (view)), SIDEBAR_KEY, sidebar);
}

static void
e_crm_calendar_view_class_init (ECrmCalendarViewClass *klass)
{
  G_OBJECT_CLASS (klass)->constructed = e_crm_calendar_view_constructed;
  E_EXTENSION_CLASS (klass)->extensible_type = E_TYPE_SHELL_VIEW;
}

static void
e_crm_calendar_view_class_finalize (ECrmCalendarViewClass *klass)
{
}

static void
e_crm_calendar_view_init (ECrmCalendarView *self)
{
}

/* --- what shows events: a day, a week, a month, a year, a list -------------------------------- */

typedef EExtension ECrmCalendarSelection;
typedef EExtensionClass ECrmCalendarSelectionClass;

GType e_crm_calendar_selection_get_type (void);
G_DEFINE_DYNAMIC_TYPE (ECrmCalendarSelection, e_crm_calendar_selection, E_TYPE_EXTENSION)

static gboolean
is_current (GtkWidget *content, ECalendarView *view)
{
  GtkWidget *current = NULL;
  gboolean same;

  g_object_get (content, "current-view", &current, NULL);
  same = current == GTK_WIDGET (view);
  g_clear_object (&current);
  return same;
}

static CrmEvent *
read_selected (ECalendarViewSelectionData *selected)
{
  return e_crm_read_event (selected->icalcomp, selected->client);
}

static void
selection_changed_cb (ECalendarView *view, gpointer data)
{
  GtkWidget *content = gtk_widget_get_ancestor (GTK_WIDGET (view), E_TYPE_SHELL_CONTENT);
  ECrmSidebar *sidebar
      = content != NULL ? g_object_get_data (G_OBJECT (content), SIDEBAR_KEY) : NULL;
  g_autoptr (CrmEvent) event = NULL;
  GSList *selected;

  if (sidebar == NULL || !is_current (content, view))
    return;
  selected = e_calendar_view_get_selected_events (view);
  if (selected != NULL && selected->next == NULL)
    event = read_selected (selected->data);
  e_crm_sidebar_show_event (sidebar, event, g_slist_length (selected));
  g_slist_free_full (selected, e_calendar_view_selection_data_free);
}

static void
e_crm_calendar_selection_constructed (GObject *object)
{
  G_OBJECT_CLASS (e_crm_calendar_selection_parent_class)->constructed (object);
  g_signal_connect_object (e_extension_get_extensible (E_EXTENSION (object)), "selection-changed",
                           G_CALLBACK (selection_changed_cb), object, 0);
}

static void
e_crm_calendar_selection_class_init (ECrmCalendarSelectionClass *klass)
{
  G_OBJECT_CLASS (klass)->constructed = e_crm_calendar_selection_constructed;
  E_EXTENSION_CLASS (klass)->extensible_type = E_TYPE_CALENDAR_VIEW;
}

static void
e_crm_calendar_selection_class_finalize (ECrmCalendarSelectionClass *klass)
{
}

static void
e_crm_calendar_selection_init (ECrmCalendarSelection *self)
{
}

void
e_crm_calendar_view_type_register (GTypeModule *module)
{
  e_crm_calendar_view_register_type (module);
  e_crm_calendar_selection_register_type (module);
}
