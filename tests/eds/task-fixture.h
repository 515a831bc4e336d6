/* task-fixture.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <libecal/libecal.h>
#include "crm-task-sync.h"
#include "eds-fixture.h"
#include "service/crm-follow-up.h"

/* A store that is kept in step with the home's task list, and what another program would do to
 * that. */

#define TASK_TEST_LIST "system-task-list"
#define TASK_TEST_HOUR (G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC)
#define TASK_TEST_DAY 20600

typedef struct
{
  char *directory;
  CrmStore *store;
  CrmTaskSync *sync;
  ECalClient *list;
  guint n_failed;
} Fixture;

extern const CrmNewFollowUp task_test_full;

void task_test_start (Fixture *fixture);
void task_test_stop (Fixture *fixture);
ECalClient *task_test_connect_list (const char *uid);
GSList *task_test_list_tasks (ECalClient *client);
guint task_test_count_tasks (ECalClient *client);
void task_test_clear_list (ECalClient *client);
void task_test_set_up (Fixture *fixture, gconstpointer data);
void task_test_tear_down (Fixture *fixture, gconstpointer data);
void task_test_write_set (Fixture *fixture, CrmChangeSet *set /* (transfer task_test_full) */);
CrmRecord *task_test_follow_up (Fixture *fixture, const char *id);
GPtrArray *task_test_orders (Fixture *fixture);
CrmRecord *task_test_order (Fixture *fixture);
void task_test_settle (Fixture *fixture);
gint64 task_test_journal (Fixture *fixture);
char *task_test_add (Fixture *fixture, const CrmNewFollowUp *details);
ICalComponent *task_test_task_of (Fixture *fixture, const char *id);
void task_test_modify (ECalClient *client, ICalComponent *vtodo /* (transfer task_test_full) */);
void task_test_retitle (Fixture *fixture, const char *id, const char *title);
void
task_test_wait_for_field (Fixture *fixture, const char *id, const char *field, const char *text);
void task_test_edit_text (Fixture *fixture, const char *id, const char *field, const char *text);
void task_test_wait_for_status (Fixture *fixture, const char *id, ICalPropertyStatus status);
CrmRecord *task_test_wait_for_failure (Fixture *fixture, const char *failure);
void task_test_wait_for_title (Fixture *fixture, const char *id, const char *title);
void task_test_assert_nothing_hidden (const char *text);
