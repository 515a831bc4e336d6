/* crm-outbox.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-outbox"
#include "config.h"

#include "crm-outbox.h"

#include <string.h>

#include "crm-order-waits.h"
#include "crm-order.h"

/* How long a book that cannot be reached is left alone, the more the oftener. */
static const guint delays_secs[] = { 5, 30, 120, 300 };

/* A pending order, as the reader found it. */
typedef struct
{
  CrmRecord *record;    /* (owned) */
  CrmOrder *order;      /* (owned) */
  char *taker;          /* (owned) (nullable): id of the pending order that takes it back */
  gboolean has_to_wait; /* the creation that it takes back is not settled yet */
} Pending;

struct _CrmOutbox
{
  GObject parent_instance;
  CrmStore *store;           /* (owned) */
  ESourceRegistry *registry; /* (owned) */
  GCancellable *cancellable; /* (owned) (nullable): only while started */
  CrmOrderWaits *waits;      /* (owned) */
  GHashTable *tried;   /* (owned) (nullable) (element-type utf8): orders that a book may have seen,
                        * those of earlier runs among them; NULL until the first look */
  gboolean is_busy;    /* looking for an order, carrying one out or writing it down */
  gboolean look_again; /* something happened meanwhile */
};

enum
{
  FAILED,
  WAITING,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CrmOutbox, crm_outbox, G_TYPE_OBJECT)

static void look (CrmOutbox *self);
static void due (gpointer self);

static void
free_pending (gpointer data)
{
  Pending *pending = data;

  crm_record_unref (pending->record);
  crm_order_free (pending->order);
  g_free (pending->taker);
  g_free (pending);
}

static void
crm_outbox_dispose (GObject *object)
{
  CrmOutbox *self = CRM_OUTBOX (object);

  crm_outbox_stop (self);
  g_clear_object (&self->store);
  g_clear_object (&self->registry);
  G_OBJECT_CLASS (crm_outbox_parent_class)->dispose (object);
}

static void
crm_outbox_finalize (GObject *object)
{
  crm_order_waits_free (CRM_OUTBOX (object)->waits);
  g_clear_pointer (&CRM_OUTBOX (object)->tried, g_hash_table_unref);
  G_OBJECT_CLASS (crm_outbox_parent_class)->finalize (object);
}

static void
crm_outbox_class_init (CrmOutboxClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = crm_outbox_dispose;
  G_OBJECT_CLASS (klass)->finalize = crm_outbox_finalize;

  /**
   * CrmOutbox::failed:
   * @self: the outbox
   * @id: the order's record
   * @message: why, in English; the record's `failure` has the code to translate
   *
   * An order was given up. What it was about stays in the CRM.
   */
  signals[FAILED] = g_signal_new ("failed", CRM_TYPE_OUTBOX, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
  /**
   * CrmOutbox::waiting:
   * @self: the outbox
   * @id: the order's record
   * @message: why, in English
   *
   * An order cannot be carried out now; it will be tried again.
   */
  signals[WAITING] = g_signal_new ("waiting", CRM_TYPE_OUTBOX, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
}

static void
crm_outbox_init (CrmOutbox *self)
{
  self->waits = crm_order_waits_new (delays_secs, G_N_ELEMENTS (delays_secs), due, self);
}

/* --- on the reader thread ------------------------------------------------------------------- */

static gboolean
has_text (const CrmRecord *record, const char *field, const char *text)
{
  return g_strcmp0 (crm_record_get_text (record, field), text) == 0;
}

/* (transfer full) (nullable): the creation that @removal takes back; the payload holds the UID as
 * ordered, so that two orders never share one */
static CrmRecord *
find_creation (CrmReader *reader, const CrmRecord *removal, GError **error)
{
  const char *payload = crm_record_get_text (removal, "payload");
  g_autoptr (GPtrArray) records = NULL;

  if (payload == NULL)
    return NULL;
  records = crm_reader_list_where (reader, "outbox", "payload", payload, error);
  for (guint i = 0; records != NULL && i < records->len; i++)
    {
      CrmRecord *record = g_ptr_array_index (records, i);

      if (has_text (record, "action", "create_contact")
          && has_text (record, "book_uid", crm_record_get_text (removal, "book_uid")))
        return crm_record_ref (record);
    }
  return NULL;
}

/* (nullable): the order among @records that removes again what @creation makes */
static const CrmRecord *
find_removal (const CrmRecord *creation, GPtrArray *records)
{
  for (guint i = 0; i < records->len; i++)
    {
      const CrmRecord *other = g_ptr_array_index (records, i);

      if (has_text (other, "action", "remove_contact")
          && has_text (other, "book_uid", crm_record_get_text (creation, "book_uid"))
          && has_text (other, "payload", crm_record_get_text (creation, "payload")))
        return other;
    }
  return NULL;
}

static gboolean
has_same_contact (const CrmRecord *order, const CrmRecord *other)
{
  return has_text (other, "contact_uid", crm_record_get_text (order, "contact_uid"))
         && has_text (other, "book_uid", crm_record_get_text (order, "book_uid"));
}

/* (nullable): the order among @records that changes back what @change changes, unless there is
 * another one between both, which may build upon it */
static const CrmRecord *
find_change_back (const CrmRecord *change, GPtrArray *records)
{
  const CrmRecord *next = NULL;

  for (guint i = 0; i < records->len; i++)
    {
      const CrmRecord *other = g_ptr_array_index (records, i);

      if (has_same_contact (change, other) && strcmp (other->id, change->id) > 0
          && (next == NULL || strcmp (other->id, next->id) < 0))
        next = other;
    }
  return next != NULL && has_text (next, "takes_back", change->id) ? next : NULL;
}

/* @known is @record itself, or the creation that knows better. */
static CrmOrder *
order_from (CrmOrderKind kind, const CrmRecord *record, const CrmRecord *known)
{
  return crm_order_new (
      kind, crm_record_get_text (record, "book_uid"), crm_record_get_text (known, "contact_uid"),
      crm_record_get_text (record, "payload"), crm_record_get_text (known, "revision"));
}

/* Changes of one contact are carried out in the order they were asked for: a later one may take
 * back an earlier one. */
static gboolean
has_earlier_change (const CrmRecord *change, GPtrArray *records)
{
  for (guint i = 0; i < records->len; i++)
    {
      const CrmRecord *other = g_ptr_array_index (records, i);

      if (strcmp (other->id, change->id) < 0 && !has_text (other, "action", "remove_contact")
          && has_same_contact (change, other))
        return TRUE;
    }
  return FALSE;
}

/* What was found done and not done by us is not taken back. */
static gboolean
know_what_was_done (CrmReader *reader, const CrmRecord *record, CrmOrder *order, GError **error)
{
  const char *first_id = crm_record_get_text (record, "takes_back");
  GError *local_error = NULL;
  g_autoptr (CrmRecord) first = NULL;

  if (first_id == NULL)
    return TRUE;
  first = crm_reader_find (reader, "outbox", CRM_COLUMN_ID, first_id, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, local_error);
      return FALSE;
    }
  if (first == NULL)
    return TRUE;
  g_free (order->revision);
  order->revision
      = g_strdup (has_text (first, "state", "failed") ? CRM_ORDER_REVISION_FOUND
                                                      : crm_record_get_text (first, "revision"));
  return TRUE;
}

static Pending *
pending_from (CrmReader *reader, CrmRecord *record, GPtrArray *records, GError **error)
{
  Pending *pending = g_new0 (Pending, 1);
  g_autoptr (CrmRecord) creation = NULL;
  const CrmRecord *taker = NULL;

  pending->record = crm_record_ref (record);
  if (has_text (record, "action", "create_contact"))
    {
      taker = find_removal (record, records);
      pending->order
          = order_from (taker != NULL ? CRM_ORDER_ABANDON : CRM_ORDER_CREATE, record, record);
    }
  else if (has_text (record, "action", "change_contact"))
    {
      taker = find_change_back (record, records);
      pending->has_to_wait = has_earlier_change (record, records);
      pending->order = order_from (CRM_ORDER_CHANGE, record, record);
      pending->order->base = g_strdup (crm_record_get_text (record, "base"));
      know_what_was_done (reader, record, pending->order, error);
    }
  else
    {
      /* The removal was ordered before the creation was confirmed, perhaps: the creation's record
       * says under which UID and with which content the contact was made in the end. */
      creation = find_creation (reader, record, error);
      pending->has_to_wait = creation != NULL && has_text (creation, "state", "pending");
      pending->order = order_from (CRM_ORDER_REMOVE, record, creation != NULL ? creation : record);
    }
  pending->taker = taker != NULL ? g_strdup (taker->id) : NULL;
  return pending;
}

/* Those are #CrmTaskSync's. */
static gboolean
is_for_tasks (const CrmRecord *record)
{
  return g_str_has_suffix (crm_record_get_text (record, "action"), "_task");
}

/* (transfer full) (nullable) (element-type Pending): #CrmReadFunc */
static gpointer
read_pending (CrmReader *reader, gpointer data, GError **error)
{
  g_autoptr (GPtrArray) records
      = crm_reader_list_where (reader, "outbox", "state", "pending", error);
  g_autoptr (GPtrArray) all = NULL;

  if (records == NULL)
    return NULL;
  all = g_ptr_array_new_with_free_func (free_pending);
  for (guint i = 0; i < records->len; i++)
    {
      GError *local_error = NULL;

      if (is_for_tasks (g_ptr_array_index (records, i)))
        continue;
      g_ptr_array_add (
          all, pending_from (reader, g_ptr_array_index (records, i), records, &local_error));
      if (local_error != NULL)
        {
          g_propagate_error (error, local_error);
          return NULL;
        }
    }
  return g_steal_pointer (&all);
}

/* --- on the main context -------------------------------------------------------------------- */

static void
due (gpointer self)
{
  look (self);
}

/* Ends one round; the next one begins at once, since there may be another order. */
static void
end_round (CrmOutbox *self, gboolean look_again)
{
  self->is_busy = FALSE;
  if (self->cancellable != NULL && (look_again || self->look_again))
    look (self);
}

typedef struct
{
  CrmOutbox *self;          /* (owned) */
  Pending *pending;         /* (owned) */
  CrmOrderOutcome *outcome; /* (owned) (nullable): once it was carried out */
  gboolean with_person;     /* the person is to learn the contact's new UID */
} Round;

static void
free_round (Round *round)
{
  free_pending (round->pending);
  crm_order_outcome_free (round->outcome);
  g_object_unref (round->self);
  g_free (round);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Round, free_round)

static void
wait_no_longer (CrmOutbox *self)
{
  if (crm_order_waits_is_empty (self->waits))
    return;
  crm_order_waits_hurry (self->waits, NULL);
  look (self);
}

static void
connection_cb (ESource *source, GParamSpec *pspec, CrmOutbox *self)
{
  if (e_source_get_connection_status (source) == E_SOURCE_CONNECTION_STATUS_CONNECTED)
    wait_no_longer (self);
}

/* Whoever connects to the server of a book that is waited for tells us so. */
static void
watch_connection (CrmOutbox *self, const char *book_uid /* (nullable) */)
{
  g_autoptr (ESource) source
      = book_uid != NULL ? e_source_registry_ref_source (self->registry, book_uid) : NULL;

  if (source != NULL
      && g_signal_handler_find (source, G_SIGNAL_MATCH_FUNC | G_SIGNAL_MATCH_DATA, 0, 0, NULL,
                                connection_cb, self)
             == 0)
    g_signal_connect_object (source, "notify::connection-status", G_CALLBACK (connection_cb), self,
                             0);
}

/* Once, so that the person is told for as long as it lasts. */
static void
write_waiting (CrmOutbox *self, const CrmRecord *order)
{
  g_autoptr (CrmChangeSet) set = NULL;

  if (!has_text (order, "action", "change_contact")
      || crm_record_get_text (order, "failure") != NULL)
    return;
  set = crm_change_set_new ("delay-contact", CRM_CAUSE_OUTBOX);
  crm_change_set_text (crm_change_set_update (set, "outbox", order->id), "failure",
                       CRM_CONTACT_ORDER_WAITING);
  crm_store_write_async (self->store, set, NULL, NULL, NULL);
}

static void
put_off (Round *round, const char *message)
{
  gboolean is_denied = round->outcome != NULL && round->outcome->result == CRM_ORDER_DENIED;

  crm_order_waits_add (round->self->waits, round->pending->record->id, is_denied);
  watch_connection (round->self, crm_record_get_text (round->pending->record, "book_uid"));
  if (is_denied) /* it is asked once more before anybody is told */
    return;
  if (round->outcome != NULL && round->outcome->result == CRM_ORDER_LATER)
    write_waiting (round->self, round->pending->record);
  g_signal_emit (round->self, signals[WAITING], 0, round->pending->record->id, message);
}

static CrmChangeSet *
confirmation_new (const Round *round)
{
  const CrmRecord *record = round->pending->record;
  const CrmOrderOutcome *outcome = round->outcome;
  const char *ordered_uid = crm_record_get_text (record, "contact_uid");
  CrmChangeSet *set = crm_change_set_new ("confirm-contact", CRM_CAUSE_OUTBOX);
  CrmChange *change = crm_change_set_update (set, "outbox", record->id);

  crm_change_set_text (change, "state", outcome->failure != NULL ? "failed" : "done");
  if (outcome->failure != NULL)
    crm_change_set_text (change, "failure", outcome->failure);
  else if (crm_record_get_text (record, "failure") != NULL)
    crm_change_set_null (change, "failure");
  if (outcome->revision != NULL)
    crm_change_set_text (change, "revision", outcome->revision);
  if (outcome->contact_uid != NULL && !g_str_equal (outcome->contact_uid, ordered_uid))
    crm_change_set_text (change, "contact_uid", outcome->contact_uid);
  if (round->with_person)
    {
      g_auto (CrmValue) seen = crm_value_text (ordered_uid);
      CrmChange *person
          = crm_change_set_update (set, "person", crm_record_get_text (record, "person"));

      crm_change_set_text (person, "contact_uid", outcome->contact_uid);
      crm_change_expect (person, "contact_uid", &seen);
    }
  return set;
}

static void confirm (Round *round);

static void
confirmed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Round) round = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmWriteResult) written = crm_store_write_finish (CRM_STORE (source), result, &error);
  const char *id = round->pending->record->id;

  if (written == NULL && round->with_person)
    {
      /* The person is gone or has another contact by now: the order is settled all the same. */
      round->with_person = FALSE;
      confirm (g_steal_pointer (&round));
      return;
    }
  if (written == NULL)
    {
      put_off (round, error->message);
    }
  else
    {
      crm_order_waits_remove (round->self->waits, id);
      if (round->outcome->failure != NULL)
        g_signal_emit (round->self, signals[FAILED], 0, id, round->outcome->message);
    }
  end_round (round->self, TRUE);
}

static void
confirm (Round *round /* (transfer full) */)
{
  g_autoptr (CrmChangeSet) set = confirmation_new (round);

  /* Not cancellable: what was done to the book is to be known. */
  crm_store_write_async (round->self->store, set, NULL, confirmed_cb, round);
}

static void
carried_out_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Round) round = user_data;
  const CrmRecord *record = round->pending->record;
  CrmOrderOutcome *outcome = crm_order_run_finish (result, NULL);

  round->outcome = outcome;
  if (outcome == NULL || !outcome->is_untried)
    g_hash_table_add (round->self->tried, g_strdup (record->id));
  if (outcome == NULL) /* cancelled */
    {
      end_round (round->self, FALSE);
      return;
    }
  if (outcome->result == CRM_ORDER_LATER
      || (outcome->result == CRM_ORDER_DENIED
          && !crm_order_waits_was_denied (round->self->waits, record->id)))
    {
      put_off (round, outcome->message);
      end_round (round->self, TRUE);
      return;
    }
  round->with_person
      = outcome->contact_uid != NULL && crm_record_get_text (record, "person") != NULL
        && !g_str_equal (outcome->contact_uid, crm_record_get_text (record, "contact_uid"));
  confirm (g_steal_pointer (&round));
}

static void
carry_out (CrmOutbox *self, Pending *pending /* (transfer full) */)
{
  Round *round = g_new0 (Round, 1);

  round->self = g_object_ref (self);
  round->pending = pending;
  crm_order_run_async (pending->order, self->registry, self->cancellable, carried_out_cb, round);
}

static void
called_off_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Round) round = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmWriteResult) written = crm_store_write_finish (CRM_STORE (source), result, &error);

  if (written == NULL)
    put_off (round, error->message);
  end_round (round->self, TRUE);
}

static void
add_called_off (CrmChangeSet *set, const char *id)
{
  CrmChange *change = crm_change_set_update (set, "outbox", id);

  crm_change_set_text (change, "state", "done");
  crm_change_set_null (change, "failure");
  crm_change_set_text (change, "revision", CRM_ORDER_REVISION_FOUND);
}

/* Ends an order that no book has seen together with the one that takes it back. */
static void
call_off (CrmOutbox *self, Pending *pending /* (transfer full) */)
{
  Round *round = g_new0 (Round, 1);
  g_autoptr (CrmChangeSet) set = crm_change_set_new ("confirm-contact", CRM_CAUSE_OUTBOX);

  round->self = g_object_ref (self);
  round->pending = pending;
  add_called_off (set, pending->record->id);
  add_called_off (set, pending->taker);
  crm_order_waits_remove (self->waits, pending->record->id);
  crm_store_write_async (self->store, set, NULL, called_off_cb, round);
}

/* What was ordered in an earlier run may have been carried out without being confirmed. */
static void
learn_what_was_tried (CrmOutbox *self, GPtrArray *all)
{
  if (self->tried != NULL)
    return;
  self->tried = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < all->len; i++)
    g_hash_table_add (self->tried, g_strdup (((Pending *)g_ptr_array_index (all, i))->record->id));
}

/* (transfer full) (nullable): the first order that can be called off together with its taker */
static Pending *
take_called_off (CrmOutbox *self, GPtrArray *all)
{
  for (guint i = 0; i < all->len; i++)
    {
      const Pending *pending = g_ptr_array_index (all, i);

      if (pending->taker != NULL && !g_hash_table_contains (self->tried, pending->record->id))
        return g_ptr_array_steal_index (all, i);
    }
  return NULL;
}

/* (transfer full) (nullable): the first order whose time has come; sets the timer for the others */
static Pending *
take_first (CrmOutbox *self, GPtrArray *all)
{
  gint64 next_usec = G_MAXINT64;

  for (guint i = 0; i < all->len; i++)
    {
      const Pending *pending = g_ptr_array_index (all, i);
      if (!pending->has_to_wait
          && crm_order_waits_is_over (self->waits, pending->record->id, &next_usec))
        return g_ptr_array_steal_index (all, i);
    }
  crm_order_waits_wake_at (self->waits, next_usec);
  return NULL;
}

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  CrmOutbox *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) all = crm_store_read_finish (CRM_STORE (source), result, &error);
  Pending *pending = NULL;
  Pending *called_off = NULL;

  if (self->cancellable != NULL && all == NULL)
    {
      crm_order_waits_wake_later (self->waits);
    }
  else if (self->cancellable != NULL)
    {
      learn_what_was_tried (self, all);
      called_off = take_called_off (self, all);
      pending = called_off == NULL ? take_first (self, all) : NULL;
    }
  if (called_off != NULL)
    call_off (self, called_off);
  else if (pending != NULL)
    carry_out (self, pending);
  else
    end_round (self, FALSE);
  g_object_unref (self);
}

/* Begins a round: one order is looked for and carried out. */
static void
look (CrmOutbox *self)
{
  if (self->cancellable == NULL)
    return;
  self->look_again = self->is_busy;
  if (self->is_busy)
    return;
  self->is_busy = TRUE;
  crm_order_waits_wake_at (self->waits, G_MAXINT64);
  crm_store_read_async (self->store, read_pending, NULL, NULL, (GDestroyNotify)g_ptr_array_unref,
                        self->cancellable, looked_cb, g_object_ref (self));
}

/* What waited for a book may go on now. */
static void
source_changed_cb (ESourceRegistry *registry, ESource *source, CrmOutbox *self)
{
  if (e_source_has_extension (source, E_SOURCE_EXTENSION_ADDRESS_BOOK))
    wait_no_longer (self);
}

/**
 * crm_outbox_new:
 * @store: holds the orders
 * @registry: knows the address books
 *
 * Returns: (transfer full): an outbox that does nothing yet; it works in the thread-default
 *   context of the thread that calls crm_outbox_start(), which has to be the one @store and
 *   @registry emit their signals in
 */
CrmOutbox *
crm_outbox_new (CrmStore *store, ESourceRegistry *registry)
{
  CrmOutbox *self;

  g_return_val_if_fail (CRM_IS_STORE (store), NULL);
  g_return_val_if_fail (E_IS_SOURCE_REGISTRY (registry), NULL);

  self = g_object_new (CRM_TYPE_OUTBOX, NULL);
  self->store = g_object_ref (store);
  self->registry = g_object_ref (registry);
  return self;
}

/**
 * crm_outbox_start:
 * @self: an outbox
 *
 * Carries out what is pending, and from now on whatever is ordered. Starting twice is no error.
 */
void
crm_outbox_start (CrmOutbox *self)
{
  static const char *const news[] = { "source-added", "source-changed", "source-enabled", NULL };

  g_return_if_fail (CRM_IS_OUTBOX (self));

  if (self->cancellable != NULL)
    return;
  self->cancellable = g_cancellable_new ();
  g_signal_connect_swapped (self->store, "changed", G_CALLBACK (look), self);
  for (gsize i = 0; news[i] != NULL; i++)
    g_signal_connect (self->registry, news[i], G_CALLBACK (source_changed_cb), self);
  look (self);
}

/**
 * crm_outbox_stop:
 * @self: an outbox
 *
 * Gives up what is under way; it is resumed with the next start. To be called before the store is
 * closed. Stopping twice is no error.
 */
void
crm_outbox_stop (CrmOutbox *self)
{
  g_return_if_fail (CRM_IS_OUTBOX (self));

  if (self->cancellable == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->store, self);
  g_signal_handlers_disconnect_by_data (self->registry, self);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  crm_order_waits_clear (self->waits);
}

/**
 * crm_outbox_is_idle:
 * @self: an outbox
 *
 * An order written a moment ago is known only after the store has said so; one whose address book
 * cannot be reached does not count.
 *
 * Returns: whether nothing is being done
 */
gboolean
crm_outbox_is_idle (CrmOutbox *self)
{
  g_return_val_if_fail (CRM_IS_OUTBOX (self), TRUE);
  return !self->is_busy && !self->look_again;
}
