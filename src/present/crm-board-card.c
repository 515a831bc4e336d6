/* crm-board-card.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-board-card"
#include "config.h"

#include "crm-board-card.h"

#include <glib/gi18n-lib.h>

#include "crm-format.h"
#include "crm-phrases-follow-up.h"
#include "crm-phrases.h"

struct _CrmBoardCard /* what it is of does not change */
{
  GObject parent_instance;
  CrmDealState state;   /* its records are owned */
  char *account;        /* (owned) (nullable) */
  CrmRecord *follow_up; /* (owned) (nullable) */
  gint64 now_usec;
  /* What it says, once somebody has asked: a list that is scrolled asks again and again. */
  gboolean is_told;
  char *amount; /* (owned) (nullable) */
  char *age;    /* (owned) (nullable) */
  char *next;   /* (owned) (nullable) */
  char *spoken; /* (owned) (nullable) */
  gboolean age_is_late;
  gboolean next_is_late;
};

G_DEFINE_FINAL_TYPE (CrmBoardCard, crm_board_card, G_TYPE_OBJECT)

static void
crm_board_card_finalize (GObject *object)
{
  CrmBoardCard *self = CRM_BOARD_CARD (object);

  crm_record_unref (self->state.deal);
  crm_record_unref (self->state.stage);
  g_free (self->account);
  g_free (self->amount);
  g_free (self->age);
  g_free (self->next);
  g_free (self->spoken);
  g_clear_pointer (&self->follow_up, crm_record_unref);
  G_OBJECT_CLASS (crm_board_card_parent_class)->finalize (object);
}

static void
crm_board_card_class_init (CrmBoardCardClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = crm_board_card_finalize;
}

static void
crm_board_card_init (CrmBoardCard *self)
{
}

/**
 * crm_board_card_new:
 * @deal: a deal of a board
 * @now_usec: now, UTC microseconds
 *
 * Returns: (transfer full): its card
 */
CrmBoardCard *
crm_board_card_new (const CrmBoardDeal *deal, gint64 now_usec)
{
  CrmBoardCard *self = g_object_new (CRM_TYPE_BOARD_CARD, NULL);

  self->state = *deal->state;
  crm_record_ref (self->state.deal);
  crm_record_ref (self->state.stage);
  self->account = g_strdup (deal->account_name);
  self->follow_up = deal->follow_up != NULL ? crm_record_ref (deal->follow_up) : NULL;
  self->now_usec = now_usec;
  return self;
}

static gboolean
same_record (const CrmRecord *a, const CrmRecord *b)
{
  if (a == NULL || b == NULL)
    return a == b;
  return g_str_equal (a->id, b->id) && a->modified_usec == b->modified_usec;
}

/* Whether both times are of one day for the user. A board of thousands asks for the same two again
 * and again, and the user's time zone is a file. */
static gboolean
same_day (gint64 a_usec, gint64 b_usec)
{
  static gint64 known_a_usec = -1;
  static gint64 known_b_usec = -1;
  static gboolean known = FALSE;

  if (a_usec == b_usec)
    return TRUE;
  if (a_usec == known_a_usec && b_usec == known_b_usec)
    return known;
  known_a_usec = a_usec;
  known_b_usec = b_usec;
  known = crm_format_today (a_usec) == crm_format_today (b_usec);
  return known;
}

/**
 * crm_board_card_same:
 * @card: a card
 * @other: another one
 *
 * Returns: whether both say the same, for crm_list_sync()
 */
gboolean
crm_board_card_same (gpointer card, gpointer other)
{
  CrmBoardCard *a = CRM_BOARD_CARD (card);
  CrmBoardCard *b = CRM_BOARD_CARD (other);

  return same_record (a->state.deal, b->state.deal) && same_record (a->state.stage, b->state.stage)
         && same_record (a->follow_up, b->follow_up) && g_strcmp0 (a->account, b->account) == 0
         && same_day (a->now_usec, b->now_usec);
}

/**
 * crm_board_card_get_deal:
 * @self: a card
 *
 * Returns: (transfer none): the deal as it is shown
 */
const CrmRecord *
crm_board_card_get_deal (CrmBoardCard *self)
{
  return self->state.deal;
}

/**
 * crm_board_card_get_stage:
 * @self: a card
 *
 * Returns: (transfer none): the stage it is shown in
 */
const CrmRecord *
crm_board_card_get_stage (CrmBoardCard *self)
{
  return self->state.stage;
}

/**
 * crm_board_card_get_title:
 * @self: a card
 *
 * Returns: (transfer none): what the deal is called
 */
const char *
crm_board_card_get_title (CrmBoardCard *self)
{
  return crm_phrase_record_name (self->state.deal);
}

/**
 * crm_board_card_get_account:
 * @self: a card
 *
 * Returns: (transfer none) (nullable): the name of the account
 */
const char *
crm_board_card_get_account (CrmBoardCard *self)
{
  return self->account;
}

static char * /* (nullable) */
make_age (CrmBoardCard *self, gboolean *out_late)
{
  gint64 closed = crm_record_get_int (self->state.deal, "closed_at", 0);
  g_autofree char *when = NULL;

  if (crm_deal_state_is_open (&self->state))
    return crm_phrase_stage_age (&self->state, out_late);
  if (closed == 0)
    return NULL;
  when = crm_format_time (closed, self->now_usec);
  /* TRANSLATORS: %s is when a deal was won or lost: a day, a time of today, or a word as
   * "yesterday" */
  return g_strdup_printf (_ ("closed: %s"), when);
}

static char * /* (nullable) */
make_next_step (CrmBoardCard *self, gboolean *out_late)
{
  const char *text = crm_record_get_text (self->state.deal, "next_step");
  g_autofree char *due = NULL;

  if (!crm_deal_state_is_open (&self->state))
    return NULL;
  if (self->follow_up != NULL)
    {
      due = crm_phrase_follow_up_due (self->follow_up, self->now_usec);
      *out_late = crm_record_get_int (self->follow_up, "due", G_MAXINT64)
                  < crm_format_today (self->now_usec);
      text = crm_phrase_record_name (self->follow_up);
      /* TRANSLATORS: a follow-up and when it is due, as "Call back – tomorrow" */
      return due != NULL ? g_strdup_printf (_ ("%1$s – %2$s"), text, due) : g_strdup (text);
    }
  if (text != NULL && *text != '\0')
    return g_strdup (text);
  *out_late = TRUE;
  return g_strdup (_ ("no next step"));
}

static char *
make_spoken (CrmBoardCard *self)
{
  const char *texts[] = { self->account, crm_phrase_record_name (self->state.stage), self->amount,
                          self->age, self->next };
  GString *spoken = g_string_new (crm_board_card_get_title (self));

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (texts[i] != NULL)
      g_string_append_printf (spoken, ", %s", texts[i]);
  return g_string_free (spoken, FALSE);
}

static void
tell (CrmBoardCard *self)
{
  if (self->is_told)
    return;
  self->is_told = TRUE;
  self->amount = crm_format_deal_amount (self->state.deal);
  self->age = make_age (self, &self->age_is_late);
  self->next = make_next_step (self, &self->next_is_late);
  self->spoken = make_spoken (self);
}

/**
 * crm_board_card_get_amount:
 * @self: a card
 *
 * Returns: (transfer none): the amount, or a word for an unknown one
 */
const char *
crm_board_card_get_amount (CrmBoardCard *self)
{
  tell (self);
  return self->amount;
}

/**
 * crm_board_card_get_age:
 * @self: a card
 * @out_late: (out): whether it is longer in its stage than it should be
 *
 * Returns: (transfer none) (nullable): for how long it is in its stage; of a closed deal when it
 * was closed
 */
const char *
crm_board_card_get_age (CrmBoardCard *self, gboolean *out_late)
{
  tell (self);
  *out_late = self->age_is_late;
  return self->age;
}

/**
 * crm_board_card_get_next_step:
 * @self: a card
 * @out_late: (out): whether it should have been done before today, or there is none
 *
 * Returns: (transfer none) (nullable): what comes next: the follow-up that is due first, else what
 * is written in the deal, else that there is nothing; %NULL for a closed deal
 */
const char *
crm_board_card_get_next_step (CrmBoardCard *self, gboolean *out_late)
{
  tell (self);
  *out_late = self->next_is_late;
  return self->next;
}

/**
 * crm_board_card_get_spoken:
 * @self: a card
 *
 * Returns: (transfer none): all of it in one line, for screen readers
 */
const char *
crm_board_card_get_spoken (CrmBoardCard *self)
{
  tell (self);
  return self->spoken;
}
