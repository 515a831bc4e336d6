/* crm-app-document-open.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "base/crm-app-session.h"
#include "model/crm-record.h"
#include <adwaita.h>
G_BEGIN_DECLS

void crm_app_document_look (GtkWidget *line, CrmRecord *document, gint64 now_usec);
void crm_app_document_open (GtkWidget *parent, CrmAppSession *session, CrmRecord *document);

G_END_DECLS
