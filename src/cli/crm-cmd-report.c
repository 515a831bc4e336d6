/* crm-cmd-report.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Reports: the tables of the workspace, number by number. */
#define G_LOG_DOMAIN "crm-cmd-report"
#include "config.h"

#include <glib/gi18n.h>
#include <stdio.h>

#include "crm-cli-values.h"
#include "crm-cli-verbs.h"
#include "crm-report-sheet.h"
#include "model/crm-date.h"

static char *opt_period;
static char *opt_pipeline;
static gboolean opt_csv;

static const GOptionEntry entries[] = {
  { "period", 0, 0, G_OPTION_ARG_STRING, &opt_period,
    N_ ("12-months, this-month, last-month, 2-months, this-quarter, last-quarter, this-year or "
        "last-year (default: 12-months)"),
    N_ ("PERIOD") },
  { "pipeline", 0, 0, G_OPTION_ARG_STRING, &opt_pipeline,
    N_ ("the pipeline that counts (default: the first)"), N_ ("PIPELINE") },
  { "csv", 0, 0, G_OPTION_ARG_NONE, &opt_csv, N_ ("answer a table for spreadsheets"), NULL },
  { NULL },
};

static gboolean
find_kind (const char *name, CrmReportKind *out_kind, GError **error)
{
  for (guint i = 0; i < CRM_N_REPORTS; i++)
    if (g_str_equal (crm_report_get_name (i), name))
      {
        *out_kind = i;
        return TRUE;
      }
  return crm_cli_usage (error, "%s",
                        _ ("say pipeline, won-lost, forecast, times, activity, owners or losses"));
}

static gboolean
find_period (const char *name /* (nullable) */, CrmPeriod *out_period, GError **error)
{
  *out_period = CRM_PERIOD_12_MONTHS;
  for (guint i = 0; name != NULL && i < CRM_N_PERIODS; i++)
    if (g_str_equal (crm_report_get_period_name (i), name))
      {
        *out_period = i;
        return TRUE;
      }
  /* TRANSLATORS: %s is what somebody typed after --period */
  return name == NULL || crm_cli_usage (error, _ ("“%s” is no period"), name);
}

static void
print_day (CrmPrinter *printer, const char *key, int day, gboolean known)
{
  g_autofree char *text = known ? crm_date_day_format (day) : NULL;

  crm_printer_raw (printer, key, text);
}

static void
print_columns (CrmPrinter *printer, const CrmReportSheet *sheet)
{
  crm_printer_begin_list (printer, "columns", NULL);
  for (guint i = 0; i < sheet->columns->len; i++)
    {
      const CrmSheetColumn *column = g_ptr_array_index (sheet->columns, i);

      crm_printer_begin_object (printer, NULL, NULL);
      crm_printer_raw (printer, "key", column->key);
      crm_printer_raw (printer, "title", column->title);
      crm_printer_bool (printer, "number", NULL, column->is_number);
      crm_printer_end (printer);
    }
  crm_printer_end (printer);
}

static void
print_cells (CrmPrinter *printer, const CrmReportSheet *sheet, CrmSheetRow *row)
{
  crm_printer_bool (printer, "total", NULL, crm_sheet_row_is_total (row));
  crm_printer_begin_list (printer, "cells", NULL);
  for (guint i = 0; i < sheet->columns->len; i++)
    {
      const char *raw = crm_sheet_row_get_raw (row, i);

      crm_printer_raw (printer, NULL, *raw != '\0' ? raw : NULL);
    }
  crm_printer_end (printer);
}

static void
print_for_programs (CrmPrinter *printer, const CrmReport *report, const CrmReportSheet *sheet)
{
  gboolean has_period = crm_report_has_period (report->kind);
  gboolean has_pipeline = crm_report_has_pipeline (report->kind) && report->pipeline != NULL;
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();

  crm_printer_begin_object (printer, NULL, NULL);
  crm_printer_raw (printer, "report", sheet->name);
  crm_printer_raw (printer, "pipeline", has_pipeline ? report->pipeline->id : NULL);
  crm_printer_raw (printer, "pipeline_title",
                   has_pipeline ? crm_record_get_title (report->pipeline) : NULL);
  crm_printer_raw (printer, "period",
                   has_period ? crm_report_get_period_name (report->period) : NULL);
  print_day (printer, "from", report->from_day, has_period);
  print_day (printer, "to", report->to_day - 1, has_period);
  print_day (printer, "as_of", crm_date_day_from_usec (report->now_usec, zone), TRUE);
  crm_printer_raw (printer, "base", report->base);
  print_columns (printer, sheet);
  crm_printer_begin_list (printer, "rows", NULL);
  for (guint i = 0; i < sheet->rows->len; i++)
    {
      crm_printer_begin_object (printer, NULL, NULL);
      print_cells (printer, sheet, g_ptr_array_index (sheet->rows, i));
      crm_printer_end (printer);
    }
  crm_printer_end (printer);
  crm_printer_end (printer);
}

static void
print_for_people (CrmPrinter *printer, const CrmReportSheet *sheet)
{
  crm_printer_begin_object (printer, NULL, NULL);
  crm_printer_words (printer, NULL, sheet->title);
  crm_printer_words (printer, NULL, sheet->subtitle);
  crm_printer_begin_list (printer, "rows", NULL);
  for (guint i = 0; i < sheet->rows->len; i++)
    {
      crm_printer_begin_object (printer, NULL, NULL);
      for (guint k = 0; k < sheet->columns->len; k++)
        crm_printer_words (printer,
                           ((const CrmSheetColumn *)g_ptr_array_index (sheet->columns, k))->title,
                           crm_sheet_row_get_text (g_ptr_array_index (sheet->rows, i), k));
      crm_printer_end (printer);
    }
  crm_printer_end (printer);
  if (*sheet->note != '\0')
    crm_printer_words (printer, NULL, sheet->note);
  crm_printer_end (printer);
}

/* A table for spreadsheets is a file: neither translated answer nor JSON. */
static void
print_for_spreadsheets (CrmPrinter *printer, const CrmReportSheet *sheet)
{
  g_autofree char *csv = crm_report_sheet_to_csv (sheet);

  crm_printer_begin_object (printer, NULL, NULL);
  crm_printer_end (printer);
  fputs (csv, stdout);
}

static gboolean
report_in_store (CrmReader *reader, CrmCli *cli, gpointer data, GError **error)
{
  CrmReportQuery *query = data;
  g_autofree char *pipeline = NULL;
  g_autoptr (CrmReport) report = NULL;
  g_autoptr (CrmReportSheet) sheet = NULL;

  if (opt_pipeline != NULL)
    {
      pipeline = crm_cli_resolve (reader, "pipeline", opt_pipeline, error);
      if (pipeline == NULL)
        return FALSE;
    }
  query->pipeline = pipeline;
  report = crm_report_load (reader, query, error);
  query->pipeline = NULL;
  if (report == NULL)
    return FALSE;
  sheet = crm_report_sheet_new (report);
  if (opt_csv)
    print_for_spreadsheets (cli->printer, sheet);
  else if (cli->json)
    print_for_programs (cli->printer, report, sheet);
  else
    print_for_people (cli->printer, sheet);
  return TRUE;
}

static gboolean
run (CrmCli *cli, GError **error)
{
  CrmReportQuery query = { 0 };

  if (cli->n_args != 1)
    return crm_cli_usage (
        error, "%s", _ ("say pipeline, won-lost, forecast, times, activity, owners or losses"));
  if (opt_csv && cli->json)
    return crm_cli_usage (error, "%s", _ ("either --csv or --json"));
  return find_kind (cli->args[0], &query.kind, error)
         && find_period (opt_period, &query.period, error)
         && crm_cli_read (cli, report_in_store, &query, error);
}

const CrmCliVerb crm_cmd_report
    = { "report",
        N_ ("pipeline | won-lost | forecast | times | activity | owners | losses"),
        N_ ("Show a report, as a table, as JSON or for a spreadsheet"),
        run,
        { entries, NULL } };
