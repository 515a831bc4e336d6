/* crm-decimal.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <glib.h>
#include "crm-error.h"
G_BEGIN_DECLS

#define CRM_DECIMAL_MAX_DIGITS 18

/* An exact number: @mantissa / 10^@scale, without zeros at the end of its fraction. */
typedef struct
{
  gint64 mantissa; /* at most %CRM_DECIMAL_MAX_DIGITS digits */
  int scale;       /* 0 to %CRM_DECIMAL_MAX_DIGITS */
} CrmDecimal;

gboolean crm_decimal_parse (const char *text, CrmDecimal *out, GError **error);
char *crm_decimal_format (const CrmDecimal *decimal) G_GNUC_WARN_UNUSED_RESULT;
gboolean crm_decimal_is_canonical (const char *text);

G_END_DECLS
