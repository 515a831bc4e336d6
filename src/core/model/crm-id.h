/* crm-id.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <glib.h>
G_BEGIN_DECLS

#define CRM_ID_LENGTH 36

char *crm_id_new (gint64 now_usec) G_GNUC_WARN_UNUSED_RESULT;
char *crm_id_derive (const char *kind, ...) G_GNUC_NULL_TERMINATED G_GNUC_WARN_UNUSED_RESULT;
gboolean crm_id_is_valid (const char *id);
gint64 crm_id_get_usec (const char *id);

G_END_DECLS
