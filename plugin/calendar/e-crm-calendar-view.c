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
#include "crm-event-expand.h"
#include "shell/e-crm-view-pane.h"

/* On the content of the view: where those who show events find the sidebar. */
#define SIDEBAR_KEY "e-crm-sidebar"

/* --- the view, which has the sidebar ---------------------------------------------------------- */

typedef EExtension ECrmCalendarView;
typedef EExtensionClass ECrmCalendarViewClass;

GType e_crm_calendar_view_get_type (void);
G_DEFINE_DYNAMIC_TYPE (ECrmCalendarView, e_crm_calendar_view, E_TYPE_EXTENSION)

static const ECrmAction actions[] = {
  /* Another name than in the mail view: in 3.46 all views share one manager. */
  { "crm-show-calendar-sidebar", N_ ("Show CRM _Sidebar"),
    N_ ("Show who takes part in an event and what comes next"), "<Primary><Alt>y", TRUE,
    e_crm_view_pane_toggle },
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

/* As a letter would have them, but without an identity: there is nothing of it to file. */
static CrmMessage *
people_of (ICalComponent *component)
{
  g_autoptr (CrmEvent) event = crm_event_read (component);
  CrmMessage *message;

  if (event == NULL)
    return NULL;
  message = crm_message_new ();
  crm_message_set_subject (message, event->summary);
  for (guint i = 0; i < event->parties->len; i++)
    {
      const CrmEventParty *party = g_ptr_array_index (event->parties, i);

      crm_message_add_party (message, party->is_organizer ? CRM_ROLE_FROM : CRM_ROLE_TO,
                             party->address, party->name);
    }
  return message;
}

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

static void
selection_changed_cb (ECalendarView *view, gpointer data)
{
  GtkWidget *content = gtk_widget_get_ancestor (GTK_WIDGET (view), E_TYPE_SHELL_CONTENT);
  ECrmSidebar *sidebar
      = content != NULL ? g_object_get_data (G_OBJECT (content), SIDEBAR_KEY) : NULL;
  g_autoptr (CrmMessage) message = NULL;
  GSList *selected;

  if (sidebar == NULL || !is_current (content, view))
    return;
  selected = e_calendar_view_get_selected_events (view);
  if (selected != NULL && selected->next == NULL)
    message = people_of (((ECalendarViewSelectionData *)selected->data)->icalcomp);
  e_crm_sidebar_show_message (sidebar, message, g_slist_length (selected));
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
