/* crm-report-private.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "crm-report.h"
#include "store/crm-report-query.h"
G_BEGIN_DECLS

/* What the parts of a report share. */

typedef struct
{
  CrmReport *report; /* (unowned) */
  CrmReader *reader;
  CrmRates *rates; /* (unowned) */
  GTimeZone *zone; /* (unowned) */
  int today;       /* days since 1970-01-01, where the user is */
  gint64 from_usec;
  gint64 to_usec;
} CrmReportLoad;

gboolean _crm_report_load_stages (CrmReportLoad *load, GError **error);
gboolean _crm_report_load_won_lost (CrmReportLoad *load, GError **error);
gboolean _crm_report_load_forecast (CrmReportLoad *load, GError **error);
gboolean _crm_report_load_times (CrmReportLoad *load, GError **error);
gboolean _crm_report_load_people (CrmReportLoad *load, GError **error);
gboolean _crm_report_load_owners (CrmReportLoad *load, GError **error);
gboolean _crm_report_load_losses (CrmReportLoad *load, GError **error);
CrmReportMonth *_crm_report_month_new (int first_day);
void
_crm_report_add_closed (const CrmReportLoad *load, CrmReportMonth *row, const CrmDealAmount *deal);
void _crm_report_add_amount (const CrmReportLoad *load,
                             CrmTotals *totals,
                             CrmTotals *weighted,
                             const CrmDealAmount *deal);
void
_crm_report_add_whole (const CrmReportLoad *load, CrmTotals *weighted, const CrmDealAmount *deal);
int _crm_report_get_month (int day);
int _crm_report_add_months (int first_day, int months);
void _crm_spread_fill (CrmSpread *self, GArray *usecs);
void _crm_report_stage_free (gpointer data);
void _crm_report_month_free (gpointer data);
void _crm_report_forecast_free (gpointer data);
void _crm_report_time_free (gpointer data);
void _crm_report_person_free (gpointer data);
void _crm_report_owner_free (gpointer data);
void _crm_report_loss_free (gpointer data);

G_END_DECLS
