/* fuzz-query.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "crm-test-store.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static CrmTestStore *where;

static void
close_store (void)
{
  g_clear_pointer (&where, crm_test_store_free);
}

/* One record or two of everything that the conditions can look at. */
static void
ensure_store (void)
{
  g_autofree char *person = NULL;
  g_autofree char *deal = NULL;

  if (where != NULL)
    return;
  where = crm_test_store_new ();
  person = crm_test_make_person (where->store, "Ada Fictive");
  deal = crm_test_make_deal (where->store, "Mühle");
  atexit (close_store);
}

static gpointer
list_in_reader (CrmReader *reader, gpointer data, GError **error)
{
  CrmFilterErrorPlace place = { 0 };
  gpointer records = crm_reader_list (reader, data, &place, error);

  g_assert_cmpuint (place.start, <=, place.end);
  return records;
}

static const CrmEntity *
choose_entity (guint8 number)
{
  const CrmEntity *const *list = crm_entity_list ();
  guint n = 0;

  while (list[n] != NULL)
    n++;
  return list[number % n];
}

/* Any filter on any entity finds records or is refused for what it says: SQLite never sees a
 * statement that it does not understand. The first byte chooses the entity. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *source = g_strndup ((const char *)data + 1, size > 0 ? size - 1 : 0);
  g_autoptr (CrmFilterNode) filter = NULL;
  g_autoptr (GPtrArray) records = NULL;
  g_autoptr (GError) error = NULL;
  CrmListQuery query = { .limit = 10 };

  ensure_store ();
  filter = size > 0 ? crm_filter_parse (source, NULL, NULL) : NULL;
  if (filter == NULL)
    return 0;
  query.filter = filter;
  query.entity = choose_entity (data[0])->name;
  records = crm_store_read_sync (where->store, list_in_reader, &query, NULL, &error);
  if (records == NULL)
    {
      g_assert_nonnull (error);
      g_assert_false (g_error_matches (error, CRM_ERROR, CRM_ERROR_FAILED));
      g_assert_false (g_error_matches (error, CRM_ERROR, CRM_ERROR_CORRUPT));
    }
  return 0;
}
