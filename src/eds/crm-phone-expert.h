/* crm-phone-expert.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <glib.h>
G_BEGIN_DECLS

gboolean crm_phone_expert_install (void);

G_END_DECLS
