/* crm-header-guard.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <glib.h>
G_BEGIN_DECLS

/* Prepares raw header text for Camel's decoders, which stumble over some mail that exists. */

gboolean crm_header_charset_is_known (const char *charset);
char *crm_header_guard_text (const char *value) G_GNUC_WARN_UNUSED_RESULT;
char *crm_header_guard_addresses (const char *value) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
