/* bench-list.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * bench-list DIR fill PEOPLE DEALS: a store with invented people and deals.
 * bench-list DIR names PEOPLE DEALS: the same, with names that differ as names do, and addresses.
 * bench-list DIR WHAT TURNS: asks it TURNS times, by the functions that the workspace's lists call.
 * WHAT: `deals` (1,000 open deals by close date, as rows), `contacts` (the same with the people's
 * names), `search` (deals by a part of their titles), `people` (all people by name, as keys),
 * `report` (a pipeline by stage), `duplicates` (people who are there twice), `find:WORDS` (what
 * Ctrl+K finds by them). Prints the median of the turns in CPU microseconds. */
#include "config.h"

#include <string.h>
#include <time.h>

#include "service/crm-duplicates.h"
#include "service/crm-find.h"
#include "service/crm-report.h"
#include "store/crm-list-query.h"
#include "store/crm-seed.h"
#include "store/crm-store.h"

#define SLICE 5000
#define N_ROWS 1000
#define FOUND_ROWS 50
#define FOUND_BY_WORDS 20
#define FIRST_CLOSED_USEC (G_GINT64_CONSTANT (1700000000) * G_USEC_PER_SEC)

static const char *const words[]
    = { "renewal",  "pilot",   "migration",   "support",  "licence",    "audit",
        "training", "hosting", "rollout",     "upgrade",  "consulting", "hardware",
        "retainer", "design",  "integration", "expansion" };

static void
write_set (CrmStore *store, CrmChangeSet *set)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmChangeSet) owned = set;
  g_autoptr (CrmWriteResult) written = crm_store_write_sync (store, owned, &error);

  g_assert_no_error (error);
}

static const char *const syllables[]
    = { "ka", "lo", "mi", "ren", "ta", "bor", "sen", "vi", "dal", "ner", "os", "pet", "ul", "han" };

/* (transfer full): a first name of 196, a family name of 38,416 */
static char *
invent_name (void)
{
  guint parts[6];

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    parts[i] = (guint)g_random_int_range (0, G_N_ELEMENTS (syllables));
  return g_strdup_printf ("%s%s %s%s%s%s", syllables[parts[0]], syllables[parts[1]],
                          syllables[parts[2]], syllables[parts[3]], syllables[parts[4]],
                          syllables[parts[5]]);
}

static void
add_address (CrmChangeSet *set, const char *person, const char *name, guint i)
{
  CrmChange *address = crm_change_set_create (set, "address", NULL);
  g_autofree char *text = g_strdup_printf ("%s%u@example.org", name, i);

  crm_change_set_text (address, "address", g_strdelimit (text, " ", '.'));
  crm_change_set_text (address, "person", person);
}

static void
add_person (CrmChangeSet *set, guint i, gboolean by_name, GPtrArray *people)
{
  g_autofree char *name
      = by_name ? invent_name ()
                : g_strdup_printf ("Contact Number%u Name%u", i, g_random_int_range (0, 10000));
  CrmChange *change = crm_change_set_create (set, "person", NULL);

  crm_change_set_text (change, "name", name);
  if (by_name)
    add_address (set, change->id, name, i);
  g_ptr_array_add (people, g_strdup (change->id));
}

static gpointer
list_stages (CrmReader *reader, gpointer data, GError **error)
{
  return crm_reader_list_where (reader, "stage", "pipeline", CRM_SEED_PIPELINE, error);
}

static void
add_deal (CrmChangeSet *set, guint i, GPtrArray *stages, GPtrArray *people)
{
  g_autofree char *title
      = g_strdup_printf ("%s %s for company %u #%u", words[g_random_int_range (0, 16)],
                         words[g_random_int_range (0, 16)], g_random_int_range (0, 2000), i);
  const CrmRecord *stage
      = g_ptr_array_index (stages, (guint)g_random_int_range (0, (int)stages->len));
  const char *person = g_ptr_array_index (people, (guint)g_random_int_range (0, (int)people->len));
  CrmChange *change = crm_change_set_create (set, "deal", NULL);
  g_autofree char *member
      = crm_entity_derive_id (crm_entity_find ("deal_person"), change->id, person, NULL);
  CrmChange *joined = crm_change_set_ensure (set, "deal_person", member);

  crm_change_set_text (change, "title", title);
  crm_change_set_text (change, "pipeline", CRM_SEED_PIPELINE);
  crm_change_set_text (change, "stage", stage->id);
  if (g_strcmp0 (crm_record_get_text (stage, "kind"), "open") != 0)
    crm_change_set_int (change, "closed_at", FIRST_CLOSED_USEC + i * G_USEC_PER_SEC);
  crm_change_set_int (change, "amount", g_random_int_range (0, 10000000));
  crm_change_set_text (change, "currency", "EUR");
  crm_change_set_int (change, "expected_close", g_random_int_range (19600, 20300));
  crm_change_set_text (joined, "deal", change->id);
  crm_change_set_text (joined, "person", person);
}

static void
fill (CrmStore *store, guint n_people, guint n_deals, gboolean by_name)
{
  g_autoptr (GPtrArray) people = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) stages = crm_store_read_sync (store, list_stages, NULL, NULL, NULL);

  g_random_set_seed (1);
  for (guint i = 0; i < n_people;)
    {
      CrmChangeSet *set = crm_change_set_new ("load", CRM_CAUSE_IMPORT);

      for (guint k = 0; k < SLICE && i < n_people; k++)
        add_person (set, i++, by_name, people);
      write_set (store, set);
    }
  for (guint i = 0; i < n_deals;)
    {
      CrmChangeSet *set = crm_change_set_new ("load", CRM_CAUSE_IMPORT);

      for (guint k = 0; k < SLICE && i < n_deals; k++)
        add_deal (set, i++, stages, people);
      write_set (store, set);
    }
}

typedef struct
{
  const char *what;
  guint n_turns;
  GArray *turns; /* (element-type gint64): CPU microseconds */
  guint n_rows;
} Question;

static gint64
cpu_usec (void)
{
  struct timespec time;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &time);
  return time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

static guint
ask_list (CrmReader *reader, const CrmListQuery *query, const char *const *paths)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) keys = crm_list_load_keys (reader, query, NULL, &error);
  g_autoptr (GPtrArray) columns = NULL;
  g_autoptr (GPtrArray) rows = NULL;

  g_assert_no_error (error);
  if (paths == NULL)
    return keys->len;
  columns = crm_list_find_columns (reader, query->entity, paths, &error);
  rows = crm_list_load_rows (reader, query->entity, columns,
                             (const gint64 *)(gconstpointer)keys->data, keys->len, &error);
  g_assert_no_error (error);
  return rows->len;
}

static guint
ask_deals (CrmReader *reader, const char *filter, guint limit, const char *const *paths)
{
  g_autoptr (CrmFilterNode) node = crm_filter_parse (filter, NULL, NULL);
  CrmListQuery query = { "deal", node, "expected_close", FALSE, limit, 0 };

  g_assert_nonnull (node);
  return ask_list (reader, &query, paths);
}

static guint
ask_report (CrmReader *reader)
{
  CrmReportQuery query = { .kind = CRM_REPORT_STAGES };
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmReport) report = crm_report_load (reader, &query, &error);

  g_assert_no_error (error);
  return report != NULL;
}

static guint
ask_words (CrmReader *reader, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found = crm_find (reader, text, FOUND_BY_WORDS, &error);

  g_assert_no_error (error);
  return found->len;
}

static guint
ask_duplicates (CrmReader *reader)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found = crm_duplicates_find (reader, "person", N_ROWS, &error);

  g_assert_no_error (error);
  return found->len;
}

static guint
ask_once (CrmReader *reader, const char *what)
{
  static const char *const plain[]
      = { "title", "stage", "amount", "probability", "expected_close", "owner", NULL };
  static const char *const with_people[]
      = { "title", "stage", "amount", "expected_close", "people", NULL };

  if (g_str_equal (what, "deals"))
    return ask_deals (reader, "stage.kind = \"open\"", N_ROWS, plain);
  if (g_str_equal (what, "contacts"))
    return ask_deals (reader, "stage.kind = \"open\"", N_ROWS, with_people);
  if (g_str_equal (what, "search"))
    return ask_deals (reader, "title ~ \"ompany 77\"", FOUND_ROWS, plain);
  if (g_str_equal (what, "people"))
    return ask_list (reader, &(CrmListQuery){ "person", NULL, "name", FALSE, 0, 0 }, NULL);
  if (g_str_equal (what, "duplicates"))
    return ask_duplicates (reader);
  if (g_str_has_prefix (what, "find:"))
    return ask_words (reader, what + strlen ("find:"));
  return ask_report (reader);
}

static gpointer
ask (CrmReader *reader, gpointer data, GError **error)
{
  Question *question = data;

  for (guint i = 0; i < question->n_turns; i++)
    {
      gint64 before = cpu_usec ();
      gint64 took;

      question->n_rows = ask_once (reader, question->what);
      took = cpu_usec () - before;
      g_array_append_val (question->turns, took);
    }
  return NULL;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  gint64 difference = *(const gint64 *)a - *(const gint64 *)b;

  return (difference > 0) - (difference < 0);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmStore) store = NULL;
  g_autoptr (GArray) turns = g_array_new (FALSE, FALSE, sizeof (gint64));
  CrmStoreOptions options = { .front_end = "bench", .currency = "EUR" };
  Question question = { .turns = turns };

  if (argc != 4
      && !(argc == 5 && (g_str_equal (argv[2], "fill") || g_str_equal (argv[2], "names"))))
    g_error ("usage: %s DIR fill|names PEOPLE DEALS | %s DIR WHAT TURNS", argv[0], argv[0]);
  options.directory = argv[1];
  store = crm_store_open_sync (&options, &error);
  g_assert_no_error (error);
  if (argc == 5)
    {
      fill (store, (guint)g_ascii_strtoull (argv[3], NULL, 10),
            (guint)g_ascii_strtoull (argv[4], NULL, 10), g_str_equal (argv[2], "names"));
      return 0;
    }
  question.what = argv[2];
  question.n_turns = (guint)g_ascii_strtoull (argv[3], NULL, 10);
  crm_store_read_sync (store, ask, &question, NULL, &error);
  g_assert_no_error (error);
  g_array_sort (turns, compare);
  if (turns->len > 0)
    g_print ("%s: %u rows, median %d us\n", question.what, question.n_rows,
             (int)g_array_index (turns, gint64, turns->len / 2));
  return 0;
}
