/* crm-report-query.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "model/crm-value.h"
#include "store/crm-reader.h"
G_BEGIN_DECLS

/* What reports ask for; service/crm-report.c puts it together. */

/* A deal that came into a stage. */
typedef struct
{
  char *deal;        /* (owned): id */
  char *stage;       /* (owned): id */
  char *deal_stage;  /* (owned): id of the stage where the deal is now */
  gint64 enter_usec; /* UTC */
} CrmStageVisit;

/* What sums of a pipeline need of a deal. */
typedef struct
{
  const CrmRecord *stage;  /* (unowned): where it is */
  const char *currency;    /* (unowned) (nullable): ISO 4217 */
  CrmValue amount;         /* in minor units; NULL is unknown */
  gint64 percent;          /* its own probability, else that of its stage; below 0: unknown */
  CrmValue closed_at;      /* UTC microseconds; NULL is not closed */
  CrmValue expected_close; /* days since 1970-01-01; NULL is unknown */
} CrmDealAmount;

/* @deal is good until it returns. */
typedef void (*CrmDealAmountFunc) (const CrmDealAmount *deal, gpointer data);

/* A deal that was closed, with what reports on closings need besides. */
typedef struct
{
  CrmDealAmount amount;
  const char *owner;      /* (unowned) (nullable): id of whoever owned it when it was closed */
  const char *reason;     /* (unowned) (nullable): id of the reason for losing */
  const char *last_stage; /* (unowned) (nullable): id of the stage where it was before */
  CrmValue begin;         /* UTC microseconds when it came into its first stage; NULL: unknown */
} CrmClosedDeal;

/* @deal is good until it returns. */
typedef void (*CrmClosedDealFunc) (const CrmClosedDeal *deal, gpointer data);

typedef enum
{
  CRM_REPORT_LETTERS,  /* written, and sent */
  CRM_REPORT_MEETINGS, /* held */
  CRM_REPORT_PLANNED,  /* meetings that have not begun */
  CRM_REPORT_CALLS,
  CRM_REPORT_NOTES,
  CRM_REPORT_FOLLOW_UPS, /* done */
  CRM_REPORT_N_ACTIVITIES,
} CrmReportActivity;

/* How often somebody of ours did something: known as a user, or by an address. */
typedef struct
{
  CrmReportActivity activity;
  char *user;    /* (owned) (nullable): id */
  char *address; /* (owned) (nullable) */
  char *name;    /* (owned) (nullable) */
  gboolean own;  /* @address is the user's own */
  guint n;
} CrmActorCount;

gboolean crm_query_deal_amounts (CrmReader *reader,
                                 const char *pipeline,
                                 gint64 closed_since_usec,
                                 CrmDealAmountFunc func,
                                 gpointer data,
                                 GError **error);
gboolean crm_query_closed_deals (CrmReader *reader,
                                 const char *pipeline,
                                 gint64 from_usec,
                                 gint64 to_usec,
                                 CrmClosedDealFunc func,
                                 gpointer data,
                                 GError **error);
GPtrArray *crm_query_stage_visits (CrmReader *reader, const char *pipeline, GError **error);
GPtrArray *
crm_query_actor_counts (CrmReader *reader, gint64 from_usec, gint64 to_usec, GError **error);
void crm_stage_visit_free (CrmStageVisit *self);
void crm_actor_count_free (CrmActorCount *self);

G_END_DECLS
