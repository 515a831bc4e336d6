/* crm-app-documents.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "base/crm-app-session.h"
#include "service/crm-documents.h"
#include <adwaita.h>
G_BEGIN_DECLS

GtkWidget *crm_app_documents_new (CrmAppSession *session, const char *id);
void crm_app_documents_show (GtkWidget *card,
                             CrmDocuments *documents,
                             const CrmSubject *subject,
                             gint64 now_usec);

G_END_DECLS
