/* test-task-link.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "crm-test-mail.h"

#include "service/crm-task-link.h"

typedef struct
{
  CrmTestStore *test;
  char *person;
  char *deal;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (CrmChangeSet) set = NULL;
  CrmChange *change;

  self->test = crm_test_store_new ();
  self->person = crm_test_make_person (self->test->store, "Ida Fictive");
  self->deal = crm_test_make_deal (self->test->store, "Mill \"Nord\"");
  set = crm_change_set_new ("test", CRM_CAUSE_USER);
  change = crm_change_set_create (set, "address", NULL);
  crm_change_set_text (change, "person", self->person);
  crm_change_set_text (change, "address", "ida@alder.example");
  change = crm_change_set_create (set, "deal_person", NULL);
  crm_change_set_text (change, "deal", self->deal);
  crm_change_set_text (change, "person", self->person);
  crm_test_write (self->test->store, g_steal_pointer (&set));
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_free (self->person);
  g_free (self->deal);
  crm_test_store_free (self->test);
}

static gpointer
load_in_reader (CrmReader *reader, gpointer data, GError **error)
{
  return crm_task_people_load (reader, data, error);
}

static CrmTaskPeople *
load (Fixture *self, const char *uid)
{
  g_autoptr (GError) error = NULL;
  CrmTaskPeople *people
      = crm_store_read_sync (self->test->store, load_in_reader, (gpointer)uid, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (people);
  return people;
}

static gpointer
find_in_reader (CrmReader *reader, gpointer data, GError **error)
{
  return crm_task_find_subjects (reader, data, 5, error);
}

static GPtrArray *
find (Fixture *self, const char *words)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *found
      = crm_store_read_sync (self->test->store, find_in_reader, (gpointer)words, NULL, &error);

  g_assert_no_error (error);
  return found;
}

static void
link_to (Fixture *self, const CrmListedTask *task, const char *entity, const char *id)
{
  g_autoptr (CrmRecord) subject = crm_test_get (self->test->store, entity, id);

  crm_test_write (self->test->store, crm_task_link (task, subject));
}

static void
test_unknown (Fixture *self, gconstpointer data)
{
  g_autoptr (CrmTaskPeople) people = load (self, "nobody-knows-it");

  g_assert_null (people->follow_up);
  g_assert_null (people->people);
}

/* (transfer full) */
static CrmTask *
make_content (const char *title, const char *status)
{
  CrmTask *content = crm_task_new ();

  crm_task_set_text (content, CRM_TASK_TITLE, title);
  crm_task_set_text (content, CRM_TASK_STATUS, status);
  return content;
}

static gint64
count (Fixture *self, const char *what)
{
  g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM %s", what);

  return crm_test_store_int (self->test, "crm.db", sql);
}

/* What belongs to it becomes known, the follow-up is as the task is, and nothing is to be done. */
static void
test_person (Fixture *self, gconstpointer data)
{
  int day = 20520;
  g_autoptr (CrmTask) content = make_content ("Call Ida", "open");
  CrmListedTask task = { "uid-1", "list-1", content };
  g_autoptr (CrmTaskPeople) known = NULL;
  g_autoptr (CrmTaskPeople) undone = NULL;
  const CrmMessageParty *party;

  crm_task_set_int (content, CRM_TASK_DUE, day);
  crm_task_set_text (content, CRM_TASK_NOTE, "about\npumps");
  link_to (self, &task, "person", self->person);
  known = load (self, "uid-1");
  g_assert_cmpstr (crm_record_get_title (known->follow_up), ==, "Call Ida");
  g_assert_cmpstr (crm_record_get_text (known->follow_up, "list_uid"), ==, "list-1");
  g_assert_cmpstr (crm_record_get_text (known->follow_up, "status"), ==, "open");
  g_assert_cmpint (crm_record_get_int (known->follow_up, "due", 0), ==, day);
  g_assert_cmpstr (crm_record_get_text (known->follow_up, "note"), ==, "about\npumps");
  g_assert_cmpuint (known->people->parties->len, ==, 1);
  party = g_ptr_array_index (known->people->parties, 0);
  g_assert_cmpstr (party->address, ==, "ida@alder.example");
  g_assert_cmpint (count (self, "outbox"), ==, 1);
  g_assert_cmpint (count (self, "outbox WHERE action = 'adopt_task' AND state = 'done'"
                                " AND base IS NOT NULL AND follow_up IS NOT NULL"),
                   ==, 1);
  crm_test_undo (self->test->store);
  undone = load (self, "uid-1");
  g_assert_null (undone->follow_up);
  g_assert_cmpint (count (self, "outbox"), ==, 0);
}

/* What came from the task stands in the task: that does not keep the link. An edit of the
 * follow-up does. */
static void
test_undo_later (Fixture *self, gconstpointer data)
{
  static const CrmCause causes[] = { CRM_CAUSE_SYNC, CRM_CAUSE_RULE };

  for (guint i = 0; i < G_N_ELEMENTS (causes); i++)
    {
      g_autoptr (CrmTask) content = make_content ("Call Ida", "open");
      CrmListedTask task = { "uid-1", "list-1", content };
      g_autoptr (CrmTaskPeople) known = NULL;
      g_autoptr (CrmWriteResult) undone = NULL;
      g_autoptr (GError) error = NULL;
      CrmChangeSet *set = crm_change_set_new ("test", causes[i]);

      link_to (self, &task, "person", self->person);
      known = load (self, "uid-1");
      crm_change_set_text (crm_change_set_update (set, "follow_up", known->follow_up->id), "title",
                           "Visit Ida");
      crm_test_write (self->test->store, set);
      undone = crm_store_undo_sync (self->test->store, &error);
      if (i == 0)
        g_assert_no_error (error);
      else
        g_assert_error (error, CRM_ERROR, CRM_ERROR_CONFLICT);
      g_assert_cmpint (count (self, "follow_up"), ==, i);
      g_assert_cmpint (count (self, "outbox WHERE action = 'adopt_task'"), ==, i);
      g_assert_cmpint (count (self, "outbox"), ==, i);
    }
}

static void
test_deal (Fixture *self, gconstpointer data)
{
  g_autoptr (CrmTask) content = make_content ("Offer", "done");
  CrmListedTask task = { "uid-2", "list-1", content };
  g_autoptr (CrmTaskPeople) known = NULL;

  link_to (self, &task, "deal", self->deal);
  known = load (self, "uid-2");
  g_assert_cmpstr (crm_record_get_text (known->follow_up, "status"), ==, "done");
  g_assert_cmpint (crm_record_get (known->follow_up, "due")->kind, ==, CRM_VALUE_NULL);
  g_assert_cmpuint (known->people->parties->len, ==, 1);
}

/* People's words are no filter, whatever is in them. */
static void
test_find (Fixture *self, gconstpointer data)
{
  static const char *const nothing[] = { "a\" or \"", "\\", "title = x", "(", "zzz" };
  g_autoptr (GPtrArray) person = find (self, "ida");
  g_autoptr (GPtrArray) deal = find (self, "\"Nord\"");

  g_assert_cmpuint (person->len, ==, 1);
  g_assert_cmpstr (((CrmRecord *)g_ptr_array_index (person, 0))->id, ==, self->person);
  g_assert_cmpuint (deal->len, ==, 1);
  g_assert_cmpstr (((CrmRecord *)g_ptr_array_index (deal, 0))->id, ==, self->deal);
  for (guint i = 0; i < G_N_ELEMENTS (nothing); i++)
    {
      g_autoptr (GPtrArray) found = find (self, nothing[i]);

      g_assert_nonnull (found);
      g_assert_cmpuint (found->len, ==, 0);
    }
}

#define ADD(path, func) g_test_add ("/task-link/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("unknown", test_unknown);
  ADD ("person", test_person);
  ADD ("undo-later", test_undo_later);
  ADD ("deal", test_deal);
  ADD ("find", test_find);
  return g_test_run ();
}
