/* crm-uid-order.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <glib.h>
G_BEGIN_DECLS

void crm_uid_order_sort (GPtrArray *uids);

G_END_DECLS
