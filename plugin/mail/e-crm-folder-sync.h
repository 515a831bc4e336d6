/* e-crm-folder-sync.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <camel/camel.h>
#include "store/crm-store.h"
G_BEGIN_DECLS

/* Brings the index in step with Camel's folder summaries. Everything here runs on a job thread. */

typedef void (*ECrmProgressFunc) (guint done, guint total, gpointer data);

typedef struct
{
  CrmStore *store;           /* (unowned) */
  GCancellable *cancellable; /* (unowned) (nullable) */
  ECrmProgressFunc progress;
  gpointer progress_data;
  guint done; /* messages looked at so far */
  guint total;
} ECrmFolderSync;

gboolean e_crm_folder_sync_run (ECrmFolderSync *self, CamelFolder *folder, GError **error);
gboolean e_crm_folder_sync_finish (ECrmFolderSync *self, GHashTable *sources, GError **error);
void e_crm_folder_sync_forget_missing (CrmStore *store, const char *source, GPtrArray *names);

G_END_DECLS
