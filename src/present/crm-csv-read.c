/* crm-csv-read.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-csv-read"
#include "config.h"

#include "crm-csv-read.h"

#include <csv.h>
#include <glib/gi18n-lib.h>
#include <string.h>

/* The likeliest first. */
static const char separators[] = ",;\t|";
#define N_SEPARATORS (sizeof separators - 1)
#define LOOK_AT_LINES 8

static void
free_row (gpointer data)
{
  CrmCsvRow *row = data;

  g_strfreev (row->cells);
  g_free (row);
}

/**
 * crm_csv_table_ref:
 * @self: a table
 *
 * Returns: (transfer full): the same table
 */
CrmCsvTable *
crm_csv_table_ref (CrmCsvTable *self)
{
  g_atomic_int_inc (&self->ref_count);
  return self;
}

/**
 * crm_csv_table_unref:
 * @self: (nullable) (transfer full): a table
 */
void
crm_csv_table_unref (CrmCsvTable *self)
{
  if (self == NULL || !g_atomic_int_dec_and_test (&self->ref_count))
    return;
  g_ptr_array_unref (self->rows);
  g_free (self);
}

/**
 * crm_csv_get_cell:
 * @row: a row
 * @column: counted from 0
 *
 * Returns: (transfer none): what stands there, empty where the row ends before
 */
const char *
crm_csv_get_cell (const CrmCsvRow *row, guint column)
{
  return column < row->n_cells ? row->cells[column] : "";
}

/* --- letters
 */

/* What programs of Windows save where they do not save UTF-8, by the language of the user. */
static const char *
get_legacy_encoding (void)
{
  static const struct
  {
    const char *languages; /* between blanks */
    const char *encoding;
  } known[] = {
    { " cs hr hu pl ro sk sl sq ", "WINDOWS-1250" },
    { " be bg kk mk ru sr uk ", "WINDOWS-1251" },
    { " el ", "WINDOWS-1253" },
    { " tr az ", "WINDOWS-1254" },
    { " he ", "WINDOWS-1255" },
    { " ar fa ur ", "WINDOWS-1256" },
    { " et lt lv ", "WINDOWS-1257" },
  };
  const char *first = g_get_language_names ()[0];
  g_autofree char *language = g_strdup_printf (" %.*s ", (int)strcspn (first, "_.@"), first);

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    if (strstr (known[i].languages, language) != NULL)
      return known[i].encoding;
  return "WINDOWS-1252";
}

static gboolean
begins_with (const char *bytes, gsize length, const char *mark, gsize n)
{
  return length >= n && memcmp (bytes, mark, n) == 0;
}

/* (transfer full) (nullable): valid UTF-8 */
static char *
convert (const char *bytes, gsize length, const char *encoding, gsize *out_length, GError **error)
{
  g_autofree char *text
      = g_convert (bytes, (gssize)length, "UTF-8", encoding, NULL, out_length, NULL);

  /* Five bytes of Windows-1252 stand for nothing. */
  if (text == NULL)
    text = g_convert (bytes, (gssize)length, "UTF-8", "ISO-8859-1", NULL, out_length, NULL);
  if (text != NULL && memchr (text, '\0', *out_length) == NULL)
    return g_steal_pointer (&text);
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                       _ ("This is no text file, and so no table"));
  return NULL;
}

static char *
decode (
    const char *bytes, gsize length, const char **out_encoding, gsize *out_length, GError **error)
{
  if (begins_with (bytes, length, "PK\003\004", 4)
      || begins_with (bytes, length, "\320\317\021\340", 4))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                           _ ("This is a workbook: open it and save its table as CSV"));
      return NULL;
    }
  *out_encoding = "UTF-8";
  if (begins_with (bytes, length, "\357\273\277", 3))
    {
      bytes += 3;
      length -= 3;
    }
  else if (begins_with (bytes, length, "\377\376", 2) || begins_with (bytes, length, "\376\377", 2))
    {
      *out_encoding = bytes[0] == '\377' ? "UTF-16LE" : "UTF-16BE";
      return convert (bytes + 2, length - 2, *out_encoding, out_length, error);
    }
  *out_length = length;
  if (g_utf8_validate (bytes, (gssize)length, NULL))
    return g_strndup (bytes, length);
  *out_encoding = get_legacy_encoding ();
  return convert (bytes, length, *out_encoding, out_length, error);
}

/* --- rows
 */

typedef struct
{
  CrmCsvTable *table;
  GPtrArray *cells; /* (element-type utf8): of the row that is being read */
  guint number;
  gboolean has_text;
  int before; /* what ended the last row, while nothing came since */
} Reading;

static void
cell_cb (void *text, size_t length, void *data)
{
  Reading *reading = data;
  char *cell = g_strstrip (g_strndup (text != NULL ? text : "", length));

  reading->has_text |= *cell != '\0';
  reading->before = 0;
  g_ptr_array_add (reading->cells, cell);
}

static void
row_cb (int end, void *data)
{
  Reading *reading = data;
  CrmCsvRow *row;

  /* A line of Windows ends with two letters, of which the second ends an empty one. */
  if (end == '\n' && reading->before == '\r' && reading->cells->len == 0)
    {
      reading->before = 0;
      return;
    }
  reading->before = end;
  reading->number++;
  if (!reading->has_text)
    {
      g_ptr_array_set_size (reading->cells, 0);
      return;
    }
  row = g_new0 (CrmCsvRow, 1);
  row->number = reading->number;
  row->n_cells = reading->cells->len;
  g_ptr_array_add (reading->cells, NULL);
  g_ptr_array_set_free_func (reading->cells, NULL);
  row->cells = (char **)g_ptr_array_free (reading->cells, FALSE);
  reading->cells = g_ptr_array_new_with_free_func (g_free);
  reading->has_text = FALSE;
  reading->table->n_columns = MAX (reading->table->n_columns, row->n_cells);
  g_ptr_array_add (reading->table->rows, row);
}

/* How often each stands in the line outside of quotes. Returns where the line ends. */
static const char *
count_separators (const char *line, guint *counts)
{
  gboolean is_quoted = FALSE;
  const char *p = line;

  for (; *p != '\0' && (is_quoted || (*p != '\n' && *p != '\r')); p++)
    {
      const char *found = strchr (separators, *p);

      if (*p == '"')
        is_quoted = !is_quoted;
      else if (!is_quoted && found != NULL)
        counts[found - separators]++;
    }
  return p;
}

/* The one that stands in all of the first lines, and of those the most frequent; else the most
 * frequent of the first one: "Smith, Ida;Oslo" has one of both. */
static char
guess_separator (const char *text)
{
  guint first[N_SEPARATORS] = { 0 };
  guint least[N_SEPARATORS];
  guint best = 0;

  count_separators (text, first);
  memcpy (least, first, sizeof least);
  for (guint n = 0; n < LOOK_AT_LINES && *text != '\0'; n++)
    {
      guint counts[N_SEPARATORS] = { 0 };
      const char *end = count_separators (text, counts);

      for (guint i = 0; end > text && i < N_SEPARATORS; i++)
        least[i] = MIN (least[i], counts[i]);
      text = end + strspn (end, "\r\n");
    }
  for (guint i = 1; i < N_SEPARATORS; i++)
    if (least[i] > least[best] || (least[i] == least[best] && first[i] > first[best]))
      best = i;
  return separators[best];
}

static gboolean
parse (CrmCsvTable *table, const char *text, gsize length, GError **error)
{
  Reading reading = { .table = table };
  struct csv_parser parser;
  gboolean is_well;

  if (csv_init (&parser, CSV_REPALL_NL) != 0)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, g_strerror (ENOMEM));
      return FALSE;
    }
  reading.cells = g_ptr_array_new_with_free_func (g_free);
  csv_set_blk_size (&parser, 65536); /* cells of a megabyte are not copied ten thousand times */
  csv_set_delim (&parser, (unsigned char)table->separator);
  is_well = csv_parse (&parser, text, length, cell_cb, row_cb, &reading) == length
            && csv_fini (&parser, cell_cb, row_cb, &reading) == 0;
  if (!is_well)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                         csv_strerror (csv_error (&parser)));
  csv_free (&parser);
  g_ptr_array_unref (reading.cells);
  return is_well;
}

/**
 * crm_csv_read:
 * @bytes: (array length=length): what is in the file
 * @length: its size
 * @error: (nullable): %G_IO_ERROR_INVALID_DATA, as people read it, where it is no table: a
 * workbook, something that is no text, larger than %CRM_CSV_MAX_BYTES, without anything in it
 *
 * Reads a table of text, as RFC 4180 has it and as spreadsheets save it: separated by `,`, `;`,
 * tabs or `|`, which the first line tells, also one that says so as `sep=;`; in UTF-8, UTF-16 with
 * its mark, or the encoding that Windows has for the user's language.
 *
 * Returns: (transfer full) (nullable): the table
 */
CrmCsvTable *
crm_csv_read (const char *bytes, gsize length, GError **error)
{
  g_autoptr (CrmCsvTable) table = g_new0 (CrmCsvTable, 1);
  g_autofree char *text = NULL;
  const char *begin;
  gsize n = 0;

  table->ref_count = 1;
  table->rows = g_ptr_array_new_with_free_func (free_row);
  if (length > CRM_CSV_MAX_BYTES)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                           _ ("The file is larger than 64 MiB: divide it"));
      return NULL;
    }
  text = decode (bytes, length, &table->encoding, &n, error);
  if (text == NULL)
    return NULL;
  begin = text;
  table->separator = guess_separator (text);
  if (g_str_has_prefix (text, "sep=") && text[4] != '\0' && strchr (separators, text[4]) != NULL
      && strchr ("\r\n", text[5]) != NULL)
    {
      table->separator = text[4];
      begin += 5; /* its line is empty then, and counts */
    }
  if (!parse (table, begin, n - (gsize)(begin - text), error))
    return NULL;
  if (table->rows->len > 0)
    return g_steal_pointer (&table);
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                       _ ("There is nothing in this file"));
  return NULL;
}
