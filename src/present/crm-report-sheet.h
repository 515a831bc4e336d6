/* crm-report-sheet.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <glib-object.h>
#include "service/crm-report.h"
G_BEGIN_DECLS

/* A report as people see it: a table, and bars that show some of its numbers. Both front ends and
 * every export take it from here, so that they cannot differ. Everything is translated text; it
 * does not change once it is made. */

typedef struct
{
  char *key;   /* (owned): what programs call it, in ASCII; never renamed */
  char *title; /* (owned) */
  gboolean is_number;
} CrmSheetColumn;

#define CRM_TYPE_SHEET_ROW (crm_sheet_row_get_type ())
G_DECLARE_FINAL_TYPE (CrmSheetRow, crm_sheet_row, CRM, SHEET_ROW, GObject)

/* What bars can be told apart by besides their colour. */
typedef enum
{
  CRM_BAR_SOLID,
  CRM_BAR_STRIPED,
  CRM_BAR_OUTLINED,
  CRM_BAR_DOTTED,
  CRM_N_BARS,
} CrmBarPattern;

typedef struct
{
  double value; /* not below 0; NAN for what is not known */
  double low;   /* with @high: where half of the cases lie; NAN without */
  double high;
  char *text; /* (owned): the number, as it stands beside the bar */
} CrmSheetBar;

typedef struct
{
  char *label;       /* (owned) */
  CrmSheetBar *bars; /* (owned): one for each series */
} CrmSheetGroup;

typedef struct
{
  int ref_count;      /* (atomic) */
  char *title;        /* (owned) */
  char *subtitle;     /* (owned): of what, and when */
  char *note;         /* (owned): how it is reckoned, and what is left out */
  char *name;         /* (owned): for files, in ASCII */
  GPtrArray *columns; /* (owned) (element-type CrmSheetColumn) */
  GPtrArray *rows;    /* (owned) (element-type CrmSheetRow) */
  GPtrArray *series;  /* (owned) (element-type utf8): their names, at most CRM_N_BARS */
  GPtrArray *groups;  /* (owned) (element-type CrmSheetGroup) */
} CrmReportSheet;

CrmReportSheet *crm_report_sheet_new (const CrmReport *report) G_GNUC_WARN_UNUSED_RESULT;
CrmReportSheet *crm_report_sheet_ref (CrmReportSheet *self);
void crm_report_sheet_unref (CrmReportSheet *self);
char *crm_report_sheet_to_csv (const CrmReportSheet *self) G_GNUC_WARN_UNUSED_RESULT;
char *crm_report_sheet_describe (const CrmReportSheet *self) G_GNUC_WARN_UNUSED_RESULT;
const char *crm_report_get_title (CrmReportKind kind);
const char *crm_report_get_period_title (CrmPeriod period);
const char *crm_report_get_name (CrmReportKind kind);
const char *crm_report_get_period_name (CrmPeriod period);
void crm_report_get_teaching (CrmReportKind kind, const char **out_title, const char **out_text);

const char *crm_sheet_row_get_text (CrmSheetRow *self, guint column);
const char *crm_sheet_row_get_raw (CrmSheetRow *self, guint column);
gboolean crm_sheet_row_is_total (CrmSheetRow *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmReportSheet, crm_report_sheet_unref)

G_END_DECLS
