/* crm-app-party-lead.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * What is done with a lead: its status, and what becomes of it. */
#define G_LOG_DOMAIN "crm-app-party-lead"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "people/crm-app-convert-dialog.h"
#include "people/crm-app-party-private.h"
#include "crm-phrases-party.h"
#include "crm-phrases.h"
#include "service/crm-leads.h"
#include "shell/crm-app-choice.h"
#include "shell/crm-app-widgets.h"

/* In the order of the list; the last two are its ends. */
static const char *const statuses[]
    = { "new", "contacted", "nurture", "mql", "sql", "disqualified", "converted" };
#define STATUS_CONVERTED 6

static guint
find_status (const CrmParty *party)
{
  const char *status = crm_record_get_text (party->record, "status");

  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    if (g_strcmp0 (statuses[i], status) == 0)
      return i;
  return 0;
}

static void
show_missing (CrmAppPartyPage *self, const char *sentence)
{
  g_autofree char *marked = sentence != NULL ? g_strdup_printf ("⚠ %s", sentence) : NULL;

  gtk_label_set_text (GTK_LABEL (self->missing), marked != NULL ? marked : "");
  gtk_widget_set_visible (self->missing, sentence != NULL);
}

static void
set_status (CrmAppPartyPage *self, const char *status, const char *reason, const char *note)
{
  CrmAppSession *session = crm_app_page_get_session (CRM_APP_PAGE (self));
  CrmStore *store = crm_app_session_get_store (session);
  gboolean was_disqualified = !crm_leads_is_open (self->party->record);
  g_autoptr (CrmChangeSet) set = crm_change_set_new (reason != NULL     ? "disqualify-lead"
                                                     : was_disqualified ? "reopen-lead"
                                                                        : "set-lead-status",
                                                     CRM_CAUSE_USER);
  g_autoptr (GPtrArray) missing = crm_leads_list_missing (self->party->record, status);
  g_autofree char *sentence = crm_phrase_lead_missing (missing);
  g_autoptr (GError) error = NULL;

  if (store == NULL)
    return;
  show_missing (self, sentence);
  if (sentence == NULL
      && crm_leads_set_status (set, self->party->record, status, reason, note,
                               crm_store_get_now_usec (store), &error))
    crm_app_page_write (CRM_APP_PAGE (self), g_steal_pointer (&set));
  else if (sentence == NULL)
    crm_app_session_tell_trouble (session, crm_phrase_error (error));
  _crm_app_party_show_lead (self); /* until it is written, it is what it was */
}

typedef struct
{
  CrmAppPartyPage *self; /* (owned) */
  GtkWidget *reason;
  GtkWidget *note;
} Why;

static void
free_why (gpointer data)
{
  Why *why = data;

  g_object_unref (why->self);
  g_free (why);
}

static const CrmChoice *
get_reasons (void)
{
  return crm_entity_find_field (crm_entity_find ("lead"), "disqualify_reason")->choices;
}

static void
why_response_cb (AdwMessageDialog *dialog, const char *response, gpointer data)
{
  Why *why = data;
  guint selected = gtk_drop_down_get_selected (GTK_DROP_DOWN (why->reason));
  const char *note = gtk_editable_get_text (GTK_EDITABLE (why->note));

  if (g_str_equal (response, "disqualify"))
    set_status (why->self, "disqualified", get_reasons ()[selected].value,
                *note != '\0' ? note : NULL);
}

static GtkWidget *
make_reasons (void)
{
  GtkStringList *names = gtk_string_list_new (NULL);

  for (const CrmChoice *reason = get_reasons (); reason->value != NULL; reason++)
    gtk_string_list_append (names, g_dgettext (GETTEXT_PACKAGE, reason->label));
  return crm_app_choice_new (names, _ ("Reason for disqualifying"), "crm-lead-reason");
}

/* Asks why, before anything is written. */
static void
ask_why (CrmAppPartyPage *self)
{
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                              _ ("Why Is It Not Pursued?"),
                                              crm_phrase_record_name (self->party->record));
  AdwMessageDialog *message = ADW_MESSAGE_DIALOG (dialog);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  Why *why = g_new0 (Why, 1);

  why->self = g_object_ref (self);
  why->reason = make_reasons ();
  why->note = gtk_entry_new ();
  gtk_entry_set_placeholder_text (GTK_ENTRY (why->note), _ ("Note on disqualifying"));
  gtk_entry_set_activates_default (GTK_ENTRY (why->note), TRUE);
  crm_app_set_name (why->note, _ ("Note on disqualifying"));
  crm_app_set_id (why->note, "crm-lead-reason-note");
  gtk_box_append (GTK_BOX (box), why->reason);
  gtk_box_append (GTK_BOX (box), why->note);
  adw_message_dialog_set_extra_child (message, box);
  adw_message_dialog_add_responses (message, "cancel", _ ("_Cancel"), "disqualify",
                                    _ ("_Disqualify"), NULL);
  adw_message_dialog_set_response_appearance (message, "disqualify", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (message, "disqualify");
  adw_message_dialog_set_close_response (message, "cancel");
  g_object_set_data_full (G_OBJECT (dialog), "crm-why", why, free_why);
  g_signal_connect (dialog, "response", G_CALLBACK (why_response_cb), why);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
status_chosen_cb (CrmAppPartyPage *self)
{
  guint selected = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->status));

  if (self->filling || self->party == NULL || selected == find_status (self->party))
    return;
  if (g_str_equal (statuses[selected], "disqualified"))
    {
      _crm_app_party_show_lead (self); /* until somebody says why */
      ask_why (self);
    }
  else
    set_status (self, statuses[selected], NULL, NULL);
}

static void
convert_clicked_cb (GtkButton *button, gpointer data)
{
  CrmAppPartyPage *self = data;

  crm_app_convert_dialog_ask (GTK_WIDGET (self), crm_app_page_get_session (CRM_APP_PAGE (self)),
                              self->id);
}

static GtkStringList *
list_statuses (guint n)
{
  GtkStringList *names = gtk_string_list_new (NULL);

  for (guint i = 0; i < n; i++)
    gtk_string_list_append (names, crm_phrase_choice ("lead", "status", statuses[i]));
  return names;
}

GtkWidget *
_crm_app_party_make_lead_bar (CrmAppPartyPage *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *label = gtk_label_new_with_mnemonic (_ ("_Status"));

  self->status
      = crm_app_choice_new (list_statuses (STATUS_CONVERTED), _ ("Status"), "crm-lead-status");
  gtk_label_set_mnemonic_widget (GTK_LABEL (label), self->status);
  g_signal_connect_swapped (self->status, "notify::selected", G_CALLBACK (status_chosen_cb), self);
  self->convert = crm_app_button_new (_ ("Con_vert…"), "crm-lead-convert");
  gtk_widget_add_css_class (self->convert, "suggested-action");
  g_signal_connect (self->convert, "clicked", G_CALLBACK (convert_clicked_cb), self);
  gtk_box_append (GTK_BOX (bar), label);
  gtk_box_append (GTK_BOX (bar), self->status);
  gtk_box_append (GTK_BOX (bar), self->convert);
  self->missing = crm_app_text_new ("warning");
  crm_app_set_id (self->missing, "crm-lead-missing");
  gtk_widget_set_visible (self->missing, FALSE);
  gtk_box_append (GTK_BOX (box), bar);
  gtk_box_append (GTK_BOX (box), self->missing);
  return box;
}

/* Makes the bar say what the lead is. What was converted stays so, but for undo. */
void
_crm_app_party_show_lead (CrmAppPartyPage *self)
{
  gboolean was_filling = self->filling;
  guint status = find_status (self->party);
  gboolean is_converted = status == STATUS_CONVERTED;
  guint n = g_list_model_get_n_items (gtk_drop_down_get_model (GTK_DROP_DOWN (self->status)));

  self->filling = TRUE;
  if (is_converted != (n > STATUS_CONVERTED))
    {
      g_autoptr (GtkStringList) names
          = list_statuses (is_converted ? G_N_ELEMENTS (statuses) : STATUS_CONVERTED);

      gtk_drop_down_set_model (GTK_DROP_DOWN (self->status), G_LIST_MODEL (names));
    }
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->status), status);
  gtk_widget_set_sensitive (self->status, !is_converted);
  gtk_widget_set_visible (self->convert, !is_converted);
  self->filling = was_filling;
}
