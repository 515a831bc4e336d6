/* crm-app-today-step.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-app-today-step"
#include "config.h"

#include "crm-app-today-step.h"

#include <glib/gi18n-lib.h>

#include "base/crm-app-widgets.h"
#include "record/crm-app-follow-ups.h"

#define WIDTH 320

typedef struct
{
  CrmAppPage *page; /* (unowned): the button is in it */
  CrmTodayRow *row; /* (owned) */
} Step;

static void
free_step (gpointer data)
{
  Step *step = data;

  g_object_unref (step->row);
  g_free (step);
}

static CrmSubject
get_subject (const CrmTodayItem *item)
{
  const CrmRecord *deal = item->deal != NULL ? item->deal->deal : NULL;
  const CrmRecord *touched = item->touch != NULL ? item->touch->record : NULL;
  CrmSubject subject = { 0 };

  if (item->person != NULL)
    subject.person = item->person->id;
  if (deal != NULL)
    {
      subject.deal = deal->id;
      subject.account = crm_record_get_text (deal, "account");
    }
  if (touched != NULL && g_str_equal (touched->entity->name, "person"))
    subject.person = touched->id;
  else if (touched != NULL)
    subject.account = touched->id;
  return subject;
}

/* What was asked for is under way, and the line may be another one soon. */
static void
done_cb (CrmAppSession *session, const char *text, gpointer popover)
{
  gtk_popover_popdown (popover);
}

static void
mapped_cb (GtkWidget *popover, gpointer card)
{
  crm_app_follow_ups_focus (card);
}

/* Made when somebody asks for it: most lines are only read. */
static void
create_cb (GtkMenuButton *button, gpointer data)
{
  Step *step = data;
  CrmAppSession *session = crm_app_page_get_session (step->page);
  const CrmTodayItem *item = crm_today_row_get_item (step->row);
  CrmStore *store = crm_app_session_get_store (session);
  g_autoptr (GPtrArray) next = g_ptr_array_new ();
  CrmSubject subject = get_subject (item);
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *card = crm_app_follow_ups_new (session, "crm-today-steps");

  if (item->next != NULL)
    g_ptr_array_add (next, item->next);
  if (store != NULL)
    crm_app_follow_ups_show (card, next, &subject, crm_store_get_now_usec (store));
  gtk_widget_set_size_request (card, WIDTH, -1);
  gtk_popover_set_child (GTK_POPOVER (popover), card);
  g_signal_connect_after (popover, "map", G_CALLBACK (mapped_cb), card);
  g_signal_connect_object (session, "done", G_CALLBACK (done_cb), popover, 0);
  gtk_menu_button_set_popover (button, popover);
}

/* NULL where there is nobody and no deal that it could be about. */
GtkWidget * /* (nullable) */
crm_app_today_step_new (CrmAppPage *page, CrmTodayRow *row)
{
  CrmSubject subject = get_subject (crm_today_row_get_item (row));
  GtkWidget *button;
  Step *step;
  g_autofree char *name = NULL;

  if (subject.person == NULL && subject.account == NULL && subject.deal == NULL)
    return NULL;
  step = g_new0 (Step, 1);
  step->page = page;
  step->row = g_object_ref (row);
  name = g_strdup_printf ("%s: %s", _ ("Add Follow-up"), crm_today_row_get_title (row));
  button = gtk_menu_button_new ();
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "list-add-symbolic");
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (button), create_cb, step, free_step);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, _ ("Add Follow-up"));
  crm_app_set_name (button, name);
  crm_app_set_id (button, "crm-today-step");
  return button;
}
