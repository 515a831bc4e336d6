/* crm-app-settings-choices.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Changing the choices of a field, and asking what a changed one means. */
#define G_LOG_DOMAIN "crm-app-settings-choices"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "crm-app-settings-private.h"
#include "service/crm-field-choices.h"

typedef struct
{
  GtkWidget *row;         /* (owned): where it was typed */
  CrmAppSession *session; /* (owned) */
  CrmSettings *settings;  /* (owned): as they were when it was typed */
  char *field;            /* (owned) */
  char **labels;          /* (owned) */
} Change;

static void
free_change (gpointer data)
{
  Change *change = data;

  g_object_unref (change->row);
  g_object_unref (change->session);
  crm_settings_unref (change->settings);
  g_free (change->field);
  g_strfreev (change->labels);
  g_free (change);
}

static void
write_change (Change *change, gboolean rename)
{
  CrmChangeSet *set = crm_change_set_new ("edit-field", CRM_CAUSE_USER);

  crm_field_choices_change (set, change->settings->choices, change->field,
                            (const char *const *)change->labels, rename);
  crm_app_session_write (change->session, set);
}

static void
response_cb (AdwMessageDialog *dialog, const char *response, gpointer data)
{
  Change *change = data;
  g_autofree char *text = NULL;

  if (!g_str_equal (response, "cancel"))
    {
      write_change (change, g_str_equal (response, "rename"));
      return;
    }
  text = crm_field_choices_join (change->settings->choices, change->field);
  g_object_set_data (G_OBJECT (change->row), "crm-shown", NULL);
  _crm_app_settings_show_text (change->row, text);
}

static void
ask (Change *change /* (transfer full) */, const char *old, const char *label)
{
  g_autofree char *body = g_strdup_printf (
      _ ("Is “%2$s” another name for “%1$s”? Then records that have it show the new name. "
         "A choice of its own leaves them as they are."),
      old, label);
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (change->row)),
                                              _ ("Rename the Choice?"), body);
  AdwMessageDialog *message = ADW_MESSAGE_DIALOG (dialog);

  g_object_set_data_full (G_OBJECT (dialog), "crm-change", change, free_change);
  adw_message_dialog_add_responses (message, "cancel", _ ("_Cancel"), "new", _ ("_New Choice"),
                                    "rename", _ ("_Rename"), NULL);
  adw_message_dialog_set_default_response (message, "rename");
  adw_message_dialog_set_close_response (message, "cancel");
  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), change);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* Writes that the field @field has the choices @labels (transfer none), as typed into @row; where
 * they may mean that one is called something else, that is asked first. */
void
_crm_app_settings_choices_change (
    GtkWidget *row, CrmAppSession *session, CrmSettings *settings, const char *field, char **labels)
{
  Change *change = g_new0 (Change, 1);
  const CrmRecord *choice = NULL;
  const char *label = NULL;

  change->row = g_object_ref (row);
  change->session = g_object_ref (session);
  change->settings = crm_settings_ref (settings);
  change->field = g_strdup (field);
  change->labels = g_strdupv (labels);
  if (crm_field_choices_find_rename (settings->choices, field, (const char *const *)change->labels,
                                     &choice, &label))
    {
      ask (change, crm_record_get_text (choice, "label"), label);
      return;
    }
  write_change (change, FALSE);
  free_change (change);
}
