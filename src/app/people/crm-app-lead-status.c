/* crm-app-lead-status.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-app-lead-status"
#include "config.h"

#include "crm-app-lead-status.h"

#include <glib/gi18n-lib.h>

#include "crm-phrases-party.h"
#include "crm-phrases.h"
#include "base/crm-app-choice.h"
#include "base/crm-app-widgets.h"
#include "pipeline/crm-app-missing-dialog.h"
#include "service/crm-leads.h"

typedef struct
{
  GtkWidget *parent;      /* (owned) */
  CrmAppSession *session; /* (owned) */
  CrmRecord *lead;        /* (owned): as it was seen */
  char *status;           /* (owned) */
  GtkWidget *reason;      /* (nullable): while the reason is asked for, and so is @note */
  GtkWidget *note;
} Order;

static void
free_order (gpointer data)
{
  Order *order = data;

  g_object_unref (order->parent);
  g_object_unref (order->session);
  crm_record_unref (order->lead);
  g_free (order->status);
  g_free (order);
}

static const char *
get_label (const Order *order)
{
  if (g_str_equal (order->status, "disqualified"))
    return "disqualify-lead";
  return crm_leads_is_open (order->lead) ? "set-lead-status" : "reopen-lead";
}

/* @set: (transfer full): may have what was asked for */
static void
write_status (Order *order, CrmChangeSet *set, const char *reason, const char *note)
{
  CrmStore *store = crm_app_session_get_store (order->session);
  g_autoptr (CrmChangeSet) owned = set;
  g_autoptr (GPtrArray) missing = crm_leads_list_missing (order->lead, order->status, set);
  g_autofree char *sentence = crm_phrase_lead_missing (missing);
  g_autoptr (GError) error = NULL;

  if (store == NULL)
    return;
  if (sentence == NULL
      && crm_leads_set_status (set, order->lead, order->status, reason, note,
                               crm_store_get_now_usec (store), &error))
    crm_app_session_write (order->session, g_steal_pointer (&owned));
  else
    crm_app_session_tell_trouble (order->session,
                                  sentence != NULL ? sentence : crm_phrase_error (error));
}

/* --- why it is not pursued
 * ------------------------------------------------------------------------ */

static const CrmChoice *
get_reasons (void)
{
  return crm_entity_find_field (crm_entity_find ("lead"), "disqualify_reason")->choices;
}

static void
why_response_cb (AdwMessageDialog *dialog, const char *response, gpointer data)
{
  Order *order = data;
  guint selected = gtk_drop_down_get_selected (GTK_DROP_DOWN (order->reason));
  const char *note = gtk_editable_get_text (GTK_EDITABLE (order->note));

  if (g_str_equal (response, "disqualify"))
    write_status (order, crm_change_set_new (get_label (order), CRM_CAUSE_USER),
                  get_reasons ()[selected].value, *note != '\0' ? note : NULL);
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
ask_why (Order *order /* (transfer full) */)
{
  GtkWidget *dialog
      = adw_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (order->parent)),
                                _ ("Why Is It Not Pursued?"), crm_phrase_record_name (order->lead));
  AdwMessageDialog *message = ADW_MESSAGE_DIALOG (dialog);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  order->reason = make_reasons ();
  order->note = gtk_entry_new ();
  gtk_entry_set_placeholder_text (GTK_ENTRY (order->note), _ ("Note on disqualifying"));
  gtk_entry_set_activates_default (GTK_ENTRY (order->note), TRUE);
  crm_app_set_name (order->note, _ ("Note on disqualifying"));
  crm_app_set_id (order->note, "crm-lead-reason-note");
  gtk_box_append (GTK_BOX (box), order->reason);
  gtk_box_append (GTK_BOX (box), order->note);
  adw_message_dialog_set_extra_child (message, box);
  adw_message_dialog_add_responses (message, "cancel", _ ("_Cancel"), "disqualify",
                                    _ ("_Disqualify"), NULL);
  adw_message_dialog_set_response_appearance (message, "disqualify", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (message, "disqualify");
  adw_message_dialog_set_close_response (message, "cancel");
  g_object_set_data_full (G_OBJECT (dialog), "crm-order", order, free_order);
  g_signal_connect (dialog, "response", G_CALLBACK (why_response_cb), order);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* --- what it needs
 * -------------------------------------------------------------------------------- */

static void
filled_cb (CrmChangeSet *set, gpointer data)
{
  write_status (data, crm_change_set_ref (set), NULL, NULL);
  free_order (data);
}

/**
 * crm_app_lead_status_set:
 * @parent: the widget where somebody asked for it
 * @session: a session with an open store
 * @lead: the lead as it is shown
 * @status: what it is to be
 *
 * What goes wrong is told by the session.
 */
void
crm_app_lead_status_set (GtkWidget *parent,
                         CrmAppSession *session,
                         const CrmRecord *lead,
                         const char *status)
{
  g_autoptr (GPtrArray) missing = crm_leads_list_missing (lead, status, NULL);
  Order *order = g_new0 (Order, 1);

  *order = (Order){ .parent = g_object_ref (parent),
                    .session = g_object_ref (session),
                    .lead = crm_record_ref ((CrmRecord *)lead),
                    .status = g_strdup (status) };
  if (g_str_equal (status, "disqualified"))
    ask_why (order);
  else if (missing->len > 0)
    crm_app_missing_dialog_ask (parent, session, lead,
                                crm_phrase_choice (lead->entity->name, "status", status),
                                get_label (order), missing, filled_cb, order, free_order);
  else
    {
      write_status (order, crm_change_set_new (get_label (order), CRM_CAUSE_USER), NULL, NULL);
      free_order (order);
    }
}
