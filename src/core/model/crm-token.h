/* crm-token.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <glib.h>
G_BEGIN_DECLS

/* A mark that a person puts into a subject, so that whoever answers keeps it: `[#1a2b3c4d]`. It is
 * the end of the deal's id, whose last digits are random; nothing needs to be stored. */

char *crm_token_new (const char *deal_id) G_GNUC_WARN_UNUSED_RESULT;
char *crm_token_find (const char *subject) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
