/* e-crm-toast.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <gtk/gtk.h>

#include "store/crm-store.h"
G_BEGIN_DECLS

/* The line at the foot of the sidebar that says what happened and offers to take it back. */

#define E_TYPE_CRM_TOAST (e_crm_toast_get_type ())
G_DECLARE_FINAL_TYPE (ECrmToast, e_crm_toast, E, CRM_TOAST, GtkBox)

GtkWidget *e_crm_toast_new (void);
void e_crm_toast_show_done (ECrmToast *self, const char *text);
void e_crm_toast_show_plain (ECrmToast *self, const char *text);
void e_crm_toast_show_skipped (ECrmToast *self, const char *text);
void e_crm_toast_show_error (ECrmToast *self, const char *text);
void e_crm_toast_show_undone (ECrmToast *self, const CrmWriteResult *undone, const GError *error);

G_END_DECLS
