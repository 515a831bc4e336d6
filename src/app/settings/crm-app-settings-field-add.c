/* crm-app-settings-field-add.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Defining a field. */
#define G_LOG_DOMAIN "crm-app-settings-field-add"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "crm-app-settings-private.h"
#include "base/crm-app-choice.h"
#include "base/crm-app-widgets.h"
#include "model/crm-custom.h"
#include "service/crm-field-choices.h"
#include "service/crm-fields.h"

/* What people add fields to; in this order. */
static const char *const entities[] = { "deal", "person", "account", "lead", "follow_up" };

typedef struct
{
  CrmAppSession *session; /* (owned) */
  GtkWidget *dialog;      /* (unowned): lives as long as we do */
  GtkWidget *entity;      /* GtkDropDown */
  GtkWidget *label;
  GtkWidget *type; /* GtkDropDown */
  GtkWidget *choices;
  GtkWidget *reference; /* GtkDropDown */
  GtkWidget *required;  /* GtkCheckButton */
  GtkWidget *problem;
  GPtrArray *entities;   /* (owned) (element-type CrmEntity) */
  CrmSettings *settings; /* (owned): with the fields that are there */
} Ask;

static void
free_ask (gpointer data)
{
  Ask *ask = data;

  g_object_unref (ask->session);
  g_ptr_array_unref (ask->entities);
  crm_settings_unref (ask->settings);
  g_free (ask);
}

static const char *
get_type (Ask *ask)
{
  const CrmField *types = crm_entity_find_field (crm_entity_find ("custom_field"), "type");

  return types->choices[gtk_drop_down_get_selected (GTK_DROP_DOWN (ask->type))].value;
}

static const CrmEntity *
get_entity (Ask *ask, GtkWidget *choice)
{
  return g_ptr_array_index (ask->entities, gtk_drop_down_get_selected (GTK_DROP_DOWN (choice)));
}

static char *
dup_text (GtkWidget *entry)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (entry))));
}

/* A caption goes with what it is for. */
static void
show (GtkWidget *input, gboolean visible)
{
  gtk_widget_set_visible (gtk_widget_get_parent (input), visible);
}

static void
check_cb (Ask *ask)
{
  g_autofree char *label = dup_text (ask->label);
  g_auto (GStrv) choices
      = crm_field_choices_split (gtk_editable_get_text (GTK_EDITABLE (ask->choices)));
  gboolean is_choice = g_str_equal (get_type (ask), "choice");
  gboolean is_there
      = crm_fields_find_label (ask->settings->fields, get_entity (ask, ask->entity)->name, label)
        != NULL;

  show (ask->choices, is_choice);
  show (ask->reference, g_str_equal (get_type (ask), "ref"));
  gtk_widget_set_visible (ask->problem, is_there);
  crm_app_mark_problem (ask->label,
                        is_there ? gtk_label_get_text (GTK_LABEL (ask->problem)) : NULL);
  adw_message_dialog_set_response_enabled (ADW_MESSAGE_DIALOG (ask->dialog), "add",
                                           *label != '\0' && !is_there
                                               && (!is_choice || choices[0] != NULL));
}

static gint64
get_position (Ask *ask)
{
  gint64 position = 0;

  for (guint i = 0; i < ask->settings->fields->len; i++)
    position = MAX (
        position, crm_record_get_int (g_ptr_array_index (ask->settings->fields, i), "position", 0));
  return position + 1;
}

static void
add_choices (Ask *ask, CrmChangeSet *set, const char *definition)
{
  g_auto (GStrv) labels
      = crm_field_choices_split (gtk_editable_get_text (GTK_EDITABLE (ask->choices)));

  for (guint i = 0; labels[i] != NULL; i++)
    crm_fields_add_choice (set, definition, labels[i], labels[i], i + 1);
}

static void
response_cb (AdwMessageDialog *dialog, const char *response, gpointer data)
{
  Ask *ask = data;
  const char *entity = get_entity (ask, ask->entity)->name;
  g_autofree char *label = dup_text (ask->label);
  g_autofree char *name = NULL;
  g_autofree char *id = NULL;
  CrmNewField field = { .entity = entity, .type = get_type (ask), .label = label };
  CrmChangeSet *set;

  if (!g_str_equal (response, "add"))
    return;
  field.name = name = crm_fields_suggest_name (ask->settings->fields, entity, label);
  field.position = get_position (ask);
  field.required = gtk_check_button_get_active (GTK_CHECK_BUTTON (ask->required));
  if (g_str_equal (field.type, "ref"))
    field.reference = get_entity (ask, ask->reference)->name;
  set = crm_change_set_new ("add-field", CRM_CAUSE_USER);
  id = crm_fields_define (set, &field);
  if (g_str_equal (field.type, "choice"))
    add_choices (ask, set, id);
  crm_app_session_write (ask->session, set);
}

/* --- widgets ---
 */

static GtkWidget *
make_entities (Ask *ask, const char *name, const char *id)
{
  GtkStringList *names = gtk_string_list_new (NULL);

  for (guint i = 0; i < ask->entities->len; i++)
    gtk_string_list_append (names, _ (((CrmEntity *)g_ptr_array_index (ask->entities, i))->label));
  return crm_app_choice_new (names, name, id);
}

static GtkWidget *
make_types (Ask *ask)
{
  const CrmField *types = crm_entity_find_field (crm_entity_find ("custom_field"), "type");
  GtkStringList *names = gtk_string_list_new (NULL);
  GtkWidget *choice;

  for (const CrmChoice *type = types->choices; type->value != NULL; type++)
    gtk_string_list_append (names, _ (type->label));
  choice = crm_app_choice_new (names, _ ("Type"), "crm-new-field-type");
  g_signal_connect_swapped (choice, "notify::selected", G_CALLBACK (check_cb), ask);
  return choice;
}

static GtkWidget *
make_entry (Ask *ask, const char *name, const char *id)
{
  GtkWidget *entry = gtk_entry_new ();

  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);
  crm_app_set_name (entry, name);
  crm_app_set_id (entry, id);
  g_signal_connect_swapped (entry, "changed", G_CALLBACK (check_cb), ask);
  return entry;
}

static void
append (GtkWidget *box, const char *caption, GtkWidget *input)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  gtk_box_append (GTK_BOX (line), crm_app_label_new (caption, "caption-heading"));
  gtk_box_append (GTK_BOX (line), input);
  gtk_box_append (GTK_BOX (box), line);
}

static void
list_entities (Ask *ask)
{
  for (guint i = 0; i < G_N_ELEMENTS (entities); i++)
    {
      const CrmEntity *entity = crm_entity_find (entities[i]);

      if (entity != NULL && crm_custom_suits (entity))
        g_ptr_array_add (ask->entities, (gpointer)entity);
    }
}

static void
fill (Ask *ask, GtkWidget *box)
{
  const char *choices = _ ("Choices (with “;” between them)");

  list_entities (ask);
  ask->label = make_entry (ask, _ ("Label"), "crm-new-field-label");
  ask->problem = crm_app_text_new ("error");
  gtk_label_set_text (GTK_LABEL (ask->problem), _ ("There is a field of that label already"));
  ask->entity = make_entities (ask, _ ("Field of"), "crm-new-field-entity");
  g_signal_connect_swapped (ask->entity, "notify::selected", G_CALLBACK (check_cb), ask);
  ask->choices = make_entry (ask, choices, "crm-new-field-choices");
  ask->reference = make_entities (ask, _ ("Refers to"), "crm-new-field-reference");
  ask->type = make_types (ask);
  ask->required = gtk_check_button_new_with_label (_ ("Must be filled in"));
  crm_app_set_id (ask->required, "crm-new-field-required");
  append (box, _ ("Label"), ask->label);
  gtk_box_append (GTK_BOX (box), ask->problem);
  append (box, _ ("Field of"), ask->entity);
  append (box, _ ("Type"), ask->type);
  append (box, choices, ask->choices);
  append (box, _ ("Refers to"), ask->reference);
  gtk_box_append (GTK_BOX (box), ask->required);
}

/* Asks for a field beside those of @settings, and defines it. */
void
_crm_app_settings_field_add (GtkWidget *parent, CrmAppSession *session, CrmSettings *settings)
{
  Ask *ask = g_new0 (Ask, 1);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  AdwMessageDialog *dialog;

  ask->session = g_object_ref (session);
  ask->settings = crm_settings_ref (settings);
  ask->entities = g_ptr_array_new ();
  ask->dialog = adw_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (parent)), _ ("New Field"),
                                        _ ("Its type cannot be changed afterwards."));
  dialog = ADW_MESSAGE_DIALOG (ask->dialog);
  g_object_set_data_full (G_OBJECT (dialog), "crm-ask", ask, free_ask);
  adw_message_dialog_add_responses (dialog, "cancel", _ ("_Cancel"), "add", _ ("_Add"), NULL);
  fill (ask, box);
  adw_message_dialog_set_extra_child (dialog, box);
  adw_message_dialog_set_response_appearance (dialog, "add", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (dialog, "add");
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), ask);
  check_cb (ask);
  gtk_window_present (GTK_WINDOW (dialog));
  gtk_widget_grab_focus (ask->label);
}
