/* crm-order-waits.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-order-waits"
#include "config.h"

#include "crm-order-waits.h"

typedef struct
{
  guint n_attempts;
  guint n_denied;  /* of these, how often the book or list said that it takes no changes */
  gint64 due_usec; /* monotonic */
} Wait;

struct _CrmOrderWaits
{
  const guint *delays_secs; /* (not owned) */
  guint n_delays;
  CrmOrderDueFunc due;
  gpointer owner;    /* (not owned) */
  GHashTable *waits; /* (owned) (element-type utf8 Wait): by id of the order */
  guint timer;       /* source id, 0 for none */
};

/**
 * crm_order_waits_new:
 * @delays_secs: how long to wait after the first attempt, the second and so on; not copied
 * @n_delays: how many; the last one stays
 * @due: (scope forever): what to call
 * @owner: its argument
 *
 * Returns: (transfer full): no waits
 */
CrmOrderWaits *
crm_order_waits_new (const guint *delays_secs, guint n_delays, CrmOrderDueFunc due, gpointer owner)
{
  CrmOrderWaits *self = g_new0 (CrmOrderWaits, 1);

  self->delays_secs = delays_secs;
  self->n_delays = n_delays;
  self->due = due;
  self->owner = owner;
  self->waits = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

/**
 * crm_order_waits_free:
 * @self: (nullable): the waits
 *
 * The owner is not called any more.
 */
void
crm_order_waits_free (CrmOrderWaits *self)
{
  if (self == NULL)
    return;
  crm_order_waits_clear (self);
  g_hash_table_unref (self->waits);
  g_free (self);
}

/**
 * crm_order_waits_add:
 * @self: the waits
 * @id: of an order
 * @is_denied: whether the book or list said that it takes no changes
 *
 * It was tried in vain, perhaps not for the first time.
 */
void
crm_order_waits_add (CrmOrderWaits *self, const char *id, gboolean is_denied)
{
  Wait *wait = g_hash_table_lookup (self->waits, id);
  guint delay;

  if (wait == NULL)
    {
      wait = g_new0 (Wait, 1);
      g_hash_table_insert (self->waits, g_strdup (id), wait);
    }
  /* What a book says of its rights before it is connected is of no use: that takes longer. */
  delay = self->delays_secs[MIN (wait->n_attempts + (is_denied ? 1 : 0), self->n_delays - 1)];
  wait->due_usec = g_get_monotonic_time () + (gint64)delay * G_USEC_PER_SEC;
  wait->n_attempts++;
  wait->n_denied += is_denied ? 1 : 0;
}

/**
 * crm_order_waits_remove:
 * @self: the waits
 * @id: of an order that is settled
 */
void
crm_order_waits_remove (CrmOrderWaits *self, const char *id)
{
  g_hash_table_remove (self->waits, id);
}

/**
 * crm_order_waits_hurry:
 * @self: the waits
 * @id: (nullable): of an order; %NULL for all
 *
 * There is reason to try again now; what comes of it counts as one attempt more.
 */
void
crm_order_waits_hurry (CrmOrderWaits *self, const char *id)
{
  GHashTableIter iter;
  gpointer key, wait;

  g_hash_table_iter_init (&iter, self->waits);
  while (g_hash_table_iter_next (&iter, &key, &wait))
    if (id == NULL || g_str_equal (key, id))
      ((Wait *)wait)->due_usec = 0;
}

/**
 * crm_order_waits_clear:
 * @self: the waits
 *
 * Forgets all of them, and whom to wake.
 */
void
crm_order_waits_clear (CrmOrderWaits *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  g_hash_table_remove_all (self->waits);
}

/**
 * crm_order_waits_is_empty:
 * @self: the waits
 *
 * Returns: whether nothing waits
 */
gboolean
crm_order_waits_is_empty (const CrmOrderWaits *self)
{
  return g_hash_table_size (self->waits) == 0;
}

/**
 * crm_order_waits_was_denied:
 * @self: the waits
 * @id: of an order
 *
 * Returns: whether its book or list has said before that it takes no changes
 */
gboolean
crm_order_waits_was_denied (const CrmOrderWaits *self, const char *id)
{
  const Wait *wait = g_hash_table_lookup (self->waits, id);

  return wait != NULL && wait->n_denied > 0;
}

/**
 * crm_order_waits_is_over:
 * @self: the waits
 * @id: of an order
 * @next_usec: (inout): lowered to when its time comes, where that is later than now
 *
 * Returns: whether it may be tried now
 */
gboolean
crm_order_waits_is_over (const CrmOrderWaits *self, const char *id, gint64 *next_usec)
{
  const Wait *wait = g_hash_table_lookup (self->waits, id);

  if (wait == NULL || wait->due_usec <= g_get_monotonic_time ())
    return TRUE;
  *next_usec = MIN (*next_usec, wait->due_usec);
  return FALSE;
}

static gboolean
timer_cb (gpointer data)
{
  CrmOrderWaits *self = data;

  self->timer = 0;
  self->due (self->owner);
  return G_SOURCE_REMOVE;
}

/**
 * crm_order_waits_wake_at:
 * @self: the waits
 * @next_usec: monotonic; %G_MAXINT64 for never
 *
 * Calls the owner then, and not at the time that was set before. It is called earlier where that is
 * very far away.
 */
void
crm_order_waits_wake_at (CrmOrderWaits *self, gint64 next_usec)
{
  gint64 delay_usec = next_usec - g_get_monotonic_time ();

  g_clear_handle_id (&self->timer, g_source_remove);
  if (next_usec != G_MAXINT64)
    self->timer
        = g_timeout_add ((guint)CLAMP (delay_usec / 1000 + 1, 0, 600 * 1000), timer_cb, self);
}

/**
 * crm_order_waits_wake_later:
 * @self: the waits
 *
 * Calls the owner after the first delay: nobody knows yet what waits.
 */
void
crm_order_waits_wake_later (CrmOrderWaits *self)
{
  crm_order_waits_wake_at (self,
                           g_get_monotonic_time () + (gint64)self->delays_secs[0] * G_USEC_PER_SEC);
}
