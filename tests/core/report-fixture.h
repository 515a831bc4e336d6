/* report-fixture.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "crm-test-mail.h"

#include "service/crm-deals.h"
#include "service/crm-report.h"

/* Deals that are made and moved as the days go by, and the reports on them. */

#define DAY G_GINT64_CONSTANT (86400)
#define NEEDS "00000000-0000-8000-8000-000000000102"
#define PROPOSAL "00000000-0000-8000-8000-000000000103"
#define REASON "00000000-0000-8000-8000-000000000201"

typedef struct
{
  CrmTestStore *test; /* (owned) */
} Fixture;

static inline void
set_up (Fixture *self, gconstpointer data)
{
  self->test = crm_test_store_new ();
}

static inline void
tear_down (Fixture *self, gconstpointer data)
{
  crm_test_check (self->test->store);
  crm_test_store_free (self->test);
}

static inline gpointer
load_cb (CrmReader *reader, gpointer query, GError **error)
{
  return crm_report_load (reader, query, error);
}

static inline CrmReport *
load (Fixture *self, CrmReportKind kind, CrmPeriod period)
{
  CrmReportQuery query = { kind, period, NULL };
  g_autoptr (GError) error = NULL;
  CrmReport *report = crm_store_read_sync (self->test->store, load_cb, &query, NULL, &error);

  g_assert_no_error (error);
  return report;
}

/* A new deal in the first stage; @amount below 0: none. */
static inline char *
add_deal (Fixture *self, const char *currency, gint64 amount)
{
  CrmChangeSet *set = crm_change_set_new ("add-deal", CRM_CAUSE_USER);
  CrmNewDeal deal = { .title = "Pumps",
                      .currency = currency,
                      .amount_minor = amount,
                      .has_amount = amount >= 0,
                      .now_usec = self->test->now_usec };
  char *id = crm_deals_create (set, &deal);

  crm_test_write (self->test->store, set);
  return id;
}

/* Moves a deal after so many days. */
static inline void
move (Fixture *self, const char *id, const char *to, int days)
{
  CrmStore *store = self->test->store;
  g_autoptr (CrmRecord) deal = crm_test_get (store, "deal", id);
  g_autoptr (CrmRecord) from = crm_test_get (store, "stage", crm_record_get_text (deal, "stage"));
  g_autoptr (CrmRecord) stage = crm_test_get (store, "stage", to);
  g_autoptr (GError) error = NULL;
  CrmChangeSet *set = crm_change_set_new ("set-stage", CRM_CAUSE_USER);

  crm_test_store_pass_secs (self->test, days * DAY);
  crm_deals_set_stage (set, deal, from, stage, REASON, NULL, self->test->now_usec, &error);
  g_assert_no_error (error);
  crm_test_write (store, set);
}

static inline gint64
get_sum (const CrmTotals *totals, const char *currency)
{
  for (guint i = 0; i < totals->sums->len; i++)
    if (g_str_equal (g_array_index (totals->sums, CrmSum, i).currency, currency))
      return g_array_index (totals->sums, CrmSum, i).minor;
  return -1;
}
