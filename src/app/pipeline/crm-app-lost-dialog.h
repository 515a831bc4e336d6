/* crm-app-lost-dialog.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <adwaita.h>
#include "model/crm-record.h"
G_BEGIN_DECLS

/* @reason: id of the reason; @note: (nullable): what the person adds */
typedef void (*CrmAppLostFunc) (const char *reason, const char *note, gpointer data);

void crm_app_lost_dialog_ask (GtkWidget *parent,
                              const CrmRecord *deal,
                              GPtrArray *reasons,
                              CrmAppLostFunc func,
                              gpointer data,
                              GDestroyNotify free_data);

G_END_DECLS
