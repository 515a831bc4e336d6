/* fuzz-filter.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "crm-filter.h"

#include "../core/filter-compare.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* A filter either fails with a place inside of it, or its canonical form is the same filter. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *source = g_strndup ((const char *)data, size);
  CrmFilterErrorPlace place = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmFilterNode) node = crm_filter_parse (source, &place, &error);
  g_autoptr (CrmFilterNode) again = NULL;
  g_autofree char *text = NULL;

  if (node == NULL)
    {
      g_assert_error (error, CRM_ERROR, CRM_ERROR_SYNTAX);
      g_assert_cmpuint (place.start, <=, place.end);
      g_assert_cmpuint (place.end, <=, strlen (source));
      g_assert_cmpuint (place.column, >=, 1);
      return 0;
    }

  g_assert_cmpuint (node->end, <=, strlen (source));
  text = crm_filter_to_string (node);
  if (strlen (text) > CRM_FILTER_MAX_LENGTH)
    return 0;

  again = crm_filter_parse (text, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (filter_nodes_equal (node, again));
  return 0;
}
