/* crm-money.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <glib.h>
#include "crm-error.h"
G_BEGIN_DECLS

gboolean crm_currency_is_valid (const char *code);
int crm_currency_get_digits (const char *code);
gboolean
crm_money_parse (const char *text, const char *currency, gint64 *out_minor, GError **error);
char *crm_money_format_plain (gint64 minor, const char *currency) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
