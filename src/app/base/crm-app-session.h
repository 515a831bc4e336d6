/* crm-app-session.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "crm-app-memory.h"
#include "store/crm-backup.h"
#include "store/crm-store.h"
G_BEGIN_DECLS

/* The store as the workspace sees it: whether it is there, what went wrong, what was changed. */

typedef enum
{
  CRM_APP_SESSION_STARTING,
  CRM_APP_SESSION_MISSING,    /* there is no store: Evolution makes it */
  CRM_APP_SESSION_NOT_SET_UP, /* nobody has answered the first-run card, and nothing is in it */
  CRM_APP_SESSION_READY,
  CRM_APP_SESSION_FAILED, /* it cannot be opened */
} CrmAppSessionState;

#define CRM_APP_TYPE_SESSION (crm_app_session_get_type ())
G_DECLARE_FINAL_TYPE (CrmAppSession, crm_app_session, CRM_APP, SESSION, GObject)

CrmAppSession *crm_app_session_new (const char *directory);
void crm_app_session_start (CrmAppSession *self);
void crm_app_session_close (CrmAppSession *self);
CrmAppSessionState crm_app_session_get_state (CrmAppSession *self);
const char *crm_app_session_get_directory (CrmAppSession *self);
CrmAppMemory *crm_app_session_get_memory (CrmAppSession *self);
CrmStore *crm_app_session_get_store (CrmAppSession *self);
const GError *crm_app_session_get_failure (CrmAppSession *self);
const CrmBackup *crm_app_session_get_backup (CrmAppSession *self);
void crm_app_session_restore (CrmAppSession *self);
void crm_app_session_write (CrmAppSession *self, CrmChangeSet *set);
void crm_app_session_write_async (CrmAppSession *self,
                                  CrmChangeSet *set,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
gboolean crm_app_session_write_finish (CrmAppSession *self, GAsyncResult *result, GError **error);
void crm_app_session_check_day (CrmAppSession *self);
void crm_app_session_undo (CrmAppSession *self);
void crm_app_session_tell (CrmAppSession *self, const char *text);
void crm_app_session_tell_trouble (CrmAppSession *self, const char *text);

G_END_DECLS
