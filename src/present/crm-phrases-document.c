/* crm-phrases-document.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-phrases-document"
#include "config.h"

#include "crm-phrases-document.h"

#include <glib/gi18n-lib.h>

#include "crm-format.h"

/**
 * crm_phrase_document_place:
 * @uri: of a document
 *
 * Returns: (transfer full): where it is: the folder of a file, the host of a page
 */
char *
crm_phrase_document_place (const char *uri)
{
  g_autofree char *path = g_filename_from_uri (uri, NULL, NULL);
  g_autoptr (GUri) parsed = NULL;

  if (path != NULL)
    {
      g_autofree char *folder = g_path_get_dirname (path);

      return g_filename_display_name (folder);
    }
  parsed = g_uri_parse (uri, G_URI_FLAGS_NONE, NULL);
  return g_strdup (parsed != NULL && g_uri_get_host (parsed) != NULL ? g_uri_get_host (parsed)
                                                                     : uri);
}

/* Each part of its own direction. */
static void
add_part (GString *line, const char *text)
{
  g_string_append_printf (line, "%s\u2068%s\u2069", line->len > 0 ? " · " : "", text);
}

/**
 * crm_phrase_document:
 * @document: a document
 * @size: of its file, in bytes; negative where nobody knows
 * @now_usec: now, UTC microseconds
 *
 * Returns: (transfer full): what is known of it beside its name: size, since when, where
 */
char *
crm_phrase_document (const CrmRecord *document, goffset size, gint64 now_usec)
{
  g_autofree char *place = crm_phrase_document_place (crm_record_get_text (document, "uri"));
  g_autofree char *when = crm_format_time (document->created_usec, now_usec);
  /* TRANSLATORS: %s is the day or time when a document was added */
  g_autofree char *added = g_strdup_printf (_ ("added %s"), when);
  GString *line = g_string_new (NULL);

  if (size >= 0)
    {
      g_autofree char *text = g_format_size ((guint64)size);

      add_part (line, text);
    }
  add_part (line, added);
  add_part (line, place);
  return g_string_free (line, FALSE);
}
