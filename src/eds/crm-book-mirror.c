/* crm-book-mirror.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-book-mirror"
#include "config.h"

#include "crm-book-mirror.h"

#include "crm-book-batch.h"

/* Anything else is waited for in full, although the mirror follows a book that comes up later. */
#define DO_NOT_WAIT ((guint32)-1)
#define EVERYBODY "(contains \"x-evolution-any-field\" \"\")"
#define BATCH_MSECS 100
#define RETRY_SECS 300
#define REOPEN_SECS 5

/* One address book. The callbacks under way hold a reference each; once it is closed they find the
 * cancellable cancelled and touch nothing. */
typedef struct
{
  CrmBookMirror *mirror;     /* (not owned): valid until it is closed */
  ESource *source;           /* (owned) */
  const char *uid;           /* (not owned): of @source */
  GCancellable *cancellable; /* (owned) */
  EBookClient *client;       /* (owned) (nullable): once connected */
  EBookClientView *view;     /* (owned) (nullable): once there */
  CrmBookLoad *load;         /* (owned) (nullable): until the book has told everything */
  gboolean has_failed;
} Book;

struct _CrmBookMirror
{
  GObject parent_instance;
  CrmStore *store;           /* (owned) */
  ESourceRegistry *registry; /* (owned) */
  GCancellable *cancellable; /* (owned) (nullable): only while started */
  GHashTable *books;         /* (owned) (element-type utf8 Book): by source UID */
  CrmBookBatch *batch;       /* (owned) (nullable): what is to be written next */
  guint batch_timer;         /* source id, 0 for none */
  guint retry_timer;         /* source id, 0 for none */
};

enum
{
  CHANGED,
  BOOK_FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CrmBookMirror, crm_book_mirror, G_TYPE_OBJECT)

static void open_book (CrmBookMirror *self, Book *book);

static void
clear_book (gpointer data)
{
  Book *book = data;

  g_clear_object (&book->view);
  g_clear_object (&book->client);
  g_clear_pointer (&book->load, crm_book_load_unref);
  g_clear_object (&book->cancellable);
  g_clear_object (&book->source);
}

static Book *
ref_book (Book *book)
{
  return g_rc_box_acquire (book);
}

static void
unref_book (gpointer book)
{
  g_rc_box_release_full (book, clear_book);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Book, unref_book)

/* Lets go of the book's view and client, so that nothing more is heard of it. */
static void
hang_up (Book *book)
{
  g_cancellable_cancel (book->cancellable);
  if (book->view != NULL)
    g_signal_handlers_disconnect_by_data (book->view, book);
  if (book->client != NULL)
    g_signal_handlers_disconnect_by_data (book->client, book);
  g_clear_object (&book->view);
  g_clear_object (&book->client);
  g_clear_pointer (&book->load, crm_book_load_unref);
}

static void
close_book (gpointer data)
{
  hang_up (data);
  unref_book (data);
}

static void
crm_book_mirror_dispose (GObject *object)
{
  CrmBookMirror *self = CRM_BOOK_MIRROR (object);

  crm_book_mirror_stop (self);
  g_clear_object (&self->store);
  g_clear_object (&self->registry);
  G_OBJECT_CLASS (crm_book_mirror_parent_class)->dispose (object);
}

static void
crm_book_mirror_finalize (GObject *object)
{
  g_hash_table_unref (CRM_BOOK_MIRROR (object)->books);
  G_OBJECT_CLASS (crm_book_mirror_parent_class)->finalize (object);
}

static void
crm_book_mirror_class_init (CrmBookMirrorClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = crm_book_mirror_dispose;
  G_OBJECT_CLASS (klass)->finalize = crm_book_mirror_finalize;

  /**
   * CrmBookMirror::changed:
   * @self: the mirror
   *
   * The index knows more, or less, than before.
   */
  signals[CHANGED] = g_signal_new ("changed", CRM_TYPE_BOOK_MIRROR, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  /**
   * CrmBookMirror::book-failed:
   * @self: the mirror
   * @uid: (nullable): the address book's source UID; %NULL when the index could not be written
   * @message: why, as a detail
   *
   * What is known of the book stays as it is. It is tried again later, and when its source changes.
   */
  signals[BOOK_FAILED]
      = g_signal_new ("book-failed", CRM_TYPE_BOOK_MIRROR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                      G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
}

static void
crm_book_mirror_init (CrmBookMirror *self)
{
  self->books = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, close_book);
}

/* --- trying again --------------------------------------------------------------------------- */

static gboolean
retry_cb (gpointer data)
{
  CrmBookMirror *self = data;
  GHashTableIter iter;
  gpointer book;

  self->retry_timer = 0;
  g_hash_table_iter_init (&iter, self->books);
  while (g_hash_table_iter_next (&iter, NULL, &book))
    if (((Book *)book)->has_failed)
      open_book (self, book);
  return G_SOURCE_REMOVE;
}

static void
retry_in (CrmBookMirror *self, guint secs)
{
  if (self->retry_timer == 0 && self->cancellable != NULL)
    self->retry_timer = g_timeout_add_seconds (secs, retry_cb, self);
}

static void
fail_book (Book *book, const char *message, guint retry_secs)
{
  g_autoptr (CrmBookMirror) mirror = g_object_ref (book->mirror);
  g_autofree char *uid = g_strdup (book->uid);

  hang_up (book);
  book->has_failed = TRUE;
  retry_in (mirror, retry_secs);
  g_signal_emit (mirror, signals[BOOK_FAILED], 0, uid, message);
}

/* --- writing -------------------------------------------------------------------------------- */

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CrmBookMirror) self = user_data;
  g_autoptr (GError) error = NULL;
  GHashTableIter iter;
  gpointer book;

  if (crm_store_index_finish (CRM_STORE (source), result, &error))
    {
      if (self->cancellable != NULL)
        g_signal_emit (self, signals[CHANGED], 0);
      return;
    }
  if (self->cancellable == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  /* Something is missing now, and nobody knows what: all is to be read again. */
  g_hash_table_iter_init (&iter, self->books);
  while (g_hash_table_iter_next (&iter, NULL, &book))
    {
      hang_up (book);
      ((Book *)book)->has_failed = TRUE;
    }
  retry_in (self, RETRY_SECS);
  g_signal_emit (self, signals[BOOK_FAILED], 0, NULL, error->message);
}

static gboolean
batch_cb (gpointer data)
{
  CrmBookMirror *self = data;

  self->batch_timer = 0;
  crm_store_index_async (self->store, crm_book_batch_apply, g_steal_pointer (&self->batch),
                         (GDestroyNotify)crm_book_batch_free, self->cancellable, written_cb,
                         g_object_ref (self));
  return G_SOURCE_REMOVE;
}

/* Books tell things in bursts: one transaction for each burst is enough. */
static CrmBookBatch *
ensure_batch (CrmBookMirror *self)
{
  if (self->batch == NULL)
    {
      self->batch = crm_book_batch_new ();
      self->batch_timer = g_timeout_add (BATCH_MSECS, batch_cb, self);
    }
  return self->batch;
}

/* --- one book ------------------------------------------------------------------------------- */

static void
put_contacts_cb (EBookClientView *view, const GSList *contacts, Book *book)
{
  for (const GSList *link = contacts; link != NULL; link = link->next)
    crm_book_batch_put (ensure_batch (book->mirror), book->uid, book->load, link->data);
}

static void
remove_contacts_cb (EBookClientView *view, const GSList *uids, Book *book)
{
  for (const GSList *link = uids; link != NULL; link = link->next)
    crm_book_batch_remove (ensure_batch (book->mirror), book->uid, book->load, link->data);
}

static void
complete_cb (EBookClientView *view, const GError *error, Book *book)
{
  if (book->load == NULL)
    return;
  crm_book_batch_end_load (ensure_batch (book->mirror), book->uid, book->load,
                           error == NULL ? CRM_BOOK_LOADED : CRM_BOOK_LOADED_PARTLY);
  g_clear_pointer (&book->load, crm_book_load_unref);
  if (error != NULL) /* still a view: what changes is heard */
    g_signal_emit (book->mirror, signals[BOOK_FAILED], 0, book->uid, error->message);
}

static void
died_cb (EClient *client, Book *book)
{
  g_autoptr (Book) kept = ref_book (book);

  fail_book (kept, "the address book's process ended", REOPEN_SECS);
}

/* These three calls wait for the bus. */
static void
start_view_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  EBookClientView *view = source;
  GError *error = NULL;

  e_book_client_view_set_fields_of_interest (view, data, &error);
  g_clear_error (&error); /* a book may always tell more than is asked for */
  e_book_client_view_set_flags (view, E_BOOK_CLIENT_VIEW_FLAGS_NOTIFY_INITIAL, &error);
  if (error == NULL)
    e_book_client_view_start (view, &error);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

/* (transfer full) (element-type utf8): pictures, above all, are not wanted */
static GSList *
list_wanted_fields (void)
{
  static const EContactField fields[]
      = { E_CONTACT_UID, E_CONTACT_FULL_NAME, E_CONTACT_NAME,     E_CONTACT_FILE_AS,
          E_CONTACT_ORG, E_CONTACT_TITLE,     E_CONTACT_NICKNAME, E_CONTACT_EMAIL,
          E_CONTACT_TEL, E_CONTACT_IS_LIST };
  GSList *names = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    names = g_slist_prepend (names, g_strdup (e_contact_field_name (fields[i])));
  return names;
}

static void
free_fields (gpointer fields)
{
  g_slist_free_full (fields, g_free);
}

static void
view_started_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Book) book = user_data;
  g_autoptr (GError) error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error)
      && book->view == E_BOOK_CLIENT_VIEW (source))
    fail_book (book, error->message, RETRY_SECS);
}

static void
start_view (Book *book)
{
  g_autoptr (GTask) task
      = g_task_new (book->view, book->cancellable, view_started_cb, ref_book (book));

  g_signal_connect (book->view, "objects-added", G_CALLBACK (put_contacts_cb), book);
  g_signal_connect (book->view, "objects-modified", G_CALLBACK (put_contacts_cb), book);
  g_signal_connect (book->view, "objects-removed", G_CALLBACK (remove_contacts_cb), book);
  g_signal_connect (book->view, "complete", G_CALLBACK (complete_cb), book);
  g_task_set_source_tag (task, start_view);
  g_task_set_task_data (task, list_wanted_fields (), free_fields);
  g_task_run_in_thread (task, start_view_in_thread);
}

typedef struct
{
  Book *book;                /* (owned) */
  GCancellable *cancellable; /* (owned): of this attempt; another one may run by now */
} Attempt;

static void
free_attempt (Attempt *attempt)
{
  unref_book (attempt->book);
  g_object_unref (attempt->cancellable);
  g_free (attempt);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Attempt, free_attempt)

static void
got_view_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Attempt) attempt = user_data;
  g_autoptr (GError) error = NULL;
  EBookClientView *view = NULL;
  Book *book = attempt->book;

  e_book_client_get_view_finish (E_BOOK_CLIENT (source), result, &view, &error);
  if (g_cancellable_is_cancelled (attempt->cancellable))
    {
      g_clear_object (&view);
    }
  else if (view == NULL)
    {
      fail_book (book, error->message, RETRY_SECS);
    }
  else
    {
      book->view = view;
      book->load = crm_book_load_new ();
      start_view (book);
    }
}

static void
connected_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Attempt) attempt = user_data;
  g_autoptr (GError) error = NULL;
  EClient *client = e_book_client_connect_finish (result, &error);
  Book *book = attempt->book;

  if (g_cancellable_is_cancelled (attempt->cancellable))
    {
      g_clear_object (&client);
    }
  else if (client == NULL)
    {
      fail_book (book, error->message, RETRY_SECS);
    }
  else
    {
      book->client = E_BOOK_CLIENT (client);
      g_signal_connect (client, "backend-died", G_CALLBACK (died_cb), book);
      e_book_client_get_view (book->client, EVERYBODY, attempt->cancellable, got_view_cb, attempt);
      g_steal_pointer (&attempt);
    }
}

static void
open_book (CrmBookMirror *self, Book *book)
{
  Attempt *attempt = g_new0 (Attempt, 1);

  book->has_failed = FALSE;
  g_clear_object (&book->cancellable);
  book->cancellable = g_cancellable_new ();
  attempt->book = ref_book (book);
  attempt->cancellable = g_object_ref (book->cancellable);
  e_book_client_connect (book->source, DO_NOT_WAIT, book->cancellable, connected_cb, attempt);
}

/* --- which books there are ------------------------------------------------------------------ */

static void
add_book (CrmBookMirror *self, ESource *source)
{
  Book *book = g_rc_box_new0 (Book);

  book->mirror = self;
  book->source = g_object_ref (source);
  book->uid = e_source_get_uid (source);
  g_hash_table_insert (self->books, (gpointer)book->uid, book);
  open_book (self, book);
}

/* Opens what is new, closes what is gone. */
static void
update_books (CrmBookMirror *self)
{
  GList *sources = e_source_registry_list_enabled (self->registry, E_SOURCE_EXTENSION_ADDRESS_BOOK);
  g_autoptr (GPtrArray) uids = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer uid;

  for (GList *link = sources; link != NULL; link = link->next)
    g_ptr_array_add (uids, (gpointer)e_source_get_uid (link->data));
  g_ptr_array_add (uids, NULL);

  g_hash_table_iter_init (&iter, self->books);
  while (g_hash_table_iter_next (&iter, &uid, NULL))
    if (!g_strv_contains ((const char *const *)uids->pdata, uid))
      g_hash_table_iter_remove (&iter);

  crm_book_batch_keep_books (ensure_batch (self), (const char *const *)uids->pdata);
  for (GList *link = sources; link != NULL; link = link->next)
    if (!g_hash_table_contains (self->books, e_source_get_uid (link->data)))
      add_book (self, link->data);
  g_list_free_full (sources, g_object_unref);
}

static void
sources_changed_cb (ESourceRegistry *registry, ESource *source, CrmBookMirror *self)
{
  update_books (self);
}

static void
source_changed_cb (ESourceRegistry *registry, ESource *source, CrmBookMirror *self)
{
  Book *book = g_hash_table_lookup (self->books, e_source_get_uid (source));

  if (book != NULL && book->has_failed)
    open_book (self, book);
}

/**
 * crm_book_mirror_new:
 * @store: has the index to write
 * @registry: knows the address books
 *
 * Returns: (transfer full): a mirror that does nothing yet; it works in the thread-default context
 *   of the thread that calls crm_book_mirror_start(), which has to be the one @registry emits its
 *   signals in
 */
CrmBookMirror *
crm_book_mirror_new (CrmStore *store, ESourceRegistry *registry)
{
  CrmBookMirror *self;

  g_return_val_if_fail (CRM_IS_STORE (store), NULL);
  g_return_val_if_fail (E_IS_SOURCE_REGISTRY (registry), NULL);

  self = g_object_new (CRM_TYPE_BOOK_MIRROR, NULL);
  self->store = g_object_ref (store);
  self->registry = g_object_ref (registry);
  return self;
}

/**
 * crm_book_mirror_start:
 * @self: a mirror
 *
 * Follows every enabled address book from now on. Starting twice is no error.
 */
void
crm_book_mirror_start (CrmBookMirror *self)
{
  static const char *const news[]
      = { "source-added", "source-removed", "source-enabled", "source-disabled", NULL };

  g_return_if_fail (CRM_IS_BOOK_MIRROR (self));

  if (self->cancellable != NULL)
    return;
  self->cancellable = g_cancellable_new ();
  for (gsize i = 0; news[i] != NULL; i++)
    g_signal_connect (self->registry, news[i], G_CALLBACK (sources_changed_cb), self);
  g_signal_connect (self->registry, "source-changed", G_CALLBACK (source_changed_cb), self);
  update_books (self);
}

/**
 * crm_book_mirror_stop:
 * @self: a mirror
 *
 * Closes the books; the index keeps what it knows. Nothing is emitted after that. To be called
 * before the store is closed. Stopping twice is no error.
 */
void
crm_book_mirror_stop (CrmBookMirror *self)
{
  g_return_if_fail (CRM_IS_BOOK_MIRROR (self));

  if (self->cancellable == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->registry, self);
  g_clear_handle_id (&self->batch_timer, g_source_remove);
  g_clear_handle_id (&self->retry_timer, g_source_remove);
  g_clear_pointer (&self->batch, crm_book_batch_free);
  g_hash_table_remove_all (self->books);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}
