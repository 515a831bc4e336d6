/* crm-weighted.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "model/crm-rates.h"
#include "store/crm-context-query.h"
G_BEGIN_DECLS

/* Sums of amounts times their probabilities (K07). Boards and reports add up here, so that they
 * agree to the cent: what is added is not rounded, the sum is, once. */

void
crm_weighted_add (CrmTotals *weighted, const CrmDealState *state, const CrmRates *rates, int day);
void crm_weighted_add_amount (CrmTotals *weighted,
                              const CrmValue *amount,
                              gint64 percent,
                              const char *currency,
                              const CrmRates *rates,
                              int day);
void crm_weighted_round (CrmTotals *weighted);

G_END_DECLS
