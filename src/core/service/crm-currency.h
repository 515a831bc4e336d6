/* crm-currency.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "model/crm-change-set.h"
#include "model/crm-rates.h"
#include "model/crm-record.h"
#include "store/crm-reader.h"
G_BEGIN_DECLS

/* Amounts in several currencies: the base currency, dated rates, totals. */

CrmRates *crm_currency_load_rates (CrmReader *reader, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void crm_currency_set_base (CrmChangeSet *set, const char *currency);
char *crm_currency_set_rate (CrmChangeSet *set,
                             const char *base,
                             const char *currency,
                             int day,
                             const CrmDecimal *rate,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
int crm_currency_get_deal_day (const CrmRecord *deal, gint64 now_usec);
CrmTotals *crm_currency_total_deals (const GPtrArray *deals,
                                     const CrmRates *rates,
                                     gint64 now_usec) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
