/* crm-reader-facts.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The version SQLite keeps of each file says when they must be read again; it also changes with
 * what other programs write. */
#define G_LOG_DOMAIN "crm-reader-facts"
#include "config.h"

#include "crm-reader-facts-private.h"

#include "crm-index-private.h"
#include "crm-task-query.h"

/* More than the senders of many pages, less than all that ever wrote. */
#define MAX_SENDERS 10000

struct _CrmFacts
{
  guint version;             /* of crm.db */
  guint index_version;       /* of index.db, when @index was read */
  GHashTable *own_addresses; /* (owned) (element-type utf8) */
  GHashTable *own_domains;   /* (owned) (element-type utf8) */
  GHashTable *stages;        /* (owned) (element-type utf8 CrmRecord): all, by id */
  GHashTable *pipelines; /* (owned) (element-type utf8 GPtrArray): stages in use, in their order */
  GPtrArray *no_stages;  /* (owned): of a pipeline that has none */
  GPtrArray *lost_reasons; /* (owned) (element-type CrmRecord) */
  GPtrArray *orders;       /* (owned) (nullable) (element-type CrmRecord): see below */
  GPtrArray *failed_tasks; /* (owned) (nullable) (element-type CrmTaskTie) */
  GArray *recorded;        /* (owned) (nullable) (element-type gint64): see below */
  CrmIndexFacts index;
};

static void
free_named (gpointer data)
{
  CrmNamed *self = data;

  g_free (self->first);
  g_free (self->second);
  g_free (self);
}

static void
init_index_facts (CrmIndexFacts *self)
{
  self->folders = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, free_named);
  self->senders = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, free_named);
  self->totals = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

static void
forget_index_facts (CrmIndexFacts *self)
{
  g_hash_table_remove_all (self->folders);
  g_hash_table_remove_all (self->senders);
  g_hash_table_remove_all (self->totals);
  g_clear_pointer (&self->hidden, g_hash_table_unref);
}

void
_crm_facts_free (CrmFacts *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->own_addresses);
  g_hash_table_unref (self->own_domains);
  g_hash_table_unref (self->stages);
  g_hash_table_unref (self->pipelines);
  g_ptr_array_unref (self->no_stages);
  g_clear_pointer (&self->lost_reasons, g_ptr_array_unref);
  g_clear_pointer (&self->orders, g_ptr_array_unref);
  g_clear_pointer (&self->failed_tasks, g_ptr_array_unref);
  g_clear_pointer (&self->recorded, g_array_unref);
  forget_index_facts (&self->index);
  g_hash_table_unref (self->index.folders);
  g_hash_table_unref (self->index.senders);
  g_hash_table_unref (self->index.totals);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmFacts, _crm_facts_free)

static GPtrArray *
new_records (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify)crm_record_unref);
}

static CrmFacts *
new_facts (void)
{
  CrmFacts *self = g_new0 (CrmFacts, 1);

  self->own_addresses = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->own_domains = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->stages
      = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify)crm_record_unref);
  self->pipelines
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
  self->no_stages = new_records ();
  init_index_facts (&self->index);
  return self;
}

/* A file that the read has not touched yet is not in its state: a look at it begins that. */
static gboolean
get_version (CrmReader *self, const char *file, const char *look, guint *out, GError **error)
{
  sqlite3 *db = _crm_connection_get_handle (self->connection);
  gint64 ignored;

  *out = 0;
  if (sqlite3_txn_state (db, file) == SQLITE_TXN_NONE
      && !_crm_connection_get_int (self->connection, &ignored, error, look, ""))
    return FALSE;
  return sqlite3_file_control (db, file, SQLITE_FCNTL_DATA_VERSION, out) == SQLITE_OK
         || _crm_sqlite_error (db, SQLITE_ERROR, file, error);
}

static gboolean
load_own (CrmReader *reader, CrmFacts *self, GError **error)
{
  GError *local_error = NULL;
  g_autoptr (CrmRows) rows
      = _crm_connection_query (reader->connection, error,
                               "SELECT kind = 'own_domain', value FROM exclusion"
                               " WHERE kind IN ('own_address', 'own_domain')",
                               "");

  if (rows == NULL)
    return FALSE;
  while (_crm_rows_next (rows, &local_error))
    g_hash_table_add (_crm_rows_int (rows, 0) ? self->own_domains : self->own_addresses,
                      g_strdup (_crm_rows_text (rows, 1)));
  return _crm_reader_ended (error, local_error);
}

static int
compare_stages (gconstpointer a, gconstpointer b)
{
  const CrmRecord *first = *(const CrmRecord *const *)a;
  const CrmRecord *second = *(const CrmRecord *const *)b;
  gint64 place = crm_record_get_int (first, "position", 0);
  gint64 other = crm_record_get_int (second, "position", 0);

  if (place != other)
    return place < other ? -1 : 1;
  return g_strcmp0 (crm_record_get_text (first, "name"), crm_record_get_text (second, "name"));
}

static gboolean
load_stages (CrmReader *reader, CrmFacts *self, GError **error)
{
  CrmListQuery query = { .entity = "stage" };
  g_autoptr (GPtrArray) all = crm_reader_list (reader, &query, NULL, error);

  if (all == NULL)
    return FALSE;
  g_ptr_array_sort (all, compare_stages);
  for (guint i = 0; i < all->len; i++)
    {
      CrmRecord *stage = g_ptr_array_index (all, i);
      const char *pipeline = crm_record_get_text (stage, "pipeline");
      GPtrArray *stages = g_hash_table_lookup (self->pipelines, pipeline);

      if (stages == NULL)
        {
          stages = new_records ();
          g_hash_table_insert (self->pipelines, g_strdup (pipeline), stages);
        }
      if (crm_record_get_int (stage, "inactive", 0) == 0)
        g_ptr_array_add (stages, crm_record_ref (stage));
      g_hash_table_insert (self->stages, stage->id, crm_record_ref (stage));
    }
  return TRUE;
}

/* The facts of the state that this read sees; (transfer none), good until the read ends. */
CrmFacts * /* (nullable) */
_crm_reader_get_facts (CrmReader *self, GError **error)
{
  CrmListQuery reasons = { .entity = "lost_reason" };
  g_autoptr (CrmFacts) facts = NULL;
  guint version;

  if (!get_version (self, "main", "PRAGMA main.data_version", &version, error))
    return NULL;
  if (self->facts != NULL && self->facts->version == version)
    return self->facts;

  g_clear_pointer (&self->facts, _crm_facts_free);
  facts = new_facts ();
  facts->version = version;
  facts->lost_reasons = crm_reader_list (self, &reasons, NULL, error);
  if (facts->lost_reasons == NULL || !load_own (self, facts, error)
      || !load_stages (self, facts, error))
    return NULL;
  self->facts = g_steal_pointer (&facts);
  return self->facts;
}

gboolean
_crm_facts_is_own_address (const CrmFacts *self, const char *address)
{
  return g_hash_table_contains (self->own_addresses, address);
}

gboolean
_crm_facts_is_own_domain (const CrmFacts *self, const char *domain /* (nullable) */)
{
  return domain != NULL && g_hash_table_contains (self->own_domains, domain);
}

CrmRecord * /* (transfer none) (nullable) */
_crm_facts_get_stage (const CrmFacts *self, const char *stage /* (nullable) */)
{
  return stage != NULL ? g_hash_table_lookup (self->stages, stage) : NULL;
}

GPtrArray * /* (transfer none): in their order */
_crm_facts_get_stages (const CrmFacts *self, const char *pipeline)
{
  GPtrArray *stages = g_hash_table_lookup (self->pipelines, pipeline);

  return stages != NULL ? stages : self->no_stages;
}

GPtrArray * /* (transfer none) */
_crm_facts_get_lost_reasons (const CrmFacts *self)
{
  return self->lost_reasons;
}

static gboolean
add_orders (CrmReader *reader, const char *state, GPtrArray *orders, GError **error)
{
  g_autoptr (GPtrArray) all = crm_reader_list_where (reader, "outbox", "state", state, error);

  for (guint i = 0; all != NULL && i < all->len; i++)
    {
      CrmRecord *order = g_ptr_array_index (all, i);

      if (g_str_equal (crm_record_get_text (order, "action"), "change_contact"))
        g_ptr_array_add (orders, crm_record_ref (order));
    }
  return all != NULL;
}

/* Changes of contacts that are ordered and not made: mostly none at all. */
GPtrArray * /* (transfer none) (nullable) (element-type CrmRecord): good until the read ends */
_crm_reader_get_contact_orders (CrmReader *self, GError **error)
{
  CrmFacts *facts = _crm_reader_get_facts (self, error);
  g_autoptr (GPtrArray) orders = NULL;

  if (facts == NULL || facts->orders != NULL)
    return facts != NULL ? facts->orders : NULL;
  orders = new_records ();
  if (!add_orders (self, "pending", orders, error) || !add_orders (self, "failed", orders, error))
    return NULL;
  facts->orders = g_steal_pointer (&orders);
  return facts->orders;
}

/* Follow-ups that differ from their tasks for good: mostly none at all. */
GPtrArray * /* (transfer none) (nullable) (element-type CrmTaskTie): good until the read ends */
_crm_reader_get_failed_tasks (CrmReader *self, GError **error)
{
  CrmFacts *facts = _crm_reader_get_facts (self, error);

  if (facts != NULL && facts->failed_tasks == NULL)
    facts->failed_tasks = crm_query_task_ties (self, CRM_TASK_TIES_FAILED, NULL, error);
  return facts != NULL ? facts->failed_tasks : NULL;
}

static void
hide_from (GHashTable *hidden, gint64 address, const CrmHiddenLetter *letter)
{
  GArray *letters = g_hash_table_lookup (hidden, &address);

  if (letters == NULL)
    {
      letters = g_array_new (FALSE, FALSE, sizeof (CrmHiddenLetter));
      g_hash_table_insert (hidden, g_memdup2 (&address, sizeof address), letters);
    }
  /* Somebody may stand in two headers of one letter. */
  if (letters->len == 0
      || g_array_index (letters, CrmHiddenLetter, letters->len - 1).message != letter->message)
    g_array_append_val (letters, *letter);
}

static GHashTable *
load_hidden (CrmReader *reader, GError **error)
{
  g_autoptr (GHashTable) hidden
      = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, (GDestroyNotify)g_array_unref);
  GError *local_error = NULL;
  g_autoptr (CrmRows) rows
      = _crm_connection_query (reader->connection, error,
                               "SELECT m.id, m.date, m.parties FROM email AS h CROSS JOIN"
                               " idx.message AS m ON m.fingerprint = h.fingerprint"
                               " WHERE h.visibility IN ('not_crm', 'private')",
                               "");

  if (rows == NULL)
    return NULL;
  while (_crm_rows_next (rows, &local_error))
    {
      CrmHiddenLetter letter = { _crm_rows_int (rows, 0), _crm_rows_int (rows, 1) };
      const guint8 *data = sqlite3_column_blob (rows->stmt, 2);
      const guint8 *end = data + sqlite3_column_bytes (rows->stmt, 2);
      gint64 address;

      while (_crm_index_next_party (&data, end, &address, NULL))
        hide_from (hidden, address, &letter);
    }
  return _crm_reader_ended (error, local_error) ? g_steal_pointer (&hidden) : NULL;
}

static GArray *
load_recorded (CrmReader *reader, GError **error)
{
  g_autoptr (GArray) prints = g_array_new (FALSE, FALSE, sizeof (gint64));
  GError *local_error = NULL;
  g_autoptr (CrmRows) rows = _crm_connection_query (
      reader->connection, error, "SELECT fingerprint FROM email ORDER BY fingerprint LIMIT ?", "i",
      (gint64)CRM_MAX_RECORDED + 1);

  if (rows == NULL)
    return NULL;
  while (_crm_rows_next (rows, &local_error))
    {
      gint64 print = _crm_rows_int (rows, 0);

      g_array_append_val (prints, print);
    }
  return _crm_reader_ended (error, local_error) ? g_steal_pointer (&prints) : NULL;
}

/* The fingerprints of the letters that have a record, in order: of any other nobody has decided
 * anything. Has more than CRM_MAX_RECORDED where they are too many to be listed. SQLite tells by
 * the same version which pages it keeps are those of this read, so that a list which fits it is as
 * good as a look into the file. */
GArray * /* (transfer none) (nullable) (element-type gint64): good until the read ends */
_crm_reader_get_recorded (CrmReader *self, GError **error)
{
  CrmFacts *facts = _crm_reader_get_facts (self, error);

  if (facts != NULL && facts->recorded == NULL)
    facts->recorded = load_recorded (self, error);
  return facts != NULL ? facts->recorded : NULL;
}

/* What is known of index.db; (transfer none), good until the read ends. */
CrmIndexFacts * /* (nullable) */
_crm_reader_get_index_facts (CrmReader *self, GError **error)
{
  CrmFacts *facts = _crm_reader_get_facts (self, error);
  guint version;

  if (facts == NULL || !get_version (self, "idx", "PRAGMA idx.data_version", &version, error))
    return NULL;
  if (facts->index_version != version || g_hash_table_size (facts->index.senders) > MAX_SENDERS)
    forget_index_facts (&facts->index);
  facts->index_version = version;
  return &facts->index;
}

/* The letters in the index that somebody marked private or as no business of the CRM, by address:
 * what is counted for an address as it comes must be told without them. Few ever are. */
GHashTable * /* (transfer none) (nullable) (element-type gint64 GArray<CrmHiddenLetter>) */
_crm_reader_get_hidden (CrmReader *self, GError **error)
{
  CrmIndexFacts *facts = _crm_reader_get_index_facts (self, error);

  if (facts == NULL)
    return NULL;
  if (facts->hidden == NULL)
    facts->hidden = load_hidden (self, error);
  return facts->hidden;
}

/* A page of history names few folders and senders, each of them often. */
static const CrmNamed *
get_named (CrmReader *self, GHashTable *known, const char *sql, gint64 id, GError **error)
{
  CrmNamed *named = g_hash_table_lookup (known, &id);
  GError *local_error = NULL;
  g_autoptr (CrmRows) rows = NULL;

  if (named != NULL)
    return named;
  rows = _crm_connection_query (self->connection, error, sql, "i", id);
  if (rows == NULL)
    return NULL;
  named = g_new0 (CrmNamed, 1);
  named->id = id;
  g_hash_table_insert (known, &named->id, named);
  if (_crm_rows_next (rows, &local_error))
    {
      named->first = g_strdup (_crm_rows_text (rows, 0));
      named->second = g_strdup (_crm_rows_text (rows, 1));
    }
  return _crm_reader_ended (error, local_error) ? named : NULL;
}

const CrmNamed * /* (transfer none) (nullable): NULL on failure */
_crm_reader_get_folder (CrmReader *self, CrmIndexFacts *facts, gint64 id, GError **error)
{
  return get_named (self, facts->folders, "SELECT source, name FROM idx.folder WHERE id = ?", id,
                    error);
}

const CrmNamed * /* (transfer none) (nullable): NULL on failure */
_crm_reader_get_sender (CrmReader *self, CrmIndexFacts *facts, gint64 id, GError **error)
{
  return get_named (self, facts->senders, "SELECT name, address FROM idx.address WHERE id = ?", id,
                    error);
}
