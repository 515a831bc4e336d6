/* test-index-lines.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib.h>

#include "store/crm-index-private.h"

static int
compare (gconstpointer a, gconstpointer b)
{
  const CrmIndexEdge *first = a;
  const CrmIndexEdge *second = b;

  if (first->owner != second->owner)
    return first->owner < second->owner ? -1 : 1;
  if (first->date != second->date)
    return first->date < second->date ? -1 : 1;
  return first->message < second->message ? -1 : first->message > second->message;
}

/* @spread: how many values each part of the key takes; few of them make many equal lines, whose
 * roles tell whether they stay in their order */
static GArray *
make_lines (guint n, gint32 spread)
{
  GArray *lines = g_array_new (FALSE, FALSE, sizeof (CrmIndexEdge));

  for (guint i = 0; i < n; i++)
    {
      CrmIndexEdge line = { .owner = g_test_rand_int_range (-spread, spread),
                            .date = g_test_rand_int_range (-spread, spread),
                            .message = g_test_rand_int_range (-spread, spread),
                            .roles = (int)i };

      if (spread > 1000000) /* hashes take all 64 bits */
        line.owner = (gint64)((guint64)line.owner << 33 ^ (guint64)line.date);
      g_array_append_val (lines, line);
    }
  return lines;
}

static void
check (guint n, gint32 spread)
{
  g_autoptr (GArray) lines = make_lines (n, spread);
  g_autoptr (GArray) expected = g_array_copy (lines);

  g_array_sort (expected, compare);
  _crm_index_sort_lines (lines);
  g_assert_cmpuint (lines->len, ==, n);
  for (guint i = 0; i < n; i++)
    {
      const CrmIndexEdge *line = &g_array_index (lines, CrmIndexEdge, i);
      const CrmIndexEdge *same = &g_array_index (expected, CrmIndexEdge, i);

      g_assert_cmpint (compare (line, same), ==, 0);
      g_assert_cmpint (line->roles, ==, same->roles);
    }
}

/* As g_array_sort(), which keeps equal ones in their order, whatever the number. */
static void
test_sort (void)
{
  for (guint n = 0; n < 200; n++)
    {
      check (n, 2);
      check (n, G_MAXINT32);
    }
  check (4096, 3);
  check (4097, 100);
  check (10000, G_MAXINT32);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/index-lines/sort", test_sort);
  return g_test_run ();
}
