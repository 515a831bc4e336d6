/* test-filter-sql.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "crm-test-filter.h"

#include <string.h>

#include "model/crm-date.h"
#include "store/crm-seed.h"

typedef struct
{
  const char *name;
  const char *account; /* (nullable) */
  const char *stage;   /* (nullable) */
  gint64 amount;       /* -1 for unknown */
  const char *currency;
  const char *close; /* (nullable) */
} Deal;

static char *
make_account (CrmTestStore *test, const char *name, const char *owner)
{
  CrmChangeSet *set = crm_change_set_new ("add", CRM_CAUSE_USER);
  CrmChange *change = crm_change_set_create (set, "account", NULL);
  char *id = g_strdup (change->id);

  crm_change_set_text (change, "name", name);
  crm_change_set_text (change, "owner", owner);
  crm_test_write (test->store, set);
  return id;
}

static void
make_deal (CrmTestStore *test, const Deal *deal)
{
  CrmChangeSet *set = crm_change_set_new ("add", CRM_CAUSE_USER);
  CrmChange *change = crm_change_set_create (set, "deal", NULL);
  int days;

  crm_change_set_text (change, "title", deal->name);
  crm_change_set_text (change, "pipeline", CRM_SEED_PIPELINE);
  crm_change_set_text (change, "stage", deal->stage != NULL ? deal->stage : CRM_SEED_STAGE_FIRST);
  crm_change_set_text (change, "account", deal->account);
  crm_change_set_text (change, "currency", deal->currency);
  if (deal->amount >= 0)
    crm_change_set_int (change, "amount", deal->amount);
  if (deal->close != NULL)
    {
      g_assert_true (crm_date_day_parse (deal->close, &days, NULL));
      crm_change_set_int (change, "expected_close", days);
    }
  crm_test_write (test->store, set);
}

/* Five deals, one a day; the clock stands at 2026-03-06T10:00:00Z after them. */
static CrmTestStore *
make_deals (void)
{
  CrmTestStore *test = crm_test_store_new ();
  const char *me = crm_store_get_actor (test->store);
  g_autofree char *alder = make_account (test, "Älder GmbH", me);
  g_autofree char *birch = make_account (test, "Birch KK", NULL);
  const Deal deals[] = {
    { "alpha", alder, NULL, 1000050, "EUR", "2026-03-10" },
    { "beta", alder, "00000000-0000-8000-8000-000000000103", 20000, "JPY", "2026-03-06" },
    { "gamma", birch, "00000000-0000-8000-8000-000000000103", 3000000, "KWD", "2026-02-01" },
    { "delta", birch, CRM_SEED_STAGE_WON, -1, NULL, NULL },
    { "omega", NULL, CRM_SEED_STAGE_LOST, 5000, NULL, "2027-03-06" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (deals); i++)
    {
      if (i > 0)
        crm_test_store_pass_secs (test, 24 * 3600);
      make_deal (test, &deals[i]);
    }
  return test;
}

static void
test_texts (void)
{
  g_autoptr (CrmTestStore) test = make_deals ();

  crm_test_find (test, "deal", "title = 'ALPHA'", "alpha");
  crm_test_find (test, "deal", "title != 'alpha'", "beta gamma delta omega");
  crm_test_find (test, "deal", "title < 'c'", "alpha beta");
  crm_test_find (test, "deal", "title >= 'gamma'", "gamma omega");
  crm_test_find (test, "deal", "title ~ 'ET'", "beta");
  crm_test_find (test, "deal", "title ~ '%'", "");
  crm_test_find (test, "deal", "title ~ '_eta'", "");
  crm_test_find (test, "deal", "title in ('alpha', 'Omega', 'none')", "alpha omega");
  crm_test_find (test, "deal", "currency = 'eur'", "alpha");
  crm_test_find (test, "stage", "kind = 'open' and probability < 50",
                 "Qualification Needs analysis");
  crm_test_find (test, "stage", "kind not in ('open', 'won')", "Lost");
  crm_test_find (test, "deal", "id = '" CRM_SEED_PIPELINE "'", "");
}

static void
test_references (void)
{
  g_autoptr (CrmTestStore) test = make_deals ();

  crm_test_find (test, "deal", "stage = 'Proposal'", "beta gamma");
  crm_test_find (test, "deal", "stage = '" CRM_SEED_STAGE_WON "'", "delta");
  crm_test_find (test, "deal", "stage != 'proposal'", "alpha delta omega");
  crm_test_find (test, "deal", "stage in ('Won', 'Lost')", "delta omega");
  crm_test_find (test, "deal", "account = 'alder gmbh'", "alpha beta");
  crm_test_find (test, "deal", "account ~ 'ALD'", "alpha beta");
  crm_test_find (test, "deal", "account.name ~ 'birch'", "gamma delta");
  crm_test_find (test, "deal", "account.owner = me", "alpha beta");
  crm_test_find (test, "deal", "account.owner.name = 'test seller'", "alpha beta");
  crm_test_find (test, "deal", "account.owner is null", "gamma delta omega");
  crm_test_find (test, "deal", "stage.kind = 'open' and stage.position > 1", "beta gamma");
  crm_test_find (test, "deal", "account.created_at >= 2026-03-02", "alpha beta gamma delta");
  crm_test_find (test, "account", "parent.parent.name = 'x'", "");
  crm_test_find (test, "deal", "owner = me", "");
  crm_test_find (test, "user", "login = me", "");
}

static void
test_numbers (void)
{
  g_autoptr (CrmTestStore) test = make_deals ();

  /* Amounts are major units of each deal's own currency; without one, of two digits. */
  crm_test_find (test, "deal", "amount = 10000.5", "alpha");
  crm_test_find (test, "deal", "amount = 20000", "beta");
  crm_test_find (test, "deal", "amount = 3000", "gamma");
  crm_test_find (test, "deal", "amount = 50", "omega");
  crm_test_find (test, "deal", "amount > 3000", "alpha beta");
  crm_test_find (test, "deal", "amount <= 3000.00", "gamma omega");
  crm_test_find (test, "deal", "amount in (50, 3000)", "gamma omega");
  crm_test_find (test, "deal", "amount > -1", "alpha beta gamma omega");
  crm_test_find (test, "stage", "probability = 12.5", "");
  crm_test_find (test, "stage", "max_days in (5, null)", "Qualification Won Lost");

  /* An unset flag counts as not set. */
  crm_test_find (test, "pipeline", "inactive = false", "Sales");
  crm_test_find (test, "pipeline", "inactive = true", "");
  crm_test_find (test, "pipeline", "inactive != true", "Sales");
  crm_test_find (test, "lost_reason", "needs_text = true", "Other");
}

/* A hash has more digits than a double. */
static void
test_hash (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  static const gint64 prints[] = { 9007199254740993, 9007199254740992, G_MININT64 };

  for (guint i = 0; i < G_N_ELEMENTS (prints); i++)
    {
      CrmChangeSet *set = crm_change_set_new ("add", CRM_CAUSE_USER);
      CrmChange *change = crm_change_set_create (set, "email", NULL);
      g_autofree char *subject = g_strdup_printf ("s%u", i);

      crm_change_set_int (change, "fingerprint", prints[i]);
      crm_change_set_text (change, "visibility", "normal");
      crm_change_set_text (change, "subject", subject);
      crm_test_write (test->store, set);
    }
  crm_test_find (test, "email", "fingerprint = 9007199254740993", "s0");
  crm_test_find (test, "email", "fingerprint = -9223372036854775808", "s2");
}

static void
test_dates (void)
{
  g_autoptr (CrmTestStore) test = make_deals ();

  crm_test_find (test, "deal", "expected_close = 2026-03-06", "beta");
  crm_test_find (test, "deal", "expected_close > 2026-03-06", "alpha omega");
  crm_test_find (test, "deal", "expected_close = today", "beta");
  crm_test_find (test, "deal", "expected_close < today", "gamma");
  crm_test_find (test, "deal", "expected_close <= +4d", "alpha beta gamma");
  crm_test_find (test, "deal", "expected_close = +1y", "omega");
  crm_test_find (test, "deal", "expected_close < -1m", "gamma");
  crm_test_find (test, "deal", "expected_close > +2w and expected_close < 13m", "omega");

  /* A day against moments is the whole day. */
  crm_test_find (test, "deal", "created_at = 2026-03-03", "beta");
  crm_test_find (test, "deal", "created_at != 2026-03-03", "alpha gamma delta omega");
  crm_test_find (test, "deal", "created_at > 2026-03-03", "gamma delta omega");
  crm_test_find (test, "deal", "created_at >= 2026-03-03", "beta gamma delta omega");
  crm_test_find (test, "deal", "created_at <= 2026-03-03", "alpha beta");
  crm_test_find (test, "deal", "created_at < 2026-03-03", "alpha");
  crm_test_find (test, "deal", "created_at = 2026-03-03T10:00:00Z", "beta");
  crm_test_find (test, "deal", "created_at < 2026-03-03T10:00:01Z", "alpha beta");

  crm_test_store_pass_secs (test, 3600); /* 11:00 */
  crm_test_find (test, "deal", "created_at = today", "omega");
  crm_test_find (test, "deal", "created_at < today", "alpha beta gamma delta");
  crm_test_find (test, "deal", "created_at >= today", "omega");
  crm_test_find (test, "deal", "created_at > today", "");
  crm_test_find (test, "deal", "created_at = -1d", "delta");
  crm_test_find (test, "deal", "created_at < -1d", "alpha beta gamma delta");
  crm_test_find (test, "deal", "created_at > -25h", "omega");
  crm_test_find (test, "deal", "created_at >= -25h", "delta omega");
  crm_test_find (test, "deal", "created_at < now", "alpha beta gamma delta omega");
  crm_test_find (test, "deal", "modified_at > -2d", "delta omega");

  /* Beyond the calendar: further than anything. */
  crm_test_find (test, "deal", "created_at > -1000000y", "alpha beta gamma delta omega");
  crm_test_find (test, "deal", "created_at > 1000000w", "");
  crm_test_find (test, "deal", "expected_close < 1000000m", "alpha beta gamma omega");
}

static void
test_logic (void)
{
  g_autoptr (CrmTestStore) test = make_deals ();

  crm_test_find (test, "deal", "title = 'alpha' or title = 'beta' and amount > 1000000", "alpha");
  crm_test_find (test, "deal", "(title = 'alpha' or title = 'beta') and amount > 15000", "beta");
  crm_test_find (test, "deal", "amount is null", "delta");
  crm_test_find (test, "deal", "amount is not null and account != null", "alpha beta gamma");

  /* What is unknown matches no comparison, and every "not". */
  crm_test_find (test, "deal", "amount != 50", "alpha beta gamma");
  crm_test_find (test, "deal", "not amount = 50", "alpha beta gamma delta");
  crm_test_find (test, "deal", "not not amount = 50", "omega");
  crm_test_find (test, "deal", "account not in ('Birch KK')", "alpha beta omega");
  crm_test_find (test, "deal", "not (account.name = 'Birch KK' or title = 'alpha')", "beta omega");
  crm_test_find (test, "deal", "account in ('birch kk', null)", "gamma delta omega");
  crm_test_find (test, "deal", "account not in ('birch kk', null)", "alpha beta");
}

static void
test_words (void)
{
  g_autoptr (CrmTestStore) test = make_deals ();

  g_free (crm_test_make_deal (test->store, "Große Łódź pumps"));
  crm_test_find (test, "deal", "ALPH", "alpha");
  crm_test_find (test, "deal", "grosse lodz", "Große Łódź pumps");
  crm_test_find (test, "deal", "pumps große", "Große Łódź pumps");
  crm_test_find (test, "deal", "pumps valves", "");
  crm_test_find (test, "deal", "'et' or 'mma'", "beta gamma");
  crm_test_find (test, "deal", "not 'ta'", "alpha gamma omega Große Łódź pumps");
  crm_test_find (test, "deal", "'  '", "alpha beta gamma delta omega Große Łódź pumps");
  crm_test_find (test, "setting", "anything", ""); /* nothing there is searchable */
}

static void
test_mistakes (void)
{
  g_autoptr (CrmTestStore) test = make_deals ();

  crm_test_find_mistake (test, "deal", "title = 'a' and colour = 'red'", "colour = 'red'");
  crm_test_find_mistake (test, "deal", "account.colour = 'red'", "account.colour = 'red'");
  crm_test_find_mistake (test, "deal", "title.name = 'x'", "title.name = 'x'");
  crm_test_find_mistake (test, "deal", "created_at.name = 'x'", "created_at.name = 'x'");
  crm_test_find_mistake (test, "deal", "created_by = 'x'", "created_by = 'x'");
  crm_test_find_mistake (test, "deal", "account..name = 'x'", "account..name = 'x'");
  crm_test_find_mistake (test, "deal", "amount > 'much'", "'much'");
  crm_test_find_mistake (test, "deal", "amount = today", "today");
  crm_test_find_mistake (test, "deal", "probability in (10, 'x')", "'x'");
  crm_test_find_mistake (test, "deal", "probability = me", "me");
  crm_test_find_mistake (test, "deal", "expected_close > 5", "5");
  crm_test_find_mistake (test, "deal", "created_at = 'yesterday'", "'yesterday'");
  crm_test_find_mistake (test, "deal", "title = true", "true");
  crm_test_find_mistake (test, "deal", "title ~ today", "today");
  crm_test_find_mistake (test, "deal", "stage = true", "true");
  crm_test_find_mistake (test, "deal", "not (title = 'a' or amount ~ me)", "me");
}

static void
test_injection (void)
{
  g_autoptr (CrmTestStore) test = make_deals ();
  static const char *const texts[] = {
    "'; DROP TABLE deal; --", "\" OR 1=1 --", "alpha' OR '1'='1", "?1", "%s%n", "\\", "x) OR (1=1"
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *escaped = g_strescape (texts[i], NULL);
      g_autofree char *equal = g_strdup_printf ("title = \"%s\"", escaped);
      g_autofree char *inside = g_strdup_printf ("account ~ \"%s\"", escaped);
      g_autofree char *list = g_strdup_printf ("stage in (\"%s\")", escaped);
      g_autofree char *words = g_strdup_printf ("\"%s\"", escaped);

      crm_test_find (test, "deal", equal, "");
      crm_test_find (test, "deal", inside, "");
      crm_test_find (test, "deal", list, "");
      crm_test_find (test, "deal", words, "");
    }
  crm_test_find (test, "deal", "title = 'alpha'", "alpha");
}

static char *
repeat (const char *head, const char *term, const char *between, const char *tail, guint n)
{
  GString *text = g_string_new (head);

  for (guint i = 0; i < n; i++)
    {
      g_string_append (text, i > 0 ? between : "");
      g_string_append (text, term);
    }
  g_string_append (text, tail);
  return g_string_free (text, FALSE);
}

/* SQLite limits depth, length and parameters; a filter that the parser takes must not run into them
 * unless it is told that it is too long. */
static void
test_long (void)
{
  g_autoptr (CrmTestStore) test = make_deals ();
  g_autofree char *list = repeat ("title in ('alpha', ", "'x'", ",", ")", 5000);
  g_autofree char *chain = repeat ("title = 'alpha' or ", "title = 'x'", " or ", "", 3000);
  g_autofree char *all = repeat ("", "title = 'alpha'", " and ", "", 3000);
  g_autofree char *words = repeat ("", "al", " ", "", 3000);
  g_autofree char *deep = repeat ("", "not ", "", "title = 'alpha'", 60);
  g_autofree char *side_by_side = repeat ("", "(alpha or title = 'x')", " and ", "", 100);
  g_autofree char *huge = repeat ("stage in (", "'x'", ",", ")", 16000);
  g_autofree char *path = repeat ("", "parent", ".", " is not null", 200);

  crm_test_find (test, "deal", list, "alpha");
  crm_test_find (test, "deal", chain, "alpha");
  crm_test_find (test, "deal", all, "alpha");
  crm_test_find (test, "deal", words, "alpha");
  crm_test_find (test, "deal", deep, "alpha");
  crm_test_find (test, "deal", side_by_side, "alpha");
  crm_test_find_mistake (test, "deal", huge, huge);
  crm_test_find_mistake (test, "account", path, path);
}

static void
test_deep (void)
{
  g_autoptr (CrmTestStore) test = make_deals ();
  static const struct
  {
    const char *entity;
    const char *head;
    const char *leaf;
    const char *tail;
    guint enough; /* levels that must work */
  } shapes[] = {
    { "deal", "(title = 'x' or ", "amount > 5", ")", 12 },
    { "deal", "(title = 'x' or probability in (1, 2) and ", "account.owner.name = 'y'", ")", 5 },
    { "deal", "not (title = 'x' and ", "account ~ 'y'", ")", 6 },
    { "deal", "not (amount > 7 and ", "words", ")", 6 },
    { "deal", "(account in ('x', 'y') or ", "stage not in ('z', null)", ")", 12 },
    { "account", "parent.", "currency = 'EUR'", "", 5 },
    { "account", "parent.", "annual_revenue > 5", "", 5 },
    { "account", "parent.", "owner ~ 'x'", "", 5 },
    { "account", "parent.", "owner = me", "", 5 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    for (guint levels = 1; levels <= 60; levels++)
      {
        g_autofree char *head = repeat ("", shapes[i].head, "", shapes[i].leaf, levels);
        g_autofree char *filter = repeat (head, shapes[i].tail, "", "", levels);
        gboolean done = crm_test_can_find (test, shapes[i].entity, filter);

        if (!done && levels <= shapes[i].enough)
          g_error ("%s: should work", filter);
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/filter-sql/texts", test_texts);
  g_test_add_func ("/filter-sql/references", test_references);
  g_test_add_func ("/filter-sql/numbers", test_numbers);
  g_test_add_func ("/filter-sql/hash", test_hash);
  g_test_add_func ("/filter-sql/dates", test_dates);
  g_test_add_func ("/filter-sql/logic", test_logic);
  g_test_add_func ("/filter-sql/words", test_words);
  g_test_add_func ("/filter-sql/mistakes", test_mistakes);
  g_test_add_func ("/filter-sql/injection", test_injection);
  g_test_add_func ("/filter-sql/long", test_long);
  g_test_add_func ("/filter-sql/deep", test_deep);
  return g_test_run ();
}
