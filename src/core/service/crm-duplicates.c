/* crm-duplicates.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * All records are read once for each thing they have, and those with the same one come together:
 * nothing is compared with everything else. */
#define G_LOG_DOMAIN "crm-duplicates"
#include "config.h"

#include "crm-duplicates.h"

#include <string.h>

#include "model/crm-address.h"
#include "model/crm-phone.h"
#include "model/crm-text.h"
#include "service/crm-merge.h"
#include "store/crm-duplicate-query.h"

/* What more than so many share says nothing of who they are. */
#define MAX_SHARING 20
/* Numbers are compared with those that end alike. */
#define PHONE_END 7

typedef struct
{
  const char *id; /* (unowned) */
  char *number;   /* (owned) */
} Number;

typedef struct
{
  CrmReader *reader;
  const char *entity;
  GStringChunk *ids;  /* (owned): all ids, each once */
  GHashTable *groups; /* (owned) (element-type utf8 GPtrArray): ids by what they have in common */
  GHashTable *names;  /* (owned) (element-type utf8 utf8): folded, by id */
  GHashTable *namesakes; /* (owned) (element-type utf8 uint): how many have a folded name */
  GHashTable *parents;   /* (owned) (element-type utf8 utf8): of accounts */
  GHashTable *known;     /* (owned) (element-type utf8): pairs that are found already */
  GPtrArray *found;      /* (owned) (element-type Found) */
} Search;

typedef struct
{
  GPtrArray *ids; /* (owned) (element-type utf8): (unowned) ids */
  CrmDuplicateReason reason;
} Found;

static void
free_found (gpointer data)
{
  Found *found = data;

  g_ptr_array_unref (found->ids);
  g_free (found);
}

static void
free_number (gpointer data)
{
  g_free (((Number *)data)->number);
  g_free (data);
}

static void
free_duplicates (gpointer data)
{
  CrmDuplicates *self = data;

  g_ptr_array_unref (self->records);
  g_free (self);
}

/**
 * crm_duplicates_is_sure:
 * @self: what may be the same
 *
 * Returns: whether it is more than likely
 */
gboolean
crm_duplicates_is_sure (const CrmDuplicates *self)
{
  return self->reason <= CRM_DUPLICATE_PHONE;
}

/* --- those with something in common ----------------------------------------------------------- */

static void
add_to_group (Search *search, const char *key, const char *id)
{
  GPtrArray *group = g_hash_table_lookup (search->groups, key);

  if (group == NULL)
    {
      group = g_ptr_array_new ();
      g_hash_table_insert (search->groups, g_strdup (key), group);
    }
  id = g_string_chunk_insert_const (search->ids, id);
  if (!g_ptr_array_find (group, id, NULL))
    g_ptr_array_add (group, (gpointer)id);
}

static char *
make_pair (const char *one, const char *other)
{
  gboolean is_ordered = strcmp (one, other) < 0;

  return g_strconcat (is_ordered ? one : other, " ", is_ordered ? other : one, NULL);
}

/* A company and its subsidiary share a domain, and are two. */
static gboolean
is_family (Search *search, const char *one, const char *other)
{
  const char *above = g_hash_table_lookup (search->parents, one);
  const char *other_above = g_hash_table_lookup (search->parents, other);

  return g_strcmp0 (above, other) == 0 || g_strcmp0 (other_above, one) == 0
         || (above != NULL && g_strcmp0 (above, other_above) == 0);
}

/* Whether any two of @ids were not found together before, and are no family. */
static gboolean
is_news (Search *search, const GPtrArray *ids)
{
  gboolean is_new = FALSE;

  for (guint i = 0; i < ids->len; i++)
    for (guint n = i + 1; n < ids->len; n++)
      {
        const char *one = g_ptr_array_index (ids, i);
        const char *other = g_ptr_array_index (ids, n);

        if (!is_family (search, one, other)
            && g_hash_table_add (search->known, make_pair (one, other)))
          is_new = TRUE;
      }
  return is_new;
}

/* Those that are there longest come first: ids begin with the time. */
static int
compare_ids (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

static void
take_group (Search *search, GPtrArray *group, CrmDuplicateReason reason)
{
  Found *found;

  if (group->len < 2 || group->len > MAX_SHARING)
    return;
  g_ptr_array_sort (group, compare_ids);
  g_ptr_array_set_size (group, (int)MIN (group->len, CRM_MERGE_MAX));
  if (!is_news (search, group))
    return;
  found = g_new (Found, 1);
  *found = (Found){ g_ptr_array_ref (group), reason };
  g_ptr_array_add (search->found, found);
}

static void
take_groups (Search *search, CrmDuplicateReason reason)
{
  GHashTableIter iter;
  gpointer group;

  g_hash_table_iter_init (&iter, search->groups);
  while (g_hash_table_iter_next (&iter, NULL, &group))
    take_group (search, group, reason);
  g_hash_table_remove_all (search->groups);
}

/* --- what they have --------------------------------------------------------------------------- */

static void
add_value_cb (const char *id, const char *value, gpointer data)
{
  add_to_group (data, value, id);
}

static gboolean
find_by_address (Search *search, GError **error)
{
  if (!crm_query_traits (search->reader, search->entity, CRM_TRAIT_ADDRESS, add_value_cb, search,
                         error))
    return FALSE;
  take_groups (search, CRM_DUPLICATE_ADDRESS);
  return TRUE;
}

static void
add_number_cb (const char *id, const char *value, gpointer data)
{
  Search *search = data;
  g_autofree char *digits = crm_phone_digits (value);
  gsize length = strlen (digits);
  const char *end = length > PHONE_END ? digits + length - PHONE_END : digits;
  GPtrArray *group;
  Number *number;

  if (length < PHONE_END) /* an extension, or a number of a service */
    return;
  group = g_hash_table_lookup (search->groups, end);
  if (group == NULL)
    {
      group = g_ptr_array_new_with_free_func (free_number);
      g_hash_table_insert (search->groups, g_strdup (end), group);
    }
  number = g_new (Number, 1);
  *number = (Number){ g_string_chunk_insert_const (search->ids, id), g_strdup (value) };
  g_ptr_array_add (group, number);
}

/* All whose number is that of the first in @numbers, which are taken out of it. */
static void
take_same_numbers (Search *search, GPtrArray *numbers)
{
  g_autoptr (GPtrArray) same = g_ptr_array_new ();
  g_autofree char *first = g_strdup (((Number *)g_ptr_array_index (numbers, 0))->number);

  for (guint i = numbers->len; i > 0; i--)
    {
      const Number *number = g_ptr_array_index (numbers, i - 1);

      if (i > 1 && !crm_phone_is_same (first, number->number))
        continue;
      if (!g_ptr_array_find (same, number->id, NULL))
        g_ptr_array_add (same, (gpointer)number->id);
      g_ptr_array_remove_index (numbers, i - 1);
    }
  take_group (search, same, CRM_DUPLICATE_PHONE);
}

static gboolean
find_by_phone (Search *search, GError **error)
{
  GHashTableIter iter;
  gpointer numbers;

  if (!crm_query_traits (search->reader, search->entity, CRM_TRAIT_PHONE, add_number_cb, search,
                         error))
    return FALSE;
  g_hash_table_iter_init (&iter, search->groups);
  while (g_hash_table_iter_next (&iter, NULL, &numbers))
    while (((GPtrArray *)numbers)->len > 1 && ((GPtrArray *)numbers)->len <= MAX_SHARING)
      take_same_numbers (search, numbers);
  g_hash_table_remove_all (search->groups);
  return TRUE;
}

static void
add_name_cb (const char *id, const char *value, gpointer data)
{
  Search *search = data;
  char *folded = crm_fold (value);
  guint n = GPOINTER_TO_UINT (g_hash_table_lookup (search->namesakes, folded));

  g_hash_table_insert (search->namesakes, g_strdup (folded), GUINT_TO_POINTER (n + 1));
  g_hash_table_insert (search->names, (gpointer)g_string_chunk_insert_const (search->ids, id),
                       folded);
}

static void
add_named (Search *search, const char *id, const char *beside)
{
  const char *name = g_hash_table_lookup (search->names, id);
  g_autofree char *key = NULL;

  if (name == NULL || *name == '\0'
      || GPOINTER_TO_UINT (g_hash_table_lookup (search->namesakes, name)) < 2)
    return;
  key = g_strconcat (name, "\x1f", beside, NULL);
  add_to_group (search, key, id);
}

static void
add_account_cb (const char *id, const char *value, gpointer data)
{
  add_named (data, id, value);
}

static void
add_organization_cb (const char *id, const char *value, gpointer data)
{
  Search *search = data;
  const char *name = g_hash_table_lookup (search->names, id);
  const char *host;
  g_autofree char *domain = NULL;

  /* Few have a namesake; only then it matters where they write from. */
  if (name == NULL || GPOINTER_TO_UINT (g_hash_table_lookup (search->namesakes, name)) < 2)
    return;
  host = crm_address_get_domain (value);
  domain = host != NULL ? crm_domain_organization (host) : NULL;
  if (domain != NULL && !crm_domain_is_free_mail (domain))
    add_named (search, id, domain);
}

static gboolean
find_namesakes (Search *search, GError **error)
{
  if (!crm_query_traits (search->reader, search->entity, CRM_TRAIT_NAME, add_name_cb, search, error)
      || !crm_query_traits (search->reader, search->entity, CRM_TRAIT_ACCOUNT, add_account_cb,
                            search, error))
    return FALSE;
  take_groups (search, CRM_DUPLICATE_NAME_ACCOUNT);
  if (!crm_query_traits (search->reader, search->entity, CRM_TRAIT_ADDRESS, add_organization_cb,
                         search, error))
    return FALSE;
  take_groups (search, CRM_DUPLICATE_NAME_DOMAIN);
  return TRUE;
}

static void
add_domain_cb (const char *id, const char *value, gpointer data)
{
  if (!crm_domain_is_free_mail (value))
    add_to_group (data, value, id);
}

static void
add_parent_cb (const char *id, const char *value, gpointer data)
{
  Search *search = data;

  g_hash_table_insert (search->parents, (gpointer)g_string_chunk_insert_const (search->ids, id),
                       (gpointer)g_string_chunk_insert_const (search->ids, value));
}

static void
add_folded_cb (const char *id, const char *value, gpointer data)
{
  g_autofree char *folded = crm_fold (value);

  if (*folded != '\0')
    add_to_group (data, folded, id);
}

static gboolean
find_accounts (Search *search, GError **error)
{
  if (!crm_query_traits (search->reader, search->entity, CRM_TRAIT_PARENT, add_parent_cb, search,
                         error)
      || !find_by_phone (search, error)
      || !crm_query_traits (search->reader, search->entity, CRM_TRAIT_DOMAIN, add_domain_cb, search,
                            error))
    return FALSE;
  take_groups (search, CRM_DUPLICATE_DOMAIN);
  if (!crm_query_traits (search->reader, search->entity, CRM_TRAIT_NAME, add_folded_cb, search,
                         error))
    return FALSE;
  take_groups (search, CRM_DUPLICATE_NAME);
  return TRUE;
}

static gboolean
find_people (Search *search, GError **error)
{
  return find_by_address (search, error) && find_by_phone (search, error)
         && find_namesakes (search, error);
}

/* --- the answer ------------------------------------------------------------------------------- */

/* The surest first; of those the ones that are there longest. */
static int
compare_found (gconstpointer a, gconstpointer b)
{
  const Found *first = *(const Found *const *)a;
  const Found *second = *(const Found *const *)b;

  if (first->reason != second->reason)
    return (int)first->reason - (int)second->reason;
  return strcmp (g_ptr_array_index (first->ids, 0), g_ptr_array_index (second->ids, 0));
}

static CrmDuplicates *
load (Search *search, const Found *found, GError **error)
{
  CrmDuplicates *duplicates = g_new0 (CrmDuplicates, 1);

  duplicates->reason = found->reason;
  duplicates->records = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_record_unref);
  for (guint i = 0; i < found->ids->len; i++)
    {
      CrmRecord *record = crm_reader_get (search->reader, search->entity,
                                          g_ptr_array_index (found->ids, i), error);

      if (record == NULL)
        {
          free_duplicates (duplicates);
          return NULL;
        }
      g_ptr_array_add (duplicates->records, record);
    }
  return duplicates;
}

static GPtrArray *
load_found (Search *search, guint limit, GError **error)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (free_duplicates);

  g_ptr_array_sort (search->found, compare_found);
  for (guint i = 0; i < search->found->len && i < limit; i++)
    {
      CrmDuplicates *duplicates = load (search, g_ptr_array_index (search->found, i), error);

      if (duplicates == NULL)
        return NULL;
      g_ptr_array_add (all, duplicates);
    }
  return g_steal_pointer (&all);
}

static void
clear_search (Search *search)
{
  g_hash_table_unref (search->groups);
  g_hash_table_unref (search->names);
  g_hash_table_unref (search->namesakes);
  g_hash_table_unref (search->parents);
  g_hash_table_unref (search->known);
  g_ptr_array_unref (search->found);
  g_string_chunk_free (search->ids);
}

/**
 * crm_duplicates_find:
 * @reader: a reader
 * @entity: `person` or `account`
 * @limit: at most so many
 * @error: (nullable): storage errors
 *
 * The same address or telephone number is sure, whatever they are called; the same name alone says
 * nothing of people: there is more than one Ida Example.
 *
 * Returns: (transfer container) (nullable) (element-type CrmDuplicates): those that are there more
 *   than once, the surest first; %NULL on failure
 */
GPtrArray *
crm_duplicates_find (CrmReader *reader, const char *entity, guint limit, GError **error)
{
  Search search = { .reader = reader,
                    .entity = entity,
                    .ids = g_string_chunk_new (4096),
                    .groups = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                                     (GDestroyNotify)g_ptr_array_unref),
                    .names = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free),
                    .namesakes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
                    .parents = g_hash_table_new (g_str_hash, g_str_equal),
                    .known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
                    .found = g_ptr_array_new_with_free_func (free_found) };
  gboolean is_account = g_str_equal (entity, "account");
  GPtrArray *all = NULL;

  if (is_account ? find_accounts (&search, error) : find_people (&search, error))
    all = load_found (&search, limit, error);
  clear_search (&search);
  return all;
}

typedef struct
{
  char *entity; /* (owned) */
  guint limit;
} Request;

static void
free_request (gpointer data)
{
  g_free (((Request *)data)->entity);
  g_free (data);
}

static gpointer
find_in_worker (CrmReader *reader, gpointer data, GError **error)
{
  const Request *request = data;

  return crm_duplicates_find (reader, request->entity, request->limit, error);
}

/**
 * crm_duplicates_find_async:
 * @store: a store
 * @entity: `person` or `account`
 * @limit: at most so many
 * @cancellable: (nullable): interrupts the reading
 * @callback: (nullable) (scope async): called in the thread-default context of the caller
 * @user_data: data for @callback
 *
 * Looks for them on the reader thread.
 */
void
crm_duplicates_find_async (CrmStore *store,
                           const char *entity,
                           guint limit,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  Request *request = g_new (Request, 1);

  *request = (Request){ g_strdup (entity), limit };
  crm_store_read_async (store, find_in_worker, request, free_request,
                        (GDestroyNotify)g_ptr_array_unref, cancellable, callback, user_data);
}

/**
 * crm_duplicates_find_finish:
 * @store: a store
 * @result: what the callback got
 * @error: (nullable): storage errors, %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer container) (nullable) (element-type CrmDuplicates): as crm_duplicates_find()
 */
GPtrArray *
crm_duplicates_find_finish (CrmStore *store, GAsyncResult *result, GError **error)
{
  return crm_store_read_finish (store, result, error);
}
