/* crm-waiting.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-waiting"
#include "config.h"

#include "crm-waiting.h"

#include "model/crm-date.h"
#include "model/crm-ladder.h"
#include "model/crm-text.h"
#include "service/crm-sender.h"
#include "store/crm-context-query.h"
#include "store/crm-waiting-query.h"

/* --- what people ask for ---------------------------------------------------------------------- */

/* The day on which the user is reminded, counted in working days where they are. */
static int
day_after (gint64 usec, guint days)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();

  return crm_workday_add (crm_date_day_from_usec (usec, zone), MAX (days, 1));
}

static gint64
remind_on (int day)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();

  return crm_date_minute_to_usec (day, CRM_WAITING_REMIND_MINUTE, zone);
}

/**
 * crm_waiting_add:
 * @set: where it is added, with what else is to happen
 * @subject: whom it is about
 * @waiting: what is waited for
 *
 * Returns: (transfer full): the new follow-up's id
 */
char *
crm_waiting_add (CrmChangeSet *set, const CrmSubject *subject, const CrmWaiting *waiting)
{
  gboolean climbs = crm_ladder_count (waiting->ladder) > 0;
  int due = waiting->due_day != NULL && !climbs
                ? *waiting->due_day
                : day_after (waiting->since_usec,
                             climbs ? crm_ladder_get_days (waiting->ladder, 0) : waiting->days);
  CrmNewFollowUp details = { .title = waiting->title,
                             .kind = "waiting",
                             .due_day = &due,
                             .remind_at_usec = remind_on (due),
                             .owner = waiting->owner };
  CrmChange *change = crm_follow_up_create (set, subject, &details);

  crm_change_set_int (change, "wait_for", (gint64)waiting->wait_for);
  crm_change_set_int (change, "wait_since", waiting->since_usec);
  if (climbs)
    {
      crm_change_set_text (change, "ladder", waiting->ladder);
      crm_change_set_int (change, "ladder_step", 0);
    }
  return g_strdup (change->id);
}

/**
 * crm_waiting_start:
 * @subject: whom it is about
 * @waiting: what is waited for
 * @out_id: (out) (optional) (transfer full): the new follow-up's id
 *
 * Returns: (transfer full): the change set
 */
CrmChangeSet *
crm_waiting_start (const CrmSubject *subject, const CrmWaiting *waiting, char **out_id)
{
  CrmChangeSet *set = crm_change_set_new ("wait-for-answer", CRM_CAUSE_USER);
  g_autofree char *id = crm_waiting_add (set, subject, waiting);

  if (out_id != NULL)
    *out_id = g_steal_pointer (&id);
  return set;
}

/**
 * crm_waiting_since:
 * @letter: the letter that is selected
 * @last_in_usec: when they wrote last; 0 for never
 * @now_usec: now
 *
 * Returns: from when on a letter of theirs is the answer: what has come already is none
 */
gint64
crm_waiting_since (const CrmMessage *letter, gint64 last_in_usec, gint64 now_usec)
{
  if (letter->date_usec <= 0 || letter->date_usec > now_usec || last_in_usec >= letter->date_usec)
    return now_usec;
  return letter->date_usec;
}

/**
 * crm_waiting_is_last:
 * @follow_up: one that waits
 *
 * Returns: whether no further reminder follows: there is no ladder, or its end is reached
 */
gboolean
crm_waiting_is_last (const CrmRecord *follow_up)
{
  gint64 step = crm_record_get_int (follow_up, "ladder_step", 0);

  return step < 0 || step >= CRM_LADDER_MAX_STEPS
         || crm_ladder_get_days (crm_record_get_text (follow_up, "ladder"), (guint)step + 1) == 0;
}

/**
 * crm_waiting_remind:
 * @follow_up: one that waits, as the person saw it
 * @at_usec: when the user reminded them
 * @cause: who says so: the user, or the letter
 *
 * Returns: (transfer full) (nullable): the change set that sets the next day; %NULL when the ladder
 *   has no further step
 */
CrmChangeSet *
crm_waiting_remind (const CrmRecord *follow_up, gint64 at_usec, CrmCause cause)
{
  const char *ladder = crm_record_get_text (follow_up, "ladder");
  guint step = (guint)crm_record_get_int (follow_up, "ladder_step", 0) + 1;
  CrmChangeSet *set;
  CrmChange *change;
  int due;

  if (crm_waiting_is_last (follow_up))
    return NULL;
  due = day_after (at_usec, crm_ladder_get_days (ladder, step));
  set = crm_change_set_new ("remind-again", cause);
  change = crm_change_set_update (set, "follow_up", follow_up->id);
  crm_change_set_int (change, "ladder_step", step);
  crm_change_expect (change, "ladder_step", crm_record_get (follow_up, "ladder_step"));
  crm_change_set_int (change, "reminded_at", at_usec);
  crm_change_expect (change, "reminded_at", crm_record_get (follow_up, "reminded_at"));
  crm_change_set_int (change, "due", due);
  crm_change_set_null (change, "due_at");
  /* Who switched the bell off wants none. */
  if (crm_record_get (follow_up, "remind_at")->kind != CRM_VALUE_NULL)
    crm_change_set_int (change, "remind_at", remind_on (due));
  return set;
}

/**
 * crm_waiting_go_on:
 * @follow_up: one that ended with a letter which was no answer
 * @since_usec: when that letter was written: only what is later counts
 *
 * Returns: (transfer full): the change set
 */
CrmChangeSet *
crm_waiting_go_on (const CrmRecord *follow_up, gint64 since_usec)
{
  CrmChangeSet *set = crm_change_set_new ("wait-on", CRM_CAUSE_USER);
  CrmChange *change = crm_change_set_update (set, "follow_up", follow_up->id);

  crm_change_set_text (change, "status", "open");
  crm_change_expect (change, "status", crm_record_get (follow_up, "status"));
  crm_change_set_null (change, "done_at");
  crm_change_set_null (change, "answered_by");
  crm_change_set_int (change, "wait_since",
                      MAX (since_usec, crm_record_get_int (follow_up, "wait_since", 0)));
  return set;
}

/* --- what letters say ------------------------------------------------------------------------- */

static gboolean
is_failure (GError **error, GError *local_error)
{
  if (local_error == NULL)
    return FALSE;
  g_propagate_error (error, local_error);
  return TRUE;
}

/* A colleague who joins in has not answered for the customer; one whom we wait for has. */
static gboolean
is_somebody (CrmReader *reader, const CrmRecord *follow_up, const char *address, GError **error)
{
  const char *awaited = crm_record_get_text (follow_up, "address");
  GError *local_error = NULL;
  gboolean counts;

  if (g_strcmp0 (address, awaited) == 0)
    return TRUE;
  counts = !crm_query_is_own (reader, address, &local_error) && local_error == NULL
           && (!crm_query_is_colleague (reader, address, &local_error)
               || (local_error == NULL && awaited != NULL
                   && crm_query_is_colleague (reader, awaited, &local_error)));
  return !is_failure (error, local_error) && counts;
}

static gboolean
is_answer (CrmReader *reader, const CrmRecord *follow_up, const CrmMessage *letter, GError **error)
{
  const CrmMessageParty *sender = crm_message_get_sender (letter);

  return sender != NULL
         && (gint64)letter->fingerprint != crm_record_get_int (follow_up, "answered_by", 0)
         && crm_sender_get_kind (letter, sender->address) != CRM_SENDER_AUTOMATIC
         && !crm_subject_is_automatic (letter->subject)
         && is_somebody (reader, follow_up, sender->address, error);
}

/* The first of @letters that is an answer. */
static gboolean
pick_answer (CrmReader *reader,
             const CrmRecord *follow_up,
             GPtrArray *letters /* (transfer container) (nullable) */,
             const char *subject /* (nullable): what its subject must answer */,
             CrmMessage **out_answer,
             GError **error)
{
  GError *local_error = NULL;

  for (guint i = 0; letters != NULL && i < letters->len && local_error == NULL; i++)
    {
      CrmMessage *letter = g_ptr_array_index (letters, i);
      g_autofree char *bare = subject != NULL ? crm_subject_normalize (letter->subject) : NULL;

      if ((subject == NULL
           || (g_str_equal (bare, subject) && crm_subject_is_answer (letter->subject)))
          && is_answer (reader, follow_up, letter, &local_error))
        {
          *out_answer = crm_message_ref (letter);
          break;
        }
    }
  if (letters == NULL)
    return FALSE;
  g_ptr_array_unref (letters);
  return !is_failure (error, local_error);
}

/* Mail programs that name no other letter still keep the subject. */
static gboolean
find_by_subject (CrmReader *reader,
                 const CrmRecord *follow_up,
                 gint64 since_usec,
                 CrmMessage **out_answer,
                 GError **error)
{
  guint64 wait_for = (guint64)crm_record_get_int (follow_up, "wait_for", 0);
  g_autoptr (CrmMessage) letter = NULL;
  g_autofree char *subject = NULL;

  if (!crm_query_letter_of_hash (reader, wait_for, &letter, error))
    return FALSE;
  subject = crm_subject_normalize (letter != NULL ? letter->subject : NULL);
  if (subject[0] == '\0')
    return TRUE;
  for (guint i = 0; i < letter->parties->len && *out_answer == NULL; i++)
    {
      const CrmMessageParty *party = g_ptr_array_index (letter->parties, i);
      GError *local_error = NULL;

      if (party->role == CRM_ROLE_REPLY_TO)
        continue;
      if (is_somebody (reader, follow_up, party->address, &local_error)
          && !pick_answer (
              reader, follow_up,
              crm_query_letters_from_after (reader, party->address, since_usec, &local_error),
              subject, out_answer, &local_error))
        return !is_failure (error, local_error);
      if (is_failure (error, local_error))
        return FALSE;
    }
  return TRUE;
}

/* From when on a letter counts. What ended it before, and was no answer after all, does not. */
static gboolean
get_since (CrmReader *reader, const CrmRecord *follow_up, gint64 *out_usec, GError **error)
{
  gint64 answered_by = crm_record_get_int (follow_up, "answered_by", 0);
  gint64 before = 0;

  *out_usec = crm_record_get_int (follow_up, "wait_since", follow_up->created_usec);
  if (answered_by != 0 && !crm_query_date_of_letter (reader, (guint64)answered_by, &before, error))
    return FALSE;
  *out_usec = MAX (*out_usec, before);
  return TRUE;
}

/* Two programs may find the same answer: the second one's change set is refused. */
static CrmChangeSet *
finish_with (const CrmRecord *follow_up, const CrmMessage *answer, gint64 now_usec)
{
  CrmChangeSet *set = crm_change_set_new ("answer-follow-up", CRM_CAUSE_MAIL);
  CrmChange *change = crm_change_set_update (set, "follow_up", follow_up->id);

  crm_change_set_text (change, "status", "done");
  crm_change_expect (change, "status", crm_record_get (follow_up, "status"));
  crm_change_set_int (change, "answered_by", (gint64)answer->fingerprint);
  crm_change_expect (change, "answered_by", crm_record_get (follow_up, "answered_by"));
  crm_change_set_int (change, "done_at", now_usec);
  crm_change_expect (change, "done_at", crm_record_get (follow_up, "done_at"));
  return set;
}

/* A letter of the user's own in the conversation, to somebody who is no colleague, is a reminder.
 */
static gboolean
is_reminder (CrmReader *reader,
             const CrmRecord *follow_up,
             const CrmMessage *letter,
             GError **error)
{
  for (guint i = 0; i < letter->parties->len; i++)
    {
      const CrmMessageParty *party = g_ptr_array_index (letter->parties, i);
      GError *local_error = NULL;

      if (party->role != CRM_ROLE_TO && party->role != CRM_ROLE_CC)
        continue;
      if (is_somebody (reader, follow_up, party->address, &local_error))
        return TRUE;
      if (is_failure (error, local_error))
        return FALSE;
    }
  return FALSE;
}

static gboolean
find_reminder (CrmReader *reader,
               const CrmRecord *follow_up,
               gint64 since_usec,
               CrmChangeSet **out_set,
               GError **error)
{
  g_autoptr (GPtrArray) letters = NULL;
  GError *local_error = NULL;

  if (crm_waiting_is_last (follow_up))
    return TRUE;
  since_usec = MAX (since_usec, crm_record_get_int (follow_up, "reminded_at", 0));
  letters = crm_query_conversation_after (reader,
                                          (guint64)crm_record_get_int (follow_up, "wait_for", 0),
                                          since_usec, CRM_DIRECTION_OUT, error);
  if (letters == NULL)
    return FALSE;
  /* The newest: a whole exchange that comes in at once is one step. */
  for (guint i = letters->len; i > 0 && *out_set == NULL && local_error == NULL; i--)
    {
      const CrmMessage *letter = g_ptr_array_index (letters, i - 1);

      if (is_reminder (reader, follow_up, letter, &local_error))
        *out_set = crm_waiting_remind (follow_up, letter->date_usec, CRM_CAUSE_MAIL);
    }
  return !is_failure (error, local_error);
}

static gboolean
look_at (CrmReader *reader, const CrmRecord *follow_up, CrmChangeSet **out_set, GError **error)
{
  g_autoptr (CrmMessage) answer = NULL;
  gint64 since_usec;

  if (!get_since (reader, follow_up, &since_usec, error)
      || !pick_answer (reader, follow_up,
                       crm_query_conversation_after (
                           reader, (guint64)crm_record_get_int (follow_up, "wait_for", 0),
                           since_usec, CRM_DIRECTION_IN, error),
                       NULL, &answer, error)
      || (answer == NULL && !find_by_subject (reader, follow_up, since_usec, &answer, error)))
    return FALSE;
  if (answer == NULL)
    return find_reminder (reader, follow_up, since_usec, out_set, error);
  *out_set = finish_with (follow_up, answer, crm_reader_get_now_usec (reader));
  return TRUE;
}

/**
 * crm_waiting_find:
 * @reader: a reader
 * @data: nothing
 * @error: (nullable): storage errors
 *
 * A #CrmReadFunc. Looks at every follow-up that waits: has an answer come, has the user reminded
 * them? Asking again after what is found was written finds nothing.
 *
 * Returns: (transfer full) (nullable): a #GPtrArray of #CrmChangeSet: what is to be written
 */
gpointer
crm_waiting_find (CrmReader *reader, gpointer data, GError **error)
{
  g_autoptr (GPtrArray) sets
      = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_change_set_unref);
  g_autoptr (GPtrArray) waiting = NULL;
  gboolean filling;

  /* Once the mailbox is in, the index says so and all is looked at. */
  if (!crm_query_is_filling (reader, &filling, error))
    return NULL;
  if (filling)
    return g_steal_pointer (&sets);
  waiting = crm_query_waiting (reader, error);
  for (guint i = 0; waiting != NULL && i < waiting->len; i++)
    {
      CrmChangeSet *set = NULL;

      if (!look_at (reader, g_ptr_array_index (waiting, i), &set, error))
        return NULL;
      if (set != NULL)
        g_ptr_array_add (sets, set);
    }
  return waiting != NULL ? g_steal_pointer (&sets) : NULL;
}

/**
 * crm_waiting_sweep_sync:
 * @store: a store
 * @error: (nullable): storage errors
 *
 * For the command line and tests; #CrmWaitingWatch does the same in Evolution.
 *
 * Returns: how many follow-ups were changed
 */
guint
crm_waiting_sweep_sync (CrmStore *store, GError **error)
{
  g_autoptr (GPtrArray) sets = crm_store_read_sync (store, crm_waiting_find, NULL, NULL, error);
  guint n = 0;

  for (guint i = 0; sets != NULL && i < sets->len; i++)
    {
      g_autoptr (GError) local_error = NULL;
      g_autoptr (CrmWriteResult) written
          = crm_store_write_sync (store, g_ptr_array_index (sets, i), &local_error);

      if (written != NULL)
        n++;
      else if (!g_error_matches (local_error, CRM_ERROR, CRM_ERROR_CONFLICT)
               && !g_error_matches (local_error, CRM_ERROR, CRM_ERROR_NOT_FOUND))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return n;
        }
    }
  return n;
}
