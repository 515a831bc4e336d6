/* crm-format-private.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "crm-format.h"
G_BEGIN_DECLS

char *_crm_format_money_in (gint64 minor,
                            const char *currency,
                            const char *locale) G_GNUC_WARN_UNUSED_RESULT;

/* As a letter in @language has it, a code such as `de`; NULL for the user's own. */
char *_crm_format_money_for (gint64 minor,
                             const char *currency,
                             const char *language) G_GNUC_WARN_UNUSED_RESULT;
char *_crm_format_day_for (int day, const char *language) G_GNUC_WARN_UNUSED_RESULT;

/* ICU's name of the language that the program speaks; @id has room for ULOC_FULLNAME_CAPACITY. */
void _crm_format_find_language (char *id);

G_END_DECLS
