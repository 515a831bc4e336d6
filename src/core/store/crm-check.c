/* crm-check.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Looks the files of a store over: their pages, their references, and whether every record is what
 * the journal says of it, since a byte that flips within a value is no damage to SQLite. Works
 * read-only and on files that no longer open. */
#define G_LOG_DOMAIN "crm-check"
#include "config.h"

#include "crm-check.h"

#include <glib/gstdio.h>
#include <string.h>

#include "crm-backup.h"
#include "crm-check-private.h"
#include "crm-journal-private.h"
#include "crm-reader-private.h"
#include "crm-schema-private.h"
#include "model/crm-entity.h"

/* More of one kind say no more. */
#define MAX_FINDINGS 100
#define BACKUP_AGE_DAYS 8

static const CrmCheckProbe crm_probes[] = {
  { CRM_FINDING_DAMAGED, "crm.db", "PRAGMA main.integrity_check (100)" },
  { CRM_FINDING_DANGLING, "crm.db: dangling reference in",
    "SELECT \"table\" || ' ' || coalesce (rowid, '') FROM pragma_foreign_key_check" },
  { CRM_FINDING_JOURNAL_GAP, "crm.db: journal entry without change",
    "SELECT id FROM change_set AS s WHERE s.undoes IS NULL AND NOT EXISTS"
    " (SELECT 1 FROM change AS c WHERE c.seq = s.seq) LIMIT 100" },
};

static const CrmCheckProbe index_probes[] = {
  { CRM_FINDING_DAMAGED, "index.db", "PRAGMA idx.integrity_check (100)" },
  { CRM_FINDING_INDEX_INCONSISTENT, "index.db: copy without letter",
    "SELECT uid FROM idx.copy AS l WHERE NOT EXISTS"
    " (SELECT 1 FROM idx.message AS m WHERE m.id = l.message) LIMIT 100" },
  { CRM_FINDING_INDEX_INCONSISTENT, "index.db: copy of two letters",
    "SELECT c.uid FROM idx.copy AS c JOIN idx.message AS m ON m.folder = c.folder"
    " AND m.uid = c.uid LIMIT 100" },
  { CRM_FINDING_INDEX_INCONSISTENT, "index.db: wrong number of copies",
    "SELECT id FROM idx.message AS m WHERE n_more <> (SELECT count(*) FROM idx.copy AS c"
    " WHERE c.message = m.id) LIMIT 100" },
  { CRM_FINDING_INDEX_INCONSISTENT, "index.db: edge without letter",
    "SELECT DISTINCT message FROM idx.edge AS e WHERE NOT EXISTS"
    " (SELECT 1 FROM idx.message AS m WHERE m.id = e.message) LIMIT 100" },
  { CRM_FINDING_INDEX_INCONSISTENT, "index.db: edge of the wrong direction",
    "SELECT e.message FROM idx.edge AS e CROSS JOIN idx.message AS m ON m.id = e.message"
    " WHERE (e.roles & 64 <> 0) <> (m.direction = 2) LIMIT 100" },
  { CRM_FINDING_INDEX_INCONSISTENT, "index.db: wrong counters of",
    "SELECT a.address FROM idx.address AS a LEFT JOIN"
    " (SELECT address, count(*) AS n, max (iif (roles & 2, date, 0)) AS i,"
    " max (iif (roles & 64, date, 0)) AS o FROM idx.edge GROUP BY address) AS e"
    " ON e.address = a.id WHERE a.n_letters <> coalesce (e.n, 0)"
    " OR a.last_in <> max (0, coalesce (e.i, 0)) OR a.last_out <> max (0, coalesce (e.o, 0))"
    " LIMIT 100" },
};

/**
 * crm_finding_free:
 * @self: (nullable): a finding
 */
void
crm_finding_free (CrmFinding *self)
{
  if (self == NULL)
    return;
  g_free (self->file);
  g_free (self->place);
  g_free (self->detail);
  g_free (self);
}

static CrmFinding *
add_finding (GPtrArray *findings, CrmFindingKind kind, const char *file)
{
  CrmFinding *finding = g_new0 (CrmFinding, 1);

  finding->kind = kind;
  finding->file = g_strdup (file);
  g_ptr_array_add (findings, finding);
  return finding;
}

static void
add_error (GPtrArray *findings, const char *file, const GError *error)
{
  CrmFindingKind kind = CRM_FINDING_UNREADABLE;

  if (g_error_matches (error, CRM_ERROR, CRM_ERROR_SCHEMA_TOO_NEW))
    kind = CRM_FINDING_NEWER;
  else if (g_error_matches (error, CRM_ERROR, CRM_ERROR_CORRUPT))
    kind = CRM_FINDING_DAMAGED;
  add_finding (findings, kind, file)->detail = g_strdup (error->message);
}

typedef void (*ProbeFunc) (const CrmCheckProbe *probe, const char *text, gpointer data);

static gboolean
run_probe (CrmConnection *connection,
           const CrmCheckProbe *probe,
           ProbeFunc func,
           gpointer data,
           GError **error)
{
  GError *local_error = NULL;
  g_autoptr (CrmRows) rows = _crm_connection_query (connection, error, probe->sql, "");

  if (rows == NULL)
    return FALSE;
  while (_crm_rows_next (rows, &local_error))
    if (g_strcmp0 (_crm_rows_text (rows, 0), "ok") != 0)
      func (probe, _crm_rows_text (rows, 0), data);
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, local_error);
  return FALSE;
}

static void
add_complaint (const CrmCheckProbe *probe, const char *text, gpointer data)
{
  g_ptr_array_add (data, g_strdup_printf ("%s: %s", probe->what, text));
}

/**
 * crm_reader_check:
 * @self: a reader
 * @error: (nullable): storage errors
 *
 * Looks both files over: pages, references, and whether the journal is whole.
 *
 * Returns: (transfer container) (nullable) (element-type utf8): what is wrong, empty when all is
 *   well, %NULL on failure
 */
GPtrArray *
crm_reader_check (CrmReader *self, GError **error)
{
  g_autoptr (GPtrArray) complaints = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < G_N_ELEMENTS (crm_probes); i++)
    if (!run_probe (self->connection, &crm_probes[i], add_complaint, complaints, error))
      return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (index_probes); i++)
    if (!run_probe (self->connection, &index_probes[i], add_complaint, complaints, error))
      return NULL;
  return g_steal_pointer (&complaints);
}

typedef struct
{
  GPtrArray *findings; /* (unowned) */
  const char *file;    /* (unowned) */
} Probing;

static void
add_probe_finding (const CrmCheckProbe *probe, const char *text, gpointer data)
{
  Probing *probing = data;
  CrmFinding *finding = add_finding (probing->findings, probe->kind, probing->file);

  if (probe->kind == CRM_FINDING_DANGLING || probe->kind == CRM_FINDING_JOURNAL_GAP)
    finding->place = g_strdup (text);
  else
    finding->detail = g_strdup_printf ("%s: %s", probe->what, text);
}

/* A file that cannot be read to its end is a finding too; what follows would find no more.
 * Cancelled is none. */
static gboolean
run_probes (CrmConnection *connection,
            const CrmCheckProbe *probes,
            guint n_probes,
            const char *file,
            GPtrArray *findings,
            GError **error)
{
  Probing probing = { findings, file };
  guint before = findings->len;

  for (guint i = 0; i < n_probes && findings->len == before; i++)
    {
      g_autoptr (GError) local_error = NULL;

      if (run_probe (connection, &probes[i], add_probe_finding, &probing, &local_error))
        continue;
      if (g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
      add_error (findings, file, local_error);
    }
  return TRUE;
}

static gboolean
check_crm (CrmConnection *connection, const char *path, GPtrArray *findings, GError **error)
{
  guint before = findings->len;
  g_autoptr (GError) local_error = NULL;

  if (!_crm_schema_check_version (connection, &local_error))
    {
      add_error (findings, path, local_error);
      return TRUE;
    }
  if (!run_probes (connection, crm_probes, G_N_ELEMENTS (crm_probes), path, findings, error))
    return FALSE;
  /* What is still to come with an upgrade cannot be compared. */
  return findings->len > before || _crm_schema_is_older (connection)
         || _crm_check_journal (connection, path, MAX_FINDINGS, findings, error);
}

static gboolean
check_index (CrmConnection *connection, const char *path, GPtrArray *findings, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  if (!g_file_test (path, G_FILE_TEST_EXISTS)) /* it will be made again */
    return TRUE;
  if (!_crm_connection_attach (connection, path, "idx", &local_error))
    {
      add_error (findings, path, local_error);
      return TRUE;
    }
  return run_probes (connection, index_probes, G_N_ELEMENTS (index_probes), path, findings, error);
}

static void
check_mode (const char *path, GPtrArray *findings)
{
  GStatBuf info;

  if (g_stat (path, &info) != 0 || (info.st_mode & 077) == 0)
    return;
  add_finding (findings, CRM_FINDING_OPEN_TO_OTHERS, path)->detail
      = g_strdup_printf ("mode %04o", info.st_mode & 07777);
}

static void
check_backups (const char *directory, GPtrArray *findings)
{
  g_autoptr (CrmBackup) newest = crm_backup_find_newest (directory);
  gint64 age_usec = newest != NULL ? g_get_real_time () - newest->usec : G_MAXINT64;
  CrmFinding *finding;

  if (age_usec < BACKUP_AGE_DAYS * G_TIME_SPAN_DAY)
    return;
  finding = add_finding (findings, CRM_FINDING_NO_BACKUP, directory);
  finding->place = newest != NULL ? g_strdup (newest->path) : NULL;
  finding->harmless = TRUE;
}

static void
check_folder (const char *directory, GPtrArray *findings)
{
  g_autofree char *network = crm_check_network_folder (directory);
  CrmFinding *finding;

  if (network == NULL)
    return;
  finding = add_finding (findings, CRM_FINDING_NETWORK_FOLDER, directory);
  finding->detail = g_strdup (network);
  finding->harmless = TRUE;
}

static gboolean
check_files (const char *crm_path,
             const char *index_path,
             GCancellable *cancellable,
             GPtrArray *findings,
             GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (CrmConnection) connection
      = _crm_connection_open (crm_path, CRM_CONNECTION_READ_ONLY, &local_error);
  g_autoptr (CrmConnection) empty = NULL;

  if (connection != NULL)
    _crm_connection_set_cancellable (connection, cancellable);
  else
    add_error (findings, crm_path, local_error);
  if (connection != NULL && !check_crm (connection, crm_path, findings, error))
    return FALSE;
  /* Next to a file that is no database nothing can be attached. */
  empty = _crm_connection_open (":memory:", CRM_CONNECTION_READ_ONLY, error);
  if (empty == NULL)
    return FALSE;
  _crm_connection_set_cancellable (empty, cancellable);
  return check_index (empty, index_path, findings, error);
}

/**
 * crm_check_store:
 * @directory: of a store, open somewhere or not
 * @cancellable: (nullable): interrupts the check
 * @error: (nullable): %CRM_ERROR_NOT_FOUND when there is no store, %G_IO_ERROR_CANCELLED
 *
 * Looks everything over and changes nothing. Reads both files whole: seconds for a large store.
 *
 * Returns: (transfer container) (nullable) (element-type CrmFinding): what was found, empty when
 * all is well; %NULL on failure
 */
GPtrArray *
crm_check_store (const char *directory, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) findings
      = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_finding_free);
  g_autofree char *crm_path = g_build_filename (directory, "crm.db", NULL);
  g_autofree char *index_path = g_build_filename (directory, "index.db", NULL);
  g_autoptr (CrmBackup) newest = crm_backup_find_newest (directory);
  GStatBuf info;

  if (g_stat (crm_path, &info) != 0 || (info.st_size == 0 && newest != NULL))
    {
      if (newest == NULL)
        {
          g_set_error (error, CRM_ERROR, CRM_ERROR_NOT_FOUND, "%s", crm_path);
          return NULL;
        }
      add_finding (findings, CRM_FINDING_MISSING, crm_path);
    }
  else if (!check_files (crm_path, index_path, cancellable, findings, error))
    {
      return NULL;
    }
  check_mode (directory, findings);
  check_mode (crm_path, findings);
  check_mode (index_path, findings);
  check_folder (directory, findings);
  check_backups (directory, findings);
  return g_steal_pointer (&findings);
}
