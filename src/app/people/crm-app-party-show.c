/* crm-app-party-show.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * What a client card says. */
#define G_LOG_DOMAIN "crm-app-party-show"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "crm-app-lines.h"
#include "crm-app-party-private.h"
#include "crm-format.h"
#include "crm-phrases-party.h"
#include "crm-phrases.h"
#include "base/crm-app-widgets.h"
#include "record/crm-app-documents.h"
#include "record/crm-app-follow-ups.h"
#include "record/crm-app-form.h"
#include "record/crm-app-frame.h"
#include "record/crm-app-history-card.h"
#include "record/crm-app-record-window.h"

static CrmAppSession *
get_session (CrmAppPartyPage *self)
{
  return crm_app_page_get_session (CRM_APP_PAGE (self));
}

static gboolean
has_subsidiaries (const CrmParty *party)
{
  guint n_below = 0;

  for (guint i = 0; i < party->tree->len; i++)
    n_below += ((const CrmTreeNode *)g_ptr_array_index (party->tree, i))->is_below;
  return n_below > 1; /* itself is one */
}

static void
show_text (GtkWidget *label, const char *text)
{
  gtk_widget_set_visible (label, text != NULL && *text != '\0');
  crm_app_label_set_parts (label, text != NULL ? text : "");
}

static void
show_touch (CrmAppPartyPage *self)
{
  gboolean is_late = FALSE;
  g_autofree char *touch = crm_phrase_party_touch (self->party, &is_late);
  /* Not by colour alone. */
  g_autofree char *marked = is_late ? g_strdup_printf ("⚠ %s", touch) : g_strdup (touch);

  show_text (self->touch, marked);
  if (is_late)
    gtk_widget_add_css_class (self->touch, "warning");
  else
    gtk_widget_remove_css_class (self->touch, "warning");
}

static char *
join_tags (const CrmParty *party)
{
  GString *line = g_string_new (NULL);

  for (guint i = 0; i < party->tags->len; i++)
    g_string_append_printf (line, "%s\u2068#%s\u2069", i > 0 ? "  " : "",
                            (const char *)g_ptr_array_index (party->tags, i));
  return g_string_free (line, FALSE);
}

static void
show_head (CrmAppPartyPage *self)
{
  g_autofree char *subtitle = crm_phrase_party_subtitle (self->party);
  g_autofree char *turn = crm_phrase_party_turn (self->party);
  g_autofree char *last = crm_phrase_party_last (self->party);
  g_autofree char *sums = crm_phrase_party_deals (self->party);
  g_autofree char *tags = join_tags (self->party);

  crm_app_record_window_set_title (GTK_WIDGET (self), crm_phrase_record_name (self->party->record));
  show_text (self->subtitle, subtitle);
  show_text (self->turn, turn);
  /* The line above says when, where the last contact was a letter. */
  show_text (self->last,
             MAX (self->party->last_in_usec, self->party->last_out_usec) < self->party->last_usec
                 ? last
                 : NULL);
  show_text (self->sums, sums);
  show_text (self->tags, tags);
  show_touch (self);
}

static void
add_became (GPtrArray *lines, const CrmParty *party)
{
  static const char *const entities[] = { "person", "account", "deal" };
  const char *labels[]
      = { _ ("Became the person"), _ ("Became the account"), _ ("Became the deal") };

  for (guint i = 0; i < G_N_ELEMENTS (party->became); i++)
    if (party->became[i] != NULL)
      {
        CrmAppLine *line
            = crm_app_lines_add (lines, crm_phrase_record_name (party->became[i]), labels[i], NULL);

        line->entity = entities[i];
        line->id = g_strdup (party->became[i]->id);
      }
}

static void
show_facts (CrmAppPartyPage *self)
{
  const CrmParty *party = self->party;
  gboolean is_account = g_str_equal (self->entity, "account");
  GPtrArray *lines = crm_app_lines_new ();
  gboolean has_lines;

  add_became (lines, party);
  _crm_app_party_add_ways (lines, party, !is_account);
  if (g_str_equal (self->entity, "lead"))
    {
      g_autofree char *questions = crm_phrase_lead_questions (party->record);

      crm_app_lines_add (
          lines, crm_leads_is_prospective (party->record) ? _ ("Prospective") : _ ("Qualification"),
          questions, NULL);
    }
  has_lines = lines->len > 0;
  crm_app_lines_show (self->facts, get_session (self), lines);
  /* Where there is nothing yet something is added. */
  gtk_widget_set_visible (self->facts, has_lines);
  gtk_widget_set_visible (gtk_widget_get_parent (self->facts), TRUE);
}

/* The form of the plan is made when there is one, and goes with it. */
static void
show_plan (CrmAppPartyPage *self)
{
  const CrmRecord *plan = self->party->plan;
  GtkWidget *form = self->plan != NULL ? gtk_widget_get_last_child (self->plan) : NULL;
  gboolean has_form = form != NULL && CRM_APP_IS_FORM (form);

  if (self->plan == NULL)
    return;
  gtk_widget_set_visible (self->plan, plan != NULL);
  gtk_widget_set_visible (self->start_plan, plan == NULL);
  if (plan != NULL && !has_form)
    gtk_box_append (GTK_BOX (self->plan),
                    crm_app_form_new (get_session (self), "account_plan", plan->id));
  else if (plan == NULL && has_form)
    gtk_box_remove (GTK_BOX (self->plan), form);
}

static void
show_tree (CrmAppPartyPage *self)
{
  GPtrArray *lines = crm_app_lines_new ();

  for (guint i = 0; i < self->party->tree->len; i++)
    {
      const CrmTreeNode *node = g_ptr_array_index (self->party->tree, i);
      gboolean is_here = g_str_equal (node->account->id, self->id);
      CrmAppLine *line
          = crm_app_lines_add (lines, crm_phrase_record_name (node->account), NULL,
                               /* TRANSLATORS: in a tree of accounts: the one that is shown */
                               is_here ? _ ("this account") : NULL);

      line->indent = node->depth;
      line->is_here = is_here;
      line->entity = "account";
      line->id = g_strdup (node->account->id);
    }
  crm_app_lines_show (self->tree, get_session (self), lines);
}

static void
show_members (CrmAppPartyPage *self)
{
  gboolean of_person = g_str_equal (self->entity, "person");
  GPtrArray *lines = crm_app_lines_new ();

  for (guint i = 0; i < self->party->members->len; i++)
    {
      const CrmMember *member = g_ptr_array_index (self->party->members, i);
      g_autofree char *role = crm_phrase_member (member);
      g_autofree char *years = crm_phrase_member_years (member);
      CrmAppLine *line
          = crm_app_lines_add (lines, crm_phrase_record_name (member->other), role, years);

      if (!member->is_current && years == NULL)
        line->right = g_strdup (_ ("no longer"));
      line->edit_entity = "account_person";
      line->edit_id = g_strdup (member->membership->id);
      line->entity = of_person ? "account" : "person";
      line->id = g_strdup (member->other->id);
    }
  crm_app_lines_show (self->members, get_session (self), lines);
}

static void
show_leads (CrmAppPartyPage *self)
{
  GPtrArray *lines = crm_app_lines_new ();

  for (guint i = 0; i < self->party->leads->len; i++)
    {
      const CrmRecord *lead = g_ptr_array_index (self->party->leads, i);
      CrmAppLine *line = crm_app_lines_add (
          lines, crm_phrase_record_name (lead), crm_record_get_text (lead, "interest"),
          crm_phrase_choice ("lead", "status", crm_record_get_text (lead, "status")));

      line->entity = "lead";
      line->id = g_strdup (lead->id);
    }
  crm_app_lines_show (self->leads, get_session (self), lines);
}

static void
show_deals (CrmAppPartyPage *self)
{
  GPtrArray *lines = crm_app_lines_new ();

  for (guint i = 0; i < self->party->deals->len; i++)
    {
      const CrmDealPart *part = g_ptr_array_index (self->party->deals, i);
      g_autofree char *below = crm_phrase_deal_part (part);
      g_autofree char *amount = crm_format_deal_amount (part->state->deal);
      CrmAppLine *line
          = crm_app_lines_add (lines, crm_phrase_record_name (part->state->deal), below, amount);

      line->entity = "deal";
      line->id = g_strdup (part->state->deal->id);
    }
  crm_app_lines_show (self->deals, get_session (self), lines);
}

static void
show_activities (CrmAppPartyPage *self)
{
  const CrmParty *party = self->party;
  CrmSubject subject = { 0 };

  if (g_str_equal (self->entity, "person"))
    subject.person = self->id;
  else if (g_str_equal (self->entity, "account"))
    subject.account = self->id;
  else
    subject.lead = self->id;
  crm_app_follow_ups_show (self->follow_ups, party->follow_ups, &subject, party->now_usec);
  crm_app_documents_show (self->documents, party->documents, &subject, party->now_usec);
  crm_app_history_card_show (self->history, party->history, &subject, party->now_usec);
}

/* Makes the page say what @self->party says. */
void
_crm_app_party_show (CrmAppPartyPage *self)
{
  self->filling = TRUE;
  show_head (self);
  if (self->group != NULL)
    gtk_widget_set_visible (self->group, has_subsidiaries (self->party));
  if (self->status != NULL)
    _crm_app_party_show_lead (self);
  show_facts (self);
  show_plan (self);
  show_tree (self);
  show_members (self);
  show_leads (self);
  show_deals (self);
  show_activities (self);
  crm_app_frame_show (self->frame, CRM_APP_FRAME_RECORD);
  self->filling = FALSE;
}
