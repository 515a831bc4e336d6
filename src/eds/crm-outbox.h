/* crm-outbox.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <libedataserver/libedataserver.h>
#include "store/crm-store.h"
G_BEGIN_DECLS

/* Carries out the orders that crm.db holds for address books: what spans EDS and SQLite. The order
 * is committed first, then the book is called, then the order is confirmed; a crash at any point
 * neither loses a contact nor makes it twice. Only one program at a time should run one. */

#define CRM_TYPE_OUTBOX (crm_outbox_get_type ())
G_DECLARE_FINAL_TYPE (CrmOutbox, crm_outbox, CRM, OUTBOX, GObject)

CrmOutbox *crm_outbox_new (CrmStore *store, ESourceRegistry *registry) G_GNUC_WARN_UNUSED_RESULT;
void crm_outbox_start (CrmOutbox *self);
void crm_outbox_stop (CrmOutbox *self);
gboolean crm_outbox_is_idle (CrmOutbox *self);

G_END_DECLS
