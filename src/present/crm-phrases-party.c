/* crm-phrases-party.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-phrases-party"
#include "config.h"

#include "crm-phrases-party.h"

#include <glib/gi18n-lib.h>

#include "crm-format.h"
#include "crm-phrases-board.h"
#include "crm-phrases.h"

/* Parts side by side, each of its own direction. */
static void
add_part (GString *line, const char *text)
{
  if (text != NULL && *text != '\0')
    g_string_append_printf (line, "%s\u2068%s\u2069", line->len > 0 ? " · " : "", text);
}

static const char * /* (nullable) */
get_choice (const CrmRecord *record, const char *field)
{
  const char *value = crm_record_get_text (record, field);

  return value != NULL ? crm_phrase_choice (record->entity->name, field, value) : NULL;
}

static void
describe_person (const CrmParty *party, GString *line)
{
  add_part (line, crm_record_get_text (party->record, "title"));
  for (guint i = 0; i < party->members->len; i++)
    {
      const CrmMember *member = g_ptr_array_index (party->members, i);

      if (member->is_current)
        add_part (line, crm_phrase_record_name (member->other));
    }
}

/**
 * crm_phrase_party_subtitle:
 * @party: a card
 *
 * Returns: (transfer full): what they are, in a line; may be empty
 */
char *
crm_phrase_party_subtitle (const CrmParty *party)
{
  const CrmRecord *record = party->record;
  GString *line = g_string_new (NULL);

  if (g_str_equal (record->entity->name, "person"))
    describe_person (party, line);
  else if (g_str_equal (record->entity->name, "account"))
    {
      add_part (line, get_choice (record, "relation"));
      if (get_choice (record, "tier") != NULL)
        {
          /* TRANSLATORS: %s is A, B, C or D: how important a customer is */
          g_autofree char *tier = g_strdup_printf (_ ("Class %s"), get_choice (record, "tier"));

          add_part (line, tier);
        }
      add_part (line, crm_record_get_text (record, "industry"));
    }
  else
    {
      add_part (line, get_choice (record, "status"));
      add_part (line, crm_record_get_text (record, "job_title"));
      add_part (line, crm_record_get_text (record, "organization"));
    }
  return g_string_free (line, FALSE);
}

/**
 * crm_phrase_party_last:
 * @party: a card
 *
 * Returns: (transfer full): when one last wrote, called or met
 */
char *
crm_phrase_party_last (const CrmParty *party)
{
  g_autofree char *when = NULL;

  if (party->last_usec == 0)
    return g_strdup (_ ("No contact yet"));
  when = crm_format_time (party->last_usec, party->now_usec);
  return g_strdup_printf (_ ("Last contact: %s"), when);
}

/**
 * crm_phrase_party_turn:
 * @party: a card
 *
 * Returns: (transfer full) (nullable): who owes whom an answer; %NULL where nobody wrote
 */
char *
crm_phrase_party_turn (const CrmParty *party)
{
  g_autofree char *when = NULL;

  if (party->last_in_usec == 0 && party->last_out_usec == 0)
    return NULL;
  when = crm_format_time (MAX (party->last_in_usec, party->last_out_usec), party->now_usec);
  return g_strdup_printf (party->last_in_usec > party->last_out_usec
                              ? _ ("Your turn: they wrote last (%s)")
                              : _ ("Their turn: you wrote last (%s)"),
                          when);
}

/**
 * crm_phrase_party_touch:
 * @party: a card
 * @out_is_late: (out) (optional): whether they should have heard of us before today
 *
 * Returns: (transfer full) (nullable): how often they are to be contacted, and when it is due;
 * %NULL where nobody said so
 */
char *
crm_phrase_party_touch (const CrmParty *party, gboolean *out_is_late)
{
  gint64 days;
  g_autofree char *when = NULL;
  g_autofree char *often = NULL;

  if (out_is_late != NULL)
    *out_is_late = party->has_touch_day && party->touch_day < crm_format_today (party->now_usec);
  if (!party->has_touch_day)
    return NULL;
  days = crm_record_get_int (party->record, "cadence_days", 0);
  when = crm_format_due (party->touch_day, party->now_usec);
  often = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "Contact every %d day", "Contact every %d days", (gulong)days),
      (int)days);
  return g_strdup_printf ("%s · %s", often, when);
}

static void
add_count (GString *line, const char *count, const CrmTotals *totals)
{
  g_autofree char *sums = crm_phrase_sums (totals);

  add_part (line, count);
  add_part (line, sums);
}

/**
 * crm_phrase_party_deals:
 * @party: a card
 *
 * Returns: (transfer full): how many deals are open, won and lost, and what those are worth; empty
 * for no deals
 */
char *
crm_phrase_party_deals (const CrmParty *party)
{
  GString *line = g_string_new (NULL);
  g_autofree char *open = crm_format_counted (
      g_dngettext (GETTEXT_PACKAGE, "%u open deal", "%u open deals", party->n_open), party->n_open);
  /* TRANSLATORS: number of deals that were won */
  g_autofree char *won = crm_format_counted (
      g_dngettext (GETTEXT_PACKAGE, "%u won", "%u won", party->n_won), party->n_won);
  /* TRANSLATORS: number of deals that were lost */
  g_autofree char *lost = crm_format_counted (
      g_dngettext (GETTEXT_PACKAGE, "%u lost", "%u lost", party->n_lost), party->n_lost);

  if (party->n_open > 0)
    add_count (line, open, party->open_sums);
  if (party->n_won > 0)
    add_count (line, won, party->won_sums);
  if (party->n_lost > 0)
    add_part (line, lost);
  return g_string_free (line, FALSE);
}

/**
 * crm_phrase_member:
 * @member: who works where
 *
 * Returns: (transfer full): as what; may be empty
 */
char *
crm_phrase_member (const CrmMember *member)
{
  GString *line = g_string_new (NULL);

  add_part (line, crm_record_get_text (member->membership, "role"));
  add_part (line, get_choice (member->membership, "decision_role"));
  return g_string_free (line, FALSE);
}

static int
get_year (const CrmRecord *membership, const char *field)
{
  gint64 day = crm_record_get_int (membership, field, G_MININT64);
  g_autoptr (GDateTime) date = NULL;
  g_autoptr (GDateTime) epoch = NULL;

  if (day == G_MININT64)
    return 0;
  epoch = g_date_time_new_utc (1970, 1, 1, 0, 0, 0);
  date = g_date_time_add_days (epoch, (int)day);
  return date != NULL ? g_date_time_get_year (date) : 0;
}

/**
 * crm_phrase_member_years:
 * @member: who works where
 *
 * Returns: (transfer full) (nullable): from which year to which; %NULL where nobody knows
 */
char *
crm_phrase_member_years (const CrmMember *member)
{
  int since = get_year (member->membership, "since");
  int until = get_year (member->membership, "until");

  if (since != 0 && until != 0)
    return since == until ? g_strdup_printf ("%d", since)
                          /* TRANSLATORS: years: from 2019 to 2023 */
                          : g_strdup_printf (_ ("%1$d–%2$d"), since, until);
  if (since != 0)
    /* TRANSLATORS: %d is a year: somebody works there since then */
    return g_strdup_printf (_ ("since %d"), since);
  if (until != 0)
    /* TRANSLATORS: %d is a year: somebody worked there until then */
    return g_strdup_printf (_ ("until %d"), until);
  return NULL;
}

/**
 * crm_phrase_deal_part:
 * @part: a deal
 *
 * Returns: (transfer full): its stage, and the person's role in it
 */
char *
crm_phrase_deal_part (const CrmDealPart *part)
{
  GString *line = g_string_new (NULL);

  add_part (line, crm_phrase_record_name (part->state->stage));
  if (part->role != NULL)
    add_part (line, crm_phrase_choice ("deal_person", "decision_role", part->role));
  return g_string_free (line, FALSE);
}

static void
add_answer (GString *line, const CrmRecord *lead, const char *field)
{
  const CrmField *declared = crm_entity_find_field (lead->entity, field);
  const char *answer = get_choice (lead, field);

  /* TRANSLATORS: a question of qualification and its answer: "Budget: Yes", "Need: unknown" */
  g_string_append_printf (line, _ ("%1$s: %2$s"), g_dgettext (GETTEXT_PACKAGE, declared->label),
                          answer != NULL ? answer : _ ("unknown"));
}

/**
 * crm_phrase_lead_questions:
 * @lead: a lead
 *
 * Returns: (transfer full): what is known of budget, authority, need and timeline
 */
char *
crm_phrase_lead_questions (const CrmRecord *lead)
{
  static const char *const fields[] = { "has_budget", "has_authority", "has_need", "has_timeline" };
  GString *line = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      if (i > 0)
        g_string_append (line, " · ");
      add_answer (line, lead, fields[i]);
    }
  return g_string_free (line, FALSE);
}

/**
 * crm_phrase_lead_missing:
 * @fields: (element-type CrmField): what must be filled in
 *
 * Returns: (transfer full) (nullable): a sentence that names them; %NULL for none
 */
char *
crm_phrase_lead_missing (const GPtrArray *fields)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < fields->len; i++)
    {
      const CrmField *field = g_ptr_array_index (fields, i);

      g_string_append_printf (names, "%s%s", i > 0 ? _ (", ") : "",
                              g_dgettext (GETTEXT_PACKAGE, field->label));
    }
  if (names->len == 0)
    return NULL;
  /* TRANSLATORS: %s is a list of fields, such as "Industry, Owner" */
  return g_strdup_printf (_ ("Fill in first: %s"), names->str);
}

/**
 * crm_phrase_match:
 * @match: who a lead may be about
 *
 * Returns: (transfer none): why
 */
const char *
crm_phrase_match (const CrmMatch *match)
{
  switch (match->reason)
    {
    case CRM_MATCH_CHOSEN:
      return _ ("chosen for this lead");
    case CRM_MATCH_ADDRESS:
      return _ ("same e-mail address");
    case CRM_MATCH_PHONE:
      return _ ("same phone number");
    case CRM_MATCH_DOMAIN:
      return _ ("same e-mail domain");
    case CRM_MATCH_NAME:
    default:
      return _ ("only the same name");
    }
}
