/* crm-app-missing-dialog.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-app-missing-dialog"
#include "config.h"

#include "crm-app-missing-dialog.h"

#include <glib/gi18n-lib.h>

#include "crm-form.h"
#include "crm-phrases-trouble.h"
#include "crm-phrases.h"
#include "base/crm-app-navigation.h"
#include "base/crm-app-widgets.h"
#include "record/crm-app-form-row.h"

typedef struct
{
  GtkWidget *parent;      /* (owned) */
  GtkWidget *dialog;      /* (unowned) (nullable): while it is there */
  CrmAppSession *session; /* (owned) */
  CrmRecord *record;      /* (owned) */
  char *wants;            /* (owned): who asks for it */
  char *label;            /* (owned): of the change set */
  GPtrArray *fields;      /* (owned) (element-type CrmField) */
  GPtrArray *rows;        /* (owned) (element-type CrmAppFormRow): as long as the dialog */
  CrmForm *form;          /* (owned) (nullable) */
  CrmAppMissingFunc func;
  gpointer data; /* (owned) (nullable) */
  GDestroyNotify free_data;
} Ask;

/* Somebody may still be choosing a record for one of the rows. */
static void
free_ask (gpointer data)
{
  Ask *ask = data;

  for (guint i = 0; i < ask->rows->len; i++)
    crm_app_form_row_forget (g_ptr_array_index (ask->rows, i));
  if (ask->data != NULL)
    ask->free_data (ask->data);
  g_object_unref (ask->parent);
  g_object_unref (ask->session);
  crm_record_unref (ask->record);
  g_ptr_array_unref (ask->fields);
  g_ptr_array_unref (ask->rows);
  g_clear_pointer (&ask->form, crm_form_free);
  g_free (ask->wants);
  g_free (ask->label);
  g_free (ask);
}

static void
check_cb (Ask *ask)
{
  gboolean complete = TRUE;

  if (ask->dialog == NULL)
    return;
  for (guint i = 0; i < ask->rows->len; i++)
    {
      const CrmFormField *field = crm_app_form_row_get_field (g_ptr_array_index (ask->rows, i));

      complete &= field->problem == NULL && field->value.value.kind != CRM_VALUE_NULL;
    }
  adw_message_dialog_set_response_enabled (ADW_MESSAGE_DIALOG (ask->dialog), "move", complete);
}

static void
entered_cb (Ask *ask)
{
  if (ask->dialog != NULL)
    gtk_widget_activate_default (ask->dialog);
}

/* Fields that lose the focus with it tell so while it falls to pieces. */
static void
unmapped_cb (Ask *ask)
{
  ask->dialog = NULL;
}

static void
response_cb (AdwMessageDialog *dialog, const char *response, gpointer data)
{
  Ask *ask = data;
  g_autoptr (CrmChangeSet) set = NULL;

  if (g_str_equal (response, "open"))
    crm_app_navigation_present (ask->parent, ask->session, ask->record->entity->name,
                                ask->record->id);
  if (!g_str_equal (response, "move") || ask->form == NULL)
    return;
  set = crm_form_save_all (ask->form, ask->label);
  ask->func (set, g_steal_pointer (&ask->data));
}

/* --- the dialog
 * ----------------------------------------------------------------------------------- */

static void
add_row (Ask *ask, GtkWidget *box, const CrmField *asked)
{
  CrmFormField *field = crm_form_find_field (ask->form, asked->name);
  GtkWidget *row;

  if (field == NULL)
    return;
  row = crm_app_form_row_new (ask->session, ask->form, field);
  g_signal_connect_swapped (row, "typed", G_CALLBACK (check_cb), ask);
  g_signal_connect_swapped (row, "edited", G_CALLBACK (check_cb), ask);
  g_signal_connect_swapped (row, "entered", G_CALLBACK (entered_cb), ask);
  gtk_widget_add_css_class (row, "card");
  gtk_box_append (GTK_BOX (box), row);
  g_ptr_array_add (ask->rows, g_object_ref (row));
}

static void
add_responses (Ask *ask)
{
  AdwMessageDialog *message = ADW_MESSAGE_DIALOG (ask->dialog);
  gboolean is_deal = g_str_equal (ask->record->entity->name, "deal");

  adw_message_dialog_add_response (message, "cancel", _ ("_Cancel"));
  if (is_deal)
    adw_message_dialog_add_response (message, "open", _ ("_Open Deal"));
  adw_message_dialog_add_response (message, "move", is_deal ? _ ("_Move") : _ ("C_hange"));
  adw_message_dialog_set_response_appearance (message, "move", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (message, "move");
  adw_message_dialog_set_close_response (message, "cancel");
}

static void
present (Ask *ask /* (transfer full) */, CrmFormData *data)
{
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (ask->parent));
  /* TRANSLATORS: %s is a stage: it wants something filled in before a deal enters */
  g_autofree char *heading = g_strdup_printf (_ ("“%s” Asks For More"), ask->wants);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  ask->dialog = adw_message_dialog_new (window, NULL, crm_phrase_record_name (ask->record));
  adw_message_dialog_set_heading (ADW_MESSAGE_DIALOG (ask->dialog), heading);
  g_object_set_data_full (G_OBJECT (ask->dialog), "crm-ask", ask, free_ask);
  ask->form = crm_form_new (data, NULL);
  for (guint i = 0; i < ask->fields->len; i++)
    add_row (ask, box, g_ptr_array_index (ask->fields, i));
  add_responses (ask);
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (ask->dialog), box);
  g_signal_connect (ask->dialog, "response", G_CALLBACK (response_cb), ask);
  g_signal_connect_swapped (ask->dialog, "unmap", G_CALLBACK (unmapped_cb), ask);
  check_cb (ask);
  gtk_window_present (GTK_WINDOW (ask->dialog));
  if (ask->rows->len > 0)
    crm_app_form_row_focus (g_ptr_array_index (ask->rows, 0));
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Ask *ask = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmFormData) form = crm_form_data_load_finish (CRM_STORE (source), result, &error);
  g_autofree char *text = NULL;

  if (form != NULL && gtk_widget_get_root (ask->parent) != NULL) /* not closed meanwhile */
    {
      present (ask, form);
      return;
    }
  text = error != NULL ? crm_phrase_trouble (error, NULL) : NULL;
  if (text != NULL)
    crm_app_session_tell_trouble (ask->session, text);
  free_ask (ask);
}

/**
 * crm_app_missing_dialog_ask:
 * @parent: the widget where somebody asked for it
 * @session: a session with an open store
 * @record: a deal or a lead
 * @wants: what the stage or status is called that asks
 * @label: of the change set, see crm_change_set_new()
 * @fields: (element-type CrmField): what it asks for
 * @func: called with what was filled in; not when the person thinks better of it
 * @data: (transfer full): for @func
 * @free_data: for @data
 *
 * Asks before anything is written.
 */
void
crm_app_missing_dialog_ask (GtkWidget *parent,
                            CrmAppSession *session,
                            const CrmRecord *record,
                            const char *wants,
                            const char *label,
                            const GPtrArray *fields,
                            CrmAppMissingFunc func,
                            gpointer data,
                            GDestroyNotify free_data)
{
  CrmStore *store = crm_app_session_get_store (session);
  Ask *ask = g_new0 (Ask, 1);

  *ask = (Ask){ .parent = g_object_ref (parent),
                .session = g_object_ref (session),
                .record = crm_record_ref ((CrmRecord *)record),
                .wants = g_strdup (wants),
                .label = g_strdup (label),
                .fields = g_ptr_array_copy ((GPtrArray *)fields, NULL, NULL),
                .rows = g_ptr_array_new_with_free_func (g_object_unref),
                .func = func,
                .data = data,
                .free_data = free_data };
  if (store == NULL)
    {
      free_ask (ask);
      return;
    }
  crm_form_data_load_async (store, record->entity->name, record->id, NULL, NULL, loaded_cb, ask);
}
