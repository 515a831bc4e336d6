/* e-crm-flow.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <gtk/gtk.h>
G_BEGIN_DECLS

/* A container whose children stand side by side, as many as fit, the rest in further lines: labels
 * differ much in length from language to language. Unlike GtkFlowBox it has no window of its own,
 * in which GTK's accessibility loses its children once the page around it is scrolled, and no
 * cells. */

#define E_TYPE_CRM_FLOW (e_crm_flow_get_type ())
G_DECLARE_FINAL_TYPE (ECrmFlow, e_crm_flow, E, CRM_FLOW, GtkContainer)

GtkWidget *e_crm_flow_new (void);

G_END_DECLS
