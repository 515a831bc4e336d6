/* crm-card-offer.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "model/crm-signature.h"
#include "service/crm-context.h"
G_BEGIN_DECLS

/* Where a signature says something else than the card: one offer a field, to be taken over or not,
 * never by itself. */

typedef struct
{
  const char *field; /* (static): name, title, phone, postal_address or website */
  const char *kind;  /* (static) (nullable): of a phone */
  char *seen;        /* (owned) (nullable): what the card has there; NULL for nothing */
  char *value;       /* (owned): what the signature has */
} CrmCardOffer;

gboolean crm_card_is_senders (const CrmContext *context);
GPtrArray *crm_card_find_offers (const CrmContext *context,
                                 const CrmSignature *signature) G_GNUC_WARN_UNUSED_RESULT;
gboolean crm_card_is_readonly (const CrmContext *context, const CrmCardOffer *offer);
gboolean crm_card_can_take_over (const CrmContext *context, const CrmCardOffer *offer);
CrmChangeSet *crm_card_take_over (const CrmContext *context,
                                  const CrmCardOffer *offer) G_GNUC_WARN_UNUSED_RESULT;
CrmChangeSet *crm_card_reject (const CrmContext *context,
                               const CrmCardOffer *offer) G_GNUC_WARN_UNUSED_RESULT;
void crm_card_offer_free (CrmCardOffer *self);

G_END_DECLS
