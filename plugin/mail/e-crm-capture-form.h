/* e-crm-capture-form.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <gtk/gtk.h>
#include <libedataserver/libedataserver.h>
#include "model/crm-signature.h"
#include "service/crm-context.h"
#include "service/crm-scope.h"
G_BEGIN_DECLS

/* Makes somebody known: contact, account and deal in one step, prefilled from the message. */

#define E_TYPE_CRM_CAPTURE_FORM (e_crm_capture_form_get_type ())
G_DECLARE_FINAL_TYPE (ECrmCaptureForm, e_crm_capture_form, E, CRM_CAPTURE_FORM, GtkBox)

GtkWidget *e_crm_capture_form_new (void);
void e_crm_capture_form_fill (ECrmCaptureForm *self,
                              CrmContext *context,
                              CrmSignature *signature,
                              ESourceRegistry *registry,
                              const CrmScope *scope,
                              const char *owner);
gboolean e_crm_capture_form_is_begun (ECrmCaptureForm *self, const char *address);
void e_crm_capture_form_try_again (ECrmCaptureForm *self);

G_END_DECLS
