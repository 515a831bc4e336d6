/* crm-connection.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-connection"
#include "config.h"

#include "crm-connection-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/statvfs.h>

#include "crm-check.h"
#include "crm-sql-functions-private.h"

/* Long enough for another program's commit, short enough that a person is told. */
#define BUSY_TIMEOUT_MSEC 5000
#define BUSY_STEP_MSEC 10
/* Virtual-machine steps between two looks at the cancellable: about a millisecond. */
#define CANCEL_CHECK_STEPS 4000
#define CACHE_KIB 16384
/* For each of the two files a reader has. They are not mapped: what a mapped file loses by another
 * program's doing ends the process that looks at it. */
#define READ_CACHE_KIB 8192
/* More than the program's own statements; filters come in any shape and are prepared anew beyond
 * it. */
#define MAX_STATEMENTS 512
#define MAX_SAME 16
#define N_SLOTS 256

/* A prepared statement; several of one text where several ran at once. */
struct _CrmStatement
{
  sqlite3_stmt *stmt;
  gboolean in_use;
  CrmStatement *next; /* (owned) (nullable): of the same text */
};

/* Nearly every SQL text is a literal, so that its address finds the statement faster than a hash of
 * its hundreds of letters; the text is compared all the same. */
typedef struct
{
  const char *address;     /* of the text as given; never read */
  const char *sql;         /* (unowned): the key in the table of statements */
  CrmStatement *statement; /* (unowned) */
} Slot;

struct _CrmConnection
{
  sqlite3 *db;               /* (owned) */
  GHashTable *statements;    /* (owned) (element-type utf8 CrmStatement): by SQL text */
  Slot slots[N_SLOTS];       /* the statements used last, by the address of the text */
  GPtrArray *kept;           /* (owned) (element-type sqlite3_stmt): of _crm_connection_prepare() */
  GCancellable *cancellable; /* (owned) (nullable): of the job that runs now */
};

static void
finalize_statement (gpointer stmt)
{
  sqlite3_finalize (stmt);
}

static void
free_statement (gpointer data)
{
  CrmStatement *next;

  for (CrmStatement *self = data; self != NULL; self = next)
    {
      next = self->next;
      sqlite3_finalize (self->stmt);
      g_free (self);
    }
}

static int
check_cancelled (gpointer data)
{
  CrmConnection *self = data;

  return g_cancellable_is_cancelled (self->cancellable);
}

/* Where a new file could not be made SQLite looks for an old one, and the reason is gone. */
static gboolean
has_no_room (sqlite3 *db)
{
  const char *path = sqlite3_db_filename (db, "main");
  g_autofree char *folder = path != NULL ? g_path_get_dirname (path) : NULL;
  struct statvfs info;

  return folder != NULL && statvfs (folder, &info) == 0
         && (info.f_bavail == 0 || (info.f_files > 0 && info.f_favail == 0));
}

/* A full disk is told in several ways: some calls only have the errno. */
static CrmError
error_from_errno (sqlite3 *db)
{
  if (db == NULL)
    return CRM_ERROR_IO;
  switch (sqlite3_system_errno (db))
    {
    case ENOSPC:
    case EDQUOT:
      return CRM_ERROR_DISK_FULL;
    case EACCES:
    case EPERM:
    case EROFS:
    case ENOTDIR:
    case EISDIR:
    case ELOOP:
      return CRM_ERROR_PERMISSION;
    case ENOENT:
      return has_no_room (db) ? CRM_ERROR_DISK_FULL : CRM_ERROR_PERMISSION;
    default:
      return has_no_room (db) ? CRM_ERROR_DISK_FULL : CRM_ERROR_IO;
    }
}

/* What a damaged header is told by: SQLite takes it for a file of another program's making, and has
 * no code of its own for it. */
static gboolean
is_damaged_header (sqlite3 *db)
{
  static const char *const messages[] = {
    "unsupported file format",
    "attached databases must use the same text encoding as main database",
    NULL,
  };

  return db != NULL && g_strv_contains (messages, sqlite3_errmsg (db));
}

/* A file format that SQLite may read and not write: of a later SQLite, or a header that is damaged.
 * Read by way of SQLite, as closing a descriptor of our own would drop its locks. */
static gboolean
has_unknown_format (sqlite3 *db)
{
  enum
  {
    WRITE_VERSION_AT = 18, /* https://www.sqlite.org/fileformat2.html, 1.3.3 */
    NEWEST_VERSION = 2,
  };
  sqlite3_file *file = NULL;
  guint8 version = 0;

  return sqlite3_file_control (db, "main", SQLITE_FCNTL_FILE_POINTER, &file) == SQLITE_OK
         && file != NULL && file->pMethods != NULL
         && file->pMethods->xRead (file, &version, 1, WRITE_VERSION_AT) == SQLITE_OK
         && version > NEWEST_VERSION;
}

static CrmError
error_from_sqlite (sqlite3 *db, int code)
{
  switch (code & 0xff)
    {
    case SQLITE_ERROR:
      return is_damaged_header (db) ? CRM_ERROR_CORRUPT : CRM_ERROR_FAILED;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return CRM_ERROR_BUSY;
    case SQLITE_CONSTRAINT:
      return CRM_ERROR_CONSTRAINT;
    case SQLITE_CORRUPT: /* also what a disk does not read: SQLite does not tell the two apart */
    case SQLITE_NOTADB:
      return CRM_ERROR_CORRUPT;
    case SQLITE_FULL:
      return CRM_ERROR_DISK_FULL;
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
      return error_from_errno (db);
    case SQLITE_READONLY:
      return db != NULL && has_unknown_format (db) ? CRM_ERROR_CORRUPT : CRM_ERROR_PERMISSION;
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return CRM_ERROR_PERMISSION;
    default:
      return CRM_ERROR_FAILED;
    }
}

/* Always FALSE, so that a caller may return it. */
gboolean
_crm_sqlite_error (sqlite3 *db, int code, const char *what, GError **error)
{
  /* The message may cite what stands in a damaged file. */
  g_autofree char *message
      = g_utf8_make_valid (db != NULL ? sqlite3_errmsg (db) : sqlite3_errstr (code), -1);

  if ((code & 0xff) == SQLITE_INTERRUPT)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "cancelled");
  else
    g_set_error (error, CRM_ERROR, error_from_sqlite (db, code), "%s: %s", what, message);
  return FALSE;
}

static gboolean
configure (CrmConnection *self, CrmConnectionFlags flags, GError **error)
{
  g_autofree char *sql = NULL;

  sqlite3_busy_timeout (self->db, BUSY_TIMEOUT_MSEC);
  sqlite3_extended_result_codes (self->db, 1);
  sqlite3_progress_handler (self->db, CANCEL_CHECK_STEPS, check_cancelled, self);
  _crm_sql_functions_add (self->db);
  sqlite3_db_config (self->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config (self->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);

  if (flags & CRM_CONNECTION_READ_ONLY)
    sql = g_strdup_printf ("PRAGMA cache_size=-%d; PRAGMA query_only=1;", READ_CACHE_KIB);
  else
    sql = g_strdup_printf ("PRAGMA synchronous=%s; "
                           "PRAGMA foreign_keys=ON; PRAGMA cache_size=-%d; "
                           "PRAGMA secure_delete=ON; PRAGMA temp_store=MEMORY;",
                           flags & CRM_CONNECTION_DURABLE ? "FULL" : "NORMAL", CACHE_KIB);
  return _crm_connection_script (self, sql, error);
}

/* Makes the file with mode 0600 before SQLite does, since SQLite follows the umask; -wal and -shm
 * take over the mode of the main file. One that exists is never opened, and gives FALSE: closing
 * any descriptor of a file drops this process's locks on it, also those of another connection. */
gboolean
_crm_connection_create_file (const char *path)
{
  int fd = g_open (path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

  return fd >= 0 && g_close (fd, NULL);
}

CrmConnection *
_crm_connection_open (const char *path, CrmConnectionFlags flags, GError **error)
{
  g_autoptr (CrmConnection) self = g_new0 (CrmConnection, 1);
  int open_flags = SQLITE_OPEN_NOMUTEX;
  int code;

  open_flags |= flags & CRM_CONNECTION_READ_ONLY ? SQLITE_OPEN_READONLY
                                                 : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  self->statements = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_statement);
  self->kept = g_ptr_array_new_with_free_func (finalize_statement);
  if (!(flags & CRM_CONNECTION_READ_ONLY) && !_crm_connection_create_file (path)
      && (errno == ENOSPC || errno == EDQUOT))
    {
      /* SQLite would try once more to read what is not there, and tell only of that. */
      g_set_error (error, CRM_ERROR, CRM_ERROR_DISK_FULL, "%s: %s", path, g_strerror (errno));
      return NULL;
    }

  code = sqlite3_open_v2 (path, &self->db, open_flags, NULL);
  if (code != SQLITE_OK)
    {
      _crm_sqlite_error (self->db, code, path, error);
      return NULL;
    }

  if (!configure (self, flags, error))
    {
      g_prefix_error (error, "%s: ", path);
      return NULL;
    }
  return g_steal_pointer (&self);
}

/* The write-ahead log needs memory shared by all who have the file open, which there is not between
 * two machines; a rollback journal needs locks only. */
static const char *
choose_log (CrmConnection *self)
{
  g_autofree char *folder = g_path_get_dirname (sqlite3_db_filename (self->db, "main"));
  g_autofree char *network = crm_check_network_folder (folder);

  return network != NULL ? "PRAGMA journal_mode=TRUNCATE" : "PRAGMA journal_mode=WAL";
}

/* Writers call it once the file is known to be theirs: it changes the file. SQLite does not wait by
 * itself here, which matters when two programs make the file at once. */
gboolean
_crm_connection_use_wal (CrmConnection *self, GError **error)
{
  const char *sql = choose_log (self);
  int code = SQLITE_BUSY;

  for (int waited_msec = 0; waited_msec <= BUSY_TIMEOUT_MSEC; waited_msec += BUSY_STEP_MSEC)
    {
      code = sqlite3_exec (self->db, sql, NULL, NULL, NULL);
      if ((code & 0xff) != SQLITE_BUSY)
        break;
      g_usleep (BUSY_STEP_MSEC * 1000);
    }
  return code == SQLITE_OK || _crm_sqlite_error (self->db, code, "write-ahead log", error);
}

/* Whether the file still lies where it was opened. What is written to one that was deleted or
 * replaced is acknowledged by SQLite, and lost. */
gboolean
_crm_connection_check_place (CrmConnection *self, GError **error)
{
  int moved = 0;

  if (sqlite3_file_control (self->db, "main", SQLITE_FCNTL_HAS_MOVED, &moved) != SQLITE_OK
      || !moved)
    return TRUE;
  g_set_error (error, CRM_ERROR, CRM_ERROR_MOVED, "%s was moved, deleted or replaced",
               sqlite3_db_filename (self->db, "main"));
  return FALSE;
}

void
_crm_connection_close (CrmConnection *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->statements);
  g_ptr_array_unref (self->kept);
  sqlite3_close_v2 (self->db);
  g_clear_object (&self->cancellable);
  g_free (self);
}

sqlite3 *
_crm_connection_get_handle (CrmConnection *self)
{
  return self->db;
}

void
_crm_connection_set_cancellable (CrmConnection *self, GCancellable *cancellable)
{
  g_set_object (&self->cancellable, cancellable);
}

/* @name is ours, never data: SQL has no parameter for a schema name. */
gboolean
_crm_connection_attach (CrmConnection *self, const char *path, const char *name, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("ATTACH ? AS %s", name);
  g_autofree char *cache = g_strdup_printf ("PRAGMA %s.cache_size=-%d", name, READ_CACHE_KIB);

  return _crm_connection_run (self, error, sql, "t", path)
         && _crm_connection_script (self, cache, error);
}

gboolean
_crm_connection_script (CrmConnection *self, const char *sql, GError **error)
{
  int code = sqlite3_exec (self->db, sql, NULL, NULL, NULL);

  return code == SQLITE_OK || _crm_sqlite_error (self->db, code, "script", error);
}

static CrmStatement *
find_statements (CrmConnection *self, const char *sql)
{
  Slot *slot = &self->slots[((gsize)sql ^ (gsize)sql >> 8) % N_SLOTS];
  gpointer key;
  gpointer statement;

  if (slot->address == sql && strcmp (slot->sql, sql) == 0)
    return slot->statement;
  if (!g_hash_table_lookup_extended (self->statements, sql, &key, &statement))
    return NULL;
  *slot = (Slot){ sql, key, statement };
  return statement;
}

static void
keep_statement (CrmConnection *self, const char *sql, CrmStatement *first, CrmStatement *fresh)
{
  if (first == NULL)
    {
      g_hash_table_insert (self->statements, g_strdup (sql), fresh);
      return;
    }
  fresh->next = first->next;
  first->next = fresh;
}

static CrmRows *
prepare (CrmConnection *self, const char *sql, GError **error)
{
  CrmStatement *first = find_statements (self, sql);
  CrmStatement *statement = first;
  sqlite3_stmt *stmt = NULL;
  guint n_same = 0;
  CrmRows *rows;

  for (; statement != NULL && statement->in_use; statement = statement->next)
    n_same++;
  if (statement == NULL)
    {
      gboolean keep = n_same < MAX_SAME && g_hash_table_size (self->statements) < MAX_STATEMENTS;
      int code = sqlite3_prepare_v3 (self->db, sql, -1, keep ? SQLITE_PREPARE_PERSISTENT : 0, &stmt,
                                     NULL);

      if (code != SQLITE_OK)
        {
          _crm_sqlite_error (self->db, code, sql, error);
          return NULL;
        }
      if (keep)
        {
          statement = g_new0 (CrmStatement, 1);
          statement->stmt = stmt;
          keep_statement (self, sql, first, statement);
        }
    }

  if (statement != NULL)
    {
      statement->in_use = TRUE;
      stmt = statement->stmt;
    }
  rows = g_new (CrmRows, 1);
  *rows = (CrmRows){ .connection = self, .stmt = stmt, .statement = statement };
  return rows;
}

/* For what runs so often that looking it up by its text would count: the statement stays the
 * connection's, is prepared once and never finalized before it, and belongs to one user. */
sqlite3_stmt * /* (transfer none) (nullable) */
_crm_connection_prepare (CrmConnection *self, const char *sql, GError **error)
{
  sqlite3_stmt *stmt = NULL;
  int code = sqlite3_prepare_v3 (self->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &stmt, NULL);

  if (code != SQLITE_OK)
    {
      _crm_sqlite_error (self->db, code, sql, error);
      return NULL;
    }
  g_ptr_array_add (self->kept, stmt);
  return stmt;
}

/* @types has one letter a parameter: i gint64, r double, t const char * (nullable, copied),
 * s const char * (nullable, lives until the rows are done), v const CrmValue *, n for NULL without
 * an argument. */
static gboolean
bind_list (CrmRows *rows, const char *types, gboolean copy, va_list args, GError **error)
{
  sqlite3 *db = rows->connection->db;

  for (int i = 0; types[i] != '\0'; i++)
    {
      int code = SQLITE_OK;

      switch (types[i])
        {
        case 'i':
          code = sqlite3_bind_int64 (rows->stmt, i + 1, va_arg (args, gint64));
          break;
        case 'r':
          code = sqlite3_bind_double (rows->stmt, i + 1, va_arg (args, double));
          break;
        case 't':
        case 's':
          code = sqlite3_bind_text (rows->stmt, i + 1, va_arg (args, const char *), -1,
                                    copy && types[i] == 't' ? SQLITE_TRANSIENT : SQLITE_STATIC);
          break;
        case 'n':
          code = sqlite3_bind_null (rows->stmt, i + 1);
          break;
        case 'v':
          if (!_crm_rows_bind_value (rows, i + 1, va_arg (args, const CrmValue *), error))
            return FALSE;
          break;
        default:
          g_assert_not_reached ();
        }
      if (code != SQLITE_OK)
        return _crm_sqlite_error (db, code, "bind", error);
    }
  return TRUE;
}

CrmRows *
_crm_connection_query (CrmConnection *self, GError **error, const char *sql, const char *types, ...)
{
  g_autoptr (CrmRows) rows = prepare (self, sql, error);
  va_list args;
  gboolean bound;

  if (rows == NULL)
    return NULL;

  va_start (args, types);
  bound = bind_list (rows, types, TRUE, args, error);
  va_end (args);
  return bound ? g_steal_pointer (&rows) : NULL;
}

gboolean
_crm_connection_run (CrmConnection *self, GError **error, const char *sql, const char *types, ...)
{
  g_autoptr (CrmRows) rows = prepare (self, sql, error);
  va_list args;
  gboolean bound;
  int code;

  if (rows == NULL)
    return FALSE;

  va_start (args, types);
  bound = bind_list (rows, types, FALSE, args, error);
  va_end (args);
  if (!bound)
    return FALSE;

  while ((code = sqlite3_step (rows->stmt)) == SQLITE_ROW)
    ;
  return code == SQLITE_DONE || _crm_sqlite_error (self->db, code, sql, error);
}

gboolean
_crm_connection_get_int (
    CrmConnection *self, gint64 *out, GError **error, const char *sql, const char *types, ...)
{
  g_autoptr (CrmRows) rows = prepare (self, sql, error);
  g_autoptr (GError) local_error = NULL;
  va_list args;
  gboolean bound;

  if (rows == NULL)
    return FALSE;

  va_start (args, types);
  bound = bind_list (rows, types, FALSE, args, error);
  va_end (args);
  if (!bound)
    return FALSE;

  *out = 0;
  if (_crm_rows_next (rows, &local_error))
    *out = _crm_rows_int (rows, 0);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  return TRUE;
}

gboolean
_crm_connection_begin (CrmConnection *self, gboolean write, GError **error)
{
  return _crm_connection_run (self, error, write ? "BEGIN IMMEDIATE" : "BEGIN", "");
}

gboolean
_crm_connection_commit (CrmConnection *self, GError **error)
{
  if (_crm_connection_run (self, error, "COMMIT", ""))
    return TRUE;
  _crm_connection_rollback (self);
  return FALSE;
}

void
_crm_connection_rollback (CrmConnection *self)
{
  if (!sqlite3_get_autocommit (self->db))
    _crm_connection_run (self, NULL, "ROLLBACK", "");
}

/* FALSE at the end and on an error; only the latter sets @error. */
gboolean
_crm_rows_next (CrmRows *self, GError **error)
{
  int code = sqlite3_step (self->stmt);

  if (code == SQLITE_ROW)
    return TRUE;
  if (code != SQLITE_DONE)
    _crm_sqlite_error (self->connection->db, code, sqlite3_sql (self->stmt), error);
  return FALSE;
}

gboolean
_crm_rows_bind_value (CrmRows *self, int index, const CrmValue *value, GError **error)
{
  int code = SQLITE_OK;

  switch (value->kind)
    {
    case CRM_VALUE_NULL:
      code = sqlite3_bind_null (self->stmt, index);
      break;
    case CRM_VALUE_INT:
      code = sqlite3_bind_int64 (self->stmt, index, value->integer);
      break;
    case CRM_VALUE_REAL:
      code = sqlite3_bind_double (self->stmt, index, value->real);
      break;
    case CRM_VALUE_TEXT:
      code = sqlite3_bind_text (self->stmt, index, value->text, -1, SQLITE_TRANSIENT);
      break;
    default:
      g_return_val_if_reached (FALSE);
    }
  return code == SQLITE_OK || _crm_sqlite_error (self->connection->db, code, "bind", error);
}

gint64
_crm_rows_int (CrmRows *self, int column)
{
  return sqlite3_column_int64 (self->stmt, column);
}

double
_crm_rows_real (CrmRows *self, int column)
{
  return sqlite3_column_double (self->stmt, column);
}

const char * /* (nullable): valid until the next row */
_crm_rows_text (CrmRows *self, int column)
{
  return (const char *)sqlite3_column_text (self->stmt, column);
}

gboolean
_crm_rows_is_null (CrmRows *self, int column)
{
  return sqlite3_column_type (self->stmt, column) == SQLITE_NULL;
}

CrmValue
_crm_rows_value (CrmRows *self, int column)
{
  /* Found once: a record has dozens of columns, and the connection is one thread's. */
  sqlite3_value *value = sqlite3_column_value (self->stmt, column);

  switch (sqlite3_value_type (value))
    {
    case SQLITE_INTEGER:
      return (CrmValue){ .kind = CRM_VALUE_INT, .integer = sqlite3_value_int64 (value) };
    case SQLITE_FLOAT:
      return crm_value_real (sqlite3_value_double (value));
    case SQLITE_NULL:
      return (CrmValue)CRM_VALUE_INIT;
    default:
      return crm_value_text ((const char *)sqlite3_value_text (value));
    }
}

void
_crm_rows_done (CrmRows *self)
{
  if (self == NULL)
    return;
  if (self->statement != NULL)
    {
      sqlite3_reset (self->stmt);
      sqlite3_clear_bindings (self->stmt);
      self->statement->in_use = FALSE;
    }
  else
    {
      sqlite3_finalize (self->stmt);
    }
  g_free (self);
}
