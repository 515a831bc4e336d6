/* crm-app-party-lead.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * What is done with a lead: its status, and what becomes of it. */
#define G_LOG_DOMAIN "crm-app-party-lead"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "crm-app-convert-dialog.h"
#include "crm-app-lead-status.h"
#include "crm-app-party-private.h"
#include "crm-phrases-party.h"
#include "crm-phrases.h"
#include "base/crm-app-choice.h"
#include "base/crm-app-widgets.h"
#include "service/crm-leads.h"

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

/* The fields stand beside the status here: what it needs is named, and filled in there. */
static void
set_status (CrmAppPartyPage *self, const char *status)
{
  g_autoptr (GPtrArray) missing = crm_leads_list_missing (self->party->record, status, NULL);
  g_autofree char *sentence = crm_phrase_lead_missing (missing);

  show_missing (self, sentence);
  _crm_app_party_show_lead (self); /* until it is written, it is what it was */
  if (sentence == NULL)
    crm_app_lead_status_set (GTK_WIDGET (self), crm_app_page_get_session (CRM_APP_PAGE (self)),
                             self->party->record, status);
}

static void
status_chosen_cb (CrmAppPartyPage *self)
{
  guint selected = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->status));

  if (self->filling || self->party == NULL || selected == find_status (self->party))
    return;
  set_status (self, statuses[selected]);
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
