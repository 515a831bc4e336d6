/* crm-cmd-import.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-cmd-import"
#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "crm-cli-verbs.h"
#include "crm-import.h"

static char **opt_map;
static gboolean opt_no_headings;
static gboolean opt_dry_run;

static const GOptionEntry entries[] = {
  { "map", 0, 0, G_OPTION_ARG_STRING_ARRAY, &opt_map,
    N_ ("The field that a column goes into, by its heading or number; without a field it is left "
        "out; also several times"),
    N_ ("COLUMN=FIELD") },
  { "no-headings", 0, 0, G_OPTION_ARG_NONE, &opt_no_headings,
    N_ ("The first row is a record like the others"), NULL },
  { "dry-run", 0, 0, G_OPTION_ARG_NONE, &opt_dry_run, N_ ("Only tell what would be done"), NULL },
  { NULL },
};

typedef struct
{
  CrmCsvTable *table;      /* (owned) */
  CrmImport *import;       /* (owned) (nullable) */
  CrmImportResult *result; /* (owned) (nullable) */
} Work;

static CrmCsvTable *
read_file (const char *path, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autofree char *bytes = NULL;
  gsize length;
  CrmCsvTable *table = NULL;

  if (g_file_get_contents (path, &bytes, &length, &local_error))
    table = crm_csv_read (bytes, length, &local_error);
  if (table == NULL)
    g_set_error (error, CRM_ERROR,
                 g_error_matches (local_error, G_FILE_ERROR, G_FILE_ERROR_NOENT)
                     ? CRM_ERROR_NOT_FOUND
                     : CRM_ERROR_INVALID_VALUE,
                 "%s: %s", path, local_error->message);
  return table;
}

/* By its heading, else by its number, the first is 1. Returns the number of columns for none. */
static guint
find_column (const CrmImport *import, const char *name)
{
  guint64 number;

  for (guint i = 0; i < import->columns->len; i++)
    if (g_str_equal (((CrmImportColumn *)g_ptr_array_index (import->columns, i))->title, name))
      return i;
  if (g_ascii_string_to_unsigned (name, 10, 1, import->columns->len, &number, NULL))
    return (guint)number - 1;
  return import->columns->len;
}

/* A heading may have a sign of equality in it, a field has none. */
static gboolean
map_column (CrmImport *import, const char *mapping, GError **error)
{
  const char *sign = strrchr (mapping, '=');
  g_autofree char *name = sign != NULL ? g_strndup (mapping, (gsize)(sign - mapping)) : NULL;
  guint column;

  if (sign == NULL)
    return crm_cli_usage (error, _ ("“%s” is no COLUMN=FIELD"), mapping);
  column = find_column (import, name);
  if (column == import->columns->len)
    g_set_error (error, CRM_ERROR, CRM_ERROR_NOT_FOUND, "there is no column %s", name);
  else if (!crm_import_set_target (import, column, sign[1] != '\0' ? sign + 1 : NULL))
    g_set_error (error, CRM_ERROR, CRM_ERROR_NOT_FOUND, "%s has no field %s that is imported",
                 import->data->entity->name, sign + 1);
  else
    return TRUE;
  return FALSE;
}

static gboolean
build_in_store (CrmReader *reader, CrmCli *cli, gpointer data, GError **error)
{
  Work *work = data;
  g_autoptr (CrmFormData) form = crm_form_data_load (reader, cli->args[0], NULL, NULL, error);
  const char *missing;

  if (form == NULL)
    return FALSE;
  work->import = crm_import_new (form, work->table);
  if (opt_no_headings)
    crm_import_set_headings (work->import, FALSE);
  for (guint i = 0; opt_map != NULL && opt_map[i] != NULL; i++)
    if (!map_column (work->import, opt_map[i], error))
      return FALSE;
  missing = crm_import_find_missing (work->import);
  if (missing != NULL)
    {
      g_set_error (error, CRM_ERROR, CRM_ERROR_INVALID_VALUE,
                   "no column goes into %s: say --map COLUMN=%s", missing,
                   form->entity->title_field);
      return FALSE;
    }
  work->result = crm_import_build (reader, work->import, cli->cancellable, error);
  return work->result != NULL;
}

static void
print_columns (CrmCli *cli, const CrmImport *import)
{
  crm_printer_begin_list (cli->printer, "columns", _ ("Columns"));
  for (guint i = 0; i < import->columns->len; i++)
    {
      const CrmImportColumn *column = g_ptr_array_index (import->columns, i);

      crm_printer_begin_object (cli->printer, NULL, NULL);
      crm_printer_text (cli->printer, "title", _ ("Column"), column->title);
      crm_printer_text (cli->printer, "field", _ ("Field"), column->target);
      crm_printer_end (cli->printer);
    }
  crm_printer_end (cli->printer);
}

static void
print_refused (CrmCli *cli, const CrmImportResult *result)
{
  crm_printer_begin_list (cli->printer, "refused", _ ("Refused rows"));
  for (guint i = 0; i < result->problems->len; i++)
    {
      const CrmImportProblem *problem = g_ptr_array_index (result->problems, i);

      crm_printer_begin_object (cli->printer, NULL, NULL);
      crm_printer_int (cli->printer, "row", _ ("Row"), problem->row);
      crm_printer_text (cli->printer, "column", _ ("Column"), problem->column);
      crm_printer_text (cli->printer, "text", _ ("Text"), problem->text);
      crm_printer_text (cli->printer, "problem", _ ("Problem"), problem->problem);
      crm_printer_end (cli->printer);
    }
  crm_printer_end (cli->printer);
}

static gboolean
print (CrmCli *cli, const Work *work)
{
  const CrmImportResult *result = work->result;

  crm_printer_begin_object (cli->printer, NULL, NULL);
  crm_printer_bool (cli->printer, "done", _ ("Done"), !opt_dry_run);
  crm_printer_int (cli->printer, "rows", _ ("Rows"), crm_import_count_rows (work->import));
  crm_printer_int (cli->printer, "imported", _ ("Imported"), result->n_new);
  crm_printer_int (cli->printer, "accounts", _ ("Accounts"), result->n_accounts);
  crm_printer_int (cli->printer, "known", _ ("There already"), result->n_known);
  print_columns (cli, work->import);
  print_refused (cli, result);
  crm_printer_end (cli->printer);
  return TRUE;
}

static gboolean
run (CrmCli *cli, GError **error)
{
  Work work = { NULL };
  gboolean done;

  if (cli->n_args != 2 || !crm_import_suits (cli->args[0]))
    return crm_cli_usage (error, "%s", _ ("“import” takes person, account or lead, and one file"));
  work.table = read_file (cli->args[1], error);
  done = work.table != NULL && crm_cli_read (cli, build_in_store, &work, error)
         && (opt_dry_run || work.result->set->changes->len == 0
             || crm_cli_write (cli, work.result->set, error))
         && print (cli, &work);
  crm_import_result_free (work.result);
  crm_import_free (work.import);
  crm_csv_table_unref (work.table);
  return done;
}

const CrmCliVerb crm_cmd_import = { "import",
                                    N_ ("person FILE | account FILE | lead FILE"),
                                    N_ ("Import a table that another program saved as CSV"),
                                    run,
                                    { entries } };
