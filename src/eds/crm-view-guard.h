/* crm-view-guard.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <gio/gio.h>
G_BEGIN_DECLS

void crm_view_guard_install (GDBusConnection *connection);

G_END_DECLS
