/* crm-app-pipeline-editor.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-app-pipeline-editor"
#include "config.h"

#include "crm-app-pipeline-editor.h"

#include <glib/gi18n-lib.h>

#include "crm-app-stage-dialogs.h"
#include "crm-app-stage-row.h"
#include "crm-phrases-trouble.h"
#include "crm-phrases.h"
#include "base/crm-app-toaster.h"
#include "base/crm-app-widgets.h"
#include "service/crm-pipelines.h"

struct _CrmAppPipelineEditor
{
  AdwPreferencesWindow parent_instance;
  CrmAppSession *session; /* (owned) */
  GCancellable *cancellable;
  char *pipeline;        /* (owned) (nullable): id of the one that is shown */
  CrmPipelinePlan *plan; /* (owned) (nullable) */
  GtkWidget *choice;     /* AdwComboRow */
  GtkWidget *name;       /* AdwEntryRow */
  GtkWidget *archive;    /* GtkButton */
  GtkWidget *stages;     /* AdwPreferencesGroup */
  GPtrArray *rows;       /* (owned) (element-type CrmAppStageRow) */
  char *moved; /* (owned) (nullable): id of the stage that gets the focus when it is shown */
  gboolean filling;
  gboolean loading;
  gboolean stale; /* once more when it has loaded */
};

G_DEFINE_FINAL_TYPE (CrmAppPipelineEditor, crm_app_pipeline_editor, ADW_TYPE_PREFERENCES_WINDOW)

static void load (CrmAppPipelineEditor *self);

static void
crm_app_pipeline_editor_dispose (GObject *object)
{
  CrmAppPipelineEditor *self = CRM_APP_PIPELINE_EDITOR (object);

  g_cancellable_cancel (self->cancellable);
  g_ptr_array_set_size (self->rows, 0);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (crm_app_pipeline_editor_parent_class)->dispose (object);
}

static void
crm_app_pipeline_editor_finalize (GObject *object)
{
  CrmAppPipelineEditor *self = CRM_APP_PIPELINE_EDITOR (object);

  g_object_unref (self->cancellable);
  g_free (self->pipeline);
  g_free (self->moved);
  g_clear_pointer (&self->plan, crm_pipeline_plan_unref);
  g_ptr_array_unref (self->rows);
  G_OBJECT_CLASS (crm_app_pipeline_editor_parent_class)->finalize (object);
}

static void
crm_app_pipeline_editor_class_init (CrmAppPipelineEditorClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = crm_app_pipeline_editor_dispose;
  G_OBJECT_CLASS (klass)->finalize = crm_app_pipeline_editor_finalize;
}

static gboolean
is_archived (const CrmRecord *pipeline)
{
  return crm_record_get_int (pipeline, "inactive", 0) != 0;
}

/* --- the stages ---
 */

static guint
find_row (CrmAppPipelineEditor *self, const char *stage)
{
  for (guint i = 0; i < self->rows->len; i++)
    if (g_str_equal (crm_app_stage_row_get_stage (g_ptr_array_index (self->rows, i))->id, stage))
      return i;
  return G_MAXUINT;
}

static void
reorder (CrmAppPipelineEditor *self, guint from, guint to)
{
  g_autoptr (GPtrArray) order = g_ptr_array_new ();
  CrmChangeSet *set = crm_change_set_new ("order-stages", CRM_CAUSE_USER);
  gpointer moved = g_ptr_array_index (self->plan->stages, from);

  for (guint i = 0; i < self->plan->stages->len; i++)
    if (i != from)
      g_ptr_array_add (order, g_ptr_array_index (self->plan->stages, i));
  g_ptr_array_insert (order, (int)to, moved);
  g_free (self->moved);
  self->moved = g_strdup (((CrmRecord *)moved)->id);
  crm_pipelines_set_order (set, order);
  crm_app_session_write (self->session, set);
}

static void
moved_cb (CrmAppStageRow *row, int step, gpointer data)
{
  CrmAppPipelineEditor *self = data;
  guint from = find_row (self, crm_app_stage_row_get_stage (row)->id);
  int to = (int)from + step;

  if (self->loading || from >= self->plan->stages->len || to < 0
      || to >= (int)self->plan->stages->len)
    gtk_widget_error_bell (GTK_WIDGET (row));
  else
    reorder (self, from, (guint)to);
}

static void
dropped_cb (CrmAppStageRow *row, const char *stage, gpointer data)
{
  CrmAppPipelineEditor *self = data;
  guint from = find_row (self, stage);
  guint to = find_row (self, crm_app_stage_row_get_stage (row)->id);

  if (!self->loading && from < self->plan->stages->len && to < self->plan->stages->len
      && from != to)
    reorder (self, from, to);
}

static void
removed_cb (CrmAppStageRow *row, gpointer data)
{
  CrmAppPipelineEditor *self = data;

  crm_app_stage_dialog_remove (GTK_WIDGET (self), self->session, self->plan,
                               crm_app_stage_row_get_stage (row));
}

static void
add_stage_cb (CrmAppPipelineEditor *self)
{
  if (self->plan != NULL && self->plan->pipeline != NULL)
    crm_app_stage_dialog_add (GTK_WIDGET (self), self->session, self->plan);
}

static void
add_row (CrmAppPipelineEditor *self)
{
  GtkWidget *row = crm_app_stage_row_new (self->session);

  g_signal_connect (row, "moved", G_CALLBACK (moved_cb), self);
  g_signal_connect (row, "dropped", G_CALLBACK (dropped_cb), self);
  g_signal_connect (row, "removed", G_CALLBACK (removed_cb), self);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self->stages), row);
  g_ptr_array_add (self->rows, row);
}

/* A row stays its stage's, so that what is open and has the focus goes with it. */
static void
sort_rows (CrmAppPipelineEditor *self)
{
  GPtrArray *stages = self->plan->stages;
  gboolean same = self->rows->len == stages->len;

  for (guint i = 0; same && i < stages->len; i++)
    same = find_row (self, ((CrmRecord *)g_ptr_array_index (stages, i))->id) == i;
  if (same)
    return;
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self->stages),
                                  g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; i < stages->len; i++)
    add_row (self);
}

/* Those that are open stay open, and who moves a stage with keys can go on. */
static void
show_stages (CrmAppPipelineEditor *self)
{
  g_autoptr (GHashTable) open = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < self->rows->len; i++)
    if (adw_expander_row_get_expanded (g_ptr_array_index (self->rows, i)))
      g_hash_table_add (
          open, g_strdup (crm_app_stage_row_get_stage (g_ptr_array_index (self->rows, i))->id));
  sort_rows (self);
  for (guint i = 0; i < self->rows->len; i++)
    {
      CrmAppStageRow *row = g_ptr_array_index (self->rows, i);
      const char *id = ((CrmRecord *)g_ptr_array_index (self->plan->stages, i))->id;

      crm_app_stage_row_show (row, self->plan, i);
      if (g_hash_table_contains (open, id))
        adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), TRUE);
      if (g_strcmp0 (self->moved, id) == 0)
        {
          gtk_widget_child_focus (GTK_WIDGET (row), GTK_DIR_TAB_FORWARD);
          g_clear_pointer (&self->moved, g_free);
        }
    }
}

/* --- the pipeline ---
 */

static void
show_choice (CrmAppPipelineEditor *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  guint selected = 0;

  for (guint i = 0; i < self->plan->pipelines->len; i++)
    {
      const CrmRecord *pipeline = g_ptr_array_index (self->plan->pipelines, i);
      const char *name = crm_phrase_record_name (pipeline);
      /* TRANSLATORS: %s is a pipeline that is not in use any more */
      g_autofree char *text
          = is_archived (pipeline) ? g_strdup_printf (_ ("%s (archived)"), name) : g_strdup (name);

      gtk_string_list_append (names, text);
      if (self->plan->pipeline != NULL && g_str_equal (pipeline->id, self->plan->pipeline->id))
        selected = i;
    }
  adw_combo_row_set_model (ADW_COMBO_ROW (self->choice), G_LIST_MODEL (names));
  adw_combo_row_set_selected (ADW_COMBO_ROW (self->choice), selected);
}

static void
show_name (CrmAppPipelineEditor *self)
{
  const char *name = crm_phrase_record_name (self->plan->pipeline);

  if (g_str_equal (gtk_editable_get_text (GTK_EDITABLE (self->name)), name))
    return;
  /* Else the button to apply would come. */
  adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (self->name), FALSE);
  gtk_editable_set_text (GTK_EDITABLE (self->name), name);
  adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (self->name), TRUE);
}

static void
show (CrmAppPipelineEditor *self)
{
  gboolean archived;

  self->filling = TRUE;
  show_choice (self);
  if (self->plan->pipeline != NULL)
    {
      archived = is_archived (self->plan->pipeline);
      show_name (self);
      crm_app_button_set_label (self->archive, archived ? _ ("_Use Again") : _ ("_Archive"));
      gtk_widget_set_sensitive (self->archive,
                                archived || crm_pipeline_plan_can_archive (self->plan));
      show_stages (self);
    }
  self->filling = FALSE;
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CrmAppPipelineEditor) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmPipelinePlan) plan
      = crm_pipeline_plan_load_finish (CRM_STORE (source), result, &error);
  g_autofree char *text = NULL;

  self->loading = FALSE;
  if (self->session == NULL)
    return;
  if (plan != NULL)
    {
      g_clear_pointer (&self->plan, crm_pipeline_plan_unref);
      self->plan = g_steal_pointer (&plan);
      show (self);
    }
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      text = crm_phrase_trouble (error, NULL);
      crm_app_session_tell_trouble (self->session, text);
    }
  if (self->stale)
    load (self);
}

static void
load (CrmAppPipelineEditor *self)
{
  CrmStore *store = self->session != NULL ? crm_app_session_get_store (self->session) : NULL;

  self->stale = self->loading;
  if (store == NULL || self->loading)
    return;
  self->loading = TRUE;
  crm_pipeline_plan_load_async (store, self->pipeline, self->cancellable, loaded_cb,
                                g_object_ref (self));
}

static void
chosen_cb (AdwComboRow *row, GParamSpec *property, gpointer data)
{
  CrmAppPipelineEditor *self = data;
  guint selected = adw_combo_row_get_selected (row);

  if (self->filling || self->plan == NULL || selected >= self->plan->pipelines->len)
    return;
  g_free (self->pipeline);
  self->pipeline
      = g_strdup (((CrmRecord *)g_ptr_array_index (self->plan->pipelines, selected))->id);
  load (self);
}

static void
name_applied_cb (AdwEntryRow *row, gpointer data)
{
  CrmAppPipelineEditor *self = data;
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (row))));
  CrmChangeSet *set;

  if (self->plan == NULL || self->plan->pipeline == NULL)
    return;
  if (*name == '\0')
    {
      crm_app_session_tell_trouble (self->session, _ ("A pipeline needs a name"));
      return;
    }
  set = crm_change_set_new ("edit-pipeline", CRM_CAUSE_USER);
  crm_pipelines_set_name (set, self->plan->pipeline, name);
  crm_app_session_write (self->session, set);
}

static void
archive_cb (CrmAppPipelineEditor *self)
{
  gboolean archived;
  CrmChangeSet *set;

  if (self->plan == NULL || self->plan->pipeline == NULL)
    return;
  archived = is_archived (self->plan->pipeline);
  set = crm_change_set_new (archived ? "restore-pipeline" : "archive-pipeline", CRM_CAUSE_USER);
  crm_pipelines_set_inactive (set, self->plan->pipeline, !archived);
  crm_app_session_write (self->session, set);
}

/* The new one is what is edited from then on. */
static void
added_cb (GtkWidget *window, const char *pipeline)
{
  CrmAppPipelineEditor *self = CRM_APP_PIPELINE_EDITOR (window);

  g_free (self->pipeline);
  self->pipeline = g_strdup (pipeline);
}

static void
new_cb (CrmAppPipelineEditor *self)
{
  if (self->plan != NULL && self->plan->pipeline != NULL)
    crm_app_stage_dialog_add_pipeline (GTK_WIDGET (self), self->session, self->plan, added_cb);
}

/* --- widgets ---
 */

static GtkWidget *
make_suffix (const char *label, const char *id, GCallback clicked, CrmAppPipelineEditor *self)
{
  GtkWidget *button = crm_app_button_new (label, id);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  g_signal_connect_swapped (button, "clicked", clicked, self);
  return button;
}

static GtkWidget *
make_pipeline_group (CrmAppPipelineEditor *self)
{
  GtkWidget *group = adw_preferences_group_new ();

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _ ("Pipeline"));
  adw_preferences_group_set_header_suffix (
      ADW_PREFERENCES_GROUP (group),
      make_suffix (_ ("_New Pipeline"), "crm-pipeline-new", G_CALLBACK (new_cb), self));
  self->choice = adw_combo_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->choice), _ ("Pipeline"));
  crm_app_set_id (self->choice, "crm-editor-pipeline");
  g_signal_connect (self->choice, "notify::selected", G_CALLBACK (chosen_cb), self);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), self->choice);
  self->name = adw_entry_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->name), _ ("Name"));
  crm_app_set_id (self->name, "crm-pipeline-name");
  crm_app_set_name (self->name, _ ("Name of the pipeline"));
  g_signal_connect (self->name, "apply", G_CALLBACK (name_applied_cb), self);
  self->archive
      = make_suffix (_ ("_Archive"), "crm-pipeline-archive", G_CALLBACK (archive_cb), self);
  adw_entry_row_add_suffix (ADW_ENTRY_ROW (self->name), self->archive);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), self->name);
  return group;
}

static void
crm_app_pipeline_editor_init (CrmAppPipelineEditor *self)
{
  GtkWidget *page = adw_preferences_page_new ();

  self->cancellable = g_cancellable_new ();
  self->rows = g_ptr_array_new ();
  self->stages = adw_preferences_group_new ();
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self->stages), _ ("Stages"));
  adw_preferences_group_set_description (
      ADW_PREFERENCES_GROUP (self->stages),
      _ ("Deals go through them from top to bottom. What a stage asks for is asked when a deal "
         "enters it."));
  adw_preferences_group_set_header_suffix (
      ADW_PREFERENCES_GROUP (self->stages),
      make_suffix (_ ("A_dd Stage"), "crm-stage-add", G_CALLBACK (add_stage_cb), self));
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page),
                            ADW_PREFERENCES_GROUP (make_pipeline_group (self)));
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (self->stages));
  adw_preferences_window_add (ADW_PREFERENCES_WINDOW (self), ADW_PREFERENCES_PAGE (page));
  adw_preferences_window_set_search_enabled (ADW_PREFERENCES_WINDOW (self), FALSE);
  gtk_window_set_title (GTK_WINDOW (self), _ ("Pipelines and Stages"));
  gtk_window_set_default_size (GTK_WINDOW (self), 560, 700);
  gtk_widget_set_size_request (GTK_WIDGET (self), 360, 294);
}

/* Shows the editor beside the window that @parent is in, with @pipeline (nullable) first. */
void
crm_app_pipeline_editor_present (GtkWidget *parent, CrmAppSession *session, const char *pipeline)
{
  CrmAppPipelineEditor *self = g_object_new (CRM_APP_TYPE_PIPELINE_EDITOR, NULL);

  self->session = g_object_ref (session);
  self->pipeline = g_strdup (pipeline);
  crm_app_toaster_attach (ADW_PREFERENCES_WINDOW (self), session);
  g_signal_connect_object (session, "changed", G_CALLBACK (load), self, G_CONNECT_SWAPPED);
  gtk_window_set_transient_for (GTK_WINDOW (self), GTK_WINDOW (gtk_widget_get_root (parent)));
  gtk_window_set_destroy_with_parent (GTK_WINDOW (self), TRUE);
  load (self);
  gtk_window_present (GTK_WINDOW (self));
}
