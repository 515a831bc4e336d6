/* crm-sending.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-sending"
#include "config.h"

#include "crm-sending.h"

#include <string.h>

#include "model/crm-id.h"
#include "service/crm-filing.h"
#include "service/crm-waiting.h"
#include "store/crm-context-query.h"

#define DAY_USEC (G_USEC_PER_SEC * G_GINT64_CONSTANT (86400))

static char *
bare_id (const char *message_id)
{
  g_autofree char *copy = g_strstrip (g_strdup (message_id));
  gsize length = strlen (copy);

  if (copy[0] == '<' && length > 2 && copy[length - 1] == '>')
    return g_strndup (copy + 1, length - 2);
  return g_steal_pointer (&copy);
}

static char *
intent_id (const char *message_id)
{
  return crm_entity_derive_id (crm_entity_find ("send_intent"), message_id, NULL);
}

/**
 * crm_sending_queue_new:
 *
 * Returns: (transfer full): an empty outbox, to be filled with g_hash_table_add()
 */
CrmSendingQueue *
crm_sending_queue_new (void)
{
  CrmSendingQueue *self = g_new0 (CrmSendingQueue, 1);

  self->waiting = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->deleted = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  return self;
}

/**
 * crm_sending_queue_free:
 * @self: (transfer full) (nullable): what is known of an outbox
 */
void
crm_sending_queue_free (CrmSendingQueue *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->waiting, g_hash_table_unref);
  g_clear_pointer (&self->deleted, g_hash_table_unref);
  g_free (self);
}

/**
 * crm_sending_plan:
 * @plan: what was chosen in the composer
 * @now_usec: now, UTC microseconds
 *
 * Returns: (transfer full): the change set that remembers it; the letter is filed only when it has
 *   been sent, see crm_sending_settle()
 */
CrmChangeSet *
crm_sending_plan (const CrmSendPlan *plan, gint64 now_usec)
{
  CrmChangeSet *set = crm_change_set_new ("plan-letter", CRM_CAUSE_USER);
  g_autofree char *message_id = bare_id (plan->message_id);
  g_autofree char *id = intent_id (message_id);
  CrmChange *change = crm_change_set_ensure (set, "send_intent", id);

  crm_change_set_text (change, "message_id", message_id);
  crm_change_set_int (change, "mid_hash", (gint64)crm_message_id_hash (message_id));
  crm_change_set_text (change, "state", plan->is_draft ? "draft" : "pending");
  crm_change_set_int (change, "at", now_usec);
  if (plan->deal != NULL)
    crm_change_set_text (change, "deal", plan->deal);
  if (plan->answer_days > 0)
    crm_change_set_int (change, "answer_days", plan->answer_days);
  if (plan->ladder != NULL)
    crm_change_set_text (change, "ladder", plan->ladder);
  if (plan->template != NULL)
    crm_change_set_text (change, "template", plan->template);
  return set;
}

/**
 * crm_sending_drop:
 * @message_id: a Message-ID that crm_sending_plan() was called with
 *
 * Every attempt to send has a Message-ID of its own: what failed, was thrown away, or is written on
 * under another one will not come to lie in Sent.
 *
 * Returns: (transfer full): the change set that forgets what was chosen for it; refused with
 *   %CRM_ERROR_CONFLICT when the letter has been sent nevertheless
 */
CrmChangeSet *
crm_sending_drop (const char *message_id)
{
  CrmChangeSet *set = crm_change_set_new ("letter-expired", CRM_CAUSE_MAIL);
  g_autofree char *bare = bare_id (message_id);
  g_autofree char *id = intent_id (bare);
  CrmChange *change = crm_change_set_update (set, "send_intent", id);
  CrmValue none = { .kind = CRM_VALUE_NULL };

  crm_change_set_text (change, "state", "expired");
  crm_change_expect (change, "settled_by", &none);
  crm_change_set_text (change, "settled_by", "composer");
  return set;
}

/**
 * crm_sending_find:
 * @reader: a reader
 * @message_id: a Message-ID, with or without <>
 * @error: (nullable): storage errors
 *
 * Returns: (transfer full) (nullable): what was chosen for the letter, when it has neither been
 * sent nor given up; %NULL without @error when there is nothing
 */
CrmRecord *
crm_sending_find (CrmReader *reader, const char *message_id, GError **error)
{
  g_autofree char *bare = bare_id (message_id);
  g_autoptr (CrmRecord) intent = crm_reader_find (reader, "send_intent", "message_id", bare, error);
  const char *state = intent != NULL ? crm_record_get_text (intent, "state") : NULL;

  return g_strcmp0 (state, "pending") == 0 || g_strcmp0 (state, "draft") == 0
             ? g_steal_pointer (&intent)
             : NULL;
}

/* Ours and in a folder of mail: Outbox and Drafts are not indexed. A letter of somebody else that
 * has the same Message-ID is not it. */
static CrmMessage *
find_sent (CrmReader *reader, const CrmRecord *intent, GError **error)
{
  GError *local_error = NULL;
  g_autoptr (CrmMessage) message
      = crm_query_message_by_id (reader, crm_record_get_text (intent, "message_id"), &local_error);
  const CrmMessageParty *sender;
  gboolean own;

  if (g_error_matches (local_error, CRM_ERROR, CRM_ERROR_NOT_FOUND))
    {
      g_error_free (local_error);
      return NULL;
    }
  sender = message != NULL ? crm_message_get_sender (message) : NULL;
  own = sender != NULL && crm_query_is_own (reader, sender->address, &local_error);
  if (local_error != NULL)
    g_propagate_error (error, local_error);
  return own && local_error == NULL ? g_steal_pointer (&message) : NULL;
}

/* Nobody else may have settled it since it was read. */
static CrmChangeSet *
make_state_set (const CrmRecord *intent, const char *label, const char *state)
{
  CrmChangeSet *set = crm_change_set_new (label, CRM_CAUSE_MAIL);
  CrmChange *change = crm_change_set_update (set, "send_intent", intent->id);
  g_autofree char *key = crm_id_new (g_get_real_time ());

  crm_change_expect (change, "state", crm_record_get (intent, "state"));
  crm_change_set_text (change, "state", state);
  /* Two that write the same do not conflict; these do, and the second set is refused as a whole. */
  crm_change_expect (change, "settled_by", crm_record_get (intent, "settled_by"));
  crm_change_set_text (change, "settled_by", key);
  return set;
}

/* The deal may have been deleted while the letter was under way. */
static gboolean
add_filing (GPtrArray *sets,
            CrmReader *reader,
            const CrmRecord *intent,
            const CrmMessage *message,
            CrmRecord **out_deal,
            GError **error)
{
  const char *id = crm_record_get_text (intent, "deal");
  GError *local_error = NULL;
  CrmRecord *deal = NULL;

  *out_deal = NULL;
  if (id == NULL)
    return TRUE;
  *out_deal = deal = crm_reader_find (reader, "deal", CRM_COLUMN_ID, id, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, local_error);
      return FALSE;
    }
  if (deal != NULL)
    g_ptr_array_add (sets, crm_filing_file (message, CRM_TARGET_DEAL, id));
  return TRUE;
}

/* Whom the letter went to: the first who is not the user. */
static const char *
find_recipient (CrmReader *reader, const CrmMessage *message)
{
  for (guint i = 0; i < message->parties->len; i++)
    {
      const CrmMessageParty *party = g_ptr_array_index (message->parties, i);

      if (party->role != CRM_ROLE_FROM && party->role != CRM_ROLE_REPLY_TO
          && !crm_query_is_own (reader, party->address, NULL))
        return party->address;
    }
  return NULL;
}

/* In the set that ends the intent, so that of two programs only one makes it. */
static void
add_waiting (CrmChangeSet *set,
             CrmReader *reader,
             const CrmRecord *intent,
             const CrmMessage *message,
             const CrmRecord *deal)
{
  gint64 days = crm_record_get_int (intent, "answer_days", 0);
  const char *address = find_recipient (reader, message);
  g_autoptr (CrmRecord) person
      = address != NULL ? crm_query_person_of_address (reader, address, NULL) : NULL;
  g_autoptr (CrmRecord) account
      = person != NULL ? crm_query_account_of_person (reader, person->id, NULL) : NULL;
  CrmSubject subject = { .person = person != NULL ? person->id : NULL,
                         .account = account != NULL ? account->id : NULL,
                         .deal = deal != NULL ? deal->id : NULL,
                         .address = address };
  CrmWaiting waiting = { .title = message->subject[0] != '\0' ? message->subject : address,
                         .wait_for = message->mid_hash,
                         .since_usec = message->date_usec,
                         .days = (guint)days,
                         .ladder = crm_record_get_text (intent, "ladder"),
                         .owner = crm_reader_get_actor (reader) };

  if (days > 0 && address != NULL)
    g_free (crm_waiting_add (set, &subject, &waiting));
}

static gboolean
has_letter (GHashTable *letters /* (nullable) */, const CrmRecord *intent)
{
  gint64 hash = crm_record_get_int (intent, "mid_hash", 0);

  return letters != NULL && g_hash_table_contains (letters, &hash);
}

/* What waits in the outbox may wait there for as long as it wants. */
static gboolean
is_given_up (CrmReader *reader, const CrmRecord *intent, const CrmSendingQueue *queue)
{
  gint64 age = crm_reader_get_now_usec (reader) - crm_record_get_int (intent, "at", 0);

  if (queue != NULL && has_letter (queue->deleted, intent))
    return TRUE;
  if (queue != NULL && has_letter (queue->waiting, intent))
    return FALSE;
  return age > CRM_SENDING_MAX_DAYS * DAY_USEC;
}

static gboolean
settle_one (GPtrArray *sets,
            CrmReader *reader,
            const CrmRecord *intent,
            const CrmSendingQueue *queue,
            GError **error)
{
  GError *local_error = NULL;
  g_autoptr (CrmMessage) message = find_sent (reader, intent, &local_error);

  if (local_error != NULL)
    {
      g_propagate_error (error, local_error);
      return FALSE;
    }
  if (message != NULL)
    {
      g_autoptr (CrmRecord) deal = NULL;
      CrmChangeSet *set;

      if (!add_filing (sets, reader, intent, message, &deal, error))
        return FALSE;
      set = make_state_set (intent, "letter-sent", "sent");
      add_waiting (set, reader, intent, message, deal);
      g_ptr_array_add (sets, set);
    }
  else if (is_given_up (reader, intent, queue))
    g_ptr_array_add (sets, make_state_set (intent, "letter-expired", "expired"));
  return TRUE;
}

static void
settle_drafts (GPtrArray *sets, CrmReader *reader, GPtrArray *drafts)
{
  gint64 oldest = crm_reader_get_now_usec (reader) - CRM_SENDING_DRAFT_DAYS * DAY_USEC;

  for (guint i = 0; i < drafts->len; i++)
    if (crm_record_get_int (g_ptr_array_index (drafts, i), "at", 0) < oldest)
      g_ptr_array_add (sets,
                       make_state_set (g_ptr_array_index (drafts, i), "letter-expired", "expired"));
}

/**
 * crm_sending_settle:
 * @reader: a reader
 * @queue: (nullable): what is known of the outbox
 * @error: (nullable): storage errors
 *
 * Looks for the letters that are under way. Filing and the end of the intent are two change sets,
 * so that taking the filing back does not make the letter pending again; a crash in between files
 * it once more, which changes nothing.
 *
 * Returns: (transfer container) (nullable) (element-type CrmChangeSet): what is to be written, in
 *   this order, mostly nothing
 */
GPtrArray *
crm_sending_settle (CrmReader *reader, const CrmSendingQueue *queue, GError **error)
{
  g_autoptr (GPtrArray) sets
      = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_change_set_unref);
  g_autoptr (GPtrArray) pending
      = crm_reader_list_where (reader, "send_intent", "state", "pending", error);
  g_autoptr (GPtrArray) drafts
      = pending != NULL ? crm_reader_list_where (reader, "send_intent", "state", "draft", error)
                        : NULL;

  if (drafts == NULL)
    return NULL;
  settle_drafts (sets, reader, drafts);
  for (guint i = 0; i < pending->len; i++)
    if (!settle_one (sets, reader, g_ptr_array_index (pending, i), queue, error))
      return NULL;
  return g_steal_pointer (&sets);
}

/* --- in a running program --------------------------------------------------------------------- */

typedef struct
{
  GPtrArray *sets; /* (owned) (nullable) (element-type CrmChangeSet) */
  guint next;
  guint n_filed;
} Settling;

static void
free_settling (gpointer data)
{
  Settling *settling = data;

  g_clear_pointer (&settling->sets, g_ptr_array_unref);
  g_free (settling);
}

static void write_next (GTask *task);

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Settling *settling = g_task_get_task_data (task);
  const CrmChangeSet *set = g_ptr_array_index (settling->sets, settling->next - 1);
  GError *error = NULL;
  g_autoptr (CrmWriteResult) written = crm_store_write_finish (CRM_STORE (source), result, &error);

  /* Another program was faster, with the same. */
  if (g_error_matches (error, CRM_ERROR, CRM_ERROR_CONFLICT))
    g_clear_error (&error);
  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (written != NULL && written->seq != 0 && g_str_equal (set->label, "file-email"))
    settling->n_filed++;
  write_next (task);
}

static void
write_next (GTask *task)
{
  Settling *settling = g_task_get_task_data (task);

  if (settling->next >= settling->sets->len)
    {
      g_task_return_int (task, settling->n_filed);
      return;
    }
  settling->next++;
  crm_store_write_async (g_task_get_source_object (task),
                         g_ptr_array_index (settling->sets, settling->next - 1),
                         g_task_get_cancellable (task), written_cb, g_object_ref (task));
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Settling *settling = g_task_get_task_data (task);
  GError *error = NULL;

  settling->sets = crm_store_read_finish (CRM_STORE (source), result, &error);
  if (settling->sets == NULL)
    g_task_return_error (task, error);
  else
    write_next (task);
}

static gpointer
settle_in_worker (CrmReader *reader, gpointer data, GError **error)
{
  return crm_sending_settle (reader, data, error);
}

/**
 * crm_sending_settle_async:
 * @store: a store
 * @queue: (transfer full) (nullable): what is known of the outbox
 * @cancellable: (nullable): interrupts the query
 * @callback: (nullable) (scope async): called in the thread-default context of the caller
 * @user_data: data for @callback
 *
 * Does what crm_sending_settle() says. Cheap when nothing is under way.
 */
void
crm_sending_settle_async (CrmStore *store,
                          CrmSendingQueue *queue,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  GTask *task = g_task_new (store, cancellable, callback, user_data);

  g_task_set_source_tag (task, crm_sending_settle_async);
  g_task_set_task_data (task, g_new0 (Settling, 1), free_settling);
  crm_store_read_async (store, settle_in_worker, queue, (GDestroyNotify)crm_sending_queue_free,
                        (GDestroyNotify)g_ptr_array_unref, cancellable, read_cb, task);
}

/**
 * crm_sending_settle_finish:
 * @store: a store
 * @result: what the callback got
 * @out_filed: (out) (optional): how many letters were filed
 * @error: (nullable): storage errors, %G_IO_ERROR_CANCELLED
 *
 * Returns: whether all is well
 */
gboolean
crm_sending_settle_finish (CrmStore *store, GAsyncResult *result, guint *out_filed, GError **error)
{
  gssize n_filed = g_task_propagate_int (G_TASK (result), error);

  if (out_filed != NULL)
    *out_filed = (guint)MAX (n_filed, 0);
  return n_filed >= 0;
}
