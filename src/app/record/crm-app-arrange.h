/* crm-app-arrange.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <adwaita.h>
#include "crm-form.h"
#include "base/crm-app-session.h"
G_BEGIN_DECLS

/* A dialog: the fields of a form in another order, with headings, and without those that nobody
 * needs. Nothing changes before somebody saves it. */
void crm_app_arrange_present (GtkWidget *parent, CrmAppSession *session, CrmForm *form);

G_END_DECLS
