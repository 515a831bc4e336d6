/* crm-book-batch.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-book-batch"
#include "config.h"

#include "crm-book-batch.h"

#include "crm-vcard.h"

typedef enum
{
  OP_PUT,
  OP_REMOVE,
  OP_END_LOAD,
  OP_KEEP_BOOKS,
  OP_RANK,
} OpKind;

typedef struct
{
  OpKind kind;
  CrmBookLoadEnd end;
  CrmBookRank rank;
  char *book_uid;    /* (owned) (nullable) */
  char *contact_uid; /* (owned) (nullable) */
  EContact *contact; /* (owned) (nullable): nobody else may use it any more */
  CrmBookLoad *load; /* (owned) (nullable): while the book has not told everything */
  char **book_uids;  /* (owned) (nullable) */
  char *revision;    /* (owned) (nullable): that the load is of */
} Op;

struct _CrmBookBatch
{
  GPtrArray *ops; /* (owned) (element-type Op) */
};

struct _CrmBookLoad
{
  int ref_count;        /* (atomic) */
  GHashTable *contacts; /* (owned) (element-type utf8 CrmContact): by UID */
};

static void
free_op (gpointer data)
{
  Op *op = data;

  g_free (op->book_uid);
  g_free (op->contact_uid);
  g_clear_object (&op->contact);
  g_clear_pointer (&op->load, crm_book_load_unref);
  g_strfreev (op->book_uids);
  g_free (op->revision);
  g_free (op);
}

static CrmBookLoad *
ref_load (CrmBookLoad *load)
{
  if (load != NULL)
    g_atomic_int_inc (&load->ref_count);
  return load;
}

/**
 * crm_book_load_new:
 *
 * Returns: (transfer full): a load that holds nothing yet
 */
CrmBookLoad *
crm_book_load_new (void)
{
  CrmBookLoad *self = g_new0 (CrmBookLoad, 1);

  self->ref_count = 1;
  self->contacts
      = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify)crm_contact_free);
  return self;
}

/**
 * crm_book_load_unref:
 * @self: a load
 */
void
crm_book_load_unref (CrmBookLoad *self)
{
  if (!g_atomic_int_dec_and_test (&self->ref_count))
    return;
  g_hash_table_unref (self->contacts);
  g_free (self);
}

/**
 * crm_book_batch_new:
 *
 * Returns: (transfer full): an empty batch
 */
CrmBookBatch *
crm_book_batch_new (void)
{
  CrmBookBatch *self = g_new0 (CrmBookBatch, 1);

  self->ops = g_ptr_array_new_with_free_func (free_op);
  return self;
}

/**
 * crm_book_batch_free:
 * @self: (nullable): a batch
 */
void
crm_book_batch_free (CrmBookBatch *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->ops);
  g_free (self);
}

static Op *
append_op (CrmBookBatch *self, OpKind kind, const char *book_uid, CrmBookLoad *load)
{
  Op *op = g_new0 (Op, 1);

  op->kind = kind;
  op->book_uid = g_strdup (book_uid);
  op->load = ref_load (load);
  g_ptr_array_add (self->ops, op);
  return op;
}

/**
 * crm_book_batch_put:
 * @self: a batch
 * @book_uid: the address book's source UID
 * @load: (nullable): while the book has not told everything yet
 * @contact: what it says; the caller does not use it any more
 *
 * A contact is new or has changed.
 */
void
crm_book_batch_put (CrmBookBatch *self, const char *book_uid, CrmBookLoad *load, EContact *contact)
{
  append_op (self, OP_PUT, book_uid, load)->contact = g_object_ref (contact);
}

/**
 * crm_book_batch_remove:
 * @self: a batch
 * @book_uid: the address book's source UID
 * @load: (nullable): while the book has not told everything yet
 * @contact_uid: the vCard's UID
 *
 * A contact is gone.
 */
void
crm_book_batch_remove (CrmBookBatch *self,
                       const char *book_uid,
                       CrmBookLoad *load,
                       const char *contact_uid)
{
  append_op (self, OP_REMOVE, book_uid, load)->contact_uid = g_strdup (contact_uid);
}

/**
 * crm_book_batch_end_load:
 * @self: a batch
 * @book_uid: the address book's source UID
 * @load: what it told
 * @end: whether that is all
 * @revision: (nullable): what the book was at, or an earlier one
 */
void
crm_book_batch_end_load (CrmBookBatch *self,
                         const char *book_uid,
                         CrmBookLoad *load,
                         CrmBookLoadEnd end,
                         const char *revision)
{
  Op *op = append_op (self, OP_END_LOAD, book_uid, load);

  op->end = end;
  op->revision = g_strdup (revision);
}

/**
 * crm_book_batch_set_rank:
 * @self: a batch
 * @book_uid: the address book's source UID
 * @rank: where it stands among the others
 */
void
crm_book_batch_set_rank (CrmBookBatch *self, const char *book_uid, CrmBookRank rank)
{
  append_op (self, OP_RANK, book_uid, NULL)->rank = rank;
}

/**
 * crm_book_batch_keep_books:
 * @self: a batch
 * @book_uids: the enabled address books, ended by %NULL; all others are forgotten
 */
void
crm_book_batch_keep_books (CrmBookBatch *self, const char *const *book_uids)
{
  append_op (self, OP_KEEP_BOOKS, NULL, NULL)->book_uids = g_strdupv ((char **)book_uids);
}

static gboolean
put (CrmIndex *index, const Op *op, GError **error)
{
  const char *uid = e_contact_get_const (op->contact, E_CONTACT_UID);
  CrmContact *contact = crm_vcard_to_contact (op->book_uid, op->contact);
  gboolean done = TRUE;

  if (op->load != NULL && contact != NULL)
    {
      g_hash_table_replace (op->load->contacts, contact->contact_uid, contact);
      return TRUE;
    }
  if (contact != NULL)
    done = crm_index_put_contact (index, contact, error);
  else if (uid != NULL && op->load == NULL) /* somebody may have made a list of it */
    done = crm_index_remove_contact (index, op->book_uid, uid, error);
  crm_contact_free (contact);
  return done;
}

static gboolean
end_load (CrmIndex *index, const Op *op, GError **error)
{
  GHashTableIter iter;
  gpointer contact;

  if (op->end == CRM_BOOK_LOADED && !crm_index_clear_book (index, op->book_uid, error))
    return FALSE;
  g_hash_table_iter_init (&iter, op->load->contacts);
  while (g_hash_table_iter_next (&iter, NULL, &contact))
    if (!crm_index_put_contact (index, contact, error))
      return FALSE;
  g_hash_table_remove_all (op->load->contacts);
  return op->end != CRM_BOOK_LOADED
         || (crm_index_set_book_revision (index, op->book_uid, op->revision, error)
             && crm_index_set_book_complete (index, op->book_uid, error));
}

static gboolean
apply (CrmIndex *index, const Op *op, GError **error)
{
  switch (op->kind)
    {
    case OP_PUT:
      return put (index, op, error);
    case OP_REMOVE:
      if (op->load == NULL)
        return crm_index_remove_contact (index, op->book_uid, op->contact_uid, error);
      g_hash_table_remove (op->load->contacts, op->contact_uid);
      return TRUE;
    case OP_END_LOAD:
      return end_load (index, op, error);
    case OP_RANK:
      return crm_index_set_book_rank (index, op->book_uid, op->rank, error);
    case OP_KEEP_BOOKS:
      return crm_index_keep_books (index, (const char *const *)op->book_uids, error);
    default:
      g_return_val_if_reached (FALSE);
    }
}

/**
 * crm_book_batch_apply:
 * @index: the index, on its own thread
 * @batch: a #CrmBookBatch
 * @cancellable: (nullable): asked between two contacts
 * @error: (nullable): storage errors, %G_IO_ERROR_CANCELLED
 *
 * A #CrmIndexFunc: writes the batch in one transaction.
 *
 * Returns: whether all is well; if not, nothing was written
 */
gboolean
crm_book_batch_apply (CrmIndex *index, gpointer batch, GCancellable *cancellable, GError **error)
{
  GPtrArray *ops = ((CrmBookBatch *)batch)->ops;

  if (!crm_index_begin (index, error))
    return FALSE;
  for (guint i = 0; i < ops->len; i++)
    if (g_cancellable_set_error_if_cancelled (cancellable, error)
        || !apply (index, g_ptr_array_index (ops, i), error))
      {
        crm_index_rollback (index);
        return FALSE;
      }
  /* Ten thousand contacts are let go of in two frames' time: here, not where the batch is freed. */
  g_ptr_array_set_size (ops, 0);
  return crm_index_commit (index, error);
}
