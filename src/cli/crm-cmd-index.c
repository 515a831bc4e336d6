/* crm-cmd-index.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-cmd-index"
#include "config.h"

#include <glib/gi18n.h>
#include <string.h>
#include <unistd.h>

#include "crm-cli-archive.h"
#include "crm-cli-scope.h"
#include "crm-cli-verbs.h"
#include "service/crm-waiting.h"

#define PROGRESS_USEC (G_USEC_PER_SEC / 5)

static gboolean opt_full;

static const GOptionEntry entries[] = {
  { "full", 0, 0, G_OPTION_ARG_NONE, &opt_full, N_ ("Read even what looks unchanged"), NULL },
  { NULL },
};

typedef struct
{
  CrmCli *cli;
  const CrmScope *scope;
  const char *const *paths;
  CrmCliArchiveResult *results; /* one a path */
  GError *first_error;          /* (owned) (nullable): of an archive that could not be read */
  gboolean show;                /* on a terminal */
  const char *path;             /* the one that is read */
  gint64 shown_usec;            /* when the progress was told, by the monotonic clock */
} Job;

static void
show_progress (guint64 messages, gpointer data)
{
  Job *job = data;
  gint64 now_usec;

  if (!job->show || messages % 64 != 0)
    return;
  now_usec = g_get_monotonic_time ();
  if (now_usec - job->shown_usec < PROGRESS_USEC)
    return;
  job->shown_usec = now_usec;
  g_printerr ("\r");
  /* TRANSLATORS: how many messages of an archive have been read, then its path */
  g_printerr (_ ("%u messages of %s"), (guint)messages, job->path);
}

static gboolean
is_archive_error (const GError *error)
{
  return g_error_matches (error, CRM_ERROR, CRM_ERROR_NOT_FOUND)
         || g_error_matches (error, CRM_ERROR, CRM_ERROR_PERMISSION)
         || g_error_matches (error, CRM_ERROR, CRM_ERROR_CORRUPT)
         || g_error_matches (error, CRM_ERROR, CRM_ERROR_FAILED);
}

/* One bad archive does not stop the others; the first complaint is kept for the end. */
static gboolean
read_archive (Job *job, CrmIndex *index, guint i, GCancellable *cancellable, GError **error)
{
  CrmCliArchiveJob archive = { job->paths[i], opt_full, show_progress, job };
  GError *local_error = NULL;

  job->path = job->paths[i];
  if (crm_cli_archive_read (index, &archive, &job->results[i], cancellable, &local_error))
    return TRUE;
  if (!is_archive_error (local_error))
    {
      g_propagate_error (error, local_error);
      return FALSE;
    }
  if (job->first_error == NULL)
    job->first_error = local_error;
  else
    g_error_free (local_error);
  return TRUE;
}

static gboolean
read_in_index (CrmIndex *index, gpointer data, GCancellable *cancellable, GError **error)
{
  Job *job = data;
  gboolean done = crm_scope_apply (job->scope, index, error);

  for (guint i = 0; done && job->paths[i] != NULL; i++)
    done = read_archive (job, index, i, cancellable, error);
  if (job->shown_usec != 0)
    g_printerr ("\r\033[K");
  return done;
}

/* A damaged archive is no damaged store: the exit status must tell them apart. */
static gboolean
take_archive_error (GError *local_error /* (transfer full) (nullable) */, GError **error)
{
  if (local_error == NULL)
    return TRUE;
  if (!g_error_matches (local_error, CRM_ERROR, CRM_ERROR_NOT_FOUND))
    local_error->code = CRM_ERROR_FAILED;
  g_propagate_error (error, local_error);
  return FALSE;
}

static void
print_results (CrmCli *cli, const Job *job)
{
  CrmCliArchiveResult sum = { 0 };

  crm_printer_begin_object (cli->printer, NULL, NULL);
  crm_printer_begin_list (cli->printer, "archives", NULL);
  for (guint i = 0; job->paths[i] != NULL; i++)
    {
      const CrmCliArchiveResult *result = &job->results[i];
      g_autofree char *source = crm_cli_archive_source (job->paths[i]);

      crm_printer_begin_object (cli->printer, NULL, NULL);
      crm_printer_text (cli->printer, "path", _ ("Archive"), job->paths[i]);
      crm_printer_raw (cli->printer, "source", source);
      crm_printer_int (cli->printer, "messages", _ ("Read"), (gint64)result->messages);
      crm_printer_int (cli->printer, "new", _ ("New"), (gint64)result->new_copies);
      crm_printer_int (cli->printer, "removed", _ ("Removed"), (gint64)result->removed);
      crm_printer_bool (cli->printer, "unchanged", _ ("Unchanged"), result->unchanged);
      crm_printer_end (cli->printer);
      sum.messages += result->messages;
      sum.new_copies += result->new_copies;
      sum.removed += result->removed;
    }
  crm_printer_end (cli->printer);
  crm_printer_int (cli->printer, "messages", _ ("Read"), (gint64)sum.messages);
  crm_printer_int (cli->printer, "new", _ ("New"), (gint64)sum.new_copies);
  crm_printer_int (cli->printer, "removed", _ ("Removed"), (gint64)sum.removed);
  crm_printer_end (cli->printer);
}

static gboolean
lies_within (const char *path, const char *folder)
{
  gsize length = strlen (folder);

  return strncmp (path, folder, length) == 0 && path[length] == '/';
}

/* A letter of two archives that overlap would count twice. */
static gboolean
check_overlap (GPtrArray *all, const char *path, GError **error)
{
  for (guint i = 0; i < all->len; i++)
    {
      const char *other = g_ptr_array_index (all, i);

      if (!lies_within (path, other) && !lies_within (other, path))
        continue;
      g_set_error (error, CRM_ERROR, CRM_ERROR_CONSTRAINT, "%s and the archive %s overlap", path,
                   other);
      return FALSE;
    }
  return TRUE;
}

/* The paths of the command line, absolute. */
static gboolean
list_paths (CrmCli *cli, const CrmScope *scope, GPtrArray *paths, GError **error)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new ();

  for (guint i = 0; scope->archives->pdata[i] != NULL; i++)
    g_ptr_array_add (all, scope->archives->pdata[i]);
  for (guint i = 0; i < cli->n_args; i++)
    {
      g_autofree char *path = g_canonicalize_filename (cli->args[i], NULL);

      if (!g_file_test (path, G_FILE_TEST_EXISTS))
        {
          g_set_error (error, CRM_ERROR, CRM_ERROR_NOT_FOUND, "%s", path);
          return FALSE;
        }
      if (!check_overlap (all, path, error))
        return FALSE;
      if (g_ptr_array_find_with_equal_func (paths, path, g_str_equal, NULL))
        continue;
      g_ptr_array_add (paths, g_steal_pointer (&path));
      g_ptr_array_add (all, g_ptr_array_index (paths, paths->len - 1));
    }
  for (guint i = 0; cli->n_args == 0 && scope->archives->pdata[i] != NULL; i++)
    g_ptr_array_add (paths, g_strdup (scope->archives->pdata[i]));
  return TRUE;
}

/* Law 4: which archives there are is a decision and lies in crm.db. */
static gboolean
record_archives (CrmCli *cli, GPtrArray *paths, GError **error)
{
  g_autoptr (CrmChangeSet) set = crm_change_set_new ("add-archive", CRM_CAUSE_USER);

  for (guint i = 0; i < paths->len; i++)
    crm_scope_add_archive (set, g_ptr_array_index (paths, i));
  return cli->n_args == 0 || crm_cli_write (cli, set, error);
}

/* Answers that somebody waits for may be among what was read. */
static gboolean
look_for_answers (CrmCli *cli, GError **error)
{
  GError *local_error = NULL;

  crm_waiting_sweep_sync (cli->store, &local_error);
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, local_error);
  return FALSE;
}

static gboolean
index_paths (CrmCli *cli, const CrmScope *scope, GError **error)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  g_autofree CrmCliArchiveResult *results = NULL;
  Job job = { .cli = cli, .scope = scope, .show = isatty (STDERR_FILENO) };
  gboolean done;

  if (!list_paths (cli, scope, paths, error) || !record_archives (cli, paths, error))
    return FALSE;
  results = g_new0 (CrmCliArchiveResult, paths->len + 1);
  g_ptr_array_add (paths, NULL);
  job.paths = (const char *const *)paths->pdata;
  job.results = results;
  done = crm_store_index_sync (cli->store, read_in_index, &job, cli->cancellable, error);
  if (!done)
    g_clear_error (&job.first_error);
  else if (job.first_error == NULL || !cli->json)
    print_results (cli, &job);
  return done && take_archive_error (job.first_error, error) && look_for_answers (cli, error);
}

static gboolean
run (CrmCli *cli, GError **error)
{
  CrmScope *scope = crm_cli_load_scope (cli, error);
  gboolean done = scope != NULL && index_paths (cli, scope, error);

  crm_scope_free (scope);
  return done;
}

const CrmCliVerb crm_cmd_index = { "index",
                                   N_ ("[PATH…]"),
                                   N_ ("Read Maildir trees and mbox files, or all known archives"),
                                   run,
                                   { entries } };
