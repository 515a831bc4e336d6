/* crm-app-record-window.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "base/crm-app-page.h"
G_BEGIN_DECLS

/* A record in a window of its own, with what every such window can do: find, undo, new, delete.
 * What it shows is a page. */

#define CRM_APP_TYPE_RECORD_WINDOW (crm_app_record_window_get_type ())
G_DECLARE_FINAL_TYPE (CrmAppRecordWindow, crm_app_record_window, CRM_APP, RECORD_WINDOW, AdwWindow)

typedef CrmAppPage *(*CrmAppRecordPageFunc) (CrmAppSession *session,
                                             const char *entity,
                                             const char *id);

void crm_app_record_window_present (GtkWidget *parent,
                                    CrmAppSession *session,
                                    const char *entity,
                                    const char *id,
                                    CrmAppRecordPageFunc make_page);
void crm_app_record_window_set_title (GtkWidget *widget, const char *title);
void crm_app_record_window_follow (GtkWidget *widget, const char *id);

G_END_DECLS
