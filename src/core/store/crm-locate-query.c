/* crm-locate-query.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-locate-query"
#include "config.h"

#include "crm-locate-query.h"

#include "crm-reader-private.h"
#include "model/crm-message.h"

/**
 * crm_place_free:
 * @self: (nullable): a place
 */
void
crm_place_free (CrmPlace *self)
{
  if (self == NULL)
    return;
  g_free (self->source);
  g_free (self->folder);
  g_free (self->uid);
  g_free (self);
}

/**
 * crm_query_place:
 * @reader: a reader
 * @fingerprint: a letter's
 * @out_place: (out) (transfer full) (nullable): where one of its copies lies; %NULL when none does
 * @error: (nullable): storage errors
 *
 * Returns: whether it could be looked up
 */
gboolean
crm_query_place (CrmReader *reader, guint64 fingerprint, CrmPlace **out_place, GError **error)
{
  GError *local_error = NULL;
  g_autoptr (CrmRows) rows = _crm_connection_query (
      reader->connection, error,
      "SELECT f.source, f.name, l.uid FROM idx.message AS m JOIN idx.location AS l ON l.message ="
      " m.id JOIN idx.folder AS f ON f.id = l.folder WHERE m.fingerprint = ?"
      " ORDER BY l.folder, l.uid LIMIT 1",
      "i", (gint64)fingerprint);

  *out_place = NULL;
  if (rows == NULL)
    return FALSE;
  if (_crm_rows_next (rows, &local_error))
    {
      *out_place = g_new0 (CrmPlace, 1);
      (*out_place)->source = g_strdup (_crm_rows_text (rows, 0));
      (*out_place)->folder = g_strdup (_crm_rows_text (rows, 1));
      (*out_place)->uid = g_strdup (_crm_rows_text (rows, 2));
    }
  return _crm_reader_ended (error, local_error);
}

/**
 * crm_query_has_attachments:
 * @reader: a reader
 * @place: where a copy of a letter lies
 * @out_has: (out): whether it comes with files, as far as its folder's summary says; what they are
 *   called no summary knows
 * @error: (nullable): storage errors
 *
 * Returns: whether it could be looked up
 */
gboolean
crm_query_has_attachments (CrmReader *reader,
                           const CrmPlace *place,
                           gboolean *out_has,
                           GError **error)
{
  gint64 flags = 0;

  *out_has = FALSE;
  if (!_crm_connection_get_int (
          reader->connection, &flags, error,
          "SELECT flags FROM idx.message WHERE id = (SELECT message FROM idx.location WHERE uid = "
          "?3"
          " AND folder = (SELECT id FROM idx.folder WHERE source = ?1 AND name = ?2))",
          "sss", place->source, place->folder, place->uid))
    return FALSE;
  *out_has = (flags & CRM_MESSAGE_ATTACHMENTS) != 0;
  return TRUE;
}
