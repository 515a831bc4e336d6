/* crm-plain-date.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <glib.h>
G_BEGIN_DECLS

gboolean crm_plain_date_read (const char *text, gint64 *out_secs) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
