/* crm-csv-read.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <gio/gio.h>
G_BEGIN_DECLS

/* A table that another program saved, as RFC 4180 and its many dialects have it. Rows are numbered
 * from 1, as a spreadsheet shows them, empty ones counted. Immutable, so it crosses threads freely.
 */

typedef struct
{
  guint number; /* in the file, the first is 1 */
  char **cells; /* (owned) (array zero-terminated=1): valid UTF-8 without blanks around */
  guint n_cells;
} CrmCsvRow;

typedef struct
{
  int ref_count; /* (atomic) */
  char separator;
  const char *encoding; /* (transfer none): as iconv calls it */
  GPtrArray *rows;      /* (owned) (element-type CrmCsvRow): those with anything in them */
  guint n_columns;      /* of the longest row */
} CrmCsvTable;

/* Larger files are refused: they are no lists of people. */
#define CRM_CSV_MAX_BYTES ((gsize)64 * 1024 * 1024)

CrmCsvTable *crm_csv_read (const char *bytes, gsize length, GError **error);
const char *crm_csv_get_cell (const CrmCsvRow *row, guint column);
CrmCsvTable *crm_csv_table_ref (CrmCsvTable *self);
void crm_csv_table_unref (CrmCsvTable *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmCsvTable, crm_csv_table_unref)

G_END_DECLS
