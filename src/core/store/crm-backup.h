/* crm-backup.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <gio/gio.h>
#include "model/crm-error.h"
G_BEGIN_DECLS

/* Whole copies of crm.db that were made while all was well. They need no open store: they are for
 * the day on which it cannot be opened. */

typedef enum
{
  CRM_BACKUP_DAILY,    /* made by itself */
  CRM_BACKUP_BY_HAND,  /* somebody asked for it; never removed by itself */
  CRM_BACKUP_UPGRADE,  /* before the file was brought to a newer schema; never removed by itself */
  CRM_BACKUP_REPLACED, /* what lay there before a backup was restored; may be damaged */
} CrmBackupKind;

typedef struct
{
  char *path;    /* (owned) */
  gint64 usec;   /* when it was made, UTC */
  gint64 bytes;  /* its size */
  int version;   /* its schema version, -1 when it is no database */
  gboolean fits; /* whether this program can open that version */
  CrmBackupKind kind;
} CrmBackup;

GPtrArray *crm_backup_list (const char *directory) G_GNUC_WARN_UNUSED_RESULT;
CrmBackup *crm_backup_find_newest (const char *directory) G_GNUC_WARN_UNUSED_RESULT;
gboolean
crm_backup_restore (const char *directory, const char *path, char **out_kept, GError **error);
void crm_backup_restore_async (gpointer source,
                               const char *directory,
                               const char *path,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
gboolean crm_backup_restore_finish (GAsyncResult *result, GError **error);
void crm_backup_free (CrmBackup *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmBackup, crm_backup_free)

G_END_DECLS
