/* crm-list-sync.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-list-sync"
#include "config.h"

#include "crm-list-sync.h"

static gboolean
is_same (GListStore *list, guint position, gpointer row, CrmListSameFunc same)
{
  g_autoptr (GObject) known = g_list_model_get_item (G_LIST_MODEL (list), position);

  return same (known, row);
}

/**
 * crm_list_sync:
 * @list: what is shown
 * @rows: (element-type GObject): what is to be shown
 * @same: (scope call): tells a row that may stay
 *
 * Makes @list say what @rows say, by one change of one stretch: rows before and after what differs
 * stay the objects that they are, and so do their widgets, the selection and the focus.
 *
 * Returns: how many rows are new; 0 with rows only removed, or nothing done
 */
guint
crm_list_sync (GListStore *list, GPtrArray *rows, CrmListSameFunc same)
{
  guint n_old = g_list_model_get_n_items (G_LIST_MODEL (list));
  guint begin = 0;
  guint end = 0;
  guint n_new;

  while (begin < n_old && begin < rows->len
         && is_same (list, begin, g_ptr_array_index (rows, begin), same))
    begin++;
  while (end < n_old - begin && end < rows->len - begin
         && is_same (list, n_old - 1 - end, g_ptr_array_index (rows, rows->len - 1 - end), same))
    end++;
  n_new = rows->len - begin - end;
  if (n_new > 0 || n_old > begin + end)
    g_list_store_splice (list, begin, n_old - begin - end, n_new > 0 ? rows->pdata + begin : NULL,
                         n_new);
  return n_new;
}
