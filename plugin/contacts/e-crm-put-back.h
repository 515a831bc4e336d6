/* e-crm-put-back.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <gtk/gtk.h>

#include "service/crm-context.h"
#include "shell/e-crm-app.h"
G_BEGIN_DECLS

/* Somebody whose contact is gone is put into an address book again, when the person asks for it.
 * @section writes the change, or says why there is none. */
void e_crm_put_back (ECrmApp *app, CrmContext *context, GtkWidget *section);

/* The contact is in a book that takes no changes: it is copied into one that does. */
void e_crm_copy_contact (ECrmApp *app, CrmContext *context, GtkWidget *section);

G_END_DECLS
