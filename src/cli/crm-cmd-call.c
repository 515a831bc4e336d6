/* crm-cmd-call.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-cmd-call"
#include "config.h"

#include <glib/gi18n.h>

#include "crm-cli-records.h"
#include "crm-cli-subject.h"
#include "crm-cli-values.h"
#include "crm-cli-verbs.h"
#include "service/crm-call.h"

#define MAX_MINUTES (24 * 60)

static char *opt_subject;
static char *opt_text;
static char *opt_direction;
static char *opt_at;
static char *opt_outcome;
static char *opt_phone;
static char *opt_next_step;
static char *opt_next_due;
static int opt_minutes = -1;

static const GOptionEntry entries[] = {
  { "subject", 0, 0, G_OPTION_ARG_STRING, &opt_subject, N_ ("add: what it was about"),
    N_ ("TEXT") },
  { "text", 0, 0, G_OPTION_ARG_STRING, &opt_text, N_ ("add: what was said"), N_ ("TEXT") },
  { "direction", 0, 0, G_OPTION_ARG_STRING, &opt_direction, N_ ("add: in or out (default: out)"),
    N_ ("DIRECTION") },
  { "at", 0, 0, G_OPTION_ARG_STRING, &opt_at, N_ ("add: when (default: now)"), N_ ("TIME") },
  { "outcome", 0, 0, G_OPTION_ARG_STRING, &opt_outcome,
    N_ ("add: reached, no_answer, voicemail or busy"), N_ ("OUTCOME") },
  { "minutes", 0, 0, G_OPTION_ARG_INT, &opt_minutes, N_ ("add: how long it took"), N_ ("NUMBER") },
  { "phone", 0, 0, G_OPTION_ARG_STRING, &opt_phone, N_ ("add: the phone number"), N_ ("TEXT") },
  { "next-step", 0, 0, G_OPTION_ARG_STRING, &opt_next_step,
    N_ ("add: what is to be done next, as a follow-up"), N_ ("TEXT") },
  { "next-due", 0, 0, G_OPTION_ARG_STRING, &opt_next_due,
    N_ ("add: by when the next step: YYYY-MM-DD, today, +3d"), N_ ("DAY") },
  { NULL },
};

/* What the options say is checked here, what the declaration says by the store. */
static gboolean
read_options (CrmReader *reader, CrmCall *call, int *next_day, GError **error)
{
  gint64 now_usec = crm_reader_get_now_usec (reader);

  if (opt_next_due != NULL && opt_next_step == NULL)
    return crm_cli_usage (error, "%s", _ ("--next-due needs --next-step"));
  if (opt_minutes < -1 || opt_minutes > MAX_MINUTES)
    return crm_cli_usage (error, _ ("--minutes is at most %d"), MAX_MINUTES);
  if (opt_next_due != NULL && !crm_cli_parse_day (opt_next_due, now_usec, next_day, error))
    return FALSE;
  *call = (CrmCall){ .subject = opt_subject,
                     .text = opt_text,
                     .direction = opt_direction != NULL ? opt_direction : "out",
                     .outcome = opt_outcome,
                     .phone = opt_phone,
                     .duration_secs = opt_minutes >= 0 ? (gint64)opt_minutes * 60 : -1,
                     .next_step = opt_next_step,
                     .next_day = opt_next_due != NULL ? next_day : NULL,
                     .owner = crm_reader_get_actor (reader) };
  return crm_cli_parse_time (opt_at != NULL ? opt_at : "now", now_usec, &call->at_usec, error);
}

static char *
add_call (CrmCli *cli, CrmReader *reader, CrmChangeSet *set, GError **error)
{
  g_auto (CrmCliSubject) subject = { 0 };
  CrmSubject about;
  CrmCall call;
  int next_day = 0;

  if (crm_cli_subject_count () == 0)
    {
      crm_cli_usage (error, "%s", _ ("say --person, --account, --deal or --address"));
      return NULL;
    }
  if (!crm_cli_subject_read (reader, &subject, error)
      || !read_options (reader, &call, &next_day, error))
    return NULL;
  about = (CrmSubject){ subject.person, subject.account, subject.deal, subject.address };
  return g_strdup (crm_call_create (set, &about, &call)->id);
}

static gboolean
run (CrmCli *cli, GError **error)
{
  static const CrmCliRecordVerb verb = { "call", add_call, NULL };

  return crm_cli_run_record (cli, &verb, error);
}

const CrmCliVerb crm_cmd_call
    = { "call",
        N_ ("add [FIELD=VALUE…] | list | show CALL | set CALL FIELD=VALUE… | delete CALL"),
        N_ ("Add, list, show, change or delete calls"),
        run,
        { entries, crm_cli_subject_entries, crm_cli_list_entries } };
