/* crm-settings.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "service/crm-preferences.h"
#include "store/crm-store.h"
G_BEGIN_DECLS

/* All that a window of settings shows. Immutable, so it crosses threads freely. */

typedef struct
{
  int ref_count; /* (atomic) */
  CrmPreferences preferences;
  CrmRecord *user;    /* (owned) (nullable): the user, once anything was written */
  char *base;         /* (owned) (nullable): ISO 4217 code of the base currency */
  char *task_list;    /* (owned) (nullable): source UID, `default` or `none`; NULL if not chosen */
  GPtrArray *rates;   /* (owned) (element-type CrmRecord): towards the base currency */
  GPtrArray *fields;  /* (owned) (element-type CrmRecord): custom ones in use, in their order */
  GPtrArray *choices; /* (owned) (element-type CrmRecord): of custom fields, in use, in order */
  GPtrArray *labels;  /* (owned) (element-type CrmRecord): of custom fields, by language */
  gint64 now_usec;
} CrmSettings;

#define CRM_TYPE_SETTINGS (crm_settings_get_type ())
GType crm_settings_get_type (void);

CrmSettings *crm_settings_load (CrmReader *reader, GError **error);
void crm_settings_load_async (CrmStore *store,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
CrmSettings *crm_settings_load_finish (CrmStore *store, GAsyncResult *result, GError **error);
CrmSettings *crm_settings_ref (CrmSettings *self);
void crm_settings_unref (CrmSettings *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmSettings, crm_settings_unref)

G_END_DECLS
