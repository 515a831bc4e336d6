/* crm-backup-private.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "crm-backup.h"
#include "crm-connection-private.h"
G_BEGIN_DECLS

gboolean _crm_backup_is_due (const char *directory, gint64 now_usec);
char *_crm_backup_make (const char *directory, CrmBackupKind kind, gint64 now_usec, GError **error);
CrmConnection *_crm_backup_open (const char *path, GError **error);
char *_crm_backup_copy (CrmConnection *connection, const char *path, GError **error);
gboolean _crm_backup_sync_folder (const char *path);

G_END_DECLS
