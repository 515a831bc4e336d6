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
#include "model/crm-text.h"
#include "service/crm-fields.h"

#define MAX_NAME 48

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
  GPtrArray *entities;  /* (owned) (element-type CrmEntity) */
  gint64 position;
} Ask;

static void
free_ask (gpointer data)
{
  Ask *ask = data;

  g_object_unref (ask->session);
  g_ptr_array_unref (ask->entities);
  g_free (ask);
}

/* From a label what filters call the field: "Région (sales)" is region_sales. (transfer full); may
 * be empty where nothing of it can be used. */
static char *
derive_name (const char *label)
{
  g_autofree char *folded = crm_fold (label);
  GString *name = g_string_new (NULL);

  for (const char *p = folded; *p != '\0' && name->len < MAX_NAME; p++)
    if (g_ascii_isalpha (*p) || (name->len > 0 && g_ascii_isdigit (*p)))
      g_string_append_c (name, g_ascii_tolower (*p));
    else if (name->len > 0 && name->str[name->len - 1] != '_')
      g_string_append_c (name, '_');
  while (name->len > 0 && name->str[name->len - 1] == '_')
    g_string_truncate (name, name->len - 1);
  return g_string_free (name, FALSE);
}

/* Letters that are not Latin give no name: then it is numbered. */
static char *
make_name (Ask *ask, const char *label)
{
  g_autofree char *name = derive_name (label);

  return crm_custom_name_is_valid (name)
             ? g_steal_pointer (&name)
             : g_strdup_printf ("field_%" G_GINT64_FORMAT, ask->position);
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

static void
check_cb (Ask *ask)
{
  g_autofree char *label = dup_text (ask->label);
  g_autofree char *choices = dup_text (ask->choices);
  gboolean is_choice = g_str_equal (get_type (ask), "choice");

  gtk_widget_set_visible (ask->choices, is_choice);
  gtk_widget_set_visible (ask->reference, g_str_equal (get_type (ask), "ref"));
  adw_message_dialog_set_response_enabled (ADW_MESSAGE_DIALOG (ask->dialog), "add",
                                           *label != '\0' && (!is_choice || *choices != '\0'));
}

static void
add_choices (Ask *ask, CrmChangeSet *set, const char *definition)
{
  g_autofree char *text = dup_text (ask->choices);
  g_auto (GStrv) labels = g_strsplit (text, ";", -1);

  for (guint i = 0; labels[i] != NULL; i++)
    if (*g_strstrip (labels[i]) != '\0')
      crm_fields_add_choice (set, definition, labels[i], labels[i], i + 1);
}

static void
response_cb (AdwMessageDialog *dialog, const char *response, gpointer data)
{
  Ask *ask = data;
  g_autofree char *label = dup_text (ask->label);
  g_autofree char *name = make_name (ask, label);
  g_autofree char *id = NULL;
  CrmNewField field = { .entity = get_entity (ask, ask->entity)->name,
                        .name = name,
                        .type = get_type (ask),
                        .label = label,
                        .position = ask->position };
  CrmChangeSet *set;

  if (!g_str_equal (response, "add"))
    return;
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

  gtk_entry_set_placeholder_text (GTK_ENTRY (entry), name);
  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);
  crm_app_set_name (entry, name);
  crm_app_set_id (entry, id);
  g_signal_connect_swapped (entry, "changed", G_CALLBACK (check_cb), ask);
  return entry;
}

static void
fill (Ask *ask, GtkWidget *box)
{
  for (guint i = 0; i < G_N_ELEMENTS (entities); i++)
    {
      const CrmEntity *entity = crm_entity_find (entities[i]);

      if (entity != NULL && crm_custom_suits (entity))
        g_ptr_array_add (ask->entities, (gpointer)entity);
    }
  ask->entity = make_entities (ask, _ ("Field of"), "crm-new-field-entity");
  ask->label = make_entry (ask, _ ("Label"), "crm-new-field-label");
  ask->choices = make_entry (ask, _ ("Choices (with “;” between them)"), "crm-new-field-choices");
  ask->reference = make_entities (ask, _ ("Refers to"), "crm-new-field-reference");
  ask->type = make_types (ask);
  gtk_box_append (GTK_BOX (box), ask->entity);
  gtk_box_append (GTK_BOX (box), ask->label);
  gtk_box_append (GTK_BOX (box), ask->type);
  gtk_box_append (GTK_BOX (box), ask->choices);
  gtk_box_append (GTK_BOX (box), ask->reference);
}

/* Asks for a field, and defines it; @position: among the others, the lowest first. */
void
_crm_app_settings_field_add (GtkWidget *parent, CrmAppSession *session, gint64 position)
{
  Ask *ask = g_new0 (Ask, 1);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  AdwMessageDialog *dialog;

  ask->session = g_object_ref (session);
  ask->position = position;
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
