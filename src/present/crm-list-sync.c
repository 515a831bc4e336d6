/* crm-list-sync.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-list-sync"
#include "config.h"

#include "crm-list-sync.h"

/* How many rows may have come or gone in one place, and in how many places. */
#define LOOK_AHEAD 8
#define MAX_STRETCHES 16

/* Rows of the list, and what stands there instead. */
typedef struct
{
  guint old_begin;
  guint n_old;
  guint new_begin;
  guint n_new;
} Stretch;

static gboolean
is_same (GListStore *list, guint position, gpointer row, CrmListSameFunc same)
{
  g_autoptr (GObject) known = g_list_model_get_item (G_LIST_MODEL (list), position);

  return same (known, row);
}

static void
replace (GListStore *list, const Stretch *stretch, GPtrArray *rows)
{
  g_list_store_splice (list, stretch->old_begin, stretch->n_old,
                       stretch->n_new > 0 ? rows->pdata + stretch->new_begin : NULL,
                       stretch->n_new);
}

/* Makes @stretch, which begins where both differ, end before the next rows that are the same. FALSE
 * when there are none near. */
static gboolean
find_end (
    GListStore *list, GPtrArray *rows, CrmListSameFunc same, const Stretch *whole, Stretch *stretch)
{
  guint n_old = whole->old_begin + whole->n_old - stretch->old_begin;
  guint n_new = whole->new_begin + whole->n_new - stretch->new_begin;

  for (guint n = 1; n <= LOOK_AHEAD; n++)
    for (guint k = 0; k <= n; k++)
      if (k < n_old && n - k < n_new
          && is_same (list, stretch->old_begin + k,
                      g_ptr_array_index (rows, stretch->new_begin + n - k), same))
        {
          stretch->n_old = k;
          stretch->n_new = n - k;
          return TRUE;
        }
  return FALSE;
}

/* (transfer full) (element-type Stretch): what is to be replaced within @whole, from the beginning
 * on; all of it where little would stay */
static GArray *
find_stretches (GListStore *list, GPtrArray *rows, CrmListSameFunc same, const Stretch *whole)
{
  GArray *found = g_array_new (FALSE, FALSE, sizeof (Stretch));
  Stretch at = *whole;
  guint old_end = whole->old_begin + whole->n_old;
  guint new_end = whole->new_begin + whole->n_new;

  while (found->len < MAX_STRETCHES && at.old_begin < old_end && at.new_begin < new_end
         && find_end (list, rows, same, whole, &at))
    {
      g_array_append_val (found, at);
      at.old_begin += at.n_old;
      at.new_begin += at.n_new;
      while (at.old_begin < old_end && at.new_begin < new_end
             && is_same (list, at.old_begin, g_ptr_array_index (rows, at.new_begin), same))
        {
          at.old_begin++;
          at.new_begin++;
        }
    }
  if (found->len == MAX_STRETCHES)
    {
      g_array_set_size (found, 0);
      at = *whole;
    }
  at.n_old = old_end - at.old_begin;
  at.n_new = new_end - at.new_begin;
  if (at.n_old > 0 || at.n_new > 0)
    g_array_append_val (found, at);
  return found;
}

/**
 * crm_list_sync:
 * @list: what is shown
 * @rows: (element-type GObject): what is to be shown
 * @same: (scope call): tells a row that may stay
 *
 * Makes @list say what @rows say. Rows that are the same stay the objects that they are, and so do
 * their widgets, the selection, the focus and the place that a list was scrolled to: also those
 * between a few that were changed, or that one went past when it was moved. Where much is different
 * one stretch is changed.
 *
 * Returns: how many rows are new; 0 with rows only removed, or nothing done
 */
guint
crm_list_sync (GListStore *list, GPtrArray *rows, CrmListSameFunc same)
{
  guint n_old = g_list_model_get_n_items (G_LIST_MODEL (list));
  guint begin = 0;
  guint end = 0;
  guint n_new = 0;
  Stretch whole;
  g_autoptr (GArray) stretches = NULL;

  while (begin < n_old && begin < rows->len
         && is_same (list, begin, g_ptr_array_index (rows, begin), same))
    begin++;
  while (end < n_old - begin && end < rows->len - begin
         && is_same (list, n_old - 1 - end, g_ptr_array_index (rows, rows->len - 1 - end), same))
    end++;
  whole = (Stretch){ begin, n_old - begin - end, begin, rows->len - begin - end };
  stretches = find_stretches (list, rows, same, &whole);
  for (guint i = stretches->len; i > 0; i--) /* from the end, so that places stay what they are */
    {
      const Stretch *stretch = &g_array_index (stretches, Stretch, i - 1);

      replace (list, stretch, rows);
      n_new += stretch->n_new;
    }
  return n_new;
}
