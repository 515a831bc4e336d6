/* crm-list-sync.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <gio/gio.h>
G_BEGIN_DECLS

/* Whether a row says the same as another one. */
typedef gboolean (*CrmListSameFunc) (gpointer row, gpointer other);

guint crm_list_sync (GListStore *list, GPtrArray *rows, CrmListSameFunc same);

G_END_DECLS
