/* crm-report-query.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
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

typedef enum
{
  CRM_REPORT_LETTERS,  /* written, and sent */
  CRM_REPORT_MEETINGS, /* held */
  CRM_REPORT_PLANNED,  /* meetings that have not begun */
  CRM_REPORT_CALLS,
  CRM_REPORT_NOTES,
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

GPtrArray *crm_query_stage_visits (CrmReader *reader, const char *pipeline, GError **error);
GPtrArray *
crm_query_actor_counts (CrmReader *reader, gint64 from_usec, gint64 to_usec, GError **error);
void crm_stage_visit_free (CrmStageVisit *self);
void crm_actor_count_free (CrmActorCount *self);

G_END_DECLS
