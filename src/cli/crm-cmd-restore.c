/* crm-cmd-restore.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Opens no store: it is for the day on which it cannot be opened. */
#define G_LOG_DOMAIN "crm-cmd-restore"
#include "config.h"

#include <glib/gi18n.h>

#include "crm-cli-verbs.h"
#include "store/crm-backup.h"

static gboolean opt_list;

static const GOptionEntry entries[] = {
  { "list", 0, 0, G_OPTION_ARG_NONE, &opt_list, N_ ("Only show which backups there are"), NULL },
  { NULL },
};

static const struct
{
  const char *name; /* in JSON: never renamed */
  const char *label;
} kinds[] = {
  [CRM_BACKUP_DAILY] = { "daily", N_ ("daily") },
  [CRM_BACKUP_BY_HAND] = { "by-hand", N_ ("by hand") },
  [CRM_BACKUP_UPGRADE] = { "upgrade", N_ ("before an upgrade") },
  [CRM_BACKUP_REPLACED] = { "replaced", N_ ("replaced by a backup") },
};

static gboolean
print_list (CrmCli *cli)
{
  g_autoptr (GPtrArray) all = crm_backup_list (cli->directory);

  crm_printer_begin_object (cli->printer, NULL, NULL);
  crm_printer_begin_list (cli->printer, "items", NULL);
  for (guint i = 0; i < all->len; i++)
    {
      const CrmBackup *backup = g_ptr_array_index (all, i);

      crm_printer_begin_object (cli->printer, NULL, NULL);
      crm_printer_time (cli->printer, "time", _ ("Made"), backup->usec);
      crm_printer_choice (cli->printer, "kind", _ ("Kind"), kinds[backup->kind].name,
                          _ (kinds[backup->kind].label));
      crm_printer_int (cli->printer, "bytes", _ ("Bytes"), backup->bytes);
      crm_printer_bool (cli->printer, "fits", _ ("Usable"), backup->fits);
      crm_printer_text (cli->printer, "path", _ ("File"), backup->path);
      crm_printer_end (cli->printer);
    }
  crm_printer_end (cli->printer);
  crm_printer_end (cli->printer);
  return TRUE;
}

/* (transfer full) (nullable) */
static char *
choose (CrmCli *cli, GError **error)
{
  g_autoptr (CrmBackup) newest = NULL;

  if (cli->n_args == 1)
    return g_canonicalize_filename (cli->args[0], NULL);
  newest = crm_backup_find_newest (cli->directory);
  if (newest != NULL)
    return g_strdup (newest->path);
  g_set_error (error, CRM_ERROR, CRM_ERROR_NOT_FOUND, "%s", _ ("a backup that fits this program"));
  return NULL;
}

static gboolean
run (CrmCli *cli, GError **error)
{
  g_autofree char *path = NULL;
  g_autofree char *kept = NULL;

  if (cli->n_args > 1 || (opt_list && cli->n_args > 0))
    return crm_cli_usage (error, "%s", _ ("“restore” takes one backup at most"));
  if (opt_list)
    return print_list (cli);
  path = choose (cli, error);
  if (path == NULL)
    return FALSE;
  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_set_error (error, CRM_ERROR, CRM_ERROR_NOT_FOUND, "%s", path);
      return FALSE;
    }
  if (!crm_backup_restore (cli->directory, path, &kept, error))
    return FALSE;
  crm_printer_begin_object (cli->printer, NULL, NULL);
  crm_printer_text (cli->printer, "path", _ ("Restored"), path);
  crm_printer_text (cli->printer, "kept", _ ("What was there is kept as"), kept);
  crm_printer_end (cli->printer);
  return TRUE;
}

const CrmCliVerb crm_cmd_restore = {
  "restore", N_ ("[BACKUP]"), N_ ("Put a backup in place and keep what was there"), run, { entries }
};
