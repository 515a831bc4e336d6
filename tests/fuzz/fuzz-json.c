/* fuzz-json.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "crm-load-pipeline.h"
#include "crm-test-store.h"
#include "store/crm-journal-private.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

typedef struct
{
  JsonObject *root; /* (unowned) */
  CrmChangeSet *set;
} Load;

static CrmTestStore *where;
static CrmConnection *writer;

static void
close_store (void)
{
  g_clear_pointer (&writer, _crm_connection_close);
  g_clear_pointer (&where, crm_test_store_free);
}

static void
ensure_store (void)
{
  g_autofree char *path = NULL;

  if (where != NULL)
    return;
  where = crm_test_store_new ();
  path = crm_test_store_path (where, "crm.db");
  writer = _crm_connection_open (path, 0, NULL);
  g_assert_nonnull (writer);
  atexit (close_store);
}

static gpointer
load_in_reader (CrmReader *reader, gpointer data, GError **error)
{
  Load *load = data;
  CrmLoadCounts counts = { 0 };

  return GINT_TO_POINTER (crm_load_pipeline (reader, load->root, load->set, &counts, error));
}

/* The journal takes it or says why not; then all is as before, so that no input sees another's. */
static void
apply_for_a_moment (const CrmChangeSet *set)
{
  CrmJournalContext context = { "actor", "device", "test", CRM_TEST_START_USEC };
  g_autoptr (GError) error = NULL;
  gint64 seq;

  g_assert_true (_crm_connection_begin (writer, TRUE, NULL));
  if (!_crm_journal_apply_in_transaction (writer, &context, set, &seq, &error))
    {
      g_assert_nonnull (error);
      g_assert_false (g_error_matches (error, CRM_ERROR, CRM_ERROR_FAILED));
    }
  _crm_connection_rollback (writer);
}

/* Any JSON is a pipeline file: it makes changes that fit the declarations, or an error that says
 * something. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (CrmChangeSet) set = crm_change_set_new ("load", CRM_CAUSE_USER);
  g_autoptr (GError) error = NULL;
  Load load = { .set = set };
  JsonNode *root;

  ensure_store ();
  if (!json_parser_load_from_data (parser, (const char *)data, (gssize)size, NULL))
    return 0;
  root = json_parser_get_root (parser);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return 0;
  load.root = json_node_get_object (root);
  if (crm_store_read_sync (where->store, load_in_reader, &load, NULL, &error) == NULL)
    {
      g_assert_nonnull (error);
      g_assert_false (g_error_matches (error, CRM_ERROR, CRM_ERROR_FAILED));
    }
  else
    apply_for_a_moment (set);
  return 0;
}
