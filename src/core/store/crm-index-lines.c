/* crm-index-lines.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The facet of #CrmIndex that lets SQLite read lines from memory, as the table crm_lines of its own
 * connection: one statement then writes thousands, where a statement a line would spend most of its
 * time on being a statement. */
#define G_LOG_DOMAIN "crm-index-lines"
#include "config.h"

#include <string.h>

#include "crm-index-private.h"

/* Runs shorter than this are sorted by moving each line to its place. */
#define SHORT_RUN 8

static inline gboolean
is_before (const CrmIndexEdge *first, const CrmIndexEdge *second)
{
  if (first->owner != second->owner)
    return first->owner < second->owner;
  if (first->date != second->date)
    return first->date < second->date;
  return first->message < second->message;
}

static void
sort_run (CrmIndexEdge *lines, guint n)
{
  for (guint i = 1; i < n; i++)
    {
      CrmIndexEdge line = lines[i];
      guint place = i;

      for (; place > 0 && is_before (&line, &lines[place - 1]); place--)
        lines[place] = lines[place - 1];
      lines[place] = line;
    }
}

/* Two sorted neighbours become one in @out; of equal ones the left comes first. */
static void
merge_runs (const CrmIndexEdge *left, guint n_left, guint n_right, CrmIndexEdge *out)
{
  const CrmIndexEdge *right = left + n_left;
  const CrmIndexEdge *left_end = right;
  const CrmIndexEdge *right_end = right + n_right;

  while (left < left_end && right < right_end)
    *out++ = is_before (right, left) ? *right++ : *left++;
  memcpy (out, left, (gsize)(left_end - left) * sizeof *out);
  out += left_end - left;
  memcpy (out, right, (gsize)(right_end - right) * sizeof *out);
}

/* Sorts lines (element-type CrmIndexEdge) by owner, date and letter. Every line that is written
 * goes through here, and g_array_sort() calls a function for each comparison: that took as long as
 * writing a third of them. */
void
_crm_index_sort_lines (GArray *lines)
{
  CrmIndexEdge *from = (CrmIndexEdge *)(gpointer)lines->data;
  guint n = lines->len;
  g_autofree CrmIndexEdge *spare = n > SHORT_RUN ? g_new (CrmIndexEdge, n) : NULL;
  CrmIndexEdge *into = spare;

  for (guint i = 0; i < n; i += SHORT_RUN)
    sort_run (from + i, MIN (SHORT_RUN, n - i));
  for (guint run = SHORT_RUN; run < n; run *= 2)
    {
      CrmIndexEdge *swapped = from;

      for (guint i = 0; i < n; i += 2 * run)
        {
          guint n_left = MIN (run, n - i);

          merge_runs (from + i, n_left, MIN (run, n - i - n_left), into + i);
        }
      from = into;
      into = swapped;
    }
  if (from == spare && n > SHORT_RUN)
    memcpy (lines->data, spare, (gsize)n * sizeof *spare);
}

typedef struct
{
  sqlite3_vtab base;
  CrmIndex *index; /* (unowned) */
} Table;

typedef struct
{
  sqlite3_vtab_cursor base;
  const GArray *lines; /* (unowned) (element-type CrmIndexEdge) */
  guint row;
} Cursor;

static int
connect_table (sqlite3 *db,
               void *index,
               int n_args,
               const char *const *args,
               sqlite3_vtab **out_table,
               char **out_error)
{
  int code = sqlite3_declare_vtab (db, "CREATE TABLE x (owner, date, message, roles)");
  Table *table;

  if (code != SQLITE_OK)
    return code;
  table = g_new0 (Table, 1);
  table->index = index;
  *out_table = &table->base;
  return SQLITE_OK;
}

static int
disconnect_table (sqlite3_vtab *table)
{
  g_free (table);
  return SQLITE_OK;
}

static int
plan (sqlite3_vtab *table, sqlite3_index_info *info)
{
  return SQLITE_OK; /* one way only: all lines in their order */
}

static int
open_cursor (sqlite3_vtab *table, sqlite3_vtab_cursor **out_cursor)
{
  Cursor *cursor = g_new0 (Cursor, 1);

  *out_cursor = &cursor->base;
  return SQLITE_OK;
}

static int
close_cursor (sqlite3_vtab_cursor *cursor)
{
  g_free (cursor);
  return SQLITE_OK;
}

static int
rewind_cursor (
    sqlite3_vtab_cursor *base, int plan_number, const char *name, int n_args, sqlite3_value **args)
{
  Cursor *cursor = (Cursor *)base;

  cursor->lines = ((Table *)base->pVtab)->index->written;
  cursor->row = 0;
  return SQLITE_OK;
}

static int
move_on (sqlite3_vtab_cursor *base)
{
  ((Cursor *)base)->row++;
  return SQLITE_OK;
}

static int
is_at_end (sqlite3_vtab_cursor *base)
{
  const Cursor *cursor = (Cursor *)base;

  return cursor->lines == NULL || cursor->row >= cursor->lines->len;
}

static int
get_column (sqlite3_vtab_cursor *base, sqlite3_context *context, int column)
{
  const Cursor *cursor = (Cursor *)base;
  const CrmIndexEdge *line = &g_array_index (cursor->lines, CrmIndexEdge, cursor->row);
  const gint64 values[] = { line->owner, line->date, line->message, line->roles };

  sqlite3_result_int64 (context, values[column]);
  return SQLITE_OK;
}

static int
get_row (sqlite3_vtab_cursor *base, sqlite3_int64 *out_row)
{
  *out_row = ((Cursor *)base)->row;
  return SQLITE_OK;
}

static const sqlite3_module module = {
  .xConnect = connect_table,
  .xDisconnect = disconnect_table,
  .xBestIndex = plan,
  .xOpen = open_cursor,
  .xClose = close_cursor,
  .xFilter = rewind_cursor,
  .xNext = move_on,
  .xEof = is_at_end,
  .xColumn = get_column,
  .xRowid = get_row,
};

gboolean
_crm_index_make_lines_readable (CrmIndex *self, GError **error)
{
  sqlite3 *db = _crm_connection_get_handle (self->connection);
  int code = sqlite3_create_module (db, "crm_lines", &module, self);

  return code == SQLITE_OK || _crm_sqlite_error (db, code, "lines", error);
}

/* Runs a statement that reads all of @lines. */
gboolean
_crm_index_write_lines (CrmIndex *self, CrmIndexStatement which, GArray *lines, GError **error)
{
  sqlite3_stmt *stmt = _crm_index_statement (self, which, error);
  gboolean done;

  if (stmt == NULL)
    return FALSE;
  self->written = lines;
  done = _crm_index_step (self, stmt, error);
  self->written = NULL;
  return done;
}
