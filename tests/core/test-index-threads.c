/* test-index-threads.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "crm-test-index.h"

#include <string.h>

/* Two answers to a letter that nobody has. */
static void
test_absent_parent (CrmTestIndex *self, gconstpointer data)
{
  const CrmTestLetter letters[] = {
    { "b", "absent", "ida@alder.example", CRM_TEST_ME, "Re: Offer", 1 },
    { "c", "absent", "jo@birch.example", CRM_TEST_ME, "Re: Offer", 2 },
    { "d", NULL, "jo@birch.example", CRM_TEST_ME, "Offer", 3 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (letters); i++)
    crm_test_index_add (self->index, "INBOX", &letters[i]);
  g_assert_cmpint (crm_test_index_count_threads (self), ==, 2);
}

/* A letter's number is never given to another, whose thread it would fall into. */
static void
test_removed_number (CrmTestIndex *self, gconstpointer data)
{
  const CrmTestLetter letters[] = {
    { "a", NULL, "ida@alder.example", CRM_TEST_ME, "Offer", 0 },
    { "b", "a", "ida@alder.example", CRM_TEST_ME, "Re: Offer", 1 },
    { "c", NULL, "jo@birch.example", CRM_TEST_ME, "Elsewhere", 2 },
  };

  crm_test_index_add (self->index, "INBOX", &letters[0]);
  crm_test_index_add (self->index, "INBOX", &letters[1]);
  crm_test_index_drop (self->index, "INBOX", "b");
  crm_test_index_add (self->index, "INBOX", &letters[2]);
  g_assert_cmpint (crm_test_index_count_threads (self), ==, 2);
  crm_test_index_drop (self->index, "INBOX", "a");
  crm_test_index_drop (self->index, "INBOX", "c");
  crm_test_index_add (self->index, "INBOX", &letters[2]);
  crm_test_index_add (self->index, "INBOX", &letters[1]);
  g_assert_cmpint (crm_test_index_count_threads (self), ==, 2);
}

static void
shuffle (guint *numbers, guint n)
{
  for (guint i = n - 1; i > 0; i--)
    {
      guint j = (guint)g_test_rand_int_range (0, (int)i + 1);
      guint kept = numbers[i];

      numbers[i] = numbers[j];
      numbers[j] = kept;
    }
}

/* Random forests of letters, some of which nobody has: however they come, and in however many
 * transactions, the conversations are those of the graph. */
static void
test_any_order (CrmTestIndex *self, gconstpointer data)
{
  enum
  {
    N = 40
  };
  g_auto (GStrv) uids = g_new0 (char *, N + 1);
  guint parents[N];
  guint roots[N];
  guint order[N];
  gboolean stored[N];
  gboolean seen[N] = { FALSE };
  guint n_threads = 0;

  for (guint i = 0; i < N; i++)
    {
      uids[i] = g_strdup_printf ("%u@id.example", i);
      parents[i] = i == 0 || g_test_rand_int_range (0, 4) == 0
                       ? i
                       : (guint)g_test_rand_int_range (0, (int)i);
      roots[i] = parents[i] == i ? i : roots[parents[i]];
      stored[i] = g_test_rand_int_range (0, 5) > 0;
      order[i] = i;
    }
  /* A letter names its parent only, so one that is missing may still join its children, but not
   * its own parent: what is under it is a thread of its own. */
  for (guint i = 0; i < N; i++)
    if (!stored[i])
      for (guint j = i; j < N; j++)
        roots[j] = j == i ? i : parents[j] == j ? j : roots[parents[j]];
  for (guint i = 0; i < N; i++)
    if (stored[i] && !seen[roots[i]])
      {
        seen[roots[i]] = TRUE;
        n_threads++;
      }

  for (guint round = 0; round < 6; round++)
    {
      shuffle (order, N);
      for (guint i = 0; i < N; i++)
        {
          guint n = order[i];
          CrmTestLetter letter = { uids[n],
                                   parents[n] == n ? NULL : uids[parents[n]],
                                   "ida@alder.example",
                                   CRM_TEST_ME,
                                   uids[n],
                                   (int)n };

          if (stored[n])
            crm_test_index_add (self->index, "INBOX", &letter);
        }
      g_assert_cmpint (crm_test_index_count_threads (self), ==, n_threads);
      for (guint i = 0; i < N; i++)
        if (stored[order[i]])
          crm_test_index_drop (self->index, "INBOX", uids[order[i]]);
      g_assert_cmpint (crm_test_index_count (self, "message"), ==, 0);
      /* What the hashes remember must not join what comes next wrongly. */
      if (round % 2 == 0)
        crm_test_store_script (self->test, "index.db",
                               "DELETE FROM thread_hash; DELETE FROM thread_alias");
    }
}

static void
thread_by_subject (CrmTestIndex *self)
{
  g_autoptr (GError) error = NULL;

  crm_index_thread_by_subject (self->index, "account-1", NULL, &error);
  g_assert_no_error (error);
}

static void
test_subjects (CrmTestIndex *self, gconstpointer data)
{
  const CrmTestLetter letters[] = {
    { "a", NULL, "ida@alder.example", CRM_TEST_ME, "Offer", 0 },
    { "b", NULL, CRM_TEST_ME, "ida@alder.example", "Re: Offer", 5 },
    { "c", NULL, "ida@alder.example", CRM_TEST_ME, "AW: Offer", 30 },
    { "d", NULL, "ida@alder.example", CRM_TEST_ME, "Offer", 90 }, /* too late */
    { "e", NULL, "jo@birch.example", CRM_TEST_ME, "Offer",
      6 }, /* one in common is no conversation */
    { "f", NULL, "ida@alder.example", CRM_TEST_ME, "", 7 },
    { "g", NULL, "ida@alder.example", CRM_TEST_ME, "", 8 },
    { "h", NULL, "kim@cedar.example", "kim@cedar.example", "Offer", 9 },
    { "i", NULL, "kim@cedar.example", "lee@cedar.example", "Offer", 10 },
  };
  const CrmTestLetter with_references = { "j", "x", "ida@alder.example", CRM_TEST_ME, "Else", 11 };
  const CrmTestLetter late = { "k", NULL, "ida@alder.example", CRM_TEST_ME, "Re: Offer", 91 };

  for (guint i = 0; i < G_N_ELEMENTS (letters); i++)
    crm_test_index_add (self->index, "INBOX", &letters[i]);
  g_assert_cmpint (crm_test_index_count_threads (self), ==, 9);
  thread_by_subject (self);
  g_assert_cmpint (crm_test_index_count_threads (self), ==, 7);
  thread_by_subject (self);
  g_assert_cmpint (crm_test_index_count_threads (self), ==, 7);

  /* A mailbox that has references is not second-guessed. */
  crm_test_index_add (self->index, "INBOX", &with_references);
  crm_test_index_add (self->index, "INBOX", &late);
  thread_by_subject (self);
  g_assert_cmpint (crm_test_index_count_threads (self), ==, 9);
}

static void
test_subjects_cancelled (CrmTestIndex *self, gconstpointer data)
{
  const CrmTestLetter letter = { "a", NULL, "ida@alder.example", CRM_TEST_ME, "Offer", 0 };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  crm_test_index_add (self->index, "INBOX", &letter);
  g_cancellable_cancel (cancellable);
  g_assert_false (crm_index_thread_by_subject (self->index, "account-1", cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_true (crm_index_begin (self->index, NULL)); /* the transaction is over */
  crm_index_rollback (self->index);
}

int
main (int argc, char **argv)
{
#define ADD(path, func)                                                                            \
  g_test_add (path, CrmTestIndex, NULL, crm_test_index_set_up, func, crm_test_index_tear_down)
  g_test_init (&argc, &argv, NULL);
  ADD ("/index-threads/absent-parent", test_absent_parent);
  ADD ("/index-threads/removed-number", test_removed_number);
  ADD ("/index-threads/any-order", test_any_order);
  ADD ("/index-threads/subjects", test_subjects);
  ADD ("/index-threads/subjects-cancelled", test_subjects_cancelled);
  return g_test_run ();
}
