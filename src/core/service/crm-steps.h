/* crm-steps.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "store/crm-store.h"
G_BEGIN_DECLS

/* The checklist of the stage that a deal is in. Immutable, so it crosses threads freely. */

typedef struct
{
  int ref_count;    /* (atomic) */
  CrmRecord *deal;  /* (owned) */
  CrmRecord *stage; /* (owned) */
  char **steps;     /* (owned): ended by NULL; none where the stage has no checklist */
  gboolean *taken;  /* (owned) (nullable): of each step */
} CrmSteps;

#define CRM_TYPE_STEPS (crm_steps_get_type ())
GType crm_steps_get_type (void);

CrmSteps *crm_steps_load (CrmReader *reader, const char *deal, GError **error);
void crm_steps_load_async (CrmStore *store,
                           const char *deal,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
CrmSteps *crm_steps_load_finish (CrmStore *store, GAsyncResult *result, GError **error);
CrmSteps *crm_steps_ref (CrmSteps *self);
void crm_steps_unref (CrmSteps *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmSteps, crm_steps_unref)

G_END_DECLS
