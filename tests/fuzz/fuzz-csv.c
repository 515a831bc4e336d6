/* fuzz-csv.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "crm-csv-read.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* Whatever a file holds, it is refused with words, or a table of valid text whose rows are in
 * order, none of them empty. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmCsvTable) table = crm_csv_read ((const char *)data, size, &error);
  guint last = 0;

  g_assert_true ((table == NULL) == (error != NULL));
  for (guint i = 0; table != NULL && i < table->rows->len; i++)
    {
      const CrmCsvRow *row = g_ptr_array_index (table->rows, i);
      gboolean has_text = FALSE;

      g_assert_cmpuint (row->number, >, last);
      g_assert_cmpuint (row->n_cells, ==, g_strv_length (row->cells));
      g_assert_cmpuint (row->n_cells, <=, table->n_columns);
      for (guint j = 0; j < row->n_cells; j++)
        {
          g_assert_true (g_utf8_validate (row->cells[j], -1, NULL));
          has_text |= *row->cells[j] != '\0';
        }
      g_assert_true (has_text);
      last = row->number;
    }
  g_assert_true (table == NULL || table->rows->len > 0);
  return 0;
}
