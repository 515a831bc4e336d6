/* crm-cmd-check.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Works on a store that does not open, so it opens none. */
#define G_LOG_DOMAIN "crm-cmd-check"
#include "config.h"

#include <glib/gi18n.h>

#include "crm-cli-verbs.h"
#include "store/crm-check.h"

/* What a finding means and what to do about it. */
static const struct
{
  const char *name; /* in JSON: never renamed */
  const char *text;
  const char *advice;
} kinds[] = {
  [CRM_FINDING_MISSING]
  = { "missing", N_ ("The file with the CRM data is gone."),
      N_ ("Put the newest backup in its place with “ecrm restore”, or move the folder “backups” "
          "away to begin anew.") },
  [CRM_FINDING_UNREADABLE]
  = { "unreadable", N_ ("The file cannot be read."),
      N_ ("See that the file and its folder belong to you and that the disk is well.") },
  [CRM_FINDING_DAMAGED]
  = { "damaged", N_ ("The file is damaged."),
      N_ ("Of crm.db, put the newest backup in place with “ecrm restore”; what is there is kept. "
          "index.db is emptied by itself and read again.") },
  [CRM_FINDING_NEWER]
  = { "newer", N_ ("The file was written by a newer version of this program."),
      N_ ("Update this program, or go back to the backup from before with “ecrm restore”.") },
  [CRM_FINDING_DANGLING]
  = { "dangling", N_ ("A record refers to one that does not exist."),
      N_ ("Compare with a backup: “ecrm restore --list” shows what there is.") },
  [CRM_FINDING_JOURNAL_GAP]
  = { "journal-gap", N_ ("The journal has lost changes."),
      N_ ("The records themselves are not touched; undo stops here. Compare with a backup.") },
  [CRM_FINDING_UNLIKE_JOURNAL]
  = { "unlike-journal", N_ ("A record is not what the journal says of it."),
      N_ ("Bytes on the disk may have changed: look at the record, and set the field again where "
          "it "
          "is wrong.") },
  [CRM_FINDING_INDEX_INCONSISTENT]
  = { "index-inconsistent", N_ ("The mail index contradicts itself."),
      N_ ("Delete index.db while no program has it open; it is read again.") },
  [CRM_FINDING_NETWORK_FOLDER]
  = { "network-folder", N_ ("The folder lies on a network file system."),
      N_ ("It works, more slowly. Never let programs on two machines write at once; a folder on a "
          "local disk is safer.") },
  [CRM_FINDING_OPEN_TO_OTHERS]
  = { "open-to-others", N_ ("Other users of this machine may read the file."),
      N_ ("Take their rights away with chmod: 700 for the folder, 600 for the files.") },
  [CRM_FINDING_NO_BACKUP]
  = { "no-backup", N_ ("There is no backup of the last days."),
      N_ ("One is made by itself after a change; “ecrm backup” makes one now.") },
};

static void
print_finding (CrmPrinter *printer, const CrmFinding *finding)
{
  crm_printer_begin_object (printer, NULL, NULL);
  crm_printer_raw (printer, "kind", kinds[finding->kind].name);
  crm_printer_text (printer, "text", _ ("What"), _ (kinds[finding->kind].text));
  crm_printer_text (printer, "file", _ ("Where"), finding->file);
  crm_printer_text (printer, "place", _ ("Place"), finding->place);
  crm_printer_text (printer, "advice", _ ("What to do"), _ (kinds[finding->kind].advice));
  crm_printer_text (printer, "detail", _ ("Detail"), finding->detail);
  crm_printer_bool (printer, "harmless", _ ("Harmless"), finding->harmless);
  crm_printer_end (printer);
}

/* As before there were findings: kept for programs. */
static void
print_complaints (CrmPrinter *printer, GPtrArray *findings)
{
  crm_printer_begin_list (printer, "complaints", NULL);
  for (guint i = 0; i < findings->len; i++)
    {
      const CrmFinding *finding = g_ptr_array_index (findings, i);

      if (finding->harmless)
        continue;
      crm_printer_begin_object (printer, NULL, NULL);
      crm_printer_text (printer, "text", NULL,
                        finding->detail != NULL ? finding->detail : finding->place);
      crm_printer_end (printer);
    }
  crm_printer_end (printer);
}

/* (transfer container) (nullable); where there is no store one is made, as by every verb */
static GPtrArray *
check (CrmCli *cli, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  GPtrArray *findings = crm_check_store (cli->directory, cli->cancellable, &local_error);

  if (g_error_matches (local_error, CRM_ERROR, CRM_ERROR_NOT_FOUND))
    return crm_cli_open (cli, error) ? crm_check_store (cli->directory, cli->cancellable, error)
                                     : NULL;
  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  return findings;
}

static gboolean
run (CrmCli *cli, GError **error)
{
  g_autoptr (GPtrArray) findings = NULL;

  if (cli->n_args > 0)
    return crm_cli_usage (error, "%s", _ ("“check” takes no argument"));
  findings = check (cli, error);
  if (findings == NULL)
    return FALSE;
  for (guint i = 0; i < findings->len; i++)
    cli->unwell |= !((CrmFinding *)g_ptr_array_index (findings, i))->harmless;
  crm_printer_begin_object (cli->printer, NULL, NULL);
  if (cli->json)
    crm_printer_bool (cli->printer, "ok", NULL, !cli->unwell);
  else if (!cli->unwell)
    crm_printer_words (cli->printer, NULL, _ ("Both files are whole."));
  crm_printer_begin_list (cli->printer, "findings", _ ("Findings"));
  for (guint i = 0; i < findings->len; i++)
    print_finding (cli->printer, g_ptr_array_index (findings, i));
  crm_printer_end (cli->printer);
  if (cli->json)
    print_complaints (cli->printer, findings);
  crm_printer_end (cli->printer);
  return TRUE;
}

const CrmCliVerb crm_cmd_check
    = { "check", "", N_ ("Look both files over for damage and say what to do"), run, { NULL } };
