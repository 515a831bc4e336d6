/* e-crm-note-section.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "e-crm-note-section"
#include "config.h"

#include "e-crm-sections.h"

#include <glib/gi18n-lib.h>

#include "e-crm-drafts.h"
#include "service/crm-activities.h"
#include "shell/e-crm-flow.h"
#include "shell/e-crm-widgets.h"

struct _ECrmNoteSection
{
  ECrmSection parent_instance;
  GtkWidget *entry;
  GtkWidget *note;
  GtkWidget *call_out;
  GtkWidget *call_in;
  GtkWidget *call_form;
};

G_DEFINE_FINAL_TYPE (ECrmNoteSection, e_crm_note_section, E_TYPE_CRM_SECTION)

static char *
take_text (ECrmNoteSection *self)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_entry_get_text (GTK_ENTRY (self->entry))));

  return text[0] != '\0' ? g_steal_pointer (&text) : NULL;
}

static void
add_note_cb (GtkWidget *widget, gpointer data)
{
  ECrmNoteSection *self = data;
  CrmContext *context = e_crm_section_get_context (data);
  g_autofree char *text = take_text (self);

  if (text != NULL && context != NULL)
    {
      CrmSubject subject = E_CRM_SUBJECT_OF (context);
      CrmChangeSet *set = crm_activities_add_note (&subject, text, g_get_real_time (), NULL);

      e_crm_drafts_take (self->entry, set);
      e_crm_section_write (data, set);
    }
}

static void
log_call (ECrmNoteSection *self, const char *direction)
{
  CrmContext *context = e_crm_section_get_context (E_CRM_SECTION (self));
  g_autofree char *text = take_text (self);

  if (context != NULL)
    {
      CrmSubject subject = E_CRM_SUBJECT_OF (context);
      CrmChangeSet *set = crm_activities_log_call (&subject, text != NULL ? text : _ ("Phone call"),
                                                   direction, g_get_real_time (), NULL);

      e_crm_drafts_take (self->entry, set);
      e_crm_section_write (E_CRM_SECTION (self), set);
    }
}

static void
call_out_cb (GtkWidget *widget, gpointer data)
{
  log_call (data, "out");
}

static void
call_in_cb (GtkWidget *widget, gpointer data)
{
  log_call (data, "in");
}

static void
call_form_cb (GtkWidget *widget, gpointer data)
{
  g_autofree char *text = take_text (data);

  gtk_entry_set_text (GTK_ENTRY (((ECrmNoteSection *)data)->entry), "");
  e_crm_section_call (data, NULL, text);
}

static void
entry_changed_cb (GtkEditable *editable, gpointer data)
{
  ECrmNoteSection *self = data;
  g_autofree char *text = take_text (self);

  gtk_widget_set_sensitive (self->note, text != NULL);
}

static void
update (ECrmSection *section, CrmContext *context)
{
  ECrmNoteSection *self = E_CRM_NOTE_SECTION (section);

  e_crm_drafts_show (self->entry, context);
  gtk_widget_set_visible (GTK_WIDGET (section), E_CRM_HAS_SUBJECT (context));
  /* Nobody talks to a newsletter. */
  gtk_widget_set_visible (self->call_out, !context->is_automatic);
  gtk_widget_set_visible (self->call_in, !context->is_automatic);
  gtk_widget_set_visible (self->call_form, !context->is_automatic);
}

static void
e_crm_note_section_class_init (ECrmNoteSectionClass *klass)
{
  E_CRM_SECTION_CLASS (klass)->update = update;
}

static void
e_crm_note_section_init (ECrmNoteSection *self)
{
  GtkBox *body = e_crm_section_get_body (E_CRM_SECTION (self));
  GtkWidget *buttons = e_crm_flow_new ();
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);

  e_crm_section_set_heading (E_CRM_SECTION (self), NULL, "crm-notes");
  e_crm_set_name (GTK_WIDGET (self), _ ("Note or call"));
  self->entry = gtk_entry_new ();
  gtk_entry_set_width_chars (GTK_ENTRY (self->entry), 8);
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->entry), _ ("What happened?"));
  e_crm_set_name (self->entry, _ ("Note"));
  e_crm_set_id (self->entry, "crm-note-entry");
  e_crm_add_class (self->entry, "crm-compact");
  e_crm_drafts_bind (self->entry, "note");
  g_signal_connect (self->entry, "activate", G_CALLBACK (add_note_cb), self);
  g_signal_connect (self->entry, "changed", G_CALLBACK (entry_changed_cb), self);
  gtk_widget_show (self->entry);
  gtk_box_pack_start (GTK_BOX (line), self->entry, TRUE, TRUE, 0);
  self->call_form = e_crm_icon_button_new (
      "call-start-symbolic", _ ("Log a call with outcome and next step"), "crm-call-log");
  g_signal_connect (self->call_form, "clicked", G_CALLBACK (call_form_cb), self);
  gtk_box_pack_end (GTK_BOX (line), self->call_form, FALSE, FALSE, 0);
  gtk_widget_show (line);
  gtk_box_pack_start (body, line, FALSE, FALSE, 0);

  self->note = e_crm_button_new (_ ("Add _note"), "crm-note-add");
  gtk_widget_set_sensitive (self->note, FALSE);
  g_signal_connect (self->note, "clicked", G_CALLBACK (add_note_cb), self);
  self->call_out = e_crm_button_new (_ ("I _called"), "crm-call-out");
  g_signal_connect (self->call_out, "clicked", G_CALLBACK (call_out_cb), self);
  self->call_in = e_crm_button_new (_ ("_They called"), "crm-call-in");
  g_signal_connect (self->call_in, "clicked", G_CALLBACK (call_in_cb), self);

  gtk_container_add (GTK_CONTAINER (buttons), self->note);
  gtk_container_add (GTK_CONTAINER (buttons), self->call_out);
  gtk_container_add (GTK_CONTAINER (buttons), self->call_in);
  gtk_box_pack_start (body, buttons, FALSE, FALSE, 0);
}

GtkWidget *
e_crm_note_section_new (void)
{
  return g_object_new (E_TYPE_CRM_NOTE_SECTION, NULL);
}
