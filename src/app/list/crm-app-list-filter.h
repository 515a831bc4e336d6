/* crm-app-list-filter.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <adwaita.h>
#include "crm-record-list.h"
G_BEGIN_DECLS

/* Where one says which records are shown, in the filter language or by plain words. Field names are
 * completed; a mistake is named below with its place, and marked where it stands.
 *
 * Signal: `changed` when somebody has typed something else and paused. */

#define CRM_APP_TYPE_LIST_FILTER (crm_app_list_filter_get_type ())
G_DECLARE_FINAL_TYPE (CrmAppListFilter, crm_app_list_filter, CRM_APP, LIST_FILTER, GtkBox)

GtkWidget *crm_app_list_filter_new (void);
const char *crm_app_list_filter_get_text (CrmAppListFilter *self);
void crm_app_list_filter_set_text (CrmAppListFilter *self, const char *text);
void crm_app_list_filter_set_columns (CrmAppListFilter *self,
                                      const CrmEntity *entity,
                                      GPtrArray *columns);
void crm_app_list_filter_show_mistake (CrmAppListFilter *self,
                                       const GError *error,
                                       const CrmFilterErrorPlace *place);
void crm_app_list_filter_add (CrmAppListFilter *self, GtkWidget *button);

G_END_DECLS
