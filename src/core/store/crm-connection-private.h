/* crm-connection-private.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <gio/gio.h>
#include <sqlite3.h>
#include "model/crm-error.h"
#include "model/crm-value.h"
G_BEGIN_DECLS

/* One SQLite connection, used by one thread at a time; statements are prepared once and kept. */

typedef enum
{
  CRM_CONNECTION_READ_ONLY = 1 << 0,
  CRM_CONNECTION_DURABLE = 1 << 1, /* synchronous=FULL: what cannot be made again */
} CrmConnectionFlags;

typedef struct _CrmConnection CrmConnection;
typedef struct _CrmStatement CrmStatement;

/* A running query. Leaving its scope makes the statement free for the next use. */
typedef struct
{
  CrmConnection *connection; /* (unowned) */
  sqlite3_stmt *stmt;
  CrmStatement *statement; /* (unowned) (nullable): where it is kept; NULL when it is not */
} CrmRows;

gboolean _crm_connection_create_file (const char *path);
CrmConnection *_crm_connection_open (const char *path, CrmConnectionFlags flags, GError **error);
gboolean _crm_connection_use_wal (CrmConnection *self, GError **error);
gboolean _crm_connection_check_place (CrmConnection *self, GError **error);
void _crm_connection_close (CrmConnection *self);
sqlite3 *_crm_connection_get_handle (CrmConnection *self);
void _crm_connection_set_cancellable (CrmConnection *self, GCancellable *cancellable);
gboolean
_crm_connection_attach (CrmConnection *self, const char *path, const char *name, GError **error);

sqlite3_stmt *_crm_connection_prepare (CrmConnection *self, const char *sql, GError **error);
gboolean _crm_connection_script (CrmConnection *self, const char *sql, GError **error);
gboolean
_crm_connection_run (CrmConnection *self, GError **error, const char *sql, const char *types, ...);
CrmRows *_crm_connection_query (
    CrmConnection *self, GError **error, const char *sql, const char *types, ...);
gboolean _crm_connection_get_int (
    CrmConnection *self, gint64 *out, GError **error, const char *sql, const char *types, ...);

gboolean _crm_connection_begin (CrmConnection *self, gboolean write, GError **error);
gboolean _crm_connection_commit (CrmConnection *self, GError **error);
void _crm_connection_rollback (CrmConnection *self);

gboolean _crm_rows_next (CrmRows *self, GError **error);
gboolean _crm_rows_bind_value (CrmRows *self, int index, const CrmValue *value, GError **error);
gint64 _crm_rows_int (CrmRows *self, int column);
double _crm_rows_real (CrmRows *self, int column);
const char *_crm_rows_text (CrmRows *self, int column);
gboolean _crm_rows_is_null (CrmRows *self, int column);
CrmValue _crm_rows_value (CrmRows *self, int column);
void _crm_rows_done (CrmRows *self);

gboolean _crm_sqlite_error (sqlite3 *db, int code, const char *what, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmConnection, _crm_connection_close)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmRows, _crm_rows_done)

G_END_DECLS
