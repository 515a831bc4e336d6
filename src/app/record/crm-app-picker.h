/* crm-app-picker.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "base/crm-app-session.h"
#include <adwaita.h>
G_BEGIN_DECLS

/* Choosing a record by some letters of its name, or making a new one of that name. */

typedef void (*CrmAppPickedFunc) (const char *id, const char *title, gpointer data);

void crm_app_picker_present (GtkWidget *parent,
                             CrmAppSession *session,
                             const char *entity,
                             const char *heading,
                             CrmAppPickedFunc func,
                             gpointer data,
                             GDestroyNotify free_data);
void crm_app_picker_present_other (GtkWidget *parent,
                                   CrmAppSession *session,
                                   const char *entity,
                                   const char *heading,
                                   const char *id,
                                   const char *words,
                                   CrmAppPickedFunc func,
                                   gpointer data,
                                   GDestroyNotify free_data);

G_END_DECLS
