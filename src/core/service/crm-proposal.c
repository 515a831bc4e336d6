/* crm-proposal.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The facet of #CrmContext that says where a letter might belong, and why. */
#define G_LOG_DOMAIN "crm-proposal"
#include "config.h"

#include "crm-proposal-private.h"

#include "model/crm-text.h"
#include "store/crm-meeting-query.h"

static CrmDealState *
copy_state (const CrmDealState *state)
{
  CrmDealState *copy = g_memdup2 (state, sizeof *state);

  crm_record_ref (copy->deal);
  crm_record_ref (copy->stage);
  return copy;
}

static gboolean
is_open (const CrmDealState *state)
{
  const char *kind = crm_record_get_text (state->stage, "kind");

  return g_strcmp0 (kind, "open") == 0 || g_strcmp0 (kind, "on_hold") == 0;
}

/* A correction is remembered: what somebody took out is not proposed again. */
static gboolean
may_propose (CrmContext *self, CrmReader *reader, const CrmDealState *state)
{
  if (self->event != NULL)
    return is_open (state)
           && (self->meeting == NULL
               || !crm_query_is_meeting_wrong (reader, self->meeting_id, state->deal->id, NULL));
  return is_open (state)
         && (self->email_id == NULL
             || !crm_query_is_marked_wrong (reader, self->email_id, state->deal->id, NULL));
}

static void
propose (CrmContext *self, CrmProposalReason reason, const CrmDealState *state)
{
  self->proposal = copy_state (state);
  self->proposal_reason = reason;
}

/* The person's own come first: when there is one of those, their account's others are not theirs.
 */
static const CrmDealState *
find_lone_deal (GPtrArray *deals)
{
  const CrmDealState *first = deals->len > 0 ? g_ptr_array_index (deals, 0) : NULL;
  const CrmDealState *second = deals->len > 1 ? g_ptr_array_index (deals, 1) : NULL;

  if (second != NULL && first->of_person == second->of_person)
    return NULL;
  return first;
}

static void
propose_first (CrmContext *self,
               CrmReader *reader,
               CrmProposalReason reason,
               const GPtrArray *deals)
{
  for (guint i = 0; i < deals->len && self->proposal == NULL; i++)
    if (may_propose (self, reader, g_ptr_array_index (deals, i)))
      propose (self, reason, g_ptr_array_index (deals, i));
}

/* Of a meeting the series says most, then what is filed of its invitation. */
static gboolean
propose_meeting (CrmContext *self, CrmReader *reader, GError **error)
{
  g_autoptr (GPtrArray) series
      = crm_query_deals_of_series (reader, self->event->uid, self->meeting_id, error);
  g_autoptr (GPtrArray) invitation = NULL;

  if (series == NULL)
    return FALSE;
  propose_first (self, reader, CRM_PROPOSAL_SERIES, series);
  if (self->proposal != NULL)
    return TRUE;
  invitation = crm_query_deals_of_invitation (reader, self->event, error);
  if (invitation == NULL)
    return FALSE;
  propose_first (self, reader, CRM_PROPOSAL_INVITATION, invitation);
  return TRUE;
}

/* Letters that name no other are joined in the index by subject and people, where a whole mailbox
 * is like that. */
static gboolean
propose_conversation (CrmContext *self, CrmReader *reader, GError **error)
{
  g_autoptr (GPtrArray) deals = crm_query_deals_of_conversation (reader, self->message, error);
  gint64 days = -1;

  if (deals == NULL)
    return FALSE;
  propose_first (self, reader, CRM_PROPOSAL_CONVERSATION, deals);
  if (self->proposal == NULL)
    return TRUE;
  if (!crm_query_days_by_subject (reader, self->message, self->proposal->deal->id, &days, error))
    return FALSE;
  if (days >= 0 && !crm_subject_is_telling (self->message->subject))
    {
      g_clear_pointer (&self->proposal, crm_deal_state_free);
      self->proposal_reason = CRM_PROPOSAL_NONE;
    }
  else if (days >= 0)
    {
      self->proposal_reason = CRM_PROPOSAL_SUBJECT;
      self->proposal->days_apart = days;
    }
  return TRUE;
}

static gboolean
propose_token (CrmContext *self, CrmReader *reader, GError **error)
{
  g_autoptr (GPtrArray) deals = NULL;

  if (self->proposal != NULL)
    return TRUE;
  deals = crm_query_deals_of_token (reader, self->message->subject, error);
  if (deals == NULL)
    return FALSE;
  propose_first (self, reader, CRM_PROPOSAL_TOKEN, deals);
  return TRUE;
}

static gboolean
propose_of_meeting (CrmContext *self, CrmReader *reader, GError **error)
{
  g_autoptr (GPtrArray) deals = NULL;

  if (self->proposal != NULL)
    return TRUE;
  deals = crm_query_deals_of_event_letter (reader, self->message, error);
  if (deals == NULL)
    return FALSE;
  propose_first (self, reader, CRM_PROPOSAL_MEETING, deals);
  return TRUE;
}

static gboolean
propose_subject (CrmContext *self, CrmReader *reader, GError **error)
{
  g_autoptr (GPtrArray) deals = NULL;

  if (self->proposal != NULL)
    return TRUE;
  deals = crm_query_deals_of_subject (reader, self->message, error);
  if (deals == NULL)
    return FALSE;
  propose_first (self, reader, CRM_PROPOSAL_SUBJECT, deals);
  return TRUE;
}

static void
propose_lone_deal (CrmContext *self, CrmReader *reader)
{
  const CrmDealState *lone = find_lone_deal (self->deals);

  if (self->proposal == NULL && lone != NULL && !self->is_automatic
      && may_propose (self, reader, lone))
    propose (self, lone->of_person ? CRM_PROPOSAL_ONLY_DEAL : CRM_PROPOSAL_ACCOUNT_DEAL, lone);
}

/* Law 6: the conversation is the surest, then a token in the subject, then the conversation that
 * only subject and people tell; a lone open deal is a fair guess, and several are no guess at all.
 * Needs the open deals and what has been decided of the letter. */
gboolean
_crm_context_find_proposal (CrmContext *self, CrmReader *reader, GError **error)
{
  if (self->filed->len > 0 || !g_str_equal (self->visibility, "normal"))
    return TRUE;
  if (self->event != NULL ? !propose_meeting (self, reader, error)
                          : !propose_conversation (self, reader, error))
    return FALSE;
  if (!propose_token (self, reader, error)
      || (self->event == NULL
          && (!propose_of_meeting (self, reader, error) || !propose_subject (self, reader, error))))
    return FALSE;
  propose_lone_deal (self, reader);
  return TRUE;
}
