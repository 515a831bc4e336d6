/* crm-change-label.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <glib.h>
G_BEGIN_DECLS

const char *crm_change_label_describe (const char *label);

G_END_DECLS
