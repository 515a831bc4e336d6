/* crm-app-move.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-app-move"
#include "config.h"

#include "crm-app-move.h"

#include "crm-app-lost-dialog.h"
#include "crm-app-missing-dialog.h"
#include "crm-phrases-trouble.h"
#include "crm-phrases.h"
#include "service/crm-deals.h"
#include "service/crm-stage.h"

typedef struct
{
  GtkWidget *parent;      /* (owned) */
  CrmAppSession *session; /* (owned) */
  CrmRecord *deal;        /* (owned) */
  CrmRecord *from;        /* (owned) */
  CrmRecord *to;          /* (owned) */
  GPtrArray *reasons;     /* (owned) (element-type CrmRecord) */
  CrmChangeSet *set;      /* (owned): may have what was asked for */
  CrmAppMoveFunc func;    /* (nullable) */
  gpointer data;
} Move;

static void
free_move (gpointer data)
{
  Move *move = data;

  g_object_unref (move->parent);
  g_object_unref (move->session);
  crm_record_unref (move->deal);
  crm_record_unref (move->from);
  crm_record_unref (move->to);
  g_ptr_array_unref (move->reasons);
  g_clear_pointer (&move->set, crm_change_set_unref);
  g_free (move);
}

static void
carry_out (const char *reason, const char *note, gpointer data)
{
  Move *move = data;
  CrmStore *store = crm_app_session_get_store (move->session);
  g_autoptr (CrmChangeSet) set = g_steal_pointer (&move->set);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (store == NULL || gtk_widget_get_root (move->parent) == NULL) /* closed meanwhile */
    return;
  if (!crm_deals_set_stage (set, move->deal, move->from, move->to, reason, note,
                            crm_store_get_now_usec (store), &error))
    {
      text = crm_phrase_trouble (error, NULL);
      crm_app_session_tell_trouble (move->session, text);
      return;
    }
  if (move->func != NULL)
    move->func (move->deal->id, move->data);
  crm_app_session_write (move->session, g_steal_pointer (&set));
}

static void
ask_reason (Move *move /* (transfer full) */)
{
  if (g_strcmp0 (crm_record_get_text (move->to, "kind"), "lost") == 0 && move->reasons->len > 0)
    {
      crm_app_lost_dialog_ask (move->parent, move->deal, move->reasons, carry_out, move, free_move);
      return;
    }
  carry_out (NULL, NULL, move);
  free_move (move);
}

static void
filled_cb (CrmChangeSet *set, gpointer data)
{
  Move *move = data;

  crm_change_set_unref (move->set);
  move->set = crm_change_set_ref (set);
  ask_reason (move);
}

/**
 * crm_app_move_deal:
 * @parent: the widget where somebody asked for it
 * @session: a session with an open store
 * @deal: the deal as it is shown
 * @from: its stage as it is shown
 * @to: where it goes; where it is there already, only the reason for a loss is asked for again
 * @lost_reasons: (element-type CrmRecord): what to choose from for a lost deal
 * @before_write: (nullable): called when all is answered, before it is written
 * @data: for @before_write; must live as long as @parent is in a window
 */
void
crm_app_move_deal (GtkWidget *parent,
                   CrmAppSession *session,
                   const CrmRecord *deal,
                   const CrmRecord *from,
                   const CrmRecord *to,
                   GPtrArray *lost_reasons,
                   CrmAppMoveFunc before_write,
                   gpointer data)
{
  g_autoptr (GPtrArray) missing = NULL;
  Move *move;

  /* Where it is already, only the reason for a loss can be another. */
  if (g_str_equal (from->id, to->id) && g_strcmp0 (crm_record_get_text (to, "kind"), "lost") != 0)
    return;
  move = g_new0 (Move, 1);
  move->parent = g_object_ref (parent);
  move->session = g_object_ref (session);
  move->deal = crm_record_ref ((CrmRecord *)deal);
  move->from = crm_record_ref ((CrmRecord *)from);
  move->to = crm_record_ref ((CrmRecord *)to);
  move->reasons = g_ptr_array_ref (lost_reasons);
  move->set = crm_change_set_new ("set-stage", CRM_CAUSE_USER);
  move->func = before_write;
  move->data = data;
  missing = g_str_equal (from->id, to->id) ? g_ptr_array_new ()
                                           : crm_stage_list_missing (to, deal, NULL);
  if (missing->len > 0)
    crm_app_missing_dialog_ask (parent, session, deal, crm_phrase_record_name (to), "set-stage",
                                missing, filled_cb, move, free_move);
  else
    ask_reason (move);
}
