/* crm-app-memory.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <gio/gio.h>
G_BEGIN_DECLS

/* How somebody left the workspace on this computer: filters, what is folded, the theme. Beside the
 * store and not in it, for it is nobody else's, and Undo must not meet it. */

#define CRM_APP_TYPE_MEMORY (crm_app_memory_get_type ())
G_DECLARE_FINAL_TYPE (CrmAppMemory, crm_app_memory, CRM_APP, MEMORY, GObject)

CrmAppMemory *crm_app_memory_new (const char *directory);
char *crm_app_memory_get_text (CrmAppMemory *self,
                               const char *group,
                               const char *key) G_GNUC_WARN_UNUSED_RESULT;
void
crm_app_memory_set_text (CrmAppMemory *self, const char *group, const char *key, const char *text);
int crm_app_memory_get_int (CrmAppMemory *self, const char *group, const char *key, int if_unset);
void crm_app_memory_set_int (CrmAppMemory *self, const char *group, const char *key, int number);

G_END_DECLS
