/* e-crm-today-view.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <gmodule.h>
#include <glib-object.h>
G_BEGIN_DECLS

void e_crm_today_view_type_register (GTypeModule *module);

G_END_DECLS
