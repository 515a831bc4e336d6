/* e-crm-line.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <gtk/gtk.h>
G_BEGIN_DECLS

/* A label of one line whose size does not depend on its text. Fifty ordinary labels are shaped as
 * often as anything is relabelled, only to find that each is still one line high; of these, only
 * those in sight are ever shaped. */

#define E_TYPE_CRM_LINE (e_crm_line_get_type ())
G_DECLARE_FINAL_TYPE (ECrmLine, e_crm_line, E, CRM_LINE, GtkLabel)

GtkWidget *e_crm_line_new (void);

G_END_DECLS
