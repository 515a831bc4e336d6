/* crm-similar-query.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-similar-query"
#include "config.h"

#include "crm-similar-query.h"

#include <string.h>

#include "crm-list-query.h"
#include "crm-reader-private.h"
#include "model/crm-text.h"

#define MAX_PLAIN 256 /* bytes on the stack; longer texts are folded the long way */

static guint
match (const CrmTypo *words, const char *title)
{
  gsize length = strlen (title);
  char plain[MAX_PLAIN + 1];
  g_autofree char *folded = NULL;

  if (length <= MAX_PLAIN && crm_fold_plain (title, length, plain))
    {
      plain[length] = '\0';
      return crm_typo_match (words, plain);
    }
  folded = crm_fold (title);
  return crm_typo_match (words, folded);
}

/* The first so many of each number of mistakes; one by one, since most titles match nothing. */
static gboolean
gather (CrmRows *rows, const CrmTypo *words, guint limit, GArray **keys, GError **error)
{
  GError *local_error = NULL;

  while (_crm_rows_next (rows, &local_error))
    {
      guint n = match (words, _crm_rows_text (rows, 1));
      gint64 key = _crm_rows_int (rows, 0);

      if (n > 0 && n <= CRM_TYPO_MAX && keys[n - 1]->len < limit)
        g_array_append_val (keys[n - 1], key);
    }
  return _crm_reader_ended (error, local_error);
}

/**
 * crm_query_similar:
 * @reader: a reader
 * @entity: which entity; it has a title
 * @words: what a person typed, maybe with mistakes
 * @limit: at most so many
 * @error: (nullable): storage errors
 *
 * Reads the titles of all records: for when nothing was found by what was typed.
 *
 * Returns: (transfer container) (nullable) (element-type CrmRecord): those whose title has all
 *   words, but not without a mistake, the fewest mistakes first; %NULL on failure
 */
GPtrArray *
crm_query_similar (
    CrmReader *reader, const char *entity, const CrmTypo *words, guint limit, GError **error)
{
  const CrmEntity *declared = crm_entity_find (entity);
  GArray *keys[CRM_TYPO_MAX];
  g_autofree char *sql = NULL;
  g_autoptr (CrmRows) rows = NULL;
  GPtrArray *records = NULL;
  gboolean gathered;

  g_return_val_if_fail (declared != NULL && declared->title_field != NULL, NULL);
  sql = g_strdup_printf ("SELECT rowid, \"%s\" FROM \"%s\" WHERE \"%s\" IS NOT NULL",
                         declared->title_field, declared->name, declared->title_field);
  rows = _crm_connection_query (reader->connection, error, sql, "");
  if (rows == NULL)
    return NULL;
  for (guint i = 0; i < CRM_TYPO_MAX; i++)
    keys[i] = g_array_new (FALSE, FALSE, sizeof (gint64));
  gathered = gather (rows, words, limit, keys, error);
  for (guint i = 1; i < CRM_TYPO_MAX; i++)
    {
      g_array_append_vals (keys[0], keys[i]->data, keys[i]->len);
      g_array_unref (keys[i]);
    }
  if (gathered)
    records = crm_list_load_records (reader, entity, (const gint64 *)(gconstpointer)keys[0]->data,
                                     MIN (keys[0]->len, limit), error);
  g_array_unref (keys[0]);
  return records;
}
