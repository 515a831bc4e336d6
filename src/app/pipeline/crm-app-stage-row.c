/* crm-app-stage-row.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-app-stage-row"
#include "config.h"

#include "crm-app-stage-row.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "crm-format.h"
#include "crm-phrases-trouble.h"
#include "crm-phrases.h"
#include "base/crm-app-reorder.h"
#include "base/crm-app-widgets.h"
#include "service/crm-stage.h"

#define MAX_DAYS 3650

struct _CrmAppStageRow
{
  AdwExpanderRow parent_instance;
  CrmAppSession *session; /* (owned) */
  CrmPipelinePlan *plan;  /* (owned) (nullable) */
  CrmRecord *stage;       /* (owned) (nullable) */
  GtkWidget *name;
  GtkWidget *kind;
  GtkWidget *probability;
  GtkWidget *limit;
  GtkWidget *checklist;
  GtkWidget *required; /* AdwActionRow */
  GtkWidget *up;
  GtkWidget *down;
  GtkWidget *remove;
  GPtrArray
      *checks; /* (owned) (element-type GtkCheckButton): for each field that can be asked for */
  gboolean filling;
};

G_DEFINE_FINAL_TYPE (CrmAppStageRow, crm_app_stage_row, ADW_TYPE_EXPANDER_ROW)

enum
{
  MOVED,
  DROPPED,
  REMOVED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
crm_app_stage_row_finalize (GObject *object)
{
  CrmAppStageRow *self = CRM_APP_STAGE_ROW (object);

  g_clear_object (&self->session);
  g_clear_pointer (&self->plan, crm_pipeline_plan_unref);
  g_clear_pointer (&self->stage, crm_record_unref);
  g_ptr_array_unref (self->checks);
  G_OBJECT_CLASS (crm_app_stage_row_parent_class)->finalize (object);
}

static void
crm_app_stage_row_class_init (CrmAppStageRowClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = crm_app_stage_row_finalize;
  signals[MOVED] = g_signal_new ("moved", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                 1, G_TYPE_INT);
  signals[DROPPED] = g_signal_new ("dropped", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[REMOVED]
      = g_signal_new ("removed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

/* --- writing ---
 */

static void
tell (CrmAppStageRow *self, GtkWidget *entry, const char *text)
{
  crm_app_mark_problem (entry, text);
  crm_app_session_tell_trouble (self->session, text);
}

/* A change of one field, with what was seen. */
static void
write_value (CrmAppStageRow *self, const char *field, const CrmValue *value)
{
  CrmChangeSet *set = crm_change_set_new ("edit-stage", CRM_CAUSE_USER);
  CrmChange *change = crm_change_set_update (set, "stage", self->stage->id);

  crm_change_set_value (change, field, value);
  crm_change_expect (change, field, crm_record_get (self->stage, field));
  crm_app_session_write (self->session, set);
}

static void
write_text (CrmAppStageRow *self, const char *field, const char *text /* (nullable) */)
{
  g_auto (CrmValue) value = CRM_VALUE_INIT;

  if (text != NULL)
    value = crm_value_text (text);
  write_value (self, field, &value);
}

static char *
dup_text (GtkWidget *entry)
{
  crm_app_mark_problem (entry, NULL);
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (entry))));
}

static gboolean
is_taken (CrmAppStageRow *self, const char *name)
{
  for (guint i = 0; i < self->plan->stages->len; i++)
    {
      const CrmRecord *other = g_ptr_array_index (self->plan->stages, i);

      if (!g_str_equal (other->id, self->stage->id)
          && g_str_equal (crm_phrase_record_name (other), name))
        return TRUE;
    }
  return FALSE;
}

static void
name_applied_cb (AdwEntryRow *row, gpointer data)
{
  CrmAppStageRow *self = data;
  g_autofree char *name = dup_text (GTK_WIDGET (row));

  if (*name == '\0')
    tell (self, self->name, _ ("A stage needs a name"));
  else if (is_taken (self, name))
    tell (self, self->name, _ ("Another stage of this pipeline has that name"));
  else if (!g_str_equal (name, crm_phrase_record_name (self->stage)))
    write_text (self, "name", name);
}

/* Empty for none. */
static void
number_applied (CrmAppStageRow *self, GtkWidget *entry, const char *field, gint64 max)
{
  g_autofree char *text = dup_text (entry);
  g_auto (CrmValue) value = CRM_VALUE_INIT;
  gint64 number = 0;
  /* TRANSLATORS: %d is the largest number that can be taken */
  g_autofree char *trouble = g_strdup_printf (_ ("A whole number from 0 to %d"), (int)max);

  if (*text != '\0' && !g_ascii_string_to_signed (text, 10, 0, max, &number, NULL))
    {
      tell (self, entry, trouble);
      return;
    }
  if (*text != '\0')
    value = crm_value_int (number);
  write_value (self, field, &value);
}

static void
probability_applied_cb (AdwEntryRow *row, gpointer data)
{
  number_applied (data, GTK_WIDGET (row), "probability", 100);
}

static void
limit_applied_cb (AdwEntryRow *row, gpointer data)
{
  number_applied (data, GTK_WIDGET (row), "max_days", MAX_DAYS);
}

static void
checklist_applied_cb (AdwEntryRow *row, gpointer data)
{
  CrmAppStageRow *self = data;
  g_autofree char *text = dup_text (GTK_WIDGET (row));
  g_auto (GStrv) steps = g_strsplit (text, ";", -1);
  g_autofree char *joined = crm_stage_join ((const char *const *)steps);

  write_text (self, "checklist", joined);
}

static void
kind_selected_cb (AdwComboRow *row, GParamSpec *property, gpointer data)
{
  CrmAppStageRow *self = data;
  const CrmField *field = crm_entity_find_field (crm_entity_find ("stage"), "kind");
  g_autoptr (CrmChangeSet) set = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (self->filling)
    return;
  set = crm_change_set_new ("edit-stage", CRM_CAUSE_USER);
  if (crm_pipelines_set_kind (set, self->plan, self->stage,
                              field->choices[adw_combo_row_get_selected (row)].value, &error))
    {
      crm_app_session_write (self->session, g_steal_pointer (&set));
      return;
    }
  text = crm_phrase_trouble (error, NULL);
  crm_app_session_tell_trouble (self->session, text);
  crm_app_stage_row_show (self, self->plan, G_MAXUINT);
}

static void
required_toggled_cb (CrmAppStageRow *self)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autofree char *joined = NULL;

  if (self->filling)
    return;
  for (guint i = 0; i < self->checks->len; i++)
    if (gtk_check_button_get_active (g_ptr_array_index (self->checks, i)))
      g_ptr_array_add (names, (gpointer)crm_stage_list_requirable ()[i]->name);
  g_ptr_array_add (names, NULL);
  joined = crm_stage_join ((const char *const *)names->pdata);
  write_text (self, "required_fields", joined);
}

/* --- order ---
 */

static void
up_cb (CrmAppStageRow *self)
{
  g_signal_emit (self, signals[MOVED], 0, -1);
}

static void
down_cb (CrmAppStageRow *self)
{
  g_signal_emit (self, signals[MOVED], 0, 1);
}

static void
remove_cb (CrmAppStageRow *self)
{
  g_signal_emit (self, signals[REMOVED], 0);
}

static GdkContentProvider *
drag_prepare_cb (GtkDragSource *source, double x, double y, gpointer data)
{
  CrmAppStageRow *self = data;

  return gdk_content_provider_new_typed (G_TYPE_STRING, self->stage->id);
}

/* --- widgets ---
 */

static GtkWidget *
add_entry (CrmAppStageRow *self, const char *title, const char *id, GCallback applied)
{
  GtkWidget *row = adw_entry_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (row), TRUE);
  crm_app_set_id (row, id);
  crm_app_set_name (row, title);
  g_signal_connect (row, "apply", applied, self);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), row);
  return row;
}

static GtkWidget *
add_kind (CrmAppStageRow *self)
{
  const CrmField *field = crm_entity_find_field (crm_entity_find ("stage"), "kind");
  GtkWidget *row = adw_combo_row_new ();
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  for (const CrmChoice *choice = field->choices; choice->value != NULL; choice++)
    gtk_string_list_append (names, _ (choice->label));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("Kind"));
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (names));
  crm_app_set_id (row, "crm-stage-kind");
  g_signal_connect (row, "notify::selected", G_CALLBACK (kind_selected_cb), self);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), row);
  return row;
}

static GtkWidget *
make_checks (CrmAppStageRow *self)
{
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);

  for (const CrmField *const *field = crm_stage_list_requirable (); *field != NULL; field++)
    {
      GtkWidget *check = gtk_check_button_new_with_label (_ ((*field)->label));

      g_signal_connect_swapped (check, "toggled", G_CALLBACK (required_toggled_cb), self);
      gtk_box_append (GTK_BOX (box), check);
      g_ptr_array_add (self->checks, check);
    }
  gtk_popover_set_child (GTK_POPOVER (popover), box);
  return popover;
}

static GtkWidget *
add_required (CrmAppStageRow *self)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_menu_button_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("Asks for when a deal enters"));
  gtk_menu_button_set_label (GTK_MENU_BUTTON (button), _ ("Choose"));
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button), make_checks (self));
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  crm_app_set_name (button, _ ("Choose what the stage asks for"));
  crm_app_set_id (button, "crm-stage-required");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), row);
  return row;
}

static void
add_buttons (CrmAppStageRow *self)
{
  GtkWidget *row = adw_action_row_new ();

  self->up = crm_app_icon_button_new ("go-up-symbolic", _ ("Earlier"), "crm-stage-up");
  self->down = crm_app_icon_button_new ("go-down-symbolic", _ ("Later"), "crm-stage-down");
  self->remove = crm_app_button_new (_ ("_Remove…"), "crm-stage-remove");
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("Place"));
  g_signal_connect_swapped (self->up, "clicked", G_CALLBACK (up_cb), self);
  g_signal_connect_swapped (self->down, "clicked", G_CALLBACK (down_cb), self);
  g_signal_connect_swapped (self->remove, "clicked", G_CALLBACK (remove_cb), self);
  for (guint i = 0; i < 3; i++)
    {
      GtkWidget *button = i == 0 ? self->up : i == 1 ? self->down : self->remove;

      gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
    }
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), row);
}

static void
crm_app_stage_row_init (CrmAppStageRow *self)
{
  self->checks = g_ptr_array_new ();
  self->filling = TRUE;
  adw_expander_row_add_prefix (
      ADW_EXPANDER_ROW (self),
      crm_app_reorder_handle_new (GTK_WIDGET (self), G_TYPE_STRING, G_CALLBACK (drag_prepare_cb)));
  self->name = add_entry (self, _ ("Name"), "crm-stage-name", G_CALLBACK (name_applied_cb));
  self->kind = add_kind (self);
  self->probability = add_entry (self, _ ("Probability (%)"), "crm-stage-probability",
                                 G_CALLBACK (probability_applied_cb));
  self->limit = add_entry (self, _ ("Limit in days (empty for none)"), "crm-stage-limit",
                           G_CALLBACK (limit_applied_cb));
  self->required = add_required (self);
  self->checklist = add_entry (self, _ ("Checklist (steps with “;” between them)"),
                               "crm-stage-checklist", G_CALLBACK (checklist_applied_cb));
  add_buttons (self);
  crm_app_set_id (GTK_WIDGET (self), "crm-stage");
  self->filling = FALSE;
}

GtkWidget *
crm_app_stage_row_new (CrmAppSession *session)
{
  CrmAppStageRow *self = g_object_new (CRM_APP_TYPE_STAGE_ROW, NULL);

  self->session = g_object_ref (session);
  return GTK_WIDGET (self);
}

/* --- showing ---
 */

/* What somebody is typing stays, while nothing else was stored. */
static void
show_text (GtkWidget *row, const char *text)
{
  const char *shown = g_object_get_data (G_OBJECT (row), "crm-shown");

  if (g_strcmp0 (shown, text) != 0)
    {
      g_object_set_data_full (G_OBJECT (row), "crm-shown", g_strdup (text), g_free);
      /* Else the button to apply would come. */
      adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (row), FALSE);
      gtk_editable_set_text (GTK_EDITABLE (row), text);
      adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (row), TRUE);
    }
}

static void
show_number (CrmAppStageRow *self, GtkWidget *row, const char *field)
{
  gint64 number = crm_record_get_int (self->stage, field, -1);
  g_autofree char *text
      = number >= 0 ? g_strdup_printf ("%" G_GINT64_FORMAT, number) : g_strdup ("");

  show_text (row, text);
}

static void
show_required (CrmAppStageRow *self)
{
  g_autoptr (GPtrArray) required = crm_stage_list_required (self->stage);
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < self->checks->len; i++)
    {
      const CrmField *field = crm_stage_list_requirable ()[i];
      gboolean is_on = g_ptr_array_find (required, field, NULL);

      gtk_check_button_set_active (g_ptr_array_index (self->checks, i), is_on);
      if (is_on)
        g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", _ (field->label));
    }
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->required),
                               names->len > 0 ? names->str : _ ("Nothing"));
}

static void
show_kind (CrmAppStageRow *self)
{
  const CrmField *field = crm_entity_find_field (crm_entity_find ("stage"), "kind");
  const char *kind = crm_record_get_text (self->stage, "kind");

  for (guint i = 0; field->choices[i].value != NULL; i++)
    if (g_strcmp0 (field->choices[i].value, kind) == 0)
      adw_combo_row_set_selected (ADW_COMBO_ROW (self->kind), i);
}

static void
show_title (CrmAppStageRow *self, gint64 n_deals)
{
  const CrmField *field = crm_entity_find_field (crm_entity_find ("stage"), "kind");
  const char *kind = crm_field_choice_label (field, crm_record_get_text (self->stage, "kind"));
  g_autofree char *deals = crm_format_counted (
      g_dngettext (GETTEXT_PACKAGE, "%u deal", "%u deals", (gulong)n_deals), (guint)n_deals);
  g_autofree char *name = g_markup_escape_text (crm_phrase_record_name (self->stage), -1);
  g_autofree char *spoken = NULL;
  g_autofree char *subtitle = g_strdup_printf ("%s · %s", kind != NULL ? _ (kind) : "", deals);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), name);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), subtitle);
  spoken = g_strdup_printf ("%s, %s", crm_phrase_record_name (self->stage), subtitle);
  crm_app_set_name (GTK_WIDGET (self), spoken);
}

/* From now on it shows stage number @i of @plan, or the same again for G_MAXUINT. */
void
crm_app_stage_row_show (CrmAppStageRow *self, CrmPipelinePlan *plan, guint i)
{
  g_autoptr (CrmPipelinePlan) owned = crm_pipeline_plan_ref (plan);
  g_auto (GStrv) lines = NULL;
  g_autofree char *steps = NULL;

  for (guint k = 0; i == G_MAXUINT && k < plan->stages->len; k++)
    if (g_str_equal (((CrmRecord *)g_ptr_array_index (plan->stages, k))->id, self->stage->id))
      i = k;
  g_return_if_fail (i < plan->stages->len);
  g_clear_pointer (&self->plan, crm_pipeline_plan_unref);
  self->plan = g_steal_pointer (&owned);
  g_clear_pointer (&self->stage, crm_record_unref);
  self->stage = crm_record_ref (g_ptr_array_index (plan->stages, i));
  self->filling = TRUE;
  show_title (self, g_array_index (plan->n_deals, gint64, i));
  show_text (self->name, crm_phrase_record_name (self->stage));
  show_kind (self);
  show_number (self, self->probability, "probability");
  show_number (self, self->limit, "max_days");
  show_required (self);
  lines = crm_stage_list_steps (self->stage);
  steps = g_strjoinv ("; ", lines);
  show_text (self->checklist, steps);
  gtk_widget_set_sensitive (self->up, i > 0);
  gtk_widget_set_sensitive (self->down, i + 1 < plan->stages->len);
  gtk_widget_set_sensitive (self->remove, crm_pipeline_plan_can_remove (plan, self->stage));
  self->filling = FALSE;
}

const CrmRecord * /* (nullable): NULL before the first was shown */
crm_app_stage_row_get_stage (CrmAppStageRow *self)
{
  return self->stage;
}
