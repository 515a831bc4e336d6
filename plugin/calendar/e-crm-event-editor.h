/* e-crm-event-editor.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <glib-object.h>
G_BEGIN_DECLS

void e_crm_event_editor_type_register (GTypeModule *module);

G_END_DECLS
