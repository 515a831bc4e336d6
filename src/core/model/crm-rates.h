/* crm-rates.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <glib.h>
#include "crm-decimal.h"
G_BEGIN_DECLS

/* What currencies are worth in the base currency, day by day. A rate holds from its day until the
 * next one; before the first there is none, and what cannot be converted stays unknown. Once filled
 * it does not change, so it crosses threads freely. */

typedef struct _CrmRates CrmRates;

typedef struct
{
  char currency[4]; /* ISO 4217; empty for amounts without a currency */
  gint64 minor;     /* in minor units of @currency */
  guint n;          /* how many amounts */
} CrmSum;

typedef struct
{
  GArray *sums;          /* (owned) (element-type CrmSum): in the order first met */
  gint64 base_minor;     /* of all that could be converted, in the base currency */
  guint n_converted;     /* how many amounts are in @base_minor */
  guint n_not_converted; /* amounts whose currency has no rate for their day */
  guint n_unknown;       /* records without an amount */
  gboolean overflow;     /* a sum does not fit: nothing here is to be shown */
} CrmTotals;

CrmRates *crm_rates_new (const char *base) G_GNUC_WARN_UNUSED_RESULT;
void crm_rates_free (CrmRates *self);
void crm_rates_add (CrmRates *self, const char *currency, int day, const CrmDecimal *rate);
const char *crm_rates_get_base (const CrmRates *self);
const CrmDecimal *
crm_rates_find (const CrmRates *self, const char *currency, int day, int *out_since);
gboolean crm_rates_convert (
    const CrmRates *self, gint64 minor, const char *currency, int day, gint64 *out_minor);

CrmTotals *crm_totals_new (void) G_GNUC_WARN_UNUSED_RESULT;
void crm_totals_free (CrmTotals *self);
void crm_totals_add (
    CrmTotals *self, const CrmRates *rates, gint64 minor, const char *currency, int day);
void crm_totals_add_unknown (CrmTotals *self);
gboolean crm_totals_get_base_minor (const CrmTotals *self, gint64 *out_minor);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmRates, crm_rates_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmTotals, crm_totals_free)

G_END_DECLS
