/* test-phrases.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "crm-phrases-change.h"
#include "crm-phrases-meeting.h"
#include "crm-phrases-task.h"
#include "crm-phrases.h"
#include "model/crm-task.h"

#include <string.h>

#define NOW G_GINT64_CONSTANT (1772445600000000) /* 2026-03-02T10:00:00Z */
#define HOUR_USEC (3600 * G_GINT64_CONSTANT (1000000))

static void
assert_text (char *text /* (transfer full) (nullable) */, const char *expected)
{
  g_assert_cmpstr (text, ==, expected);
  g_free (text);
}

static void
test_turn (void)
{
  CrmContext context = { .now_usec = NOW };

  assert_text (crm_phrase_turn (&context), NULL);
  assert_text (crm_phrase_last_contact (&context), "No mail exchanged yet");
  context.activity.last_in_usec = NOW - HOUR_USEC;
  context.activity.last_out_usec = NOW - 24 * HOUR_USEC;
  context.turn = CRM_TURN_MINE;
  assert_text (crm_phrase_turn (&context), "Your turn: they wrote last (09:00)");
  assert_text (crm_phrase_last_contact (&context), "Last contact: 09:00");
  context.activity.last_met_usec = NOW - HOUR_USEC / 2;
  assert_text (crm_phrase_last_contact (&context), "Last contact: 09:30");
  context.turn = CRM_TURN_THEIRS;
  assert_text (crm_phrase_turn (&context), "Their turn: you wrote last (yesterday)");
}

static void
test_letters (void)
{
  CrmContext context = { .now_usec = NOW };

  assert_text (crm_phrase_letters (&context), "0 messages");
  context.activity.n_letters = 1;
  assert_text (crm_phrase_letters (&context), "1 message");
  context.activity.n_letters = 2;
  assert_text (crm_phrase_letters (&context), "2 messages");
}

static CrmRecord *
make_record (const char *entity, const char *id, const char *field, const char *text)
{
  CrmRecord *record = crm_record_new (crm_entity_find (entity), id);

  for (guint i = 0; record->entity->fields[i].name != NULL; i++)
    if (g_str_equal (record->entity->fields[i].name, field))
      record->values[i] = crm_value_text (text);
  return record;
}

static void
test_stage_age (void)
{
  g_autoptr (CrmRecord) stage = crm_record_new (crm_entity_find ("stage"), "stage-1");
  CrmDealState state = { .stage = stage };
  gboolean over = TRUE;

  assert_text (crm_phrase_stage_age (&state, &over), "in stage since today");
  g_assert_false (over);
  state.days_in_stage = 1;
  assert_text (crm_phrase_stage_age (&state, NULL), "1 day in stage");
  for (guint i = 0; stage->entity->fields[i].name != NULL; i++)
    if (g_str_equal (stage->entity->fields[i].name, "max_days"))
      stage->values[i] = crm_value_int (5);
  state.days_in_stage = 5;
  assert_text (crm_phrase_stage_age (&state, &over), "5 days in stage");
  g_assert_false (over);
  state.days_in_stage = 6;
  assert_text (crm_phrase_stage_age (&state, &over), "6 days in stage, limit 5");
  g_assert_true (over);
}

static void
test_proposal (void)
{
  CrmContext context = { .proposal_reason = CRM_PROPOSAL_NONE };

  assert_text (crm_phrase_proposal (&context), "");
  for (context.proposal_reason = CRM_PROPOSAL_CONVERSATION;
       context.proposal_reason <= CRM_PROPOSAL_ACCOUNT_DEAL; context.proposal_reason++)
    {
      g_autofree char *text = crm_phrase_proposal (&context);

      g_assert_cmpstr (text, !=, "");
    }
}

static void
test_reason (void)
{
  CrmHistoryItem item = { .reason_detail = (char *)"alder.example" };

  item.reason = CRM_REASON_HAND;
  assert_text (crm_phrase_reason (&item), "Somebody filed it here");
  item.reason = CRM_REASON_CONVERSATION;
  assert_text (crm_phrase_reason (&item), "It belongs to a conversation that is filed here");
  item.reason = CRM_REASON_ADDRESS;
  assert_text (crm_phrase_reason (&item), "alder.example takes part in it");
  item.reason = CRM_REASON_DOMAIN;
  assert_text (crm_phrase_reason (&item), "Somebody at alder.example takes part in it");
  item.reason = CRM_REASON_RECORD;
  assert_text (crm_phrase_reason (&item), "It was entered here");
}

static void
test_record_name (void)
{
  g_autoptr (CrmRecord) seeded
      = make_record ("stage", "00000000-0000-8000-8000-000000000101", "name", "Qualification");
  g_autoptr (CrmRecord) own
      = make_record ("stage", "01a20086-88f2-7753-9d14-8e9edee887d9", "name", "Our own");

  g_assert_cmpstr (crm_phrase_record_name (seeded), ==, "Qualification");
  g_assert_cmpstr (crm_phrase_record_name (own), ==, "Our own");
}

static void
test_change (void)
{
  g_assert_cmpstr (crm_phrase_change ("file-email"), ==, "Message filed");
  g_assert_cmpstr (crm_phrase_change ("mark-private"), ==, "Message marked private");
  g_assert_cmpstr (crm_phrase_change ("something-new"), ==, "something-new");
}

/* Every code has words of its own, but for what is unknown. */
static void
test_error (void)
{
  g_autoptr (GHashTable) texts = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GError) foreign = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "x");
  static const CrmError codes[]
      = { CRM_ERROR_FAILED,     CRM_ERROR_NOT_FOUND,      CRM_ERROR_INVALID_VALUE,
          CRM_ERROR_CONSTRAINT, CRM_ERROR_CONFLICT,       CRM_ERROR_BUSY,
          CRM_ERROR_CORRUPT,    CRM_ERROR_SCHEMA_TOO_NEW, CRM_ERROR_MIGRATION_FAILED,
          CRM_ERROR_PERMISSION, CRM_ERROR_OFFLINE,        CRM_ERROR_SYNTAX,
          CRM_ERROR_DISK_FULL };

  g_assert_cmpstr (crm_phrase_error (foreign), ==, "Something went wrong");
  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      g_autoptr (GError) error = g_error_new_literal (CRM_ERROR, (int)codes[i], "detail");

      g_assert_true (g_hash_table_add (texts, (gpointer)crm_phrase_error (error)));
    }
}

static void
test_history (void)
{
  CrmHistoryItem item = { .kind = CRM_HISTORY_NOTE, .usec = NOW, .text = (char *)"one\ntwo" };

  assert_text (crm_phrase_history_title (&item), "one two");
  assert_text (crm_phrase_history_detail (&item, NOW), "10:00 · note");
  item.kind = CRM_HISTORY_CALL;
  item.text = (char *)"prices";
  item.direction = CRM_DIRECTION_IN;
  assert_text (crm_phrase_history_title (&item), "Call: prices");
  assert_text (crm_phrase_history_detail (&item, NOW), "10:00 · they called");
  item.direction = CRM_DIRECTION_OUT;
  assert_text (crm_phrase_history_detail (&item, NOW), "10:00 · you called");
  item.call_outcome = (char *)"no_answer";
  item.call_secs = 100;
  assert_text (crm_phrase_history_detail (&item, NOW),
               "10:00 · you called · No answer · 2 minutes");
  item.call_outcome = (char *)"reached";
  item.call_secs = 45;
  assert_text (crm_phrase_history_detail (&item, NOW), "10:00 · you called · 45 seconds");
  item.kind = CRM_HISTORY_STAGE;
  item.text = (char *)"Won";
  assert_text (crm_phrase_history_title (&item), "Stage: Won");
  assert_text (crm_phrase_history_detail (&item, NOW), "10:00");
}

static void
test_history_letters (void)
{
  CrmHistoryItem item = { .kind = CRM_HISTORY_EMAIL, .usec = NOW, .direction = CRM_DIRECTION_IN };

  assert_text (crm_phrase_history_title (&item), "(no subject)");
  item.text = (char *)"";
  assert_text (crm_phrase_history_title (&item), "(no subject)");
  item.text = (char *)"Offer";
  assert_text (crm_phrase_history_title (&item), "Offer");
  assert_text (crm_phrase_history_detail (&item, NOW), "10:00 · from unknown");
  item.from_address = (char *)"ida@alder.example";
  assert_text (crm_phrase_history_detail (&item, NOW), "10:00 · from ida@alder.example");
  item.from_name = (char *)"Ida";
  assert_text (crm_phrase_history_detail (&item, NOW), "10:00 · from Ida");
  item.direction = CRM_DIRECTION_OUT;
  assert_text (crm_phrase_history_detail (&item, NOW), "10:00 · from you");
  item.gone = TRUE;
  assert_text (crm_phrase_history_detail (&item, NOW), "10:00 · no longer in the mailbox");
}

static void
test_history_meetings (void)
{
  CrmHistoryItem item = { .kind = CRM_HISTORY_MEETING, .usec = NOW - 24 * HOUR_USEC };

  assert_text (crm_phrase_history_title (&item), "Meeting");
  item.text = (char *)"Visit";
  assert_text (crm_phrase_history_title (&item), "Meeting: Visit");
  item.meeting_state = CRM_MEETING_HELD;
  assert_text (crm_phrase_history_detail (&item, NOW), "yesterday · held");
  item.meeting_state = CRM_MEETING_CANCELLED;
  assert_text (crm_phrase_history_detail (&item, NOW), "yesterday · cancelled");
  item.meeting_state = CRM_MEETING_DECLINED;
  assert_text (crm_phrase_history_detail (&item, NOW), "yesterday · they declined");
  item.meeting_state = CRM_MEETING_DECLINED_BY_USER;
  assert_text (crm_phrase_history_detail (&item, NOW), "yesterday · you declined");
  item.meeting_state = CRM_MEETING_UNDER_WAY;
  item.usec = NOW - HOUR_USEC;
  assert_text (crm_phrase_history_detail (&item, NOW), "today, 09:00 · under way");
  item.meeting_state = CRM_MEETING_PLANNED;
  item.usec = NOW + 24 * HOUR_USEC;
  assert_text (crm_phrase_history_detail (&item, NOW), "tomorrow, 10:00 · planned");
  item.usec = NOW + 3 * 24 * HOUR_USEC;
  assert_text (crm_phrase_history_detail (&item, NOW), "Thursday, 10:00 · planned");
  item.usec = NOW + 7 * 24 * HOUR_USEC;
  assert_text (crm_phrase_history_detail (&item, NOW), "9 Mar, 10:00 · planned");
  item.usec = NOW + 365 * 24 * HOUR_USEC;
  assert_text (crm_phrase_history_detail (&item, NOW), "2 Mar 2027, 10:00 · planned");
}

/* Of all-day meetings the day is the same in every zone. */
static void
test_next_meeting (void)
{
  CrmHistoryItem item = { .kind = CRM_HISTORY_MEETING, .text = (char *)"Visit" };
  CrmHistory history = { .next_meeting = &item };
  CrmContext context = { .now_usec = NOW, .history = &history };

  item.usec = NOW + 3 * 24 * HOUR_USEC;
  assert_text (crm_phrase_next_meeting (&context), "Next meeting: Thursday, 10:00, Visit");
  item.text = (char *)"";
  assert_text (crm_phrase_next_meeting (&context), "Next meeting: Thursday, 10:00");
  history.next_meeting = NULL;
  assert_text (crm_phrase_next_meeting (&context), NULL);
  history.next_meeting = &item;
  item.text = (char *)"Fair";
  item.is_all_day = TRUE;
  item.usec = NOW - 10 * HOUR_USEC + 24 * HOUR_USEC;
  g_setenv ("TZ", "America/Los_Angeles", TRUE);
  assert_text (crm_phrase_next_meeting (&context), "Next meeting: tomorrow, Fair");
  assert_text (crm_phrase_meeting_time_full (&item), "3 Mar 2026");
  g_setenv ("TZ", "Asia/Tokyo", TRUE);
  assert_text (crm_phrase_next_meeting (&context), "Next meeting: tomorrow, Fair");
  g_setenv ("TZ", "UTC", TRUE);
}

static void
set (CrmRecord *record, const char *field, CrmValue value)
{
  record->values[crm_entity_field_index (record->entity, field)] = value;
}

static void
test_task_difference (void)
{
  g_autoptr (CrmRecord) follow_up = make_record ("follow_up", "f", "title", "Mail them");
  g_autoptr (CrmRecord) order = make_record ("outbox", "o", "failure", "conflict");
  g_autoptr (CrmTask) ours = crm_task_new ();
  g_autofree char *payload = NULL;

  set (order, "state", crm_value_text ("failed"));
  crm_task_set_text (ours, CRM_TASK_TITLE, "Fax them");
  crm_task_set_text (ours, CRM_TASK_PRIORITY, "high");
  payload = crm_task_to_text (ours, CRM_TASK_BIT (CRM_TASK_TITLE) | CRM_TASK_WHEN
                                        | CRM_TASK_BIT (CRM_TASK_PRIORITY));
  set (order, "payload", crm_value_text (payload));
  set (follow_up, "due", crm_value_int (NOW / 86400 / 1000000 + 1));
  assert_text (crm_phrase_task_difference (order, follow_up, NOW),
               "Changed in the task list, too:\n"
               "Title: “Mail them” there, “Fax them” here\n"
               "Due: tomorrow there, nothing here\n"
               "Priority: nothing there, High here");
}

/* Whatever the code, there are words for it, which say what and where. */
static void
test_task_failure (void)
{
  static const char *const codes[] = { "conflict", "lost",    "deleted", "permission",
                                       "changed",  "refused", "gone",    "a later one" };

  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      g_autoptr (CrmRecord) order = make_record ("outbox", "o", "failure", codes[i]);
      g_autoptr (CrmRecord) follow_up = make_record ("follow_up", "f", "title", "Mail them");
      g_autofree char *toast = crm_phrase_task_failure (order, "Mail them", "Team tasks");
      g_autofree char *line = crm_phrase_task_difference (order, follow_up, NOW);

      g_assert_nonnull (strstr (toast, "“Mail them”"));
      g_assert_nonnull (strstr (toast, "“Team tasks”"));
      g_assert_cmpstr (line, !=, "");
    }
}

/* A field with both values, and what was done with all of a record. */
static void
test_record_change (void)
{
  const CrmEntity *account = crm_entity_find ("account");
  CrmRecordChange change
      = { .actor = (char *)"Ida", .label = (char *)"add-account", .kind = CRM_CHANGE_CREATE };

  g_assert_cmpstr (crm_phrase_change_title (&change), ==, "Account added");
  assert_text (crm_phrase_change_values (&change, NOW), "Ida");
  change.kind = CRM_CHANGE_UPDATE;
  change.field = crm_entity_find_field (account, "relation");
  change.new_value = crm_value_text ("client");
  g_assert_cmpstr (crm_phrase_change_title (&change), ==, "Relation");
  assert_text (crm_phrase_change_values (&change, NOW), "\u2068– → Client\u2069 · \u2068Ida\u2069");
  crm_value_clear (&change.new_value);
  change.field = crm_entity_find_field (account, "annual_revenue");
  change.old_value = crm_value_int (120000);
  change.currency = (char *)"EUR";
  assert_text (crm_phrase_change_values (&change, NOW),
               "\u2068€1,200.00 → –\u2069 · \u2068Ida\u2069");
}

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/phrases/turn", test_turn);
  g_test_add_func ("/phrases/letters", test_letters);
  g_test_add_func ("/phrases/stage-age", test_stage_age);
  g_test_add_func ("/phrases/proposal", test_proposal);
  g_test_add_func ("/phrases/reason", test_reason);
  g_test_add_func ("/phrases/record-name", test_record_name);
  g_test_add_func ("/phrases/change", test_change);
  g_test_add_func ("/phrases/record-change", test_record_change);
  g_test_add_func ("/phrases/error", test_error);
  g_test_add_func ("/phrases/history", test_history);
  g_test_add_func ("/phrases/history-letters", test_history_letters);
  g_test_add_func ("/phrases/history-meetings", test_history_meetings);
  g_test_add_func ("/phrases/next-meeting", test_next_meeting);
  g_test_add_func ("/phrases/task-difference", test_task_difference);
  g_test_add_func ("/phrases/task-failure", test_task_failure);
  return g_test_run ();
}
