/* e-crm-drafts.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <gtk/gtk.h>
#include "service/crm-context.h"
G_BEGIN_DECLS

/* What is typed in the forms of the sidebars and not stored yet: by field, and by whom or what it
 * is about. It waits there, in every window, until it is stored, emptied or given up, as long as
 * Evolution runs. Main thread only. */

const char *e_crm_drafts_get (const char *field, const char *subject);
void e_crm_drafts_set (const char *field, const char *subject, const char *text);
void e_crm_drafts_hand_over (const char *field, const char *subject, CrmChangeSet *set);
void e_crm_drafts_settle (const CrmChangeSet *set, gboolean is_safe);

void e_crm_drafts_bind (GtkWidget *entry, const char *field);
void e_crm_drafts_show (GtkWidget *entry, const CrmContext *context);
void e_crm_drafts_show_subject (GtkWidget *entry, const char *subject);
void e_crm_drafts_take (GtkWidget *entry, CrmChangeSet *set);
const char *e_crm_drafts_subject_of (const CrmContext *context);

G_END_DECLS
