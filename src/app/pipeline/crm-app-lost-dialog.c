/* crm-app-lost-dialog.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-app-lost-dialog"
#include "config.h"

#include "crm-app-lost-dialog.h"

#include <glib/gi18n-lib.h>

#include "crm-phrases.h"
#include "base/crm-app-widgets.h"

typedef struct
{
  GtkWidget *dialog;  /* (unowned): lives as long as we do */
  GPtrArray *reasons; /* (owned) (element-type CrmRecord) */
  GtkWidget *choice;
  GtkWidget *note;
  CrmAppLostFunc func;
  gpointer data; /* (owned) */
  GDestroyNotify free_data;
} Ask;

static void
free_ask (gpointer data)
{
  Ask *ask = data;

  g_ptr_array_unref (ask->reasons);
  if (ask->free_data != NULL)
    ask->free_data (ask->data);
  g_free (ask);
}

static const CrmRecord *
get_reason (Ask *ask)
{
  return g_ptr_array_index (ask->reasons, gtk_drop_down_get_selected (GTK_DROP_DOWN (ask->choice)));
}

/* Some reasons say nothing without a text. */
static void
check_cb (Ask *ask)
{
  const char *note = gtk_editable_get_text (GTK_EDITABLE (ask->note));
  gboolean needs_text = crm_record_get_int (get_reason (ask), "needs_text", 0) != 0;

  adw_message_dialog_set_response_enabled (ADW_MESSAGE_DIALOG (ask->dialog), "lost",
                                           !needs_text || *note != '\0');
}

static void
response_cb (AdwMessageDialog *dialog, const char *response, gpointer data)
{
  Ask *ask = data;
  const char *note = gtk_editable_get_text (GTK_EDITABLE (ask->note));

  if (g_str_equal (response, "lost"))
    ask->func (get_reason (ask)->id, *note != '\0' ? note : NULL, ask->data);
}

/* Who corrects a reason finds the one that is there. */
static GtkWidget *
make_choice (GPtrArray *reasons, const CrmRecord *deal)
{
  const char *known = crm_record_get_text (deal, "lost_reason");
  GtkStringList *names = gtk_string_list_new (NULL);
  GtkWidget *choice;
  guint selected = 0;

  for (guint i = 0; i < reasons->len; i++)
    {
      const CrmRecord *reason = g_ptr_array_index (reasons, i);

      gtk_string_list_append (names, crm_phrase_record_name (reason));
      if (g_strcmp0 (reason->id, known) == 0)
        selected = i;
    }
  choice = gtk_drop_down_new (G_LIST_MODEL (names), NULL);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (choice), selected);
  crm_app_set_name (choice, _ ("Reason for losing"));
  crm_app_set_id (choice, "crm-lost-reason");
  return choice;
}

static GtkWidget *
make_note (const CrmRecord *deal)
{
  const char *known = crm_record_get_text (deal, "lost_note");
  GtkWidget *note = gtk_entry_new ();

  gtk_editable_set_text (GTK_EDITABLE (note), known != NULL ? known : "");

  gtk_entry_set_placeholder_text (GTK_ENTRY (note), _ ("Note on the loss"));
  gtk_entry_set_activates_default (GTK_ENTRY (note), TRUE);
  crm_app_set_name (note, _ ("Note on the loss"));
  crm_app_set_id (note, "crm-lost-note");
  return note;
}

/* Asks why @deal was lost, before anything is written; @func is not called when the person thinks
 * better of it. @reasons: (element-type CrmRecord), at least one. */
void
crm_app_lost_dialog_ask (GtkWidget *parent,
                         const CrmRecord *deal,
                         GPtrArray *reasons,
                         CrmAppLostFunc func,
                         gpointer data /* (transfer full) */,
                         GDestroyNotify free_data)
{
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (parent));
  GtkWidget *dialog
      = adw_message_dialog_new (window, _ ("Why Was It Lost?"), crm_phrase_record_name (deal));
  AdwMessageDialog *message = ADW_MESSAGE_DIALOG (dialog);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  Ask *ask = g_new0 (Ask, 1);

  *ask = (Ask){
    dialog,   g_ptr_array_ref (reasons), make_choice (reasons, deal), make_note (deal), func, data,
    free_data
  };
  g_object_set_data_full (G_OBJECT (dialog), "crm-ask", ask, free_ask);
  gtk_box_append (GTK_BOX (box), ask->choice);
  gtk_box_append (GTK_BOX (box), ask->note);
  adw_message_dialog_set_extra_child (message, box);
  adw_message_dialog_add_responses (message, "cancel", _ ("_Cancel"), "lost", _ ("_Lost"), NULL);
  adw_message_dialog_set_response_appearance (message, "lost", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (message, "lost");
  adw_message_dialog_set_close_response (message, "cancel");
  g_signal_connect_swapped (ask->choice, "notify::selected", G_CALLBACK (check_cb), ask);
  g_signal_connect_swapped (ask->note, "changed", G_CALLBACK (check_cb), ask);
  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), ask);
  check_cb (ask);
  gtk_window_present (GTK_WINDOW (dialog));
}
