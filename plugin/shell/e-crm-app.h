/* e-crm-app.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <shell/e-shell.h>
#include "service/crm-scope.h"
#include "store/crm-backup.h"
#include "store/crm-store.h"
G_BEGIN_DECLS

/* What all windows of one Evolution share: the store, what may be captured, the background work. */

typedef enum
{
  E_CRM_APP_STARTING,
  E_CRM_APP_FAILED,     /* the store cannot be opened: e_crm_app_get_failure() */
  E_CRM_APP_NOT_SET_UP, /* the first-run card is to be answered before anything is captured */
  E_CRM_APP_READY,
} ECrmAppState;

#define E_TYPE_CRM_APP (e_crm_app_get_type ())
G_DECLARE_FINAL_TYPE (ECrmApp, e_crm_app, E, CRM_APP, GObject)

void e_crm_app_set_directory (const char *directory);
ECrmApp *e_crm_app_get (EShell *shell);
void e_crm_app_start (ECrmApp *self);
ECrmAppState e_crm_app_get_state (ECrmApp *self);
const GError *e_crm_app_get_failure (ECrmApp *self);
const CrmBackup *e_crm_app_get_backup (ECrmApp *self);
char *e_crm_app_dup_directory (ECrmApp *self);
void e_crm_app_try_again (ECrmApp *self);
void e_crm_app_restore_async (ECrmApp *self, GAsyncReadyCallback callback, gpointer user_data);
gboolean e_crm_app_restore_finish (ECrmApp *self, GAsyncResult *result, GError **error);
EShell *e_crm_app_get_shell (ECrmApp *self);
CrmStore *e_crm_app_get_store (ECrmApp *self);
const CrmScope *e_crm_app_get_scope (ECrmApp *self);
void e_crm_app_reload_scope (ECrmApp *self);
void e_crm_app_get_progress (ECrmApp *self, guint *out_done, guint *out_total);
void e_crm_app_set_progress (ECrmApp *self, guint done, guint total);
guint e_crm_app_get_unread_folders (ECrmApp *self);
void e_crm_app_set_unread_folders (ECrmApp *self, guint n_folders);
void e_crm_app_tell_trouble (ECrmApp *self, const char *text);

G_END_DECLS
