/* e-crm-sidebar.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <gtk/gtk.h>
#include "model/crm-change-set.h"
#include "model/crm-event.h"
#include "model/crm-message.h"
#include "model/crm-signature.h"
#include "shell/e-crm-app.h"
#include "store/crm-index.h"
G_BEGIN_DECLS

#define E_TYPE_CRM_SIDEBAR (e_crm_sidebar_get_type ())
G_DECLARE_FINAL_TYPE (ECrmSidebar, e_crm_sidebar, E, CRM_SIDEBAR, GtkBox)

GtkWidget *e_crm_sidebar_new (ECrmApp *app);
void e_crm_sidebar_use_for_events (ECrmSidebar *self);
void e_crm_sidebar_use_for_tasks (ECrmSidebar *self);
void e_crm_sidebar_write (ECrmSidebar *self, CrmChangeSet *set);
void e_crm_sidebar_fail (ECrmSidebar *self, const char *text);
void e_crm_sidebar_show_message (ECrmSidebar *self, CrmMessage *message, guint n_selected);
gboolean e_crm_sidebar_may_read (ECrmSidebar *self);
void e_crm_sidebar_take_bounces (ECrmSidebar *self, CrmMessage *letter, GPtrArray *bounces);
void e_crm_sidebar_set_signature (ECrmSidebar *self, guint64 fingerprint, CrmSignature *signature);
void e_crm_sidebar_use_for_contacts (ECrmSidebar *self);
void e_crm_sidebar_show_contact (ECrmSidebar *self, const CrmContact *contact);
void e_crm_sidebar_show_contacts (ECrmSidebar *self, GPtrArray *contacts, guint n_selected);
void e_crm_sidebar_show_event (ECrmSidebar *self, const CrmEvent *event, guint n_selected);
gboolean e_crm_sidebar_file_proposal (ECrmSidebar *self);
void e_crm_sidebar_log_call (ECrmSidebar *self);
void e_crm_sidebar_print_sheet (ECrmSidebar *self);
void e_crm_sidebar_print_day (ECrmSidebar *self, int day);
void e_crm_sidebar_undo (ECrmSidebar *self);
gboolean e_crm_sidebar_handle_key (ECrmSidebar *self, GdkEventKey *event);

G_END_DECLS
