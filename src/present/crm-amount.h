/* crm-amount.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <glib.h>
G_BEGIN_DECLS

/* Amounts as people type them: the way their locale writes them, or plainly. */

gboolean crm_amount_parse (
    const char *text, const char *currency, char **out_currency, gint64 *out_minor, GError **error);
char *crm_amount_set_currency (const char *text,
                               const char *currency,
                               const char *wanted) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
