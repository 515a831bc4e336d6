/* test-follow-up.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "crm-test-mail.h"

#include "model/crm-date.h"
#include "model/crm-task.h"
#include "service/crm-follow-up.h"

#define HOUR (G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC)

static gint64
count (CrmTestStore *test, const char *what)
{
  g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM %s", what);

  return crm_test_store_int (test, "crm.db", sql);
}

static CrmTask *
task (const char *title, gint64 due, const char *status)
{
  CrmTask *self = crm_task_new ();

  crm_task_set_text (self, CRM_TASK_TITLE, title);
  crm_task_set_int (self, CRM_TASK_DUE, due);
  crm_task_set_text (self, CRM_TASK_STATUS, status);
  return self;
}

static void
test_text (void)
{
  g_autoptr (CrmTask) original = task ("  Call\tIda ", 20600, "open");
  g_autofree char *text = NULL;
  g_autoptr (CrmTask) copy = NULL;
  g_autoptr (CrmTask) part = NULL;
  CrmTaskMask mask = 0;

  crm_task_set_text (original, CRM_TASK_NOTE, "one\r\ntwo\x01\n\n");
  crm_task_set_int (original, CRM_TASK_REMIND_AT, 1700000000999999);
  text = crm_task_to_text (original, CRM_TASK_ALL);
  copy = crm_task_parse (text, &mask);
  g_assert_cmpuint (mask, ==, CRM_TASK_ALL);
  g_assert_cmpuint (crm_task_compare (original, copy), ==, 0);
  g_assert_cmpstr (crm_task_get_text (copy, CRM_TASK_TITLE), ==, "Call Ida");
  g_assert_cmpstr (crm_task_get_text (copy, CRM_TASK_NOTE), ==, "one\ntwo");
  g_assert_cmpint (crm_task_get_int (copy, CRM_TASK_REMIND_AT, 0), ==, 1700000000000000);

  g_free (text);
  text = crm_task_to_text (original, CRM_TASK_BIT (CRM_TASK_PRIORITY));
  part = crm_task_parse (text, &mask);
  g_assert_cmpuint (mask, ==, CRM_TASK_BIT (CRM_TASK_PRIORITY));
  g_assert_null (crm_task_get_text (part, CRM_TASK_PRIORITY));
  g_assert_null (crm_task_parse (NULL, NULL));
}

static void
test_merge (void)
{
  g_autoptr (CrmTask) base = task ("Call", 20600, "open");
  g_autoptr (CrmTask) ours = task ("Call Ida", 20600, "open");
  g_autoptr (CrmTask) theirs = task ("Call", 20601, "done");
  CrmTaskMerge merge = crm_task_merge (base, ours, theirs);

  g_assert_cmpuint (merge.write, ==, CRM_TASK_BIT (CRM_TASK_TITLE));
  g_assert_cmpuint (merge.adopt, ==, CRM_TASK_WHEN | CRM_TASK_STATE);
  g_assert_cmpuint (merge.conflict, ==, 0);

  crm_task_set_text (theirs, CRM_TASK_TITLE, "Ring");
  merge = crm_task_merge (base, ours, theirs);
  g_assert_cmpuint (merge.write, ==, 0);
  g_assert_cmpuint (merge.conflict, ==, CRM_TASK_BIT (CRM_TASK_TITLE));

  /* Both did the same. */
  merge = crm_task_merge (base, theirs, theirs);
  g_assert_cmpuint (merge.write | merge.adopt | merge.conflict, ==, 0);

  /* The day is the time's; another zone makes another day of it. */
  crm_task_set_int (base, CRM_TASK_DUE_AT, 20600 * 24 * HOUR);
  g_clear_pointer (&ours, crm_task_free);
  ours = crm_task_copy (base);
  crm_task_set_int (ours, CRM_TASK_DUE, 20599);
  g_assert_cmpuint (crm_task_compare (base, ours), ==, 0);
  crm_task_set_int (ours, CRM_TASK_DUE_AT, 20600 * 24 * HOUR + HOUR);
  g_assert_cmpuint (crm_task_compare (base, ours), ==, CRM_TASK_WHEN);
}

static void
test_add (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autofree char *person = crm_test_make_person (test->store, "Ida");
  g_autofree char *id = NULL;
  CrmSubject subject = { .person = person };
  CrmNewFollowUp details = { .title = "Call back",
                             .kind = "call",
                             .due_at_usec = 20600 * 24 * HOUR + 9 * HOUR,
                             .remind_at_usec = 20600 * 24 * HOUR + 8 * HOUR,
                             .priority = "high",
                             .note = "about pumps",
                             .list_uid = "team" };
  g_autoptr (CrmRecord) record = NULL;

  crm_test_write (test->store, crm_follow_up_add (&subject, &details, &id));
  record = crm_test_get (test->store, "follow_up", id);
  g_assert_cmpint (crm_record_get_int (record, "due", 0), ==, 20600);
  g_assert_cmpstr (crm_record_get_text (record, "kind"), ==, "call");
  g_assert_nonnull (crm_record_get_text (record, "task_uid"));
  g_assert_cmpint (count (test, "outbox WHERE action = 'create_task' AND state = 'pending'"
                                " AND book_uid = 'team' AND follow_up IS NOT NULL"),
                   ==, 1);

  /* The order turns round, and has all that is needed to take the task away again. */
  crm_test_undo (test->store);
  g_assert_cmpint (count (test, "follow_up"), ==, 0);
  g_assert_cmpint (count (test, "outbox WHERE action = 'remove_task' AND state = 'pending'"
                                " AND follow_up IS NULL AND payload IS NOT NULL"),
                   ==, 1);
  g_assert_cmpint (count (test, "outbox"), ==, 1);
}

/* A follow-up that somebody changed stays, and so does the order. */
static void
test_undo_after_edit (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autofree char *id = NULL;
  CrmSubject subject = { .address = "ida@alder.example" };
  CrmNewFollowUp details = { .title = "Call" };
  CrmChangeSet *set;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmWriteResult) undone = NULL;

  crm_test_write (test->store, crm_follow_up_add (&subject, &details, &id));
  set = crm_change_set_new ("follow-task", CRM_CAUSE_SYNC);
  crm_change_set_text (crm_change_set_update (set, "follow_up", id), "title", "Ring");
  crm_test_write (test->store, set);
  undone = crm_store_undo_sync (test->store, &error);
  g_assert_error (error, CRM_ERROR, CRM_ERROR_CONFLICT);
  g_assert_null (undone);
  g_assert_cmpint (count (test, "follow_up WHERE title = 'Ring'"), ==, 1);
  g_assert_cmpint (count (test, "outbox WHERE action = 'create_task' AND follow_up IS NOT NULL"),
                   ==, 1);
}

static void
test_edit (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autofree char *id = NULL;
  CrmSubject subject = { .address = "ida@alder.example" };
  CrmNewFollowUp details = { .title = "Call",
                             .due_at_usec = 20600 * 24 * HOUR + 9 * HOUR,
                             .remind_at_usec = 20599 * 24 * HOUR + 8 * HOUR };
  g_autoptr (CrmRecord) seen = NULL;
  g_autoptr (CrmRecord) moved = NULL;
  g_auto (CrmValue) title = crm_value_text ("Ring");
  g_auto (CrmValue) other = crm_value_text ("Write");

  crm_test_write (test->store, crm_follow_up_add (&subject, &details, &id));
  seen = crm_test_get (test->store, "follow_up", id);
  crm_test_write (test->store, crm_follow_up_edit (seen, "title", &title));
  crm_test_refuse (test->store, crm_follow_up_edit (seen, "title", &other), CRM_ERROR_CONFLICT);

  crm_test_write (test->store, crm_follow_up_snooze (seen, 20607));
  moved = crm_test_get (test->store, "follow_up", id);
  g_assert_cmpint (crm_record_get_int (moved, "due", 0), ==, 20607);
  g_assert_cmpint (crm_record_get_int (moved, "due_at", 0), ==, 20607 * 24 * HOUR + 9 * HOUR);
  g_assert_cmpint (crm_record_get_int (moved, "remind_at", 0), ==, 20606 * 24 * HOUR + 8 * HOUR);

  crm_test_write (test->store, crm_follow_up_drop (moved, test->now_usec));
  g_assert_cmpint (count (test, "follow_up WHERE status = 'dropped' AND done_at IS NOT NULL"), ==,
                   1);
  crm_test_undo (test->store);
  crm_test_write (test->store, crm_follow_up_finish (moved, test->now_usec));
  crm_test_refuse (test->store, crm_follow_up_drop (moved, test->now_usec), CRM_ERROR_CONFLICT);
}

static gpointer
list_open (CrmReader *reader, gpointer data, GError **error)
{
  return crm_reader_list_where (reader, "follow_up", "status", "open", error);
}

/* Those from before get a task when somebody wants it, and only once. */
static void
test_order_all (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  CrmChangeSet *set = crm_change_set_new ("load", CRM_CAUSE_USER);
  g_autoptr (GPtrArray) open = NULL;
  g_autoptr (GPtrArray) again = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 3; i++)
    {
      CrmChange *change = crm_change_set_create (set, "follow_up", NULL);

      crm_change_set_text (change, "title", "Old one");
      crm_change_set_text (change, "status", i == 2 ? "done" : "open");
    }
  crm_test_write (test->store, set);
  open = crm_store_read_sync (test->store, list_open, NULL, NULL, &error);
  crm_test_write (test->store, crm_follow_up_order_all (open));
  g_assert_cmpint (count (test, "outbox WHERE payload LIKE '%Old one%' AND follow_up IS NOT NULL"),
                   ==, 2);
  g_assert_cmpint (count (test, "follow_up WHERE task_uid IS NOT NULL"), ==, 2);
  again = crm_store_read_sync (test->store, list_open, NULL, NULL, &error);
  crm_test_write (test->store, crm_follow_up_order_all (again));
  g_assert_cmpint (count (test, "outbox"), ==, 2);
  crm_test_undo (test->store);
  g_assert_cmpint (count (test, "outbox WHERE action = 'remove_task'"), ==, 2);
  g_assert_cmpint (count (test, "follow_up WHERE task_uid IS NOT NULL"), ==, 0);
}

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/follow-up/text", test_text);
  g_test_add_func ("/follow-up/merge", test_merge);
  g_test_add_func ("/follow-up/add", test_add);
  g_test_add_func ("/follow-up/undo-after-edit", test_undo_after_edit);
  g_test_add_func ("/follow-up/edit", test_edit);
  g_test_add_func ("/follow-up/order-all", test_order_all);
  return g_test_run ();
}
