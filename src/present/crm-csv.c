/* crm-csv.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-csv"
#include "config.h"

#include "crm-csv.h"

#include <string.h>

/* A spreadsheet would take such a text for a formula, and names come from letters of anybody. */
static gboolean
looks_like_formula (const char *text)
{
  return *text != '\0' && strchr ("=+-@\t\r", *text) != NULL;
}

/**
 * crm_csv_append:
 * @csv: a table
 * @text: what stands in the next cell, in UTF-8
 * @is_number: whether we wrote it as a number; any other text is kept from being a formula
 *
 * Appends a cell to the last row.
 */
void
crm_csv_append (GString *csv, const char *text, gboolean is_number)
{
  if (csv->len > 0 && csv->str[csv->len - 1] != '\n')
    g_string_append_c (csv, ',');
  g_string_append_c (csv, '"');
  if (!is_number && looks_like_formula (text))
    g_string_append_c (csv, '\'');
  for (const char *p = text; *p != '\0'; p++)
    {
      if (*p == '"')
        g_string_append_c (csv, '"');
      g_string_append_c (csv, *p);
    }
  g_string_append_c (csv, '"');
}

/**
 * crm_csv_end_row:
 * @csv: a table
 *
 * What is appended next stands in a new row.
 */
void
crm_csv_end_row (GString *csv)
{
  g_string_append (csv, "\r\n");
}
