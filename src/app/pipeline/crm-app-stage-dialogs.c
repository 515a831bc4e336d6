/* crm-app-stage-dialogs.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-app-stage-dialogs"
#include "config.h"

#include "crm-app-stage-dialogs.h"

#include <glib/gi18n-lib.h>

#include "crm-format.h"
#include "crm-phrases-trouble.h"
#include "crm-phrases.h"
#include "base/crm-app-choice.h"
#include "base/crm-app-widgets.h"

typedef struct
{
  GtkWidget *parent;       /* (owned) */
  CrmAppSession *session;  /* (owned) */
  CrmPipelinePlan *plan;   /* (owned) */
  CrmAppPipelineFunc func; /* (nullable) */
  CrmRecord *stage;        /* (owned) (nullable): to be removed */
  GPtrArray *targets;      /* (owned) (nullable) (element-type CrmRecord) */
  GtkWidget *input;        /* GtkEntry or GtkDropDown */
} Ask;

static void
free_ask (gpointer data)
{
  Ask *ask = data;

  g_object_unref (ask->parent);
  g_object_unref (ask->session);
  crm_pipeline_plan_unref (ask->plan);
  g_clear_pointer (&ask->stage, crm_record_unref);
  g_clear_pointer (&ask->targets, g_ptr_array_unref);
  g_free (ask);
}

static Ask *
new_ask (GtkWidget *parent, CrmAppSession *session, CrmPipelinePlan *plan)
{
  Ask *ask = g_new0 (Ask, 1);

  ask->parent = g_object_ref (parent);
  ask->session = g_object_ref (session);
  ask->plan = crm_pipeline_plan_ref (plan);
  return ask;
}

static char *
dup_name (Ask *ask)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (ask->input))));
}

/* A dialog that begins with Cancel and ends with @action, which is its default. */
static AdwMessageDialog *
make_dialog (Ask *ask /* (transfer full) */,
             const char *heading,
             const char *body,
             const char *action,
             GCallback response)
{
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (ask->parent));
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (window, heading, body));

  g_object_set_data_full (G_OBJECT (dialog), "crm-ask", ask, free_ask);
  adw_message_dialog_add_responses (dialog, "cancel", _ ("_Cancel"), "do", action, NULL);
  adw_message_dialog_set_response_appearance (dialog, "do", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (dialog, "do");
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_signal_connect (dialog, "response", response, ask);
  return dialog;
}

/* --- a name is asked for ---
 */

static gboolean
is_taken (Ask *ask, const char *name)
{
  GPtrArray *others = ask->func != NULL ? ask->plan->pipelines : ask->plan->stages;

  for (guint i = 0; i < others->len; i++)
    if (g_str_equal (crm_phrase_record_name (g_ptr_array_index (others, i)), name))
      return TRUE;
  return FALSE;
}

static void
check_name_cb (AdwMessageDialog *dialog)
{
  Ask *ask = g_object_get_data (G_OBJECT (dialog), "crm-ask");
  g_autofree char *name = dup_name (ask);

  adw_message_dialog_set_response_enabled (dialog, "do", *name != '\0' && !is_taken (ask, name));
}

static void
ask_name (AdwMessageDialog *dialog, Ask *ask, const char *id)
{
  ask->input = gtk_entry_new ();
  gtk_entry_set_activates_default (GTK_ENTRY (ask->input), TRUE);
  gtk_entry_set_placeholder_text (GTK_ENTRY (ask->input), _ ("A name that is not taken"));
  crm_app_set_name (ask->input, _ ("Name"));
  crm_app_set_id (ask->input, id);
  adw_message_dialog_set_extra_child (dialog, ask->input);
  g_signal_connect_swapped (ask->input, "changed", G_CALLBACK (check_name_cb), dialog);
  check_name_cb (dialog);
  gtk_window_present (GTK_WINDOW (dialog));
  gtk_widget_grab_focus (ask->input);
}

/* The stages that are shown are what most begin with. */
static GPtrArray *
copy_stages (const CrmPipelinePlan *plan)
{
  GPtrArray *stages = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < plan->stages->len; i++)
    {
      const CrmRecord *stage = g_ptr_array_index (plan->stages, i);
      CrmNewStage copy = { .name = crm_phrase_record_name (stage),
                           .kind = crm_record_get_text (stage, "kind"),
                           .probability = crm_record_get_int (stage, "probability", -1),
                           .max_days = crm_record_get_int (stage, "max_days", 0),
                           .required_fields = crm_record_get_text (stage, "required_fields"),
                           .checklist = crm_record_get_text (stage, "checklist") };

      g_ptr_array_add (stages, g_memdup2 (&copy, sizeof copy));
    }
  return stages;
}

static gint64
find_last_position (const GPtrArray *records)
{
  gint64 last = 0;

  for (guint i = 0; i < records->len; i++)
    last = MAX (last, crm_record_get_int (g_ptr_array_index (records, i), "position", 0));
  return last;
}

static void
pipeline_response_cb (AdwMessageDialog *dialog, const char *response, gpointer data)
{
  Ask *ask = data;
  g_autofree char *name = dup_name (ask);
  g_autoptr (GPtrArray) stages = NULL;
  g_autofree char *id = NULL;
  CrmChangeSet *set;

  if (!g_str_equal (response, "do") || *name == '\0')
    return;
  set = crm_change_set_new ("add-pipeline", CRM_CAUSE_USER);
  stages = copy_stages (ask->plan);
  id = crm_pipelines_add (set, name, find_last_position (ask->plan->pipelines) + 1,
                          crm_record_get_text (ask->plan->pipeline, "currency"), stages);
  ask->func (ask->parent, id);
  crm_app_session_write (ask->session, set);
}

/* Asks for the name of a new pipeline, whose stages are copies of those of @plan; @func is told its
 * id before it is written. */
void
crm_app_stage_dialog_add_pipeline (GtkWidget *parent,
                                   CrmAppSession *session,
                                   CrmPipelinePlan *plan,
                                   CrmAppPipelineFunc func)
{
  Ask *ask = new_ask (parent, session, plan);
  /* TRANSLATORS: %s is a pipeline whose stages the new one begins with */
  g_autofree char *body = g_strdup_printf (_ ("It begins with the stages of “%s”."),
                                           crm_phrase_record_name (plan->pipeline));
  AdwMessageDialog *dialog
      = make_dialog (ask, _ ("New Pipeline"), body, _ ("_Add"), G_CALLBACK (pipeline_response_cb));

  ask->func = func;
  ask_name (dialog, ask, "crm-new-pipeline-name");
}

/* The new stage comes after the last open one. */
static guint
find_place (const CrmPipelinePlan *plan)
{
  guint place = 0;

  for (guint i = 0; i < plan->stages->len; i++)
    if (!crm_stage_is_closed (g_ptr_array_index (plan->stages, i)))
      place = i + 1;
  return place;
}

static void
stage_response_cb (AdwMessageDialog *dialog, const char *response, gpointer data)
{
  Ask *ask = data;
  g_autofree char *name = dup_name (ask);
  CrmNewStage stage = { .name = name, .kind = "open", .probability = -1 };
  guint place = find_place (ask->plan);
  CrmChangeSet *set;

  if (!g_str_equal (response, "do") || *name == '\0')
    return;
  stage.max_days = ask->plan->default_limit;
  if (place > 0) /* as likely as the stage before, until somebody says otherwise */
    stage.probability
        = crm_record_get_int (g_ptr_array_index (ask->plan->stages, place - 1), "probability", -1);
  set = crm_change_set_new ("add-stage", CRM_CAUSE_USER);
  g_free (crm_pipelines_add_stage (set, ask->plan->pipeline->id, &stage, place + 1));
  for (guint i = place; i < ask->plan->stages->len; i++)
    {
      const CrmRecord *later = g_ptr_array_index (ask->plan->stages, i);
      CrmChange *change = crm_change_set_update (set, "stage", later->id);

      crm_change_set_int (change, "position", i + 2);
      crm_change_expect (change, "position", crm_record_get (later, "position"));
    }
  crm_app_session_write (ask->session, set);
}

/* Asks for the name of a new stage of the pipeline. */
void
crm_app_stage_dialog_add (GtkWidget *parent, CrmAppSession *session, CrmPipelinePlan *plan)
{
  Ask *ask = new_ask (parent, session, plan);
  AdwMessageDialog *dialog
      = make_dialog (ask, _ ("New Stage"), _ ("It comes after the last open stage."), _ ("_Add"),
                     G_CALLBACK (stage_response_cb));

  ask_name (dialog, ask, "crm-new-stage-name");
}

/* --- removing ---
 */

typedef struct
{
  char *stage; /* (owned) */
  char *to;    /* (owned) (nullable) */
} Removal;

static void
free_removal (gpointer data)
{
  Removal *removal = data;

  g_free (removal->stage);
  g_free (removal->to);
  g_free (removal);
}

static gpointer
build_in_worker (CrmReader *reader, gpointer data, GError **error)
{
  const Removal *removal = data;

  return crm_pipelines_build_removal (reader, removal->stage, removal->to, error);
}

static void
built_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CrmAppSession) session = data;
  g_autoptr (GError) error = NULL;
  CrmChangeSet *set = crm_store_read_finish (CRM_STORE (source), result, &error);
  g_autofree char *text = NULL;

  if (set != NULL && crm_app_session_get_store (session) != NULL)
    {
      crm_app_session_write (session, set);
      return;
    }
  g_clear_pointer (&set, crm_change_set_unref);
  if (error == NULL)
    return;
  text = crm_phrase_trouble (error, NULL);
  crm_app_session_tell_trouble (session, text);
}

static void
remove_response_cb (AdwMessageDialog *dialog, const char *response, gpointer data)
{
  Ask *ask = data;
  CrmStore *store = crm_app_session_get_store (ask->session);
  Removal *removal;
  guint selected;

  if (!g_str_equal (response, "do") || store == NULL)
    return;
  removal = g_new0 (Removal, 1);
  removal->stage = g_strdup (ask->stage->id);
  if (ask->input != NULL)
    {
      selected = gtk_drop_down_get_selected (GTK_DROP_DOWN (ask->input));
      removal->to = g_strdup (((CrmRecord *)g_ptr_array_index (ask->targets, selected))->id);
    }
  crm_store_read_async (store, build_in_worker, removal, free_removal,
                        (GDestroyNotify)crm_change_set_unref, NULL, built_cb,
                        g_object_ref (ask->session));
}

static gint64
count_deals (const CrmPipelinePlan *plan, const CrmRecord *stage)
{
  for (guint i = 0; i < plan->stages->len; i++)
    if (g_str_equal (((CrmRecord *)g_ptr_array_index (plan->stages, i))->id, stage->id))
      return g_array_index (plan->n_deals, gint64, i);
  return 0;
}

static GtkWidget *
make_targets (Ask *ask)
{
  GtkStringList *names = gtk_string_list_new (NULL);

  for (guint i = 0; i < ask->targets->len; i++)
    gtk_string_list_append (names, crm_phrase_record_name (g_ptr_array_index (ask->targets, i)));
  return crm_app_choice_new (names, _ ("Where its deals go"), "crm-stage-target");
}

/* Asks where the deals of a stage go, and then removes it. */
void
crm_app_stage_dialog_remove (GtkWidget *parent,
                             CrmAppSession *session,
                             CrmPipelinePlan *plan,
                             const CrmRecord *stage)
{
  Ask *ask = new_ask (parent, session, plan);
  gint64 n = count_deals (plan, stage);
  g_autofree char *body
      = n > 0 ? crm_format_counted (
            g_dngettext (GETTEXT_PACKAGE, "%u deal is there, open or closed. It goes to:",
                         "%u deals are there, open or closed. They go to:", (gulong)n),
            (guint)n)
              : g_strdup (_ ("No deals are there."));
  /* TRANSLATORS: %s is a stage */
  g_autofree char *heading = g_strdup_printf (_ ("Remove “%s”?"), crm_phrase_record_name (stage));
  AdwMessageDialog *dialog
      = make_dialog (ask, heading, body, _ ("_Remove"), G_CALLBACK (remove_response_cb));

  ask->stage = crm_record_ref ((CrmRecord *)stage);
  ask->targets = crm_pipeline_plan_list_targets (plan, stage);
  if (n > 0 && ask->targets->len > 0)
    {
      ask->input = make_targets (ask);
      adw_message_dialog_set_extra_child (dialog, ask->input);
    }
  adw_message_dialog_set_response_appearance (dialog, "do", ADW_RESPONSE_DESTRUCTIVE);
  gtk_window_present (GTK_WINDOW (dialog));
}
