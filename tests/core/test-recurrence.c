/* test-recurrence.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "model/crm-recurrence.h"

static void
test_parse (void)
{
  static const struct
  {
    const char *rule;
    CrmRepeatUnit unit;
    guint every;
  } rules[] = {
    { NULL, CRM_REPEAT_NEVER, 1 },
    { "", CRM_REPEAT_NEVER, 1 },
    { "FREQ=DAILY", CRM_REPEAT_DAYS, 1 },
    { "freq=weekly;interval=2", CRM_REPEAT_WEEKS, 2 },
    { "INTERVAL=3;FREQ=MONTHLY", CRM_REPEAT_MONTHS, 3 },
    { "FREQ=YEARLY;INTERVAL=999", CRM_REPEAT_YEARS, 999 },
  };
  guint every;

  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    {
      g_assert_cmpint (crm_recurrence_parse (rules[i].rule, &every), ==, rules[i].unit);
      g_assert_cmpuint (every, ==, rules[i].every);
    }
}

/* They say more than we have words for, or nothing that makes sense. */
static void
test_other (void)
{
  static const char *const rules[] = {
    "FREQ=HOURLY",
    "INTERVAL=2",
    "FREQ=WEEKLY;BYDAY=MO,TU",
    "FREQ=DAILY;COUNT=3",
    "FREQ=DAILY;INTERVAL=0",
    "FREQ=DAILY;INTERVAL=1000",
    "FREQ=DAILY;INTERVAL=-1",
    "FREQ=DAILY;",
    "FREQ=DAILY;FREQ=HOURLY",
    "FREQ=HOURLY;FREQ=DAILY",
    "nonsense",
  };
  guint every;

  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    if (crm_recurrence_parse (rules[i], &every) != CRM_REPEAT_OTHER)
      g_error ("taken for a plain rule: %s", rules[i]);
}

static void
assert_rule (CrmRepeatUnit unit, guint every, const char *expected)
{
  g_autofree char *rule = crm_recurrence_format (unit, every);

  g_assert_cmpstr (rule, ==, expected);
}

static void
test_format (void)
{
  assert_rule (CRM_REPEAT_NEVER, 3, NULL);
  assert_rule (CRM_REPEAT_OTHER, 3, NULL);
  assert_rule (CRM_REPEAT_DAYS, 0, "FREQ=DAILY");
  assert_rule (CRM_REPEAT_WEEKS, 1, "FREQ=WEEKLY");
  assert_rule (CRM_REPEAT_MONTHS, 2, "FREQ=MONTHLY;INTERVAL=2");
  assert_rule (CRM_REPEAT_YEARS, 5000, "FREQ=YEARLY;INTERVAL=999");
}

static void
test_read (void)
{
  static const struct
  {
    const char *text;
    const char *rule;
  } good[] = {
    { "", NULL },
    { "never", NULL },
    { "90d", "FREQ=DAILY;INTERVAL=90" },
    { "1w", "FREQ=WEEKLY" },
    { "3m", "FREQ=MONTHLY;INTERVAL=3" },
    { "999y", "FREQ=YEARLY;INTERVAL=999" },
    { "freq=weekly", "FREQ=WEEKLY" },
  };
  static const char *const bad[] = { "0d",
                                     "1000d",
                                     "d",
                                     "3",
                                     "3x",
                                     "3d ",
                                     "-3d",
                                     "+3d",
                                     "FREQ=WEEKLY;BYDAY=MO",
                                     "99999999999999999999d" };

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autofree char *rule = NULL;

      g_assert_true (crm_recurrence_read (good[i].text, &rule));
      g_assert_cmpstr (rule, ==, good[i].rule);
    }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *rule = NULL;

      if (crm_recurrence_read (bad[i], &rule))
        g_error ("taken for %s: “%s”", rule, bad[i]);
      g_assert_null (rule);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/recurrence/parse", test_parse);
  g_test_add_func ("/recurrence/other", test_other);
  g_test_add_func ("/recurrence/format", test_format);
  g_test_add_func ("/recurrence/read", test_read);
  return g_test_run ();
}
