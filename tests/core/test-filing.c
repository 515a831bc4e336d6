/* test-filing.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define _GNU_SOURCE /* memmem */
#include "config.h"

#include "crm-test-mail.h"

#include <string.h>

#include "service/crm-filing.h"

static const CrmTestLetter offer
    = { "offer@alder", NULL, "ida@alder.example", CRM_TEST_ME, "Offer for pumps", 0 };

static gint64
count (CrmTestStore *test, const char *what)
{
  g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM %s", what);

  return crm_test_store_int (test, "crm.db", sql);
}

static guint
count_filed (CrmTestStore *test, CrmMessage *message)
{
  g_autoptr (CrmContext) context = crm_test_context (test->store, message, NULL);

  return context->filed->len;
}

static void
test_file (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autoptr (CrmMessage) message = crm_test_receive (test->store, &offer);
  g_autofree char *first = crm_test_make_deal (test->store, "Pumps");
  g_autofree char *second = crm_test_make_deal (test->store, "Valves");
  g_autofree char *summary = NULL;

  g_assert_cmpint (crm_test_write (test->store, crm_filing_file (message, CRM_TARGET_DEAL, first)),
                   >, 0);
  g_assert_cmpint (crm_test_write (test->store, crm_filing_file (message, CRM_TARGET_DEAL, first)),
                   ==, 0);
  g_assert_cmpint (count (test, "link"), ==, 1);
  crm_test_write (test->store, crm_filing_file (message, CRM_TARGET_DEAL, second));
  g_assert_cmpint (count (test, "email"), ==, 1);
  g_assert_cmpint (count_filed (test, message), ==, 2);
  summary = crm_test_store_text (test, "crm.db",
                                 "SELECT sender || '|' || recipients || '|' || subject || '|' ||"
                                 " message_id || '|' || (date = 1772445600000000) FROM email");
  g_assert_cmpstr (summary, ==, "ida@alder.example|me@own.example|Offer for pumps|offer@alder|1");

  crm_test_undo (test->store);
  g_assert_cmpint (count_filed (test, message), ==, 1);
  crm_test_undo (test->store);
  g_assert_cmpint (count (test, "link"), ==, 0);
  g_assert_cmpint (count (test, "email"), ==, 0);
  crm_test_check (test->store);
}

static void
test_unfile (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  const CrmTestLetter answer
      = { "answer", "offer@alder", "ida@alder.example", CRM_TEST_ME, "Re: Offer for pumps", 60 };
  g_autoptr (CrmMessage) first = crm_test_receive (test->store, &offer);
  g_autoptr (CrmMessage) second = crm_test_receive (test->store, &answer);
  g_autofree char *deal = crm_test_make_deal (test->store, "Pumps");
  g_autoptr (CrmContext) proposed = NULL;
  g_autoptr (CrmContext) corrected = NULL;
  g_autoptr (CrmContext) again = NULL;

  crm_test_write (test->store, crm_filing_file (first, CRM_TARGET_DEAL, deal));
  proposed = crm_test_context (test->store, second, NULL);
  g_assert_nonnull (proposed->proposal);

  crm_test_write (test->store, crm_filing_unfile (second, CRM_TARGET_DEAL, deal));
  corrected = crm_test_context (test->store, second, NULL);
  g_assert_null (corrected->proposal);
  crm_test_undo (test->store);
  again = crm_test_context (test->store, second, NULL);
  g_assert_nonnull (again->proposal);

  crm_test_write (test->store, crm_filing_unfile (first, CRM_TARGET_DEAL, deal));
  g_assert_cmpint (count_filed (test, first), ==, 0);
  g_assert_cmpint (count (test, "link WHERE decision = 'wrong'"), ==, 1);
  crm_test_undo (test->store);
  g_assert_cmpint (count_filed (test, first), ==, 1);

  /* The other way round, and confirming: always one row a letter and deal. */
  crm_test_write (test->store, crm_filing_unfile (first, CRM_TARGET_DEAL, deal));
  crm_test_write (test->store, crm_filing_file (first, CRM_TARGET_DEAL, deal));
  g_assert_cmpint (count_filed (test, first), ==, 1);
  crm_test_write (test->store, crm_filing_confirm (first, CRM_TARGET_DEAL, deal));
  g_assert_cmpint (count_filed (test, first), ==, 1);
  g_assert_cmpint (count (test, "link"), ==, 1);
  g_assert_cmpint (count (test, "link WHERE decision = 'right'"), ==, 1);
  crm_test_undo (test->store);
  g_assert_cmpint (count (test, "link WHERE decision = 'filed'"), ==, 1);
}

static void
test_ids (void)
{
  g_autoptr (CrmTestStore) here = crm_test_store_new ();
  g_autoptr (CrmTestStore) there = crm_test_store_new ();
  g_autoptr (CrmMessage) message = crm_test_message (&offer);
  g_autofree char *from_print = crm_filing_email_id_from_fingerprint (message->fingerprint);
  g_autofree char *id = crm_filing_email_id (message);
  g_autofree char *here_ids = NULL;
  g_autofree char *there_ids = NULL;
  const char *person = "01a20086-88f2-7753-9d14-8e9edee887d9";
  CrmTestStore *both[] = { here, there };

  g_assert_cmpstr (id, ==, from_print);
  for (guint i = 0; i < G_N_ELEMENTS (both); i++)
    {
      CrmChangeSet *set = crm_change_set_new ("add-person", CRM_CAUSE_USER);

      crm_change_set_text (crm_change_set_create (set, "person", person), "name", "Ida");
      crm_test_write (both[i]->store, set);
      crm_test_write (both[i]->store, crm_filing_file (message, CRM_TARGET_PERSON, person));
    }
  here_ids = crm_test_store_text (here, "crm.db", "SELECT email || id FROM link");
  there_ids = crm_test_store_text (there, "crm.db", "SELECT email || id FROM link");
  g_assert_cmpstr (here_ids, ==, there_ids);
  g_assert_true (g_str_has_prefix (here_ids, id));
}

static gboolean
file_holds (CrmTestStore *test, const char *file, const char *needle)
{
  g_autofree char *path = crm_test_store_path (test, file);
  g_autofree char *contents = NULL;
  gsize length;

  return g_file_get_contents (path, &contents, &length, NULL)
         && memmem (contents, length, needle, strlen (needle)) != NULL;
}

static void
test_private (void)
{
  static const char *const secrets[]
      = { "offer@alder", "ida@alder.example", "Offer for pumps", CRM_TEST_ME };
  static const char *const files[] = { "crm.db", "crm.db-wal" };
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autoptr (CrmMessage) message = crm_test_receive (test->store, &offer);
  g_autoptr (CrmHistory) history = NULL;

  crm_test_write (test->store, crm_filing_set_visibility (message, "private"));
  g_assert_cmpint (count (test, "email WHERE visibility = 'private' AND fingerprint <> 0"), ==, 1);
  for (guint pass = 0; pass < 2; pass++)
    {
      for (guint f = 0; f < G_N_ELEMENTS (files); f++)
        for (guint s = 0; s < G_N_ELEMENTS (secrets); s++)
          if (file_holds (test, files[f], secrets[s]))
            g_error ("%s holds %s", files[f], secrets[s]);
      g_assert_true (file_holds (test, "crm.db", "private")
                     || file_holds (test, "crm.db-wal", "private"));
      crm_test_store_reopen (test);
    }

  /* Even before the index obeys, nobody sees it; afterwards the index does not know it. */
  history = crm_test_history_of (test->store, "ida@alder.example");
  g_assert_cmpint (history->items->len, ==, 0);
  g_assert_cmpint (history->total, ==, 0);
  crm_test_apply_scope (test->store);
  g_assert_cmpint (crm_test_store_int (test, "index.db", "SELECT count(*) FROM message"), ==, 0);
  g_assert_cmpint (crm_test_store_int (test, "index.db", "SELECT count(*) FROM address"), ==, 0);
  crm_test_check (test->store);
}

/* A filed letter that is made private loses its summary, and gets it back when it is shown again.
 */
static void
test_private_after_filing (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autoptr (CrmMessage) message = crm_test_receive (test->store, &offer);
  g_autofree char *deal = crm_test_make_deal (test->store, "Pumps");

  crm_test_write (test->store, crm_filing_file (message, CRM_TARGET_DEAL, deal));
  crm_test_write (test->store, crm_filing_set_visibility (message, "private"));
  g_assert_cmpint (count (test, "email WHERE subject IS NULL AND sender IS NULL AND date IS NULL"
                                " AND recipients IS NULL AND message_id IS NULL"),
                   ==, 1);
  /* What the journal had of it is gone, but for what the marking can be taken back with. */
  g_assert_cmpint (count (test, "change AS c JOIN change_set USING (seq) WHERE label = 'file-email'"
                                " AND c.entity = 'email' AND instr (image, 'subject') > 0"),
                   ==, 0);
  crm_test_undo (test->store);
  g_assert_cmpint (count (test, "email WHERE visibility = 'normal' AND subject IS NOT NULL"), ==,
                   1);
  crm_test_write (test->store, crm_filing_set_visibility (message, "private"));
  crm_test_write (test->store, crm_filing_set_visibility (message, "normal"));
  g_assert_cmpint (count (test, "email WHERE visibility = 'normal' AND subject IS NOT NULL"), ==,
                   1);
  g_assert_cmpint (count_filed (test, message), ==, 1);
}

static void
assert_seen (CrmTestStore *test, CrmMessage *message, gint64 letters, const char *visibility)
{
  g_autoptr (CrmContext) context = crm_test_context (test->store, message, NULL);
  g_autoptr (CrmHistory) history = crm_test_history_of (test->store, "ida@alder.example");

  g_assert_cmpstr (context->visibility, ==, visibility);
  g_assert_cmpint (context->activity.n_letters, ==, letters);
  g_assert_cmpint (context->history->items->len, ==, letters);
  g_assert_cmpint (context->turn, ==, letters > 0 ? CRM_TURN_MINE : CRM_TURN_NOBODY);
  g_assert_cmpint (history->items->len, ==, letters);
  g_assert_cmpint (history->total, ==, letters);
  g_assert_cmpint (history->distinct_total, ==, letters);
}

static void
test_not_crm (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autoptr (CrmMessage) message = NULL;

  crm_test_own (test->store, "own_address", CRM_TEST_ME);
  message = crm_test_receive (test->store, &offer);
  assert_seen (test, message, 1, "normal");
  crm_test_write (test->store, crm_filing_set_visibility (message, "not_crm"));
  assert_seen (test, message, 0, "not_crm");
  crm_test_write (test->store, crm_filing_set_visibility (message, "normal"));
  assert_seen (test, message, 1, "normal");
  crm_test_undo (test->store);
  assert_seen (test, message, 0, "not_crm");
  crm_test_undo (test->store);
  assert_seen (test, message, 1, "normal");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/filing/file", test_file);
  g_test_add_func ("/filing/unfile", test_unfile);
  g_test_add_func ("/filing/ids", test_ids);
  g_test_add_func ("/filing/private", test_private);
  g_test_add_func ("/filing/private-after-filing", test_private_after_filing);
  g_test_add_func ("/filing/not-crm", test_not_crm);
  return g_test_run ();
}
