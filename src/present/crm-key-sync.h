/* crm-key-sync.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <glib.h>
G_BEGIN_DECLS

/* Told after a stretch of keys was replaced, as GListModel::items-changed is. */
typedef void (*CrmKeysChanged) (guint position, guint removed, guint added, gpointer data);

void crm_key_sync (GArray *keys, const GArray *wanted, CrmKeysChanged changed, gpointer data);

G_END_DECLS
