/* crm-report-sheet-private.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "crm-report-sheet.h"
G_BEGIN_DECLS

/* Filling a sheet: columns first, then row by row one cell for each of them. */

CrmReportSheet *_crm_sheet_new (void);
void _crm_sheet_add_column (CrmReportSheet *self, char *key, char *title, gboolean is_number);
void _crm_sheet_begin_row (CrmReportSheet *self, const char *label, gboolean is_total);
void _crm_sheet_begin_month (CrmReportSheet *self, const char *label, int first_day);
void _crm_sheet_add_count (CrmReportSheet *self, guint n);
void _crm_sheet_add_number (CrmReportSheet *self, double value, int digits);
void _crm_sheet_add_money (CrmReportSheet *self, gint64 minor, const char *currency);
void _crm_sheet_add_unknown (CrmReportSheet *self);
void _crm_sheet_add_series (CrmReportSheet *self, const char *name);
CrmSheetGroup *_crm_sheet_add_group (CrmReportSheet *self, const char *label);
void _crm_sheet_set_bar (CrmSheetGroup *group, guint series, double value, char *text);
void _crm_sheet_append_note (GString *note, const char *sentence);
void _crm_sheet_fill_times (CrmReportSheet *self, const CrmReport *report, GString *note);
void _crm_sheet_fill_people (CrmReportSheet *self, const CrmReport *report, GString *note);
void _crm_sheet_fill_stages (CrmReportSheet *self, const CrmReport *report, GString *note);
void _crm_sheet_fill_won_lost (CrmReportSheet *self, const CrmReport *report, GString *note);
void _crm_sheet_fill_forecast (CrmReportSheet *self, const CrmReport *report, GString *note);
void _crm_sheet_fill_owners (CrmReportSheet *self, const CrmReport *report, GString *note);
void _crm_sheet_fill_losses (CrmReportSheet *self, const CrmReport *report, GString *note);
void _crm_sheet_append_left_out (GString *note, guint n_unknown, guint n_wrong);
char *_crm_sheet_format_month (int first_day);

G_END_DECLS
