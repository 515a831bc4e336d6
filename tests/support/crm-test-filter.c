/* crm-test-filter.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "crm-test-filter.h"

typedef struct
{
  const char *entity;
  const char *filter;
  CrmFilterErrorPlace place;
} Search;

static gpointer
search_in_reader (CrmReader *reader, gpointer data, GError **error)
{
  Search *search = data;
  g_autoptr (CrmFilterNode) node = crm_filter_parse (search->filter, &search->place, error);
  CrmListQuery query = { .entity = search->entity, .filter = node };
  g_autoptr (GPtrArray) records = NULL;
  g_autoptr (GString) titles = g_string_new (NULL);

  if (node == NULL)
    return NULL;
  records = crm_reader_list (reader, &query, &search->place, error);
  if (records == NULL)
    return NULL;
  for (guint i = 0; i < records->len; i++)
    {
      if (i > 0)
        g_string_append_c (titles, ' ');
      g_string_append (titles, crm_record_get_title (g_ptr_array_index (records, i)));
    }
  return g_strdup (titles->str);
}

/**
 * crm_test_find:
 * @test: a store
 * @entity: which entity
 * @filter: a filter
 * @titles: those of the records that must match, in the order made, with a space between
 */
void
crm_test_find (CrmTestStore *test, const char *entity, const char *filter, const char *titles)
{
  Search search = { entity, filter, { 0 } };
  g_autoptr (GError) error = NULL;
  g_autofree char *found = NULL;

  found = crm_store_read_sync (test->store, search_in_reader, &search, NULL, &error);
  if (error != NULL)
    g_error ("%s: %s", filter, error->message);
  if (g_strcmp0 (found, titles) != 0)
    g_error ("%s: expected “%s”, found “%s”", filter, titles, found);
}

/**
 * crm_test_find_mistake:
 * @test: a store
 * @entity: which entity
 * @filter: a filter that makes no sense
 * @mistake: the part of @filter that the error must point at
 */
void
crm_test_find_mistake (CrmTestStore *test,
                       const char *entity,
                       const char *filter,
                       const char *mistake)
{
  Search search = { entity, filter, { 0 } };
  g_autoptr (GError) error = NULL;
  g_autofree char *marked = NULL;

  g_assert_null (crm_store_read_sync (test->store, search_in_reader, &search, NULL, &error));
  g_assert_error (error, CRM_ERROR, CRM_ERROR_SYNTAX);
  marked = g_strndup (filter + search.place.start, search.place.end - search.place.start);
  g_assert_cmpstr (marked, ==, mistake);
  g_assert_cmpuint (search.place.column, ==,
                    1 + g_utf8_strlen (filter, (gssize)search.place.start));
}

/**
 * crm_test_can_find:
 * @test: a store
 * @entity: which entity
 * @filter: a filter
 *
 * Returns: whether it works, as against being said to be nested too deeply; it must be one of both
 */
gboolean
crm_test_can_find (CrmTestStore *test, const char *entity, const char *filter)
{
  Search search = { entity, filter, { 0 } };
  g_autoptr (GError) error = NULL;
  g_autofree char *found
      = crm_store_read_sync (test->store, search_in_reader, &search, NULL, &error);

  if (error != NULL)
    g_assert_error (error, CRM_ERROR, CRM_ERROR_SYNTAX);
  return found != NULL;
}
