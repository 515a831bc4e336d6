/* crm-app-new-deal.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-app-new-deal"
#include "config.h"

#include "crm-app-new-deal.h"

#include <glib/gi18n-lib.h>

#include "crm-phrases-trouble.h"
#include "crm-phrases.h"
#include "base/crm-app-choice.h"
#include "base/crm-app-widgets.h"
#include "model/crm-money.h"
#include "service/crm-currency.h"
#include "service/crm-deals.h"
#include "service/crm-pipelines.h"

typedef struct
{
  GtkWidget *parent;      /* (owned) */
  CrmAppSession *session; /* (owned) */
  CrmAppNewDealFunc func; /* (nullable) */
  char *stage;            /* (owned) (nullable): the one to begin with */
  CrmPipelinePlan *plan;  /* (owned) (nullable) */
  GPtrArray *stages;      /* (owned) (nullable) (element-type CrmRecord): the open ones */
  GtkWidget *dialog;      /* (unowned): lives as long as we do, once it is there */
  GtkWidget *title;
  GtkWidget *account;
  GtkWidget *amount;
  GtkWidget *problem;
  GtkWidget *choice;
} Ask;

static void
free_ask (gpointer data)
{
  Ask *ask = data;

  g_object_unref (ask->parent);
  g_object_unref (ask->session);
  g_free (ask->stage);
  g_clear_pointer (&ask->plan, crm_pipeline_plan_unref);
  g_clear_pointer (&ask->stages, g_ptr_array_unref);
  g_free (ask);
}

/* --- writing ---
 */

/* An amount without a currency has two decimals, as most have. */
static gboolean
parse_amount (const char *text, const char *currency, gint64 *out_minor, GError **error)
{
  return crm_money_parse (text, currency != NULL ? currency : "EUR", out_minor, error);
}

/* What was entered, for the thread that looks up the account. */
typedef struct
{
  char *title;
  char *account;  /* empty for none */
  char *amount;   /* empty for an unknown one */
  char *currency; /* (nullable): of the pipeline */
  char *pipeline;
  char *stage;
} Entered;

static void
free_entered (gpointer data)
{
  Entered *entered = data;

  g_free (entered->title);
  g_free (entered->account);
  g_free (entered->amount);
  g_free (entered->currency);
  g_free (entered->pipeline);
  g_free (entered->stage);
  g_free (entered);
}

/* The account of that name, or a new one. */
static gboolean
find_account (CrmReader *reader, CrmChangeSet *set, const char *name, char **out_id, GError **error)
{
  GError *local_error = NULL;
  g_autoptr (CrmRecord) account = NULL;
  CrmChange *change;

  if (*name == '\0')
    return TRUE;
  account = crm_reader_find (reader, "account", "name", name, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, local_error);
      return FALSE;
    }
  if (account != NULL)
    {
      *out_id = g_strdup (account->id);
      return TRUE;
    }
  change = crm_change_set_create (set, "account", NULL);
  crm_change_set_text (change, "name", name);
  crm_change_set_text (change, "owner", crm_reader_get_actor (reader));
  *out_id = g_strdup (change->id);
  return TRUE;
}

static gpointer
build_in_worker (CrmReader *reader, gpointer data, GError **error)
{
  const Entered *entered = data;
  g_autoptr (CrmChangeSet) set = crm_change_set_new ("add-deal", CRM_CAUSE_USER);
  g_autoptr (CrmRates) rates = crm_currency_load_rates (reader, error);
  g_autofree char *account = NULL;
  g_autofree char *id = NULL;
  CrmNewDeal deal = { .title = entered->title,
                      .pipeline = entered->pipeline,
                      .stage = entered->stage,
                      .owner = crm_reader_get_actor (reader),
                      .now_usec = crm_reader_get_now_usec (reader) };

  if (rates == NULL || !find_account (reader, set, entered->account, &account, error))
    return NULL;
  deal.account = account;
  deal.currency = entered->currency != NULL ? entered->currency : crm_rates_get_base (rates);
  deal.has_amount = *entered->amount != '\0';
  if (deal.has_amount && !parse_amount (entered->amount, deal.currency, &deal.amount_minor, error))
    return NULL;
  id = crm_deals_create (set, &deal);
  return g_steal_pointer (&set);
}

static const char *
find_deal (const CrmChangeSet *set)
{
  for (guint i = 0; i < set->changes->len; i++)
    {
      const CrmChange *change = g_ptr_array_index (set->changes, i);

      if (g_str_equal (change->entity->name, "deal"))
        return change->id;
    }
  return NULL;
}

typedef struct
{
  GtkWidget *parent;      /* (owned) */
  CrmAppSession *session; /* (owned) */
  CrmAppNewDealFunc func; /* (nullable) */
} Writing;

static void
built_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Writing *writing = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmChangeSet) set = crm_store_read_finish (CRM_STORE (source), result, &error);
  g_autofree char *text = NULL;

  if (set == NULL)
    {
      text = crm_phrase_trouble (error, NULL);
      crm_app_session_tell_trouble (writing->session, text);
    }
  else if (crm_app_session_get_store (writing->session) != NULL)
    {
      if (writing->func != NULL)
        writing->func (writing->parent, find_deal (set));
      crm_app_session_write (writing->session, g_steal_pointer (&set));
    }
  g_object_unref (writing->parent);
  g_object_unref (writing->session);
  g_free (writing);
}

static char *
dup_text (GtkWidget *entry)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (entry))));
}

static void
response_cb (AdwMessageDialog *dialog, const char *response, gpointer data)
{
  Ask *ask = data;
  CrmStore *store = crm_app_session_get_store (ask->session);
  guint selected = gtk_drop_down_get_selected (GTK_DROP_DOWN (ask->choice));
  Entered *entered;
  Writing *writing;

  if (!g_str_equal (response, "add") || store == NULL || selected >= ask->stages->len)
    return;
  entered = g_new0 (Entered, 1);
  entered->title = dup_text (ask->title);
  entered->account = dup_text (ask->account);
  entered->amount = dup_text (ask->amount);
  entered->currency = g_strdup (crm_record_get_text (ask->plan->pipeline, "currency"));
  entered->pipeline = g_strdup (ask->plan->pipeline->id);
  entered->stage = g_strdup (((CrmRecord *)g_ptr_array_index (ask->stages, selected))->id);
  writing = g_new0 (Writing, 1);
  writing->parent = g_object_ref (ask->parent);
  writing->session = g_object_ref (ask->session);
  writing->func = ask->func;
  crm_store_read_async (store, build_in_worker, entered, free_entered,
                        (GDestroyNotify)crm_change_set_unref, NULL, built_cb, writing);
}

/* --- the dialog ---
 */

static void
check_cb (Ask *ask)
{
  g_autofree char *title = dup_text (ask->title);
  g_autofree char *amount = dup_text (ask->amount);
  gint64 minor;
  gboolean amount_ok
      = *amount == '\0'
        || parse_amount (amount, crm_record_get_text (ask->plan->pipeline, "currency"), &minor,
                         NULL);

  gtk_widget_set_visible (ask->problem, !amount_ok);
  adw_message_dialog_set_response_enabled (ADW_MESSAGE_DIALOG (ask->dialog), "add",
                                           *title != '\0' && amount_ok);
}

static GtkWidget *
add_entry (Ask *ask, GtkWidget *box, const char *name, const char *hint, const char *id)
{
  GtkWidget *entry = gtk_entry_new ();

  gtk_entry_set_placeholder_text (GTK_ENTRY (entry), hint);
  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);
  crm_app_set_name (entry, name);
  crm_app_set_id (entry, id);
  g_signal_connect_swapped (entry, "changed", G_CALLBACK (check_cb), ask);
  gtk_box_append (GTK_BOX (box), crm_app_label_new (name, "caption-heading"));
  gtk_box_append (GTK_BOX (box), entry);
  return entry;
}

static GtkWidget *
make_choice (Ask *ask)
{
  GtkStringList *names = gtk_string_list_new (NULL);
  GtkWidget *choice;
  guint selected = 0;

  ask->stages = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_record_unref);
  for (guint i = 0; i < ask->plan->stages->len; i++)
    {
      CrmRecord *stage = g_ptr_array_index (ask->plan->stages, i);

      if (crm_stage_is_closed (stage))
        continue;
      if (g_strcmp0 (stage->id, ask->stage) == 0)
        selected = ask->stages->len;
      g_ptr_array_add (ask->stages, crm_record_ref (stage));
      gtk_string_list_append (names, crm_phrase_record_name (stage));
    }
  choice = crm_app_choice_new (names, _ ("Stage"), "crm-new-deal-stage");
  gtk_drop_down_set_selected (GTK_DROP_DOWN (choice), selected);
  return choice;
}

static void
fill (Ask *ask, GtkWidget *box)
{
  const char *currency = crm_record_get_text (ask->plan->pipeline, "currency");

  ask->title = add_entry (ask, box, _ ("Title"), _ ("What it is about"), "crm-new-deal-title");
  ask->account = add_entry (ask, box, _ ("Account"), _ ("A name, known or new; may stay empty"),
                            "crm-new-deal-account");
  ask->amount
      = add_entry (ask, box, _ ("Amount"), currency != NULL ? currency : "", "crm-new-deal-amount");
  ask->problem = crm_app_text_new ("error");
  gtk_label_set_text (GTK_LABEL (ask->problem), _ ("A number, as 1250.00"));
  gtk_box_append (GTK_BOX (box), ask->problem);
  ask->choice = make_choice (ask);
  gtk_box_append (GTK_BOX (box), crm_app_label_new (_ ("Stage"), "caption-heading"));
  gtk_box_append (GTK_BOX (box), ask->choice);
}

static void
present (Ask *ask /* (transfer full) */)
{
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (ask->parent));
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  AdwMessageDialog *message;

  ask->dialog = adw_message_dialog_new (window, _ ("New Deal"),
                                        crm_phrase_record_name (ask->plan->pipeline));
  message = ADW_MESSAGE_DIALOG (ask->dialog);
  g_object_set_data_full (G_OBJECT (message), "crm-ask", ask, free_ask);
  adw_message_dialog_add_responses (message, "cancel", _ ("_Cancel"), "add", _ ("_Add"), NULL);
  fill (ask, box);
  adw_message_dialog_set_extra_child (message, box);
  adw_message_dialog_set_response_appearance (message, "add", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (message, "add");
  adw_message_dialog_set_close_response (message, "cancel");
  g_signal_connect (message, "response", G_CALLBACK (response_cb), ask);
  check_cb (ask);
  gtk_window_present (GTK_WINDOW (message));
  gtk_widget_grab_focus (ask->title);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Ask *ask = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  ask->plan = crm_pipeline_plan_load_finish (CRM_STORE (source), result, &error);
  if (ask->plan != NULL && ask->plan->pipeline != NULL && gtk_widget_get_root (ask->parent) != NULL)
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
 * crm_app_new_deal_ask:
 * @parent: the widget where somebody asked for it
 * @session: a session with an open store
 * @pipeline: (nullable): id of a pipeline; the first where it is %NULL
 * @stage: (nullable): id of the stage to begin with; the first where it is %NULL
 * @func: (nullable): called before it is written
 *
 * Asks for a title and what else is known, then writes the deal.
 */
void
crm_app_new_deal_ask (GtkWidget *parent,
                      CrmAppSession *session,
                      const char *pipeline,
                      const char *stage,
                      CrmAppNewDealFunc func)
{
  CrmStore *store = crm_app_session_get_store (session);
  Ask *ask;

  if (store == NULL)
    return;
  ask = g_new0 (Ask, 1);
  ask->parent = g_object_ref (parent);
  ask->session = g_object_ref (session);
  ask->func = func;
  ask->stage = g_strdup (stage);
  crm_pipeline_plan_load_async (store, pipeline, NULL, loaded_cb, ask);
}
