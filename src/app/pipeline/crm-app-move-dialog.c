/* crm-app-move-dialog.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Pipeline and stage to take deals to. Of one deal what the stage asks for is asked afterwards; of
 * several it is told how many go, and which stay because they lack something. */
#define G_LOG_DOMAIN "crm-app-move-dialog"
#include "config.h"

#include "crm-app-move-dialog.h"

#include <glib/gi18n-lib.h>

#include "crm-format.h"
#include "crm-app-move.h"
#include "crm-phrases-bulk.h"
#include "crm-phrases-trouble.h"
#include "crm-phrases.h"
#include "base/crm-app-choice.h"
#include "base/crm-app-widgets.h"
#include "service/crm-bulk.h"
#include "service/crm-ways.h"

typedef struct
{
  GtkWidget *parent;         /* (owned): where somebody asked for it */
  CrmAppSession *session;    /* (owned) */
  GPtrArray *ids;            /* (owned) (element-type utf8): of the deals */
  CrmWays *ways;             /* (owned) (nullable): NULL until it is read */
  CrmBulkPlan *plan;         /* (owned) (nullable): of several deals */
  GCancellable *cancellable; /* (owned) (nullable): of the planning under way */
  GtkWidget *dialog;         /* (unowned): lives as long as we do, once it is there */
  GtkWidget *pipeline;
  GtkWidget *stage;
  GtkWidget *reason;  /* for several that are lost */
  GtkWidget *preview; /* for several */
} Ask;

static void
stop (Ask *ask)
{
  g_cancellable_cancel (ask->cancellable);
  g_clear_object (&ask->cancellable);
  g_clear_pointer (&ask->plan, crm_bulk_plan_free);
}

static void
free_ask (gpointer data)
{
  Ask *ask = data;

  stop (ask);
  g_object_unref (ask->parent);
  g_object_unref (ask->session);
  g_ptr_array_unref (ask->ids);
  crm_ways_free (ask->ways);
  g_free (ask);
}

static gboolean
is_of_several (const Ask *ask)
{
  return ask->ids->len > 1;
}

static const CrmWay *
get_way (Ask *ask)
{
  guint selected = gtk_drop_down_get_selected (GTK_DROP_DOWN (ask->pipeline));

  return selected < ask->ways->ways->len ? g_ptr_array_index (ask->ways->ways, selected) : NULL;
}

static CrmRecord * /* (transfer none) (nullable) */
get_stage (Ask *ask)
{
  const CrmWay *way = get_way (ask);
  guint selected = gtk_drop_down_get_selected (GTK_DROP_DOWN (ask->stage));

  return way != NULL && selected < way->stages->len ? g_ptr_array_index (way->stages, selected)
                                                    : NULL;
}

static gboolean
is_lost (const CrmRecord *stage)
{
  return g_strcmp0 (crm_record_get_text (stage, "kind"), "lost") == 0;
}

static void
allow (Ask *ask, gboolean allowed)
{
  adw_message_dialog_set_response_enabled (ADW_MESSAGE_DIALOG (ask->dialog), "move", allowed);
}

/* --- several deals -----------------------------------------------------------------------------
 */

static void
planned_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GtkWidget) dialog = data;
  Ask *ask = g_object_get_data (G_OBJECT (dialog), "crm-ask");
  g_autoptr (GError) error = NULL;
  CrmBulkPlan *plan = crm_bulk_plan_finish (CRM_STORE (source), result, &error);
  const CrmRecord *stage;
  g_autofree char *text = NULL;

  if (ask == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      crm_bulk_plan_free (plan);
      return;
    }
  stage = get_stage (ask);
  g_clear_object (&ask->cancellable);
  ask->plan = plan;
  text = plan != NULL && stage != NULL ? crm_phrase_bulk_move (plan, crm_phrase_record_name (stage))
                                       : crm_phrase_trouble (error, NULL);
  gtk_label_set_text (GTK_LABEL (ask->preview), text);
  allow (ask, plan != NULL && plan->n_changed > 0);
}

static void
plan (Ask *ask, const CrmRecord *stage)
{
  CrmStore *store = crm_app_session_get_store (ask->session);
  guint reason = gtk_drop_down_get_selected (GTK_DROP_DOWN (ask->reason));
  GPtrArray *reasons = ask->ways->lost_reasons;
  CrmBulkOrder order
      = { .kind = CRM_BULK_MOVE, .entity = "deal", .ids = ask->ids, .stage = stage->id };

  stop (ask);
  allow (ask, FALSE);
  if (is_lost (stage) && reason < reasons->len)
    order.lost_reason = ((CrmRecord *)g_ptr_array_index (reasons, reason))->id;
  ask->cancellable = g_cancellable_new ();
  if (store != NULL)
    crm_bulk_plan_async (store, &order, ask->cancellable, planned_cb, g_object_ref (ask->dialog));
}

/* --- the dialog --------------------------------------------------------------------------------
 */

/* The answer may come after it, and needs the plan. */
static void
destroyed_cb (Ask *ask)
{
  g_cancellable_cancel (ask->cancellable);
}

static void
stage_chosen_cb (Ask *ask)
{
  const CrmRecord *stage = get_stage (ask);

  gtk_widget_set_visible (ask->reason, is_of_several (ask) && stage != NULL && is_lost (stage));
  if (stage == NULL)
    allow (ask, FALSE);
  else if (is_of_several (ask))
    plan (ask, stage);
  else
    allow (ask, !g_str_equal (stage->id, ask->ways->state->stage->id));
}

static GtkStringList * /* (transfer full) */
list_names (const GPtrArray *records)
{
  GtkStringList *names = gtk_string_list_new (NULL);

  for (guint i = 0; i < records->len; i++)
    gtk_string_list_append (names, crm_phrase_record_name (g_ptr_array_index (records, i)));
  return names;
}

static void
pipeline_chosen_cb (Ask *ask)
{
  const CrmWay *way = get_way (ask);
  g_autoptr (GtkStringList) names = way != NULL ? list_names (way->stages) : NULL;

  gtk_drop_down_set_model (GTK_DROP_DOWN (ask->stage), G_LIST_MODEL (names));
  stage_chosen_cb (ask);
}

static void
response_cb (AdwMessageDialog *dialog, const char *response, gpointer data)
{
  Ask *ask = data;
  CrmRecord *stage = get_stage (ask);

  if (!g_str_equal (response, "move") || stage == NULL
      || crm_app_session_get_store (ask->session) == NULL)
    return;
  if (!is_of_several (ask))
    crm_app_move_deal (ask->parent, ask->session, ask->ways->state->deal, ask->ways->state->stage,
                       stage, ask->ways->lost_reasons, NULL, NULL);
  else if (ask->plan != NULL)
    crm_app_session_write (ask->session, g_steal_pointer (&ask->plan->set));
}

/* The first other pipeline is what one came for. */
static guint
find_first (Ask *ask)
{
  const char *now
      = ask->ways->state != NULL ? crm_record_get_text (ask->ways->state->deal, "pipeline") : NULL;

  for (guint i = 0; now != NULL && i < ask->ways->ways->len; i++)
    if (!g_str_equal (((CrmWay *)g_ptr_array_index (ask->ways->ways, i))->pipeline->id, now))
      return i;
  return 0;
}

static void
append (GtkWidget *box, const char *label, GtkWidget *choice)
{
  gtk_box_append (GTK_BOX (box), crm_app_label_new (label, "caption-heading"));
  gtk_box_append (GTK_BOX (box), choice);
}

static GtkWidget *
make_content (Ask *ask)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkStringList *names = gtk_string_list_new (NULL);

  for (guint i = 0; i < ask->ways->ways->len; i++)
    {
      const CrmWay *way = g_ptr_array_index (ask->ways->ways, i);

      gtk_string_list_append (names, crm_phrase_record_name (way->pipeline));
    }
  ask->pipeline = crm_app_choice_new (names, _ ("Pipeline"), "crm-move-pipeline");
  ask->stage = crm_app_choice_new (NULL, _ ("Stage"), "crm-move-stage");
  ask->reason = crm_app_choice_new (list_names (ask->ways->lost_reasons), _ ("Reason for losing"),
                                    "crm-move-reason");
  ask->preview = crm_app_text_new (NULL);
  crm_app_set_id (ask->preview, "crm-move-preview");
  gtk_widget_set_visible (ask->preview, is_of_several (ask));
  append (box, _ ("Pipeline"), ask->pipeline);
  append (box, _ ("Stage"), ask->stage);
  gtk_box_append (GTK_BOX (box), ask->reason);
  gtk_box_append (GTK_BOX (box), ask->preview);
  return box;
}

static char *
dup_body (Ask *ask)
{
  if (!is_of_several (ask))
    return g_strdup (crm_phrase_record_name (ask->ways->state->deal));
  return crm_format_counted (
      g_dngettext (GETTEXT_PACKAGE, "%u record", "%u records", ask->ids->len), ask->ids->len);
}

static void
present (Ask *ask /* (transfer full) */)
{
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (ask->parent));
  g_autofree char *body = dup_body (ask);
  AdwMessageDialog *message;

  ask->dialog = adw_message_dialog_new (window, _ ("Move to a Pipeline"), body);
  message = ADW_MESSAGE_DIALOG (ask->dialog);
  g_object_set_data_full (G_OBJECT (ask->dialog), "crm-ask", ask, free_ask);
  adw_message_dialog_set_extra_child (message, make_content (ask));
  adw_message_dialog_add_responses (message, "cancel", _ ("_Cancel"), "move", _ ("_Move"), NULL);
  adw_message_dialog_set_response_appearance (message, "move", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (message, "move");
  adw_message_dialog_set_close_response (message, "cancel");
  gtk_drop_down_set_selected (GTK_DROP_DOWN (ask->pipeline), find_first (ask));
  pipeline_chosen_cb (ask);
  g_signal_connect_swapped (ask->pipeline, "notify::selected", G_CALLBACK (pipeline_chosen_cb),
                            ask);
  g_signal_connect_swapped (ask->stage, "notify::selected", G_CALLBACK (stage_chosen_cb), ask);
  g_signal_connect_swapped (ask->reason, "notify::selected", G_CALLBACK (stage_chosen_cb), ask);
  g_signal_connect_swapped (ask->dialog, "destroy", G_CALLBACK (destroyed_cb), ask);
  g_signal_connect (ask->dialog, "response", G_CALLBACK (response_cb), ask);
  crm_app_add_quit_key (ask->dialog);
  gtk_window_present (GTK_WINDOW (ask->dialog));
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Ask *ask = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  ask->ways = crm_ways_load_finish (CRM_STORE (source), result, &error);
  if (ask->ways != NULL && gtk_widget_get_root (ask->parent) != NULL)
    {
      present (ask);
      return;
    }
  if (error != NULL)
    {
      text = crm_phrase_trouble (error, NULL);
      crm_app_session_tell_trouble (ask->session, text);
    }
  free_ask (ask);
}

/**
 * crm_app_move_dialog_ask:
 * @parent: the widget where somebody asked for it
 * @session: a session with an open store
 * @ids: (element-type utf8): the deals; not changed any more
 *
 * Asks for pipeline and stage, then moves them in one change with its Undo.
 */
void
crm_app_move_dialog_ask (GtkWidget *parent, CrmAppSession *session, GPtrArray *ids)
{
  CrmStore *store = crm_app_session_get_store (session);
  Ask *ask;

  if (store == NULL || ids->len == 0)
    return;
  ask = g_new0 (Ask, 1);
  ask->parent = g_object_ref (parent);
  ask->session = g_object_ref (session);
  ask->ids = g_ptr_array_ref (ids);
  crm_ways_load_async (store, ids->len == 1 ? g_ptr_array_index (ids, 0) : NULL, loaded_cb, ask);
}
