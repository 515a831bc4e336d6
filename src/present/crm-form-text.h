/* crm-form-text.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "crm-form-data.h"
G_BEGIN_DECLS

/* Between what a field holds and what people read and type, by the type of the field. */

char *crm_form_format (const CrmFormData *data,
                       const CrmField *field,
                       const CrmValue *value,
                       const char *currency) G_GNUC_WARN_UNUSED_RESULT;
gboolean crm_form_parse (const CrmFormData *data,
                         const CrmField *field,
                         const char *text,
                         const char *currency,
                         CrmValue *out_value,
                         char **out_currency,
                         char **out_problem);

G_END_DECLS
