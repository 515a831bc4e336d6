/* crm-app-convert-dialog.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <adwaita.h>
#include "base/crm-app-session.h"
G_BEGIN_DECLS

void crm_app_convert_dialog_ask (GtkWidget *parent, CrmAppSession *session, const char *lead);

G_END_DECLS
