/* crm-cmd-followup.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-cmd-followup"
#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "crm-cli-records.h"
#include "crm-cli-subject.h"
#include "crm-cli-values.h"
#include "crm-cli-verbs.h"
#include "model/crm-date.h"
#include "model/crm-ladder.h"
#include "model/crm-message.h"
#include "model/crm-recurrence.h"
#include "service/crm-follow-up.h"
#include "service/crm-waiting.h"
#include "store/crm-waiting-query.h"

static char *opt_title;
static char *opt_due;
static char *opt_due_at;
static char *opt_remind;
static char *opt_kind;
static char *opt_priority;
static char *opt_repeat;
static char *opt_note;
static char *opt_wait_for;
static char *opt_ladder;

static const GOptionEntry entries[] = {
  { "title", 0, 0, G_OPTION_ARG_STRING, &opt_title, N_ ("add: what is to be done"), N_ ("TEXT") },
  { "due", 0, 0, G_OPTION_ARG_STRING, &opt_due, N_ ("add: by when: YYYY-MM-DD, today, +3d"),
    N_ ("DAY") },
  { "at", 0, 0, G_OPTION_ARG_STRING, &opt_due_at, N_ ("add: by when, with the time of day"),
    N_ ("TIME") },
  { "remind", 0, 0, G_OPTION_ARG_STRING, &opt_remind, N_ ("add: when the reminder rings"),
    N_ ("TIME") },
  { "kind", 0, 0, G_OPTION_ARG_STRING, &opt_kind, N_ ("add: task, call, promise or waiting"),
    N_ ("KIND") },
  { "priority", 0, 0, G_OPTION_ARG_STRING, &opt_priority, N_ ("add: high, normal or low"),
    N_ ("PRIORITY") },
  { "repeat", 0, 0, G_OPTION_ARG_STRING, &opt_repeat,
    N_ ("add: how often it comes again: 90d, 2w, 3m, 1y"), N_ ("INTERVAL") },
  { "note", 0, 0, G_OPTION_ARG_STRING, &opt_note, N_ ("add: description"), N_ ("TEXT") },
  { "wait-for", 0, 0, G_OPTION_ARG_STRING, &opt_wait_for,
    N_ ("add: wait for an answer to this letter"), N_ ("MESSAGE-ID") },
  { "ladder", 0, 0, G_OPTION_ARG_STRING, &opt_ladder,
    N_ ("add: working days of the reminders, with --wait-for"), N_ ("1,3,7") },
  { NULL },
};

static gboolean
parse_repeat (const char *text, char **out_rule, GError **error)
{
  if (text == NULL || crm_recurrence_read (text, out_rule))
    return TRUE;
  g_set_error (error, CRM_ERROR, CRM_ERROR_INVALID_VALUE,
               "“%s” is no interval such as 90d, 2w, 3m or 1y", text);
  return FALSE;
}

/* From when on an answer counts: from when the letter was sent, where it is known. */
static gboolean
find_since (CrmReader *reader, guint64 wait_for, gint64 *out_usec, GError **error)
{
  g_autoptr (CrmMessage) letter = NULL;

  if (!crm_query_letter_of_hash (reader, wait_for, &letter, error))
    return FALSE;
  *out_usec = crm_reader_get_now_usec (reader);
  if (letter != NULL)
    *out_usec = crm_waiting_since (letter, 0, *out_usec);
  return TRUE;
}

static char *
add_waiting (
    CrmReader *reader, CrmChangeSet *set, const CrmSubject *subject, const int *due, GError **error)
{
  CrmWaiting waiting = { .title = opt_title,
                         .wait_for = crm_message_id_hash (opt_wait_for),
                         .due_day = due,
                         .days = 3,
                         .ladder = opt_ladder,
                         .owner = crm_reader_get_actor (reader) };

  if (waiting.wait_for == 0 || opt_due_at != NULL || opt_repeat != NULL
      || (opt_kind != NULL && !g_str_equal (opt_kind, "waiting")))
    {
      crm_cli_usage (error, "%s", _ ("--wait-for needs a Message-ID, and goes with --due alone"));
      return NULL;
    }
  if (opt_ladder != NULL && crm_ladder_count (opt_ladder) == 0)
    {
      g_set_error (error, CRM_ERROR, CRM_ERROR_INVALID_VALUE, "“%s” is no ladder such as 1,3,7",
                   opt_ladder);
      return NULL;
    }
  if (!find_since (reader, waiting.wait_for, &waiting.since_usec, error))
    return NULL;
  return crm_waiting_add (set, subject, &waiting);
}

static char *
add_follow_up (CrmCli *cli, CrmReader *reader, CrmChangeSet *set, GError **error)
{
  g_auto (CrmCliSubject) subject = { 0 };
  gint64 now_usec = crm_reader_get_now_usec (reader);
  CrmNewFollowUp details
      = { .title = opt_title, .kind = opt_kind, .priority = opt_priority, .note = opt_note };
  g_autofree char *rule = NULL;
  CrmSubject about;
  int due;

  if (crm_cli_subject_count () == 0)
    {
      crm_cli_usage (error, "%s", _ ("say --person, --account, --deal or --address"));
      return NULL;
    }
  if (!crm_cli_subject_read (reader, &subject, error)
      || (opt_due != NULL && !crm_cli_parse_day (opt_due, now_usec, &due, error)))
    return NULL;
  about = (CrmSubject){ subject.person, subject.account, subject.deal, subject.address };
  if (opt_wait_for != NULL)
    return add_waiting (reader, set, &about, opt_due != NULL ? &due : NULL, error);
  if (!parse_repeat (opt_repeat, &rule, error)
      || (opt_due_at != NULL
          && !crm_cli_parse_time (opt_due_at, now_usec, &details.due_at_usec, error))
      || (opt_remind != NULL
          && !crm_cli_parse_time (opt_remind, now_usec, &details.remind_at_usec, error)))
    return NULL;
  details.due_day = opt_due != NULL ? &due : NULL;
  details.recurrence = rule;
  details.owner = crm_reader_get_actor (reader);
  return g_strdup (crm_follow_up_create (set, &about, &details)->id);
}

/* "snooze=+3d" moves the day, and time and reminder with it. */
static gboolean
snooze (
    CrmReader *reader, CrmChangeSet *set, const CrmRecord *record, const char *text, GError **error)
{
  g_autoptr (CrmChangeSet) moved = NULL;
  int day;

  if (!crm_cli_parse_day (text, crm_reader_get_now_usec (reader), &day, error))
    return FALSE;
  moved = crm_follow_up_snooze (record, day);
  g_ptr_array_extend_and_steal (set->changes, g_steal_pointer (&moved->changes));
  moved->changes = g_ptr_array_new ();
  return TRUE;
}

static gboolean
set_repeat (CrmChangeSet *set, const CrmRecord *record, const char *text, GError **error)
{
  g_autofree char *rule = NULL;
  g_auto (CrmValue) value = CRM_VALUE_INIT;

  if (!parse_repeat (text, &rule, error))
    return FALSE;
  if (rule != NULL)
    value = crm_value_text (rule);
  crm_follow_up_change (set, record, "recurrence", &value);
  return TRUE;
}

/* What is more than a field is taken out of @assignments. */
static gboolean
take_out (CrmReader *reader,
          CrmChangeSet *set,
          const CrmRecord *record,
          GPtrArray *assignments,
          GError **error)
{
  for (guint i = 0; i < assignments->len;)
    {
      const char *assignment = g_ptr_array_index (assignments, i);
      gboolean is_snooze = g_str_has_prefix (assignment, "snooze=");

      if (!is_snooze && !g_str_has_prefix (assignment, "repeat="))
        {
          i++;
          continue;
        }
      if (is_snooze ? !snooze (reader, set, record, assignment + strlen ("snooze="), error)
                    : !set_repeat (set, record, assignment + strlen ("repeat="), error))
        return FALSE;
      g_ptr_array_remove_index (assignments, i);
    }
  return TRUE;
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

  if (assignments->len == 0)
    return crm_cli_usage (error, "%s", _ ("“followup set” needs an id and FIELD=VALUE"));
  if (!take_out (reader, set, record, assignments, error))
    return FALSE;
  for (guint i = 0; i < assignments->len; i++)
    {
      const char *assignment = g_ptr_array_index (assignments, i);

      if (g_str_has_prefix (assignment, not_done))
        return TRUE;
      if (g_str_has_prefix (assignment, "status="))
        status = assignment + strlen ("status=");
    }
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
