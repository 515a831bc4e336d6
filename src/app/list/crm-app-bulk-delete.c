/* crm-app-bulk-delete.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-app-bulk-delete"
#include "config.h"

#include "crm-app-bulk-delete.h"

#include <glib/gi18n-lib.h>

#include "base/crm-app-widgets.h"
#include "crm-phrases-bulk.h"
#include "crm-phrases-trouble.h"

typedef struct
{
  GtkWidget *parent;      /* (owned) */
  CrmAppSession *session; /* (owned) */
  CrmBulkPlan *plan;      /* (owned) (nullable) */
} Deletion;

static void
free_deletion (gpointer data)
{
  Deletion *deletion = data;

  g_object_unref (deletion->parent);
  g_object_unref (deletion->session);
  crm_bulk_plan_free (deletion->plan);
  g_free (deletion);
}

static void
answered_cb (AdwMessageDialog *dialog, const char *response, gpointer data)
{
  Deletion *deletion = data;

  if (g_str_equal (response, "delete") && deletion->plan != NULL)
    crm_app_session_write (deletion->session, g_steal_pointer (&deletion->plan->set));
}

static void
free_with_dialog (gpointer data, GClosure *closure)
{
  free_deletion (data);
}

static void
ask (Deletion *deletion)
{
  GtkRoot *root = gtk_widget_get_root (deletion->parent);
  g_autofree char *text = crm_phrase_bulk_delete (deletion->plan);
  GtkWidget *dialog = adw_message_dialog_new (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
                                              _ ("Delete?"), text);

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "delete",
                                    _ ("_Delete"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "delete",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_data (dialog, "response", G_CALLBACK (answered_cb), deletion, free_with_dialog,
                         0);
  crm_app_add_quit_key (dialog);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
planned_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Deletion *deletion = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  deletion->plan = crm_bulk_plan_finish (CRM_STORE (source), result, &error);
  if (deletion->plan != NULL && deletion->plan->n_records > 0)
    {
      ask (deletion);
      return;
    }
  if (error != NULL)
    {
      text = crm_phrase_trouble (error, NULL);
      crm_app_session_tell_trouble (deletion->session, text);
    }
  free_deletion (deletion);
}

/* Asks, with how much would go, and deletes; what is deleted comes back by Undo.
 * @ids: (transfer none) (element-type utf8): which records */
void
crm_app_bulk_delete (GtkWidget *parent, CrmAppSession *session, const char *entity, GPtrArray *ids)
{
  CrmStore *store = crm_app_session_get_store (session);
  CrmBulkOrder order = { .kind = CRM_BULK_DELETE, .entity = entity, .ids = ids };
  Deletion *deletion;

  if (store == NULL || ids->len == 0)
    return;
  deletion = g_new0 (Deletion, 1);
  deletion->parent = g_object_ref (parent);
  deletion->session = g_object_ref (session);
  crm_bulk_plan_async (store, &order, NULL, planned_cb, deletion);
}
