/* filter-compare.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "crm-filter.h"

/* Whether two filters are the same but for their places in the source. */

static inline gboolean
filter_values_equal (const CrmFilterValue *a, const CrmFilterValue *b)
{
  return a->kind == b->kind && g_strcmp0 (a->text, b->text) == 0 && !(a->number < b->number)
         && !(a->number > b->number) && a->amount == b->amount && a->unit == b->unit;
}

static inline gboolean
filter_nodes_equal (const CrmFilterNode *a, const CrmFilterNode *b)
{
  guint n_values = a->values != NULL ? a->values->len : 0;
  guint n_children = a->children != NULL ? a->children->len : 0;

  if (a->kind != b->kind || a->op != b->op || g_strcmp0 (a->field, b->field) != 0
      || n_values != (b->values != NULL ? b->values->len : 0)
      || n_children != (b->children != NULL ? b->children->len : 0))
    return FALSE;

  for (guint i = 0; i < n_values; i++)
    if (!filter_values_equal (g_ptr_array_index (a->values, i), g_ptr_array_index (b->values, i)))
      return FALSE;
  for (guint i = 0; i < n_children; i++)
    if (!filter_nodes_equal (g_ptr_array_index (a->children, i),
                             g_ptr_array_index (b->children, i)))
      return FALSE;

  return TRUE;
}
