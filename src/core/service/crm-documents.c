/* crm-documents.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-documents"
#include "config.h"

#include "crm-documents.h"

#include <string.h>

#include "store/crm-locate-query.h"

/* Longer than any that a server takes. */
#define MAX_LOCATION 4096

/* --- locations ---------------------------------------------------------------------------------
 */

static gboolean
is_clean (const char *text)
{
  if (strlen (text) > MAX_LOCATION || !g_utf8_validate (text, -1, NULL))
    return FALSE;
  for (const char *c = text; *c != '\0'; c = g_utf8_next_char (c))
    if (g_unichar_iscntrl (g_utf8_get_char (c)))
      return FALSE;
  return TRUE;
}

/* As one pastes it from a browser's line, without "https://". */
static gboolean
looks_like_host (const char *text)
{
  const char *end = text + strcspn (text, "/?#");
  const char *dot = memchr (text, '.', (gsize)(end - text));

  if (dot == NULL || dot == text || dot + 1 == end)
    return FALSE;
  for (const char *c = text; c < end; c++)
    if (g_ascii_isspace (*c) || strchr ("\\@:~", *c) != NULL)
      return FALSE;
  return TRUE;
}

/* (transfer full) (nullable): a file of this computer */
static char *
check_file_uri (const char *uri)
{
  g_autofree char *host = NULL;
  g_autofree char *path = g_filename_from_uri (uri, &host, NULL);

  if (path == NULL || (host != NULL && *host != '\0' && !g_str_equal (host, "localhost")))
    return NULL;
  return g_filename_to_uri (path, NULL, NULL);
}

/* (transfer full) (nullable): a page of the web, as GLib writes it */
static char *
write_web_uri (const char *text)
{
  g_autoptr (GUri) uri = g_uri_parse (text, G_URI_FLAGS_ENCODED | G_URI_FLAGS_PARSE_RELAXED, NULL);
  const char *scheme = uri != NULL ? g_uri_get_scheme (uri) : NULL;
  const char *path = uri != NULL ? g_uri_get_path (uri) : NULL;

  if (scheme == NULL || (!g_str_equal (scheme, "https") && !g_str_equal (scheme, "http"))
      || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0')
    return NULL;
  /* For GLib a host may end at a semicolon; it does not write such an address again. */
  if (*path != '\0' && *path != '/')
    return NULL;
  return g_uri_to_string (uri);
}

/* (transfer full) (nullable): an address that is the same when it is read again; of hosts GLib
 * takes what is encoded for what it means, even a line's end */
static char *
check_web_uri (const char *text)
{
  g_autofree char *written = write_web_uri (text);
  g_autofree char *again = written != NULL && is_clean (written) ? write_web_uri (written) : NULL;

  return g_strcmp0 (written, again) == 0 ? g_steal_pointer (&written) : NULL;
}

/**
 * crm_documents_parse_location:
 * @text: what somebody typed or pasted
 * @error: (nullable): %CRM_ERROR_INVALID_VALUE where it is none
 *
 * Takes web addresses, also without "https://", paths that begin at the root or at `~/`, and
 * addresses of files of this computer. Whether anything is there is not looked at.
 *
 * Returns: (transfer full) (nullable): as it is kept: an address with its scheme
 */
char *
crm_documents_parse_location (const char *text, GError **error)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (text));
  g_autofree char *made = NULL;
  char *uri = NULL;

  if (*trimmed != '\0' && is_clean (trimmed))
    {
      if (*trimmed == '/')
        made = g_filename_to_uri (trimmed, NULL, NULL);
      else if (g_str_has_prefix (trimmed, "~/"))
        {
          g_autofree char *path = g_build_filename (g_get_home_dir (), trimmed + 2, NULL);

          made = g_filename_to_uri (path, NULL, NULL);
        }
      else if (looks_like_host (trimmed))
        made = g_strconcat ("https://", trimmed, NULL);
      else
        made = g_strdup (trimmed);
    }
  if (made != NULL)
    uri = g_ascii_strncasecmp (made, "file:", 5) == 0 ? check_file_uri (made)
                                                      : check_web_uri (made);
  if (uri == NULL)
    g_set_error (error, CRM_ERROR, CRM_ERROR_INVALID_VALUE,
                 "this is neither a web address nor a file of this computer");
  return uri;
}

/* The end of the path, or the host where there is none. */
static char *
dup_web_name (const char *text)
{
  g_autoptr (GUri) uri = g_uri_parse (text, G_URI_FLAGS_ENCODED | G_URI_FLAGS_PARSE_RELAXED, NULL);
  g_autofree char *path = NULL;
  g_autofree char *end = NULL;

  if (uri == NULL)
    return g_strdup (text);
  path = g_uri_unescape_string (g_uri_get_path (uri), NULL);
  if (path != NULL && !g_str_has_suffix (path, "/") && *path != '\0' && is_clean (path))
    end = g_path_get_basename (path);
  return end != NULL ? g_steal_pointer (&end) : g_strdup (g_uri_get_host (uri));
}

/**
 * crm_documents_dup_name:
 * @uri: of crm_documents_parse_location()
 *
 * Returns: (transfer full): what to call it where nobody says: the file's name, or the page's
 */
char *
crm_documents_dup_name (const char *uri)
{
  g_autofree char *path = g_filename_from_uri (uri, NULL, NULL);

  return path != NULL ? g_filename_display_basename (path) : dup_web_name (uri);
}

/* --- writing -----------------------------------------------------------------------------------
 */

/**
 * crm_documents_create:
 * @set: where it is written
 * @subject: what it belongs to
 * @name: (nullable): what to call it; %NULL for crm_documents_dup_name()
 * @uri: of crm_documents_parse_location()
 * @owner: (nullable): id of the user who adds it
 *
 * Returns: (transfer none): the creation, owned by @set
 */
CrmChange *
crm_documents_create (CrmChangeSet *set,
                      const CrmSubject *subject,
                      const char *name,
                      const char *uri,
                      const char *owner)
{
  CrmChange *change = crm_change_set_create (set, "document", NULL);
  g_autofree char *own_name = name == NULL ? crm_documents_dup_name (uri) : NULL;

  crm_change_set_text (change, "name", name != NULL ? name : own_name);
  crm_change_set_text (change, "uri", uri);
  if (owner != NULL)
    crm_change_set_text (change, "owner", owner);
  crm_subject_write (subject, change);
  return change;
}

/**
 * crm_documents_add:
 * @subject: what it belongs to
 * @name: (nullable): what to call it; %NULL for crm_documents_dup_name()
 * @uri: of crm_documents_parse_location()
 * @owner: (nullable): id of the user who adds it
 * @out_id: (out) (optional) (transfer full): the new document's id
 *
 * Returns: (transfer full): the change set
 */
CrmChangeSet *
crm_documents_add (
    const CrmSubject *subject, const char *name, const char *uri, const char *owner, char **out_id)
{
  CrmChangeSet *set = crm_change_set_new ("add-document", CRM_CAUSE_USER);
  const CrmChange *change = crm_documents_create (set, subject, name, uri, owner);

  if (out_id != NULL)
    *out_id = g_strdup (change->id);
  return set;
}

/**
 * crm_documents_remove:
 * @document: what is to be removed; its file stays where it is
 *
 * Returns: (transfer full): the change set
 */
CrmChangeSet *
crm_documents_remove (const CrmRecord *document)
{
  CrmChangeSet *set = crm_change_set_new ("remove-document", CRM_CAUSE_USER);

  crm_change_set_delete (set, "document", document->id);
  return set;
}

/* --- reading -----------------------------------------------------------------------------------
 */

/**
 * crm_documents_ref:
 * @self: documents
 *
 * Returns: (transfer full): @self
 */
CrmDocuments *
crm_documents_ref (CrmDocuments *self)
{
  g_atomic_int_inc (&self->ref_count);
  return self;
}

/**
 * crm_documents_unref:
 * @self: (transfer full): documents
 */
void
crm_documents_unref (CrmDocuments *self)
{
  if (!g_atomic_int_dec_and_test (&self->ref_count))
    return;
  g_clear_pointer (&self->records, g_ptr_array_unref);
  g_clear_pointer (&self->letters, g_ptr_array_unref);
  g_free (self);
}

static int
compare_age (gconstpointer a, gconstpointer b)
{
  const CrmRecord *first = *(const CrmRecord *const *)a;
  const CrmRecord *second = *(const CrmRecord *const *)b;

  if (first->created_usec != second->created_usec)
    return first->created_usec > second->created_usec ? -1 : 1;
  return strcmp (first->id, second->id);
}

static gboolean
pick_letters (CrmDocuments *self, CrmReader *reader, const CrmHistory *history, GError **error)
{
  for (guint i = 0; i < history->items->len; i++)
    {
      const CrmHistoryItem *item = g_ptr_array_index (history->items, i);
      CrmPlace place = { item->source, item->folder, item->uid };
      gboolean has = FALSE;

      if (item->kind != CRM_HISTORY_EMAIL || item->source == NULL || item->folder == NULL
          || item->uid == NULL)
        continue;
      if (!crm_query_has_attachments (reader, &place, &has, error))
        return FALSE;
      if (has)
        g_ptr_array_add (self->letters, crm_history_item_copy (item));
    }
  return TRUE;
}

/**
 * crm_documents_load:
 * @reader: a reader
 * @entity: deal, account, person or lead
 * @id: whose documents
 * @letters: their history, of which the letters are looked at
 * @error: (nullable): storage errors
 *
 * Returns: (transfer full) (nullable): what belongs to it
 */
CrmDocuments *
crm_documents_load (CrmReader *reader,
                    const char *entity,
                    const char *id,
                    const CrmHistory *letters,
                    GError **error)
{
  g_autoptr (CrmDocuments) self = g_new0 (CrmDocuments, 1);

  self->ref_count = 1;
  self->letters = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_history_item_free);
  self->records = crm_reader_list_where (reader, "document", entity, id, error);
  if (self->records == NULL || !pick_letters (self, reader, letters, error))
    return NULL;
  g_ptr_array_sort (self->records, compare_age);
  return g_steal_pointer (&self);
}
