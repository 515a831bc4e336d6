/* e-crm-accounts.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "e-crm-accounts"
#include "config.h"

#include "e-crm-accounts.h"

#include <string.h>

#include "model/crm-address.h"

static void
add_address (GPtrArray *addresses, const char *raw)
{
  g_autofree char *address = raw != NULL ? crm_address_normalize (raw) : NULL;

  if (address != NULL && !g_ptr_array_find_with_equal_func (addresses, address, g_str_equal, NULL))
    g_ptr_array_add (addresses, g_steal_pointer (&address));
}

static void
add_identity (GPtrArray *addresses, ESource *source)
{
  ESourceMailIdentity *identity = e_source_get_extension (source, E_SOURCE_EXTENSION_MAIL_IDENTITY);
  g_autofree char *address = e_source_mail_identity_dup_address (identity);
  GHashTable *aliases = e_source_mail_identity_get_aliases_as_hash_table (identity);
  GHashTableIter iter;
  gpointer alias;

  add_address (addresses, address);
  if (aliases == NULL)
    return;
  g_hash_table_iter_init (&iter, aliases);
  while (g_hash_table_iter_next (&iter, &alias, NULL))
    add_address (addresses, alias);
  g_hash_table_destroy (aliases);
}

/* (transfer full) (element-type utf8): of all enabled identities and their aliases, normalised. */
GPtrArray *
e_crm_accounts_dup_own_addresses (ESourceRegistry *registry)
{
  GPtrArray *addresses = g_ptr_array_new_with_free_func (g_free);
  GList *sources = e_source_registry_list_enabled (registry, E_SOURCE_EXTENSION_MAIL_IDENTITY);

  for (GList *link = sources; link != NULL; link = link->next)
    add_identity (addresses, link->data);
  g_list_free_full (sources, g_object_unref);
  return addresses;
}

/* Search folders hold no mail of their own, feeds no mail at all. */
gboolean
e_crm_accounts_can_index (ESource *account)
{
  ESourceBackend *backend = e_source_get_extension (account, E_SOURCE_EXTENSION_MAIL_ACCOUNT);
  g_autofree char *name = e_source_backend_dup_backend_name (backend);

  return name != NULL && !g_str_equal (name, "vfolder") && !g_str_equal (name, "rss")
         && !g_str_equal (name, "none");
}

/* A Maildir account does not say what its folders are for; these are the names that mail programs
 * give them. In lower case. */
static const char *const other_folders[] = {
  "bulk mail",   "deleted items", "deleted messages", "draft", "drafts",    "junk",
  "junk e-mail", "junk mail",     "outbox",           "spam",  "templates", "trash",
  NULL,
};

static gboolean
has_other_name (const char *full_name)
{
  const char *slash = strrchr (full_name, '/');
  g_autofree char *name = g_utf8_strdown (slash != NULL ? slash + 1 : full_name, -1);

  return g_strv_contains (other_folders, name);
}

/* Junk, Trash, Drafts and Outbox hold nothing that was exchanged with anybody. */
gboolean
e_crm_accounts_is_mail_folder (const CamelFolderInfo *info)
{
  if (info->flags & (CAMEL_FOLDER_NOSELECT | CAMEL_FOLDER_VIRTUAL))
    return FALSE;
  switch (info->flags & CAMEL_FOLDER_TYPE_MASK)
    {
    case CAMEL_FOLDER_TYPE_OUTBOX:
    case CAMEL_FOLDER_TYPE_TRASH:
    case CAMEL_FOLDER_TYPE_JUNK:
    case CAMEL_FOLDER_TYPE_DRAFTS:
      return FALSE;
    case CAMEL_FOLDER_TYPE_NORMAL:
      return !has_other_name (info->full_name);
    default:
      return TRUE;
    }
}

static void
add_folder (GHashTable *folders, char *uri /* (transfer full) (nullable) */)
{
  if (uri != NULL)
    g_hash_table_add (folders, uri);
}

/* (transfer full) (element-type utf8): URIs of the folders that identities use for drafts and
 * templates; a store does not always know them. */
GHashTable *
e_crm_accounts_dup_special_folders (ESourceRegistry *registry)
{
  GHashTable *folders = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GList *sources = e_source_registry_list_sources (registry, E_SOURCE_EXTENSION_MAIL_COMPOSITION);

  for (GList *link = sources; link != NULL; link = link->next)
    {
      ESourceMailComposition *composition
          = e_source_get_extension (link->data, E_SOURCE_EXTENSION_MAIL_COMPOSITION);

      add_folder (folders, e_source_mail_composition_dup_drafts_folder (composition));
      add_folder (folders, e_source_mail_composition_dup_templates_folder (composition));
    }
  g_list_free_full (sources, g_object_unref);
  return folders;
}
