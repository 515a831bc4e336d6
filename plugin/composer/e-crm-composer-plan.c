/* e-crm-composer-plan.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Evolution makes a new Message-ID whenever it builds the letter: for each attempt to send, and
 * each time it puts the letter into Outbox or Drafts. What was chosen goes from one to the next. */
#define G_LOG_DOMAIN "e-crm-composer-plan"
#include "config.h"

#include "e-crm-composer-plan.h"

#include <mail/e-mail-reader.h>
#include <string.h>

#include "e-crm-composer-letter.h"
#include "service/crm-sending.h"

/* On the window: what the hooks find there. */
#define PLAN_KEY "e-crm-composer-plan"

struct _ECrmComposerPlan
{
  GObject parent_instance;
  ECrmApp *app;           /* (unowned): outlives all windows */
  EMsgComposer *composer; /* (unowned) (nullable): NULL once it is gone */
  ECrmComposerPane *pane; /* (unowned): of the composer */
  char *template;         /* (owned) (nullable): id of the one that was taken */
  char *source;          /* (owned) (nullable): Message-ID of the letter that this one is made of */
  char *last;            /* (owned) (nullable): Message-ID that something is remembered for */
  gboolean is_under_way; /* nobody has said yet that @last has left */
};

G_DEFINE_FINAL_TYPE (ECrmComposerPlan, e_crm_composer_plan, G_TYPE_OBJECT)

static void
e_crm_composer_plan_finalize (GObject *object)
{
  ECrmComposerPlan *self = E_CRM_COMPOSER_PLAN (object);

  g_free (self->template);
  g_free (self->source);
  g_free (self->last);
  G_OBJECT_CLASS (e_crm_composer_plan_parent_class)->finalize (object);
}

static void
e_crm_composer_plan_class_init (ECrmComposerPlanClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = e_crm_composer_plan_finalize;
}

static void
e_crm_composer_plan_init (ECrmComposerPlan *self)
{
}

static gboolean
is_ready (ECrmComposerPlan *self)
{
  return self->composer != NULL && e_crm_app_get_state (self->app) == E_CRM_APP_READY;
}

/* --- remembering ------------------------------------------------------------------------------ */

static void
dropped_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmWriteResult) written = crm_store_write_finish (CRM_STORE (source), result, &error);

  /* Sent after all, or taken back by hand: nothing is left to forget. */
  if (written == NULL && !g_error_matches (error, CRM_ERROR, CRM_ERROR_CONFLICT)
      && !g_error_matches (error, CRM_ERROR, CRM_ERROR_NOT_FOUND))
    g_warning ("what was chosen for a letter is not forgotten: %s", error->message);
}

static void
drop_last (ECrmComposerPlan *self)
{
  g_autoptr (CrmChangeSet) set = NULL;

  if (self->last == NULL)
    return;
  set = crm_sending_drop (self->last);
  crm_store_write_async (e_crm_app_get_store (self->app), set, NULL, dropped_cb, NULL);
  g_clear_pointer (&self->last, g_free);
}

static void
planned_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmWriteResult) written = crm_store_write_finish (CRM_STORE (source), result, &error);

  if (written == NULL)
    g_warning ("the deal of a letter is not remembered: %s", error->message);
}

static void
state_cb (EActivity *activity, GParamSpec *pspec, gpointer data)
{
  ECrmComposerPlan *self = data;

  if (e_activity_get_state (activity) == E_ACTIVITY_COMPLETED)
    self->is_under_way = FALSE;
}

static void
remember (ECrmComposerPlan *self,
          CamelMimeMessage *message,
          EActivity *activity /* (nullable) */,
          gboolean is_draft)
{
  CrmStore *store = e_crm_app_get_store (self->app);
  CrmSendPlan plan = { .message_id = camel_mime_message_get_message_id (message),
                       .deal = e_crm_deal_choice_get (e_crm_composer_pane_get_choice (self->pane)),
                       .template = self->template,
                       .is_draft = is_draft };
  g_autoptr (CrmChangeSet) set = NULL;

  if (g_strcmp0 (self->last, plan.message_id) != 0)
    drop_last (self);
  plan.answer_days = e_crm_composer_pane_get_answer_days (self->pane, &plan.ladder);
  if (plan.message_id == NULL || (plan.deal == NULL && plan.answer_days == 0))
    return;
  set = crm_sending_plan (&plan, crm_store_get_now_usec (store));
  crm_store_write_async (store, set, NULL, planned_cb, NULL);
  g_free (self->last);
  self->last = g_strdup (plan.message_id);
  self->is_under_way = TRUE;
  if (activity != NULL)
    g_signal_connect_object (activity, "notify::state", G_CALLBACK (state_cb), self, 0);
}

/* --- taking up what was remembered ------------------------------------------------------------ */

static gpointer
find_in_worker (CrmReader *reader, gpointer message_id, GError **error)
{
  return crm_sending_find (reader, message_id, error);
}

/* An answer to a letter that is under way, or one that brings it to somebody else, is another one.
 */
static gboolean
is_same_letter (ECrmComposerPlan *self, const CrmRecord *intent)
{
  g_autoptr (CrmMessage) letter = NULL;

  if (g_strcmp0 (crm_record_get_text (intent, "state"), "draft") == 0)
    return TRUE;
  letter = e_crm_composer_letter_read (self->composer, e_crm_composer_plan_get_forwarded (self));
  for (guint i = 0; i < letter->references->len; i++)
    if (g_array_index (letter->references, guint64, i) == crm_message_id_hash (self->source))
      return FALSE;
  return TRUE;
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (ECrmComposerPlan) self = data;
  g_autoptr (CrmRecord) intent = crm_store_read_finish (CRM_STORE (source), result, NULL);

  if (intent == NULL || self->composer == NULL || self->last != NULL
      || !is_same_letter (self, intent))
    return;
  self->last = g_strdup (crm_record_get_text (intent, "message_id"));
  e_crm_composer_plan_set_template (self, crm_record_get_text (intent, "template"));
  e_crm_composer_pane_restore (self->pane, crm_record_get_text (intent, "deal"),
                               (int)crm_record_get_int (intent, "answer_days", 0),
                               crm_record_get_text (intent, "ladder"));
}

static void
look_up (ECrmComposerPlan *self)
{
  if (self->source != NULL && is_ready (self))
    crm_store_read_async (e_crm_app_get_store (self->app), find_in_worker, g_strdup (self->source),
                          g_free, (GDestroyNotify)crm_record_unref, NULL, found_cb,
                          g_object_ref (self));
}

/* --- what happens to letters ------------------------------------------------------------------ */

/* Invitations go through a window that nobody sees. */
static ECrmComposerPlan *
find_plan (const GValue *composer)
{
  GObject *window = g_value_get_object (composer);
  ECrmComposerPlan *self = window != NULL ? g_object_get_data (window, PLAN_KEY) : NULL;

  return self != NULL && is_ready (self) && gtk_widget_get_mapped (GTK_WIDGET (window)) ? self
                                                                                        : NULL;
}

/* Before all handlers of the signal, one of which sends in a thread. */
static gboolean
leaving_hook (GSignalInvocationHint *hint, guint n_values, const GValue *values, gpointer is_draft)
{
  ECrmComposerPlan *self = n_values > 2 ? find_plan (&values[0]) : NULL;

  if (self != NULL)
    remember (self, g_value_get_object (&values[1]), g_value_get_object (&values[2]),
              GPOINTER_TO_INT (is_draft));
  return TRUE;
}

static gboolean
created_hook (GSignalInvocationHint *hint, guint n_values, const GValue *values, gpointer data)
{
  GObject *composer = n_values > 2 ? g_value_get_object (&values[1]) : NULL;
  CamelMimeMessage *source = n_values > 2 ? g_value_get_object (&values[2]) : NULL;
  ECrmComposerPlan *self = composer != NULL ? g_object_get_data (composer, PLAN_KEY) : NULL;

  if (self == NULL || source == NULL)
    return TRUE;
  g_free (self->source);
  self->source = g_strdup (camel_mime_message_get_message_id (source));
  look_up (self);
  return TRUE;
}

/* Once a process. */
static void
ensure_hooks (void)
{
  static gulong hooks;

  if (hooks != 0)
    return;
  hooks = g_signal_add_emission_hook (g_signal_lookup ("send", E_TYPE_MSG_COMPOSER), 0,
                                      leaving_hook, GINT_TO_POINTER (FALSE), NULL);
  g_signal_add_emission_hook (g_signal_lookup ("save-to-outbox", E_TYPE_MSG_COMPOSER), 0,
                              leaving_hook, GINT_TO_POINTER (FALSE), NULL);
  g_signal_add_emission_hook (g_signal_lookup ("save-to-drafts", E_TYPE_MSG_COMPOSER), 0,
                              leaving_hook, GINT_TO_POINTER (TRUE), NULL);
  g_signal_add_emission_hook (g_signal_lookup ("composer-created", E_TYPE_MAIL_READER), 0,
                              created_hook, NULL, NULL);
}

/* Thrown away after it could not be sent. */
static void
destroy_cb (GtkWidget *composer, gpointer data)
{
  ECrmComposerPlan *self = data;

  if (self->is_under_way && is_ready (self))
    drop_last (self);
  self->is_under_way = FALSE;
  self->composer = NULL;
}

/**
 * e_crm_composer_plan_new:
 * @app: the CRM
 * @composer: the window of a letter
 * @pane: what is chosen there
 *
 * Returns: (transfer full): what is remembered when the letter leaves the window
 */
ECrmComposerPlan *
e_crm_composer_plan_new (ECrmApp *app, EMsgComposer *composer, ECrmComposerPane *pane)
{
  ECrmComposerPlan *self = g_object_new (E_TYPE_CRM_COMPOSER_PLAN, NULL);

  self->app = app;
  self->composer = composer;
  self->pane = pane;
  g_object_set_data_full (G_OBJECT (composer), PLAN_KEY, g_object_ref (self), g_object_unref);
  g_signal_connect_object (composer, "destroy", G_CALLBACK (destroy_cb), self, 0);
  ensure_hooks ();
  return self;
}

/**
 * e_crm_composer_plan_set_template:
 * @self: a plan
 * @template: (nullable): id of the template that the letter is made of
 */
void
e_crm_composer_plan_set_template (ECrmComposerPlan *self, const char *template)
{
  g_free (self->template);
  self->template = g_strdup (template);
}

/**
 * e_crm_composer_plan_get_forwarded:
 * @self: a plan
 *
 * A letter that is taken as a pattern for a new one does not lend it its conversation.
 *
 * Returns: (transfer none) (nullable): Message-ID of the letter that is forwarded in the text
 */
const char *
e_crm_composer_plan_get_forwarded (ECrmComposerPlan *self)
{
  const char *flags
      = self->composer != NULL
            ? e_msg_composer_get_header (self->composer, "X-Evolution-Source-Flags", 0)
            : NULL;

  return flags != NULL && strstr (flags, "FORWARDED") != NULL ? self->source : NULL;
}
