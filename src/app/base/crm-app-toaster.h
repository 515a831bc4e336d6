/* crm-app-toaster.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <adwaita.h>
#include "crm-app-session.h"
G_BEGIN_DECLS

/* What every window of settings has besides its pages: it tells what was done, offers Undo, and
 * takes the keys that the main window takes. */

void crm_app_toaster_attach (AdwPreferencesWindow *window, CrmAppSession *session);

G_END_DECLS
