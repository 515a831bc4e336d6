/* crm-app-list-stage.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The stage of a deal, or its pipeline, where a cell of a list changes it: what the stage asks for
 * is asked as it is everywhere. */
#define G_LOG_DOMAIN "crm-app-list-stage"
#include "config.h"

#include "crm-app-list-stage.h"

#include "crm-phrases-trouble.h"
#include "pipeline/crm-app-move.h"
#include "service/crm-ways.h"

typedef struct
{
  GtkWidget *parent;      /* (owned) */
  CrmAppSession *session; /* (owned) */
  CrmRecord *deal;        /* (owned): as it was seen */
  char *target;           /* (owned): id of the stage or pipeline where it goes */
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
  g_free (order->target);
  g_clear_pointer (&order->from, crm_record_unref);
  g_clear_pointer (&order->to, crm_record_unref);
  g_clear_pointer (&order->reasons, g_ptr_array_unref);
  g_free (order);
}

static CrmRecord * /* (transfer none) (nullable) */
find_first_open (const CrmWay *way)
{
  for (guint i = 0; i < way->stages->len; i++)
    {
      CrmRecord *stage = g_ptr_array_index (way->stages, i);

      if (g_strcmp0 (crm_record_get_text (stage, "kind"), "open") == 0)
        return stage;
    }
  return NULL;
}

/* A pipeline is entered by its first open stage. */
static CrmRecord * /* (transfer none) (nullable) */
find_stage (const CrmWays *ways, const char *id)
{
  for (guint i = 0; i < ways->ways->len; i++)
    {
      const CrmWay *way = g_ptr_array_index (ways->ways, i);

      if (g_str_equal (way->pipeline->id, id))
        return find_first_open (way);
      for (guint j = 0; j < way->stages->len; j++)
        {
          CrmRecord *stage = g_ptr_array_index (way->stages, j);

          if (g_str_equal (stage->id, id))
            return stage;
        }
    }
  return NULL;
}

static gpointer
read_stages (CrmReader *reader, gpointer data, GError **error)
{
  Order *order = data;
  g_autoptr (CrmWays) ways = NULL;
  CrmRecord *to;

  order->from = crm_reader_get (reader, "stage", crm_record_get_text (order->deal, "stage"), error);
  if (order->from != NULL)
    ways = crm_ways_load (reader, NULL, error);
  if (ways == NULL)
    return NULL;
  to = find_stage (ways, order->target);
  if (to == NULL)
    {
      g_set_error (error, CRM_ERROR, CRM_ERROR_NOT_FOUND, "the stage is not in use any more");
      return NULL;
    }
  order->to = crm_record_ref (to);
  order->reasons = g_ptr_array_ref (ways->lost_reasons);
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
 * crm_app_list_move_deal:
 * @parent: a widget of the window
 * @session: a session with an open store
 * @deal: the deal as the person saw it
 * @target: id of a stage, or of a pipeline
 *
 * Takes the deal there, or asks for what the stage wants first. What goes wrong is told by the
 * session.
 */
void
crm_app_list_move_deal (GtkWidget *parent,
                        CrmAppSession *session,
                        const CrmRecord *deal,
                        const char *target)
{
  Order *order = g_new0 (Order, 1);

  order->parent = g_object_ref (parent);
  order->session = g_object_ref (session);
  order->deal = crm_record_ref ((CrmRecord *)deal);
  order->target = g_strdup (target);
  crm_store_read_async (crm_app_session_get_store (session), read_stages, order, NULL, NULL, NULL,
                        read_cb, order);
}
