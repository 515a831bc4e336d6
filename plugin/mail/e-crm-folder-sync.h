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
  gboolean announce; /* also tell of a few */
  guint done;        /* messages looked at so far */
  guint total;       /* as far as is known */
} ECrmFolderSync;

/* How much of a folder the index has. */
typedef enum
{
  E_CRM_FOLDER_WHOLE,   /* all that Camel knows, and that once was all there is */
  E_CRM_FOLDER_UNREAD,  /* Camel itself has not read it to the end: a server has to be asked */
  E_CRM_FOLDER_OUTDATED /* Camel's uids mean other messages now: it has to be read anew */
} ECrmFolderState;

gboolean e_crm_folder_sync_run (ECrmFolderSync *self,
                                CamelFolder *folder,
                                ECrmFolderState *out_state,
                                GError **error);
gboolean e_crm_folder_sync_refresh (ECrmFolderSync *self,
                                    CamelFolder *folder,
                                    ECrmFolderState state,
                                    GError **error);
gboolean e_crm_folder_sync_finish (ECrmFolderSync *self, GHashTable *sources, GError **error);
void e_crm_folder_sync_forget_missing (CrmStore *store, const char *source, GPtrArray *names);

gboolean e_crm_folder_is_remote (CamelStore *store);
gboolean e_crm_folder_can_refresh (CamelStore *store);

G_END_DECLS
