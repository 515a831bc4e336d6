/* e-crm-composer-people.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <gtk/gtk.h>
#include "service/crm-context.h"
G_BEGIN_DECLS

/* One line a recipient, which opens to the rest of what is known. */

#define E_TYPE_CRM_COMPOSER_PEOPLE (e_crm_composer_people_get_type ())
G_DECLARE_FINAL_TYPE (ECrmComposerPeople, e_crm_composer_people, E, CRM_COMPOSER_PEOPLE, GtkBox)

GtkWidget *e_crm_composer_people_new (void);
void e_crm_composer_people_update (ECrmComposerPeople *self, GPtrArray *contexts);
char *e_crm_composer_people_summarise (ECrmComposerPeople *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
