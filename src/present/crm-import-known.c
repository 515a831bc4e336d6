/* crm-import-known.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Who and what is there already. Read once, since a file has thousands of rows. */
#define G_LOG_DOMAIN "crm-import"
#include "config.h"

#include "crm-import-private.h"
#include "model/crm-text.h"

struct _CrmImportKnown
{
  GHashTable *accounts; /* (element-type utf8 utf8): ids by folded name */
  GHashTable *keys;     /* (element-type utf8): "address:ida@example.com", "name:ida\nacme" */
};

void
_crm_import_known_free (CrmImportKnown *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->accounts);
  g_hash_table_unref (self->keys);
  g_free (self);
}

static char *
make_key (const char *key, const char *value)
{
  g_autofree char *folded = crm_fold (value);

  return g_strdup_printf ("%s:%s", key, folded);
}

void
_crm_import_known_add (CrmImportKnown *self, const char *key, const char *value)
{
  if (value != NULL && *value != '\0')
    g_hash_table_add (self->keys, make_key (key, value));
}

gboolean
_crm_import_known_has (CrmImportKnown *self, const char *key, const char *value)
{
  g_autofree char *wanted = NULL;

  if (value == NULL || *value == '\0')
    return FALSE;
  wanted = make_key (key, value);
  return g_hash_table_contains (self->keys, wanted);
}

/* (nullable): the id of the account of that name */
const char *
_crm_import_known_find_account (CrmImportKnown *self, const char *name)
{
  g_autofree char *folded = crm_fold (name);

  return g_hash_table_lookup (self->accounts, folded);
}

/* Of several of one name the first one counts. */
void
_crm_import_known_add_account (CrmImportKnown *self, const char *name, const char *id)
{
  char *folded = crm_fold (name);

  if (*folded != '\0' && !g_hash_table_contains (self->accounts, folded))
    g_hash_table_insert (self->accounts, folded, g_strdup (id));
  else
    g_free (folded);
}

/* Of all records of an entity that are @owner's: an address that nobody has is free to be
 * somebody's. */
static gboolean
add_all (CrmImportKnown *self,
         CrmReader *reader,
         const char *entity,
         const char *owner,
         const char *field,
         GError **error)
{
  CrmListQuery query = { .entity = entity };
  g_autoptr (GPtrArray) records = crm_reader_list (reader, &query, NULL, error);

  for (guint i = 0; records != NULL && i < records->len; i++)
    {
      const CrmRecord *record = g_ptr_array_index (records, i);

      if (crm_record_get_text (record, owner) != NULL)
        _crm_import_known_add (self, field, crm_record_get_text (record, field));
    }
  return records != NULL;
}

static gboolean
add_accounts (CrmImportKnown *self, CrmReader *reader, GError **error)
{
  CrmListQuery query = { .entity = "account", .order_by = "created_at" };
  g_autoptr (GPtrArray) records = crm_reader_list (reader, &query, NULL, error);

  for (guint i = 0; records != NULL && i < records->len; i++)
    {
      const CrmRecord *account = g_ptr_array_index (records, i);

      _crm_import_known_add_account (self, crm_record_get_text (account, "name"), account->id);
    }
  return records != NULL;
}

/* People by name and the first account that they work for. */
static gboolean
add_people (CrmImportKnown *self, CrmReader *reader, GError **error)
{
  CrmListQuery people_query = { .entity = "person" };
  CrmListQuery membership_query = { .entity = "account_person" };
  g_autoptr (GPtrArray) people = crm_reader_list (reader, &people_query, NULL, error);
  g_autoptr (GPtrArray) memberships
      = people != NULL ? crm_reader_list (reader, &membership_query, NULL, error) : NULL;
  g_autoptr (GHashTable) accounts = g_hash_table_new (g_str_hash, g_str_equal);

  if (memberships == NULL)
    return FALSE;
  for (guint i = 0; i < memberships->len; i++)
    {
      const CrmRecord *membership = g_ptr_array_index (memberships, i);

      g_hash_table_insert (accounts, (gpointer)crm_record_get_text (membership, "person"),
                           (gpointer)crm_record_get_text (membership, "account"));
    }
  for (guint i = 0; i < people->len; i++)
    {
      const CrmRecord *person = g_ptr_array_index (people, i);
      const char *account = g_hash_table_lookup (accounts, person->id);
      g_autofree char *key = g_strdup_printf ("%s\n%s", crm_record_get_text (person, "name"),
                                              account != NULL ? account : "");

      _crm_import_known_add (self, "name", key);
    }
  return TRUE;
}

static gboolean
add_leads (CrmImportKnown *self, CrmReader *reader, GError **error)
{
  CrmListQuery query = { .entity = "lead" };
  g_autoptr (GPtrArray) leads = crm_reader_list (reader, &query, NULL, error);

  for (guint i = 0; leads != NULL && i < leads->len; i++)
    {
      const CrmRecord *lead = g_ptr_array_index (leads, i);
      const char *organization = crm_record_get_text (lead, "organization");
      g_autofree char *key = g_strdup_printf ("%s\n%s", crm_record_get_text (lead, "name"),
                                              organization != NULL ? organization : "");

      _crm_import_known_add (self, "name", key);
      _crm_import_known_add (self, "address", crm_record_get_text (lead, "address"));
      _crm_import_known_add (self, "address", crm_record_get_text (lead, "other_address"));
    }
  return leads != NULL;
}

/* (nullable): what an import of @entity has to know */
CrmImportKnown *
_crm_import_known_load (CrmReader *reader, const char *entity, GError **error)
{
  g_autoptr (CrmImportKnown) self = g_new0 (CrmImportKnown, 1);
  gboolean is_loaded;

  self->accounts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if (g_str_equal (entity, "lead"))
    is_loaded = add_leads (self, reader, error);
  else
    is_loaded = add_accounts (self, reader, error);
  if (is_loaded && g_str_equal (entity, "person"))
    is_loaded = add_people (self, reader, error)
                && add_all (self, reader, "address", "person", "address", error);
  if (is_loaded && g_str_equal (entity, "account"))
    is_loaded = add_all (self, reader, "account_domain", "account", "domain", error);
  return is_loaded ? g_steal_pointer (&self) : NULL;
}
