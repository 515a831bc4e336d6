/* task-fixture.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "task-fixture.h"

#include <sqlite3.h>
#include <string.h>

const CrmNewFollowUp task_test_full
    = { .title = "Call Ida",
        .due_at_usec = TASK_TEST_DAY * 24 * TASK_TEST_HOUR + 9 * TASK_TEST_HOUR,
        .remind_at_usec = TASK_TEST_DAY * 24 * TASK_TEST_HOUR + 8 * TASK_TEST_HOUR,
        .priority = "high",
        .note = "about\npumps" };

static void
failed_cb (CrmTaskSync *sync, const char *id, const char *message, Fixture *fixture)
{
  g_assert_nonnull (message);
  fixture->n_failed++;
}

void
task_test_start (Fixture *fixture)
{
  fixture->sync = crm_task_sync_new (fixture->store, eds_registry ());
  g_signal_connect (fixture->sync, "failed", G_CALLBACK (failed_cb), fixture);
  crm_task_sync_start (fixture->sync);
}

static gboolean
is_idle (gpointer data)
{
  return crm_task_sync_is_idle (data);
}

void
task_test_stop (Fixture *fixture)
{
  if (fixture->sync == NULL)
    return;
  crm_task_sync_stop (fixture->sync);
  g_assert_true (eds_wait_for (is_idle, fixture->sync, 5000));
  eds_assert_finalizes (fixture->sync);
  fixture->sync = NULL;
}

ECalClient *
task_test_connect_list (const char *uid)
{
  g_autoptr (ESource) source = e_source_registry_ref_source (eds_registry (), uid);
  g_autoptr (GError) error = NULL;
  EClient *client = e_cal_client_connect_sync (source, E_CAL_CLIENT_SOURCE_TYPE_TASKS, (guint32)-1,
                                               NULL, &error);

  g_assert_no_error (error);
  return E_CAL_CLIENT (client);
}

GSList *
task_test_list_tasks (ECalClient *client)
{
  g_autoptr (GError) error = NULL;
  GSList *tasks = NULL;

  e_cal_client_get_object_list_sync (client, "#t", &tasks, NULL, &error);
  g_assert_no_error (error);
  return tasks;
}

guint
task_test_count_tasks (ECalClient *client)
{
  GSList *tasks = task_test_list_tasks (client);
  guint n = g_slist_length (tasks);

  g_slist_free_full (tasks, g_object_unref);
  return n;
}

void
task_test_clear_list (ECalClient *client)
{
  GSList *tasks = task_test_list_tasks (client);

  for (GSList *link = tasks; link != NULL; link = link->next)
    e_cal_client_remove_object_sync (client, i_cal_component_get_uid (link->data), NULL,
                                     E_CAL_OBJ_MOD_ALL, E_CAL_OPERATION_FLAG_NONE, NULL, NULL);
  g_slist_free_full (tasks, g_object_unref);
}

void
task_test_set_up (Fixture *fixture, gconstpointer data)
{
  fixture->directory = eds_make_directory ();
  fixture->store = eds_open_store (fixture->directory);
  fixture->list = task_test_connect_list (TASK_TEST_LIST);
  task_test_clear_list (fixture->list);
}

void
task_test_tear_down (Fixture *fixture, gconstpointer data)
{
  task_test_stop (fixture);
  g_clear_object (&fixture->list);
  eds_assert_finalizes (fixture->store);
  g_free (fixture->directory);
}

void
task_test_write_set (Fixture *fixture, CrmChangeSet *set /* (transfer task_test_full) */)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmWriteResult) result = crm_store_write_sync (fixture->store, set, &error);

  g_assert_no_error (error);
  crm_change_set_unref (set);
}

typedef struct
{
  const char *entity;
  const char *id;
} Which;

static gpointer
get_record (CrmReader *reader, gpointer data, GError **error)
{
  const Which *which = data;

  return crm_reader_get (reader, which->entity, which->id, error);
}

CrmRecord *
task_test_follow_up (Fixture *fixture, const char *id)
{
  Which which = { "follow_up", id };
  g_autoptr (GError) error = NULL;
  CrmRecord *record = crm_store_read_sync (fixture->store, get_record, &which, NULL, &error);

  g_assert_no_error (error);
  return record;
}

static gpointer
get_orders (CrmReader *reader, gpointer data, GError **error)
{
  CrmListQuery query = { .entity = "outbox" };

  return crm_reader_list (reader, &query, NULL, error);
}

GPtrArray *
task_test_orders (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *records = crm_store_read_sync (fixture->store, get_orders, NULL, NULL, &error);

  g_assert_no_error (error);
  return records;
}

/* The only order. */
CrmRecord *
task_test_order (Fixture *fixture)
{
  g_autoptr (GPtrArray) records = task_test_orders (fixture);

  g_assert_cmpuint (records->len, ==, 1);
  return crm_record_ref (g_ptr_array_index (records, 0));
}

static gboolean
is_settled (gpointer data)
{
  Fixture *fixture = data;
  g_autoptr (GPtrArray) records = NULL;

  if (!crm_task_sync_is_idle (fixture->sync))
    return FALSE;
  records = task_test_orders (fixture);
  for (guint i = 0; i < records->len; i++)
    if (g_str_equal (crm_record_get_text (records->pdata[i], "state"), "pending"))
      return FALSE;
  return TRUE;
}

void
task_test_settle (Fixture *fixture)
{
  g_assert_true (eds_wait_for (is_settled, fixture, 10000));
}

gint64
task_test_journal (Fixture *fixture)
{
  g_autofree char *path = g_build_filename (fixture->directory, "crm.db", NULL);
  sqlite3 *handle = NULL;
  sqlite3_stmt *statement = NULL;
  gint64 n;

  g_assert_cmpint (sqlite3_open (path, &handle), ==, SQLITE_OK);
  g_assert_cmpint (
      sqlite3_prepare_v2 (handle, "SELECT count(*) FROM change_set", -1, &statement, NULL), ==,
      SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  n = sqlite3_column_int64 (statement, 0);
  sqlite3_finalize (statement);
  sqlite3_close (handle);
  return n;
}

/* (transfer task_test_full): the new follow-up's id */
char *
task_test_add (Fixture *fixture, const CrmNewFollowUp *details)
{
  CrmSubject subject = { .address = "ida@alder.example" };
  char *id = NULL;

  task_test_write_set (fixture, crm_follow_up_add (&subject, details, &id));
  return id;
}

ICalComponent *
task_test_task_of (Fixture *fixture, const char *id)
{
  g_autoptr (CrmRecord) record = task_test_follow_up (fixture, id);
  ICalComponent *vtodo = NULL;

  e_cal_client_get_object_sync (fixture->list, crm_record_get_text (record, "task_uid"), NULL,
                                &vtodo, NULL, NULL);
  return vtodo;
}

void
task_test_modify (ECalClient *client, ICalComponent *vtodo /* (transfer task_test_full) */)
{
  g_autoptr (GError) error = NULL;

  e_cal_client_modify_object_sync (client, vtodo, E_CAL_OBJ_MOD_ALL, E_CAL_OPERATION_FLAG_NONE,
                                   NULL, &error);
  g_assert_no_error (error);
  g_object_unref (vtodo);
}

/* What another program does to the task of a follow-up. */
void
task_test_retitle (Fixture *fixture, const char *id, const char *title)
{
  ICalComponent *vtodo = task_test_task_of (fixture, id);

  i_cal_component_set_summary (vtodo, title);
  task_test_modify (fixture->list, vtodo);
}

typedef struct
{
  Fixture *fixture;
  const char *id;
  const char *field;
  const char *text;
} Expected;

static gboolean
has_field (gpointer data)
{
  Expected *expected = data;
  g_autoptr (CrmRecord) record = task_test_follow_up (expected->fixture, expected->id);

  return g_strcmp0 (crm_record_get_text (record, expected->field), expected->text) == 0;
}

void
task_test_wait_for_field (Fixture *fixture, const char *id, const char *field, const char *text)
{
  Expected expected = { fixture, id, field, text };

  g_assert_true (eds_wait_for (has_field, &expected, 10000));
  task_test_settle (fixture);
}

void
task_test_edit_text (Fixture *fixture, const char *id, const char *field, const char *text)
{
  g_autoptr (CrmRecord) record = task_test_follow_up (fixture, id);
  g_auto (CrmValue) value = crm_value_text (text);

  task_test_write_set (fixture, crm_follow_up_edit (record, field, &value));
}

typedef struct
{
  Fixture *fixture;
  const char *id;
  const char *title;
} Titled;

static gboolean
has_title (gpointer data)
{
  Titled *titled = data;
  ICalComponent *vtodo = task_test_task_of (titled->fixture, titled->id);
  gboolean is_so
      = vtodo != NULL && g_strcmp0 (i_cal_component_get_summary (vtodo), titled->title) == 0;

  g_clear_object (&vtodo);
  return is_so;
}

void
task_test_wait_for_title (Fixture *fixture, const char *id, const char *title)
{
  Titled titled = { fixture, id, title };

  g_assert_true (eds_wait_for (has_title, &titled, 10000));
  task_test_settle (fixture);
}

typedef struct
{
  Fixture *fixture;
  const char *failure;
} Failed;

static gboolean
has_failure (gpointer data)
{
  Failed *failed = data;
  g_autoptr (CrmRecord) order = task_test_order (failed->fixture);

  return g_strcmp0 (crm_record_get_text (order, "failure"), failed->failure) == 0;
}

/* (transfer full): the only order, once it has failed for this reason */
CrmRecord *
task_test_wait_for_failure (Fixture *fixture, const char *failure)
{
  Failed failed = { fixture, failure };

  g_assert_true (eds_wait_for (has_failure, &failed, 10000));
  task_test_settle (fixture);
  return task_test_order (fixture);
}

typedef struct
{
  Fixture *fixture;
  const char *id;
  ICalPropertyStatus status;
} InStatus;

static gboolean
has_status (gpointer data)
{
  InStatus *expected = data;
  ICalComponent *vtodo = task_test_task_of (expected->fixture, expected->id);
  gboolean is_so = vtodo != NULL && i_cal_component_get_status (vtodo) == expected->status;

  g_clear_object (&vtodo);
  return is_so;
}

void
task_test_wait_for_status (Fixture *fixture, const char *id, ICalPropertyStatus status)
{
  InStatus expected = { fixture, id, status };

  g_assert_true (eds_wait_for (has_status, &expected, 10000));
  task_test_settle (fixture);
}

/* EDS itself gives every alarm an id, so that a reminder can be dismissed; that is all. */
void
task_test_assert_nothing_hidden (const char *text)
{
  for (const char *p = strstr (text, "\nX-"); p != NULL; p = strstr (p + 1, "\nX-"))
    g_assert_true (g_str_has_prefix (p, "\nX-EVOLUTION-ALARM-UID:"));
}
