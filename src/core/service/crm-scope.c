/* crm-scope.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-scope"
#include "config.h"

#include "crm-scope.h"

#include <string.h>

/**
 * crm_scope_free:
 * @self: (nullable): a scope
 */
void
crm_scope_free (CrmScope *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->own_addresses);
  g_ptr_array_unref (self->own_domains);
  g_ptr_array_unref (self->excluded_addresses);
  g_ptr_array_unref (self->excluded_domains);
  g_ptr_array_unref (self->excluded_folders);
  g_array_unref (self->private_letters);
  g_ptr_array_unref (self->archives);
  g_free (self->currency);
  g_free (self->book_uid);
  g_free (self);
}

static GPtrArray *
list_for (CrmScope *self, const char *kind)
{
  if (g_str_equal (kind, "own_address"))
    return self->own_addresses;
  if (g_str_equal (kind, "own_domain"))
    return self->own_domains;
  if (g_str_equal (kind, "address"))
    return self->excluded_addresses;
  if (g_str_equal (kind, "domain"))
    return self->excluded_domains;
  return self->excluded_folders;
}

static GPtrArray *
list_all (CrmReader *reader, const char *entity, GError **error)
{
  CrmListQuery query = { .entity = entity };

  return crm_reader_list (reader, &query, NULL, error);
}

static gboolean
load_exclusions (CrmScope *self, CrmReader *reader, GError **error)
{
  g_autoptr (GPtrArray) exclusions = list_all (reader, "exclusion", error);

  for (guint i = 0; exclusions != NULL && i < exclusions->len; i++)
    {
      const CrmRecord *record = g_ptr_array_index (exclusions, i);

      g_ptr_array_add (list_for (self, crm_record_get_text (record, "kind")),
                       g_strdup (crm_record_get_text (record, "value")));
    }
  return exclusions != NULL;
}

static gboolean
load_settings (CrmScope *self, CrmReader *reader, GError **error)
{
  g_autoptr (GPtrArray) settings = list_all (reader, "setting", error);

  for (guint i = 0; settings != NULL && i < settings->len; i++)
    {
      const CrmRecord *record = g_ptr_array_index (settings, i);
      const char *name = crm_record_get_text (record, "name");
      const char *value = crm_record_get_text (record, "value");

      if (g_str_equal (name, "is-set-up"))
        self->is_set_up = g_strcmp0 (value, "yes") == 0;
      else if (g_str_equal (name, "currency"))
        self->currency = g_strdup (value);
      else if (g_str_equal (name, "book"))
        self->book_uid = g_strdup (value);
    }
  return settings != NULL;
}

static gboolean
load_private_letters (CrmScope *self, CrmReader *reader, GError **error)
{
  g_autoptr (GPtrArray) letters
      = crm_reader_list_where (reader, "email", "visibility", "private", error);

  for (guint i = 0; letters != NULL && i < letters->len; i++)
    {
      guint64 print
          = (guint64)crm_record_get_int (g_ptr_array_index (letters, i), "fingerprint", 0);

      g_array_append_val (self->private_letters, print);
    }
  return letters != NULL;
}

static gboolean
load_archives (CrmScope *self, CrmReader *reader, GError **error)
{
  g_autoptr (GPtrArray) archives = list_all (reader, "archive", error);

  for (guint i = 0; archives != NULL && i < archives->len; i++)
    g_ptr_array_add (self->archives,
                     g_strdup (crm_record_get_text (g_ptr_array_index (archives, i), "path")));
  return archives != NULL;
}

/**
 * crm_scope_load:
 * @reader: a reader
 * @error: (nullable): storage errors
 *
 * Returns: (transfer full) (nullable): what may be captured, %NULL on failure
 */
CrmScope *
crm_scope_load (CrmReader *reader, GError **error)
{
  g_autoptr (CrmScope) self = g_new0 (CrmScope, 1);
  GPtrArray **lists[]
      = { &self->own_addresses,    &self->own_domains,      &self->excluded_addresses,
          &self->excluded_domains, &self->excluded_folders, &self->archives };

  self->private_letters = g_array_new (FALSE, FALSE, sizeof (guint64));
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    *lists[i] = g_ptr_array_new_with_free_func (g_free);
  if (!load_exclusions (self, reader, error) || !load_settings (self, reader, error)
      || !load_private_letters (self, reader, error) || !load_archives (self, reader, error))
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    g_ptr_array_add (*lists[i], NULL);
  return g_steal_pointer (&self);
}

static void
digest_list (GChecksum *checksum, const GPtrArray *list)
{
  for (guint i = 0; i < list->len && g_ptr_array_index (list, i) != NULL; i++)
    {
      const char *text = g_ptr_array_index (list, i);

      g_checksum_update (checksum, (const guchar *)text, (gssize)strlen (text) + 1);
    }
  g_checksum_update (checksum, (const guchar *)"", 1);
}

/* What decides which letters are in the index: when it changes, the index must be looked over. */
static char *
make_digest (const CrmScope *self)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);

  digest_list (checksum, self->own_addresses);
  digest_list (checksum, self->excluded_addresses);
  digest_list (checksum, self->excluded_domains);
  digest_list (checksum, self->excluded_folders);
  g_checksum_update (checksum, (const guchar *)self->private_letters->data,
                     (gssize)(self->private_letters->len * sizeof (guint64)));
  return g_strdup (g_checksum_get_string (checksum));
}

/**
 * crm_scope_equal:
 * @self: a scope
 * @other: (nullable): another
 *
 * Returns: whether both let the same letters into the index
 */
gboolean
crm_scope_equal (const CrmScope *self, const CrmScope *other)
{
  g_autofree char *mine = make_digest (self);
  g_autofree char *theirs = other != NULL ? make_digest (other) : NULL;

  return g_strcmp0 (mine, theirs) == 0;
}

/**
 * crm_scope_apply:
 * @self: a scope
 * @index: the index, not in a transaction
 * @error: (nullable): storage errors
 *
 * Makes the index obey from the next letter on. Where the scope is another than the index last
 * obeyed, what is excluded now is taken out, and every folder is compared again for what is let in
 * now.
 *
 * Returns: whether all is well
 */
gboolean
crm_scope_apply (const CrmScope *self, CrmIndex *index, GError **error)
{
  g_autofree char *digest = make_digest (self);
  g_autofree char *obeyed = NULL;
  guint removed;

  crm_index_set_excluded (index, (const char *const *)self->excluded_addresses->pdata,
                          (const char *const *)self->excluded_domains->pdata,
                          self->private_letters);
  if (!crm_index_set_own (index, (const char *const *)self->own_addresses->pdata, error)
      || !crm_index_get_meta (index, "scope", &obeyed, error))
    return FALSE;
  if (g_strcmp0 (digest, obeyed) == 0)
    return TRUE;
  return crm_index_purge_excluded (index, &removed, error) && crm_index_forget_stamps (index, error)
         && crm_index_set_meta (index, "scope", digest, error);
}

/**
 * crm_scope_exclude:
 * @set: a change set
 * @kind: `address`, `domain`, `folder`, `own_address` or `own_domain`
 * @value: normalised
 */
void
crm_scope_exclude (CrmChangeSet *set, const char *kind, const char *value)
{
  g_autofree char *id = crm_entity_derive_id (crm_entity_find ("exclusion"), kind, value, NULL);
  CrmChange *change = crm_change_set_ensure (set, "exclusion", id);

  crm_change_set_text (change, "kind", kind);
  crm_change_set_text (change, "value", value);
}

/**
 * crm_scope_include:
 * @set: a change set
 * @kind: as in crm_scope_exclude()
 * @value: what is no longer left out; it must be now
 */
void
crm_scope_include (CrmChangeSet *set, const char *kind, const char *value)
{
  g_autofree char *id = crm_entity_derive_id (crm_entity_find ("exclusion"), kind, value, NULL);

  crm_change_set_delete (set, "exclusion", id);
}

/**
 * crm_scope_set_setting:
 * @set: a change set
 * @name: `is-set-up`, `currency` or `book`
 * @value: (nullable): its value
 */
void
crm_scope_set_setting (CrmChangeSet *set, const char *name, const char *value)
{
  g_autofree char *id = crm_entity_derive_id (crm_entity_find ("setting"), name, NULL);
  CrmChange *change = crm_change_set_ensure (set, "setting", id);

  crm_change_set_text (change, "name", name);
  crm_change_set_text (change, "value", value);
}

/**
 * crm_scope_read_setting:
 * @reader: a reader
 * @name: as crm_scope_set_setting() has it
 * @out_value: (out) (nullable): its value, %NULL where there is none
 * @error: (nullable): storage errors
 *
 * Returns: whether all is well
 */
gboolean
crm_scope_read_setting (CrmReader *reader, const char *name, char **out_value, GError **error)
{
  g_autofree char *id = crm_entity_derive_id (crm_entity_find ("setting"), name, NULL);
  GError *local_error = NULL;
  g_autoptr (CrmRecord) setting
      = crm_reader_find (reader, "setting", CRM_COLUMN_ID, id, &local_error);

  *out_value = setting != NULL ? g_strdup (crm_record_get_text (setting, "value")) : NULL;
  if (local_error != NULL)
    g_propagate_error (error, local_error);
  return local_error == NULL;
}

/**
 * crm_scope_add_archive:
 * @set: a change set
 * @path: absolute path of a Maildir tree or mbox file
 */
void
crm_scope_add_archive (CrmChangeSet *set, const char *path)
{
  g_autofree char *id = crm_entity_derive_id (crm_entity_find ("archive"), path, NULL);
  CrmChange *change = crm_change_set_ensure (set, "archive", id);

  crm_change_set_text (change, "path", path);
}
