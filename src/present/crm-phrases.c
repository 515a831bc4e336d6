/* crm-phrases.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-phrases"
#include "config.h"

#include "crm-phrases.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "crm-format.h"
#include "crm-phrases-meeting.h"
#include "model/crm-change-label.h"

/**
 * crm_phrase_turn:
 * @context: a context
 *
 * Returns: (transfer full) (nullable): who owes whom an answer; %NULL for nobody
 */
char *
crm_phrase_turn (const CrmContext *context)
{
  g_autofree char *when = NULL;

  if (context->turn == CRM_TURN_MINE)
    {
      when = crm_format_time (context->activity.last_in_usec, context->now_usec);
      /* TRANSLATORS: %s is when the other person wrote, e.g. "12 Mar", "14:05" or "yesterday" */
      return g_strdup_printf (_ ("Your turn: they wrote last (%s)"), when);
    }
  if (context->turn == CRM_TURN_THEIRS)
    {
      when = crm_format_time (context->activity.last_out_usec, context->now_usec);
      /* TRANSLATORS: %s is when the user wrote, e.g. "12 Mar", "14:05" or "yesterday" */
      return g_strdup_printf (_ ("Their turn: you wrote last (%s)"), when);
    }
  return NULL;
}

/**
 * crm_phrase_last_contact:
 * @context: a context
 *
 * Returns: (transfer full): when mail last went either way, or one met
 */
char *
crm_phrase_last_contact (const CrmContext *context)
{
  gint64 written = MAX (context->activity.last_in_usec, context->activity.last_out_usec);
  gint64 last = MAX (written, context->activity.last_met_usec);
  g_autofree char *when = NULL;

  if (last == 0)
    return g_strdup (_ ("No mail exchanged yet"));
  when = crm_format_time (last, context->now_usec);
  /* TRANSLATORS: %s is a day or time, e.g. "12 Mar" */
  return g_strdup_printf (_ ("Last contact: %s"), when);
}

/**
 * crm_phrase_letters:
 * @context: a context
 *
 * Returns: (transfer full): how many messages there are with this person
 */
char *
crm_phrase_letters (const CrmContext *context)
{
  gint64 n = context->activity.n_letters;

  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d message", "%d messages", (gulong)n),
                          (int)n);
}

/**
 * crm_phrase_stage_age:
 * @state: a deal with its stage
 * @out_over_limit: (out) (optional): whether it has been there longer than the stage allows
 *
 * Returns: (transfer full): for how long the deal has been in its stage
 */
char *
crm_phrase_stage_age (const CrmDealState *state, gboolean *out_over_limit)
{
  gint64 limit = crm_record_get_int (state->stage, "max_days", 0);
  gint64 days = state->days_in_stage;
  gboolean over = limit > 0 && days > limit;

  if (out_over_limit != NULL)
    *out_over_limit = over;
  if (over)
    return g_strdup_printf (
        g_dngettext (GETTEXT_PACKAGE,
                     /* TRANSLATORS: the first number is how long the deal has been in its stage,
                        the second how long it should be at most */
                     "%1$d day in stage, limit %2$d", "%1$d days in stage, limit %2$d",
                     (gulong)days),
        (int)days, (int)limit);
  if (days == 0)
    return g_strdup (_ ("in stage since today"));
  return g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%d day in stage", "%d days in stage", (gulong)days),
      (int)days);
}

static char *
phrase_same_subject (gint64 days)
{
  if (days == 0)
    return g_strdup (_ ("A message of the same subject and people is filed there"));
  return g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE,
                   /* TRANSLATORS: why a deal is proposed; %d is how many days lie between the two
                      messages */
                   "A message of the same subject and people is filed there, %d day apart",
                   "A message of the same subject and people is filed there, %d days apart",
                   (gulong)days),
      (int)days);
}

/**
 * crm_phrase_proposal:
 * @context: a context with a proposal
 *
 * Returns: (transfer full): why this deal is proposed
 */
char *
crm_phrase_proposal (const CrmContext *context)
{
  switch (context->proposal_reason)
    {
    case CRM_PROPOSAL_CONVERSATION:
      return g_strdup (_ ("Messages of this conversation are filed there"));
    case CRM_PROPOSAL_TOKEN:
      /* TRANSLATORS: a token such as [#1a2b3c4d] in the subject names the deal */
      return g_strdup (_ ("The subject carries the token of this deal"));
    case CRM_PROPOSAL_SUBJECT:
      return phrase_same_subject (context->proposal != NULL ? context->proposal->days_apart : 0);
    case CRM_PROPOSAL_ONLY_DEAL:
      return g_strdup (_ ("The only open deal of this person"));
    case CRM_PROPOSAL_ACCOUNT_DEAL:
      return g_strdup (_ ("The only open deal of this account"));
    case CRM_PROPOSAL_SERIES:
      return g_strdup (_ ("Another meeting of this series is filed there"));
    case CRM_PROPOSAL_INVITATION:
      return g_strdup (_ ("A message with this subject and these people is filed there"));
    case CRM_PROPOSAL_MEETING:
      return g_strdup (_ ("The meeting that it is about is filed there"));
    case CRM_PROPOSAL_NONE:
    default:
      return g_strdup ("");
    }
}

/**
 * crm_phrase_reason:
 * @item: a row of history
 *
 * Returns: (transfer full): the answer to "Why is this here?"
 */
char *
crm_phrase_reason (const CrmHistoryItem *item)
{
  switch (item->reason)
    {
    case CRM_REASON_HAND:
      return g_strdup (_ ("Somebody filed it here"));
    case CRM_REASON_CONVERSATION:
      return g_strdup (_ ("It belongs to a conversation that is filed here"));
    case CRM_REASON_TOKEN:
      return g_strdup (_ ("The subject carries the token of this deal"));
    case CRM_REASON_ADDRESS:
      /* TRANSLATORS: %s is an e-mail address */
      return g_strdup_printf (_ ("%s takes part in it"), item->reason_detail);
    case CRM_REASON_DOMAIN:
      /* TRANSLATORS: %s is an internet domain */
      return g_strdup_printf (_ ("Somebody at %s takes part in it"), item->reason_detail);
    case CRM_REASON_RECORD:
    default:
      return g_strdup (_ ("It was entered here"));
    }
}

static gboolean
is_seeded (const CrmRecord *record)
{
  return g_str_has_prefix (record->id, "00000000-0000-8000-8000-");
}

/**
 * crm_phrase_record_name:
 * @record: a record
 *
 * What every installation starts with is stored in English and shown translated until it is
 * renamed.
 *
 * Returns: (transfer none): its title
 */
const char *
crm_phrase_record_name (const CrmRecord *record)
{
  const char *title = crm_record_get_title (record);

  return is_seeded (record) && title[0] != '\0' ? g_dgettext (GETTEXT_PACKAGE, title) : title;
}

/**
 * crm_phrase_change:
 * @label: a change set's label
 *
 * Returns: (transfer none): what was done
 */
const char *
crm_phrase_change (const char *label)
{
  return g_dgettext (GETTEXT_PACKAGE, crm_change_label_describe (label));
}

/**
 * crm_phrase_error:
 * @error: an error of core
 *
 * Returns: (transfer none): what it means to a person; the error's own message is the detail
 */
const char *
crm_phrase_error (const GError *error)
{
  if (error->domain != CRM_ERROR)
    return _ ("Something went wrong");
  switch ((CrmError)error->code)
    {
    case CRM_ERROR_NOT_FOUND:
      return _ ("This record no longer exists");
    case CRM_ERROR_INVALID_VALUE:
      return _ ("This value cannot be taken");
    case CRM_ERROR_CONSTRAINT:
      return _ ("Something is missing, or other records still need this one");
    case CRM_ERROR_INCOMPLETE:
      return _ ("This stage asks for more about the deal");
    case CRM_ERROR_CONFLICT:
      return _ ("Somebody else changed this in the meantime");
    case CRM_ERROR_BUSY:
      return _ ("Another program is writing the CRM data; try again");
    case CRM_ERROR_CORRUPT:
      return _ ("The CRM data file is damaged");
    case CRM_ERROR_SCHEMA_TOO_NEW:
      return _ ("The CRM data was written by a newer version of this program");
    case CRM_ERROR_MIGRATION_FAILED:
      return _ ("The CRM data could not be brought up to date; nothing was changed");
    case CRM_ERROR_PERMISSION:
      return _ ("The CRM data may not be read or written");
    case CRM_ERROR_OFFLINE:
      return _ ("The address book cannot be reached");
    case CRM_ERROR_SYNTAX:
      return _ ("This filter is not understood");
    case CRM_ERROR_DISK_FULL:
      return _ ("The disk is full; nothing was saved");
    case CRM_ERROR_IO:
      return _ ("The disk reports an error; what was to be saved may be lost");
    case CRM_ERROR_MOVED:
      return _ ("The CRM data was moved, deleted or replaced");
    case CRM_ERROR_CYCLE:
      return _ ("An account cannot be above itself");
    case CRM_ERROR_FAILED:
    default:
      return _ ("Something went wrong");
    }
}

/**
 * crm_phrase_history_title:
 * @item: a row of history
 *
 * Returns: (transfer full): its first line
 */
char *
crm_phrase_history_title (const CrmHistoryItem *item)
{
  switch (item->kind)
    {
    case CRM_HISTORY_NOTE:
      return g_strdelimit (g_strdup (item->text), "\n", ' ');
    case CRM_HISTORY_CALL:
      /* TRANSLATORS: a logged phone call; %s is its subject */
      return g_strdup_printf (_ ("Call: %s"), item->text);
    case CRM_HISTORY_STAGE:
      /* TRANSLATORS: a deal entered a stage; %s is the stage's name */
      return g_strdup_printf (_ ("Stage: %s"), g_dgettext (GETTEXT_PACKAGE, item->text));
    case CRM_HISTORY_MEETING:
      return crm_phrase_meeting_title (item);
    case CRM_HISTORY_EMAIL:
    default:
      return g_strdup (item->text != NULL && item->text[0] != '\0' ? item->text
                                                                   : _ ("(no subject)"));
    }
}

/**
 * crm_phrase_choice:
 * @entity: an entity
 * @field: one of its fields, a choice
 * @value: the choice as it is stored
 *
 * Returns: (transfer none): what people read for it
 */
const char *
crm_phrase_choice (const char *entity, const char *field, const char *value)
{
  const CrmEntity *declared = crm_entity_find (entity);
  const CrmField *choice = declared != NULL ? crm_entity_find_field (declared, field) : NULL;

  for (gsize i = 0; choice != NULL && choice->choices != NULL && choice->choices[i].value != NULL;
       i++)
    if (g_str_equal (choice->choices[i].value, value))
      return g_dgettext (GETTEXT_PACKAGE, choice->choices[i].label);
  return value;
}

/**
 * crm_phrase_duration:
 * @secs: how long something took
 *
 * Returns: (transfer full): in words: seconds below a minute, else whole minutes
 */
char *
crm_phrase_duration (gint64 secs)
{
  gint64 minutes = (MAX (secs, 0) + 30) / 60;

  if (secs < 60)
    return g_strdup_printf (ngettext ("%d second", "%d seconds", (gulong)MAX (secs, 0)),
                            (int)MAX (secs, 0));
  minutes = MIN (minutes, G_MAXINT);
  return g_strdup_printf (ngettext ("%d minute", "%d minutes", (gulong)minutes), (int)minutes);
}

/* Of somebody who was reached, that goes without saying. */
static char *
phrase_call (const CrmHistoryItem *item, const char *when)
{
  g_autoptr (GString) line = g_string_new (NULL);

  if (item->direction == CRM_DIRECTION_IN)
    /* TRANSLATORS: %s is a day or time */
    g_string_append_printf (line, _ ("%s · they called"), when);
  else
    /* TRANSLATORS: %s is a day or time */
    g_string_append_printf (line, _ ("%s · you called"), when);
  if (item->call_outcome != NULL && !g_str_equal (item->call_outcome, "reached"))
    g_string_append_printf (line, " · %s",
                            crm_phrase_choice ("call", "outcome", item->call_outcome));
  if (item->call_secs > 0)
    {
      g_autofree char *duration = crm_phrase_duration (item->call_secs);

      g_string_append_printf (line, " · %s", duration);
    }
  return g_string_free (g_steal_pointer (&line), FALSE);
}

/**
 * crm_phrase_history_detail:
 * @item: a row of history
 * @now_usec: now, UTC microseconds
 *
 * Returns: (transfer full): its second line: when, which way, and what is special about it
 */
char *
crm_phrase_history_detail (const CrmHistoryItem *item, gint64 now_usec)
{
  g_autofree char *when = crm_format_time (item->usec, now_usec);
  const char *from = item->from_name != NULL ? item->from_name : item->from_address;

  if (item->kind == CRM_HISTORY_NOTE)
    /* TRANSLATORS: %s is a day or time */
    return g_strdup_printf (_ ("%s · note"), when);
  if (item->kind == CRM_HISTORY_CALL)
    return phrase_call (item, when);
  if (item->kind == CRM_HISTORY_STAGE && item->pipeline != NULL)
    return g_strdup_printf ("%s · \u2068%s\u2069", when,
                            g_dgettext (GETTEXT_PACKAGE, item->pipeline));
  if (item->kind == CRM_HISTORY_STAGE)
    return g_steal_pointer (&when);
  if (item->kind == CRM_HISTORY_MEETING)
    return crm_phrase_meeting_detail (item, now_usec);
  if (item->gone)
    /* TRANSLATORS: %s is a day or time; the message was filed and later deleted from the mailbox */
    return g_strdup_printf (_ ("%s · no longer in the mailbox"), when);
  if (item->direction == CRM_DIRECTION_OUT)
    /* TRANSLATORS: %s is a day or time */
    return g_strdup_printf (_ ("%s · from you"), when);
  /* TRANSLATORS: the first is a day or time, the second who wrote */
  return g_strdup_printf (_ ("%1$s · from %2$s"), when, from != NULL ? from : _ ("unknown"));
}

/**
 * crm_phrase_difference:
 * @theirs: (nullable): what another person stored; %NULL or empty for nothing
 * @ours: (nullable): what was typed here, in the same way
 *
 * Returns: (transfer full): both, for who has to decide
 */
char *
crm_phrase_difference (const char *theirs, const char *ours)
{
  /* TRANSLATORS: in place of a field's value: there is none */
  const char *nothing = _ ("nothing");

  /* TRANSLATORS: both are values of a field: what another person stored, and what was typed here */
  return g_strdup_printf (_ ("Changed elsewhere to “%1$s”. Yours: “%2$s”"),
                          theirs != NULL && *theirs != '\0' ? theirs : nothing,
                          ours != NULL && *ours != '\0' ? ours : nothing);
}
