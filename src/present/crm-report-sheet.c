/* crm-report-sheet.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-report-sheet"
#include "config.h"

#include "crm-report-sheet-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "crm-csv.h"
#include "crm-format.h"
#include "crm-phrases.h"
#include "model/crm-money.h"

/* For what is not known; in a file the cell is empty. */
#define UNKNOWN "–"

struct _CrmSheetRow
{
  GObject parent_instance;
  GPtrArray *texts; /* (owned) (element-type utf8): as they are shown */
  GPtrArray *raws;  /* (owned) (element-type utf8): as programs read them */
  gboolean is_total;
};

G_DEFINE_FINAL_TYPE (CrmSheetRow, crm_sheet_row, G_TYPE_OBJECT)

static void
crm_sheet_row_finalize (GObject *object)
{
  CrmSheetRow *self = CRM_SHEET_ROW (object);

  g_ptr_array_unref (self->texts);
  g_ptr_array_unref (self->raws);
  G_OBJECT_CLASS (crm_sheet_row_parent_class)->finalize (object);
}

static void
crm_sheet_row_class_init (CrmSheetRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = crm_sheet_row_finalize;
}

static void
crm_sheet_row_init (CrmSheetRow *self)
{
  self->texts = g_ptr_array_new_with_free_func (g_free);
  self->raws = g_ptr_array_new_with_free_func (g_free);
}

/**
 * crm_sheet_row_get_text:
 * @self: a row
 * @column: which cell, from 0 on
 *
 * Returns: (transfer none): the cell as it is shown
 */
const char *
crm_sheet_row_get_text (CrmSheetRow *self, guint column)
{
  return column < self->texts->len ? g_ptr_array_index (self->texts, column) : "";
}

/**
 * crm_sheet_row_get_raw:
 * @self: a row
 * @column: which cell, from 0 on
 *
 * Returns: (transfer none): the cell as programs read it: numbers with a point and without a
 *   currency; empty for what is unknown
 */
const char *
crm_sheet_row_get_raw (CrmSheetRow *self, guint column)
{
  return column < self->raws->len ? g_ptr_array_index (self->raws, column) : "";
}

/**
 * crm_sheet_row_is_total:
 * @self: a row
 *
 * Returns: whether it is all other rows together
 */
gboolean
crm_sheet_row_is_total (CrmSheetRow *self)
{
  return self->is_total;
}

static void
free_column (gpointer data)
{
  g_free (((CrmSheetColumn *)data)->key);
  g_free (((CrmSheetColumn *)data)->title);
  g_free (data);
}

/* One for each series, and after them one with no text. */
static void
free_group (gpointer data)
{
  CrmSheetGroup *self = data;

  for (CrmSheetBar *bar = self->bars; bar->text != NULL; bar++)
    g_free (bar->text);
  g_free (self->bars);
  g_free (self->label);
  g_free (self);
}

CrmReportSheet *
_crm_sheet_new (void)
{
  CrmReportSheet *self = g_new0 (CrmReportSheet, 1);

  self->ref_count = 1;
  self->columns = g_ptr_array_new_with_free_func (free_column);
  self->rows = g_ptr_array_new_with_free_func (g_object_unref);
  self->series = g_ptr_array_new_with_free_func (g_free);
  self->groups = g_ptr_array_new_with_free_func (free_group);
  return self;
}

/**
 * crm_report_sheet_ref:
 * @self: a sheet
 *
 * Returns: (transfer full): @self
 */
CrmReportSheet *
crm_report_sheet_ref (CrmReportSheet *self)
{
  g_atomic_int_inc (&self->ref_count);
  return self;
}

/**
 * crm_report_sheet_unref:
 * @self: (transfer full): a sheet
 */
void
crm_report_sheet_unref (CrmReportSheet *self)
{
  if (!g_atomic_int_dec_and_test (&self->ref_count))
    return;
  g_free (self->title);
  g_free (self->subtitle);
  g_free (self->note);
  g_free (self->name);
  g_ptr_array_unref (self->columns);
  g_ptr_array_unref (self->rows);
  g_ptr_array_unref (self->series);
  g_ptr_array_unref (self->groups);
  g_free (self);
}

/* --- filling it --- */

void
_crm_sheet_add_column (CrmReportSheet *self,
                       char *key /* (transfer full) */,
                       char *title /* (transfer full) */,
                       gboolean is_number)
{
  CrmSheetColumn *column = g_new0 (CrmSheetColumn, 1);

  column->key = key;
  column->title = title;
  column->is_number = is_number;
  g_ptr_array_add (self->columns, column);
}

static void
add_cell (CrmReportSheet *self, char *text /* (transfer full) */, char *raw /* (transfer full) */)
{
  CrmSheetRow *row = g_ptr_array_index (self->rows, self->rows->len - 1);

  g_ptr_array_add (row->texts, text);
  g_ptr_array_add (row->raws, raw);
}

void
_crm_sheet_begin_row (CrmReportSheet *self, const char *label, gboolean is_total)
{
  CrmSheetRow *row = g_object_new (CRM_TYPE_SHEET_ROW, NULL);

  row->is_total = is_total;
  g_ptr_array_add (self->rows, row);
  add_cell (self, g_strdup (label), g_strdup (label));
}

/* A row of a month: programs read it as ISO 8601 has it, "2026-03". */
void
_crm_sheet_begin_month (CrmReportSheet *self, const char *label, int first_day)
{
  g_autoptr (GDateTime) date
      = g_date_time_new_from_unix_utc ((gint64)first_day * G_GINT64_CONSTANT (86400));

  g_ptr_array_add (self->rows, g_object_new (CRM_TYPE_SHEET_ROW, NULL));
  add_cell (self, g_strdup (label),
            date != NULL ? g_date_time_format (date, "%Y-%m") : g_strdup (label));
}

void
_crm_sheet_add_count (CrmReportSheet *self, guint n)
{
  add_cell (self, g_strdup_printf ("%u", n), g_strdup_printf ("%u", n));
}

void
_crm_sheet_add_number (CrmReportSheet *self, double value, int digits)
{
  char plain[G_ASCII_DTOSTR_BUF_SIZE];
  char format[] = "%.0f";

  format[2] = (char)('0' + CLAMP (digits, 0, 9));
  g_ascii_formatd (plain, sizeof plain, format, value);
  add_cell (self, g_strdup_printf ("%.*f", digits, value), g_strdup (plain));
}

/* @currency: empty for amounts without one */
void
_crm_sheet_add_money (CrmReportSheet *self, gint64 minor, const char *currency)
{
  const char *code = *currency != '\0' ? currency : NULL;

  add_cell (self, crm_format_money (minor, code), crm_money_format_plain (minor, code));
}

void
_crm_sheet_add_unknown (CrmReportSheet *self)
{
  add_cell (self, g_strdup (UNKNOWN), g_strdup (""));
}

/* All of them before the first group. */
void
_crm_sheet_add_series (CrmReportSheet *self, const char *name)
{
  g_return_if_fail (self->series->len < CRM_N_BARS && self->groups->len == 0);
  g_ptr_array_add (self->series, g_strdup (name));
}

CrmSheetGroup *
_crm_sheet_add_group (CrmReportSheet *self, const char *label)
{
  CrmSheetGroup *group = g_new0 (CrmSheetGroup, 1);

  group->label = g_strdup (label);
  group->bars = g_new0 (CrmSheetBar, self->series->len + 1);
  for (guint i = 0; i < self->series->len; i++)
    {
      group->bars[i].text = g_strdup (UNKNOWN);
      group->bars[i].value = NAN;
      group->bars[i].low = NAN;
      group->bars[i].high = NAN;
    }
  g_ptr_array_add (self->groups, group);
  return group;
}

void
_crm_sheet_set_bar (CrmSheetGroup *group,
                    guint series,
                    double value,
                    char *text /* (transfer full) */)
{
  CrmSheetBar *bar = &group->bars[series];

  bar->value = value;
  g_free (bar->text);
  bar->text = text;
}

void
_crm_sheet_append_note (GString *note, const char *sentence)
{
  if (note->len > 0)
    g_string_append_c (note, ' ');
  g_string_append (note, sentence);
}

/* --- what is known of every report --- */

/**
 * crm_report_get_title:
 * @kind: a report
 *
 * Returns: (transfer none): its name
 */
const char *
crm_report_get_title (CrmReportKind kind)
{
  switch (kind)
    {
    case CRM_REPORT_STAGES:
      /* TRANSLATORS: a report: open deals, counted and summed for each stage of the pipeline */
      return _ ("Pipeline by Stage");
    case CRM_REPORT_WON_LOST:
      return _ ("Won and Lost by Month");
    case CRM_REPORT_FORECAST:
      return _ ("Forecast by Month");
    case CRM_REPORT_TIMES:
      /* TRANSLATORS: a report: how long deals take, as a whole and in each stage */
      return _ ("Sales Cycle and Stages");
    case CRM_REPORT_OWNERS:
      /* TRANSLATORS: a report: what each colleague won and lost */
      return _ ("Results by Owner");
    case CRM_REPORT_LOSSES:
      /* TRANSLATORS: a report: why deals were lost, and in which stage */
      return _ ("Reasons for Losing");
    case CRM_REPORT_PEOPLE:
    case CRM_N_REPORTS:
    default:
      /* TRANSLATORS: a report: letters, meetings, calls and notes of each colleague */
      return _ ("Activity by Person");
    }
}

/**
 * crm_report_get_period_title:
 * @period: a period
 *
 * Returns: (transfer none): its name
 */
const char *
crm_report_get_period_title (CrmPeriod period)
{
  switch (period)
    {
    case CRM_PERIOD_THIS_MONTH:
      return _ ("This month");
    case CRM_PERIOD_LAST_MONTH:
      return _ ("Last month");
    case CRM_PERIOD_THIS_QUARTER:
      return _ ("This quarter");
    case CRM_PERIOD_LAST_QUARTER:
      return _ ("Last quarter");
    case CRM_PERIOD_THIS_YEAR:
      return _ ("This year");
    case CRM_PERIOD_LAST_YEAR:
      return _ ("Last year");
    case CRM_PERIOD_2_MONTHS:
      return _ ("This and last month");
    case CRM_PERIOD_12_MONTHS:
    case CRM_N_PERIODS:
    default:
      return _ ("Last 12 months");
    }
}

/**
 * crm_report_get_period_name:
 * @period: a period
 *
 * Returns: (transfer none): what programs call it, in ASCII; never renamed
 */
const char *
crm_report_get_period_name (CrmPeriod period)
{
  static const char *const names[CRM_N_PERIODS] = {
    [CRM_PERIOD_12_MONTHS] = "12-months",       [CRM_PERIOD_THIS_MONTH] = "this-month",
    [CRM_PERIOD_LAST_MONTH] = "last-month",     [CRM_PERIOD_THIS_QUARTER] = "this-quarter",
    [CRM_PERIOD_LAST_QUARTER] = "last-quarter", [CRM_PERIOD_THIS_YEAR] = "this-year",
    [CRM_PERIOD_LAST_YEAR] = "last-year",       [CRM_PERIOD_2_MONTHS] = "2-months",
  };

  g_return_val_if_fail (period < CRM_N_PERIODS, "");
  return names[period];
}

/**
 * crm_report_get_teaching:
 * @kind: a report
 * @out_title: (out) (transfer none): what to say where it is empty
 * @out_text: (out) (transfer none): how that changes
 */
void
crm_report_get_teaching (CrmReportKind kind, const char **out_title, const char **out_text)
{
  switch (kind)
    {
    case CRM_REPORT_STAGES:
    case CRM_REPORT_FORECAST:
      *out_title = _ ("No Open Deals");
      *out_text
          = _ ("Add deals beside a customer's message in Evolution. With an amount and the day"
               " when you expect to close them, they add up here.");
      break;
    case CRM_REPORT_WON_LOST:
    case CRM_REPORT_OWNERS:
    case CRM_REPORT_LOSSES:
      *out_title = _ ("Nothing Was Closed");
      *out_text = _ ("When you move a deal to Won or Lost, it counts here in that month. Choose a"
                     " longer period to look further back.");
      break;
    case CRM_REPORT_TIMES:
      *out_title = _ ("No Deals Moved Yet");
      *out_text
          = _ ("Every move of a deal from stage to stage is remembered. Once some went through"
               " the pipeline, you see here how long they took.");
      break;
    case CRM_REPORT_PEOPLE:
    case CRM_N_REPORTS:
    default:
      *out_title = _ ("No Activity");
      *out_text = _ ("Letters and meetings come from Evolution, calls and notes from what you write"
                     " down beside a message. Choose a longer period to look further back.");
      break;
    }
}

/**
 * crm_report_get_name:
 * @kind: a report
 *
 * Returns: (transfer none): what programs and files call it, in ASCII; never renamed
 */
const char *
crm_report_get_name (CrmReportKind kind)
{
  static const char *const names[CRM_N_REPORTS] = {
    [CRM_REPORT_STAGES] = "pipeline",   [CRM_REPORT_WON_LOST] = "won-lost",
    [CRM_REPORT_FORECAST] = "forecast", [CRM_REPORT_TIMES] = "times",
    [CRM_REPORT_PEOPLE] = "activity",   [CRM_REPORT_OWNERS] = "owners",
    [CRM_REPORT_LOSSES] = "losses",
  };

  g_return_val_if_fail (kind < CRM_N_REPORTS, "");
  return names[kind];
}

static char *
make_subtitle (const CrmReport *report)
{
  g_autofree char *from = crm_format_day (report->from_day);
  g_autofree char *to = crm_format_day (report->to_day - 1);
  g_autofree char *today = crm_format_day (crm_format_today (report->now_usec));
  /* TRANSLATORS: %s is a day: how things are on that day */
  g_autofree char *when = !crm_report_has_period (report->kind)
                              ? g_strdup_printf (_ ("As of %s"), today)
                              /* TRANSLATORS: the first and the last day of a period */
                              : g_strdup_printf (_ ("%1$s to %2$s"), from, to);

  if (!crm_report_has_pipeline (report->kind) || report->pipeline == NULL)
    return g_steal_pointer (&when);
  return g_strdup_printf ("%s · %s", crm_phrase_record_name (report->pipeline), when);
}

static void
fill (CrmReportSheet *self, const CrmReport *report, GString *note)
{
  switch (report->kind)
    {
    case CRM_REPORT_STAGES:
      _crm_sheet_fill_stages (self, report, note);
      break;
    case CRM_REPORT_WON_LOST:
      _crm_sheet_fill_won_lost (self, report, note);
      break;
    case CRM_REPORT_FORECAST:
      _crm_sheet_fill_forecast (self, report, note);
      break;
    case CRM_REPORT_TIMES:
      _crm_sheet_fill_times (self, report, note);
      break;
    case CRM_REPORT_OWNERS:
      _crm_sheet_fill_owners (self, report, note);
      break;
    case CRM_REPORT_LOSSES:
      _crm_sheet_fill_losses (self, report, note);
      break;
    case CRM_REPORT_PEOPLE:
    case CRM_N_REPORTS:
    default:
      _crm_sheet_fill_people (self, report, note);
      break;
    }
}

/**
 * crm_report_sheet_new:
 * @report: a report
 *
 * Returns: (transfer full): the report as it is shown; without rows where there is no pipeline
 */
CrmReportSheet *
crm_report_sheet_new (const CrmReport *report)
{
  CrmReportSheet *self = _crm_sheet_new ();
  GString *note = g_string_new (NULL);

  self->title = g_strdup (crm_report_get_title (report->kind));
  self->name = g_strdup (crm_report_get_name (report->kind));
  self->subtitle = make_subtitle (report);
  if (report->pipeline != NULL || !crm_report_has_pipeline (report->kind))
    fill (self, report, note);
  self->note = g_string_free (note, FALSE);
  return self;
}

/* --- telling it to others --- */

/**
 * crm_report_sheet_to_csv:
 * @self: a sheet
 *
 * Returns: (transfer full): the table as RFC 4180 has it, in UTF-8: numbers with a point and
 * without a currency, which the heading of the column tells; what is unknown is empty
 */
char *
crm_report_sheet_to_csv (const CrmReportSheet *self)
{
  GString *csv = g_string_new (NULL);

  for (guint i = 0; i < self->columns->len; i++)
    crm_csv_append (csv, ((CrmSheetColumn *)g_ptr_array_index (self->columns, i))->title, FALSE);
  crm_csv_end_row (csv);
  for (guint i = 0; i < self->rows->len; i++)
    {
      const CrmSheetRow *row = g_ptr_array_index (self->rows, i);

      for (guint k = 0; k < row->raws->len; k++)
        crm_csv_append (csv, g_ptr_array_index (row->raws, k), k > 0);
      crm_csv_end_row (csv);
    }
  return g_string_free (csv, FALSE);
}

/**
 * crm_report_sheet_describe:
 * @self: a sheet
 *
 * Returns: (transfer full): what the bars show, in words
 */
char *
crm_report_sheet_describe (const CrmReportSheet *self)
{
  GString *text = g_string_new (self->subtitle);

  for (guint i = 0; i < self->groups->len; i++)
    {
      const CrmSheetGroup *group = g_ptr_array_index (self->groups, i);

      g_string_append_printf (text, "\n%s: ", group->label);
      for (guint k = 0; k < self->series->len; k++)
        g_string_append_printf (text, "%s%s %s", k > 0 ? ", " : "",
                                (const char *)g_ptr_array_index (self->series, k),
                                group->bars[k].text);
    }
  return g_string_free (text, FALSE);
}
