/* e-crm-deal-choice.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "e-crm-deal-choice"
#include "config.h"

#include "e-crm-deal-choice.h"

#include <glib/gi18n-lib.h>

#include "crm-format.h"
#include "crm-phrases.h"

struct _ECrmDealChoice
{
  GtkComboBoxText parent_instance; /* ids are those of deals, "" for none */
  GPtrArray *contexts;             /* (owned) (nullable) (element-type CrmContext), NULLs in it */
  GPtrArray *others;               /* (owned) (nullable) (element-type CrmRecord): all open deals */
  char *wanted;                    /* (owned) (nullable): chosen before it was in the list */
  gboolean filling;
  gboolean chosen_by_hand;
};

G_DEFINE_FINAL_TYPE (ECrmDealChoice, e_crm_deal_choice, GTK_TYPE_COMBO_BOX_TEXT)

enum
{
  CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
e_crm_deal_choice_dispose (GObject *object)
{
  ECrmDealChoice *self = E_CRM_DEAL_CHOICE (object);

  g_clear_pointer (&self->contexts, g_ptr_array_unref);
  g_clear_pointer (&self->others, g_ptr_array_unref);
  g_clear_pointer (&self->wanted, g_free);
  G_OBJECT_CLASS (e_crm_deal_choice_parent_class)->dispose (object);
}

static CrmContext *
nth_context (ECrmDealChoice *self, guint n)
{
  return self->contexts != NULL && n < self->contexts->len ? g_ptr_array_index (self->contexts, n)
                                                           : NULL;
}

/* (nullable): the surest of what the recipients' contexts propose: their reasons are in the order
 * of trust. */
CrmContext *
e_crm_deal_choice_get_proposal (ECrmDealChoice *self)
{
  CrmContext *best = NULL;

  for (guint i = 0; self->contexts != NULL && i < self->contexts->len; i++)
    {
      CrmContext *context = nth_context (self, i);

      if (context != NULL && context->proposal != NULL
          && (best == NULL || context->proposal_reason < best->proposal_reason))
        best = context;
    }
  return best;
}

static gboolean
is_sure (const CrmContext *context)
{
  return context->proposal_reason == CRM_PROPOSAL_CONVERSATION
         || context->proposal_reason == CRM_PROPOSAL_TOKEN;
}

static void
add_deal (GtkComboBoxText *combo, GHashTable *seen, const char *id, const char *text)
{
  if (g_hash_table_add (seen, g_strdup (id)))
    gtk_combo_box_text_append (combo, id, text);
}

static void
add_deal_state (GtkComboBoxText *combo, GHashTable *seen, const CrmDealState *state)
{
  g_autofree char *amount = crm_format_deal_amount (state->deal);
  /* TRANSLATORS: a deal's title, stage and amount */
  g_autofree char *text
      = g_strdup_printf (_ ("%1$s (%2$s, %3$s)"), crm_record_get_title (state->deal),
                         crm_phrase_record_name (state->stage), amount);

  add_deal (combo, seen, state->deal->id, text);
}

static void
list_deals (ECrmDealChoice *self)
{
  GtkComboBoxText *combo = GTK_COMBO_BOX_TEXT (self);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  CrmContext *proposal = e_crm_deal_choice_get_proposal (self);

  gtk_combo_box_text_append (combo, "", _ ("No deal"));
  if (proposal != NULL)
    add_deal_state (combo, seen, proposal->proposal);
  for (guint i = 0; self->contexts != NULL && i < self->contexts->len; i++)
    {
      CrmContext *context = nth_context (self, i);

      for (guint j = 0; context != NULL && context->deals != NULL && j < context->deals->len; j++)
        add_deal_state (combo, seen, g_ptr_array_index (context->deals, j));
    }
  for (guint i = 0; self->others != NULL && i < self->others->len; i++)
    {
      const CrmRecord *deal = g_ptr_array_index (self->others, i);

      add_deal (combo, seen, deal->id, crm_record_get_title (deal));
    }
}

/* Keeps what was chosen by hand; else the conversation's deal, and nothing that is only a guess. */
static void
fill (ECrmDealChoice *self)
{
  GtkComboBox *combo = GTK_COMBO_BOX (self);
  g_autofree char *before = g_strdup (gtk_combo_box_get_active_id (combo));
  CrmContext *proposal = e_crm_deal_choice_get_proposal (self);
  const char *wanted = "";

  if (self->wanted != NULL)
    wanted = self->wanted;
  else if (self->chosen_by_hand)
    wanted = before != NULL ? before : "";
  else if (proposal != NULL && is_sure (proposal))
    wanted = proposal->proposal->deal->id;
  self->filling = TRUE;
  gtk_combo_box_text_remove_all (GTK_COMBO_BOX_TEXT (combo));
  list_deals (self);
  if (!gtk_combo_box_set_active_id (combo, wanted))
    gtk_combo_box_set_active_id (combo, "");
  else if (self->wanted != NULL)
    g_clear_pointer (&self->wanted, g_free);
  self->filling = FALSE;
  if (g_strcmp0 (before, gtk_combo_box_get_active_id (combo)) != 0)
    g_signal_emit (self, signals[CHOSEN], 0);
}

static void
e_crm_deal_choice_changed (GtkComboBox *combo)
{
  ECrmDealChoice *self = E_CRM_DEAL_CHOICE (combo);

  if (self->filling)
    return;
  self->chosen_by_hand = TRUE;
  g_clear_pointer (&self->wanted, g_free);
  g_signal_emit (self, signals[CHOSEN], 0);
}

static void
e_crm_deal_choice_class_init (ECrmDealChoiceClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = e_crm_deal_choice_dispose;
  GTK_COMBO_BOX_CLASS (klass)->changed = e_crm_deal_choice_changed;

  /* Another deal is chosen, by hand or because it is known by now. */
  signals[CHOSEN] = g_signal_new ("chosen", E_TYPE_CRM_DEAL_CHOICE, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
}

static void
e_crm_deal_choice_init (ECrmDealChoice *self)
{
}

GtkWidget *
e_crm_deal_choice_new (void)
{
  ECrmDealChoice *self = g_object_new (E_TYPE_CRM_DEAL_CHOICE, NULL);

  fill (self);
  return GTK_WIDGET (self);
}

/* @contexts (element-type CrmContext): of the recipients, NULL where it is not known yet; kept. */
void
e_crm_deal_choice_set_contexts (ECrmDealChoice *self, GPtrArray *contexts /* (nullable) */)
{
  g_clear_pointer (&self->contexts, g_ptr_array_unref);
  self->contexts = contexts != NULL ? g_ptr_array_ref (contexts) : NULL;
  fill (self);
}

/* @deals (element-type CrmRecord): what may be chosen besides; kept. */
void
e_crm_deal_choice_set_others (ECrmDealChoice *self, GPtrArray *deals /* (nullable) */)
{
  g_clear_pointer (&self->others, g_ptr_array_unref);
  self->others = deals != NULL ? g_ptr_array_ref (deals) : NULL;
  fill (self);
}

/* (nullable): the id of the chosen deal */
const char *
e_crm_deal_choice_get (ECrmDealChoice *self)
{
  const char *id = gtk_combo_box_get_active_id (GTK_COMBO_BOX (self));

  return id != NULL && id[0] != '\0' ? id : NULL;
}

/* Chooses @deal as a person would, as soon as it is in the list. */
void
e_crm_deal_choice_choose (ECrmDealChoice *self, const char *deal /* (nullable) */)
{
  g_free (self->wanted);
  self->wanted = g_strdup (deal != NULL ? deal : "");
  self->chosen_by_hand = TRUE;
  fill (self);
}

/* (nullable): the chosen deal, when it is one of the recipients' */
const CrmDealState *
e_crm_deal_choice_get_state (ECrmDealChoice *self)
{
  const char *id = e_crm_deal_choice_get (self);

  for (guint i = 0; id != NULL && self->contexts != NULL && i < self->contexts->len; i++)
    {
      CrmContext *context = nth_context (self, i);

      if (context == NULL)
        continue;
      if (context->proposal != NULL && g_str_equal (context->proposal->deal->id, id))
        return context->proposal;
      for (guint j = 0; context->deals != NULL && j < context->deals->len; j++)
        {
          const CrmDealState *state = g_ptr_array_index (context->deals, j);

          if (g_str_equal (state->deal->id, id))
            return state;
        }
    }
  return NULL;
}

/* (transfer full) (nullable): the title of the chosen deal */
char *
e_crm_deal_choice_dup_title (ECrmDealChoice *self)
{
  const CrmDealState *state = e_crm_deal_choice_get_state (self);

  if (state != NULL)
    return g_strdup (crm_record_get_title (state->deal));
  return e_crm_deal_choice_get (self) != NULL
             ? gtk_combo_box_text_get_active_text (GTK_COMBO_BOX_TEXT (self))
             : NULL;
}

/* The one key: takes the proposed deal, or lets go of it. FALSE when nothing is proposed. */
gboolean
e_crm_deal_choice_toggle (ECrmDealChoice *self)
{
  CrmContext *proposal = e_crm_deal_choice_get_proposal (self);
  const char *id = proposal != NULL ? proposal->proposal->deal->id : NULL;
  gboolean has = id != NULL && g_strcmp0 (e_crm_deal_choice_get (self), id) == 0;

  if (id == NULL)
    return FALSE;
  gtk_combo_box_set_active_id (GTK_COMBO_BOX (self), has ? "" : id);
  return TRUE;
}
