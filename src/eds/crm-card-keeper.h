/* crm-card-keeper.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <libedataserver/libedataserver.h>
#include "store/crm-store.h"
G_BEGIN_DECLS

/* Copies the contacts of the CRM's people into crm.db when they have changed, a few at a time, see
 * crm-kept-card.h. */

#define CRM_TYPE_CARD_KEEPER (crm_card_keeper_get_type ())
G_DECLARE_FINAL_TYPE (CrmCardKeeper, crm_card_keeper, CRM, CARD_KEEPER, GObject)

CrmCardKeeper *crm_card_keeper_new (CrmStore *store,
                                    ESourceRegistry *registry) G_GNUC_WARN_UNUSED_RESULT;
void crm_card_keeper_look (CrmCardKeeper *self);
void crm_card_keeper_stop (CrmCardKeeper *self);

G_END_DECLS
