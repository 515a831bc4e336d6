/* crm-party-tree.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The tree that an account stands in. Nobody is above themselves, for the journal refuses that; a
 * file that somebody else wrote may hold anything, and is walked through all the same. */
#define G_LOG_DOMAIN "crm-party-tree"
#include "config.h"

#include "crm-party-private.h"

/* More levels or more accounts are no group that anybody looks at on one page. */
#define MAX_DEPTH 32
#define MAX_NODES 500

typedef struct
{
  CrmReader *reader;
  CrmParty *party;
  GHashTable *seen; /* (owned) (element-type utf8) */
} Walk;

static CrmRecord * /* (transfer full) (nullable): NULL with no error for one whose id is unknown */
find_top (CrmReader *reader, CrmRecord *account, GError **error)
{
  CrmRecord *top = crm_record_ref (account);

  for (guint i = 0; i < MAX_DEPTH; i++)
    {
      CrmRecord *parent;

      if (!crm_reader_look_up (reader, "account", crm_record_get_text (top, "parent"), &parent,
                               error))
        {
          crm_record_unref (top);
          return NULL;
        }
      if (parent == NULL)
        break;
      crm_record_unref (top);
      top = parent;
    }
  return top;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  const char *first = crm_record_get_title (*(const CrmRecord *const *)a);
  const char *second = crm_record_get_title (*(const CrmRecord *const *)b);

  return g_utf8_collate (first != NULL ? first : "", second != NULL ? second : "");
}

static gboolean
walk (Walk *self, CrmRecord *account, guint depth, gboolean is_below, GError **error)
{
  g_autoptr (GPtrArray) children = NULL;
  CrmTreeNode *node;

  if (depth >= MAX_DEPTH || self->party->tree->len >= MAX_NODES
      || !g_hash_table_add (self->seen, g_strdup (account->id)))
    return TRUE;
  is_below = is_below || g_str_equal (account->id, self->party->record->id);
  node = g_new0 (CrmTreeNode, 1);
  node->account = crm_record_ref (account);
  node->depth = depth;
  node->is_below = is_below;
  g_ptr_array_add (self->party->tree, node);
  children = crm_reader_list_where (self->reader, "account", "parent", account->id, error);
  if (children == NULL)
    return FALSE;
  g_ptr_array_sort (children, compare_names);
  for (guint i = 0; i < children->len; i++)
    if (!walk (self, g_ptr_array_index (children, i), depth + 1, is_below, error))
      return FALSE;
  return TRUE;
}

/* Fills @self->tree; an account that stands alone has none. */
gboolean
_crm_party_read_tree (CrmReader *reader, CrmParty *self, GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (CrmRecord) top = find_top (reader, self->record, error);
  Walk state = { reader, self, seen };

  if (top == NULL || !walk (&state, top, 0, FALSE, error))
    return FALSE;
  if (self->tree->len == 1)
    g_ptr_array_set_size (self->tree, 0);
  return TRUE;
}

/* (transfer container) (element-type utf8): the accounts that all is shown of: itself, and with
 * the whole group those below it. They live as long as @self. */
GPtrArray *
_crm_party_list_accounts (const CrmParty *self)
{
  GPtrArray *ids = g_ptr_array_new ();

  g_ptr_array_add (ids, self->record->id);
  for (guint i = 0; self->of_whole_group && i < self->tree->len; i++)
    {
      const CrmTreeNode *node = g_ptr_array_index (self->tree, i);

      if (node->is_below && !g_str_equal (node->account->id, self->record->id))
        g_ptr_array_add (ids, node->account->id);
    }
  return ids;
}
