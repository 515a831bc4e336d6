/* test-index-scope.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define _GNU_SOURCE /* memmem */
#include "config.h"

#include "crm-test-index.h"

#include <string.h>

/* It does not matter whether one's own address is known before the letters or after. */
static void
test_own (CrmTestIndex *self, gconstpointer data)
{
  const CrmTestLetter letters[] = {
    { "a", NULL, "ida@alder.example", CRM_TEST_ME, "Offer", 0 },
    { "b", "a", CRM_TEST_ME, "ida@alder.example", "Re: Offer", 1 },
    { "c", "a", CRM_TEST_ME, "colleague@own.example", "Fwd: Offer", 2 },
  };
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (letters); i++)
    crm_test_index_add (self->index, "INBOX", &letters[i]);
  crm_test_index_set_own (self->index, CRM_TEST_ME);
  after = crm_test_index_describe (self);
  for (guint i = 0; i < G_N_ELEMENTS (letters); i++)
    crm_test_index_drop (self->index, "INBOX", letters[i].uid);
  for (guint i = 0; i < G_N_ELEMENTS (letters); i++)
    crm_test_index_add (self->index, "INBOX", &letters[i]);
  before = crm_test_index_describe (self);
  g_assert_cmpstr (before, ==, after);
  g_assert_cmpint (crm_test_index_count (self, "edge AS e JOIN address AS a ON a.id = e.address"
                                               " WHERE a.address = '" CRM_TEST_ME "'"),
                   ==, 0);
  g_assert_cmpint (crm_test_index_count (self,
                                         "domain_edge AS e JOIN domain AS d ON d.id = e.domain"
                                         " WHERE d.name = 'own.example'"),
                   ==, 1);
}

static const CrmTestLetter exclusion_letters[] = {
  { "a", NULL, "ida@alder.example", CRM_TEST_ME, "Keep", 0 },
  { "b", NULL, "jo@mail.birch.example", CRM_TEST_ME, "Domain", 1 },
  { "c", NULL, CRM_TEST_ME, "doctor@cedar.example", "Address", 2 },
  { "d", NULL, CRM_TEST_ME, CRM_TEST_ME, "To myself", 3 },
  { "e", NULL, "kim@cedar.example", CRM_TEST_ME, "Neighbour", 4 },
  { "f", NULL, CRM_TEST_ME, "kim@cedar.example ida@alder.example doctor@cedar.example", "All", 5 },
};

static void
exclude (CrmIndex *index)
{
  const char *addresses[] = { "doctor@cedar.example", NULL };
  const char *domains[] = { "birch.example", NULL };
  g_autoptr (CrmMessage) secret = crm_test_index_make_letter (&exclusion_letters[3]);
  g_autoptr (GArray) prints = g_array_new (FALSE, FALSE, sizeof (guint64));

  crm_message_seal (secret);
  g_array_append_val (prints, secret->fingerprint);
  crm_index_set_excluded (index, addresses, domains, prints);
}

/* Exclusions work forward and backward, with the same result, and leave no trace. */
static void
test_exclusions (CrmTestIndex *self, gconstpointer data)
{
  g_autofree char *backward = NULL;
  g_autofree char *forward = NULL;
  g_autofree char *addresses = NULL;
  g_autofree char *domains = NULL;
  g_autofree char *path = crm_test_store_path (self->test, "index.db");
  g_autoptr (GError) error = NULL;
  guint removed;

  crm_test_index_set_own (self->index, CRM_TEST_ME);
  for (guint i = 0; i < G_N_ELEMENTS (exclusion_letters); i++)
    crm_test_index_add (self->index, "INBOX", &exclusion_letters[i]);
  crm_index_purge_excluded (self->index, &removed, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (removed, ==, 0);

  exclude (self->index);
  crm_index_purge_excluded (self->index, &removed, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (removed, ==, 4);
  backward = crm_test_index_describe (self);
  addresses
      = crm_test_store_text (self->test, "index.db", "SELECT address FROM address ORDER BY 1");
  g_assert_cmpstr (addresses, ==, "ida@alder.example\nkim@cedar.example\n" CRM_TEST_ME);
  domains = crm_test_store_text (self->test, "index.db", "SELECT name FROM domain ORDER BY 1");
  g_assert_cmpstr (domains, ==, "alder.example\ncedar.example\nown.example");

  for (guint i = 0; i < G_N_ELEMENTS (exclusion_letters); i++)
    crm_test_index_add (self->index, "INBOX", &exclusion_letters[i]);
  forward = crm_test_index_describe (self);
  g_assert_cmpstr (forward, ==, backward);
  g_assert_cmpint (crm_test_index_count (self, "location"), ==, 2);

  /* Not in the file's bytes either, once the log is in it. */
  crm_test_store_script (self->test, "index.db", "PRAGMA wal_checkpoint (TRUNCATE)");
  {
    g_autofree char *bytes = NULL;
    gsize length;

    g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
    g_assert_null (memmem (bytes, length, "doctor@", 7));
    g_assert_null (memmem (bytes, length, "To myself", 9));
    g_assert_nonnull (memmem (bytes, length, "ida@alder", 9));
  }
}

int
main (int argc, char **argv)
{
#define ADD(path, func)                                                                            \
  g_test_add (path, CrmTestIndex, NULL, crm_test_index_set_up, func, crm_test_index_tear_down)
  g_test_init (&argc, &argv, NULL);
  ADD ("/index-scope/own", test_own);
  ADD ("/index-scope/exclusions", test_exclusions);
  return g_test_run ();
}
