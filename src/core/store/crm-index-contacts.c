/* crm-index-contacts.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The facet of #CrmIndex that mirrors who is in the address books, so that the sidebar never waits
 * for one. */
#define G_LOG_DOMAIN "crm-index-contacts"
#include "config.h"

#include "crm-index-private.h"

/**
 * crm_contact_new:
 * @book_uid: the address book's source UID
 * @contact_uid: the vCard's UID
 *
 * Returns: (transfer full): a contact without anything else
 */
CrmContact *
crm_contact_new (const char *book_uid, const char *contact_uid)
{
  CrmContact *self = g_new0 (CrmContact, 1);

  self->book_uid = g_strdup (book_uid);
  self->contact_uid = g_strdup (contact_uid);
  self->addresses = g_ptr_array_new_with_free_func (g_free);
  return self;
}

/**
 * crm_contact_copy:
 * @self: (nullable): a contact
 *
 * Returns: (transfer full) (nullable): the same once more
 */
CrmContact *
crm_contact_copy (const CrmContact *self)
{
  CrmContact *copy;

  if (self == NULL)
    return NULL;
  copy = crm_contact_new (self->book_uid, self->contact_uid);
  copy->name = g_strdup (self->name);
  copy->organization = g_strdup (self->organization);
  copy->title = g_strdup (self->title);
  copy->phone = g_strdup (self->phone);
  copy->phone_kind = g_strdup (self->phone_kind);
  copy->phones = g_strdup (self->phones);
  copy->is_readonly = self->is_readonly;
  for (guint i = 0; i < self->addresses->len; i++)
    g_ptr_array_add (copy->addresses, g_strdup (g_ptr_array_index (self->addresses, i)));
  return copy;
}

/**
 * crm_contact_free:
 * @self: (nullable): a contact
 */
void
crm_contact_free (CrmContact *self)
{
  if (self == NULL)
    return;
  g_free (self->book_uid);
  g_free (self->contact_uid);
  g_free (self->name);
  g_free (self->organization);
  g_free (self->title);
  g_free (self->phone);
  g_free (self->phone_kind);
  g_free (self->phones);
  g_ptr_array_unref (self->addresses);
  g_free (self);
}

/**
 * crm_index_put_contact:
 * @self: the index, in a transaction
 * @contact: what the address book says now
 * @error: (nullable): storage errors
 *
 * Enters a contact, or replaces what was known of it.
 *
 * Returns: whether all is well
 */
gboolean
crm_index_put_contact (CrmIndex *self, const CrmContact *contact, GError **error)
{
  if (!crm_index_remove_contact (self, contact->book_uid, contact->contact_uid, error)
      || !_crm_connection_run (self->connection, error,
                               "INSERT INTO contact (book, uid, name, organization, title, phone,"
                               " phone_kind, phones) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                               "tttttttt", contact->book_uid, contact->contact_uid, contact->name,
                               contact->organization, contact->title, contact->phone,
                               contact->phone_kind, contact->phones))
    return FALSE;
  for (guint i = 0; i < contact->addresses->len; i++)
    if (!_crm_connection_run (self->connection, error,
                              "INSERT OR IGNORE INTO contact_address (address, book, uid)"
                              " VALUES (?, ?, ?)",
                              "ttt", (const char *)g_ptr_array_index (contact->addresses, i),
                              contact->book_uid, contact->contact_uid))
      return FALSE;
  return TRUE;
}

/**
 * crm_index_remove_contact:
 * @self: the index, in a transaction
 * @book_uid: the address book's source UID
 * @contact_uid: the vCard's UID; one that is not known is no error
 * @error: (nullable): storage errors
 *
 * Returns: whether all is well
 */
gboolean
crm_index_remove_contact (CrmIndex *self,
                          const char *book_uid,
                          const char *contact_uid,
                          GError **error)
{
  return _crm_connection_run (self->connection, error,
                              "DELETE FROM contact_address WHERE book = ? AND uid = ?", "tt",
                              book_uid, contact_uid)
         && _crm_connection_run (self->connection, error,
                                 "DELETE FROM contact WHERE book = ? AND uid = ?", "tt", book_uid,
                                 contact_uid);
}

/**
 * crm_index_set_contact_kept:
 * @self: the index, in a transaction
 * @book_uid: the address book's source UID
 * @contact_uid: the vCard's UID; one that is not known is no error
 * @is_kept: whether crm.db has all of it, as far as it is to have it
 * @error: (nullable): storage errors
 *
 * It holds until the contact is read again.
 *
 * Returns: whether all is well
 */
gboolean
crm_index_set_contact_kept (
    CrmIndex *self, const char *book_uid, const char *contact_uid, gboolean is_kept, GError **error)
{
  return _crm_connection_run (self->connection, error,
                              "UPDATE contact SET is_kept = ? WHERE book = ? AND uid = ?", "itt",
                              (gint64)is_kept, book_uid, contact_uid);
}

static char *
revision_key (const char *book_uid)
{
  return g_strconcat ("book-revision:", book_uid, NULL);
}

/**
 * crm_index_get_book_revision:
 * @self: the index
 * @book_uid: the address book's source UID
 * @out_revision: (out) (nullable) (transfer full): what the book was at when all of it was read,
 *   %NULL when it has to be read
 * @error: (nullable): storage errors
 *
 * Returns: whether all is well
 */
gboolean
crm_index_get_book_revision (CrmIndex *self,
                             const char *book_uid,
                             char **out_revision,
                             GError **error)
{
  g_autofree char *key = revision_key (book_uid);

  return crm_index_get_meta (self, key, out_revision, error);
}

/**
 * crm_index_set_book_revision:
 * @self: the index, in a transaction
 * @book_uid: the address book's source UID
 * @revision: (nullable): %NULL when it is not known
 * @error: (nullable): storage errors
 *
 * Remembers that the index holds all that the book did at that revision, or what has come since.
 *
 * Returns: whether all is well
 */
gboolean
crm_index_set_book_revision (CrmIndex *self,
                             const char *book_uid,
                             const char *revision,
                             GError **error)
{
  g_autofree char *key = revision_key (book_uid);

  return crm_index_set_meta (self, key, revision, error);
}

static gboolean
set_book_fact (
    CrmIndex *self, const char *prefix, const char *book_uid, const char *value, GError **error)
{
  g_autofree char *key = g_strconcat (prefix, book_uid, NULL);

  return crm_index_set_meta (self, key, value, error);
}

/**
 * crm_index_set_book_rank:
 * @self: the index, in a transaction
 * @book_uid: the address book's source UID
 * @rank: where it stands among the others
 * @error: (nullable): storage errors
 *
 * Returns: whether all is well
 */
gboolean
crm_index_set_book_rank (CrmIndex *self, const char *book_uid, CrmBookRank rank, GError **error)
{
  char digit[] = { (char)('0' + rank), '\0' };

  return set_book_fact (self, CRM_INDEX_BOOK_RANK, book_uid, digit, error);
}

/**
 * crm_index_set_book_complete:
 * @self: the index, in a transaction
 * @book_uid: the address book's source UID
 * @error: (nullable): storage errors
 *
 * Remembers that all of the book is known: from now on a contact that is not there is gone.
 *
 * Returns: whether all is well
 */
gboolean
crm_index_set_book_complete (CrmIndex *self, const char *book_uid, GError **error)
{
  return set_book_fact (self, CRM_INDEX_BOOK_COMPLETE, book_uid, "1", error);
}

/**
 * crm_index_clear_book:
 * @self: the index, in a transaction
 * @book_uid: the address book's source UID
 * @error: (nullable): storage errors
 *
 * Forgets the contacts of one book.
 *
 * Returns: whether all is well
 */
gboolean
crm_index_clear_book (CrmIndex *self, const char *book_uid, GError **error)
{
  return crm_index_set_book_revision (self, book_uid, NULL, error)
         && set_book_fact (self, CRM_INDEX_BOOK_COMPLETE, book_uid, NULL, error)
         && _crm_connection_run (self->connection, error,
                                 "DELETE FROM contact_address WHERE book = ?", "t", book_uid)
         && _crm_connection_run (self->connection, error, "DELETE FROM contact WHERE book = ?", "t",
                                 book_uid);
}

/**
 * crm_index_keep_books:
 * @self: the index, in a transaction
 * @book_uids: the enabled address books, ended by %NULL
 * @error: (nullable): storage errors
 *
 * Forgets the contacts of every other book.
 *
 * Returns: whether all is well
 */
gboolean
crm_index_keep_books (CrmIndex *self, const char *const *book_uids, GError **error)
{
  g_autoptr (GPtrArray) gone = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) local_error = NULL;
  g_autoptr (CrmRows) rows
      = _crm_connection_query (self->connection, error, "SELECT DISTINCT book FROM contact", "");

  if (rows == NULL)
    return FALSE;
  while (_crm_rows_next (rows, &local_error))
    if (!g_strv_contains (book_uids, _crm_rows_text (rows, 0)))
      g_ptr_array_add (gone, g_strdup (_crm_rows_text (rows, 0)));
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  for (guint i = 0; i < gone->len; i++)
    if (!crm_index_clear_book (self, g_ptr_array_index (gone, i), error))
      return FALSE;
  return TRUE;
}
