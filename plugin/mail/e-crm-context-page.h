/* e-crm-context-page.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "e-crm-section.h"
G_BEGIN_DECLS

/* What the sidebar shows of one message: the sections one below the other, and the line for a note.
 * It knows neither the store nor Evolution. */

#define E_TYPE_CRM_CONTEXT_PAGE (e_crm_context_page_get_type ())
G_DECLARE_FINAL_TYPE (ECrmContextPage, e_crm_context_page, E, CRM_CONTEXT_PAGE, GtkBox)

GtkWidget *e_crm_context_page_new (void);
void e_crm_context_page_update (ECrmContextPage *self, CrmContext *context);
GSList *e_crm_context_page_get_sections (ECrmContextPage *self);
GtkWidget *e_crm_context_page_get_section (ECrmContextPage *self, GType type);

G_END_DECLS
