/* crm-test-mail.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-test-mail"
#include "config.h"

#include "crm-test-mail.h"

#include <string.h>

#include "service/crm-scope.h"

#define SOURCE "account-1"
#define FOLDER "INBOX"

/* `Ada <ada@north.example>` has a name, `ada@north.example` has none. */
static void
add_sender (CrmMessage *message, const char *from)
{
  const char *bracket = strstr (from, " <");
  g_autofree char *name = bracket != NULL ? g_strndup (from, (gsize)(bracket - from)) : NULL;

  crm_message_add_party (message, CRM_ROLE_FROM, bracket != NULL ? bracket + 1 : from, name);
}

/**
 * crm_test_message:
 * @letter: what it says
 *
 * Returns: (transfer full): the letter, sealed
 */
CrmMessage *
crm_test_message (const CrmTestLetter *letter)
{
  CrmMessage *message = crm_message_new ();
  g_auto (GStrv) to = g_strsplit (letter->to, " ", -1);
  g_auto (GStrv) references
      = g_strsplit (letter->references != NULL ? letter->references : "", " ", -1);

  message->date_usec = CRM_TEST_START_USEC + letter->secs * G_USEC_PER_SEC;
  message->size_bytes = 1000;
  message->flags = letter->flags;
  crm_message_set_message_id (message, letter->uid);
  crm_message_set_subject (message, letter->subject);
  add_sender (message, letter->from);
  for (guint i = 0; to[i] != NULL; i++)
    crm_message_add_party (message, CRM_ROLE_TO, to[i], NULL);
  for (guint i = 0; references[i] != NULL; i++)
    crm_message_add_reference (message, crm_message_id_hash (references[i]));
  crm_message_seal (message);
  return message;
}

typedef struct
{
  GPtrArray *messages;    /* (nullable) (element-type CrmMessage) */
  GPtrArray *uids;        /* (nullable) (element-type utf8) */
  const char *expunged;   /* (nullable) */
  const CrmContact *card; /* (nullable) */
} Work;

static gboolean
work_in_transaction (CrmIndex *index, Work *work, GError **error)
{
  gint64 folder = crm_index_ensure_folder (index, SOURCE, FOLDER, error);

  for (guint i = 0; work->messages != NULL && i < work->messages->len; i++)
    if (!crm_index_add (index, folder, g_ptr_array_index (work->uids, i),
                        g_ptr_array_index (work->messages, i), error))
      return FALSE;
  return (work->expunged == NULL || crm_index_remove (index, folder, work->expunged, error))
         && (work->card == NULL || crm_index_put_contact (index, work->card, error));
}

static gboolean
work_in_worker (CrmIndex *index, gpointer data, GCancellable *cancellable, GError **error)
{
  return crm_index_begin (index, error) && work_in_transaction (index, data, error)
         && crm_index_commit (index, error);
}

static void
do_work (CrmStore *store, Work *work)
{
  g_autoptr (GError) error = NULL;

  crm_store_index_sync (store, work_in_worker, work, NULL, &error);
  g_assert_no_error (error);
}

/**
 * crm_test_receive_all:
 * @store: a store
 * @letters: what comes into the index
 * @n: how many
 */
void
crm_test_receive_all (CrmStore *store, const CrmTestLetter *letters, guint n)
{
  g_autoptr (GPtrArray) messages
      = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_message_unref);
  g_autoptr (GPtrArray) uids = g_ptr_array_new ();
  Work work = { .messages = messages, .uids = uids };

  for (guint i = 0; i < n; i++)
    {
      g_ptr_array_add (messages, crm_test_message (&letters[i]));
      g_ptr_array_add (uids, (gpointer)letters[i].uid);
    }
  do_work (store, &work);
}

/**
 * crm_test_receive:
 * @store: a store
 * @letter: what comes into the index
 *
 * Returns: (transfer full): the letter
 */
CrmMessage *
crm_test_receive (CrmStore *store, const CrmTestLetter *letter)
{
  crm_test_receive_all (store, letter, 1);
  return crm_test_message (letter);
}

/**
 * crm_test_expunge:
 * @store: a store
 * @uid: a letter that leaves the mailbox
 */
void
crm_test_expunge (CrmStore *store, const char *uid)
{
  Work work = { .expunged = uid };

  do_work (store, &work);
}

/**
 * crm_test_put_contact:
 * @store: a store
 * @contact: who is in an address book
 */
void
crm_test_put_contact (CrmStore *store, const CrmContact *contact)
{
  Work work = { .card = contact };

  do_work (store, &work);
}

static gpointer
load_scope (CrmReader *reader, gpointer data, GError **error)
{
  return crm_scope_load (reader, error);
}

static gboolean
apply_in_worker (CrmIndex *index, gpointer data, GCancellable *cancellable, GError **error)
{
  return crm_scope_apply (data, index, error);
}

/**
 * crm_test_apply_scope:
 * @store: a store whose index is to obey what was decided
 */
void
crm_test_apply_scope (CrmStore *store)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmScope) scope = crm_store_read_sync (store, load_scope, NULL, NULL, &error);

  g_assert_no_error (error);
  crm_store_index_sync (store, apply_in_worker, scope, NULL, &error);
  g_assert_no_error (error);
}

/**
 * crm_test_own:
 * @store: a store
 * @kind: `own_address` or `own_domain`
 * @value: what is the user's own
 */
void
crm_test_own (CrmStore *store, const char *kind, const char *value)
{
  CrmChangeSet *set = crm_change_set_new ("set-up", CRM_CAUSE_USER);

  crm_scope_exclude (set, kind, value);
  crm_test_write (store, set);
  crm_test_apply_scope (store);
}

static gpointer
load_context (CrmReader *reader, gpointer data, GError **error)
{
  return crm_context_load (reader, data, error);
}

/**
 * crm_test_context:
 * @store: a store
 * @message: the selected letter
 * @address: (nullable): which of its people
 *
 * Returns: (transfer full): what the sidebar shows, with at most 20 entries of history
 */
CrmContext *
crm_test_context (CrmStore *store, CrmMessage *message, const char *address)
{
  CrmContextRequest request = { message, (char *)address, 20 };
  g_autoptr (GError) error = NULL;
  CrmContext *context = crm_store_read_sync (store, load_context, &request, NULL, &error);

  g_assert_no_error (error);
  return context;
}

static gpointer
load_history (CrmReader *reader, gpointer data, GError **error)
{
  return crm_history_load (reader, data, error);
}

/**
 * crm_test_history:
 * @store: a store
 * @query: which page
 *
 * Returns: (transfer full): the page
 */
CrmHistory *
crm_test_history (CrmStore *store, const CrmHistoryQuery *query)
{
  g_autoptr (GError) error = NULL;
  CrmHistory *history = crm_store_read_sync (store, load_history, (gpointer)query, NULL, &error);

  g_assert_no_error (error);
  return history;
}

/**
 * crm_test_history_of:
 * @store: a store
 * @address: normalised
 *
 * Returns: (transfer full): all its history, with totals
 */
CrmHistory *
crm_test_history_of (CrmStore *store, const char *address)
{
  const char *addresses[] = { address, NULL };

  return crm_test_history (store, &(CrmHistoryQuery){ .addresses = addresses,
                                                      .before_usec = G_MAXINT64,
                                                      .limit = 1000,
                                                      .want_totals = TRUE });
}

/**
 * crm_test_texts:
 * @history: a history
 *
 * Returns: (transfer full): its texts, newest first, with commas between
 */
char *
crm_test_texts (const CrmHistory *history)
{
  GString *texts = g_string_new (NULL);

  for (guint i = 0; i < history->items->len; i++)
    {
      const CrmHistoryItem *item = g_ptr_array_index (history->items, i);

      g_string_append_printf (texts, "%s%s", i > 0 ? "," : "", item->text);
    }
  return g_string_free (texts, FALSE);
}

/**
 * crm_test_undo:
 * @store: a store whose newest change set is taken back whole
 */
void
crm_test_undo (CrmStore *store)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmWriteResult) result = crm_store_undo_sync (store, &error);

  g_assert_no_error (error);
  g_assert_true (result->skipped == NULL || result->skipped->len == 0);
}

static gpointer
check_files (CrmReader *reader, gpointer data, GError **error)
{
  return crm_reader_check (reader, error);
}

/**
 * crm_test_check:
 * @store: a store whose files must be whole
 */
void
crm_test_check (CrmStore *store)
{
  g_autoptr (GPtrArray) complaints = crm_store_read_sync (store, check_files, NULL, NULL, NULL);

  g_assert_nonnull (complaints);
  for (guint i = 0; i < complaints->len; i++)
    g_error ("%s", (char *)g_ptr_array_index (complaints, i));
}

/**
 * crm_test_settle:
 * @store: a store that only the caller holds, but for what is still under way
 *
 * Waits until nothing is; what was cancelled ends after it was answered.
 */
void
crm_test_settle (CrmStore *store)
{
  while (g_atomic_int_get (&G_OBJECT (store)->ref_count) > 1)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (500);
    }
}
