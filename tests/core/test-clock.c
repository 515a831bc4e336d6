/* test-clock.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "crm-clock.h"

#define WALL_USEC G_GINT64_CONSTANT (1795253400123456)
#define DAY_USEC (24 * G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC)

static void
test_next (void)
{
  gint64 first = crm_hlc_next (0, WALL_USEC);
  gint64 second = crm_hlc_next (first, WALL_USEC);
  gint64 later = crm_hlc_next (second, WALL_USEC + 1000);
  gint64 back = crm_hlc_next (later, WALL_USEC - DAY_USEC);

  g_assert_cmpint (first, ==, (WALL_USEC / 1000) << CRM_HLC_COUNTER_BITS);
  g_assert_cmpint (second, ==, first + 1);
  g_assert_cmpint (crm_hlc_to_usec (later), ==, (WALL_USEC / 1000 + 1) * 1000);
  g_assert_cmpint (back, ==, later + 1);
}

static void
test_extremes (void)
{
  static const gint64 values[] = { G_MININT64, -1, 0, 1, WALL_USEC, G_MAXINT64 - 1, G_MAXINT64 };

  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (values); j++)
      {
        gint64 next = crm_hlc_next (values[i], values[j]);

        g_assert_true (next > values[i] || next == G_MAXINT64);
        g_assert_cmpint (next, >=, 0);
        g_assert_cmpint (crm_hlc_to_usec (next), >=, 0);
        for (gsize k = 0; k < G_N_ELEMENTS (values); k++)
          {
            gint64 received = crm_hlc_receive (values[i], values[k], values[j]);

            g_assert_true (received > values[i] || received == G_MAXINT64);
          }
      }

  g_assert_cmpint (crm_hlc_to_usec (G_MININT64), ==, 0);
}

static void
test_receive (void)
{
  gint64 last = crm_hlc_next (0, WALL_USEC);
  gint64 near = crm_hlc_next (0, WALL_USEC + DAY_USEC / 48);
  gint64 far = crm_hlc_next (0, WALL_USEC + DAY_USEC);
  gint64 old = crm_hlc_next (0, WALL_USEC - DAY_USEC);

  g_assert_cmpint (crm_hlc_receive (last, near, WALL_USEC), ==, near + 1);
  g_assert_cmpint (crm_hlc_receive (last, old, WALL_USEC), ==, last + 1);
  g_assert_cmpint (crm_hlc_to_usec (crm_hlc_receive (last, far, WALL_USEC)), ==,
                   WALL_USEC / 1000 * 1000 + CRM_HLC_MAX_AHEAD_USEC);
}

/* A device whose clock once stood in the far future goes on rising, but does not run away further.
 */
static void
test_poison (void)
{
  gint64 last = crm_hlc_next (0, WALL_USEC + 365 * DAY_USEC);
  gint64 poisoned_usec = crm_hlc_to_usec (last);

  for (guint i = 0; i < 60000; i++)
    {
      gint64 next = i % 2 == 0 ? crm_hlc_next (last, WALL_USEC)
                               : crm_hlc_receive (last, G_MAXINT64, WALL_USEC);

      g_assert_cmpint (next, ==, last + 1);
      last = next;
    }

  g_assert_cmpint (crm_hlc_to_usec (last), ==, poisoned_usec);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/clock/next", test_next);
  g_test_add_func ("/clock/extremes", test_extremes);
  g_test_add_func ("/clock/receive", test_receive);
  g_test_add_func ("/clock/poison", test_poison);
  return g_test_run ();
}
