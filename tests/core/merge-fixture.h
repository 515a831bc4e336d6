/* merge-fixture.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "report-fixture.h"

#include "service/crm-merge.h"

typedef struct
{
  const char *entity;
  const char *const *ids;
  const char *into;
  int code; /* of the error that is expected; -1 for none */
} Order;

static inline gpointer
plan_in_worker (CrmReader *reader, gpointer data, GError **error)
{
  const Order *order = data;

  return crm_merge_plan_load (reader, order->entity, order->ids, order->into, error);
}

static inline CrmMergePlan *
plan (Fixture *self, const char *entity, const char *const *ids, const char *into)
{
  Order order = { entity, ids, into, -1 };
  g_autoptr (GError) error = NULL;
  CrmMergePlan *made
      = crm_store_read_sync (self->test->store, plan_in_worker, &order, NULL, &error);

  g_assert_no_error (error);
  return made;
}

static inline void
merge (Fixture *self, const char *entity, const char *const *ids, const char *into)
{
  g_autoptr (CrmMergePlan) made = plan (self, entity, ids, into);

  g_assert_cmpint (crm_test_write (self->test->store, crm_merge_plan_build (made)), >, 0);
}

static inline gint64
count (Fixture *self, const char *sql)
{
  return crm_test_store_int (self->test, "crm.db", sql);
}

/* Every column of every row but who touched it last, and when. */
static inline char *
dump (Fixture *self)
{
  GString *all = g_string_new (NULL);
  g_autofree char *tables
      = crm_test_store_text (self->test, "crm.db",
                             "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT IN"
                             " ('change', 'change_set', 'meta', 'sqlite_sequence') ORDER BY name");
  g_auto (GStrv) names = g_strsplit (tables, "\n", -1);

  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *columns_sql = g_strdup_printf (
          "SELECT group_concat ('quote(\"' || name || '\")', ' || '','' || ') FROM"
          " pragma_table_info ('%s') WHERE name NOT LIKE 'modified_%%'",
          names[i]);
      g_autofree char *columns = crm_test_store_text (self->test, "crm.db", columns_sql);
      g_autofree char *sql
          = g_strdup_printf ("SELECT %s FROM \"%s\" ORDER BY id", columns, names[i]);
      g_autofree char *rows = crm_test_store_text (self->test, "crm.db", sql);

      g_string_append_printf (all, "%s\n%s\n", names[i], rows);
    }
  return g_string_free (all, FALSE);
}
