/* crm-index-edges.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The facet of #CrmIndex that says who took part in which letter. Each new line would go to a page
 * of its own, so they are collected and written in the order of the tables. */
#define G_LOG_DOMAIN "crm-index-edges"
#include "config.h"

#include "crm-index-private.h"

/* The letter's people as bytes: for each one a base-128 number, address id << 3 | role, lowest
 * seven bits first. Kept with the letter, so that it can be taken out of the edges again. */
void
_crm_index_append_party (GByteArray *parties, gint64 address, CrmMessageRole role)
{
  guint64 number = (guint64)address << 3 | role;

  do
    {
      guint8 byte = (guint8)(number & 0x7f);

      number >>= 7;
      if (number != 0)
        byte |= 0x80;
      g_byte_array_append (parties, &byte, 1);
    }
  while (number != 0);
}

gboolean
_crm_index_next_party (const guint8 **data,
                       const guint8 *end,
                       gint64 *out_address,
                       CrmMessageRole *out_role)
{
  guint64 number = 0;

  for (guint shift = 0; *data < end && shift < 64; shift += 7)
    {
      guint8 byte = *(*data)++;

      number |= (guint64)(byte & 0x7f) << shift;
      if (!(byte & 0x80))
        {
          *out_address = (gint64)(number >> 3);
          if (out_role != NULL)
            *out_role = (CrmMessageRole)(number & 7);
          return TRUE;
        }
    }
  return FALSE;
}

/* @organization: whose letter it is too, 0 for nobody's */
void
_crm_index_add_edge (CrmIndex *self, const CrmIndexEdge *edge, gint64 organization)
{
  g_array_append_vals (self->edges, edge, 1);
  if (organization != 0 && self->fill == NULL)
    {
      CrmIndexEdge line = *edge;

      line.owner = organization;
      g_array_append_val (self->domain_edges, line);
    }
}

/* Lines of one address and letter become one. One that belongs to a new letter has all its roles
 * here, since edges are written whole. */
static void
unite_lines (GArray *lines)
{
  guint n = 0;

  _crm_index_sort_lines (lines);
  for (guint i = 0; i < lines->len; i++)
    {
      CrmIndexEdge *line = &g_array_index (lines, CrmIndexEdge, i);
      CrmIndexEdge *last = n > 0 ? &g_array_index (lines, CrmIndexEdge, n - 1) : NULL;

      if (last != NULL && last->owner == line->owner && last->date == line->date
          && last->message == line->message)
        {
          last->roles |= line->roles;
          last->merge &= line->merge;
        }
      else
        {
          g_array_index (lines, CrmIndexEdge, n++) = *line;
        }
    }
  g_array_set_size (lines, n);
}

/* Writes the lines that may meet others, and leaves the rest in @lines. */
static gboolean
merge_lines (CrmIndex *self, GArray *lines, GError **error)
{
  sqlite3_stmt *stmt = _crm_index_statement (self, CRM_INDEX_MERGE_EDGE, error);
  guint n = 0;

  if (stmt == NULL)
    return FALSE;
  for (guint i = 0; i < lines->len; i++)
    {
      const CrmIndexEdge *line = &g_array_index (lines, CrmIndexEdge, i);

      if (!line->merge)
        {
          g_array_index (lines, CrmIndexEdge, n++) = *line;
          continue;
        }
      sqlite3_bind_int64 (stmt, 1, line->owner);
      sqlite3_bind_int64 (stmt, 2, line->date);
      sqlite3_bind_int64 (stmt, 3, line->message);
      sqlite3_bind_int64 (stmt, 4, line->roles);
      if (!_crm_index_step (self, stmt, error))
        return FALSE;
    }
  g_array_set_size (lines, n);
  return TRUE;
}

gboolean
_crm_index_write_edges (CrmIndex *self, GError **error)
{
  if (self->edges->len == 0)
    return TRUE;
  unite_lines (self->edges);
  unite_lines (self->domain_edges);
  if (!merge_lines (self, self->edges, error)
      || !_crm_index_write_lines (self, CRM_INDEX_ADD_EDGES, self->edges, error)
      || !_crm_index_write_lines (self, CRM_INDEX_ADD_DOMAIN_EDGES, self->domain_edges, error))
    return FALSE;
  g_array_set_size (self->edges, 0);
  g_array_set_size (self->domain_edges, 0);
  return TRUE;
}

/* Brings the file in step with memory, but for the counters of addresses that lost letters. */
gboolean
_crm_index_write_all (CrmIndex *self, GError **error)
{
  return _crm_index_write_edges (self, error) && _crm_index_write_addresses (self, error)
         && _crm_index_write_hashes (self, error);
}

static gboolean
delete_edges (CrmIndex *self, gint64 id, gint64 date, const guint8 *data, int size, GError **error)
{
  const guint8 *end = data + size;
  gint64 address;

  while (_crm_index_next_party (&data, end, &address, NULL))
    {
      if (!_crm_connection_run (self->connection, error,
                                "DELETE FROM edge WHERE address = ? AND date = ? AND message = ?",
                                "iii", address, date, id)
          || !_crm_connection_run (self->connection, error,
                                   "DELETE FROM domain_edge WHERE date = ?2 AND message = ?3"
                                   " AND domain = (SELECT organization FROM address WHERE id = ?1)",
                                   "iii", address, date, id))
        return FALSE;
      _crm_index_recount_address (self, address);
    }
  return TRUE;
}

/* The words of the subject, unless they have not been entered yet. */
static gboolean
delete_subject (CrmIndex *self, gint64 id, const char *folded, GError **error)
{
  if (self->subject_next != 0 && id >= self->subject_next)
    return TRUE;
  return _crm_connection_run (self->connection, error,
                              "INSERT INTO subject (subject, rowid, text) VALUES ('delete', ?, ?)",
                              "it", id, folded);
}

gboolean
_crm_index_delete_message (CrmIndex *self, gint64 id, GError **error)
{
  g_autoptr (CrmRows) rows = NULL;
  g_autofree char *folded = NULL;
  g_autoptr (GError) local_error = NULL;

  if (!_crm_index_write_all (self, error))
    return FALSE;
  rows = _crm_connection_query (self->connection, error,
                                "SELECT date, crm_fold (subject), parties FROM message"
                                " WHERE id = ?",
                                "i", id);
  if (rows == NULL)
    return FALSE;
  if (!_crm_rows_next (rows, &local_error))
    {
      if (local_error == NULL)
        return TRUE;
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  folded = g_strdup (_crm_rows_text (rows, 1));
  if (!delete_edges (self, id, _crm_rows_int (rows, 0), sqlite3_column_blob (rows->stmt, 2),
                     sqlite3_column_bytes (rows->stmt, 2), error))
    return FALSE;
  g_clear_pointer (&rows, _crm_rows_done);
  return delete_subject (self, id, folded, error)
         && _crm_connection_run (self->connection, error, "DELETE FROM message WHERE id = ?", "i",
                                 id);
}
