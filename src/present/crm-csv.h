/* crm-csv.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <glib.h>
G_BEGIN_DECLS

/* Tables for spreadsheets, as RFC 4180 has them. */

void crm_csv_append (GString *csv, const char *text, gboolean is_number);
void crm_csv_end_row (GString *csv);

G_END_DECLS
