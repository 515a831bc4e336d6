/* crm-app-state.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <glib.h>
G_BEGIN_DECLS

/* How the windows were left: widths, columns, what was chosen. Of this machine and user, not of the
 * store: nobody else needs it, nothing is lost with it, and undo does not meet it. */

char *crm_app_state_get (const char *group, const char *key) G_GNUC_WARN_UNUSED_RESULT;
void crm_app_state_set (const char *group, const char *key, const char *value);

G_END_DECLS
