/* crm-html-text.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <glib.h>
G_BEGIN_DECLS

char *crm_html_to_text (const char *html) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
