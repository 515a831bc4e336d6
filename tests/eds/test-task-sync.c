/* test-task-sync.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "crm-task-ical.h"
#include "crm-task-order.h"
#include "model/crm-task.h"
#include "task-fixture.h"

#define SECOND "crm-test-tasks"

/* --- from the CRM to the list --------------------------------------------------------------- */

static void
test_create_and_undo (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = NULL;
  g_autofree char *text = NULL;
  g_autoptr (CrmRecord) record = NULL;
  g_autoptr (CrmRecord) ordered = NULL;
  ICalComponent *vtodo;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmWriteResult) undone = NULL;

  task_test_start (fixture);
  id = task_test_add (fixture, &task_test_full);
  task_test_settle (fixture);
  vtodo = task_test_task_of (fixture, id);
  g_assert_nonnull (vtodo);
  text = i_cal_component_as_ical_string (vtodo);
  g_assert_nonnull (strstr (text, "SUMMARY:Call Ida"));
  g_assert_nonnull (strstr (text, "DUE:20260527T090000Z"));
  g_assert_nonnull (strstr (text, "20260527T080000Z"));
  g_assert_nonnull (strstr (text, "PRIORITY:3"));
  g_assert_nonnull (strstr (text, "STATUS:NEEDS-ACTION"));
  task_test_assert_nothing_hidden (text);
  g_object_unref (vtodo);
  record = task_test_follow_up (fixture, id);
  g_assert_cmpstr (crm_record_get_text (record, "list_uid"), ==, TASK_TEST_LIST);
  ordered = task_test_order (fixture);
  g_assert_cmpstr (crm_record_get_text (ordered, "action"), ==, "change_task");
  g_assert_cmpstr (crm_record_get_text (ordered, "state"), ==, "done");
  g_assert_null (crm_record_get_text (ordered, "payload"));

  undone = crm_store_undo_sync (fixture->store, &error);
  g_assert_no_error (error);
  task_test_settle (fixture);
  g_assert_cmpuint (task_test_count_tasks (fixture->list), ==, 0);
  g_assert_cmpuint (fixture->n_failed, ==, 0);
}

/* Our own write that comes back is no news, and neither is a start. */
static void
test_no_echo (Fixture *fixture, gconstpointer data)
{
  static const char *const rules[] = { NULL, "INTERVAL=2;FREQ=WEEKLY", "FREQ=DAILY;INTERVAL=90" };

  task_test_start (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    {
      CrmNewFollowUp details = task_test_full;
      g_autofree char *id = NULL;
      gint64 before;

      details.recurrence = rules[i];
      id = task_test_add (fixture, &details);
      task_test_settle (fixture);
      before = task_test_journal (fixture);
      eds_iterate_for (600);
      g_assert_cmpint (task_test_journal (fixture), ==, before);
      task_test_stop (fixture);
      task_test_start (fixture);
      task_test_settle (fixture);
      eds_iterate_for (300);
      g_assert_cmpint (task_test_journal (fixture), ==, before);
    }
}

static void
test_edit_and_finish (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = NULL;
  g_autoptr (CrmRecord) record = NULL;

  task_test_start (fixture);
  id = task_test_add (fixture, &task_test_full);
  task_test_settle (fixture);
  task_test_edit_text (fixture, id, "title", "Ring Ida");
  task_test_wait_for_title (fixture, id, "Ring Ida");
  record = task_test_follow_up (fixture, id);
  task_test_write_set (fixture, crm_follow_up_finish (record, g_get_real_time ()));
  task_test_wait_for_status (fixture, id, I_CAL_STATUS_COMPLETED);
}

/* What was written while nobody kept things in step is brought to the list with the next start. */
static void
test_edit_while_stopped (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = NULL;

  task_test_start (fixture);
  id = task_test_add (fixture, &task_test_full);
  task_test_settle (fixture);
  task_test_stop (fixture);
  task_test_edit_text (fixture, id, "title", "Ring Ida");
  task_test_start (fixture);
  task_test_wait_for_title (fixture, id, "Ring Ida");
}

/* Somebody else's properties, and what they hold, stay. */
static void
test_edit_keeps_others (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = NULL;
  ICalComponent *vtodo;
  g_autofree char *text = NULL;

  task_test_start (fixture);
  id = task_test_add (fixture, &task_test_full);
  task_test_settle (fixture);
  vtodo = task_test_task_of (fixture, id);
  i_cal_component_take_property (vtodo, i_cal_property_new_categories ("Fair"));
  i_cal_component_take_property (vtodo, i_cal_property_new_location ("Hall 3"));
  task_test_modify (fixture->list, vtodo);
  task_test_edit_text (fixture, id, "title", "Ring Ida");
  task_test_wait_for_title (fixture, id, "Ring Ida");
  vtodo = task_test_task_of (fixture, id);
  text = i_cal_component_as_ical_string (vtodo);
  g_assert_nonnull (strstr (text, "CATEGORIES:Fair"));
  g_assert_nonnull (strstr (text, "LOCATION:Hall 3"));
  task_test_assert_nothing_hidden (text);
  g_object_unref (vtodo);
}

/* --- and back ------------------------------------------------------------------------------- */

static void
test_changed_in_list (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = NULL;
  ICalComponent *vtodo;
  g_autoptr (CrmRecord) record = NULL;
  g_autoptr (CrmTask) wanted = crm_task_new ();

  task_test_start (fixture);
  id = task_test_add (fixture, &task_test_full);
  task_test_settle (fixture);
  task_test_retitle (fixture, id, "Visit Ida");
  task_test_wait_for_field (fixture, id, "title", "Visit Ida");

  crm_task_set_text (wanted, CRM_TASK_STATUS, "done");
  crm_task_set_text (wanted, CRM_TASK_PRIORITY, "low");
  crm_task_set_int (wanted, CRM_TASK_DUE, TASK_TEST_DAY + 1);
  vtodo = task_test_task_of (fixture, id);
  crm_task_ical_write (vtodo, wanted,
                       CRM_TASK_STATE | CRM_TASK_WHEN | CRM_TASK_BIT (CRM_TASK_PRIORITY), NULL);
  task_test_modify (fixture->list, vtodo);
  task_test_wait_for_field (fixture, id, "status", "done");
  record = task_test_follow_up (fixture, id);
  g_assert_cmpstr (crm_record_get_text (record, "priority"), ==, "low");
  g_assert_cmpint (crm_record_get_int (record, "due", 0), ==, TASK_TEST_DAY + 1);
  g_assert_cmpint (crm_record_get_int (record, "due_at", 0), ==, 0);
  g_assert_cmpint (crm_record_get_int (record, "done_at", 0), !=, 0);
}

static void
remove_task (Fixture *fixture, const char *id)
{
  g_autoptr (CrmRecord) record = task_test_follow_up (fixture, id);
  g_autoptr (GError) error = NULL;

  e_cal_client_remove_object_sync (fixture->list, crm_record_get_text (record, "task_uid"), NULL,
                                   E_CAL_OBJ_MOD_ALL, E_CAL_OPERATION_FLAG_NONE, NULL, &error);
  g_assert_no_error (error);
}

/* A deleted task drops the follow-up, which stays; opened again it is a task again. */
static void
test_deleted_in_list (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = NULL;
  g_autoptr (CrmRecord) record = NULL;

  task_test_start (fixture);
  id = task_test_add (fixture, &task_test_full);
  task_test_settle (fixture);
  remove_task (fixture, id);
  task_test_wait_for_field (fixture, id, "status", "dropped");
  g_assert_cmpuint (fixture->n_failed, ==, 0);

  record = task_test_follow_up (fixture, id);
  task_test_write_set (fixture, crm_follow_up_reopen (record));
  task_test_wait_for_title (fixture, id, "Call Ida");
  eds_iterate_for (300);
  g_assert_cmpuint (task_test_count_tasks (fixture->list), ==, 1);
}

static void
test_changed_while_stopped (Fixture *fixture, gconstpointer data)
{
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  task_test_start (fixture);
  first = task_test_add (fixture, &task_test_full);
  second = task_test_add (fixture, &task_test_full);
  task_test_settle (fixture);
  task_test_stop (fixture);
  task_test_retitle (fixture, first, "Visit Ida");
  remove_task (fixture, second);
  task_test_start (fixture);
  task_test_wait_for_field (fixture, first, "title", "Visit Ida");
  task_test_wait_for_field (fixture, second, "status", "dropped");
}

/* Both changed it: field by field; in the same field the list's value is shown and ours is kept. */
static void
test_conflict (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = NULL;
  g_autoptr (CrmRecord) ordered = NULL;
  g_autoptr (CrmRecord) record = NULL;
  g_autoptr (CrmTask) ours = NULL;
  CrmTaskMask mask = 0;
  g_autoptr (CrmRecord) settled = NULL;

  task_test_start (fixture);
  id = task_test_add (fixture, &task_test_full);
  task_test_settle (fixture);
  task_test_stop (fixture);
  task_test_retitle (fixture, id, "Visit Ida");
  task_test_edit_text (fixture, id, "title", "Ring Ida");
  task_test_edit_text (fixture, id, "note", "about valves");
  task_test_start (fixture);
  task_test_wait_for_field (fixture, id, "title", "Visit Ida");
  g_assert_cmpuint (fixture->n_failed, ==, 1);
  record = task_test_follow_up (fixture, id);
  g_assert_cmpstr (crm_record_get_text (record, "note"), ==, "about valves");
  ordered = task_test_order (fixture);
  g_assert_cmpstr (crm_record_get_text (ordered, "state"), ==, "failed");
  g_assert_cmpstr (crm_record_get_text (ordered, "failure"), ==, CRM_FOLLOW_UP_CONFLICT);
  ours = crm_task_parse (crm_record_get_text (ordered, "payload"), &mask);
  g_assert_cmpuint (mask, ==, CRM_TASK_BIT (CRM_TASK_TITLE));
  g_assert_cmpstr (crm_task_get_text (ours, CRM_TASK_TITLE), ==, "Ring Ida");

  task_test_write_set (fixture, crm_follow_up_settle (ordered, record, TRUE));
  task_test_wait_for_title (fixture, id, "Ring Ida");
  settled = task_test_order (fixture);
  g_assert_null (crm_record_get_text (settled, "failure"));
}

/* Nobody decided about it: whoever answers gets the task anew, or drops the follow-up, too. */
static void
settle_deleted (
    Fixture *fixture, const char *id, CrmRecord *ordered, CrmRecord *record, gboolean use_ours)
{
  g_autoptr (CrmRecord) settled = NULL;

  task_test_write_set (fixture, crm_follow_up_settle (ordered, record, use_ours));
  if (use_ours)
    task_test_wait_for_title (fixture, id, "Ring Ida");
  else
    task_test_wait_for_field (fixture, id, "status", "dropped");
  task_test_settle (fixture);
  g_assert_cmpuint (task_test_count_tasks (fixture->list), ==, use_ours ? 1 : 0);
  settled = task_test_order (fixture);
  g_assert_null (crm_record_get_text (settled, "failure"));
}

/* @data: whether ours is to win */
static void
test_deleted_and_edited (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = NULL;
  g_autoptr (CrmRecord) ordered = NULL;
  g_autoptr (CrmRecord) record = NULL;

  task_test_start (fixture);
  id = task_test_add (fixture, &task_test_full);
  task_test_settle (fixture);
  task_test_stop (fixture);
  remove_task (fixture, id);
  task_test_edit_text (fixture, id, "title", "Ring Ida");
  task_test_start (fixture);
  ordered = task_test_wait_for_failure (fixture, CRM_FOLLOW_UP_DELETED);
  record = task_test_follow_up (fixture, id);
  g_assert_cmpstr (crm_record_get_text (record, "status"), ==, "open");
  g_assert_cmpuint (task_test_count_tasks (fixture->list), ==, 0);
  g_assert_cmpuint (fixture->n_failed, ==, 1);

  /* A start looks for the tasks of all follow-ups: this one is not made because it is missing. */
  task_test_stop (fixture);
  task_test_start (fixture);
  task_test_settle (fixture);
  eds_iterate_for (500);
  task_test_settle (fixture);
  g_assert_cmpuint (task_test_count_tasks (fixture->list), ==, 0);
  settle_deleted (fixture, id, ordered, record, data != NULL);
}

/* Somebody changed the task: the undo leaves it, and the follow-up with it. */
static void
test_undo_after_change (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = NULL;
  ICalComponent *vtodo;
  g_autoptr (CrmRecord) ordered = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmWriteResult) undone = NULL;

  task_test_start (fixture);
  id = task_test_add (fixture, &task_test_full);
  task_test_settle (fixture);
  vtodo = task_test_task_of (fixture, id);
  i_cal_component_take_property (vtodo, i_cal_property_new_location ("Hall 3"));
  task_test_modify (fixture->list, vtodo);
  undone = crm_store_undo_sync (fixture->store, &error);
  g_assert_no_error (error);
  ordered = task_test_wait_for_failure (fixture, "changed");
  g_assert_cmpuint (task_test_count_tasks (fixture->list), ==, 1);
}

static void
test_recurring (Fixture *fixture, gconstpointer data)
{
  CrmNewFollowUp details = task_test_full;
  g_autofree char *id = NULL;
  g_autoptr (CrmRecord) record = NULL;
  g_autoptr (CrmRecord) next = NULL;

  details.recurrence = "FREQ=WEEKLY";
  task_test_start (fixture);
  id = task_test_add (fixture, &details);
  task_test_settle (fixture);
  record = task_test_follow_up (fixture, id);
  task_test_write_set (fixture, crm_follow_up_finish (record, TASK_TEST_DAY * 24 * TASK_TEST_HOUR
                                                                  + 10 * TASK_TEST_HOUR));
  task_test_wait_for_field (fixture, id, "status", "open");
  next = task_test_follow_up (fixture, id);
  g_assert_cmpint (crm_record_get_int (next, "due", 0), >, TASK_TEST_DAY);
  g_assert_cmpint (crm_record_get_int (next, "due_at", 0)
                       - crm_record_get_int (next, "remind_at", 0),
                   ==, TASK_TEST_HOUR);
}

/* --- what waits for a server ----------------------------------------------------------------- */

#define ETAG "X-EVOLUTION-CALDAV-ETAG"

/* A change was left for the server to take. What EDS says of it is played with the property that it
 * marks the server's states with; what happens with a server is in tests/e2e/test_tasks.py. */
static CrmTaskOutcome *
look_at_queued (Fixture *fixture, const char *etag_now, const char *title_now)
{
  CrmTaskOrder order = { .uid = (char *)"queued", .etag = (char *)"before", .digest = NULL };
  g_autoptr (CrmTask) base = crm_task_new ();
  ICalComponent *vtodo = i_cal_component_new_from_string (
      "BEGIN:VTODO\r\nUID:queued\r\nSTATUS:NEEDS-ACTION\r\nEND:VTODO\r\n");
  g_autoptr (GError) error = NULL;
  CrmTaskOutcome *outcome;

  i_cal_component_set_summary (vtodo, title_now);
  e_cal_util_component_set_x_property (vtodo, ETAG, etag_now);
  e_cal_client_create_object_sync (fixture->list, vtodo, E_CAL_OPERATION_FLAG_NONE, NULL, NULL,
                                   &error);
  g_assert_no_error (error);
  g_object_unref (vtodo);
  crm_task_set_text (base, CRM_TASK_TITLE, "Ring Ida");
  crm_task_set_text (base, CRM_TASK_STATUS, "open");
  order.base = order.ours = order.written = base;
  order.waiting = CRM_TASK_BIT (CRM_TASK_TITLE);
  outcome = crm_task_order_carry_out (&order, fixture->list, NULL);
  task_test_clear_list (fixture->list);
  g_assert_cmpint (outcome->result, ==, CRM_ORDER_DONE);
  g_assert_cmpuint (outcome->written, ==, 0);
  return outcome;
}

static void
test_queued (Fixture *fixture, gconstpointer data)
{
  g_autoptr (CrmTaskOutcome) waiting = look_at_queued (fixture, "before", "Ring Ida");
  g_autoptr (CrmTaskOutcome) taken = look_at_queued (fixture, "after", "Ring Ida");
  g_autoptr (CrmTaskOutcome) dropped = look_at_queued (fixture, "after", "Visit Ida");

  g_assert_true (waiting->is_queued);
  g_assert_null (waiting->failure);
  g_assert_false (taken->is_queued);
  g_assert_null (taken->failure);
  g_assert_cmpstr (dropped->failure, ==, CRM_FOLLOW_UP_LOST);
  g_assert_cmpuint (dropped->lost_in, ==, CRM_TASK_BIT (CRM_TASK_TITLE));
  g_assert_cmpstr (crm_task_get_text (dropped->lost, CRM_TASK_TITLE), ==, "Ring Ida");
  g_assert_cmpuint (dropped->adopt, ==, CRM_TASK_BIT (CRM_TASK_TITLE));
}

/* --- lists ---------------------------------------------------------------------------------- */

/* Another task list on this computer. */
static void
add_second (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ESource) source = e_source_new_with_uid (SECOND, NULL, &error);

  g_assert_no_error (error);
  e_source_set_parent (source, "local-stub");
  e_source_set_display_name (source, SECOND);
  e_source_backend_set_backend_name (e_source_get_extension (source, E_SOURCE_EXTENSION_TASK_LIST),
                                     "local");
  e_source_registry_commit_source_sync (eds_registry (), source, NULL, &error);
  g_assert_no_error (error);
}

static gboolean
is_asking (gpointer data)
{
  return crm_task_sync_is_asking (((Fixture *)data)->sync);
}

static gboolean
is_not_asking (gpointer data)
{
  return !is_asking (data);
}

static gboolean
has_two_lists (gpointer data)
{
  g_autoptr (GPtrArray) lists = crm_task_sync_list_writable (((Fixture *)data)->sync);

  return lists->len == 2;
}

/* Of several lists somebody has to choose one; until then there is no task. */
static void
test_asks (Fixture *fixture, gconstpointer data)
{
  g_autofree char *first = NULL;
  g_autofree char *id = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmWriteResult) undone = NULL;
  ECalClient *second;

  add_second ();
  task_test_start (fixture);
  g_assert_true (eds_wait_for (has_two_lists, fixture, 5000));
  g_assert_false (crm_task_sync_is_asking (fixture->sync));
  first = task_test_add (fixture, &task_test_full);
  g_assert_true (eds_wait_for (is_asking, fixture, 5000));
  undone = crm_store_undo_sync (fixture->store, &error);
  g_assert_no_error (error);
  g_assert_true (eds_wait_for (is_not_asking, fixture, 5000));
  id = task_test_add (fixture, &task_test_full);
  g_assert_true (eds_wait_for (is_asking, fixture, 5000));
  eds_iterate_for (400);
  second = task_test_connect_list (SECOND);
  g_assert_cmpuint (task_test_count_tasks (fixture->list), ==, 0);
  g_assert_cmpuint (task_test_count_tasks (second), ==, 0);
  task_test_write_set (fixture, crm_follow_up_choose_list (SECOND));
  task_test_settle (fixture);
  g_assert_false (crm_task_sync_is_asking (fixture->sync));
  g_assert_cmpuint (task_test_count_tasks (fixture->list), ==, 0);
  g_assert_cmpuint (task_test_count_tasks (second), ==, 1);
  task_test_clear_list (second);
  g_object_unref (second);
  eds_remove_book (SECOND);
}

/* Whoever wants the default list, wherever it is, is not asked. */
static void
test_default_list (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = NULL;

  add_second ();
  task_test_write_set (fixture, crm_follow_up_choose_list (CRM_TASK_LIST_DEFAULT));
  task_test_start (fixture);
  id = task_test_add (fixture, &task_test_full);
  task_test_settle (fixture);
  g_assert_false (crm_task_sync_is_asking (fixture->sync));
  g_assert_cmpuint (task_test_count_tasks (fixture->list), ==, 1);
  eds_remove_book (SECOND);
}

static void
test_chosen_list (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = NULL;
  g_autoptr (GError) error = NULL;
  ECalClient *second;

  task_test_write_set (fixture, crm_follow_up_choose_list (SECOND));
  task_test_start (fixture);
  id = task_test_add (fixture, &task_test_full);
  eds_iterate_for (300);
  g_assert_cmpuint (task_test_count_tasks (fixture->list), ==, 0);
  add_second ();
  task_test_settle (fixture);
  second = task_test_connect_list (SECOND);
  g_assert_cmpuint (task_test_count_tasks (second), ==, 1);
  g_assert_cmpuint (task_test_count_tasks (fixture->list), ==, 0);

  /* Moved to another list it is the same task. */
  {
    GSList *tasks = task_test_list_tasks (second);

    e_cal_client_create_object_sync (fixture->list, tasks->data, E_CAL_OPERATION_FLAG_NONE, NULL,
                                     NULL, &error);
    g_assert_no_error (error);
    g_slist_free_full (tasks, g_object_unref);
  }
  task_test_clear_list (second);
  task_test_wait_for_field (fixture, id, "list_uid", TASK_TEST_LIST);
  task_test_wait_for_field (fixture, id, "status", "open");
  g_object_unref (second);
  eds_remove_book (SECOND);
}

/* Who wants no tasks gets none; what waited is made once that changes. */
static void
test_no_list (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = NULL;

  task_test_write_set (fixture, crm_follow_up_choose_list (CRM_TASK_LIST_NONE));
  task_test_start (fixture);
  id = task_test_add (fixture, &task_test_full);
  eds_iterate_for (400);
  g_assert_cmpuint (task_test_count_tasks (fixture->list), ==, 0);
  task_test_write_set (fixture, crm_follow_up_choose_list (TASK_TEST_LIST));
  task_test_wait_for_title (fixture, id, "Call Ida");
}

/* Tasks that are not ours are neither read into the CRM nor written. */
static void
test_others_tasks (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = NULL;
  ICalComponent *vtodo = i_cal_component_new_from_string (
      "BEGIN:VTODO\r\nUID:other\r\nSUMMARY:Other\r\nEND:VTODO\r\n");
  g_autoptr (GError) error = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  gint64 seq;

  e_cal_client_create_object_sync (fixture->list, vtodo, E_CAL_OPERATION_FLAG_NONE, NULL, NULL,
                                   &error);
  g_assert_no_error (error);
  g_clear_object (&vtodo);
  e_cal_client_get_object_sync (fixture->list, "other", NULL, &vtodo, NULL, &error);
  before = i_cal_component_as_ical_string (vtodo);
  task_test_start (fixture);
  id = task_test_add (fixture, &task_test_full);
  task_test_settle (fixture);
  seq = task_test_journal (fixture);
  task_test_modify (fixture->list, g_steal_pointer (&vtodo));
  e_cal_client_get_object_sync (fixture->list, "other", NULL, &vtodo, NULL, &error);
  g_free (before);
  before = i_cal_component_as_ical_string (vtodo);
  g_clear_object (&vtodo);
  eds_iterate_for (500);
  e_cal_client_get_object_sync (fixture->list, "other", NULL, &vtodo, NULL, &error);
  after = i_cal_component_as_ical_string (vtodo);
  g_clear_object (&vtodo);
  g_assert_cmpstr (before, ==, after);
  g_assert_cmpint (task_test_journal (fixture), ==, seq);
}

#define ADD(path, func)                                                                            \
  g_test_add (path, Fixture, NULL, task_test_set_up, func, task_test_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!eds_is_private ())
    {
      g_print ("1..0 # SKIP runs below with-eds.sh only\n");
      return 0;
    }
  ADD ("/task-sync/create-and-undo", test_create_and_undo);
  ADD ("/task-sync/no-echo", test_no_echo);
  ADD ("/task-sync/edit-and-finish", test_edit_and_finish);
  ADD ("/task-sync/edit-while-stopped", test_edit_while_stopped);
  ADD ("/task-sync/edit-keeps-others", test_edit_keeps_others);
  ADD ("/task-sync/changed-in-list", test_changed_in_list);
  ADD ("/task-sync/deleted-in-list", test_deleted_in_list);
  ADD ("/task-sync/changed-while-stopped", test_changed_while_stopped);
  ADD ("/task-sync/conflict", test_conflict);
  ADD ("/task-sync/deleted-and-edited", test_deleted_and_edited);
  g_test_add ("/task-sync/deleted-and-edited-ours", Fixture, "ours", task_test_set_up,
              test_deleted_and_edited, task_test_tear_down);
  ADD ("/task-sync/undo-after-change", test_undo_after_change);
  ADD ("/task-sync/recurring", test_recurring);
  ADD ("/task-sync/queued", test_queued);
  ADD ("/task-sync/asks", test_asks);
  ADD ("/task-sync/default-list", test_default_list);
  ADD ("/task-sync/chosen-list", test_chosen_list);
  ADD ("/task-sync/no-list", test_no_list);
  ADD ("/task-sync/others-tasks", test_others_tasks);
  return g_test_run ();
}
