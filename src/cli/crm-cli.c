/* crm-cli.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-cli"
#include "config.h"

#include "crm-cli.h"

#include <glib/gi18n.h>

#include "store/crm-backup.h"

G_DEFINE_QUARK (crm - cli - error - quark, crm_cli_error)

/* How an error of the core is told: one table, by code. */
static const struct
{
  CrmError code;
  const char *name;     /* in JSON: never renamed */
  const char *sentence; /* for translators; the detail follows after a colon */
  CrmExit status;
} errors[] = {
  { CRM_ERROR_FAILED, "failed", N_ ("that did not work"), CRM_EXIT_FAILED },
  { CRM_ERROR_NOT_FOUND, "not-found", N_ ("not found"), CRM_EXIT_NOT_FOUND },
  { CRM_ERROR_INVALID_VALUE, "invalid-value", N_ ("this value cannot be taken"), CRM_EXIT_USAGE },
  { CRM_ERROR_CONSTRAINT, "constraint", N_ ("the records would not fit together"),
    CRM_EXIT_CONFLICT },
  { CRM_ERROR_CONFLICT, "conflict", N_ ("somebody else changed it meanwhile"), CRM_EXIT_CONFLICT },
  { CRM_ERROR_BUSY, "busy", N_ ("another program is writing"), CRM_EXIT_BUSY },
  { CRM_ERROR_CORRUPT, "corrupt", N_ ("the file is damaged"), CRM_EXIT_STORE },
  { CRM_ERROR_SCHEMA_TOO_NEW, "schema-too-new", N_ ("the file was written by a newer program"),
    CRM_EXIT_STORE },
  { CRM_ERROR_MIGRATION_FAILED, "migration-failed",
    N_ ("the file could not be brought up to date and is unchanged"), CRM_EXIT_STORE },
  { CRM_ERROR_PERMISSION, "permission", N_ ("permission denied"), CRM_EXIT_STORE },
  { CRM_ERROR_OFFLINE, "offline", N_ ("the server cannot be reached"), CRM_EXIT_FAILED },
  { CRM_ERROR_SYNTAX, "syntax", N_ ("this cannot be understood"), CRM_EXIT_USAGE },
  { CRM_ERROR_DISK_FULL, "disk-full", N_ ("the disk is full; nothing was saved"), CRM_EXIT_FAILED },
  { CRM_ERROR_IO, "io", N_ ("the disk reports an error; what was to be saved may be lost"),
    CRM_EXIT_FAILED },
  { CRM_ERROR_MOVED, "moved", N_ ("the file was moved, deleted or replaced"), CRM_EXIT_STORE },
  { CRM_ERROR_CYCLE, "cycle", N_ ("an account cannot be above itself"), CRM_EXIT_CONFLICT },
  { CRM_ERROR_INCOMPLETE, "incomplete", N_ ("the stage asks for more about the deal"),
    CRM_EXIT_CONFLICT },
};

/**
 * crm_cli_open:
 * @self: the command line
 * @error: (nullable): the errors of crm_store_open_sync()
 *
 * Opens the store, or makes it where there is none. Opening twice is one.
 *
 * Returns: whether it is open
 */
gboolean
crm_cli_open (CrmCli *self, GError **error)
{
  CrmStoreOptions options = { .directory = self->directory, .front_end = "ecrm" };

  if (self->store != NULL)
    return TRUE;
  self->opening = TRUE;
  self->store = crm_store_open_sync (&options, error);
  self->opening = self->store == NULL;
  return self->store != NULL;
}

typedef struct
{
  CrmCli *cli;
  CrmCliReadFunc func;
  gpointer data;
} Read;

static gpointer
read_in_store (CrmReader *reader, gpointer data, GError **error)
{
  Read *read = data;

  return GINT_TO_POINTER (read->func (reader, read->cli, read->data, error));
}

/**
 * crm_cli_read:
 * @self: the command line
 * @func: (scope call): what to read
 * @data: for @func
 * @error: (nullable): what @func sets, the errors of crm_cli_open(), %G_IO_ERROR_CANCELLED
 *
 * Returns: what @func returned
 */
gboolean
crm_cli_read (CrmCli *self, CrmCliReadFunc func, gpointer data, GError **error)
{
  Read read = { self, func, data };

  if (!crm_cli_open (self, error))
    return FALSE;
  return crm_store_read_sync (self->store, read_in_store, &read, self->cancellable, error) != NULL;
}

/**
 * crm_cli_write:
 * @self: the command line, with its store open
 * @set: what to write
 * @error: (nullable): the errors of crm_store_write_sync()
 *
 * Returns: whether it is written
 */
gboolean
crm_cli_write (CrmCli *self, CrmChangeSet *set, GError **error)
{
  g_autoptr (CrmWriteResult) result = NULL;

  if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
    return FALSE;
  result = crm_store_write_sync (self->store, set, error);
  return result != NULL;
}

/**
 * crm_cli_usage:
 * @error: (nullable): set to what is wrong with the command line
 * @format: translated
 * @...: for @format
 *
 * Returns: %FALSE
 */
gboolean
crm_cli_usage (GError **error, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  if (error != NULL)
    *error = g_error_new_valist (CRM_CLI_ERROR, CRM_CLI_ERROR_USAGE, format, args);
  va_end (args);
  return FALSE;
}

/**
 * crm_cli_print_id:
 * @self: the command line
 * @id: of a new record, the whole answer
 *
 * Returns: %TRUE
 */
gboolean
crm_cli_print_id (CrmCli *self, const char *id)
{
  crm_printer_begin_object (self->printer, NULL, NULL);
  crm_printer_raw (self->printer, "id", id);
  crm_printer_words (self->printer, NULL, id);
  crm_printer_end (self->printer);
  return TRUE;
}

static guint
count_columns (const char *text, gsize n_bytes)
{
  guint width = 0;

  for (const char *at = text; *at != '\0' && at < text + n_bytes; at = g_utf8_next_char (at))
    width += g_unichar_iswide (g_utf8_get_char (at)) ? 2 : 1;
  return width;
}

/* The filter with a caret under the mistake. */
static void
show_place (CrmCli *self)
{
  gsize length = strlen (self->filter_source);
  gsize start = MIN (self->bad_place.start, length);
  gsize end = CLAMP (self->bad_place.end, start, length);
  guint before = count_columns (self->filter_source, start);
  guint under = MAX (1, count_columns (self->filter_source + start, end - start));
  g_autofree char *tildes = g_strnfill (under - 1, '~');

  g_printerr ("  %s\n  %*s^%s\n", self->filter_source, (int)before, "", tildes);
}

/* What can be done when the store is in trouble: the words name the backup, not only the trouble.
 */
static void
show_way_out (CrmCli *self, const GError *error)
{
  g_autoptr (CrmBackup) newest = NULL;
  g_autoptr (GDateTime) made = NULL;
  g_autofree char *when = NULL;

  if (!g_error_matches (error, CRM_ERROR, CRM_ERROR_CORRUPT)
      && !g_error_matches (error, CRM_ERROR, CRM_ERROR_SCHEMA_TOO_NEW)
      && !g_error_matches (error, CRM_ERROR, CRM_ERROR_MIGRATION_FAILED)
      && !g_error_matches (error, CRM_ERROR, CRM_ERROR_MOVED))
    return;
  newest = self->directory != NULL ? crm_backup_find_newest (self->directory) : NULL;
  if (newest == NULL)
    {
      g_printerr ("%s\n", _ ("There is no backup that this program can open."));
      return;
    }
  made = g_date_time_new_from_unix_local (newest->usec / G_TIME_SPAN_SECOND);
  when = g_date_time_format (made, "%x %H:%M");
  /* TRANSLATORS: the first is a day and time, the second a file's path */
  g_printerr (
      _ ("There is a backup of %1$s: %2$s\n“ecrm check” tells more; “ecrm restore” puts the "
         "backup in place and keeps what is there.\n"),
      when, newest->path);
}

static void
print_json_error (CrmCli *self, const char *code, const char *message)
{
  g_autoptr (CrmPrinter) printer = crm_printer_new_json ();

  crm_printer_begin_object (printer, NULL, NULL);
  crm_printer_begin_object (printer, "error", NULL);
  crm_printer_text (printer, "code", NULL, code);
  crm_printer_text (printer, "message", NULL, message);
  if (self->filter_source != NULL)
    crm_printer_int (printer, "column", NULL, self->bad_place.column);
  crm_printer_end (printer);
  crm_printer_end (printer);
  crm_printer_finish (printer, stdout);
}

/**
 * crm_cli_report_error:
 * @self: the command line
 * @error: what went wrong
 *
 * Tells it on stderr, for programs on stdout too.
 *
 * Returns: the status to exit with
 */
CrmExit
crm_cli_report_error (CrmCli *self, const GError *error)
{
  const char *name = "failed";
  const char *sentence = NULL;
  CrmExit status = CRM_EXIT_FAILED;

  if (error->domain == CRM_CLI_ERROR || error->domain == G_OPTION_ERROR)
    {
      name = "usage";
      status = CRM_EXIT_USAGE;
    }
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      name = "cancelled";
      status = CRM_EXIT_CANCELLED;
    }
  for (guint i = 0; error->domain == CRM_ERROR && i < G_N_ELEMENTS (errors); i++)
    if ((int)errors[i].code == error->code)
      {
        name = errors[i].name;
        sentence = _ (errors[i].sentence);
        status = errors[i].status;
      }
  if (self->opening && status != CRM_EXIT_BUSY && status != CRM_EXIT_CANCELLED)
    status = CRM_EXIT_STORE;

  if (status == CRM_EXIT_CANCELLED)
    g_printerr (_ ("ecrm: cancelled\n"));
  else if (sentence != NULL)
    /* TRANSLATORS: what kind of error, then its detail */
    g_printerr (_ ("ecrm: %s: %s\n"), sentence, error->message);
  else
    g_printerr ("ecrm: %s\n", error->message);
  if (self->filter_source != NULL)
    show_place (self);
  show_way_out (self, error);
  if (self->json)
    print_json_error (self, name, error->message);
  return status;
}

/**
 * crm_cli_clear:
 * @self: the command line
 *
 * Closes the store and frees what @self holds.
 */
void
crm_cli_clear (CrmCli *self)
{
  g_clear_object (&self->store);
  g_clear_pointer (&self->printer, crm_printer_free);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->directory, g_free);
  g_clear_pointer (&self->args, g_strfreev);
  g_clear_pointer (&self->filter_source, g_free);
}
