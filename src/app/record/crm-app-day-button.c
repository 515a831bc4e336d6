/* crm-app-day-button.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-app-day-button"
#include "config.h"

#include "crm-app-day-button.h"

#include <glib/gi18n-lib.h>

#include "crm-format.h"
#include "base/crm-app-widgets.h"
#include "model/crm-date.h"

/* A button with a calendar for the date that stands in an entry. */

#define CRM_APP_TYPE_DAY_BUTTON (crm_app_day_button_get_type ())
G_DECLARE_FINAL_TYPE (CrmAppDayButton, crm_app_day_button, CRM_APP, DAY_BUTTON, GtkWidget)

struct _CrmAppDayButton
{
  GtkWidget parent_instance;
  GtkWidget *button; /* GtkMenuButton */
  GtkWidget *calendar;
  GtkWidget *entry; /* (unowned): beside the button */
  int month;        /* that is shown, counted from year 0 */
  gboolean is_showing;
};

G_DEFINE_FINAL_TYPE (CrmAppDayButton, crm_app_day_button, GTK_TYPE_WIDGET)

enum
{
  CHOSEN,
  DONE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
crm_app_day_button_dispose (GObject *object)
{
  g_clear_pointer (&CRM_APP_DAY_BUTTON (object)->button, gtk_widget_unparent);
  G_OBJECT_CLASS (crm_app_day_button_parent_class)->dispose (object);
}

static void
crm_app_day_button_class_init (CrmAppDayButtonClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = crm_app_day_button_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  /* A day, as one would type it. */
  signals[CHOSEN] = g_signal_new ("chosen", CRM_APP_TYPE_DAY_BUTTON, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  /* The calendar was closed. */
  signals[DONE] = g_signal_new ("done", CRM_APP_TYPE_DAY_BUTTON, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 0);
}

static int
get_month (GDateTime *date)
{
  return g_date_time_get_year (date) * 12 + g_date_time_get_month (date);
}

/* Turning to another month may choose a day, too: only one of the month that is shown was clicked.
 */
static void
day_selected_cb (GtkCalendar *calendar, gpointer data)
{
  CrmAppDayButton *self = data;
  g_autoptr (GDateTime) date = gtk_calendar_get_date (calendar);
  g_autofree char *iso = g_date_time_format (date, "%Y-%m-%d");
  g_autofree char *text = NULL;
  gboolean was_clicked = get_month (date) == self->month;
  int day;

  self->month = get_month (date);
  if (self->is_showing || !crm_date_day_parse (iso, &day, NULL))
    return;
  text = crm_format_day (day);
  g_signal_emit (self, signals[CHOSEN], 0, text);
  if (was_clicked)
    gtk_menu_button_popdown (GTK_MENU_BUTTON (self->button));
}

/* The day that stands in the entry, else today. */
static void
shown_cb (GtkWidget *popover, gpointer data)
{
  CrmAppDayButton *self = data;
  g_autoptr (GDateTime) date = NULL;
  int day;

  if (!crm_format_parse_day (gtk_editable_get_text (GTK_EDITABLE (self->entry)), g_get_real_time (),
                             &day))
    day = crm_format_today (g_get_real_time ());
  date = g_date_time_new_from_unix_utc ((gint64)day * 86400);
  if (date == NULL)
    return;
  self->is_showing = TRUE;
  gtk_calendar_select_day (GTK_CALENDAR (self->calendar), date);
  self->month = get_month (date);
  self->is_showing = FALSE;
}

static void
closed_cb (GtkPopover *popover, gpointer data)
{
  g_signal_emit (data, signals[DONE], 0);
}

static void
crm_app_day_button_init (CrmAppDayButton *self)
{
  GtkWidget *popover = gtk_popover_new ();

  self->calendar = gtk_calendar_new ();
  g_signal_connect (self->calendar, "day-selected", G_CALLBACK (day_selected_cb), self);
  gtk_popover_set_child (GTK_POPOVER (popover), self->calendar);
  g_signal_connect (popover, "show", G_CALLBACK (shown_cb), self);
  g_signal_connect (popover, "closed", G_CALLBACK (closed_cb), self);
  self->button = gtk_menu_button_new ();
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (self->button), "x-office-calendar-symbolic");
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (self->button), popover);
  gtk_widget_add_css_class (self->button, "flat");
  gtk_widget_set_parent (self->button, GTK_WIDGET (self));
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
}

/* For the date in @entry, which lives as long; @label names it. The signal `chosen` has the day as
 * text for the entry; `done` says that it is final. */
GtkWidget *
crm_app_day_button_new (GtkWidget *entry, const char *label)
{
  CrmAppDayButton *self = g_object_new (CRM_APP_TYPE_DAY_BUTTON, NULL);
  /* TRANSLATORS: opens a calendar; %s is what the date is, as "Expected close" */
  g_autofree char *name = g_strdup_printf (_ ("Calendar: %s"), label);

  self->entry = entry;
  gtk_widget_set_tooltip_text (self->button, name);
  crm_app_set_name (self->button, name);
  crm_app_set_id (self->button, "crm-day-button");
  return GTK_WIDGET (self);
}

/* Shows the calendar, as a click does. */
void
crm_app_day_button_open (GtkWidget *self)
{
  gtk_menu_button_popup (GTK_MENU_BUTTON (CRM_APP_DAY_BUTTON (self)->button));
}
