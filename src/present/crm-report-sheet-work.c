/* crm-report-sheet-work.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Reports on time and on what people do. */
#define G_LOG_DOMAIN "crm-report-sheet-work"
#include "config.h"

#include "crm-report-sheet-private.h"

#include <glib/gi18n-lib.h>

#include "crm-format.h"
#include "crm-phrases.h"
#include "model/crm-date.h"

/* So many people have bars; the table has all. */
#define MAX_PEOPLE 15

/* "Nov 2026" */
char *
_crm_sheet_format_month (int first_day)
{
  g_autoptr (GDateTime) date
      = g_date_time_new_from_unix_utc ((gint64)first_day * G_GINT64_CONSTANT (86400));

  /* TRANSLATORS: month and year as strftime writes them, e.g. "Mar 2024" */
  return g_date_time_format (date, _ ("%b %Y"));
}

static const char *
get_time_label (const CrmReportTime *row)
{
  if (row->kind == CRM_TIME_WON)
    /* TRANSLATORS: a line of a report: how long it took until deals were won */
    return _ ("Until won");
  if (row->kind == CRM_TIME_LOST)
    return _ ("Until lost");
  return crm_phrase_record_name (row->stage);
}

static void
add_spread (CrmReportSheet *self, const CrmSpread *spread)
{
  const double values[]
      = { spread->mean, spread->lower, spread->median, spread->upper, spread->most };

  _crm_sheet_add_count (self, spread->n);
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    if (spread->n > 0)
      _crm_sheet_add_number (self, values[i], 1);
    else
      _crm_sheet_add_unknown (self);
}

static void
add_current (CrmReportSheet *self, const CrmReportTime *row)
{
  if (row->kind != CRM_TIME_STAGE)
    {
      _crm_sheet_add_unknown (self);
      _crm_sheet_add_unknown (self);
      return;
    }
  _crm_sheet_add_count (self, row->current.n);
  if (row->current.n > 0)
    _crm_sheet_add_number (self, row->current.median, 1);
  else
    _crm_sheet_add_unknown (self);
}

static void
add_time (CrmReportSheet *self, const CrmReportTime *row)
{
  const char *label = get_time_label (row);
  CrmSheetGroup *group = _crm_sheet_add_group (self, label);
  g_autofree char *text = NULL;

  _crm_sheet_begin_row (self, label, FALSE);
  add_spread (self, &row->spread);
  add_current (self, row);
  if (row->spread.n == 0)
    return;
  text = crm_format_counted (
      g_dngettext (GETTEXT_PACKAGE,
                   /* TRANSLATORS: a median, the two quartiles, a number */
                   "%1$.1f days (half: %2$.1f to %3$.1f; %4$u deal)",
                   "%1$.1f days (half: %2$.1f to %3$.1f; %4$u deals)", row->spread.n),
      row->spread.median, row->spread.lower, row->spread.upper, row->spread.n);
  _crm_sheet_set_bar (group, 0, row->spread.median, g_steal_pointer (&text));
  group->bars[0].low = row->spread.lower;
  group->bars[0].high = row->spread.upper;
}

/* What deals are missing from times, and why. */
void
_crm_sheet_append_left_out (GString *note, guint n_unknown, guint n_wrong)
{
  g_autofree char *unknown = crm_format_counted (
      g_dngettext (
          GETTEXT_PACKAGE, "%u closed deal is left out, for nobody wrote down when it began.",
          "%u closed deals are left out, for nobody wrote down when they began.", n_unknown),
      n_unknown);
  g_autofree char *wrong = crm_format_counted (
      g_dngettext (GETTEXT_PACKAGE, "The days of %u deal cannot be right: it is left out.",
                   "The days of %u deals cannot be right: they are left out.", n_wrong),
      n_wrong);

  if (n_unknown > 0)
    _crm_sheet_append_note (note, unknown);
  if (n_wrong > 0)
    _crm_sheet_append_note (note, wrong);
}

void
_crm_sheet_fill_times (CrmReportSheet *self, const CrmReport *report, GString *note)
{
  guint n_unknown = 0;
  guint n_wrong = 0;

  _crm_sheet_add_column (self, g_strdup ("time"), g_strdup (_ ("Time")), FALSE);
  _crm_sheet_add_column (self, g_strdup ("deals"), g_strdup (_ ("Deals")), TRUE);
  _crm_sheet_add_column (self, g_strdup ("mean"), g_strdup (_ ("Mean (days)")), TRUE);
  _crm_sheet_add_column (self, g_strdup ("lower_quartile"), g_strdup (_ ("Lower quartile (days)")),
                         TRUE);
  _crm_sheet_add_column (self, g_strdup ("median"), g_strdup (_ ("Median (days)")), TRUE);
  _crm_sheet_add_column (self, g_strdup ("upper_quartile"), g_strdup (_ ("Upper quartile (days)")),
                         TRUE);
  /* TRANSLATORS: heading of a column: nine of ten deals did not take longer */
  _crm_sheet_add_column (self, g_strdup ("nine_of_ten"), g_strdup (_ ("9 of 10 within (days)")),
                         TRUE);
  /* TRANSLATORS: heading of a column: number of deals that are in the stage */
  _crm_sheet_add_column (self, g_strdup ("now"), g_strdup (_ ("There now")), TRUE);
  /* TRANSLATORS: heading of a column: how long those deals are in the stage, median */
  _crm_sheet_add_column (self, g_strdup ("now_median"), g_strdup (_ ("For now (days, median)")),
                         TRUE);
  /* TRANSLATORS: the value in the middle of a sorted list */
  _crm_sheet_add_series (self, _ ("Median"));
  for (guint i = 0; i < report->rows->len; i++)
    {
      const CrmReportTime *row = g_ptr_array_index (report->rows, i);

      add_time (self, row);
      n_unknown += row->n_unknown;
      n_wrong += row->n_wrong;
    }
  _crm_sheet_append_note (
      note, _ ("Until won: from the first stage to the closing, of deals closed in the period. In a"
               " stage: all visits together, of deals that left it in the period. The thin line is"
               " the half in the middle: from the lower to the upper quartile."));
  _crm_sheet_append_left_out (note, n_unknown, n_wrong);
}

static void
add_person (CrmReportSheet *self, const CrmReportPerson *row)
{
  /* TRANSLATORS: %s is the user's own name */
  g_autofree char *label
      = row->self ? g_strdup_printf (_ ("%s (you)"), row->name) : g_strdup (row->name);
  static const CrmReportActivity shown[]
      = { CRM_REPORT_LETTERS, CRM_REPORT_MEETINGS, CRM_REPORT_CALLS, CRM_REPORT_NOTES };
  CrmSheetGroup *group;

  _crm_sheet_begin_row (self, label, FALSE);
  for (guint i = 0; i < CRM_REPORT_N_ACTIVITIES; i++)
    _crm_sheet_add_count (self, row->counts[i]);
  if (self->groups->len >= MAX_PEOPLE)
    return;
  group = _crm_sheet_add_group (self, label);
  for (guint i = 0; i < G_N_ELEMENTS (shown); i++)
    _crm_sheet_set_bar (group, i, row->counts[shown[i]],
                        g_strdup_printf ("%u", row->counts[shown[i]]));
}

void
_crm_sheet_fill_people (CrmReportSheet *self, const CrmReport *report, GString *note)
{
  g_autofree char *more = NULL;

  _crm_sheet_add_column (self, g_strdup ("person"), g_strdup (_ ("Person")), FALSE);
  _crm_sheet_add_column (self, g_strdup ("letters"), g_strdup (_ ("Letters written")), TRUE);
  _crm_sheet_add_column (self, g_strdup ("meetings"), g_strdup (_ ("Meetings")), TRUE);
  _crm_sheet_add_column (self, g_strdup ("meetings_to_come"), g_strdup (_ ("Meetings to come")),
                         TRUE);
  _crm_sheet_add_column (self, g_strdup ("calls"), g_strdup (_ ("Calls")), TRUE);
  _crm_sheet_add_column (self, g_strdup ("notes"), g_strdup (_ ("Notes")), TRUE);
  /* TRANSLATORS: heading of a column: number of follow-ups that were done */
  _crm_sheet_add_column (self, g_strdup ("follow_ups"), g_strdup (_ ("Follow-ups done")), TRUE);
  _crm_sheet_add_series (self, _ ("Letters written"));
  _crm_sheet_add_series (self, _ ("Meetings"));
  _crm_sheet_add_series (self, _ ("Calls"));
  _crm_sheet_add_series (self, _ ("Notes"));
  for (guint i = 0; i < report->rows->len; i++)
    add_person (self, g_ptr_array_index (report->rows, i));
  _crm_sheet_append_note (
      note, _ ("Letters and meetings as far as they are in your mail and calendars: of colleagues"
               " only what reached you. Meetings that were cancelled, declined or not held do not"
               " count, and neither do automatic replies."));
  if (report->rows->len <= MAX_PEOPLE)
    return;
  more = crm_format_counted (g_dngettext (GETTEXT_PACKAGE, "%u more person is in the table.",
                                          "%u more people are in the table.",
                                          report->rows->len - MAX_PEOPLE),
                             report->rows->len - MAX_PEOPLE);
  _crm_sheet_append_note (note, more);
}
