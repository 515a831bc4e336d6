/* crm-card-reading.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-card-reading"
#include "config.h"

#include "crm-card-reading.h"

#include "crm-vcard.h"

/* Anything else is waited for in full, although nobody needs the connection itself. */
#define DO_NOT_WAIT ((guint32)-1)

typedef struct
{
  ESourceRegistry *registry; /* (owned) */
  GPtrArray *readings;       /* (owned) (element-type CrmCardReading) */
} Job;

static void
free_job (gpointer data)
{
  Job *job = data;

  g_object_unref (job->registry);
  g_ptr_array_unref (job->readings);
  g_free (job);
}

/**
 * crm_card_reading_new:
 * @book_uid: the address book's source UID
 * @contact_uid: which contact
 *
 * Returns: (transfer full): a reading to be done
 */
CrmCardReading *
crm_card_reading_new (const char *book_uid, const char *contact_uid)
{
  CrmCardReading *self = g_new0 (CrmCardReading, 1);

  self->book_uid = g_strdup (book_uid);
  self->contact_uid = g_strdup (contact_uid);
  return self;
}

/**
 * crm_card_reading_free:
 * @self: (nullable): a reading
 */
void
crm_card_reading_free (CrmCardReading *self)
{
  if (self == NULL)
    return;
  g_free (self->book_uid);
  g_free (self->contact_uid);
  g_free (self->vcard);
  g_free (self);
}

static EBookClient * /* (transfer full) (nullable) */
open_book (ESourceRegistry *registry, const char *uid, GCancellable *cancellable)
{
  g_autoptr (ESource) source = e_source_registry_ref_source (registry, uid);
  EClient *client = NULL;

  if (source != NULL && e_source_has_extension (source, E_SOURCE_EXTENSION_ADDRESS_BOOK)
      && e_source_registry_check_enabled (registry, source))
    client = e_book_client_connect_sync (source, DO_NOT_WAIT, cancellable, NULL);
  return client != NULL ? E_BOOK_CLIENT (client) : NULL;
}

static void
read_one (EBookClient *client, CrmCardReading *reading, GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;
  EContact *contact = NULL;

  if (e_book_client_get_contact_sync (client, reading->contact_uid, &contact, cancellable, &error))
    reading->vcard = crm_vcard_to_keep (contact);
  else
    reading->is_gone
        = g_error_matches (error, E_BOOK_CLIENT_ERROR, E_BOOK_CLIENT_ERROR_CONTACT_NOT_FOUND);
  g_clear_object (&contact);
}

static void
run_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Job *job = data;
  g_autoptr (GHashTable) books = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, NULL);
  GHashTableIter iter;
  gpointer client;

  for (guint i = 0; i < job->readings->len && !g_cancellable_is_cancelled (cancellable); i++)
    {
      CrmCardReading *reading = g_ptr_array_index (job->readings, i);

      if (!g_hash_table_contains (books, reading->book_uid))
        g_hash_table_insert (books, reading->book_uid,
                             open_book (job->registry, reading->book_uid, cancellable));
      client = g_hash_table_lookup (books, reading->book_uid);
      if (client != NULL)
        read_one (client, reading, cancellable);
    }
  g_hash_table_iter_init (&iter, books);
  while (g_hash_table_iter_next (&iter, NULL, &client))
    g_clear_object ((GObject **)&client);
  if (!g_task_return_error_if_cancelled (task))
    g_task_return_pointer (task, g_ptr_array_ref (job->readings),
                           (GDestroyNotify)g_ptr_array_unref);
}

/**
 * crm_card_reading_run_async:
 * @registry: knows the address books
 * @readings: (element-type CrmCardReading): what to read; nobody else uses it until this is done
 * @cancellable: (nullable): gives up
 * @callback: (scope async): called in the thread-default context of the caller
 * @user_data: data for @callback
 *
 * What cannot be read at the moment is left as it is.
 */
void
crm_card_reading_run_async (ESourceRegistry *registry,
                            GPtrArray *readings,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Job *job = g_new0 (Job, 1);

  job->registry = g_object_ref (registry);
  job->readings = g_ptr_array_ref (readings);
  g_task_set_source_tag (task, crm_card_reading_run_async);
  g_task_set_task_data (task, job, free_job);
  g_task_run_in_thread (task, run_in_thread);
}

/**
 * crm_card_reading_run_finish:
 * @result: what the callback got
 * @error: (nullable): %G_IO_ERROR_CANCELLED only
 *
 * Returns: (transfer full) (nullable) (element-type CrmCardReading): what was asked for; %NULL when
 *   it was cancelled
 */
GPtrArray *
crm_card_reading_run_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
