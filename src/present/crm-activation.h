/* crm-activation.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <gio/gio.h>
G_BEGIN_DECLS

GVariant *crm_activation_to_platform_data (const char *token);
char **crm_activation_to_environment (const char *token, char **environment);

G_END_DECLS
