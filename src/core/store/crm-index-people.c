/* crm-index-people.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The facet of #CrmIndex that knows addresses. They are numbered and counted in memory, and their
 * rows written once a transaction. */
#define G_LOG_DOMAIN "crm-index-people"
#include "config.h"

#include "crm-index-private.h"

#include "model/crm-address.h"

/* About 15 MB; mailboxes rarely know more people, and one met again is read again. */
#define MAX_ADDRESSES 100000

void
_crm_index_address_free (CrmIndexAddress *self)
{
  g_free (self->address);
  g_free (self->name);
  g_free (self);
}

static gboolean
ensure_domain (CrmIndex *self, const char *name, gint64 *out_id, GError **error)
{
  return _crm_connection_run (self->connection, error,
                              "INSERT INTO domain (name) VALUES (?) ON CONFLICT DO NOTHING", "t",
                              name)
         && _crm_connection_get_int (self->connection, out_id, error,
                                     "SELECT id FROM domain WHERE name = ?", "t", name);
}

/* The organisation is unknown for free-mail providers: their customers have nothing in common. */
static gboolean
find_domains (CrmIndex *self, CrmIndexAddress *address, GError **error)
{
  const char *domain = crm_address_get_domain (address->address);
  g_autofree char *organization = domain != NULL ? crm_domain_organization (domain) : NULL;

  return (domain == NULL || ensure_domain (self, domain, &address->domain, error))
         && (organization == NULL || crm_domain_is_free_mail (organization)
             || ensure_domain (self, organization, &address->organization, error));
}

static void
mark_late (CrmIndex *self, CrmIndexAddress *address)
{
  if (address->is_late)
    return;
  address->is_late = TRUE;
  g_ptr_array_add (self->late, address);
}

/* People write their own names best. */
static void
keep_name (CrmIndex *self, CrmIndexAddress *address, const CrmMessageParty *party)
{
  if (party->name == NULL || party->role != CRM_ROLE_FROM
      || g_strcmp0 (party->name, address->name) == 0)
    return;
  g_free (address->name);
  address->name = g_strdup (party->name);
  mark_late (self, address);
}

static gboolean
read_address (CrmIndex *self, CrmIndexAddress *address, GError **error)
{
  sqlite3_stmt *stmt = _crm_index_statement (self, CRM_INDEX_FIND_ADDRESS, error);
  int code;

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_text (stmt, 1, address->address, -1, SQLITE_STATIC);
  code = sqlite3_step (stmt);
  if (code == SQLITE_ROW)
    {
      address->id = sqlite3_column_int64 (stmt, 0);
      address->name = g_strdup ((const char *)sqlite3_column_text (stmt, 1));
      address->organization = sqlite3_column_int64 (stmt, 2);
    }
  else if (code != SQLITE_DONE)
    {
      _crm_sqlite_error (_crm_connection_get_handle (self->connection), code, "address", error);
    }
  sqlite3_reset (stmt);
  sqlite3_clear_bindings (stmt);
  return code == SQLITE_ROW || code == SQLITE_DONE;
}

/* Numbers the address, anew where nobody has met it. */
CrmIndexAddress * /* (transfer none) (nullable) */
_crm_index_ensure_address (CrmIndex *self, const CrmMessageParty *party, GError **error)
{
  CrmIndexAddress *address = g_hash_table_lookup (self->addresses, party->address);

  if (address != NULL)
    {
      keep_name (self, address, party);
      return address;
    }
  address = g_new0 (CrmIndexAddress, 1);
  address->address = g_strdup (party->address);
  address->is_own = g_hash_table_contains (self->own, party->address);
  if (!read_address (self, address, error)
      || (address->id == 0 && !find_domains (self, address, error)))
    {
      _crm_index_address_free (address);
      return NULL;
    }
  g_hash_table_insert (self->addresses, address->address, address);
  if (address->id == 0)
    {
      address->id = self->next_address++;
      address->name = g_strdup (party->name);
      address->is_new = TRUE;
      mark_late (self, address);
    }
  keep_name (self, address, party);
  return address;
}

/* Counts a letter that the address takes part in for the first time, when @roles has the bit 1, or
 * in further roles. */
void
_crm_index_count_letter (CrmIndex *self, CrmIndexAddress *address, gint64 date, int roles)
{
  address->n_letters += roles & 1;
  if (roles & 1 << CRM_ROLE_FROM)
    address->last_in = MAX (address->last_in, date);
  if (roles & CRM_EDGE_OUT)
    address->last_out = MAX (address->last_out, date);
  mark_late (self, address);
}

/* For what goes: the counters are read off the edges again before the transaction ends. */
void
_crm_index_recount_address (CrmIndex *self, gint64 address)
{
  if (!g_hash_table_contains (self->recount, &address))
    g_hash_table_add (self->recount, g_memdup2 (&address, sizeof address));
}

static gboolean
write_address (CrmIndex *self, CrmIndexAddress *address, GError **error)
{
  CrmIndexStatement which = address->is_new ? CRM_INDEX_ADD_ADDRESS : CRM_INDEX_COUNT_ADDRESS;
  sqlite3_stmt *stmt = _crm_index_statement (self, which, error);
  int column = address->is_new ? 6 : 2;
  gboolean done;

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, address->id);
  sqlite3_bind_text (stmt, address->is_new ? 3 : 5, address->name, -1, SQLITE_STATIC);
  if (address->is_new)
    {
      sqlite3_bind_text (stmt, 2, address->address, -1, SQLITE_STATIC);
      sqlite3_bind_int64 (stmt, 4, address->domain);
      sqlite3_bind_int64 (stmt, 5, address->organization);
    }
  sqlite3_bind_int64 (stmt, column, address->n_letters);
  sqlite3_bind_int64 (stmt, column + 1, address->last_in);
  sqlite3_bind_int64 (stmt, column + 2, address->last_out);
  done = _crm_index_step (self, stmt, error);
  sqlite3_clear_bindings (stmt);
  address->is_new = FALSE;
  address->is_late = FALSE;
  address->n_letters = address->last_in = address->last_out = 0;
  return done;
}

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  const CrmIndexAddress *first = *(const CrmIndexAddress *const *)a;
  const CrmIndexAddress *second = *(const CrmIndexAddress *const *)b;

  return first->id < second->id ? -1 : first->id > second->id;
}

gboolean
_crm_index_write_addresses (CrmIndex *self, GError **error)
{
  g_ptr_array_sort (self->late, compare_ids);
  for (guint i = 0; i < self->late->len; i++)
    if (!write_address (self, g_ptr_array_index (self->late, i), error))
      return FALSE;
  g_ptr_array_set_size (self->late, 0);
  if (g_hash_table_size (self->addresses) > MAX_ADDRESSES)
    g_hash_table_remove_all (self->addresses);
  return TRUE;
}

/* Once all edges are written. */
gboolean
_crm_index_count_addresses (CrmIndex *self, GError **error)
{
  GHashTableIter iter;
  gpointer id;
  sqlite3_stmt *stmt;

  if (g_hash_table_size (self->recount) == 0)
    return TRUE;
  stmt = _crm_index_statement (self, CRM_INDEX_RECOUNT_ADDRESS, error);
  if (stmt == NULL)
    return FALSE;
  g_hash_table_iter_init (&iter, self->recount);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    {
      sqlite3_bind_int64 (stmt, 1, *(gint64 *)id);
      if (!_crm_index_step (self, stmt, error))
        return FALSE;
    }
  g_hash_table_remove_all (self->recount);
  return TRUE;
}

/* Drops what memory knows, written or not. */
void
_crm_index_forget_addresses (CrmIndex *self)
{
  g_ptr_array_set_size (self->late, 0);
  g_hash_table_remove_all (self->recount);
  g_hash_table_remove_all (self->addresses);
}
