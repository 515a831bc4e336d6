/* crm-app-list-builder.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <adwaita.h>
#include "store/crm-list-query.h"
G_BEGIN_DECLS

/* The button behind which one points a filter together: field, comparison, value. It writes the
 * text that one could have typed, and shows the conditions that are in it.
 *
 * Signal: `built` (the text that shall be). */

#define CRM_APP_TYPE_LIST_BUILDER (crm_app_list_builder_get_type ())
G_DECLARE_FINAL_TYPE (CrmAppListBuilder, crm_app_list_builder, CRM_APP, LIST_BUILDER, AdwBin)

GtkWidget *crm_app_list_builder_new (void);
void crm_app_list_builder_set_columns (CrmAppListBuilder *self, GPtrArray *columns);
void crm_app_list_builder_set_text (CrmAppListBuilder *self, const char *text);

G_END_DECLS
