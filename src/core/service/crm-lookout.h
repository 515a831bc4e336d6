/* crm-lookout.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "store/crm-store.h"
G_BEGIN_DECLS

/* Looks again after everything that was written or indexed: never twice at once, and once for many
 * letters in a row. */

#define CRM_TYPE_LOOKOUT (crm_lookout_get_type ())
G_DECLARE_FINAL_TYPE (CrmLookout, crm_lookout, CRM, LOOKOUT, GObject)

typedef void (*CrmLookFunc) (CrmLookout *self, CrmStore *store, gpointer data);

CrmLookout *crm_lookout_new (CrmStore *store, guint delay_msec, CrmLookFunc look, gpointer data)
    G_GNUC_WARN_UNUSED_RESULT;
void crm_lookout_look_later (CrmLookout *self);
void crm_lookout_done (CrmLookout *self);
GCancellable *crm_lookout_get_cancellable (CrmLookout *self);
void crm_lookout_stop (CrmLookout *self);

G_END_DECLS
