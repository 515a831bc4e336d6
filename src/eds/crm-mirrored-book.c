/* crm-mirrored-book.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-mirrored-book"
#include "config.h"

#include "crm-mirrored-book.h"

/* Anything else is waited for in full, although the mirror follows a book that comes up later. */
#define DO_NOT_WAIT ((guint32)-1)
#define EVERYBODY "(contains \"x-evolution-any-field\" \"\")"
#define RETRY_SECS 300
#define REOPEN_SECS 5

/* The callbacks under way hold a reference each; once the book is closed they find the cancellable
 * cancelled and touch nothing. */
struct _CrmMirroredBook
{
  const CrmMirroredBookOwner *functions; /* (not owned) */
  gpointer owner;                        /* (not owned): valid until it is closed */
  CrmStore *store;                       /* (owned) */
  ESource *source;                       /* (owned) */
  const char *uid;                       /* (not owned): of @source */
  GCancellable *cancellable;             /* (owned) (nullable): of the attempt that runs */
  EBookClient *client;                   /* (owned) (nullable): once connected */
  EBookClientView *view;                 /* (owned) (nullable): once there */
  CrmBookLoad *load; /* (owned) (nullable): until the book has told everything */
  char *revision;    /* (owned) (nullable): before the view started */
  gboolean has_failed;
};

/* One try at opening a book; another one may run by now. */
typedef struct
{
  CrmMirroredBook *book;     /* (owned) */
  GCancellable *cancellable; /* (owned) */
  char *known_revision;      /* (owned) (nullable): what the index holds */
  char *revision;            /* (owned) (nullable): what the book is at */
} Attempt;

static void
clear_book (gpointer data)
{
  CrmMirroredBook *self = data;

  g_clear_object (&self->view);
  g_clear_object (&self->client);
  g_clear_pointer (&self->load, crm_book_load_unref);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->source);
  g_clear_object (&self->store);
  g_free (self->revision);
}

static CrmMirroredBook *
ref_book (CrmMirroredBook *self)
{
  return g_rc_box_acquire (self);
}

static void
unref_book (CrmMirroredBook *self)
{
  g_rc_box_release_full (self, clear_book);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmMirroredBook, unref_book)

static void
free_attempt (gpointer data)
{
  Attempt *attempt = data;

  unref_book (attempt->book);
  g_object_unref (attempt->cancellable);
  g_free (attempt->known_revision);
  g_free (attempt->revision);
  g_free (attempt);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Attempt, free_attempt)

/* Lets go of the book's view and client, so that nothing more is heard of it. */
static void
hang_up (CrmMirroredBook *self)
{
  g_cancellable_cancel (self->cancellable);
  if (self->view != NULL)
    g_signal_handlers_disconnect_by_data (self->view, self);
  if (self->client != NULL)
    g_signal_handlers_disconnect_by_data (self->client, self);
  g_clear_object (&self->view);
  g_clear_object (&self->client);
  g_clear_pointer (&self->load, crm_book_load_unref);
}

static void
fail (CrmMirroredBook *self, const char *message, guint retry_secs)
{
  crm_mirrored_book_fail (self);
  self->functions->failed (self->owner, self, message, retry_secs);
}

/* --- what the book tells -------------------------------------------------------------------- */

static CrmBookBatch *
get_batch (CrmMirroredBook *self)
{
  return self->functions->get_batch (self->owner);
}

static void
put_contacts_cb (EBookClientView *view, const GSList *contacts, CrmMirroredBook *self)
{
  for (const GSList *link = contacts; link != NULL; link = link->next)
    crm_book_batch_put (get_batch (self), self->uid, self->load, link->data);
}

static void
remove_contacts_cb (EBookClientView *view, const GSList *uids, CrmMirroredBook *self)
{
  for (const GSList *link = uids; link != NULL; link = link->next)
    crm_book_batch_remove (get_batch (self), self->uid, self->load, link->data);
}

static void
complete_cb (EBookClientView *view, const GError *error, CrmMirroredBook *self)
{
  if (self->load == NULL)
    return;
  crm_book_batch_end_load (get_batch (self), self->uid, self->load,
                           error == NULL ? CRM_BOOK_LOADED : CRM_BOOK_LOADED_PARTLY,
                           self->revision);
  g_clear_pointer (&self->load, crm_book_load_unref);
  if (error != NULL)
    self->functions->incomplete (self->owner, self, error->message);
}

static void
died_cb (EClient *client, CrmMirroredBook *self)
{
  g_autoptr (CrmMirroredBook) kept = ref_book (self);

  fail (kept, "the address book's process ended", REOPEN_SECS);
}

/* --- the view ------------------------------------------------------------------------------- */

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

static char *
read_revision (EBookClient *client, GCancellable *cancellable)
{
  char *revision = NULL;

  /* Backends without revisions answer nothing, and are read anew each time. */
  if (!e_client_get_backend_property_sync (E_CLIENT (client), "revision", &revision, cancellable,
                                           NULL)
      || revision == NULL || revision[0] == '\0')
    g_clear_pointer (&revision, g_free);
  return revision;
}

static gboolean
is_up_to_date (const Attempt *attempt)
{
  return attempt->revision != NULL && g_strcmp0 (attempt->revision, attempt->known_revision) == 0;
}

/* These calls wait for the bus. */
static void
start_view_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  EBookClientView *view = source;
  Attempt *attempt = data;
  g_autoptr (GObject) client = G_OBJECT (e_book_client_view_ref_client (view));
  GSList *fields = list_wanted_fields ();
  g_autofree char *revision = NULL;
  GError *error = NULL;

  e_book_client_view_set_fields_of_interest (view, fields, &error);
  g_clear_error (&error); /* a book may always tell more than is asked for */
  g_slist_free_full (fields, g_free);
  e_book_client_view_set_flags (view,
                                is_up_to_date (attempt) ? E_BOOK_CLIENT_VIEW_FLAGS_NONE
                                                        : E_BOOK_CLIENT_VIEW_FLAGS_NOTIFY_INITIAL,
                                &error);
  if (error == NULL)
    e_book_client_view_start (view, &error);
  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  /* What changed between the look and the start has been heard of by nobody. */
  if (is_up_to_date (attempt))
    revision = read_revision (E_BOOK_CLIENT (client), cancellable);
  g_task_return_boolean (task,
                         !is_up_to_date (attempt) || g_strcmp0 (revision, attempt->revision) == 0);
}

static void
view_started_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CrmMirroredBook) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean missed_nothing = g_task_propagate_boolean (G_TASK (result), &error);

  if (self->view != E_BOOK_CLIENT_VIEW (source))
    return;
  if (error != NULL)
    fail (self, error->message, RETRY_SECS);
  else if (!missed_nothing)
    {
      hang_up (self);
      crm_mirrored_book_open (self);
    }
}

static void
start_view (Attempt *attempt)
{
  CrmMirroredBook *self = attempt->book;
  g_autoptr (GTask) task
      = g_task_new (self->view, attempt->cancellable, view_started_cb, ref_book (self));

  g_signal_connect (self->view, "objects-added", G_CALLBACK (put_contacts_cb), self);
  g_signal_connect (self->view, "objects-modified", G_CALLBACK (put_contacts_cb), self);
  g_signal_connect (self->view, "objects-removed", G_CALLBACK (remove_contacts_cb), self);
  g_signal_connect (self->view, "complete", G_CALLBACK (complete_cb), self);
  g_task_set_source_tag (task, start_view);
  g_task_set_task_data (task, attempt, free_attempt);
  g_task_run_in_thread (task, start_view_in_thread);
}

static void
got_view_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Attempt) attempt = user_data;
  g_autoptr (GError) error = NULL;
  EBookClientView *view = NULL;
  CrmMirroredBook *self = attempt->book;

  e_book_client_get_view_finish (E_BOOK_CLIENT (source), result, &view, &error);
  if (g_cancellable_is_cancelled (attempt->cancellable))
    {
      g_clear_object (&view);
    }
  else if (view == NULL)
    {
      fail (self, error->message, RETRY_SECS);
    }
  else
    {
      self->view = view;
      if (!is_up_to_date (attempt))
        self->load = crm_book_load_new ();
      g_free (self->revision);
      self->revision = g_strdup (attempt->revision);
      start_view (g_steal_pointer (&attempt));
    }
}

/* --- opening -------------------------------------------------------------------------------- */

static void
read_revision_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_task_return_pointer (task, read_revision (source, cancellable), g_free);
}

static void
got_revision_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Attempt) attempt = user_data;

  attempt->revision = g_task_propagate_pointer (G_TASK (result), NULL);
  if (g_cancellable_is_cancelled (attempt->cancellable))
    return;
  e_book_client_get_view (E_BOOK_CLIENT (source), EVERYBODY, attempt->cancellable, got_view_cb,
                          attempt);
  g_steal_pointer (&attempt);
}

/* A book on a server may turn out to be writable only when it has been reached. */
static void
tell_rank (CrmMirroredBook *self)
{
  ESourceBackend *backend = e_source_get_extension (self->source, E_SOURCE_EXTENSION_ADDRESS_BOOK);
  gboolean is_local = g_strcmp0 (e_source_backend_get_backend_name (backend), "local") == 0;
  CrmBookRank rank = e_client_is_readonly (E_CLIENT (self->client)) ? CRM_BOOK_READONLY
                     : is_local                                     ? CRM_BOOK_LOCAL
                                                                    : CRM_BOOK_REMOTE;

  crm_book_batch_set_rank (get_batch (self), self->uid, rank);
}

static void
readonly_cb (GObject *client, GParamSpec *pspec, CrmMirroredBook *self)
{
  tell_rank (self);
}

static void
connected_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Attempt) attempt = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GTask) task = NULL;
  EClient *client = e_book_client_connect_finish (result, &error);
  CrmMirroredBook *self = attempt->book;

  if (g_cancellable_is_cancelled (attempt->cancellable))
    {
      g_clear_object (&client);
      return;
    }
  if (client == NULL)
    {
      fail (self, error->message, RETRY_SECS);
      return;
    }
  self->client = E_BOOK_CLIENT (client);
  g_signal_connect (client, "backend-died", G_CALLBACK (died_cb), self);
  g_signal_connect (client, "notify::readonly", G_CALLBACK (readonly_cb), self);
  tell_rank (self);
  task = g_task_new (client, attempt->cancellable, got_revision_cb, attempt);
  g_task_set_source_tag (task, connected_cb);
  g_steal_pointer (&attempt);
  g_task_run_in_thread (task, read_revision_in_thread);
}

/* Runs on the index thread, and leaves what it finds to the main loop. */
static gboolean
look_up_revision (CrmIndex *index, gpointer data, GCancellable *cancellable, GError **error)
{
  Attempt *attempt = data;

  return crm_index_get_book_revision (index, attempt->book->uid, &attempt->known_revision, error);
}

static void
looked_up_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Attempt) attempt = user_data;
  CrmMirroredBook *self = attempt->book;

  /* Not to know it only means to read the book anew. */
  crm_store_index_finish (CRM_STORE (source), result, NULL);
  if (g_cancellable_is_cancelled (attempt->cancellable))
    return;
  e_book_client_connect (self->source, DO_NOT_WAIT, attempt->cancellable, connected_cb, attempt);
  g_steal_pointer (&attempt);
}

/**
 * crm_mirrored_book_new:
 * @source: an enabled address book
 * @store: has the index that knows what was read the last time
 * @functions: what to call; not copied
 * @owner: the first argument of those
 *
 * Returns: (transfer full): a book that is not open yet; give it to crm_mirrored_book_close()
 */
CrmMirroredBook *
crm_mirrored_book_new (ESource *source,
                       CrmStore *store,
                       const CrmMirroredBookOwner *functions,
                       gpointer owner)
{
  CrmMirroredBook *self = g_rc_box_new0 (CrmMirroredBook);

  self->functions = functions;
  self->owner = owner;
  self->store = g_object_ref (store);
  self->source = g_object_ref (source);
  self->uid = e_source_get_uid (source);
  return self;
}

/**
 * crm_mirrored_book_open:
 * @self: a book that is not open
 *
 * Connects to the book, without waiting for it.
 */
void
crm_mirrored_book_open (CrmMirroredBook *self)
{
  Attempt *attempt = g_new0 (Attempt, 1);

  self->has_failed = FALSE;
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  attempt->book = ref_book (self);
  attempt->cancellable = g_object_ref (self->cancellable);
  crm_store_index_async (self->store, look_up_revision, attempt, NULL, self->cancellable,
                         looked_up_cb, attempt);
}

/**
 * crm_mirrored_book_fail:
 * @self: a book
 *
 * Lets go of the book until crm_mirrored_book_open(); what the index knows of it stays.
 */
void
crm_mirrored_book_fail (CrmMirroredBook *self)
{
  hang_up (self);
  self->has_failed = TRUE;
}

/**
 * crm_mirrored_book_close:
 * @self: (transfer full): a book
 *
 * Lets go of the book for good. Its owner is not called any more.
 */
void
crm_mirrored_book_close (CrmMirroredBook *self)
{
  hang_up (self);
  unref_book (self);
}

/**
 * crm_mirrored_book_get_uid:
 * @self: a book
 *
 * Returns: (transfer none): its source UID
 */
const char *
crm_mirrored_book_get_uid (CrmMirroredBook *self)
{
  return self->uid;
}

/**
 * crm_mirrored_book_has_failed:
 * @self: a book
 *
 * Returns: whether it waits to be opened again
 */
gboolean
crm_mirrored_book_has_failed (CrmMirroredBook *self)
{
  return self->has_failed;
}
