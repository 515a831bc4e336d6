/* crm-app-list-stage.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The stage of a deal, where a cell of a list changes it: what the stage asks for is asked as it is
 * everywhere. */
#define G_LOG_DOMAIN "crm-app-list-stage"
#include "config.h"

#include "crm-app-list-stage.h"

#include "crm-phrases-trouble.h"
#include "pipeline/crm-app-move.h"

typedef struct
{
  GtkWidget *parent;      /* (owned) */
  CrmAppSession *session; /* (owned) */
  CrmRecord *deal;        /* (owned): as it was seen */
  char *stage;            /* (owned): id of where it goes */
  CrmRecord *from;        /* (owned) (nullable): as it was read, and so is what follows */
  CrmRecord *to;          /* (owned) (nullable) */
  GPtrArray *reasons;     /* (owned) (nullable) (element-type CrmRecord) */
} Order;

static void
free_order (Order *order)
{
  g_object_unref (order->parent);
  g_object_unref (order->session);
  crm_record_unref (order->deal);
  g_free (order->stage);
  g_clear_pointer (&order->from, crm_record_unref);
  g_clear_pointer (&order->to, crm_record_unref);
  g_clear_pointer (&order->reasons, g_ptr_array_unref);
  g_free (order);
}

static gpointer
read_stages (CrmReader *reader, gpointer data, GError **error)
{
  Order *order = data;
  CrmListQuery query
      = { .entity = "lost_reason", .order_by = crm_entity_find ("lost_reason")->title_field };

  order->from = crm_reader_get (reader, "stage", crm_record_get_text (order->deal, "stage"), error);
  if (order->from != NULL)
    order->to = crm_reader_get (reader, "stage", order->stage, error);
  if (order->to != NULL)
    order->reasons = crm_reader_list (reader, &query, NULL, error);
  return order->reasons;
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Order *order = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (crm_store_read_finish (CRM_STORE (source), result, &error) == NULL)
    {
      text = crm_phrase_trouble (error, NULL);
      crm_app_session_tell_trouble (order->session, text);
    }
  else if (gtk_widget_get_root (order->parent) != NULL) /* not closed meanwhile */
    crm_app_move_deal (order->parent, order->session, order->deal, order->from, order->to,
                       order->reasons, NULL, NULL);
  free_order (order);
}

/**
 * crm_app_list_move_to_stage:
 * @parent: a widget of the window
 * @session: a session with an open store
 * @deal: the deal as the person saw it
 * @stage: id of a stage
 *
 * Takes the deal there, or asks for what the stage wants first. What goes wrong is told by the
 * session.
 */
void
crm_app_list_move_to_stage (GtkWidget *parent,
                            CrmAppSession *session,
                            const CrmRecord *deal,
                            const char *stage)
{
  Order *order = g_new0 (Order, 1);

  order->parent = g_object_ref (parent);
  order->session = g_object_ref (session);
  order->deal = crm_record_ref ((CrmRecord *)deal);
  order->stage = g_strdup (stage);
  crm_store_read_async (crm_app_session_get_store (session), read_stages, order, NULL, NULL, NULL,
                        read_cb, order);
}
