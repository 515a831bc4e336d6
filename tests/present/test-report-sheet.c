/* test-report-sheet.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <math.h>
#include <string.h>

#include "crm-report-sheet.h"

/* 2026-03-01 */
#define MARCH 20513
#define NOW_USEC G_GINT64_CONSTANT (1772445600000000)

static CrmReport *
new_report (CrmReportKind kind)
{
  CrmReport *report = g_new0 (CrmReport, 1);

  report->ref_count = 1;
  report->kind = kind;
  report->from_day = MARCH;
  report->to_day = MARCH + 31;
  report->now_usec = NOW_USEC;
  report->rows = g_ptr_array_new ();
  report->pipelines = g_ptr_array_new ();
  report->pipeline = crm_record_new (crm_entity_find ("pipeline"), "p");
  return report;
}

static CrmReportMonth *
new_month (int first_day)
{
  CrmReportMonth *month = g_new0 (CrmReportMonth, 1);

  month->first_day = first_day;
  month->won = crm_totals_new ();
  month->lost = crm_totals_new ();
  return month;
}

static void
free_month (CrmReportMonth *month)
{
  crm_totals_free (month->won);
  crm_totals_free (month->lost);
  g_free (month);
}

static void
free_report (CrmReport *report)
{
  for (guint i = 0; i < report->rows->len; i++)
    free_month (g_ptr_array_index (report->rows, i));
  free_month (report->all);
  report->all = NULL;
  crm_report_unref (report);
}

static const char *
get_cell (const CrmReportSheet *sheet, guint row, guint column)
{
  return crm_sheet_row_get_text (g_ptr_array_index (sheet->rows, row), column);
}

/* Won: 20 euros. Lost: one without an amount. And a month in which nothing was closed. */
static CrmReport *
make_won_lost (const char *second)
{
  CrmReport *report = new_report (CRM_REPORT_WON_LOST);
  g_autoptr (CrmRates) rates = crm_rates_new (NULL);
  CrmReportMonth *march = new_month (MARCH);
  CrmReportMonth *all = new_month (MARCH);

  march->n_won = all->n_won = 1;
  march->n_lost = all->n_lost = 1;
  crm_totals_add (march->won, rates, 2000, "EUR", MARCH);
  crm_totals_add (all->won, rates, 2000, "EUR", MARCH);
  if (second != NULL)
    crm_totals_add (all->won, rates, 5, second, MARCH);
  crm_totals_add_unknown (march->lost);
  crm_totals_add_unknown (all->lost);
  g_ptr_array_add (report->rows, march);
  g_ptr_array_add (report->rows, new_month (MARCH + 31));
  report->all = all;
  return report;
}

static void
test_table (void)
{
  CrmReport *report = make_won_lost (NULL);
  g_autoptr (CrmReportSheet) sheet = crm_report_sheet_new (report);

  g_assert_cmpuint (sheet->columns->len, ==, 7);
  g_assert_cmpuint (sheet->rows->len, ==, 3);
  g_assert_cmpstr (((CrmSheetColumn *)g_ptr_array_index (sheet->columns, 2))->title, ==,
                   "Won (EUR)");
  g_assert_cmpstr (get_cell (sheet, 0, 0), ==, "Mar 2026");
  g_assert_cmpstr (get_cell (sheet, 0, 2), ==, "€20.00");
  /* What was lost is worth nobody knows what, which is not nothing. */
  g_assert_cmpstr (get_cell (sheet, 0, 4), ==, "–");
  g_assert_cmpstr (get_cell (sheet, 0, 5), ==, "50.0");
  g_assert_cmpstr (get_cell (sheet, 0, 6), ==, "–");
  /* No rate is not a rate of 0. */
  g_assert_cmpstr (get_cell (sheet, 1, 5), ==, "–");
  g_assert_cmpstr (get_cell (sheet, 1, 6), ==, "–");
  g_assert_true (crm_sheet_row_is_total (g_ptr_array_index (sheet->rows, 2)));
  g_assert_nonnull (strstr (sheet->note, "1 deal without an amount is counted"));
  free_report (report);
}

static void
test_chart (void)
{
  CrmReport *report = make_won_lost (NULL);
  g_autoptr (CrmReportSheet) sheet = crm_report_sheet_new (report);
  g_autofree char *text = crm_report_sheet_describe (sheet);
  const CrmSheetGroup *march = g_ptr_array_index (sheet->groups, 0);

  g_assert_cmpuint (sheet->groups->len, ==, 2); /* the sum is no bar */
  g_assert_cmpfloat (march->bars[0].value, ==, 2000);
  g_assert_cmpstr (march->bars[0].text, ==, "€20 (1 deal)");
  g_assert_nonnull (strstr (text, "Mar 2026: Won €20 (1 deal), Lost no amount (1 deal)"));
  free_report (report);
}

/* Two currencies and no rate: the bars count deals, and it is said. */
static void
test_several_currencies (void)
{
  CrmReport *report = make_won_lost ("GBP");
  g_autoptr (CrmReportSheet) sheet = crm_report_sheet_new (report);
  const CrmSheetGroup *march = g_ptr_array_index (sheet->groups, 0);

  g_assert_cmpuint (sheet->columns->len, ==, 9);
  g_assert_cmpfloat (march->bars[0].value, ==, 1);
  g_assert_cmpstr (march->bars[0].text, ==, "1 deal · €20");
  g_assert_nonnull (strstr (sheet->note, "no exchange rate"));
  free_report (report);
}

static void
test_csv (void)
{
  CrmReport *report = make_won_lost (NULL);
  g_autoptr (CrmReportSheet) sheet = crm_report_sheet_new (report);
  g_autofree char *csv = crm_report_sheet_to_csv (sheet);
  g_auto (GStrv) lines = g_strsplit (csv, "\r\n", -1);

  g_assert_cmpuint (g_strv_length (lines), ==, 5);
  g_assert_cmpstr (lines[1], ==, "\"2026-03\",\"1\",\"20.00\",\"1\",\"\",\"50.0\",\"\"");
  g_assert_cmpstr (lines[2], ==, "\"2026-04\",\"0\",\"0.00\",\"0\",\"0.00\",\"\",\"\"");
  g_assert_cmpstr (lines[4], ==, "");
  free_report (report);
}

/* Names come from letters of anybody. */
static void
test_csv_names (void)
{
  CrmReport *report = new_report (CRM_REPORT_PEOPLE);
  CrmReportPerson evil = { .name = (char *)"=cmd|' /C calc'!A0" };
  CrmReportPerson quoted = { .name = (char *)"Ida \"Pumps\", Alder\nand Sons" };
  g_autoptr (CrmReportSheet) sheet = NULL;
  g_autofree char *csv = NULL;

  g_ptr_array_add (report->rows, &evil);
  g_ptr_array_add (report->rows, &quoted);
  sheet = crm_report_sheet_new (report);
  csv = crm_report_sheet_to_csv (sheet);
  g_assert_nonnull (strstr (csv, "\"'=cmd|' /C calc'!A0\","));
  g_assert_nonnull (strstr (csv, "\"Ida \"\"Pumps\"\", Alder\nand Sons\",\"0\""));
  g_ptr_array_set_size (report->rows, 0);
  crm_report_unref (report);
}

/* Without a pipeline there is nothing to show, and nothing breaks. */
static void
test_no_pipeline (void)
{
  CrmReport *report = new_report (CRM_REPORT_STAGES);
  g_autoptr (CrmReportSheet) sheet = NULL;
  g_autofree char *csv = NULL;

  g_clear_pointer (&report->pipeline, crm_record_unref);
  sheet = crm_report_sheet_new (report);
  csv = crm_report_sheet_to_csv (sheet);
  g_assert_cmpuint (sheet->rows->len, ==, 0);
  g_assert_cmpstr (csv, ==, "\r\n");
  crm_report_unref (report);
}

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report-sheet/table", test_table);
  g_test_add_func ("/report-sheet/chart", test_chart);
  g_test_add_func ("/report-sheet/several-currencies", test_several_currencies);
  g_test_add_func ("/report-sheet/csv", test_csv);
  g_test_add_func ("/report-sheet/csv-names", test_csv_names);
  g_test_add_func ("/report-sheet/no-pipeline", test_no_pipeline);
  return g_test_run ();
}
