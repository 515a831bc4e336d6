/* test-record-list.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "crm-test-store.h"

#include "crm-key-sync.h"
#include "crm-record-list.h"

/* --- keys: from one order to another
 * -------------------------------------------------------------- */

typedef struct
{
  GArray *shown; /* what somebody who only hears of steps takes it to be */
  GArray *keys;
  guint n_steps;
  guint n_touched;
} Watcher;

static void
step_cb (guint position, guint removed, guint added, gpointer data)
{
  Watcher *watcher = data;

  if (removed > 0)
    g_array_remove_range (watcher->shown, position, removed);
  for (guint i = 0; i < added; i++)
    g_array_insert_val (watcher->shown, position + i,
                        g_array_index (watcher->keys, gint64, position + i));
  watcher->n_steps++;
  watcher->n_touched += removed + added;
}

static GArray *
make_keys (const gint64 *values, guint n)
{
  GArray *keys = g_array_new (FALSE, FALSE, sizeof (gint64));

  return g_array_append_vals (keys, values, n);
}

static Watcher
sync_keys (GArray *from, GArray *to)
{
  g_autoptr (GArray) shown = g_array_copy (from);
  Watcher watcher = { .shown = shown, .keys = from };

  crm_key_sync (from, to, step_cb, &watcher);
  g_assert_cmpmem (from->data, from->len * sizeof (gint64), to->data, to->len * sizeof (gint64));
  g_assert_cmpmem (shown->data, shown->len * sizeof (gint64), to->data, to->len * sizeof (gint64));
  return watcher;
}

static void
test_steps (void)
{
  static const struct
  {
    gint64 from[6];
    guint n_from;
    gint64 to[6];
    guint n_to;
    guint n_touched;
  } cases[] = {
    { { 1, 2, 3, 4, 5 }, 5, { 1, 2, 3, 4, 5 }, 5, 0 },
    { { 1, 2, 3, 4, 5 }, 5, { 1, 2, 4, 5 }, 4, 1 },
    { { 1, 2, 3, 4, 5 }, 5, { 1, 2, 9, 3, 4, 5 }, 6, 1 },
    { { 1, 2, 3, 4, 5 }, 5, { 2, 3, 4, 5, 1 }, 5, 2 }, /* one went down */
    { { 1, 2, 3, 4, 5 }, 5, { 5, 1, 2, 3, 4 }, 5, 2 }, /* one came up */
    { { 1, 2, 3, 4, 5 }, 5, { 1, 4, 2, 3, 5 }, 5, 2 },
    { { 1, 2, 3 }, 3, { 0 }, 0, 3 },
    { { 0 }, 0, { 1, 2, 3 }, 3, 3 },
    { { 1, 2, 3, 4 }, 4, { 9, 2, 8, 4, 1 }, 5, 5 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GArray) from = make_keys (cases[i].from, cases[i].n_from);
      g_autoptr (GArray) to = make_keys (cases[i].to, cases[i].n_to);
      Watcher watcher = sync_keys (from, to);

      g_assert_cmpuint (watcher.n_touched, <=, cases[i].n_touched);
    }
}

/* Any two orders: what is heard is what there is, and steps stay few. */
static void
test_any_orders (void)
{
  for (guint round = 0; round < 300; round++)
    {
      guint n = (guint)g_test_rand_int_range (0, 200);
      g_autoptr (GArray) from = g_array_new (FALSE, FALSE, sizeof (gint64));
      g_autoptr (GArray) to = g_array_new (FALSE, FALSE, sizeof (gint64));
      Watcher watcher;

      for (gint64 key = 0; key < n; key++)
        {
          if (g_test_rand_int_range (0, 10) > 0)
            g_array_append_val (from, key);
          if (g_test_rand_int_range (0, 10) > 0)
            g_array_insert_val (
                to, round % 2 == 0 ? to->len : (guint)g_test_rand_int_range (0, (int)to->len + 1),
                key);
        }
      watcher = sync_keys (from, to);
      g_assert_cmpuint (watcher.n_steps, <=, 65);
    }
}

/* --- the list
 * ------------------------------------------------------------------------------------- */

typedef struct
{
  CrmTestStore *test;
  CrmRecordList *list;
  GMainLoop *loop;
  GError *error;
  CrmFilterErrorPlace place;
  guint n_loads;
  guint n_touched; /* by changes of the list */
  guint n_first;   /* records there at its first change */
  gboolean was_first;
} Fixture;

static void
items_changed_cb (GListModel *list, guint position, guint removed, guint added, gpointer data)
{
  ((Fixture *)data)->n_touched += removed + added;
}

static void
after_change_cb (CrmRecordList *list, gpointer data)
{
  Fixture *self = data;

  if (self->n_first > 0)
    return;
  self->n_first = g_list_model_get_n_items (G_LIST_MODEL (list));
  self->was_first = crm_record_list_is_first (list);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  static const char *const names[] = { "Cleo", "Abel", "Ben" };
  static const char *const paths[] = { "name", "title", NULL };

  self->test = crm_test_store_new ();
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_free (crm_test_make_person (self->test->store, names[i]));
  self->loop = g_main_loop_new (NULL, FALSE);
  self->list = crm_record_list_new ("person");
  crm_record_list_set_columns (self->list, paths);
  crm_record_list_set_order (self->list, "name", FALSE);
  g_signal_connect (self->list, "items-changed", G_CALLBACK (items_changed_cb), self);
  g_signal_connect (self->list, "after-change", G_CALLBACK (after_change_cb), self);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_object_unref (self->list);
  g_main_loop_unref (self->loop);
  g_clear_error (&self->error);
  /* What was handed to threads is given back in the main context. */
  crm_store_close (self->test->store);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  crm_test_store_free (self->test);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Fixture *self = data;

  g_clear_error (&self->error);
  crm_record_list_load_finish (self->list, result, &self->place, &self->error);
  if (--self->n_loads == 0)
    g_main_loop_quit (self->loop);
}

static void
begin_load (Fixture *self)
{
  self->n_loads++;
  crm_record_list_load_async (self->list, self->test->store, NULL, loaded_cb, self);
}

static void
load (Fixture *self)
{
  self->n_touched = 0;
  begin_load (self);
  g_main_loop_run (self->loop);
}

static CrmRecordRow *
get (Fixture *self, guint i)
{
  CrmRecordRow *row = g_list_model_get_item (G_LIST_MODEL (self->list), i);

  g_object_unref (row); /* the list keeps it until the next load */
  return row;
}

static char *
join (Fixture *self)
{
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->list)); i++)
    g_string_append_printf (names, "%s%s", i > 0 ? "|" : "",
                            crm_record_row_get_text (get (self, i), 0));
  return g_string_free (names, FALSE);
}

static void
assert_names (Fixture *self, const char *expected)
{
  g_autofree char *names = join (self);

  g_assert_no_error (self->error);
  g_assert_cmpstr (names, ==, expected);
}

static void
test_load (Fixture *self, gconstpointer data)
{
  g_autofree char *spoken = NULL;

  load (self);
  assert_names (self, "Abel|Ben|Cleo");
  g_assert_cmpuint (crm_record_list_get_n_all (self->list), ==, 3);
  g_assert_nonnull (crm_record_row_get_id (get (self, 0)));
  g_assert_cmpstr (crm_record_row_get_text (get (self, 0), 1), ==, "–");
  spoken = crm_record_row_dup_spoken (get (self, 0), crm_record_list_get_columns (self->list));
  g_assert_cmpstr (spoken, ==, "Abel, Job title: –");
  crm_record_list_set_order (self->list, "name", TRUE);
  load (self);
  assert_names (self, "Cleo|Ben|Abel");
  crm_record_list_set_filter (self->list, "name ~ \"e\" and not name = \"cleo\"");
  load (self);
  assert_names (self, "Ben|Abel");
  g_assert_cmpuint (crm_record_list_get_n_all (self->list), ==, 3);
}

static void
test_same_rows (Fixture *self, gconstpointer data)
{
  g_autoptr (CrmRecordRow) ben = NULL;
  guint n_changed = 0;

  load (self);
  ben = g_object_ref (get (self, 1));
  g_signal_connect_swapped (ben, "changed", G_CALLBACK (g_atomic_int_inc), &n_changed);
  load (self);
  g_assert_cmpuint (n_changed, ==, 0);
  g_assert_cmpuint (self->n_touched, ==, 0);
  crm_test_set_text (self->test->store, "person", crm_record_row_get_id (ben), "title", "Buyer");
  load (self);
  /* It says so in its place: nothing came or went. */
  g_assert_cmpuint (n_changed, ==, 1);
  g_assert_cmpuint (self->n_touched, ==, 0);
  g_assert_cmpstr (crm_record_row_get_text (ben, 1), ==, "Buyer");
  crm_test_set_text (self->test->store, "person", crm_record_row_get_id (ben), "name", "Zoe");
  load (self);
  assert_names (self, "Abel|Cleo|Zoe");
  g_assert_true (get (self, 2) == ben);
  g_assert_cmpuint (self->n_touched, ==, 2);
}

static void
test_mistakes (Fixture *self, gconstpointer data)
{
  load (self);
  crm_record_list_set_filter (self->list, "name =");
  load (self);
  g_assert_error (self->error, CRM_ERROR, CRM_ERROR_SYNTAX);
  g_assert_cmpuint (self->place.column, ==, 7);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (self->list)), ==, 3);
  crm_record_list_set_filter (self->list, "shoe_size = 43");
  load (self);
  g_assert_error (self->error, CRM_ERROR, CRM_ERROR_SYNTAX);
  g_assert_cmpuint (self->place.column, ==, 1);
  crm_record_list_set_filter (self->list, "  ");
  /* A field that is gone: the rows come all the same. */
  crm_record_list_set_order (self->list, "x.gone", FALSE);
  load (self);
  g_assert_no_error (self->error);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (self->list)), ==, 3);
}

static void
test_stale_answer (Fixture *self, gconstpointer data)
{
  load (self);
  crm_record_list_set_filter (self->list, "name = \"Ben\"");
  begin_load (self);
  crm_record_list_set_filter (self->list, "name = \"Abel\"");
  begin_load (self);
  g_main_loop_run (self->loop);
  assert_names (self, "Abel");
}

static void
row_read_cb (CrmRecordRow *row, gpointer data)
{
  g_main_loop_quit (data);
}

static void
add_many (Fixture *self, guint n)
{
  CrmChangeSet *set = crm_change_set_new ("add", CRM_CAUSE_USER);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = g_strdup_printf ("M %05u", i);

      crm_change_set_text (crm_change_set_create (set, "person", NULL), "name", name);
    }
  crm_test_write (self->test->store, set);
}

/* A list that shows nothing yet shows its beginning first, and then all. */
static void
test_first_rows (Fixture *self, gconstpointer data)
{
  load (self);
  g_assert_cmpuint (self->n_first, ==, 3);
  g_assert_false (self->was_first);

  g_object_unref (self->list);
  self->list = crm_record_list_new ("person");
  crm_record_list_set_order (self->list, "name", TRUE);
  g_signal_connect (self->list, "after-change", G_CALLBACK (after_change_cb), self);
  add_many (self, 300);
  self->n_first = 0;
  load (self);
  g_assert_no_error (self->error);
  g_assert_true (self->was_first);
  g_assert_cmpuint (self->n_first, <, 100);
  g_assert_false (crm_record_list_is_first (self->list));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (self->list)), ==, 303);
  /* What is there already is not taken away for that. */
  self->n_first = 0;
  crm_record_list_set_order (self->list, "name", FALSE);
  load (self);
  g_assert_cmpuint (self->n_first, ==, 303);
  g_assert_false (self->was_first);
}

/* Who asks for something else meanwhile gets that. */
static void
test_first_rows_stale (Fixture *self, gconstpointer data)
{
  add_many (self, 300);
  begin_load (self);
  while (self->n_first == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (crm_record_list_is_first (self->list));
  crm_record_list_set_filter (self->list, "name = \"Abel\"");
  begin_load (self);
  g_main_loop_run (self->loop);
  assert_names (self, "Abel");
  g_assert_false (crm_record_list_is_first (self->list));
}

/* What is far away is read when somebody looks there. */
static void
test_far_rows (Fixture *self, gconstpointer data)
{
  g_autoptr (CrmRecordRow) row = NULL;

  add_many (self, 3000);
  load (self);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (self->list)), ==, 3003);
  row = g_list_model_get_item (G_LIST_MODEL (self->list), 2000);
  g_assert_false (crm_record_row_is_read (row));
  g_assert_cmpstr (crm_record_row_get_text (row, 0), ==, "");
  g_signal_connect (row, "changed", G_CALLBACK (row_read_cb), self->loop);
  g_main_loop_run (self->loop);
  g_assert_cmpstr (crm_record_row_get_text (row, 0), ==, "M 01997");
  /* Somebody who runs through all of it leaves nothing behind but what is kept for a while. */
  for (guint i = 0; i < 3003; i++)
    g_object_unref (g_list_model_get_item (G_LIST_MODEL (self->list), i));
  g_object_unref (g_object_ref (row));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/key-sync/steps", test_steps);
  g_test_add_func ("/key-sync/any-orders", test_any_orders);
#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  ADD ("/record-list/load", test_load);
  ADD ("/record-list/same-rows", test_same_rows);
  ADD ("/record-list/mistakes", test_mistakes);
  ADD ("/record-list/stale-answer", test_stale_answer);
  ADD ("/record-list/first-rows", test_first_rows);
  ADD ("/record-list/first-rows-stale", test_first_rows_stale);
  ADD ("/record-list/far-rows", test_far_rows);
#undef ADD
  return g_test_run ();
}
