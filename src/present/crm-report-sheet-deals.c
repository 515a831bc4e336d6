/* crm-report-sheet-deals.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Reports on amounts: each currency has columns of its own; bars are drawn in one that all can be
 * put into, or count deals where there is none. */
#define G_LOG_DOMAIN "crm-report-sheet-deals"
#include "config.h"

#include "crm-report-sheet-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "crm-format.h"
#include "crm-phrases-board.h"
#include "crm-phrases.h"
#include "model/crm-money.h"

/* In what the amounts of a report are shown. */
typedef struct
{
  GPtrArray *currencies; /* (owned) (element-type utf8): all there are */
  char common[4];        /* the one for all; only with @has_common */
  gboolean has_common;
  gboolean overflow;
  const char *base; /* (nullable) */
} Money;

static void
clear_money (Money *self)
{
  g_ptr_array_unref (self->currencies);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Money, clear_money)

static void
add_currencies (Money *self, const CrmTotals *totals)
{
  for (guint i = 0; i < totals->sums->len; i++)
    {
      const char *code = g_array_index (totals->sums, CrmSum, i).currency;

      if (!g_ptr_array_find_with_equal_func (self->currencies, code, g_str_equal, NULL))
        g_ptr_array_add (self->currencies, g_strdup (code));
    }
  self->overflow |= totals->overflow;
}

static void
init_money (Money *self, const CrmReport *report, const CrmTotals *const *totals, guint n)
{
  self->currencies = g_ptr_array_new_with_free_func (g_free);
  self->base = report->base;
  for (guint i = 0; i < n; i++)
    add_currencies (self, totals[i]);
  self->has_common = crm_report_find_currency (totals, n, report->base, self->common);
}

/* @key: its name for programs, and the currency or "all" comes behind it; @format: translated, with
 * a place for the currency */
static void
add_money_column (CrmReportSheet *sheet,
                  const char *key,
                  const char *part,
                  const char *format,
                  const char *currency)
{
  /* TRANSLATORS: in the place of a currency: amounts where nobody said of which */
  const char *shown = *currency != '\0' ? currency : _ ("no currency");
  char **parts = g_strsplit (format, "%s", 2);

  _crm_sheet_add_column (sheet, g_strconcat (key, ".", part, NULL),
                         g_strconcat (parts[0], shown, parts[0] != NULL ? parts[1] : "", NULL),
                         TRUE);
  g_strfreev (parts);
}

/* One for each currency, and one with all of them together where there are several. */
static void
add_money_columns (CrmReportSheet *sheet, const Money *money, const char *key, const char *format)
{
  for (guint i = 0; i < money->currencies->len; i++)
    {
      const char *currency = g_ptr_array_index (money->currencies, i);

      add_money_column (sheet, key, *currency != '\0' ? currency : "none", format, currency);
    }
  if (money->has_common && money->currencies->len > 1)
    {
      /* TRANSLATORS: heading of a column: %s is the heading of amounts in one currency; here are
       * those of all currencies, converted to it */
      g_autofree char *all = g_strdup_printf (_ ("%s, all converted"), format);

      add_money_column (sheet, key, "all", all, money->common);
    }
}

static gint64
find_minor (const CrmTotals *totals, const char *currency)
{
  for (guint i = 0; i < totals->sums->len; i++)
    if (g_str_equal (g_array_index (totals->sums, CrmSum, i).currency, currency))
      return g_array_index (totals->sums, CrmSum, i).minor;
  return 0;
}

/* There are deals, and nobody knows of any what it is worth: that is not nothing. */
static gboolean
is_unknown (const CrmTotals *totals)
{
  return totals->sums->len == 0 && totals->n_unknown > 0;
}

static void
add_money_cells (CrmReportSheet *sheet, const Money *money, const CrmTotals *totals)
{
  gboolean unknown = totals->overflow || is_unknown (totals);
  gint64 minor = 0;

  for (guint i = 0; i < money->currencies->len; i++)
    {
      const char *currency = g_ptr_array_index (money->currencies, i);

      if (unknown)
        _crm_sheet_add_unknown (sheet);
      else
        _crm_sheet_add_money (sheet, find_minor (totals, currency), currency);
    }
  if (!money->has_common || money->currencies->len < 2)
    return;
  if (!unknown && crm_report_get_minor (totals, money->base, money->common, &minor))
    _crm_sheet_add_money (sheet, minor, money->common);
  else
    _crm_sheet_add_unknown (sheet);
}

static char *
phrase_deals (guint n)
{
  return crm_format_counted (g_dngettext (GETTEXT_PACKAGE, "%u deal", "%u deals", n), n);
}

/* A bar as long as the amount of so many deals or, where amounts cannot be compared, as their
 * number. */
static void
set_amount (
    CrmSheetGroup *group, guint series, const Money *money, const CrmTotals *totals, guint n)
{
  g_autofree char *deals = phrase_deals (n);
  g_autofree char *amount = NULL;
  gint64 minor = 0;

  if (!money->has_common)
    {
      amount = crm_phrase_sums (totals);
      _crm_sheet_set_bar (group, series, n,
                          amount != NULL ? g_strdup_printf ("%s · %s", deals, amount)
                                         : g_steal_pointer (&deals));
      return;
    }
  if (!crm_report_get_minor (totals, money->base, money->common, &minor))
    return;
  amount = is_unknown (totals)
               ? g_strdup (_ ("no amount"))
               : crm_format_money_brief (minor, *money->common != '\0' ? money->common : NULL);
  _crm_sheet_set_bar (group, series, (double)MAX (minor, 0),
                      n == 0 ? g_steal_pointer (&deals)
                             : g_strdup_printf ("%s (%s)", amount, deals));
}

/* A bar that is beside another of the same deals. */
static void
set_beside (CrmSheetGroup *group, guint series, const Money *money, const CrmTotals *totals)
{
  gint64 minor = 0;

  if (money->has_common && !is_unknown (totals)
      && crm_report_get_minor (totals, money->base, money->common, &minor))
    _crm_sheet_set_bar (
        group, series, (double)MAX (minor, 0),
        crm_format_money_brief (minor, *money->common != '\0' ? money->common : NULL));
}

static void
append_money_note (GString *note, const Money *money, guint n_unknown)
{
  g_autofree char *unknown = NULL;

  if (money->overflow)
    _crm_sheet_append_note (note, _ ("Some amounts are too large to be added up."));
  else if (!money->has_common && money->currencies->len > 1)
    _crm_sheet_append_note (
        note, _ ("There are several currencies, and no exchange rate for some of them:"
                 " so the chart counts deals."));
  if (n_unknown == 0)
    return;
  unknown = crm_format_counted (
      g_dngettext (GETTEXT_PACKAGE, "%u deal without an amount is counted, not added up.",
                   "%u deals without an amount are counted, not added up.", n_unknown),
      n_unknown);
  _crm_sheet_append_note (note, unknown);
}

/* --- K08 --- */

static void
add_stage (CrmReportSheet *self, const Money *money, const CrmReportStage *row)
{
  gboolean is_total = row->stage == NULL;
  const char *label = is_total ? _ ("All") : crm_phrase_record_name (row->stage);
  CrmSheetGroup *group;

  _crm_sheet_begin_row (self, label, is_total);
  _crm_sheet_add_count (self, row->n);
  add_money_cells (self, money, row->totals);
  add_money_cells (self, money, row->weighted);
  if (is_total)
    return;
  group = _crm_sheet_add_group (self, label);
  set_amount (group, 0, money, row->totals, row->n);
  set_beside (group, 1, money, row->weighted);
}

void
_crm_sheet_fill_stages (CrmReportSheet *self, const CrmReport *report, GString *note)
{
  const CrmReportStage *all = report->all;
  const CrmTotals *both[] = { all->totals, all->weighted };
  g_auto (Money) money = { NULL };

  init_money (&money, report, both, G_N_ELEMENTS (both));
  _crm_sheet_add_column (self, g_strdup ("stage"), g_strdup (_ ("Stage")), FALSE);
  _crm_sheet_add_column (self, g_strdup ("deals"), g_strdup (_ ("Deals")), TRUE);
  /* TRANSLATORS: heading of a column with amounts; %s is a currency */
  add_money_columns (self, &money, "amount", _ ("Amount (%s)"));
  /* TRANSLATORS: heading of a column: amounts times probability; %s is a currency */
  add_money_columns (self, &money, "weighted", _ ("Weighted (%s)"));
  _crm_sheet_add_series (self, money.has_common ? _ ("Amount") : _ ("Deals"));
  if (money.has_common)
    /* TRANSLATORS: amounts times their probability */
    _crm_sheet_add_series (self, _ ("Weighted"));
  for (guint i = 0; i < report->rows->len; i++)
    add_stage (self, &money, g_ptr_array_index (report->rows, i));
  add_stage (self, &money, all);
  _crm_sheet_append_note (note, _ ("Open deals and those on hold. Weighted: the amount times the"
                                   " deal's probability, else that of its stage."));
  append_money_note (note, &money, all->totals->n_unknown);
}

/* --- K01 --- */

static void
add_rate (CrmReportSheet *self, gboolean known, double percent)
{
  if (known)
    _crm_sheet_add_number (self, percent, 1);
  else
    _crm_sheet_add_unknown (self);
}

static void
add_closed_cells (CrmReportSheet *self, const Money *money, const CrmReportMonth *row)
{
  double rate = 0;
  double value_rate = 0;
  gboolean has_rate = crm_report_get_win_rate (row, &rate);
  gboolean has_value_rate = crm_report_get_value_rate (row, money->base, &value_rate);

  _crm_sheet_add_count (self, row->n_won);
  add_money_cells (self, money, row->won);
  _crm_sheet_add_count (self, row->n_lost);
  add_money_cells (self, money, row->lost);
  add_rate (self, has_rate, rate);
  add_rate (self, has_value_rate, value_rate);
}

static void
add_closed_bars (CrmReportSheet *self,
                 const char *label,
                 const Money *money,
                 const CrmReportMonth *row)
{
  CrmSheetGroup *group = _crm_sheet_add_group (self, label);

  set_amount (group, 0, money, row->won, row->n_won);
  set_amount (group, 1, money, row->lost, row->n_lost);
}

static void
add_month (CrmReportSheet *self, const Money *money, const CrmReportMonth *row, gboolean is_total)
{
  g_autofree char *month
      = is_total ? g_strdup (_ ("All")) : _crm_sheet_format_month (row->first_day);

  if (is_total)
    _crm_sheet_begin_row (self, month, TRUE);
  else
    _crm_sheet_begin_month (self, month, row->first_day);
  add_closed_cells (self, money, row);
  if (!is_total)
    add_closed_bars (self, month, money, row);
}

/* The equally long period before: told by its days, and no part of the sum. */
static void
add_previous (CrmReportSheet *self,
              const Money *money,
              const CrmReport *report,
              const CrmReportMonth *row)
{
  g_autofree char *from = crm_format_day (row->first_day);
  g_autofree char *to = crm_format_day (report->from_day - 1);
  /* TRANSLATORS: the first and the last day of a period */
  g_autofree char *label = g_strdup_printf (_ ("%1$s to %2$s"), from, to);

  _crm_sheet_begin_row (self, label, TRUE);
  add_closed_cells (self, money, row);
}

/* For what add_closed_cells() and add_closed_bars() add. */
static void
add_closed_columns (CrmReportSheet *self, const Money *money)
{
  /* TRANSLATORS: heading of a column: number of deals won */
  _crm_sheet_add_column (self, g_strdup ("deals_won"), g_strdup (_ ("Deals won")), TRUE);
  /* TRANSLATORS: heading of a column: amounts of deals won; %s is a currency */
  add_money_columns (self, money, "won", _ ("Won (%s)"));
  /* TRANSLATORS: heading of a column: number of deals lost */
  _crm_sheet_add_column (self, g_strdup ("deals_lost"), g_strdup (_ ("Deals lost")), TRUE);
  /* TRANSLATORS: heading of a column: amounts of deals lost; %s is a currency */
  add_money_columns (self, money, "lost", _ ("Lost (%s)"));
  /* TRANSLATORS: heading of a column: of 100 deals that were closed, how many were won */
  _crm_sheet_add_column (self, g_strdup ("win_rate"), g_strdup (_ ("Win rate (%)")), TRUE);
  /* TRANSLATORS: heading of a column: the win rate, of amounts */
  _crm_sheet_add_column (self, g_strdup ("value_rate"), g_strdup (_ ("Win rate by value (%)")),
                         TRUE);
  _crm_sheet_add_series (self, _ ("Won"));
  _crm_sheet_add_series (self, _ ("Lost"));
}

void
_crm_sheet_fill_won_lost (CrmReportSheet *self, const CrmReport *report, GString *note)
{
  const CrmReportMonth *all = report->all;
  const CrmReportMonth *previous = report->previous;
  const CrmTotals *both[] = { all->won, all->lost };
  g_auto (Money) money = { NULL };

  init_money (&money, report, both, G_N_ELEMENTS (both));
  if (previous != NULL) /* it has its columns, and no say in how the bars are drawn */
    {
      add_currencies (&money, previous->won);
      add_currencies (&money, previous->lost);
    }
  _crm_sheet_add_column (self, g_strdup ("month"), g_strdup (_ ("Month")), FALSE);
  add_closed_columns (self, &money);
  for (guint i = 0; i < report->rows->len; i++)
    add_month (self, &money, g_ptr_array_index (report->rows, i), FALSE);
  add_month (self, &money, all, TRUE);
  if (previous != NULL)
    add_previous (self, &money, report, previous);
  _crm_sheet_append_note (
      note,
      _ ("Win rate: won deals of all that were won or lost, each in the month when it was"
         " closed last. Where nothing was closed, there is no rate. Cancelled deals are neither."));
  append_money_note (note, &money, all->won->n_unknown + all->lost->n_unknown);
}

/* --- K07 --- */

static char *
get_forecast_label (const CrmReportForecast *row)
{
  switch (row->kind)
    {
    case CRM_FORECAST_OVERDUE:
      /* TRANSLATORS: deals whose expected close is past */
      return g_strdup (_ ("Overdue"));
    case CRM_FORECAST_LATER:
      /* TRANSLATORS: deals that are expected to close after the last month shown */
      return g_strdup (_ ("Later"));
    case CRM_FORECAST_UNDATED:
      /* TRANSLATORS: deals without an expected close */
      return g_strdup (_ ("Without a day"));
    case CRM_FORECAST_MONTH:
      return _crm_sheet_format_month (row->first_day);
    case CRM_FORECAST_ALL:
    default:
      return g_strdup (_ ("All"));
    }
}

static void
add_forecast (CrmReportSheet *self, const Money *money, const CrmReportForecast *row)
{
  g_autofree char *label = get_forecast_label (row);
  gboolean is_total = row->kind == CRM_FORECAST_ALL;
  CrmSheetGroup *group;

  if (row->kind == CRM_FORECAST_MONTH)
    _crm_sheet_begin_month (self, label, row->first_day);
  else
    _crm_sheet_begin_row (self, label, is_total);
  _crm_sheet_add_count (self, row->n_open);
  add_money_cells (self, money, row->open);
  _crm_sheet_add_count (self, row->n_won);
  add_money_cells (self, money, row->won);
  add_money_cells (self, money, row->expected);
  if (is_total)
    return;
  group = _crm_sheet_add_group (self, label);
  set_amount (group, 0, money, row->expected, row->n_open + row->n_won);
  set_beside (group, 1, money, row->open);
}

void
_crm_sheet_fill_forecast (CrmReportSheet *self, const CrmReport *report, GString *note)
{
  const CrmReportForecast *all = report->all;
  const CrmTotals *each[] = { all->open, all->won, all->expected };
  g_auto (Money) money = { NULL };

  init_money (&money, report, each, G_N_ELEMENTS (each));
  _crm_sheet_add_column (self, g_strdup ("month"), g_strdup (_ ("Month")), FALSE);
  /* TRANSLATORS: heading of a column: number of open deals */
  _crm_sheet_add_column (self, g_strdup ("open_deals"), g_strdup (_ ("Open deals")), TRUE);
  /* TRANSLATORS: heading of a column: amounts of open deals; %s is a currency */
  add_money_columns (self, &money, "open", _ ("Open (%s)"));
  _crm_sheet_add_column (self, g_strdup ("deals_won"), g_strdup (_ ("Deals won")), TRUE);
  add_money_columns (self, &money, "won", _ ("Won (%s)"));
  /* TRANSLATORS: heading of a column of a forecast; %s is a currency */
  add_money_columns (self, &money, "expected", _ ("Expected (%s)"));
  /* TRANSLATORS: what a forecast expects to be earned */
  _crm_sheet_add_series (self, money.has_common ? _ ("Expected") : _ ("Deals"));
  if (money.has_common)
    /* TRANSLATORS: amounts of open deals, whatever their probability */
    _crm_sheet_add_series (self, _ ("Open, unweighted"));
  for (guint i = 0; i < report->rows->len; i++)
    add_forecast (self, &money, g_ptr_array_index (report->rows, i));
  add_forecast (self, &money, all);
  _crm_sheet_append_note (
      note, _ ("Expected: amounts of open deals times their probability, by the day of the expected"
               " close, and what was won this month. Deals whose day is past stand apart."));
  append_money_note (note, &money, all->open->n_unknown + all->won->n_unknown);
}

/* --- K21, K10, K04 --- */

/* Half away from zero. */
static gint64
divide (gint64 minor, gint64 n)
{
  gint64 rest = minor % n;

  return minor / n + (2 * rest >= n) - (2 * rest <= -n);
}

/* What a deal won is worth on average, of those with an amount; unknown where there is none in the
 * currency. */
static void
add_average_cells (CrmReportSheet *self, const Money *money, const CrmTotals *won)
{
  for (guint i = 0; i < money->currencies->len; i++)
    {
      const char *currency = g_ptr_array_index (money->currencies, i);
      guint n = 0;

      for (guint k = 0; k < won->sums->len; k++)
        if (g_str_equal (g_array_index (won->sums, CrmSum, k).currency, currency))
          n = g_array_index (won->sums, CrmSum, k).n;
      if (n > 0 && !won->overflow)
        _crm_sheet_add_money (self, divide (find_minor (won, currency), n), currency);
      else
        _crm_sheet_add_unknown (self);
    }
}

static void
add_owner (CrmReportSheet *self, const Money *money, const CrmReportOwner *row, gboolean is_total)
{
  const char *label = is_total ? _ ("All") : row->name != NULL ? row->name : _ ("None");

  _crm_sheet_begin_row (self, label, is_total);
  add_closed_cells (self, money, row->closed);
  add_average_cells (self, money, row->closed->won);
  if (row->cycle.n > 0)
    _crm_sheet_add_number (self, row->cycle.median, 1);
  else
    _crm_sheet_add_unknown (self);
  if (!is_total)
    add_closed_bars (self, label, money, row->closed);
}

void
_crm_sheet_fill_owners (CrmReportSheet *self, const CrmReport *report, GString *note)
{
  const CrmReportOwner *all = report->all;
  const CrmTotals *both[] = { all->closed->won, all->closed->lost };
  g_auto (Money) money = { NULL };

  init_money (&money, report, both, G_N_ELEMENTS (both));
  _crm_sheet_add_column (self, g_strdup ("owner"), g_strdup (_ ("Owner")), FALSE);
  add_closed_columns (self, &money);
  for (guint i = 0; i < money.currencies->len; i++)
    {
      const char *currency = g_ptr_array_index (money.currencies, i);

      /* TRANSLATORS: heading of a column: what a deal that was won is worth on average; %s is a
       * currency */
      add_money_column (self, "average", *currency != '\0' ? currency : "none",
                        _ ("Average won (%s)"), currency);
    }
  /* TRANSLATORS: heading of a column: how many days deals took until they were won */
  _crm_sheet_add_column (self, g_strdup ("cycle"), g_strdup (_ ("Until won (days, median)")), TRUE);
  for (guint i = 0; i < report->rows->len; i++)
    add_owner (self, &money, g_ptr_array_index (report->rows, i), FALSE);
  add_owner (self, &money, all, TRUE);
  _crm_sheet_append_note (
      note, _ ("Deals closed in the period, each with whoever owned it when it was closed last. Win"
               " rate: won deals of all that were won or lost. Average: of deals won with an"
               " amount."));
  append_money_note (note, &money, all->closed->won->n_unknown + all->closed->lost->n_unknown);
  _crm_sheet_append_left_out (note, all->n_unknown, all->n_wrong);
}

/* --- K30 --- */

static void
add_loss (CrmReportSheet *self,
          const CrmReport *report,
          const Money *money,
          const CrmReportLoss *row)
{
  const CrmReportLoss *all = report->all;
  const char *label = row == all            ? _ ("All")
                      : row->reason != NULL ? crm_phrase_record_name (row->reason)
                                            : _ ("None");

  _crm_sheet_begin_row (self, label, row == all);
  _crm_sheet_add_count (self, row->n);
  add_money_cells (self, money, row->lost);
  for (guint i = 0; i < report->stages->len; i++)
    _crm_sheet_add_count (self, row->before[i]);
  if (all->before[report->stages->len] > 0)
    _crm_sheet_add_count (self, row->before[report->stages->len]);
  if (row != all)
    set_amount (_crm_sheet_add_group (self, label), 0, money, row->lost, row->n);
}

void
_crm_sheet_fill_losses (CrmReportSheet *self, const CrmReport *report, GString *note)
{
  const CrmReportLoss *all = report->all;
  const CrmTotals *each[] = { all->lost };
  g_auto (Money) money = { NULL };

  init_money (&money, report, each, G_N_ELEMENTS (each));
  _crm_sheet_add_column (self, g_strdup ("reason"), g_strdup (_ ("Reason for losing")), FALSE);
  _crm_sheet_add_column (self, g_strdup ("deals_lost"), g_strdup (_ ("Deals lost")), TRUE);
  add_money_columns (self, &money, "lost", _ ("Lost (%s)"));
  for (guint i = 0; i < report->stages->len; i++)
    {
      const CrmRecord *stage = g_ptr_array_index (report->stages, i);

      _crm_sheet_add_column (self, g_strconcat ("before.", stage->id, NULL),
                             g_strdup (crm_phrase_record_name (stage)), TRUE);
    }
  if (all->before[report->stages->len] > 0)
    _crm_sheet_add_column (self, g_strdup ("before.other"), g_strdup (_ ("Other")), TRUE);
  _crm_sheet_add_series (self, _ ("Lost"));
  for (guint i = 0; i < report->rows->len; i++)
    add_loss (self, report, &money, g_ptr_array_index (report->rows, i));
  add_loss (self, report, &money, all);
  _crm_sheet_append_note (note, _ ("Deals lost in the period, by the reason that was given. Beside"
                                   " it stands in which stage they were before."));
  append_money_note (note, &money, all->lost->n_unknown);
}
