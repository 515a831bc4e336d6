/* crm-undelivered.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-undelivered"
#include "config.h"

#include "crm-undelivered.h"

#include "model/crm-bounce.h"
#include "store/crm-context-query.h"

static gboolean
failed (GError **error, GError *local_error)
{
  if (local_error == NULL)
    return FALSE;
  g_propagate_error (error, local_error);
  return TRUE;
}

/* Whoever was never written to was not reached by a letter of ours either: anybody can invent such
 * a report. What they wrote later says that they are there. */
static gboolean
is_believable (CrmReader *reader, const char *address, gint64 at_usec, GError **error)
{
  g_auto (CrmActivity) activity = { 0 };
  GError *local_error = NULL;
  gboolean is_own = crm_query_is_own (reader, address, &local_error);

  if (failed (error, local_error) || is_own
      || !crm_query_activity (reader, address, &activity, error))
    return FALSE;
  return activity.last_out_usec > 0 && activity.last_in_usec <= at_usec;
}

/* Said already, by this letter or a later one; what was taken back stays so until the next. */
static gboolean
is_news (const CrmRecord *known, const CrmMessage *letter)
{
  return known == NULL
         || (crm_record_get_int (known, "letter", 0) != (gint64)letter->fingerprint
             && crm_record_get_int (known, "at", 0) < letter->date_usec);
}

static void
add_mark (CrmChangeSet *set,
          const CrmMessage *letter,
          const CrmBounce *bounce,
          const CrmRecord *known /* (nullable) */)
{
  g_autofree char *id
      = crm_entity_derive_id (crm_entity_find ("undelivered"), bounce->address, NULL);
  CrmChange *change = crm_change_set_ensure (set, "undelivered", id);

  crm_change_set_text (change, "address", bounce->address);
  crm_change_set_int (change, "at", letter->date_usec);
  crm_change_set_int (change, "letter", (gint64)letter->fingerprint);
  if (bounce->reason != NULL)
    crm_change_set_text (change, "reason", bounce->reason);
  else
    crm_change_set_null (change, "reason");
  if (bounce->status != NULL)
    crm_change_set_text (change, "status", bounce->status);
  else
    crm_change_set_null (change, "status");
  if (known != NULL)
    crm_change_set_int (change, "lifted", 0);
}

/**
 * crm_undelivered_mark:
 * @reader: a reader
 * @letter: a letter that a mail server sent back
 * @bounces: (element-type CrmBounce): what it says
 * @error: (nullable): storage errors
 *
 * Returns: (transfer full) (nullable): the change set that remembers which addresses are dead;
 * %NULL when it says nothing new, and on failure
 */
CrmChangeSet *
crm_undelivered_mark (CrmReader *reader,
                      const CrmMessage *letter,
                      const GPtrArray *bounces,
                      GError **error)
{
  g_autoptr (CrmChangeSet) set = crm_change_set_new ("mark-undelivered", CRM_CAUSE_MAIL);

  for (guint i = 0; i < bounces->len && letter->date_usec > 0; i++)
    {
      const CrmBounce *bounce = g_ptr_array_index (bounces, i);
      GError *local_error = NULL;
      g_autoptr (CrmRecord) known = NULL;
      gboolean counts = bounce->is_dead
                        && is_believable (reader, bounce->address, letter->date_usec, &local_error);

      if (counts)
        known = crm_reader_find (reader, "undelivered", "address", bounce->address, &local_error);
      if (failed (error, local_error))
        return NULL;
      if (counts && is_news (known, letter))
        add_mark (set, letter, bounce, known);
    }
  return set->changes->len > 0 ? g_steal_pointer (&set) : NULL;
}

typedef struct
{
  CrmMessage *letter; /* (owned) */
  GPtrArray *bounces; /* (owned) */
} Request;

static void
free_request (gpointer data)
{
  Request *request = data;

  crm_message_unref (request->letter);
  g_ptr_array_unref (request->bounces);
  g_free (request);
}

/* (transfer full): an array with the change set in it, if there is one */
static gpointer
mark_in_worker (CrmReader *reader, gpointer data, GError **error)
{
  const Request *request = data;
  g_autoptr (GPtrArray) sets
      = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_change_set_unref);
  GError *local_error = NULL;
  CrmChangeSet *set
      = crm_undelivered_mark (reader, request->letter, request->bounces, &local_error);

  if (failed (error, local_error))
    return NULL;
  if (set != NULL)
    g_ptr_array_add (sets, set);
  return g_steal_pointer (&sets);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmWriteResult) written = crm_store_write_finish (CRM_STORE (source), result, &error);

  if (written == NULL)
    g_message ("that a letter came back could not be written: %s", error->message);
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) sets = crm_store_read_finish (CRM_STORE (source), result, &error);

  for (guint i = 0; sets != NULL && i < sets->len; i++)
    crm_store_write_async (CRM_STORE (source), g_ptr_array_index (sets, i), NULL, written_cb, NULL);
}

/**
 * crm_undelivered_mark_async:
 * @store: a store
 * @letter: a letter that a mail server sent back
 * @bounces: (element-type CrmBounce): what it says
 *
 * Asks crm_undelivered_mark() and writes it. What cannot be written is found again when the letter
 * is opened again.
 */
void
crm_undelivered_mark_async (CrmStore *store, CrmMessage *letter, GPtrArray *bounces)
{
  Request *request = g_new0 (Request, 1);

  request->letter = crm_message_ref (letter);
  request->bounces = g_ptr_array_ref (bounces);
  crm_store_read_async (store, mark_in_worker, request, free_request,
                        (GDestroyNotify)g_ptr_array_unref, NULL, found_cb, NULL);
}

/**
 * crm_undelivered_find:
 * @reader: a reader
 * @address: normalised
 * @error: (nullable): storage errors
 *
 * Returns: (transfer full) (nullable): the record that says that mail to @address does not arrive;
 *   %NULL when it does, or nothing is known, and on failure
 */
CrmRecord *
crm_undelivered_find (CrmReader *reader, const char *address, GError **error)
{
  g_autoptr (CrmRecord) record = crm_reader_find (reader, "undelivered", "address", address, error);
  g_auto (CrmActivity) activity = { 0 };

  if (record == NULL || crm_record_get_int (record, "lifted", 0) != 0
      || !crm_query_activity (reader, address, &activity, error)
      || activity.last_in_usec > crm_record_get_int (record, "at", 0))
    return NULL;
  return g_steal_pointer (&record);
}

/**
 * crm_undelivered_lift:
 * @undelivered: what says that mail to an address does not arrive, as the person saw it
 *
 * Returns: (transfer full): the change set after which it does, until the next letter comes back
 */
CrmChangeSet *
crm_undelivered_lift (const CrmRecord *undelivered)
{
  CrmChangeSet *set = crm_change_set_new ("lift-undelivered", CRM_CAUSE_USER);
  CrmChange *change = crm_change_set_update (set, "undelivered", undelivered->id);

  crm_change_set_int (change, "lifted", 1);
  crm_change_expect (change, "lifted", crm_record_get (undelivered, "lifted"));
  return set;
}
