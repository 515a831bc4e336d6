/* main.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * `ecrm`, the command line: finds the verb, reads the options, runs it, and ends with a status that
 * scripts can rely on. */
#define G_LOG_DOMAIN "ecrm"
#include "config.h"

#include <glib/gi18n.h>
#include <locale.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "crm-cli-verbs.h"

/* How wide a cell of a table is on a terminal; ids have 36. */
#define TERMINAL_CELL 44

static char *opt_directory;
static gboolean opt_json;
static gboolean opt_help;
static gboolean opt_version;
static gboolean opt_books;
static char **opt_rest;

static const GOptionEntry global_entries[] = {
  { "json", 0, 0, G_OPTION_ARG_NONE, &opt_json, N_ ("Answer in JSON"), NULL },
  { "db", 0, 0, G_OPTION_ARG_FILENAME, &opt_directory,
    N_ ("Folder of the store (default: Evolution's own)"), N_ ("FOLDER") },
  { "books", 0, 0, G_OPTION_ARG_NONE, &opt_books, N_ ("Reserved: ecrm never touches address books"),
    NULL },
  { "help", 'h', 0, G_OPTION_ARG_NONE, &opt_help, N_ ("Show help"), NULL },
  { "version", 0, 0, G_OPTION_ARG_NONE, &opt_version, N_ ("Show the version"), NULL },
  { G_OPTION_REMAINING, 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_FILENAME_ARRAY, &opt_rest, NULL,
    NULL },
  { NULL },
};

/* Ctrl-C: the first one asks the verb to stop where it may, the second one does not ask. */
static gpointer
wait_for_signals (gpointer data)
{
  GCancellable *cancellable = data;
  sigset_t set;
  int number;

  sigemptyset (&set);
  sigaddset (&set, SIGINT);
  sigaddset (&set, SIGTERM);
  sigwait (&set, &number);
  g_cancellable_cancel (cancellable);
  sigwait (&set, &number);
  _exit (CRM_EXIT_CANCELLED);
  return NULL;
}

static void
watch_signals (GCancellable *cancellable)
{
  sigset_t set;

  sigemptyset (&set);
  sigaddset (&set, SIGINT);
  sigaddset (&set, SIGTERM);
  pthread_sigmask (SIG_BLOCK, &set, NULL);
  signal (SIGPIPE, SIG_IGN); /* `ecrm ... | head` must not end in the middle of a write */
  g_thread_unref (g_thread_new ("ecrm-signals", wait_for_signals, cancellable));
}

static const GOptionEntry *
find_entry (const GOptionEntry *entries, const char *name, gsize length)
{
  for (; entries != NULL && entries->long_name != NULL; entries++)
    if (strlen (entries->long_name) == length && strncmp (entries->long_name, name, length) == 0)
      return entries;
  return NULL;
}

/* Options may stand before the verb, so what `--limit 5` means must be known before the verb is. */
static gboolean
takes_next (const char *option)
{
  const char *name = option + 2;
  gsize length = strlen (name);
  const GOptionEntry *entry = find_entry (global_entries, name, length);

  for (const CrmCliVerb *const *verb = crm_cli_list_verbs (); *verb != NULL && entry == NULL;
       verb++)
    for (guint j = 0; (*verb)->entries[j] != NULL && entry == NULL; j++)
      entry = find_entry ((*verb)->entries[j], name, length);
  return entry != NULL && entry->arg != G_OPTION_ARG_NONE;
}

/* (nullable): the index of the verb's name in @argv, 0 when there is none. */
static int
find_verb_place (char **argv)
{
  for (int i = 1; argv[i] != NULL; i++)
    {
      if (g_str_equal (argv[i], "--"))
        return 0;
      if (argv[i][0] != '-')
        return i;
      if (g_str_has_prefix (argv[i], "--") && takes_next (argv[i]) && argv[i + 1] != NULL)
        i++;
    }
  return 0;
}

static char *
describe_verbs (void)
{
  GString *text = g_string_new (_ ("Verbs:"));

  for (const CrmCliVerb *const *verb = crm_cli_list_verbs (); *verb != NULL; verb++)
    if ((*verb)->summary != NULL)
      g_string_append_printf (text, "\n  %-10s %s", (*verb)->name, _ ((*verb)->summary));
  g_string_append_printf (
      text, "\n\n%s\n%s\n%s", _ ("“ecrm VERB --help” tells more about a verb."),
      _ ("ecrm reads mail and keeps the CRM's own records; it never touches address books."),
      _ ("Exit status: 0 done, 1 failed, 2 wrong usage, 3 not found, 4 conflict, 5 busy,\n"
         "6 the store cannot be opened, 130 cancelled."));
  return g_string_free (text, FALSE);
}

static GOptionContext *
make_context (const CrmCliVerb *verb)
{
  GOptionContext *context;
  g_autofree char *parameters = NULL;
  g_autofree char *description = NULL;

  if (verb == NULL)
    {
      context = g_option_context_new (_ ("VERB [ARGUMENT…]"));
      description = describe_verbs ();
      g_option_context_set_description (context, description);
    }
  else
    {
      parameters = g_strconcat (verb->name, verb->arguments[0] != '\0' ? " " : NULL,
                                _ (verb->arguments), NULL);
      context = g_option_context_new (parameters);
      g_option_context_set_summary (context, verb->summary != NULL ? _ (verb->summary) : NULL);
      for (guint i = 0; verb->entries[i] != NULL; i++)
        g_option_context_add_main_entries (context, verb->entries[i], GETTEXT_PACKAGE);
    }
  g_option_context_add_main_entries (context, global_entries, GETTEXT_PACKAGE);
  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_set_help_enabled (context, FALSE);
  return context;
}

/* What is done is done: a backup that cannot be made is told and fails nothing. */
static void
look_after_store (CrmCli *cli)
{
  g_autoptr (GError) error = NULL;

  if (cli->store == NULL)
    return;
  fflush (stdout);
  if (!crm_store_backup_if_due_sync (cli->store, &error))
    /* TRANSLATORS: %s is the reason, in English */
    g_printerr (_ ("ecrm: the daily backup could not be made: %s\n"), error->message);
  if (crm_store_index_was_lost (cli->store))
    g_printerr ("%s\n", _ ("ecrm: the mail index was damaged and is empty now; “ecrm index” and "
                           "Evolution fill it again. Nothing you entered is touched."));
}

static CrmExit
run_verb (CrmCli *cli, const CrmCliVerb *verb)
{
  g_autoptr (GError) error = NULL;

  if (!verb->run (cli, &error))
    return crm_cli_report_error (cli, error);
  if (!crm_printer_finish (cli->printer, stdout))
    {
      g_printerr ("%s\n", _ ("ecrm: the answer could not be written"));
      return CRM_EXIT_FAILED;
    }
  look_after_store (cli);
  return cli->unwell ? CRM_EXIT_FAILED : CRM_EXIT_OK;
}

static CrmExit
show_help (GOptionContext *context)
{
  g_autofree char *help = g_option_context_get_help (context, TRUE, NULL);

  g_print ("%s", help);
  return CRM_EXIT_OK;
}

/* Fills @cli from the options, which are read by now. */
static void
prepare (CrmCli *cli)
{
  g_autofree char *fallback = g_build_filename (g_get_user_data_dir (), "evolution", "crm", NULL);

  cli->directory = g_canonicalize_filename (opt_directory != NULL ? opt_directory : fallback, NULL);
  cli->json = opt_json;
  cli->global_entries = global_entries;
  cli->printer = opt_json ? crm_printer_new_json ()
                          : crm_printer_new_text (isatty (STDOUT_FILENO) ? TERMINAL_CELL : 0);
  cli->cancellable = g_cancellable_new ();
  cli->args = opt_rest != NULL ? g_steal_pointer (&opt_rest) : g_new0 (char *, 1);
  cli->n_args = g_strv_length (cli->args);
}

static CrmExit
read_and_run (CrmCli *cli, char **argv, const char *name, const CrmCliVerb *verb)
{
  g_autoptr (GOptionContext) context = make_context (verb);
  g_autoptr (GError) error = NULL;

  if (!g_option_context_parse_strv (context, &argv, &error))
    {
      for (guint i = 0; argv[i] != NULL; i++) /* they are not read: see how to answer */
        cli->json |= g_str_equal (argv[i], "--json");
      return crm_cli_report_error (cli, error);
    }
  prepare (cli);
  if (opt_version)
    {
      g_print ("ecrm %s\n", PACKAGE_VERSION);
      return CRM_EXIT_OK;
    }
  if (opt_help)
    return show_help (context);
  if (opt_books)
    crm_cli_usage (&error, "%s", _ ("--books is reserved; ecrm never touches address books"));
  else if (name == NULL)
    crm_cli_usage (&error, "%s", _ ("a verb is missing; see “ecrm --help”"));
  else if (verb == NULL)
    crm_cli_usage (&error, _ ("there is no verb “%s”; see “ecrm --help”"), name);
  else if (g_file_test (cli->directory, G_FILE_TEST_EXISTS)
           && !g_file_test (cli->directory, G_FILE_TEST_IS_DIR))
    /* TRANSLATORS: %s is a path; --db is the option's name and stays */
    crm_cli_usage (&error, _ ("“%s” is a file; --db takes the folder of a store"), cli->directory);
  if (error != NULL)
    return crm_cli_report_error (cli, error);
  watch_signals (cli->cancellable);
  return run_verb (cli, verb);
}

int
main (int argc, char *argv[])
{
  g_auto (GStrv) args = NULL;
  g_autofree char *name = NULL;
  CrmCli cli = { 0 };
  CrmExit status;
  int place;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  args = g_strdupv (argv);
  place = find_verb_place (args);
  if (place > 0)
    {
      name = args[place];
      memmove (&args[place], &args[place + 1], (guint)(argc - place) * sizeof (char *));
    }
  status = read_and_run (&cli, args, name, name != NULL ? crm_cli_find_verb (name) : NULL);
  crm_cli_clear (&cli);
  return status;
}
