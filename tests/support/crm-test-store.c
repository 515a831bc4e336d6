/* crm-test-store.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-test-store"
#include "config.h"

#include "crm-test-store.h"

#include <glib/gstdio.h>
#include <sqlite3.h>

#include "store/crm-seed.h"

static gint64
fake_clock (gpointer data)
{
  CrmTestStore *self = data;

  return self->now_usec;
}

/**
 * crm_test_store_new_empty:
 *
 * Returns: (transfer full): a temporary directory without a store
 */
CrmTestStore *
crm_test_store_new_empty (void)
{
  g_autoptr (GError) error = NULL;
  CrmTestStore *self = g_new0 (CrmTestStore, 1);

  self->directory = g_dir_make_tmp ("crm-test-XXXXXX", &error);
  g_assert_no_error (error);
  self->now_usec = CRM_TEST_START_USEC;
  return self;
}

/**
 * crm_test_store_new:
 *
 * Returns: (transfer full): a new store of its own
 */
CrmTestStore *
crm_test_store_new (void)
{
  CrmTestStore *self = crm_test_store_new_empty ();

  self->store = crm_test_store_open_other (self, "test");
  return self;
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }
  g_remove (path);
}

/**
 * crm_test_store_free:
 * @self: (nullable): closes it and removes its files; nobody else may hold the store
 */
void
crm_test_store_free (CrmTestStore *self)
{
  if (self == NULL)
    return;
  if (self->store != NULL)
    g_assert_finalize_object (self->store);
  remove_tree (self->directory);
  g_free (self->directory);
  g_free (self);
}

/**
 * crm_test_store_options:
 * @self: where; must live as long as the store
 * @front_end: who writes
 *
 * Returns: options with the fake clock
 */
CrmStoreOptions
crm_test_store_options (CrmTestStore *self, const char *front_end)
{
  return (CrmStoreOptions){
    .directory = self->directory,
    .actor_name = "Test Seller",
    .front_end = front_end,
    .currency = "EUR",
    .clock = fake_clock,
    .clock_data = self,
  };
}

/**
 * crm_test_store_open_other:
 * @self: where
 * @front_end: who writes
 *
 * Returns: (transfer full): one more store on the same files, as another program would open it
 */
CrmStore *
crm_test_store_open_other (CrmTestStore *self, const char *front_end)
{
  g_autoptr (GError) error = NULL;
  CrmStoreOptions options = crm_test_store_options (self, front_end);
  CrmStore *store = crm_store_open_sync (&options, &error);

  g_assert_no_error (error);
  return store;
}

/**
 * crm_test_store_reopen:
 * @self: a store that is closed and opened again
 */
void
crm_test_store_reopen (CrmTestStore *self)
{
  g_clear_object (&self->store);
  self->store = crm_test_store_open_other (self, "test");
}

/**
 * crm_test_store_pass_secs:
 * @self: whose clock to move
 * @secs: by how much; negative for a clock that is set back
 */
void
crm_test_store_pass_secs (CrmTestStore *self, gint64 secs)
{
  self->now_usec += secs * G_USEC_PER_SEC;
}

/**
 * crm_test_store_path:
 * @self: where
 * @file: a file's name there
 *
 * Returns: (transfer full): its path
 */
char *
crm_test_store_path (CrmTestStore *self, const char *file)
{
  return g_build_filename (self->directory, file, NULL);
}

static sqlite3 *
open_file (CrmTestStore *self, const char *file)
{
  g_autofree char *path = crm_test_store_path (self, file);
  sqlite3 *db;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  sqlite3_busy_timeout (db, 5000);
  return db;
}

/**
 * crm_test_store_script:
 * @self: where
 * @file: `crm.db` or `index.db`
 * @sql: what to do to it behind the store's back
 */
void
crm_test_store_script (CrmTestStore *self, const char *file, const char *sql)
{
  sqlite3 *db = open_file (self, file);
  char *message = NULL;

  sqlite3_exec (db, sql, NULL, NULL, &message);
  g_assert_cmpstr (message, ==, NULL);
  sqlite3_close (db);
}

/**
 * crm_test_store_text:
 * @self: where
 * @file: `crm.db` or `index.db`
 * @sql: a query
 *
 * Returns: (transfer full) (nullable): its first column's values, one a line; %NULL for none
 */
char *
crm_test_store_text (CrmTestStore *self, const char *file, const char *sql)
{
  sqlite3 *db = open_file (self, file);
  GString *text = NULL;
  sqlite3_stmt *stmt = NULL;

  if (sqlite3_prepare_v2 (db, sql, -1, &stmt, NULL) != SQLITE_OK)
    g_error ("%s: %s", sql, sqlite3_errmsg (db));
  while (sqlite3_step (stmt) == SQLITE_ROW)
    {
      const char *value = (const char *)sqlite3_column_text (stmt, 0);

      if (text == NULL)
        text = g_string_new (NULL);
      else
        g_string_append_c (text, '\n');
      g_string_append (text, value != NULL ? value : "NULL");
    }
  g_assert_cmpint (sqlite3_finalize (stmt), ==, SQLITE_OK);
  sqlite3_close (db);
  return text != NULL ? g_string_free (text, FALSE) : NULL;
}

/**
 * crm_test_store_int:
 * @self: where
 * @file: `crm.db` or `index.db`
 * @sql: a query
 *
 * Returns: the number in its first row and column
 */
gint64
crm_test_store_int (CrmTestStore *self, const char *file, const char *sql)
{
  g_autofree char *text = crm_test_store_text (self, file, sql);

  g_assert_nonnull (text);
  return g_ascii_strtoll (text, NULL, 10);
}

/**
 * crm_test_write:
 * @store: a store
 * @set: (transfer full): what must succeed
 *
 * Returns: its place in the journal, 0 when nothing changed
 */
gint64
crm_test_write (CrmStore *store, CrmChangeSet *set)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmWriteResult) result = crm_store_write_sync (store, set, &error);

  g_assert_no_error (error);
  crm_change_set_unref (set);
  return result->seq;
}

/**
 * crm_test_refuse:
 * @store: a store
 * @set: (transfer full): what must fail
 * @code: a #CrmError
 */
void
crm_test_refuse (CrmStore *store, CrmChangeSet *set, int code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmWriteResult) result = crm_store_write_sync (store, set, &error);

  g_assert_error (error, CRM_ERROR, code);
  g_assert_null (result);
  crm_change_set_unref (set);
}

typedef struct
{
  const char *entity;
  const char *id;
} Key;

static gpointer
read_record (CrmReader *reader, gpointer data, GError **error)
{
  Key *key = data;

  return crm_reader_find (reader, key->entity, CRM_COLUMN_ID, key->id, error);
}

/**
 * crm_test_get:
 * @store: a store
 * @entity: which entity
 * @id: which record
 *
 * Returns: (transfer full) (nullable): the record, %NULL when there is none
 */
CrmRecord *
crm_test_get (CrmStore *store, const char *entity, const char *id)
{
  Key key = { entity, id };
  g_autoptr (GError) error = NULL;
  CrmRecord *record = crm_store_read_sync (store, read_record, &key, NULL, &error);

  g_assert_no_error (error);
  return record;
}

/**
 * crm_test_make_person:
 * @store: a store
 * @name: what to call them
 *
 * Returns: (transfer full): the new record's id
 */
char *
crm_test_make_person (CrmStore *store, const char *name)
{
  CrmChangeSet *set = crm_change_set_new ("add-person", CRM_CAUSE_USER);
  CrmChange *change = crm_change_set_create (set, "person", NULL);
  char *id = g_strdup (change->id);

  crm_change_set_text (change, "name", name);
  crm_test_write (store, set);
  return id;
}

/**
 * crm_test_make_deal:
 * @store: a store
 * @title: what to call it
 *
 * Returns: (transfer full): the id of the new deal, in the first stage
 */
char *
crm_test_make_deal (CrmStore *store, const char *title)
{
  CrmChangeSet *set = crm_change_set_new ("add-deal", CRM_CAUSE_USER);
  CrmChange *change = crm_change_set_create (set, "deal", NULL);
  char *id = g_strdup (change->id);

  crm_change_set_text (change, "title", title);
  crm_change_set_text (change, "pipeline", CRM_SEED_PIPELINE);
  crm_change_set_text (change, "stage", CRM_SEED_STAGE_FIRST);
  crm_test_write (store, set);
  return id;
}

/**
 * crm_test_set_text:
 * @store: a store
 * @entity: which entity
 * @id: which record
 * @field: a field that holds text
 * @text: (nullable): what to write
 */
void
crm_test_set_text (
    CrmStore *store, const char *entity, const char *id, const char *field, const char *text)
{
  CrmChangeSet *set = crm_change_set_new ("edit", CRM_CAUSE_USER);

  crm_change_set_text (crm_change_set_update (set, entity, id), field, text);
  crm_test_write (store, set);
}
