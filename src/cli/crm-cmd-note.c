/* crm-cmd-note.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-cmd-note"
#include "config.h"

#include <glib/gi18n.h>

#include "crm-cli-records.h"
#include "crm-cli-subject.h"
#include "crm-cli-values.h"
#include "crm-cli-verbs.h"

static char *opt_text;
static char *opt_at;

static const GOptionEntry entries[] = {
  { "text", 0, 0, G_OPTION_ARG_STRING, &opt_text, N_ ("add: what to write down"), N_ ("TEXT") },
  { "at", 0, 0, G_OPTION_ARG_STRING, &opt_at, N_ ("add: when (default: now)"), N_ ("TIME") },
  { NULL },
};

static char *
add_note (CrmCli *cli, CrmReader *reader, CrmChangeSet *set, GError **error)
{
  g_auto (CrmCliSubject) subject = { 0 };
  gint64 now_usec = crm_reader_get_now_usec (reader);
  gint64 at_usec;
  CrmChange *change;

  if (crm_cli_subject_count () == 0)
    {
      crm_cli_usage (error, "%s", _ ("say --person, --account, --deal or --address"));
      return NULL;
    }
  if (!crm_cli_subject_read (reader, &subject, error)
      || !crm_cli_parse_time (opt_at != NULL ? opt_at : "now", now_usec, &at_usec, error))
    return NULL;
  change = crm_change_set_create (set, "note", NULL);
  crm_change_set_text (change, "text", opt_text);
  crm_change_set_int (change, "at", at_usec);
  crm_change_set_text (change, "person", subject.person);
  crm_change_set_text (change, "account", subject.account);
  crm_change_set_text (change, "deal", subject.deal);
  crm_change_set_text (change, "address", subject.address);
  return g_strdup (change->id);
}

static gboolean
run (CrmCli *cli, GError **error)
{
  static const CrmCliRecordVerb verb = { "note", add_note, NULL };

  return crm_cli_run_record (cli, &verb, error);
}

const CrmCliVerb crm_cmd_note
    = { "note",
        N_ ("add [FIELD=VALUE…] | list | show NOTE | set NOTE FIELD=VALUE… | delete NOTE"),
        N_ ("Add, list, show, change or delete notes"),
        run,
        { entries, crm_cli_subject_entries, crm_cli_list_entries } };
