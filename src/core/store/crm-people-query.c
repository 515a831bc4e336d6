/* crm-people-query.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Whose contact was changed in its address book, and what of it is kept. */
#define G_LOG_DOMAIN "crm-people-query"
#include "config.h"

#include "crm-people-query.h"

#include "crm-index-private.h"
#include "crm-reader-facts-private.h"

/* Whoever changed the field in the CRM knew better. Confirmations of the address book (cause 8, see
 * #CrmCause) are nobody's change, and some changes were asked of the address book, too: its word
 * counts once none of them is under way. Of somebody who came by the contact when they were merged
 * people said what is to stay. */
#define OUTDATED(field)                                                                            \
  "SELECT p.id, '" field "', p." field ", c." field                                                \
  " FROM person AS p CROSS JOIN idx.contact AS c"                                                  \
  " ON c.book = p.book_uid AND c.uid = p.contact_uid WHERE c." field " IS NOT NULL"                \
  " AND c." field " IS NOT p." field                                                               \
  " AND NOT EXISTS (SELECT 1 FROM change AS h JOIN change_set AS s USING (seq)"                    \
  " WHERE h.record = p.id AND ((h.field = '" field "' AND s.cause <> 8"                            \
  " AND s.label NOT IN ('update-card', 'settle-contact'))"                                         \
  " OR (h.field = 'contact_uid' AND s.label = 'merge-records' AND h.new = p.contact_uid)))"        \
  " AND NOT EXISTS (SELECT 1 FROM outbox AS o WHERE o.state = 'pending' AND o.person = p.id)"

/**
 * crm_outdated_free:
 * @self: (nullable): an outdated field
 */
void
crm_outdated_free (CrmOutdated *self)
{
  if (self == NULL)
    return;
  g_free (self->person);
  g_free (self->seen);
  g_free (self->value);
  g_free (self);
}

/**
 * crm_query_outdated_people:
 * @reader: a reader
 * @error: (nullable): storage errors
 *
 * Returns: (transfer container) (nullable) (element-type CrmOutdated): the fields that follow the
 * contact and are behind it; %NULL on failure
 */
GPtrArray *
crm_query_outdated_people (CrmReader *reader, GError **error)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_outdated_free);
  GError *local_error = NULL;
  g_autoptr (CrmRows) rows = _crm_connection_query (
      reader->connection, error, OUTDATED ("name") " UNION ALL " OUTDATED ("title"), "");

  if (rows == NULL)
    return NULL;
  while (_crm_rows_next (rows, &local_error))
    {
      CrmOutdated *outdated = g_new0 (CrmOutdated, 1);

      outdated->person = g_strdup (_crm_rows_text (rows, 0));
      outdated->field = g_str_equal (_crm_rows_text (rows, 1), "name") ? "name" : "title";
      outdated->seen = g_strdup (_crm_rows_text (rows, 2));
      outdated->value = g_strdup (_crm_rows_text (rows, 3));
      g_ptr_array_add (all, outdated);
    }
  return _crm_reader_ended (error, local_error) ? g_steal_pointer (&all) : NULL;
}

/**
 * crm_stray_free:
 * @self: (nullable): a person without their contact
 */
void
crm_stray_free (CrmStray *self)
{
  if (self == NULL)
    return;
  g_free (self->person);
  g_free (self->book_uid);
  g_free (self->contact_uid);
  g_free (self->address);
  g_free (self);
}

/**
 * crm_query_stray_people:
 * @reader: a reader
 * @error: (nullable): storage errors
 *
 * Returns: (transfer container) (nullable) (element-type CrmStray): people whose contact is gone
 *   from an address book of which all is known, while a contact has one of their addresses, one for
 *   each such address, people in their order; %NULL on failure. Not those for whose contact
 *   something is under way, nor those whose address leads to a contact that somebody else is.
 */
GPtrArray *
crm_query_stray_people (CrmReader *reader, GError **error)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_stray_free);
  GError *local_error = NULL;
  g_autoptr (CrmRows) rows = _crm_connection_query (
      reader->connection, error,
      "SELECT p.id, p.book_uid, p.contact_uid, a.address FROM person AS p"
      " JOIN idx.meta AS m ON m.key = ? || p.book_uid AND CAST (m.value AS INTEGER) <> 0"
      " JOIN address AS a ON a.person = p.id"
      " WHERE p.contact_uid IS NOT NULL"
      " AND NOT EXISTS (SELECT 1 FROM idx.contact AS c"
      " WHERE c.book = p.book_uid AND c.uid = p.contact_uid)"
      " AND EXISTS (SELECT 1 FROM idx.contact_address AS n WHERE n.address = a.address)"
      " AND NOT EXISTS (SELECT 1 FROM idx.contact_address AS n JOIN person AS o"
      " ON o.book_uid = n.book AND o.contact_uid = n.uid AND o.id <> p.id"
      " WHERE n.address = a.address)"
      " AND NOT EXISTS (SELECT 1 FROM outbox AS o WHERE o.state = 'pending' AND o.person = p.id)"
      " ORDER BY p.id, coalesce (a.is_primary, 0) DESC, a.address",
      "t", CRM_INDEX_BOOK_COMPLETE);

  if (rows == NULL)
    return NULL;
  while (_crm_rows_next (rows, &local_error))
    {
      CrmStray *stray = g_new0 (CrmStray, 1);

      stray->person = g_strdup (_crm_rows_text (rows, 0));
      stray->book_uid = g_strdup (_crm_rows_text (rows, 1));
      stray->contact_uid = g_strdup (_crm_rows_text (rows, 2));
      stray->address = g_strdup (_crm_rows_text (rows, 3));
      g_ptr_array_add (all, stray);
    }
  return _crm_reader_ended (error, local_error) ? g_steal_pointer (&all) : NULL;
}

/**
 * crm_query_contact_orders:
 * @reader: a reader
 * @error: (nullable): storage errors
 *
 * Returns: (transfer container) (nullable) (element-type CrmRecord): the changes of contacts that
 *   wait for their address book or were not taken by it; others have the same array; %NULL on
 *   failure
 */
GPtrArray *
crm_query_contact_orders (CrmReader *reader, GError **error)
{
  GPtrArray *orders = _crm_reader_get_contact_orders (reader, error);

  return orders != NULL ? g_ptr_array_ref (orders) : NULL;
}

/**
 * crm_card_to_keep_free:
 * @self: (nullable): a card
 */
void
crm_card_to_keep_free (CrmCardToKeep *self)
{
  if (self == NULL)
    return;
  g_free (self->book_uid);
  g_free (self->contact_uid);
  g_free (self->vcard);
  g_free (self);
}

/**
 * crm_query_cards_to_keep:
 * @reader: a reader
 * @limit: how many at most
 * @error: (nullable): storage errors
 *
 * Returns: (transfer container) (nullable) (element-type CrmCardToKeep): the contacts of people
 * that the index has read since they were last kept (see crm_index_set_contact_kept()), and the
 * kept ones of nobody; %NULL on failure
 */
GPtrArray *
crm_query_cards_to_keep (CrmReader *reader, guint limit, GError **error)
{
  g_autoptr (GPtrArray) all
      = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_card_to_keep_free);
  GError *local_error = NULL;
  g_autoptr (CrmRows) rows = _crm_connection_query (
      reader->connection, error,
      "SELECT c.book, c.uid, k.vcard, 0 FROM person AS p CROSS JOIN idx.contact AS c"
      " ON c.book = p.book_uid AND c.uid = p.contact_uid"
      " LEFT JOIN kept_card AS k ON k.contact_uid = c.uid AND k.book_uid = c.book"
      " WHERE NOT c.is_kept"
      " UNION ALL SELECT k.book_uid, k.contact_uid, NULL, 1 FROM kept_card AS k WHERE NOT EXISTS"
      " (SELECT 1 FROM person AS p WHERE p.contact_uid = k.contact_uid)"
      " LIMIT ?",
      "i", (gint64)limit);

  if (rows == NULL)
    return NULL;
  while (_crm_rows_next (rows, &local_error))
    {
      CrmCardToKeep *card = g_new0 (CrmCardToKeep, 1);

      card->book_uid = g_strdup (_crm_rows_text (rows, 0));
      card->contact_uid = g_strdup (_crm_rows_text (rows, 1));
      card->vcard = g_strdup (_crm_rows_text (rows, 2));
      card->is_orphan = _crm_rows_int (rows, 3) != 0;
      g_ptr_array_add (all, card);
    }
  return _crm_reader_ended (error, local_error) ? g_steal_pointer (&all) : NULL;
}
