/* test-list-table.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "crm-format.h"
#include "crm-list-table.h"
#include "crm-test-store.h"

typedef struct
{
  CrmTestStore *test;
} Fixture;

static void
add_deal (Fixture *self, const char *title, gint64 amount, const char *currency, int day)
{
  CrmChangeSet *set = crm_change_set_new ("test", CRM_CAUSE_USER);
  g_autofree char *id = crm_test_make_deal (self->test->store, title);
  CrmChange *change = crm_change_set_update (set, "deal", id);

  if (currency != NULL)
    {
      crm_change_set_int (change, "amount", amount);
      crm_change_set_text (change, "currency", currency);
    }
  if (day > 0)
    crm_change_set_int (change, "expected_close", day);
  crm_test_write (self->test->store, set);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  self->test = crm_test_store_new ();
  add_deal (self, "Pumps, \"large\"", 123450, "EUR", 20881);
  add_deal (self, "=HYPERLINK(1)", 7000, "JPY", 0);
  add_deal (self, "Valves\tand pipes", 0, NULL, 0);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  crm_test_store_free (self->test);
}

static gpointer
load_in_worker (CrmReader *reader, gpointer data, GError **error)
{
  return crm_list_table_load (reader, data, error);
}

static char *
load (Fixture *self, CrmListTableOrder *order, GError **error)
{
  if (order->entity == NULL)
    order->entity = "deal";
  return crm_store_read_sync (self->test->store, load_in_worker, order, NULL, error);
}

/* The columns that are asked for, in their order, and the rows that the filter finds in theirs. */
static void
test_csv (Fixture *self, gconstpointer data)
{
  const char *const paths[] = { "expected_close", "title", "amount", NULL };
  CrmListTableOrder order = { .kind = CRM_LIST_TABLE_CSV,
                              .paths = paths,
                              .filter = "amount > 0",
                              .order_by = "title",
                              .descending = TRUE };
  g_autoptr (GError) error = NULL;
  g_autofree char *text = load (self, &order, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (text, ==,
                   "\"Expected close\",\"Title\",\"Amount\",\"Currency\"\r\n"
                   "\"2027-03-04\",\"Pumps, \"\"large\"\"\",\"1234.50\",\"EUR\"\r\n"
                   "\"\",\"'=HYPERLINK(1)\",\"7000\",\"JPY\"\r\n");
}

/* Nothing is told twice, and what is gone is left out. */
static void
test_columns (Fixture *self, gconstpointer data)
{
  const char *const paths[] = { "currency", "amount", "x.gone", NULL };
  CrmListTableOrder order
      = { .kind = CRM_LIST_TABLE_CSV, .paths = paths, .order_by = "amount", .descending = TRUE };
  g_autoptr (GError) error = NULL;
  g_autofree char *text = load (self, &order, &error);

  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (text, "\"Currency\",\"Amount\"\r\n"));
  g_assert_nonnull (g_strstr_len (text, -1, "\"JPY\",\"7000\"\r\n"));
  g_assert_true (g_str_has_suffix (text, "\"\",\"\"\r\n"));
}

/* A cell stays a cell where it is pasted. */
static void
test_shown (Fixture *self, gconstpointer data)
{
  const char *const paths[] = { "title", "amount", NULL };
  CrmListTableOrder order = { .kind = CRM_LIST_TABLE_SHOWN, .paths = paths, .order_by = "title" };
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 last = crm_test_store_int (self->test, "crm.db",
                                    "SELECT rowid FROM deal WHERE title LIKE 'Valves%'");
  gint64 first
      = crm_test_store_int (self->test, "crm.db", "SELECT rowid FROM deal WHERE title LIKE '=%'");
  g_autoptr (GError) error = NULL;
  g_autofree char *amount = crm_format_money (7000, "JPY");
  g_autofree char *wanted
      = g_strdup_printf ("Title\tAmount\nValves and pipes\t\n'=HYPERLINK(1)\t%s\n", amount);
  g_autofree char *text = NULL;

  g_array_append_val (keys, last);
  g_array_append_val (keys, first);
  order.keys = keys;
  text = load (self, &order, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, wanted);
}

static void
test_mistake (Fixture *self, gconstpointer data)
{
  const char *const paths[] = { "title", NULL };
  CrmListTableOrder order
      = { .kind = CRM_LIST_TABLE_CSV, .paths = paths, .filter = "amount > lots" };
  g_autoptr (GError) error = NULL;

  g_assert_null (load (self, &order, &error));
  g_assert_error (error, CRM_ERROR, CRM_ERROR_SYNTAX);
}

/* More rows than are held at once, in their order, each once. */
static void
test_many (Fixture *self, gconstpointer data)
{
  const char *const paths[] = { "name", NULL };
  CrmListTableOrder order
      = { .kind = CRM_LIST_TABLE_CSV, .entity = "person", .paths = paths, .order_by = "name" };
  CrmChangeSet *set = crm_change_set_new ("add", CRM_CAUSE_USER);
  g_autoptr (GString) wanted = g_string_new ("\"Name\"\r\n");
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  for (guint i = 0; i < 1201; i++)
    {
      g_autofree char *name = g_strdup_printf ("M %05u", i);

      crm_change_set_text (crm_change_set_create (set, "person", NULL), "name", name);
      g_string_append_printf (wanted, "\"%s\"\r\n", name);
    }
  crm_test_write (self->test->store, set);
  text = load (self, &order, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, wanted->str);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  ADD ("/list-table/csv", test_csv);
  ADD ("/list-table/columns", test_columns);
  ADD ("/list-table/shown", test_shown);
  ADD ("/list-table/mistake", test_mistake);
  ADD ("/list-table/many", test_many);
#undef ADD
  return g_test_run ();
}
