/* e-crm-composer-pane.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <gtk/gtk.h>
#include "e-crm-deal-choice.h"
#include "service/crm-context.h"
#include "shell/e-crm-app.h"
G_BEGIN_DECLS

/* The strip under the headers of a letter that is being written: who the recipients are, the deal
 * it will be filed under, and what one would be sorry for after sending. */

#define E_TYPE_CRM_COMPOSER_PANE (e_crm_composer_pane_get_type ())
G_DECLARE_FINAL_TYPE (ECrmComposerPane, e_crm_composer_pane, E, CRM_COMPOSER_PANE, GtkBox)

GtkWidget *e_crm_composer_pane_new (ECrmApp *app);
void e_crm_composer_pane_set_letter (ECrmComposerPane *self, CrmMessage *message);
GtkToggleButton *e_crm_composer_pane_get_toggle (ECrmComposerPane *self);
GtkWidget *e_crm_composer_pane_get_templates_button (ECrmComposerPane *self);
CrmContext *e_crm_composer_pane_get_context (ECrmComposerPane *self);
ECrmDealChoice *e_crm_composer_pane_get_choice (ECrmComposerPane *self);
int e_crm_composer_pane_get_answer_days (ECrmComposerPane *self, const char **out_ladder);
void e_crm_composer_pane_restore (ECrmComposerPane *self,
                                  const char *deal,
                                  int answer_days,
                                  const char *ladder);
void e_crm_composer_pane_show_warnings (ECrmComposerPane *self, GPtrArray *warnings, gboolean ask);
void e_crm_composer_pane_say (ECrmComposerPane *self, const char *text);

G_END_DECLS
