/* crm-form-private.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "crm-form.h"
G_BEGIN_DECLS

void _crm_form_option_free (gpointer option);
void _crm_form_option_add (GPtrArray *options, const char *value, char *label);
void _crm_form_arrange (CrmForm *self);
void _crm_form_change_field (CrmChange *change, const CrmFormField *field);

G_END_DECLS
