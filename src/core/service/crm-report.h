/* crm-report.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "model/crm-rates.h"
#include "store/crm-report-query.h"
#include "store/crm-store.h"
G_BEGIN_DECLS

/* Reports on a pipeline and on who does what. The formulas and their edge cases are those of the
 * requirements' fourth chapter (K01, K04, K05, K07, K08, K10, K21, K25, K30, K31); what cannot be
 * known is said to be unknown and is never zero. Immutable, so it crosses threads freely. */

typedef enum
{
  CRM_REPORT_STAGES,   /* K08: open deals by stage, now */
  CRM_REPORT_WON_LOST, /* K01: what was closed, by month */
  CRM_REPORT_FORECAST, /* K07: what is expected, by month, now */
  CRM_REPORT_TIMES,    /* K04 and K05: sales cycle, and how long deals stay in a stage */
  CRM_REPORT_PEOPLE,   /* K25: letters, meetings, calls and notes of each of ours */
  CRM_REPORT_OWNERS,   /* K21, K01, K04 and K10: what each owner closed */
  CRM_REPORT_LOSSES,   /* K30: why deals were lost, and in which stage */
  CRM_N_REPORTS,
} CrmReportKind;

typedef enum
{
  CRM_PERIOD_12_MONTHS, /* this month and the eleven before */
  CRM_PERIOD_THIS_MONTH,
  CRM_PERIOD_LAST_MONTH,
  CRM_PERIOD_THIS_QUARTER,
  CRM_PERIOD_LAST_QUARTER,
  CRM_PERIOD_THIS_YEAR,
  CRM_PERIOD_LAST_YEAR,
  CRM_PERIOD_2_MONTHS, /* this month and the one before */
  CRM_N_PERIODS,
} CrmPeriod;

/* So many months from the current one on have a row in the forecast. */
#define CRM_REPORT_FORECAST_MONTHS 12

typedef struct
{
  CrmRecord *stage;    /* (owned) (nullable): NULL for all together */
  guint n;             /* open deals */
  CrmTotals *totals;   /* (owned) */
  CrmTotals *weighted; /* (owned): each amount times its probability */
} CrmReportStage;

typedef struct
{
  int first_day; /* of the month, days since 1970-01-01 */
  guint n_won;
  guint n_lost;
  CrmTotals *won;  /* (owned) */
  CrmTotals *lost; /* (owned) */
} CrmReportMonth;

typedef enum
{
  CRM_FORECAST_OVERDUE, /* should have been closed before today */
  CRM_FORECAST_MONTH,
  CRM_FORECAST_LATER,
  CRM_FORECAST_UNDATED,
  CRM_FORECAST_ALL,
} CrmForecastKind;

typedef struct
{
  CrmForecastKind kind;
  int first_day; /* of the month */
  guint n_open;
  guint n_won;
  CrmTotals *open;     /* (owned): amounts of the open deals */
  CrmTotals *won;      /* (owned) */
  CrmTotals *expected; /* (owned): open ones times their probability, won ones whole */
} CrmReportForecast;

/* In days. The quartiles lie between two values where they fall between them. */
typedef struct
{
  guint n; /* 0: nothing else is known */
  double mean;
  double lower; /* quartile */
  double median;
  double upper; /* quartile */
  double most;  /* nine of ten do not take longer */
} CrmSpread;

typedef enum
{
  CRM_TIME_WON,   /* from the first stage to the winning */
  CRM_TIME_LOST,  /* the same to the losing */
  CRM_TIME_STAGE, /* in one stage */
} CrmTimeKind;

typedef struct
{
  CrmTimeKind kind;
  CrmRecord *stage;  /* (owned) (nullable) */
  CrmSpread spread;  /* of those that ended in the period */
  CrmSpread current; /* of those that are there now, and how long already */
  guint n_unknown;   /* closed deals whose beginning nobody wrote down */
  guint n_wrong;     /* closed before they began, or begun in the future: not counted */
} CrmReportTime;

typedef struct
{
  char *name;             /* (owned) (nullable): NULL for deals without an owner, and for all */
  CrmReportMonth *closed; /* (owned): of the whole period */
  CrmSpread cycle;        /* from the first stage to the winning */
  guint n_unknown;        /* deals won whose beginning nobody wrote down */
  guint n_wrong;          /* won before they began: not counted */
} CrmReportOwner;

typedef struct
{
  CrmRecord *reason; /* (owned) (nullable): NULL for deals without one, and for all */
  guint n;
  CrmTotals *lost; /* (owned) */
  guint *before;   /* (owned) (array): how many in each of the report's stages before, and one more
                      for those that were elsewhere or nobody knows where */
} CrmReportLoss;

typedef struct
{
  char *name;    /* (owned) */
  gboolean self; /* the user */
  guint counts[CRM_REPORT_N_ACTIVITIES];
} CrmReportPerson;

typedef struct
{
  CrmReportKind kind;
  CrmPeriod period;
  const char *pipeline; /* (nullable): id; the first where it is %NULL or not in use */
} CrmReportQuery;

typedef struct
{
  int ref_count; /* (atomic) */
  CrmReportKind kind;
  CrmPeriod period;
  int from_day;         /* days since 1970-01-01, where the user is */
  int to_day;           /* no part of it */
  GPtrArray *pipelines; /* (owned) (element-type CrmRecord): all in use, in their order */
  CrmRecord *pipeline;  /* (owned) (nullable): NULL when there is none */
  char *base;           /* (owned) (nullable): ISO 4217 code of the base currency */
  gint64 now_usec;
  GPtrArray *stages; /* (owned) (nullable) (element-type CrmRecord): LOSSES: the open ones */
  GPtrArray *rows;   /* (owned): of the type for the @kind */
  gpointer
      previous; /* (owned) (nullable): WON_LOST: the equally long period before, for comparison */
  gpointer all; /* (owned) (nullable): one more row: all of them together */
} CrmReport;

#define CRM_TYPE_REPORT (crm_report_get_type ())
GType crm_report_get_type (void);

CrmReport *crm_report_load (CrmReader *reader, const CrmReportQuery *query, GError **error);
void crm_report_load_async (CrmStore *store,
                            const CrmReportQuery *query,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
CrmReport *crm_report_load_finish (CrmStore *store, GAsyncResult *result, GError **error);
CrmReport *crm_report_ref (CrmReport *self);
void crm_report_unref (CrmReport *self);

void
crm_period_get_days (CrmPeriod period, int today, int fiscal_month, int *out_from, int *out_to);
gboolean crm_report_has_period (CrmReportKind kind);
gboolean crm_report_has_pipeline (CrmReportKind kind);
gboolean crm_report_is_empty (const CrmReport *self);
gboolean crm_report_get_win_rate (const CrmReportMonth *month, double *out_percent);
gboolean
crm_report_get_value_rate (const CrmReportMonth *month, const char *base, double *out_percent);
gboolean crm_report_find_currency (const CrmTotals *const *totals,
                                   guint n,
                                   const char *base,
                                   char out_currency[4]);
gboolean crm_report_get_minor (const CrmTotals *totals,
                               const char *base,
                               const char *currency,
                               gint64 *out_minor);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmReport, crm_report_unref)

G_END_DECLS
