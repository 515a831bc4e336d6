/* crm-app-form-window.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <adwaita.h>
#include "base/crm-app-session.h"
G_BEGIN_DECLS

void crm_app_form_window_present (GtkWidget *parent,
                                  CrmAppSession *session,
                                  const char *entity,
                                  const char *id,
                                  const char *title);

G_END_DECLS
