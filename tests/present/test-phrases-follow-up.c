/* test-phrases-follow-up.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "crm-phrases-follow-up.h"

#define NOW G_GINT64_CONSTANT (1772445600000000) /* 2026-03-02T10:00:00Z */
#define TODAY 20514
#define HOUR_USEC (3600 * G_GINT64_CONSTANT (1000000))

static void
assert_text (char *text /* (transfer full) (nullable) */, const char *expected)
{
  g_assert_cmpstr (text, ==, expected);
  g_free (text);
}

static CrmRecord *
make_follow_up (void)
{
  return crm_record_new (crm_entity_find ("follow_up"), "id");
}

static void
set (CrmRecord *record, const char *field, CrmValue value)
{
  for (guint i = 0; record->entity->fields[i].name != NULL; i++)
    if (g_str_equal (record->entity->fields[i].name, field))
      {
        crm_value_clear (&record->values[i]);
        record->values[i] = value;
        return;
      }
  g_assert_not_reached ();
}

static void
test_repeat (void)
{
  assert_text (crm_phrase_repeat (NULL), NULL);
  assert_text (crm_phrase_repeat (""), NULL);
  assert_text (crm_phrase_repeat ("FREQ=DAILY"), "every day");
  assert_text (crm_phrase_repeat ("FREQ=DAILY;INTERVAL=90"), "every 90 days");
  assert_text (crm_phrase_repeat ("FREQ=WEEKLY"), "every week");
  assert_text (crm_phrase_repeat ("FREQ=WEEKLY;INTERVAL=2"), "every 2 weeks");
  assert_text (crm_phrase_repeat ("FREQ=MONTHLY"), "every month");
  assert_text (crm_phrase_repeat ("FREQ=MONTHLY;INTERVAL=3"), "every 3 months");
  assert_text (crm_phrase_repeat ("FREQ=YEARLY"), "every year");
  assert_text (crm_phrase_repeat ("FREQ=YEARLY;INTERVAL=4"), "every 4 years");
  assert_text (crm_phrase_repeat ("FREQ=MONTHLY;BYDAY=1MO"), "repeats");
}

static void
test_due (void)
{
  g_autoptr (CrmRecord) record = make_follow_up ();

  assert_text (crm_phrase_follow_up_due (record, NOW), NULL);
  g_assert_false (crm_phrase_follow_up_is_late (record, NOW));
  set (record, "due", crm_value_int (TODAY + 1));
  assert_text (crm_phrase_follow_up_due (record, NOW), "tomorrow");
  set (record, "due_at", crm_value_int (NOW + 28 * HOUR_USEC));
  assert_text (crm_phrase_follow_up_due (record, NOW), "tomorrow, 14:00");
  set (record, "due", crm_value_int (TODAY - 2));
  set (record, "due_at", crm_value_int (NOW - 48 * HOUR_USEC));
  assert_text (crm_phrase_follow_up_due (record, NOW), "2 days overdue, 10:00");
  g_assert_true (crm_phrase_follow_up_is_late (record, NOW));
  set (record, "due", crm_value_int (TODAY));
  g_assert_false (crm_phrase_follow_up_is_late (record, NOW));
}

static void
test_details (void)
{
  g_autoptr (CrmRecord) record = make_follow_up ();

  assert_text (crm_phrase_follow_up_details (record), "");
  set (record, "priority", crm_value_text ("normal"));
  set (record, "ladder", crm_value_text ("no ladder"));
  assert_text (crm_phrase_follow_up_details (record), "");
  set (record, "priority", crm_value_text ("low"));
  assert_text (crm_phrase_follow_up_details (record), "low priority");
  set (record, "priority", crm_value_text ("high"));
  set (record, "kind", crm_value_text ("call"));
  set (record, "recurrence", crm_value_text ("FREQ=WEEKLY"));
  assert_text (crm_phrase_follow_up_details (record), "high priority · call · every week");
  set (record, "recurrence", (CrmValue){ .kind = CRM_VALUE_NULL });
  set (record, "kind", crm_value_text ("waiting"));
  set (record, "ladder", crm_value_text ("1,3,7"));
  assert_text (crm_phrase_follow_up_details (record),
               "high priority · waiting for an answer · reminder 1 of 3");
  set (record, "ladder_step", crm_value_int (2));
  assert_text (crm_phrase_follow_up_details (record),
               "high priority · waiting for an answer · reminder 3 of 3");
}

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/phrases-follow-up/repeat", test_repeat);
  g_test_add_func ("/phrases-follow-up/due", test_due);
  g_test_add_func ("/phrases-follow-up/details", test_details);
  return g_test_run ();
}
