/* e-crm-composer-plan.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <composer/e-msg-composer.h>
#include "e-crm-composer-pane.h"
G_BEGIN_DECLS

/* Remembers what was chosen for a letter when it is sent or put away, and takes it up again when it
 * is written on. Nothing of it goes into the letter. */

#define E_TYPE_CRM_COMPOSER_PLAN (e_crm_composer_plan_get_type ())
G_DECLARE_FINAL_TYPE (ECrmComposerPlan, e_crm_composer_plan, E, CRM_COMPOSER_PLAN, GObject)

ECrmComposerPlan *e_crm_composer_plan_new (ECrmApp *app,
                                           EMsgComposer *composer,
                                           ECrmComposerPane *pane) G_GNUC_WARN_UNUSED_RESULT;
void e_crm_composer_plan_set_template (ECrmComposerPlan *self, const char *template);
const char *e_crm_composer_plan_get_forwarded (ECrmComposerPlan *self);

G_END_DECLS
