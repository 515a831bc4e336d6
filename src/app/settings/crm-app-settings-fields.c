/* crm-app-settings-fields.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Fields that people define. */
#define G_LOG_DOMAIN "crm-app-settings-fields"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "crm-app-settings-private.h"
#include "base/crm-app-widgets.h"
#include "service/crm-field-choices.h"
#include "service/crm-field-labels.h"
#include "service/crm-fields.h"

struct _CrmAppSettingsFields
{
  AdwPreferencesPage parent_instance;
  CrmAppSession *session; /* (owned) */
  CrmSettings *settings;  /* (owned) (nullable) */
  GtkWidget *group;
  GtkWidget *nothing;
  GPtrArray *rows; /* (owned) (element-type AdwExpanderRow): one for each field */
  gboolean filling;
};

G_DEFINE_FINAL_TYPE (CrmAppSettingsFields, _crm_app_settings_fields, ADW_TYPE_PREFERENCES_PAGE)

/* A field's row, and what is in it; lives as long as the row. */
typedef struct
{
  CrmAppSettingsFields *page; /* (unowned): the row is in it */
  CrmRecord *field;           /* (owned) */
  GtkWidget *row;
  GtkWidget *label;
  GtkWidget *choices; /* (nullable): of a choice only */
  GtkWidget *labels;
  GtkWidget *required;    /* GtkSwitch */
  GPtrArray *choice_rows; /* (owned): labels of choices in other languages */
  GPtrArray *tail;        /* (owned) (element-type GtkWidget): rows below those */
} Line;

static void
free_line (gpointer data)
{
  Line *line = data;

  crm_record_unref (line->field);
  g_ptr_array_unref (line->choice_rows);
  g_ptr_array_unref (line->tail);
  g_free (line);
}

static void
_crm_app_settings_fields_finalize (GObject *object)
{
  CrmAppSettingsFields *self = CRM_APP_SETTINGS_FIELDS (object);

  g_clear_object (&self->session);
  g_clear_pointer (&self->settings, crm_settings_unref);
  g_ptr_array_unref (self->rows);
  G_OBJECT_CLASS (_crm_app_settings_fields_parent_class)->finalize (object);
}

static void
_crm_app_settings_fields_class_init (CrmAppSettingsFieldsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = _crm_app_settings_fields_finalize;
}

/* --- writing ---
 */

static void
tell (Line *line, GtkWidget *row, const char *text)
{
  crm_app_mark_problem (row, text);
  crm_app_session_tell_trouble (line->page->session, text);
}

static void
label_applied_cb (AdwEntryRow *row, gpointer data)
{
  Line *line = data;
  g_autofree char *label = _crm_app_settings_dup_text (GTK_WIDGET (row));
  CrmChangeSet *set;
  CrmChange *change;

  if (*label == '\0')
    {
      tell (line, line->label, _ ("A field needs a label"));
      return;
    }
  set = crm_change_set_new ("edit-field", CRM_CAUSE_USER);
  change = crm_change_set_update (set, "custom_field", line->field->id);
  crm_change_set_text (change, "label", label);
  crm_change_expect (change, "label", crm_record_get (line->field, "label"));
  crm_app_session_write (line->page->session, set);
}

static gboolean
required_set_cb (GtkSwitch *widget, gboolean state, gpointer data)
{
  Line *line = data;
  CrmChangeSet *set;
  CrmChange *change;

  if (line->page->filling)
    return FALSE;
  set = crm_change_set_new ("edit-field", CRM_CAUSE_USER);
  change = crm_change_set_update (set, "custom_field", line->field->id);
  crm_change_set_int (change, "required", state);
  crm_change_expect (change, "required", crm_record_get (line->field, "required"));
  crm_app_session_write (line->page->session, set);
  return FALSE;
}

static void
choices_applied_cb (AdwEntryRow *row, gpointer data)
{
  Line *line = data;
  g_autofree char *text = _crm_app_settings_dup_text (GTK_WIDGET (row));
  g_auto (GStrv) labels = crm_field_choices_split (text);

  if (labels[0] == NULL)
    tell (line, GTK_WIDGET (row), _ ("A choice needs something to choose from"));
  else
    _crm_app_settings_choices_change (GTK_WIDGET (row), line->page->session, line->page->settings,
                                      line->field->id, labels);
}

/* Those of the field, or of the choice that the row is for. */
static void
labels_applied_cb (AdwEntryRow *row, gpointer data)
{
  Line *line = data;
  const char *choice = g_object_get_data (G_OBJECT (row), "crm-choice");
  g_autofree char *text = _crm_app_settings_dup_text (GTK_WIDGET (row));
  g_autoptr (CrmChangeSet) set = crm_change_set_new ("edit-field", CRM_CAUSE_USER);

  if (!crm_field_labels_split (set, line->page->settings->labels, line->field->id,
                               choice != NULL ? choice : "", text))
    tell (line, GTK_WIDGET (row),
          _ ("Write a language and its label, as “de: Gebiet; fr: Région”"));
  else if (set->changes->len > 0)
    crm_app_session_write (line->page->session, g_steal_pointer (&set));
}

static void
remove_cb (Line *line)
{
  CrmChangeSet *set = crm_change_set_new ("delete-field", CRM_CAUSE_USER);

  crm_fields_hide (set, line->field);
  crm_app_session_write (line->page->session, set);
}

/* --- a field's row ---
 */

static GtkWidget *
add_entry (Line *line, const char *title, const char *id, GCallback applied)
{
  GtkWidget *row = _crm_app_settings_entry_new (title, id, applied, line);

  adw_expander_row_add_row (ADW_EXPANDER_ROW (line->row), row);
  return row;
}

static void
add_to_tail (Line *line, GtkWidget *row)
{
  g_ptr_array_add (line->tail, g_object_ref (row));
  adw_expander_row_add_row (ADW_EXPANDER_ROW (line->row), row);
}

static void
add_required (Line *line)
{
  GtkWidget *row = adw_action_row_new ();

  line->required = gtk_switch_new ();
  gtk_widget_set_valign (line->required, GTK_ALIGN_CENTER);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("Must be filled in"));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), line->required);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), line->required);
  crm_app_set_name (line->required, _ ("Must be filled in"));
  crm_app_set_id (line->required, "crm-field-required");
  g_signal_connect (line->required, "state-set", G_CALLBACK (required_set_cb), line);
  add_to_tail (line, row);
}

static void
add_remove (Line *line)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = crm_app_button_new (_ ("_Remove"), "crm-field-remove");

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("What it holds is kept"));
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (remove_cb), line);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  add_to_tail (line, row);
}

static GtkWidget *
make_row (CrmAppSettingsFields *self, const CrmRecord *field)
{
  Line *line = g_new0 (Line, 1);

  line->page = self;
  line->field = crm_record_ref ((CrmRecord *)field);
  line->choice_rows = g_ptr_array_new ();
  line->tail = g_ptr_array_new_with_free_func (g_object_unref);
  line->row = adw_expander_row_new ();
  g_object_set_data_full (G_OBJECT (line->row), "crm-line", line, free_line);
  crm_app_set_id (line->row, "crm-field");
  line->label = add_entry (line, _ ("Label"), "crm-field-label", G_CALLBACK (label_applied_cb));
  if (g_strcmp0 (crm_record_get_text (field, "type"), "choice") == 0)
    line->choices = add_entry (line, _ ("Choices (with “;” between them)"), "crm-field-choices",
                               G_CALLBACK (choices_applied_cb));
  line->labels = add_entry (line, _ ("Labels in other languages, as “de: Gebiet; fr: Région”"),
                            "crm-field-labels", G_CALLBACK (labels_applied_cb));
  add_required (line);
  add_remove (line);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self->group), line->row);
  return line->row;
}

/* --- showing ---
 */

/* (transfer container) (element-type CrmRecord) */
static GPtrArray *
list_choices (const CrmSettings *settings, const char *field)
{
  GPtrArray *choices = g_ptr_array_new ();

  for (guint i = 0; i < settings->choices->len; i++)
    {
      CrmRecord *choice = g_ptr_array_index (settings->choices, i);

      if (g_strcmp0 (crm_record_get_text (choice, "field"), field) == 0)
        g_ptr_array_add (choices, choice);
    }
  return choices;
}

static gboolean
has_rows_for (Line *line, GPtrArray *choices)
{
  for (guint i = 0; i < MIN (choices->len, line->choice_rows->len); i++)
    if (g_strcmp0 (g_object_get_data (g_ptr_array_index (line->choice_rows, i), "crm-choice"),
                   crm_record_get_text (g_ptr_array_index (choices, i), "value"))
        != 0)
      return FALSE;
  return choices->len == line->choice_rows->len;
}

/* What stands below them is put below again. */
static void
make_choice_rows (Line *line, GPtrArray *choices)
{
  AdwExpanderRow *row = ADW_EXPANDER_ROW (line->row);

  for (guint i = 0; i < line->choice_rows->len; i++)
    adw_expander_row_remove (row, g_ptr_array_index (line->choice_rows, i));
  g_ptr_array_set_size (line->choice_rows, 0);
  for (guint i = 0; i < line->tail->len; i++)
    adw_expander_row_remove (row, g_ptr_array_index (line->tail, i));
  for (guint i = 0; i < choices->len; i++)
    {
      GtkWidget *entry
          = add_entry (line, "", "crm-field-choice-labels", G_CALLBACK (labels_applied_cb));

      g_object_set_data_full (
          G_OBJECT (entry), "crm-choice",
          g_strdup (crm_record_get_text (g_ptr_array_index (choices, i), "value")), g_free);
      g_ptr_array_add (line->choice_rows, entry);
    }
  for (guint i = 0; i < line->tail->len; i++)
    adw_expander_row_add_row (row, g_ptr_array_index (line->tail, i));
}

static void
show_choice_labels (CrmAppSettingsFields *self, Line *line)
{
  g_autoptr (GPtrArray) choices = list_choices (self->settings, line->field->id);

  if (!has_rows_for (line, choices))
    make_choice_rows (line, choices);
  for (guint i = 0; i < choices->len; i++)
    {
      const CrmRecord *choice = g_ptr_array_index (choices, i);
      GtkWidget *row = g_ptr_array_index (line->choice_rows, i);
      g_autofree char *labels = crm_field_labels_join (self->settings->labels, line->field->id,
                                                       crm_record_get_text (choice, "value"));
      /* TRANSLATORS: what people of other languages read for a choice of a field; %s is the choice
       */
      g_autofree char *title
          = g_strdup_printf (_ ("“%s” in other languages"), crm_record_get_text (choice, "label"));
      g_autofree char *escaped = g_markup_escape_text (title, -1);

      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), escaped);
      crm_app_set_name (row, title);
      _crm_app_settings_show_text (row, labels);
    }
}

static void
show_title (Line *line)
{
  const CrmField *types = crm_entity_find_field (crm_entity_find ("custom_field"), "type");
  const CrmEntity *entity = crm_entity_find (crm_record_get_text (line->field, "entity"));
  const char *type = crm_field_choice_label (types, crm_record_get_text (line->field, "type"));
  g_autofree char *title = g_markup_escape_text (crm_record_get_text (line->field, "label"), -1);
  g_autofree char *subtitle
      = g_strdup_printf ("%s · %s · x.%s", entity != NULL ? _ (entity->label) : "",
                         type != NULL ? _ (type) : "", crm_record_get_text (line->field, "name"));

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (line->row), title);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (line->row), subtitle);
}

static void
show_line (CrmAppSettingsFields *self, Line *line, CrmRecord *field)
{
  g_autofree char *choices = crm_field_choices_join (self->settings->choices, field->id);
  g_autofree char *labels = crm_field_labels_join (self->settings->labels, field->id, "");

  crm_record_unref (line->field);
  line->field = crm_record_ref (field);
  show_title (line);
  _crm_app_settings_show_text (line->label, crm_record_get_text (field, "label"));
  _crm_app_settings_show_text (line->labels, labels);
  if (line->choices != NULL)
    {
      _crm_app_settings_show_text (line->choices, choices);
      show_choice_labels (self, line);
    }
  gtk_switch_set_active (GTK_SWITCH (line->required),
                         crm_record_get_int (field, "required", 0) != 0);
}

static Line *
get_line (CrmAppSettingsFields *self, guint i)
{
  return g_object_get_data (g_ptr_array_index (self->rows, i), "crm-line");
}

static gboolean
has_rows_of (CrmAppSettingsFields *self)
{
  GPtrArray *fields = self->settings->fields;

  for (guint i = 0; i < MIN (self->rows->len, fields->len); i++)
    if (!g_str_equal (get_line (self, i)->field->id,
                      ((CrmRecord *)g_ptr_array_index (fields, i))->id))
      return FALSE;
  return self->rows->len == fields->len;
}

void
_crm_app_settings_fields_show (CrmAppSettingsFields *self, CrmSettings *settings)
{
  CrmSettings *old = self->settings;

  self->settings = crm_settings_ref (settings);
  g_clear_pointer (&old, crm_settings_unref);
  self->filling = TRUE;
  if (!has_rows_of (self))
    {
      for (guint i = 0; i < self->rows->len; i++)
        adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self->group),
                                      g_ptr_array_index (self->rows, i));
      g_ptr_array_set_size (self->rows, 0);
      for (guint i = 0; i < settings->fields->len; i++)
        g_ptr_array_add (self->rows, make_row (self, g_ptr_array_index (settings->fields, i)));
    }
  for (guint i = 0; i < settings->fields->len; i++)
    show_line (self, get_line (self, i), g_ptr_array_index (settings->fields, i));
  gtk_widget_set_visible (self->nothing, settings->fields->len == 0);
  self->filling = FALSE;
}

static void
add_cb (CrmAppSettingsFields *self)
{
  if (self->settings != NULL)
    _crm_app_settings_field_add (GTK_WIDGET (self), self->session, self->settings);
}

static void
_crm_app_settings_fields_init (CrmAppSettingsFields *self)
{
  GtkWidget *add = crm_app_button_new (_ ("A_dd Field"), "crm-field-add");

  self->rows = g_ptr_array_new ();
  adw_preferences_page_set_title (ADW_PREFERENCES_PAGE (self), _ ("Fields"));
  adw_preferences_page_set_icon_name (ADW_PREFERENCES_PAGE (self), "view-list-symbolic");
  self->group = adw_preferences_group_new ();
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self->group), _ ("Fields of Your Own"));
  adw_preferences_group_set_description (
      ADW_PREFERENCES_GROUP (self->group),
      _ ("They are in forms, lists, filters and on the command line like any other."));
  gtk_widget_add_css_class (add, "flat");
  g_signal_connect_swapped (add, "clicked", G_CALLBACK (add_cb), self);
  adw_preferences_group_set_header_suffix (ADW_PREFERENCES_GROUP (self->group), add);
  self->nothing = adw_action_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->nothing), _ ("None yet"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->nothing),
                               _ ("A region, a contract number, whatever you want to filter by."));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self->group), self->nothing);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (self), ADW_PREFERENCES_GROUP (self->group));
}

GtkWidget *
_crm_app_settings_fields_new (CrmAppSession *session)
{
  CrmAppSettingsFields *self = g_object_new (CRM_APP_TYPE_SETTINGS_FIELDS, NULL);

  self->session = g_object_ref (session);
  return GTK_WIDGET (self);
}
