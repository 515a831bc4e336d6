/* test-task-adopt.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Somebody's own task that was made a follow-up: kept in step both ways, and never made or removed
 * by us. */
#include "config.h"

#include <string.h>

#include "crm-task-fetch.h"
#include "service/crm-task-link.h"
#include "task-fixture.h"

#define UID "my-own-task"

static const char own[] = "BEGIN:VTODO\r\nUID:" UID "\r\nDTSTAMP:20260101T000000Z\r\n"
                          "SUMMARY:Water the pumps\r\nDUE;VALUE=DATE:20260527\r\n"
                          "LOCATION:Hall 3\r\nSTATUS:NEEDS-ACTION\r\nEND:VTODO\r\n";

typedef struct
{
  CrmTask *content;
  gboolean is_done;
} Fetched;

static void
fetched_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Fetched *fetched = data;
  g_autoptr (GError) error = NULL;

  fetched->content = crm_task_fetch_finish (E_CAL_CLIENT (source), result, &error);
  fetched->is_done = TRUE;
}

static gboolean
is_fetched (gpointer data)
{
  return ((Fetched *)data)->is_done;
}

/* (transfer full) (nullable) */
static CrmTask *
fetch (Fixture *fixture, const char *uid)
{
  Fetched fetched = { NULL, FALSE };

  crm_task_fetch_async (fixture->list, uid, NULL, fetched_cb, &fetched);
  g_assert_true (eds_wait_for (is_fetched, &fetched, 5000));
  return fetched.content;
}

/* (transfer full) */
static char *
text_of_task (Fixture *fixture)
{
  ICalComponent *vtodo = NULL;
  char *text;

  if (!e_cal_client_get_object_sync (fixture->list, UID, NULL, &vtodo, NULL, NULL))
    return NULL;
  text = i_cal_component_as_ical_string (vtodo);
  g_object_unref (vtodo);
  return text;
}

/* (transfer full): the follow-up's id */
static char *
adopt (Fixture *fixture)
{
  ICalComponent *vtodo = i_cal_component_new_from_string (own);
  CrmChangeSet *set = crm_change_set_new ("load", CRM_CAUSE_SEED);
  CrmChange *account = crm_change_set_create (set, "account", NULL);
  g_autoptr (CrmRecord) subject = NULL;
  g_autoptr (CrmTask) content = NULL;
  CrmListedTask task = { UID, TASK_TEST_LIST, NULL };
  CrmChangeSet *link;
  char *id;
  g_autoptr (GError) error = NULL;

  e_cal_client_create_object_sync (fixture->list, vtodo, E_CAL_OPERATION_FLAG_NONE, NULL, NULL,
                                   &error);
  g_assert_no_error (error);
  g_object_unref (vtodo);
  crm_change_set_text (account, "name", "Alder");
  subject = crm_record_new (crm_entity_find ("account"), account->id);
  task_test_write_set (fixture, set);
  task.content = content = fetch (fixture, UID);
  g_assert_nonnull (content);
  link = crm_task_link (&task, subject);
  id = g_strdup (((CrmChange *)g_ptr_array_index (link->changes, 0))->id);
  task_test_write_set (fixture, link);
  return id;
}

static void
edit_task (Fixture *fixture, const char *title, ICalPropertyStatus status)
{
  ICalComponent *vtodo = NULL;
  g_autoptr (GError) error = NULL;

  e_cal_client_get_object_sync (fixture->list, UID, NULL, &vtodo, NULL, &error);
  g_assert_no_error (error);
  i_cal_component_set_summary (vtodo, title);
  i_cal_component_set_status (vtodo, status);
  task_test_modify (fixture->list, vtodo);
}

static void
undo (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmWriteResult) undone = crm_store_undo_sync (fixture->store, &error);

  g_assert_no_error (error);
  eds_iterate_for (300);
  task_test_settle (fixture);
}

/* Linking and letting go write nothing into the list, not even after a start anew. */
static void
test_link_and_undo (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = NULL;
  g_autofree char *before = NULL;
  g_autofree char *linked = NULL;
  g_autofree char *after = NULL;
  gint64 journal;

  task_test_start (fixture);
  id = adopt (fixture);
  before = text_of_task (fixture);
  journal = task_test_journal (fixture);
  eds_iterate_for (400);
  task_test_stop (fixture);
  task_test_start (fixture);
  eds_iterate_for (400);
  task_test_settle (fixture);
  g_assert_cmpint (task_test_journal (fixture), ==, journal);
  linked = text_of_task (fixture);
  g_assert_cmpstr (linked, ==, before);
  undo (fixture);
  after = text_of_task (fixture);
  g_assert_cmpstr (after, ==, before);
  g_assert_cmpuint (fixture->n_failed, ==, 0);
}

/* @data: whether nobody keeps things in step meanwhile */
static void
test_from_the_list (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = NULL;
  g_autoptr (CrmRecord) order = NULL;

  task_test_start (fixture);
  id = adopt (fixture);
  if (data != NULL)
    task_test_stop (fixture);
  edit_task (fixture, "Oil the pumps", I_CAL_STATUS_NEEDSACTION);
  if (data != NULL)
    task_test_start (fixture);
  task_test_wait_for_field (fixture, id, "title", "Oil the pumps");
  edit_task (fixture, "Oil the pumps", I_CAL_STATUS_COMPLETED);
  task_test_wait_for_field (fixture, id, "status", "done");
  order = task_test_order (fixture);
  g_assert_cmpstr (crm_record_get_text (order, "action"), ==, "adopt_task");
}

/* Only what was changed is written, and taken back. */
static void
test_to_the_list (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = NULL;
  g_autofree char *text = NULL;

  task_test_start (fixture);
  id = adopt (fixture);
  task_test_edit_text (fixture, id, "title", "Paint the pumps");
  task_test_wait_for_title (fixture, id, "Paint the pumps");
  text = text_of_task (fixture);
  g_assert_nonnull (strstr (text, "LOCATION:Hall 3"));
  task_test_assert_nothing_hidden (text);
  undo (fixture);
  task_test_wait_for_title (fixture, id, "Water the pumps");
  undo (fixture);
  g_assert_cmpuint (task_test_count_tasks (fixture->list), ==, 1);
  g_assert_cmpuint (fixture->n_failed, ==, 0);
}

/* What its owner did to the task neither keeps the link nor is it taken back. */
static void
test_undo_after_change (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr (GPtrArray) orders = NULL;

  task_test_start (fixture);
  id = adopt (fixture);
  edit_task (fixture, "Sell the pumps", I_CAL_STATUS_NEEDSACTION);
  task_test_wait_for_field (fixture, id, "title", "Sell the pumps");
  before = text_of_task (fixture);
  undo (fixture);
  after = text_of_task (fixture);
  g_assert_nonnull (before);
  g_assert_cmpstr (after, ==, before);
  orders = task_test_orders (fixture);
  g_assert_cmpuint (orders->len, ==, 0);
  g_assert_cmpuint (fixture->n_failed, ==, 0);
}

/* However the follow-up ends, the task stays. */
static void
test_deleted_here (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr (CrmRecord) order = NULL;
  CrmChangeSet *set = crm_change_set_new ("test", CRM_CAUSE_USER);

  task_test_start (fixture);
  id = adopt (fixture);
  before = text_of_task (fixture);
  order = task_test_order (fixture);
  crm_change_set_null (crm_change_set_update (set, "outbox", order->id), "follow_up");
  crm_change_set_add (set, CRM_CHANGE_DELETE, crm_entity_find ("follow_up"), id);
  task_test_write_set (fixture, set);
  eds_iterate_for (400);
  task_test_settle (fixture);
  edit_task (fixture, "Water the pumps", I_CAL_STATUS_NEEDSACTION);
  g_free (before);
  before = text_of_task (fixture);
  eds_iterate_for (400);
  after = text_of_task (fixture);
  g_assert_nonnull (before);
  g_assert_cmpstr (after, ==, before);
}

static void
test_deleted_there (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = NULL;
  g_autoptr (CrmRecord) record = NULL;

  task_test_start (fixture);
  id = adopt (fixture);
  task_test_clear_list (fixture->list);
  task_test_wait_for_field (fixture, id, "status", "dropped");
  record = task_test_follow_up (fixture, id);
  task_test_write_set (fixture, crm_follow_up_reopen (record));
  task_test_wait_for_title (fixture, id, "Water the pumps");
  g_assert_cmpuint (task_test_count_tasks (fixture->list), ==, 1);
}

static void
test_fetch (Fixture *fixture, gconstpointer data)
{
  g_autoptr (CrmTask) nothing = fetch (fixture, "nobody-knows-it");

  g_assert_null (nothing);
}

#define ADD(path, data, func)                                                                      \
  g_test_add ("/task-adopt/" path, Fixture, data, task_test_set_up, func, task_test_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!eds_is_private ())
    {
      g_print ("1..0 # SKIP runs below with-eds.sh only\n");
      return 0;
    }
  ADD ("link-and-undo", NULL, test_link_and_undo);
  ADD ("from-the-list", NULL, test_from_the_list);
  ADD ("from-the-list-while-stopped", "stopped", test_from_the_list);
  ADD ("to-the-list", NULL, test_to_the_list);
  ADD ("undo-after-change", NULL, test_undo_after_change);
  ADD ("deleted-here", NULL, test_deleted_here);
  ADD ("deleted-there", NULL, test_deleted_there);
  ADD ("fetch", NULL, test_fetch);
  return g_test_run ();
}
