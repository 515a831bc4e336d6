/* test-order-waits.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "crm-order-waits.h"

static const guint delays[] = { 3600, 7200 };
static const guint none[] = { 0 };

static void
count_cb (gpointer owner)
{
  (*(guint *)owner)++;
}

/* The more the oftener, and no more than the last; a settled one begins anew. */
static void
test_delays (void)
{
  g_autoptr (CrmOrderWaits) waits = crm_order_waits_new (delays, 2, count_cb, NULL);
  static const gint64 hours[] = { 1, 2, 2 };

  g_assert_true (crm_order_waits_is_empty (waits));
  for (guint round = 0; round < 2; round++)
    {
      for (guint i = 0; i < G_N_ELEMENTS (hours); i++)
        {
          gint64 next_usec = G_MAXINT64;
          gint64 before_usec = g_get_monotonic_time ();
          gint64 hours_usec = hours[i] * 3600 * G_USEC_PER_SEC;

          crm_order_waits_add (waits, "a", FALSE);
          g_assert_false (crm_order_waits_is_over (waits, "a", &next_usec));
          g_assert_cmpint (next_usec, >=, before_usec + hours_usec);
          g_assert_cmpint (next_usec, <=, g_get_monotonic_time () + hours_usec);
        }
      crm_order_waits_remove (waits, "a");
    }
  {
    gint64 next_usec = G_MAXINT64;

    crm_order_waits_add (waits, "denied", TRUE);
    g_assert_false (crm_order_waits_is_over (waits, "denied", &next_usec));
    g_assert_cmpint (next_usec - g_get_monotonic_time (), >, (gint64)3600 * G_USEC_PER_SEC);
    crm_order_waits_remove (waits, "denied");
  }
  g_assert_true (crm_order_waits_is_empty (waits));
}

static void
test_hurry (void)
{
  g_autoptr (CrmOrderWaits) waits = crm_order_waits_new (delays, 2, count_cb, NULL);
  gint64 next_usec = G_MAXINT64;

  crm_order_waits_add (waits, "a", FALSE);
  crm_order_waits_add (waits, "b", TRUE);
  g_assert_true (crm_order_waits_is_over (waits, "c", &next_usec));
  crm_order_waits_hurry (waits, "a");
  g_assert_true (crm_order_waits_is_over (waits, "a", &next_usec));
  g_assert_cmpint (next_usec, ==, G_MAXINT64);
  g_assert_false (crm_order_waits_is_over (waits, "b", &next_usec));
  crm_order_waits_hurry (waits, NULL);
  g_assert_true (crm_order_waits_is_over (waits, "b", &next_usec));
  g_assert_false (crm_order_waits_was_denied (waits, "a"));
  g_assert_true (crm_order_waits_was_denied (waits, "b"));
  g_assert_false (crm_order_waits_was_denied (waits, "c"));
}

static void
iterate (gint64 msecs)
{
  gint64 until_usec = g_get_monotonic_time () + msecs * 1000;

  while (g_get_monotonic_time () < until_usec)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (500);
}

/* Woken once, at the time that was set last, and never after it was cleared. */
static void
test_wake (void)
{
  guint n = 0;
  CrmOrderWaits *waits = crm_order_waits_new (none, 1, count_cb, &n);

  crm_order_waits_wake_at (waits, g_get_monotonic_time () + (gint64)3600 * G_USEC_PER_SEC);
  crm_order_waits_wake_at (waits, 0);
  iterate (30);
  g_assert_cmpuint (n, ==, 1);
  crm_order_waits_wake_later (waits);
  iterate (30);
  g_assert_cmpuint (n, ==, 2);
  crm_order_waits_wake_at (waits, 0);
  crm_order_waits_wake_at (waits, G_MAXINT64);
  iterate (30);
  crm_order_waits_wake_at (waits, 0);
  crm_order_waits_clear (waits);
  crm_order_waits_wake_at (waits, 0);
  crm_order_waits_free (waits);
  iterate (30);
  g_assert_cmpuint (n, ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/order-waits/delays", test_delays);
  g_test_add_func ("/order-waits/hurry", test_hurry);
  g_test_add_func ("/order-waits/wake", test_wake);
  return g_test_run ();
}
