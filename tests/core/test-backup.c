/* test-backup.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "crm-test-store.h"

#include <glib/gstdio.h>

#include "store/crm-backup.h"
#include "store/crm-check.h"

static int
mode_of (const char *path)
{
  GStatBuf info;

  g_assert_cmpint (g_stat (path, &info), ==, 0);
  return info.st_mode & 0777;
}

static char *
back_up (CrmTestStore *test)
{
  g_autoptr (GError) error = NULL;
  char *path = crm_store_backup_sync (test->store, &error);

  g_assert_no_error (error);
  return path;
}

static void
restore (CrmTestStore *test, const char *path, char **out_kept)
{
  g_autoptr (GError) error = NULL;
  gboolean done = crm_backup_restore (test->directory, path, out_kept, &error);

  g_assert_no_error (error);
  g_assert_true (done);
}

static gint64
count_people (CrmTestStore *test)
{
  return crm_test_store_int (test, "crm.db", "SELECT count(*) FROM person");
}

static void
test_restore (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autofree char *id = crm_test_make_person (test->store, "Ida Example");
  g_autofree char *path = back_up (test);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *kept = NULL;
  g_autofree char *device = NULL;
  g_autofree char *other_device = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmBackup) newest = NULL;

  g_assert_cmpint (mode_of (path), ==, 0600);
  g_assert_cmpint (mode_of (folder), ==, 0700);
  g_free (crm_test_make_person (test->store, "Jo Example"));

  /* Not while a program has it open. */
  g_assert_false (crm_backup_restore (test->directory, path, NULL, &error));
  g_assert_error (error, CRM_ERROR, CRM_ERROR_BUSY);
  crm_test_store_reopen (test);
  g_assert_cmpint (count_people (test), ==, 2);

  device = crm_test_store_text (test, "crm.db", "SELECT value FROM meta WHERE key = 'device'");
  g_clear_object (&test->store);
  newest = crm_backup_find_newest (test->directory);
  g_assert_cmpstr (newest->path, ==, path);
  restore (test, path, &kept);
  crm_test_store_reopen (test);
  g_assert_cmpint (count_people (test), ==, 1);
  g_assert_cmpint (mode_of (kept), ==, 0600);
  /* The journal forks: from here on it is another device's. */
  other_device
      = crm_test_store_text (test, "crm.db", "SELECT value FROM meta WHERE key = 'device'");
  g_assert_cmpstr (device, !=, other_device);

  /* and back again, to what was replaced */
  g_clear_object (&test->store);
  restore (test, kept, NULL);
  crm_test_store_reopen (test);
  g_assert_cmpint (count_people (test), ==, 2);
}

static gboolean
is_there (GPtrArray *list, const char *path)
{
  for (guint i = 0; i < list->len; i++)
    if (g_str_equal (((CrmBackup *)g_ptr_array_index (list, i))->path, path))
      return TRUE;
  return FALSE;
}

/* One a day after a write, those by hand stay, a wrong clock pushes none out. */
static void
test_daily (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autofree char *by_hand = NULL;
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (GError) error = NULL;
  guint n_daily = 0;

  g_assert_true (crm_store_backup_if_due_sync (test->store, &error)); /* nothing written */
  by_hand = back_up (test);
  for (guint day = 0; day < 40; day++)
    {
      crm_test_store_pass_secs (test, day == 20 ? 365 * 86400 : 86400);
      if (day == 21)
        crm_test_store_pass_secs (test, -366 * 86400);
      crm_test_store_reopen (test);
      g_free (crm_test_make_person (test->store, "Ida Example"));
      for (guint i = 0; i < 2; i++)
        g_assert_true (crm_store_backup_if_due_sync (test->store, &error));
    }
  list = crm_backup_list (test->directory);
  for (guint i = 0; i < list->len; i++)
    n_daily += ((CrmBackup *)g_ptr_array_index (list, i))->kind == CRM_BACKUP_DAILY;
  g_assert_cmpuint (n_daily, >=, 8);
  g_assert_cmpuint (n_daily, <=, 13);
  g_assert_true (is_there (list, by_hand));
}

static void
test_useless (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autofree char *path = back_up (test);
  g_autoptr (GError) error = NULL;

  g_clear_object (&test->store);
  g_assert_true (g_file_set_contents (path, "no database", -1, NULL));
  g_assert_null (crm_backup_find_newest (test->directory));
  g_assert_false (crm_backup_restore (test->directory, path, NULL, &error));
  g_assert_error (error, CRM_ERROR, CRM_ERROR_CORRUPT);
  crm_test_store_reopen (test);
}

static guint
count_findings (CrmTestStore *test, CrmFindingKind kind)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) findings = crm_check_store (test->directory, NULL, &error);
  guint n = 0;

  g_assert_no_error (error);
  for (guint i = 0; i < findings->len; i++)
    {
      const CrmFinding *finding = g_ptr_array_index (findings, i);

      if (!finding->harmless && finding->kind != kind)
        g_error ("found %d: %s", finding->kind, finding->detail);
      n += finding->kind == kind;
    }
  return n;
}

static void
assert_found (const char *damage, CrmFindingKind kind, guint n)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();

  g_free (crm_test_make_deal (test->store, "Pumps"));
  crm_test_store_script (test, "crm.db", damage);
  g_assert_cmpuint (count_findings (test, kind), ==, n);
}

/* What was written around the journal. */
static void
test_unlike_journal (void)
{
  assert_found ("SELECT 1", CRM_FINDING_UNLIKE_JOURNAL, 0);
  assert_found ("UPDATE deal SET title = 'Pamps'", CRM_FINDING_UNLIKE_JOURNAL, 1);
  assert_found ("UPDATE deal SET title = 'P', amount = 7", CRM_FINDING_UNLIKE_JOURNAL, 2);
  assert_found ("DELETE FROM deal", CRM_FINDING_UNLIKE_JOURNAL, 1);
  assert_found ("INSERT INTO tag (id, name, created_at, created_by, modified_at, modified_by)"
                " VALUES ('x', 'y', 0, '', 0, '')",
                CRM_FINDING_UNLIKE_JOURNAL, 1);
  assert_found ("PRAGMA user_version = 999", CRM_FINDING_NEWER, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/backup/restore", test_restore);
  g_test_add_func ("/backup/daily", test_daily);
  g_test_add_func ("/backup/useless", test_useless);
  g_test_add_func ("/check/unlike-journal", test_unlike_journal);
  return g_test_run ();
}
