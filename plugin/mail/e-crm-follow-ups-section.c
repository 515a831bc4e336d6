/* e-crm-follow-ups-section.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "e-crm-follow-ups-section"
#include "config.h"

#include "e-crm-sections.h"

#include <glib/gi18n-lib.h>

#include "crm-format.h"
#include "service/crm-activities.h"
#include "shell/e-crm-flow.h"
#include "shell/e-crm-widgets.h"

struct _ECrmFollowUpsSection
{
  ECrmSection parent_instance;
  GtkWidget *rows;
  GtkWidget *entry;
  GtkWidget *buttons;
  GtkWidget *date;
  guint64 letter; /* whose context is shown */
  gboolean filling;
};

G_DEFINE_FINAL_TYPE (ECrmFollowUpsSection, e_crm_follow_ups_section, E_TYPE_CRM_SECTION)

static void
done_toggled_cb (GtkToggleButton *button, gpointer data)
{
  ECrmFollowUpsSection *self = data;
  CrmRecord *record = g_object_get_data (G_OBJECT (button), "record");

  if (!self->filling && record != NULL && gtk_toggle_button_get_active (button))
    e_crm_section_write (data, crm_activities_set_done (record, TRUE, g_get_real_time ()));
}

static GtkWidget *
make_row (ECrmSection *section, guint index)
{
  GtkWidget *button = gtk_check_button_new ();
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *title = e_crm_label_new (NULL);
  GtkWidget *due = gtk_label_new (NULL); /* short, and never cut */

  e_crm_add_class (due, "dim-label");
  gtk_box_pack_start (GTK_BOX (line), title, TRUE, TRUE, 0);
  gtk_box_pack_end (GTK_BOX (line), due, FALSE, FALSE, 0);
  gtk_widget_show (line);
  gtk_container_add (GTK_CONTAINER (button), line);
  g_object_set_data (G_OBJECT (button), "title", title);
  g_object_set_data (G_OBJECT (button), "due", due);
  g_signal_connect (button, "toggled", G_CALLBACK (done_toggled_cb), section);
  return button;
}

static void
fill_row (ECrmFollowUpsSection *self, GtkWidget *row, CrmRecord *record, gint64 now_usec)
{
  g_autofree char *due = NULL;
  g_autofree char *name = NULL;
  g_autofree char *id = g_strconcat ("crm-follow-up-", record->id, NULL);
  const char *title = crm_record_get_title (record);

  if (crm_record_get (record, "due")->kind != CRM_VALUE_NULL)
    due = crm_format_due ((int)crm_record_get_int (record, "due", 0), now_usec);
  /* TRANSLATORS: a follow-up for a screen reader: its title, and when it is due */
  name = due != NULL ? g_strdup_printf (_ ("%1$s, %2$s"), title, due) : g_strdup (title);
  e_crm_label_set (g_object_get_data (G_OBJECT (row), "title"), title);
  e_crm_label_set (g_object_get_data (G_OBJECT (row), "due"), due);
  g_object_set_data_full (G_OBJECT (row), "record", crm_record_ref (record),
                          (GDestroyNotify)crm_record_unref);
  gtk_widget_set_tooltip_text (row, _ ("Tick off when done"));
  e_crm_set_name (row, name);
  e_crm_set_id (row, id);
  self->filling = TRUE;
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (row), FALSE);
  self->filling = FALSE;
}

static void
add_due (ECrmFollowUpsSection *self, int day)
{
  CrmContext *context = e_crm_section_get_context (E_CRM_SECTION (self));
  g_autofree char *typed = g_strstrip (g_strdup (gtk_entry_get_text (GTK_ENTRY (self->entry))));
  g_autofree char *title = NULL;

  if (context == NULL)
    return;
  title = typed[0] != '\0'
              ? g_steal_pointer (&typed)
              /* TRANSLATORS: a follow-up nobody gave a title; %s is a person */
              : g_strdup_printf (_ ("Get back to %s"), context->name != NULL      ? context->name
                                                       : context->address != NULL ? context->address
                                                                                  : context->phone);
  {
    CrmSubject subject = E_CRM_SUBJECT_OF (context);

    if (context->filed->len == 1)
      subject.deal = ((CrmDealState *)g_ptr_array_index (context->filed, 0))->deal->id;
    gtk_entry_set_text (GTK_ENTRY (self->entry), "");
    e_crm_section_write (E_CRM_SECTION (self),
                         crm_activities_add_follow_up (&subject, title, &day, NULL, NULL));
  }
}

/* They stay until another message is selected: what moves under the pointer is missed. */
static void
show_buttons_cb (GtkWidget *entry, gpointer data)
{
  ECrmFollowUpsSection *self = data;

  if (gtk_widget_has_focus (self->entry) || gtk_widget_has_focus (self->date)
      || gtk_entry_get_text_length (GTK_ENTRY (self->entry)) > 0)
    gtk_widget_show (self->buttons);
}

static void
focus_changed_cb (GtkWidget *entry, GParamSpec *pspec, gpointer data)
{
  show_buttons_cb (entry, data);
}

static void
hide_buttons_of_another (ECrmFollowUpsSection *self, CrmContext *context)
{
  if (self->letter == context->message->fingerprint)
    return;
  self->letter = context->message->fingerprint;
  gtk_widget_hide (self->buttons);
  show_buttons_cb (self->entry, self);
}

static void
in_days_cb (GtkButton *button, gpointer data)
{
  int days = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (button), "days"));

  add_due (data, crm_format_today (g_get_real_time ()) + days);
}

static void
date_activated_cb (GtkEntry *entry, gpointer data)
{
  int day;

  if (!crm_format_parse_day (gtk_entry_get_text (entry), g_get_real_time (), &day))
    {
      e_crm_section_fail (data, _ ("Write a date such as 2027-03-31, or +10 for in ten days"));
      return;
    }
  gtk_entry_set_text (entry, "");
  add_due (data, day);
}

static void
add_day_button (ECrmFollowUpsSection *self, const char *label, int days, const char *id)
{
  GtkWidget *button = e_crm_button_new (label, id);

  g_object_set_data (G_OBJECT (button), "days", GINT_TO_POINTER (days));
  g_signal_connect (button, "clicked", G_CALLBACK (in_days_cb), self);
  gtk_container_add (GTK_CONTAINER (self->buttons), button);
}

static void
update (ECrmSection *section, CrmContext *context)
{
  ECrmFollowUpsSection *self = E_CRM_FOLLOW_UPS_SECTION (section);
  guint n = context->follow_ups != NULL ? context->follow_ups->len : 0;

  hide_buttons_of_another (self, context);
  for (guint i = 0; i < n; i++)
    fill_row (self, e_crm_section_nth_row (section, GTK_BOX (self->rows), i, make_row),
              g_ptr_array_index (context->follow_ups, i), context->now_usec);
  e_crm_section_hide_rows_from (GTK_BOX (self->rows), n);
  /* Nobody gets back to a newsletter. */
  gtk_widget_set_visible (GTK_WIDGET (section), n > 0 || !context->is_automatic);
}

static void
e_crm_follow_ups_section_class_init (ECrmFollowUpsSectionClass *klass)
{
  E_CRM_SECTION_CLASS (klass)->update = update;
}

static void
e_crm_follow_ups_section_init (ECrmFollowUpsSection *self)
{
  GtkBox *body = e_crm_section_get_body (E_CRM_SECTION (self));
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);

  e_crm_section_set_heading (E_CRM_SECTION (self), _ ("Follow-ups"), "crm-follow-ups");
  self->rows = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  gtk_widget_show (self->rows);
  gtk_box_pack_start (body, self->rows, FALSE, FALSE, 0);

  self->entry = gtk_entry_new ();
  gtk_entry_set_width_chars (GTK_ENTRY (self->entry), 8);
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->entry), _ ("New follow-up"));
  e_crm_set_name (self->entry, _ ("New follow-up"));
  e_crm_set_id (self->entry, "crm-follow-up-entry");
  e_crm_add_class (self->entry, "crm-compact");
  g_signal_connect (self->entry, "changed", G_CALLBACK (show_buttons_cb), self);
  g_signal_connect (self->entry, "notify::has-focus", G_CALLBACK (focus_changed_cb), self);
  gtk_widget_show (self->entry);
  gtk_box_pack_start (GTK_BOX (line), self->entry, TRUE, TRUE, 0);
  gtk_widget_show (line);
  gtk_box_pack_start (body, line, FALSE, FALSE, 0);

  self->buttons = e_crm_flow_new ();
  add_day_button (self, _ ("T_omorrow"), 1, "crm-follow-up-tomorrow");
  add_day_button (self, _ ("In _3 days"), 3, "crm-follow-up-3-days");
  add_day_button (self, _ ("Next _week"), 7, "crm-follow-up-next-week");
  self->date = gtk_entry_new ();
  e_crm_add_class (self->date, "crm-compact");
  g_signal_connect (self->date, "notify::has-focus", G_CALLBACK (focus_changed_cb), self);
  gtk_entry_set_width_chars (GTK_ENTRY (self->date), 9);
  gtk_entry_set_max_width_chars (GTK_ENTRY (self->date), 10);
  /* TRANSLATORS: placeholder of a small entry for a date */
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->date), _ ("Date"));
  e_crm_set_name (self->date, _ ("Date of the follow-up"));
  e_crm_set_id (self->date, "crm-follow-up-date");
  g_signal_connect (self->date, "activate", G_CALLBACK (date_activated_cb), self);
  gtk_widget_show (self->date);
  gtk_box_pack_end (GTK_BOX (line), self->date, FALSE, FALSE, 0);
  gtk_box_pack_start (body, self->buttons, FALSE, FALSE, 0);
}

GtkWidget *
e_crm_follow_ups_section_new (void)
{
  return g_object_new (E_TYPE_CRM_FOLLOW_UPS_SECTION, NULL);
}
