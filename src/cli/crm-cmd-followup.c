/* crm-cmd-followup.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-cmd-followup"
#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "crm-cli-records.h"
#include "crm-cli-subject.h"
#include "crm-cli-values.h"
#include "crm-cli-verbs.h"
#include "service/crm-follow-up.h"

static char *opt_title;
static char *opt_due;

static const GOptionEntry entries[] = {
  { "title", 0, 0, G_OPTION_ARG_STRING, &opt_title, N_ ("add: what is to be done"), N_ ("TEXT") },
  { "due", 0, 0, G_OPTION_ARG_STRING, &opt_due, N_ ("add: by when: YYYY-MM-DD, today, +3d"),
    N_ ("DAY") },
  { NULL },
};

static char *
add_follow_up (CrmCli *cli, CrmReader *reader, CrmChangeSet *set, GError **error)
{
  g_auto (CrmCliSubject) subject = { 0 };
  CrmChange *change;
  int due;

  if (crm_cli_subject_count () == 0)
    {
      crm_cli_usage (error, "%s", _ ("say --person, --account, --deal or --address"));
      return NULL;
    }
  if (!crm_cli_subject_read (reader, &subject, error)
      || (opt_due != NULL
          && !crm_cli_parse_day (opt_due, crm_reader_get_now_usec (reader), &due, error)))
    return NULL;
  change = crm_change_set_create (set, "follow_up", NULL);
  crm_change_set_text (change, "title", opt_title);
  crm_change_set_text (change, "status", "open");
  crm_change_set_text (change, "owner", crm_reader_get_actor (reader));
  if (opt_due != NULL)
    crm_change_set_int (change, "due", due);
  crm_change_set_text (change, "person", subject.person);
  crm_change_set_text (change, "account", subject.account);
  crm_change_set_text (change, "deal", subject.deal);
  crm_change_set_text (change, "address", subject.address);
  crm_follow_up_order_task (set, change);
  return g_strdup (change->id);
}

/* Whoever says "done" need not say when. */
static gboolean
set_follow_up (CrmCli *cli,
               CrmReader *reader,
               CrmChangeSet *set,
               const CrmRecord *record,
               GPtrArray *assignments,
               GError **error)
{
  static char done_now[] = "done_at=now";
  static char not_done[] = "done_at=";
  const char *status = NULL;

  for (guint i = 0; i < assignments->len; i++)
    {
      const char *assignment = g_ptr_array_index (assignments, i);

      if (g_str_has_prefix (assignment, not_done))
        return TRUE;
      if (g_str_has_prefix (assignment, "status="))
        status = assignment + strlen ("status=");
    }
  if (assignments->len == 0)
    return crm_cli_usage (error, "%s", _ ("“followup set” needs an id and FIELD=VALUE"));
  if (status != NULL)
    g_ptr_array_add (assignments, g_str_equal (status, "open") ? not_done : done_now);
  return TRUE;
}

static gboolean
run (CrmCli *cli, GError **error)
{
  static const CrmCliRecordVerb verb = { "follow_up", add_follow_up, set_follow_up };

  return crm_cli_run_record (cli, &verb, error);
}

const CrmCliVerb crm_cmd_followup
    = { "followup",
        N_ ("add [FIELD=VALUE…] | list | show ID | set ID FIELD=VALUE… | delete ID"),
        N_ ("Add, list, show, change or delete follow-ups"),
        run,
        { entries, crm_cli_subject_entries, crm_cli_list_entries } };
