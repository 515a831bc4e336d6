/* crm-stage.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "model/crm-change-set.h"
#include "model/crm-record.h"
G_BEGIN_DECLS

/* What a stage asks of the deals in it: fields that are filled when a deal enters, and steps of a
 * checklist that are taken while it is there. */

const CrmField *const *crm_stage_list_requirable (void);
GPtrArray *crm_stage_list_required (const CrmRecord *stage) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *crm_stage_list_missing (const CrmRecord *stage,
                                   const CrmRecord *deal,
                                   const CrmChangeSet *set) G_GNUC_WARN_UNUSED_RESULT;
char **crm_stage_list_steps (const CrmRecord *stage) G_GNUC_WARN_UNUSED_RESULT;
char *crm_stage_join (const char *const *lines) G_GNUC_WARN_UNUSED_RESULT;
char *crm_stage_derive_step_id (const char *deal,
                                const char *stage,
                                const char *step) G_GNUC_WARN_UNUSED_RESULT;
void crm_stage_set_step (
    CrmChangeSet *set, const char *deal, const char *stage, const char *step, gboolean taken);

G_END_DECLS
