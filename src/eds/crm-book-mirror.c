/* crm-book-mirror.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-book-mirror"
#include "config.h"

#include "crm-book-mirror.h"

#include "crm-mirrored-book.h"
#include "crm-source-watch.h"

#define BATCH_MSECS 100
#define RETRY_SECS 300

struct _CrmBookMirror
{
  GObject parent_instance;
  CrmStore *store;           /* (owned) */
  ESourceRegistry *registry; /* (owned) */
  GCancellable *cancellable; /* (owned) (nullable): only while started */
  CrmSourceWatch *watch;     /* (owned) (nullable): only while started */
  CrmBookBatch *batch;       /* (owned) (nullable): what is to be written next */
  guint batch_timer;         /* source id, 0 for none */
};

enum
{
  CHANGED,
  BOOK_FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CrmBookMirror, crm_book_mirror, G_TYPE_OBJECT)

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
crm_book_mirror_class_init (CrmBookMirrorClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = crm_book_mirror_dispose;

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
}

/* --- writing -------------------------------------------------------------------------------- */

static void
fail_book (gpointer book, gpointer data)
{
  crm_mirrored_book_fail (book);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CrmBookMirror) self = user_data;
  g_autoptr (GError) error = NULL;

  if (crm_store_index_finish (CRM_STORE (source), result, &error))
    {
      if (self->cancellable != NULL)
        g_signal_emit (self, signals[CHANGED], 0);
      return;
    }
  if (self->cancellable == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  /* Something is missing now, and nobody knows what: all is to be read again. */
  crm_source_watch_foreach (self->watch, fail_book, NULL);
  crm_source_watch_retry_in (self->watch, RETRY_SECS);
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

/* --- what the books want -------------------------------------------------------------------- */

static CrmBookBatch *
get_batch (gpointer owner)
{
  return ensure_batch (owner);
}

static void
book_failed (gpointer owner, CrmMirroredBook *book, const char *message, guint retry_secs)
{
  g_autoptr (CrmBookMirror) self = g_object_ref (owner);
  g_autofree char *uid = g_strdup (crm_mirrored_book_get_uid (book));

  if (self->watch != NULL)
    crm_source_watch_retry_in (self->watch, retry_secs);
  g_signal_emit (self, signals[BOOK_FAILED], 0, uid, message);
}

static void
book_incomplete (gpointer owner, CrmMirroredBook *book, const char *message)
{
  g_signal_emit (owner, signals[BOOK_FAILED], 0, crm_mirrored_book_get_uid (book), message);
}

static const CrmMirroredBookOwner functions = { get_batch, book_failed, book_incomplete };

/* --- which books there are ------------------------------------------------------------------ */

static gpointer
follow (gpointer owner, ESource *source)
{
  CrmBookMirror *self = owner;
  CrmMirroredBook *book = crm_mirrored_book_new (source, self->store, &functions, self);

  crm_mirrored_book_open (book);
  return book;
}

static void
close_book (gpointer book)
{
  crm_mirrored_book_close (book);
}

static gboolean
has_failed (gpointer book)
{
  return crm_mirrored_book_has_failed (book);
}

static void
reopen (gpointer book)
{
  crm_mirrored_book_open (book);
}

static void
keep (gpointer owner, const char *const *uids)
{
  crm_book_batch_keep_books (ensure_batch (owner), uids);
}

static const CrmSourceWatchFuncs watch_functions = { follow, close_book, has_failed, reopen, keep };

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
  g_return_if_fail (CRM_IS_BOOK_MIRROR (self));

  if (self->cancellable != NULL)
    return;
  self->cancellable = g_cancellable_new ();
  self->watch = crm_source_watch_new (self->registry, E_SOURCE_EXTENSION_ADDRESS_BOOK,
                                      &watch_functions, self);
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
  g_clear_handle_id (&self->batch_timer, g_source_remove);
  g_clear_pointer (&self->batch, crm_book_batch_free);
  g_clear_pointer (&self->watch, crm_source_watch_free);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}
