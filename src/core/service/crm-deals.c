/* crm-deals.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-deals"
#include "config.h"

#include "crm-deals.h"

#include "model/crm-date.h"
#include "service/crm-stage.h"
#include "store/crm-seed.h"

/**
 * crm_deals_enter_stage:
 * @set: a change set
 * @deal: id of a deal
 * @stage: id of a stage
 * @now_usec: when, UTC microseconds
 *
 * Writes down in the deal's history that it is there from now on.
 */
void
crm_deals_enter_stage (CrmChangeSet *set, const char *deal, const char *stage, gint64 now_usec)
{
  CrmChange *change = crm_change_set_create (set, "stage_history", NULL);

  crm_change_set_text (change, "deal", deal);
  crm_change_set_text (change, "stage", stage);
  crm_change_set_int (change, "entered_at", now_usec);
}

/**
 * crm_deals_add_person:
 * @set: a change set
 * @deal: id of a deal
 * @person: id of a person; one that takes part already stays as they are
 */
void
crm_deals_add_person (CrmChangeSet *set, const char *deal, const char *person)
{
  g_autofree char *id = crm_entity_derive_id (crm_entity_find ("deal_person"), deal, person, NULL);
  CrmChange *change = crm_change_set_ensure (set, "deal_person", id);

  crm_change_set_text (change, "deal", deal);
  crm_change_set_text (change, "person", person);
}

/**
 * crm_deals_create:
 * @set: a change set
 * @deal: what is known of it; a title is enough
 *
 * Returns: (transfer full): the new deal's id
 */
char *
crm_deals_create (CrmChangeSet *set, const CrmNewDeal *deal)
{
  CrmChange *change = crm_change_set_create (set, "deal", NULL);
  const char *stage = deal->stage != NULL ? deal->stage : CRM_SEED_STAGE_FIRST;

  crm_change_set_text (change, "title", deal->title);
  crm_change_set_text (change, "pipeline",
                       deal->pipeline != NULL ? deal->pipeline : CRM_SEED_PIPELINE);
  crm_change_set_text (change, "stage", stage);
  crm_change_set_int (change, "stage_since", deal->now_usec);
  if (deal->account != NULL)
    crm_change_set_text (change, "account", deal->account);
  if (deal->owner != NULL)
    crm_change_set_text (change, "owner", deal->owner);
  if (deal->currency != NULL)
    crm_change_set_text (change, "currency", deal->currency);
  if (deal->has_amount)
    crm_change_set_int (change, "amount", deal->amount_minor);
  crm_deals_enter_stage (set, change->id, stage, deal->now_usec);
  if (deal->person != NULL)
    crm_deals_add_person (set, change->id, deal->person);
  return g_strdup (change->id);
}

static gboolean
is_closed_kind (const char *kind)
{
  return g_str_equal (kind, "won") || g_str_equal (kind, "lost") || g_str_equal (kind, "cancelled");
}

static void
clear_loss (CrmChange *change)
{
  crm_change_set_null (change, "lost_reason");
  crm_change_set_null (change, "lost_note");
  crm_change_set_null (change, "last_open_stage");
}

static gboolean
check_complete (const CrmChangeSet *set,
                const CrmRecord *deal,
                const CrmRecord *stage,
                GError **error)
{
  g_autoptr (GPtrArray) missing = crm_stage_list_missing (stage, deal, set);
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < missing->len; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "",
                            ((const CrmField *)g_ptr_array_index (missing, i))->name);
  if (missing->len > 0)
    g_set_error (error, CRM_ERROR, CRM_ERROR_INCOMPLETE, "this stage asks for: %s", names->str);
  return missing->len == 0;
}

/**
 * crm_deals_set_stage:
 * @set: a change set
 * @deal: the deal as the person saw it
 * @stage_now: its stage as the person saw it
 * @stage: where it goes
 * @lost_reason: (nullable): id of the reason; needed to enter a stage of kind `lost`
 * @lost_note: (nullable): what the person adds to the reason
 * @now_usec: when, UTC microseconds
 * @error: (nullable): %CRM_ERROR_CONSTRAINT when a lost deal has no reason;
 *   %CRM_ERROR_INCOMPLETE when the stage asks for fields that are empty and not filled by @set, see
 *   crm_stage_list_missing()
 *
 * Won and lost close the deal; leaving them opens it again, and its history stays. Going from one
 * closed stage of a kind to another does not move the closing date. A deal that stays in its stage
 * enters nothing, but the reason for a loss can be corrected.
 *
 * Returns: whether the change was added
 */
gboolean
crm_deals_set_stage (CrmChangeSet *set,
                     const CrmRecord *deal,
                     const CrmRecord *stage_now,
                     const CrmRecord *stage,
                     const char *lost_reason,
                     const char *lost_note,
                     gint64 now_usec,
                     GError **error)
{
  const char *kind = crm_record_get_text (stage, "kind");
  const char *kind_now = crm_record_get_text (stage_now, "kind");
  CrmChange *change;

  if (g_str_equal (kind, "lost") && lost_reason == NULL)
    {
      g_set_error (error, CRM_ERROR, CRM_ERROR_CONSTRAINT, "a lost deal needs a reason");
      return FALSE;
    }
  if (!g_str_equal (stage->id, stage_now->id) && !check_complete (set, deal, stage, error))
    return FALSE;

  change = crm_change_set_update (set, "deal", deal->id);
  crm_change_set_text (change, "stage", stage->id);
  crm_change_expect (change, "stage", crm_record_get (deal, "stage"));
  if (!g_str_equal (stage->id, stage_now->id))
    {
      crm_change_set_int (change, "stage_since", now_usec);
      crm_deals_enter_stage (set, deal->id, stage->id, now_usec);
    }
  crm_change_set_text (change, "pipeline", crm_record_get_text (stage, "pipeline"));

  if (!is_closed_kind (kind))
    crm_change_set_null (change, "closed_at");
  else if (!g_str_equal (kind, kind_now))
    crm_change_set_int (change, "closed_at", now_usec);

  if (!g_str_equal (kind, "lost"))
    {
      clear_loss (change);
      return TRUE;
    }
  crm_change_set_text (change, "lost_reason", lost_reason);
  crm_change_set_text (change, "lost_note", lost_note);
  if (!is_closed_kind (kind_now))
    crm_change_set_text (change, "last_open_stage", stage_now->id);
  return TRUE;
}

/* On another day at the same time of day, but not later than now. */
static gint64
move_to_day (gint64 usec, int day, gint64 now_usec)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  gint64 begin_usec = crm_date_day_to_usec (crm_date_day_from_usec (usec, zone), zone);

  return MIN (usec - begin_usec + crm_date_day_to_usec (day, zone), now_usec);
}

/**
 * crm_deals_set_closed_day:
 * @deal: a closed deal as the person saw it
 * @day: when it was closed, days since 1970-01-01 where the user is
 * @now_usec: now, UTC microseconds
 * @error: (nullable): %CRM_ERROR_CONSTRAINT when the deal is open or the day has not come
 *
 * For what was won or lost earlier than somebody moved the card: it counts in the month of its
 * closing. When it came into its stages stays as it is.
 *
 * Returns: (transfer full) (nullable): the change set
 */
CrmChangeSet *
crm_deals_set_closed_day (const CrmRecord *deal, int day, gint64 now_usec, GError **error)
{
  const CrmValue *closed = crm_record_get (deal, "closed_at");
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  CrmChangeSet *set;
  CrmChange *change;

  if (closed->kind != CRM_VALUE_INT)
    {
      g_set_error (error, CRM_ERROR, CRM_ERROR_CONSTRAINT, "an open deal has no closing day");
      return NULL;
    }
  if (day > crm_date_day_from_usec (now_usec, zone))
    {
      g_set_error (error, CRM_ERROR, CRM_ERROR_CONSTRAINT, "the closing day has not come");
      return NULL;
    }
  set = crm_change_set_new ("edit-record", CRM_CAUSE_USER);
  change = crm_change_set_update (set, "deal", deal->id);
  crm_change_set_int (change, "closed_at", move_to_day (closed->integer, day, now_usec));
  crm_change_expect (change, "closed_at", closed);
  return set;
}
