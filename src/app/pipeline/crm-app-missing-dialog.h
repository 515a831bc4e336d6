/* crm-app-missing-dialog.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <adwaita.h>
#include "base/crm-app-session.h"
G_BEGIN_DECLS

/* Asking for what a stage wants to know of a deal, or a status of a lead. */

/* @set: has what was filled in. Takes over the data. */
typedef void (*CrmAppMissingFunc) (CrmChangeSet *set, gpointer data);

void crm_app_missing_dialog_ask (GtkWidget *parent,
                                 CrmAppSession *session,
                                 const CrmRecord *record,
                                 const char *wants,
                                 const char *label,
                                 const GPtrArray *fields,
                                 CrmAppMissingFunc func,
                                 gpointer data,
                                 GDestroyNotify free_data);

G_END_DECLS
