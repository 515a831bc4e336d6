/* crm-order-waits.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <glib.h>
G_BEGIN_DECLS

/* Orders that could not be carried out yet: each is left alone for a while, the longer the oftener
 * it was tried, and the owner is called when the next one's time has come. */

typedef struct _CrmOrderWaits CrmOrderWaits;

/* Called in the thread-default context of the call that set the time. */
typedef void (*CrmOrderDueFunc) (gpointer owner);

CrmOrderWaits *crm_order_waits_new (const guint *delays_secs,
                                    guint n_delays,
                                    CrmOrderDueFunc due,
                                    gpointer owner) G_GNUC_WARN_UNUSED_RESULT;
void crm_order_waits_free (CrmOrderWaits *self);
void crm_order_waits_add (CrmOrderWaits *self, const char *id, gboolean is_denied);
void crm_order_waits_remove (CrmOrderWaits *self, const char *id);
void crm_order_waits_hurry (CrmOrderWaits *self, const char *id);
void crm_order_waits_clear (CrmOrderWaits *self);
gboolean crm_order_waits_is_empty (const CrmOrderWaits *self);
gboolean crm_order_waits_was_denied (const CrmOrderWaits *self, const char *id);
gboolean crm_order_waits_is_over (const CrmOrderWaits *self, const char *id, gint64 *next_usec);
void crm_order_waits_wake_at (CrmOrderWaits *self, gint64 next_usec);
void crm_order_waits_wake_later (CrmOrderWaits *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmOrderWaits, crm_order_waits_free)

G_END_DECLS
