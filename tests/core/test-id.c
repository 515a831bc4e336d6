/* test-id.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "crm-id.h"

#include <string.h>

#define NOW_USEC G_GINT64_CONSTANT (1795253400000000) /* 2026-11-21T09:30:00Z */
#define N_THREADS 4
#define N_PER_THREAD 10000

static void
test_new (void)
{
  g_autofree char *id = crm_id_new (NOW_USEC);

  g_assert_true (crm_id_is_valid (id));
  g_assert_cmpuint (strlen (id), ==, CRM_ID_LENGTH);
  g_assert_true (g_str_has_prefix (id, "01a1fd70-f1c0-7"));
}

static void
test_rising (void)
{
  static const gint64 steps_usec[] = { 0, 1, 1000, -5000000, G_MININT64, 60000000 };
  g_autofree char *last = crm_id_new (NOW_USEC);

  for (guint i = 0; i < 20000; i++)
    {
      gint64 step_usec = steps_usec[i % G_N_ELEMENTS (steps_usec)];
      g_autofree char *id = crm_id_new (step_usec == G_MININT64 ? step_usec : NOW_USEC + step_usec);

      g_assert_true (crm_id_is_valid (id));
      g_assert_cmpstr (id, >, last);
      g_free (last);
      last = g_steal_pointer (&id);
    }
}

static gpointer
make_ids (gpointer data)
{
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < N_PER_THREAD; i++)
    g_ptr_array_add (ids, crm_id_new (NOW_USEC));

  return ids;
}

static void
test_threads (void)
{
  GThread *threads[N_THREADS];
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < N_THREADS; i++)
    threads[i] = g_thread_new ("ids", make_ids, NULL);
  for (guint i = 0; i < N_THREADS; i++)
    {
      g_autoptr (GPtrArray) ids = g_thread_join (threads[i]);

      for (guint j = 0; j < ids->len; j++)
        {
          if (j > 0)
            g_assert_cmpstr (g_ptr_array_index (ids, j), >, g_ptr_array_index (ids, j - 1));
          g_assert_true (g_hash_table_add (seen, g_strdup (g_ptr_array_index (ids, j))));
        }
    }
}

static void
test_derive (void)
{
  g_autofree char *id = crm_id_derive ("deal_person", "a", "b", NULL);
  g_autofree char *again = crm_id_derive ("deal_person", "a", "b", NULL);
  g_autofree char *swapped = crm_id_derive ("deal_person", "b", "a", NULL);
  g_autofree char *joined = crm_id_derive ("deal_person", "ab", NULL);
  g_autofree char *other = crm_id_derive ("deal_tag", "a", "b", NULL);
  g_autofree char *alone = crm_id_derive ("deal_person", NULL);
  g_autofree char *empty_part = crm_id_derive ("deal_person", "", NULL);

  g_assert_true (crm_id_is_valid (id));
  /* Stored on every device: this value may never change. */
  g_assert_cmpstr (id, ==, "f0f01635-ebdc-83dd-bad9-a9bccf570502");
  g_assert_cmpstr (id, ==, again);
  g_assert_cmpstr (id, !=, swapped);
  g_assert_cmpstr (id, !=, joined);
  g_assert_cmpstr (id, !=, other);
  g_assert_cmpstr (alone, !=, empty_part);
  g_assert_cmpint (id[14], ==, '8');
}

static void
test_valid (void)
{
  g_assert_true (crm_id_is_valid ("01931f2a-6c40-7abc-8def-0123456789ab"));
  g_assert_true (crm_id_is_valid ("00000000-0000-8000-8000-000000000000"));
  g_assert_false (crm_id_is_valid (NULL));
  g_assert_false (crm_id_is_valid (""));
  g_assert_false (crm_id_is_valid ("01931F2A-6C40-7ABC-8DEF-0123456789AB"));
  g_assert_false (crm_id_is_valid ("01931f2a-6c40-7abc-8def-0123456789a"));
  g_assert_false (crm_id_is_valid ("01931f2a-6c40-7abc-8def-0123456789abc"));
  g_assert_false (crm_id_is_valid ("01931f2a06c40-7abc-8def-0123456789ab"));
  g_assert_false (crm_id_is_valid ("01931f2a-6c40-7abc-cdef-0123456789ab"));
  g_assert_false (crm_id_is_valid ("00000000-0000-0000-0000-000000000000"));
  g_assert_false (crm_id_is_valid ("g1931f2a-6c40-7abc-8def-0123456789ab"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/id/new", test_new);
  g_test_add_func ("/id/rising", test_rising);
  g_test_add_func ("/id/threads", test_threads);
  g_test_add_func ("/id/derive", test_derive);
  g_test_add_func ("/id/valid", test_valid);
  return g_test_run ();
}
