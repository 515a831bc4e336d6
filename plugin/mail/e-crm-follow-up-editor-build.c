/* e-crm-follow-up-editor-build.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "e-crm-follow-up-editor"
#include "config.h"

#include "e-crm-follow-up-editor-private.h"

#include <glib/gi18n-lib.h>

#include "model/crm-recurrence.h"
#include "shell/e-crm-widgets.h"

/* A number says nothing of what never comes again. */
static void
unit_cb (GtkComboBox *combo, gpointer data)
{
  int unit = gtk_combo_box_get_active (combo);

  gtk_widget_set_visible (E_CRM_FOLLOW_UP_EDITOR (data)->every,
                          unit > CRM_REPEAT_NEVER && unit < CRM_REPEAT_OTHER);
}

static GtkWidget *
add_row (ECrmFollowUpEditor *self, int row, const char *text, GtkWidget *widget, GtkWidget *target)
{
  GtkWidget *label = gtk_label_new_with_mnemonic (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_mnemonic_widget (GTK_LABEL (label), target);
  gtk_widget_show (label);
  gtk_widget_set_hexpand (widget, TRUE);
  gtk_widget_show (widget);
  gtk_grid_attach (GTK_GRID (self->grid), label, 0, row, 1, 1);
  gtk_grid_attach (GTK_GRID (self->grid), widget, 1, row, 1, 1);
  return widget;
}

static GtkWidget *
new_entry (ECrmFollowUpEditor *self, int width, const char *name, const char *id)
{
  GtkWidget *entry = gtk_entry_new ();

  gtk_entry_set_width_chars (GTK_ENTRY (entry), width);
  e_crm_add_class (entry, "crm-compact");
  e_crm_set_name (entry, name);
  e_crm_set_id (entry, id);
  g_signal_connect (entry, "activate", G_CALLBACK (_e_crm_follow_up_editor_save_cb), self);
  gtk_widget_show (entry);
  return entry;
}

static GtkWidget *
new_combo (const char *name, const char *id)
{
  GtkWidget *combo = gtk_combo_box_text_new ();

  e_crm_add_class (combo, "crm-compact");
  e_crm_set_name (combo, name);
  e_crm_set_id (combo, id);
  gtk_widget_show (combo);
  return combo;
}

static GtkWidget *
new_line (GtkWidget *first, GtkWidget *second)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);

  gtk_box_pack_start (GTK_BOX (line), first, TRUE, TRUE, 0);
  gtk_box_pack_start (GTK_BOX (line), second, TRUE, TRUE, 0);
  gtk_widget_show (line);
  return line;
}

void
_e_crm_follow_up_editor_add_times (ECrmFollowUpEditor *self)
{
  self->title = new_entry (self, 8, _ ("Title"), "crm-edit-title");
  add_row (self, 0, _ ("T_itle"), self->title, self->title);
  self->day = new_entry (self, 9, _ ("Due"), "crm-edit-day");
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->day), _ ("Date"));
  self->clock = new_entry (self, 5, _ ("Due time"), "crm-edit-time");
  /* TRANSLATORS: placeholder of a small entry for a time of day */
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->clock), _ ("Time"));
  add_row (self, 1, _ ("_Due"), new_line (self->day, self->clock), self->day);
  self->remind = new_combo (_ ("Reminder"), "crm-edit-remind");
  add_row (self, 2, _ ("_Reminder"), self->remind, self->remind);
}

void
_e_crm_follow_up_editor_add_rest (ECrmFollowUpEditor *self)
{
  GtkComboBoxText *priority;

  self->priority = new_combo (_ ("Priority"), "crm-edit-priority");
  priority = GTK_COMBO_BOX_TEXT (self->priority);
  gtk_combo_box_text_append (priority, "high", _ ("High"));
  gtk_combo_box_text_append (priority, "normal", _ ("Normal"));
  gtk_combo_box_text_append (priority, "low", _ ("Low"));
  add_row (self, 3, _ ("_Priority"), self->priority, self->priority);
  self->kind = new_combo (_ ("Kind"), "crm-edit-kind");
  add_row (self, 4, _ ("_Kind"), self->kind, self->kind);
  self->every = gtk_spin_button_new_with_range (1, CRM_REPEAT_MAX, 1);
  gtk_entry_set_width_chars (GTK_ENTRY (self->every), 3);
  e_crm_set_name (self->every, _ ("Every"));
  e_crm_set_id (self->every, "crm-edit-every");
  gtk_widget_show (self->every);
  self->unit = new_combo (_ ("Repeats"), "crm-edit-unit");
  g_signal_connect (self->unit, "changed", G_CALLBACK (unit_cb), self);
  /* TRANSLATORS: before a number and a unit, "Repeats every 90 days", or "Never" */
  add_row (self, 5, _ ("Repeats e_very"), new_line (self->every, self->unit), self->unit);
  self->note = gtk_text_view_new ();
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (self->note), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (self->note), FALSE);
  gtk_widget_set_size_request (self->note, -1, 40);
  e_crm_set_name (self->note, _ ("Description"));
  e_crm_set_id (self->note, "crm-edit-note");
  add_row (self, 6, _ ("_Note"), self->note, self->note);
  self->list = new_combo (_ ("List for new tasks"), "crm-edit-list");
  /* TRANSLATORS: into which task list new follow-ups are put */
  add_row (self, 7, _ ("_New ones in"), self->list, self->list);
}
