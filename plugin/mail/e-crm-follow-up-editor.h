/* e-crm-follow-up-editor.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <gtk/gtk.h>
#include "service/crm-follow-up.h"
G_BEGIN_DECLS

/* A small form for one follow-up, under its row. It emits `write` with a change set, `fail` with
 * why what was typed cannot be taken, and `close`. */

#define E_TYPE_CRM_FOLLOW_UP_EDITOR (e_crm_follow_up_editor_get_type ())
G_DECLARE_FINAL_TYPE (ECrmFollowUpEditor, e_crm_follow_up_editor, E, CRM_FOLLOW_UP_EDITOR, GtkBox)

/* Adds a row for each task list that takes tasks, with its source UID as id. */
typedef void (*ECrmTaskLister) (GtkComboBoxText *combo, gpointer data);
void e_crm_follow_up_editor_set_lister (ECrmTaskLister lister, gpointer data);

GtkWidget *e_crm_follow_up_editor_new (void);
void
e_crm_follow_up_editor_edit (ECrmFollowUpEditor *self, CrmRecord *follow_up, const char *task_list);
CrmRecord *e_crm_follow_up_editor_get (ECrmFollowUpEditor *self);
void e_crm_follow_up_editor_clear (ECrmFollowUpEditor *self);
void e_crm_follow_up_editor_refresh (ECrmFollowUpEditor *self, CrmRecord *record);
gboolean e_crm_follow_up_editor_is_touched (ECrmFollowUpEditor *self);
gboolean
e_crm_follow_up_editor_settle (ECrmFollowUpEditor *self, const CrmChangeSet *set, gboolean is_safe);

G_END_DECLS
