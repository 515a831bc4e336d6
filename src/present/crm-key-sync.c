/* crm-key-sync.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * From one order of records to another by few small steps, so that what stays in its place keeps
 * its widget, its selection and the focus, in a list of any length. */
#define G_LOG_DOMAIN "crm-key-sync"
#include "config.h"

#include "crm-key-sync.h"

/* More steps cost the view more than a stretch that is made anew. */
#define MAX_STEPS 64

typedef struct
{
  guint position;
  guint n;
} Stretch;

typedef struct
{
  const gint64 *old; /* what differs, of both */
  guint n_old;
  const gint64 *new;
  guint n_new;
  GHashTable *old_set; /* (element-type gint64): points into @old, and so on */
  GHashTable *new_set;
  GHashTable
      *moved; /* (element-type gint64): taken out or put in already, to come at the other end */
  GArray *removals;   /* (element-type Stretch): of @old, rising */
  GArray *insertions; /* (element-type Stretch): of @new, rising */
} Plan;

static GHashTable *
make_set (const gint64 *keys, guint n)
{
  GHashTable *set = g_hash_table_new (g_int64_hash, g_int64_equal);

  for (guint i = 0; i < n; i++)
    g_hash_table_add (set, (gpointer)&keys[i]);
  return set;
}

static void
add_step (GArray *stretches, guint position)
{
  Stretch *last
      = stretches->len > 0 ? &g_array_index (stretches, Stretch, stretches->len - 1) : NULL;
  Stretch stretch = { position, 1 };

  if (last != NULL && last->position + last->n == position)
    last->n++;
  else
    g_array_append_val (stretches, stretch);
}

/* Whether the next old one goes, as against the next new one coming; both differ. */
static gboolean
is_removal (Plan *plan, guint i, guint j)
{
  if (i == plan->n_old)
    return FALSE;
  if (j == plan->n_new)
    return TRUE;
  if (!g_hash_table_contains (plan->new_set, &plan->old[i])
      || g_hash_table_contains (plan->moved, &plan->old[i]))
    return TRUE;
  if (!g_hash_table_contains (plan->old_set, &plan->new[j])
      || g_hash_table_contains (plan->moved, &plan->new[j]))
    return FALSE;
  /* Both are somewhere else in the other order: is it this one that went down, or that one up? */
  return i + 1 < plan->n_old && plan->old[i + 1] == plan->new[j];
}

/* FALSE when it would take too many steps. */
static gboolean
make_plan (Plan *plan)
{
  guint i = 0;
  guint j = 0;

  while (i < plan->n_old || j < plan->n_new)
    {
      if (i < plan->n_old && j < plan->n_new && plan->old[i] == plan->new[j])
        {
          i++;
          j++;
          continue;
        }
      if (is_removal (plan, i, j))
        {
          g_hash_table_add (plan->moved, (gpointer)&plan->old[i]);
          add_step (plan->removals, i++);
        }
      else
        {
          g_hash_table_add (plan->moved, (gpointer)&plan->new[j]);
          add_step (plan->insertions, j++);
        }
      if (plan->removals->len + plan->insertions->len > MAX_STEPS)
        return FALSE;
    }
  return TRUE;
}

static void
replace (GArray *keys,
         guint position,
         guint removed,
         const gint64 *added,
         guint n_added,
         CrmKeysChanged changed,
         gpointer data)
{
  if (removed > 0)
    g_array_remove_range (keys, position, removed);
  if (n_added > 0)
    g_array_insert_vals (keys, position, added, n_added);
  changed (position, removed, n_added, data);
}

/* First everything goes, then everything comes: no key is ever there twice. */
static void
carry_out (const Plan *plan, GArray *keys, guint begin, CrmKeysChanged changed, gpointer data)
{
  for (guint i = plan->removals->len; i > 0; i--)
    {
      const Stretch *stretch = &g_array_index (plan->removals, Stretch, i - 1);

      replace (keys, begin + stretch->position, stretch->n, NULL, 0, changed, data);
    }
  for (guint i = 0; i < plan->insertions->len; i++)
    {
      const Stretch *stretch = &g_array_index (plan->insertions, Stretch, i);

      replace (keys, begin + stretch->position, 0, plan->new + stretch->position, stretch->n,
               changed, data);
    }
}

static void
sync_middle (GArray *keys,
             guint begin,
             guint n_old,
             const gint64 *new,
             guint n_new,
             CrmKeysChanged changed,
             gpointer data)
{
  g_autofree gint64 *old = g_memdup2 ((gint64 *)(gpointer)keys->data + begin, n_old * sizeof *old);
  g_autoptr (GHashTable) old_set = make_set (old, n_old);
  g_autoptr (GHashTable) new_set = make_set (new, n_new);
  g_autoptr (GHashTable) moved = g_hash_table_new (g_int64_hash, g_int64_equal);
  g_autoptr (GArray) removals = g_array_new (FALSE, FALSE, sizeof (Stretch));
  g_autoptr (GArray) insertions = g_array_new (FALSE, FALSE, sizeof (Stretch));
  Plan plan = { old, n_old, new, n_new, old_set, new_set, moved, removals, insertions };

  if (make_plan (&plan))
    carry_out (&plan, keys, begin, changed, data);
  else
    replace (keys, begin, n_old, new, n_new, changed, data);
}

/**
 * crm_key_sync:
 * @keys: (element-type gint64): what there is, each key once; becomes what is wanted
 * @wanted: (element-type gint64): what is wanted, each key once
 * @changed: (scope call): told after each step
 * @data: for @changed
 *
 * Records that are in both and did not move are never part of a step, unless half of everything
 * moved.
 */
void
crm_key_sync (GArray *keys, const GArray *wanted, CrmKeysChanged changed, gpointer data)
{
  const gint64 *old = (const gint64 *)(gconstpointer)keys->data;
  const gint64 *new = (const gint64 *)(gconstpointer)wanted->data;
  guint begin = 0;
  guint end = 0;

  while (begin < keys->len && begin < wanted->len && old[begin] == new[begin])
    begin++;
  while (end < keys->len - begin && end < wanted->len - begin
         && old[keys->len - 1 - end] == new[wanted->len - 1 - end])
    end++;
  if (begin + end == keys->len && begin + end == wanted->len)
    return;
  if (begin + end == keys->len || begin + end == wanted->len)
    replace (keys, begin, keys->len - begin - end, new + begin, wanted->len - begin - end, changed,
             data);
  else
    sync_middle (keys, begin, keys->len - begin - end, new + begin, wanted->len - begin - end,
                 changed, data);
}
