/* crm-phrases-import.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-phrases-import"
#include "config.h"

#include "crm-phrases-import.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "crm-csv.h"
#include "crm-format.h"

/* What a cell may show: files of others have whole letters in one. */
#define MAX_SHOWN 120
/* Without it spreadsheets take the letters for those of an older encoding. */
#define BYTE_ORDER_MARK "\xef\xbb\xbf"

/* Adds @text behind what is there, with a dot between. */
static void
add_part (GString *parts, char *text /* (transfer full) */)
{
  if (*text != '\0')
    g_string_append_printf (parts, "%s%s", parts->len > 0 ? " · " : "", text);
  g_free (text);
}

/* Each kind with its own words: languages count people otherwise than things. */
static char *
phrase_new (const char *entity, guint n)
{
  if (g_str_equal (entity, "person"))
    return crm_format_counted (g_dngettext (GETTEXT_PACKAGE, "%u new person", "%u new people", n),
                               n);
  if (g_str_equal (entity, "lead"))
    return crm_format_counted (g_dngettext (GETTEXT_PACKAGE, "%u new lead", "%u new leads", n), n);
  return crm_format_counted (g_dngettext (GETTEXT_PACKAGE, "%u new account", "%u new accounts", n),
                             n);
}

static char *
phrase_known (guint n)
{
  /* TRANSLATORS: rows of a table that is imported, about people or organizations */
  return crm_format_counted (g_dngettext (GETTEXT_PACKAGE, "%u is there already and stays as it is",
                                          "%u are there already and stay as they are", n),
                             n);
}

static char *
phrase_refused (guint n)
{
  return crm_format_counted (
      g_dngettext (GETTEXT_PACKAGE, "%u row cannot be taken", "%u rows cannot be taken", n), n);
}

/**
 * crm_phrase_import_rows:
 * @import: an import
 *
 * Returns: (transfer full): how many rows there are beside the headings
 */
char *
crm_phrase_import_rows (const CrmImport *import)
{
  guint n = crm_import_count_rows (import);

  return crm_format_counted (g_dngettext (GETTEXT_PACKAGE, "%u row", "%u rows", n), n);
}

/**
 * crm_phrase_import_result:
 * @import: an import
 * @result: what would come of it
 *
 * Returns: (transfer full): how much is new, is there already and cannot be taken
 */
char *
crm_phrase_import_result (const CrmImport *import, const CrmImportResult *result)
{
  GString *parts = g_string_new (NULL);
  guint n_refused = result->problems->len;

  add_part (parts, phrase_new (import->data->entity->name, result->n_new));
  if (result->n_accounts > 0)
    add_part (parts, phrase_new ("account", result->n_accounts));
  if (result->n_known > 0)
    add_part (parts, phrase_known (result->n_known));
  if (n_refused > 0)
    add_part (parts, phrase_refused (n_refused));
  return g_string_free (parts, FALSE);
}

/**
 * crm_phrase_import_cell:
 * @text: what stands in a cell
 *
 * Returns: (transfer full): its beginning, on one line
 */
char *
crm_phrase_import_cell (const char *text)
{
  const char *end = text;
  char *shown;

  for (int i = 0; i < MAX_SHOWN && *end != '\0'; i++)
    end = g_utf8_next_char (end);
  shown = g_strndup (text, (gsize)(end - text));
  g_strdelimit (shown, "\r\n\t", ' ');
  if (*end != '\0')
    {
      char *cut = g_strconcat (shown, "…", NULL);

      g_free (shown);
      shown = cut;
    }
  return shown;
}

/**
 * crm_phrase_import_problem:
 * @problem: a row that cannot be taken
 *
 * Returns: (transfer full): which row it is, in which column and what stands there, each of its own
 *   direction; what is wrong with it is its @problem
 */
char *
crm_phrase_import_problem (const CrmImportProblem *problem)
{
  GString *parts = g_string_new (NULL);
  g_autofree char *text = crm_phrase_import_cell (problem->text);

  /* TRANSLATORS: a row of a table by its number, as a spreadsheet counts them */
  add_part (parts, g_strdup_printf (_ ("Row %u"), problem->row));
  if (problem->column != NULL)
    {
      g_autofree char *column = crm_phrase_import_cell (problem->column);

      add_part (parts, g_strdup_printf ("\u2068%s\u2069", column));
    }
  if (*text != '\0')
    add_part (parts, g_strdup_printf ("\u2068“%s”\u2069", text));
  return g_string_free (parts, FALSE);
}

/* --- a table of what was refused
 */

/* A number with its sign is as harmless as without; marked as text it would not be read as one when
 * it comes back. */
static gboolean
is_plain_number (const char *text)
{
  return strspn (text, "+-0123456789 ()/.,") == strlen (text);
}

static void
append_cell (GString *csv, const char *text)
{
  crm_csv_append (csv, text, is_plain_number (text));
}

static void
append_row (GString *csv, const CrmImport *import, const CrmCsvRow *row, const char *last)
{
  for (guint i = 0; i < import->columns->len; i++)
    append_cell (csv, crm_csv_get_cell (row, i));
  append_cell (csv, last);
  crm_csv_end_row (csv);
}

static void
append_refused (GString *csv,
                const CrmImport *import,
                const CrmCsvRow *row,
                const CrmImportProblem *problem)
{
  g_autofree char *why = problem->column != NULL
                             ? g_strdup_printf ("%s: %s", problem->column, problem->problem)
                             : g_strdup (problem->problem);

  append_row (csv, import, row, why);
}

/**
 * crm_import_save_refused:
 * @import: an import
 * @result: what came of it
 *
 * Returns: (transfer full): rows that could not be taken, as they were, each with the problem at
 *   its end, and the headings if there are any; CSV that can be mended and imported
 */
char *
crm_import_save_refused (const CrmImport *import, const CrmImportResult *result)
{
  const GPtrArray *rows = import->table->rows;
  GString *csv = g_string_new (NULL);
  guint next = 0;

  if (import->has_headings)
    append_row (csv, import, g_ptr_array_index (rows, 0), _ ("Problem"));
  for (guint i = 0; i < rows->len && next < result->problems->len; i++)
    {
      const CrmCsvRow *row = g_ptr_array_index (rows, i);
      const CrmImportProblem *problem = g_ptr_array_index (result->problems, next);

      if (row->number != problem->row)
        continue;
      append_refused (csv, import, row, problem);
      next++;
    }
  g_string_prepend (csv, BYTE_ORDER_MARK);
  return g_string_free (csv, FALSE);
}
