/* e-crm-contact-view.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <glib-object.h>
G_BEGIN_DECLS

void e_crm_contact_view_type_register (GTypeModule *module);

G_END_DECLS
