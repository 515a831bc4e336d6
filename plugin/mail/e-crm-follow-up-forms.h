/* e-crm-follow-up-forms.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "e-crm-follow-up-editor.h"
G_BEGIN_DECLS

/* The open forms for follow-ups, of all sidebars: one for each follow-up at most. A form in which
 * somebody has typed is kept when its row goes away, and comes back with it, as long as Evolution
 * runs. A slot is an empty box below a row, in a section; `opener` is what opens the form. */

GtkWidget *e_crm_follow_up_forms_make_slot (GtkWidget *opener);
void e_crm_follow_up_forms_toggle (GtkWidget *slot, CrmRecord *follow_up, const char *task_list);
void e_crm_follow_up_forms_close_untouched (GtkWidget *slot);
void e_crm_follow_up_forms_leave (GtkWidget *slot);
void e_crm_follow_up_forms_come_back (GtkWidget *slot, CrmRecord *follow_up);
void e_crm_follow_up_forms_tidy (void);
void e_crm_follow_up_forms_settle (const CrmChangeSet *set, gboolean is_safe);

G_END_DECLS
