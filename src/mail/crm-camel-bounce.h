/* crm-camel-bounce.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <camel/camel.h>
G_BEGIN_DECLS

GPtrArray *crm_camel_bounce_read (CamelMimeMessage *message,
                                  GCancellable *cancellable) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
