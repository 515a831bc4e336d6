/* e-crm-view-pane.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <gtk/gtk.h>
#include <shell/e-shell-view.h>

#include "compat/e-crm-compat.h"
#include "mail/e-crm-sidebar.h"
G_BEGIN_DECLS

/* A shell view's content with the sidebar right of it: how wide it is and whether it is shown are
 * remembered with the view, keys reach it, letters it names are opened. One for each shell view
 * that has the sidebar; the window owns it. */
#define E_TYPE_CRM_VIEW_PANE (e_crm_view_pane_get_type ())
G_DECLARE_FINAL_TYPE (ECrmViewPane, e_crm_view_pane, E, CRM_VIEW_PANE, GtkPaned)

/* Wraps the content of @view. The actions' functions get the pane; the first action is the toggle
 * that shows the sidebar. Names must differ from those of other views: in 3.46 all share a manager.
 */
ECrmViewPane *e_crm_view_pane_wrap (EShellView *view, const ECrmAction *actions, guint n_actions);
ECrmSidebar *e_crm_view_pane_get_sidebar (ECrmViewPane *self);
void e_crm_view_pane_reveal (ECrmViewPane *self);

/* For tables of actions. */
void e_crm_view_pane_toggle (gpointer self);
void e_crm_view_pane_undo (gpointer self);

G_END_DECLS
