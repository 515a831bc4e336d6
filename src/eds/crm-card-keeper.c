/* crm-card-keeper.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-card-keeper"
#include "config.h"

#include "crm-card-keeper.h"

#include "crm-card-reading.h"
#include "service/crm-kept-card.h"

/* So many contacts make one transaction, and a moment of an address book's time. */
#define MAX_AT_ONCE 100
/* There is no hurry, and whoever changes one thing often changes the next. */
#define DELAY_MSECS 1000

struct _CrmCardKeeper
{
  GObject parent_instance;
  CrmStore *store;           /* (owned) */
  ESourceRegistry *registry; /* (owned) */
  GCancellable *cancellable; /* (owned) (nullable): of the round under way */
  guint timer;               /* source id, 0 for none */
  gboolean look_again;       /* something happened meanwhile */
  gboolean is_stopped;
};

G_DEFINE_FINAL_TYPE (CrmCardKeeper, crm_card_keeper, G_TYPE_OBJECT)

typedef struct
{
  CrmCardKeeper *self; /* (owned) */
  GPtrArray *wanted;   /* (owned) (element-type CrmCardToKeep) */
  GPtrArray *readings; /* (owned) (nullable) (element-type CrmCardReading): one for each of them */
} Round;

static void
free_round (Round *round)
{
  g_clear_pointer (&round->wanted, g_ptr_array_unref);
  g_clear_pointer (&round->readings, g_ptr_array_unref);
  g_object_unref (round->self);
  g_free (round);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Round, free_round)

static void
crm_card_keeper_dispose (GObject *object)
{
  CrmCardKeeper *self = CRM_CARD_KEEPER (object);

  crm_card_keeper_stop (self);
  g_clear_object (&self->store);
  g_clear_object (&self->registry);
  G_OBJECT_CLASS (crm_card_keeper_parent_class)->dispose (object);
}

static void
crm_card_keeper_class_init (CrmCardKeeperClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = crm_card_keeper_dispose;
}

static void
crm_card_keeper_init (CrmCardKeeper *self)
{
}

static void
end_round (CrmCardKeeper *self, gboolean look_again)
{
  g_clear_object (&self->cancellable);
  if (look_again || self->look_again)
    crm_card_keeper_look (self);
}

/* What could not be read is not kept: it is looked for again when its book is read again. */
static gboolean
mark_in_index (CrmIndex *index, gpointer data, GCancellable *cancellable, GError **error)
{
  const Round *round = data;

  if (!crm_index_begin (index, error))
    return FALSE;
  for (guint i = 0; i < round->wanted->len; i++)
    {
      const CrmCardToKeep *card = g_ptr_array_index (round->wanted, i);

      if (!crm_index_set_contact_kept (index, card->book_uid, card->contact_uid, !card->is_orphan,
                                       error))
        return FALSE;
    }
  return crm_index_commit (index, error);
}

static void
marked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Round) round = data;
  gboolean done = crm_store_index_finish (CRM_STORE (source), result, NULL);

  end_round (round->self, done && round->wanted->len == MAX_AT_ONCE);
}

static void
mark (Round *round /* (transfer full) */)
{
  crm_store_index_async (round->self->store, mark_in_index, round, NULL, round->self->cancellable,
                         marked_cb, round);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Round) round = data;
  g_autoptr (CrmWriteResult) written = crm_store_write_finish (CRM_STORE (source), result, NULL);

  if (written != NULL && !round->self->is_stopped)
    mark (g_steal_pointer (&round));
  else
    end_round (round->self, FALSE);
}

static CrmChangeSet * /* (transfer full) */
build_changes (const Round *round)
{
  CrmChangeSet *set = crm_change_set_new ("keep-card", CRM_CAUSE_OUTBOX);

  for (guint i = 0; i < round->wanted->len; i++)
    {
      const CrmCardToKeep *card = g_ptr_array_index (round->wanted, i);
      const CrmCardReading *reading = g_ptr_array_index (round->readings, i);

      if (card->is_orphan)
        crm_kept_card_put (set, card->book_uid, card->contact_uid, NULL);
      else if (reading->vcard != NULL && g_strcmp0 (reading->vcard, card->vcard) != 0)
        crm_kept_card_put (set, card->book_uid, card->contact_uid, reading->vcard);
    }
  return set;
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Round) round = data;
  g_autoptr (CrmChangeSet) set = NULL;

  round->readings = crm_card_reading_run_finish (result, NULL);
  if (round->readings == NULL || round->self->is_stopped)
    {
      end_round (round->self, FALSE);
      return;
    }
  set = build_changes (round);
  if (set->changes->len == 0)
    mark (g_steal_pointer (&round));
  else
    {
      CrmStore *store = round->self->store;

      crm_store_write_async (store, set, NULL, written_cb, g_steal_pointer (&round));
    }
}

static gpointer
find_in_worker (CrmReader *reader, gpointer data, GError **error)
{
  return crm_query_cards_to_keep (reader, MAX_AT_ONCE, error);
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CrmCardKeeper) self = data;
  g_autoptr (GPtrArray) wanted = crm_store_read_finish (CRM_STORE (source), result, NULL);
  g_autoptr (GPtrArray) readings
      = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_card_reading_free);
  Round *round;

  if (wanted == NULL || wanted->len == 0 || self->is_stopped)
    {
      end_round (self, FALSE);
      return;
    }
  for (guint i = 0; i < wanted->len; i++)
    {
      const CrmCardToKeep *card = g_ptr_array_index (wanted, i);

      g_ptr_array_add (readings, crm_card_reading_new (card->book_uid, card->contact_uid));
    }
  round = g_new0 (Round, 1);
  round->wanted = g_steal_pointer (&wanted);
  round->self = g_steal_pointer (&self);
  crm_card_reading_run_async (round->self->registry, readings, round->self->cancellable, read_cb,
                              round);
}

static gboolean
timer_cb (gpointer data)
{
  CrmCardKeeper *self = data;

  self->timer = 0;
  self->look_again = FALSE;
  self->cancellable = g_cancellable_new ();
  crm_store_read_async (self->store, find_in_worker, NULL, NULL, (GDestroyNotify)g_ptr_array_unref,
                        self->cancellable, found_cb, g_object_ref (self));
  return G_SOURCE_REMOVE;
}

/**
 * crm_card_keeper_new:
 * @store: where the cards are kept
 * @registry: knows the address books
 *
 * Returns: (transfer full): a keeper that does nothing before crm_card_keeper_look(); it works in
 *   the thread-default context of the thread that calls that
 */
CrmCardKeeper *
crm_card_keeper_new (CrmStore *store, ESourceRegistry *registry)
{
  CrmCardKeeper *self;

  g_return_val_if_fail (CRM_IS_STORE (store), NULL);
  g_return_val_if_fail (E_IS_SOURCE_REGISTRY (registry), NULL);

  self = g_object_new (CRM_TYPE_CARD_KEEPER, NULL);
  self->store = g_object_ref (store);
  self->registry = g_object_ref (registry);
  return self;
}

/**
 * crm_card_keeper_look:
 * @self: a keeper
 *
 * To be called when contacts or people have changed; calls in a row cost as much as one.
 */
void
crm_card_keeper_look (CrmCardKeeper *self)
{
  g_return_if_fail (CRM_IS_CARD_KEEPER (self));

  if (self->is_stopped)
    return;
  if (self->cancellable != NULL)
    self->look_again = TRUE;
  else if (self->timer == 0)
    self->timer = g_timeout_add (DELAY_MSECS, timer_cb, self);
}

/**
 * crm_card_keeper_stop:
 * @self: a keeper
 *
 * Nothing is kept any more. To be called before the store is closed. Stopping twice is no error.
 */
void
crm_card_keeper_stop (CrmCardKeeper *self)
{
  g_return_if_fail (CRM_IS_CARD_KEEPER (self));

  self->is_stopped = TRUE;
  g_clear_handle_id (&self->timer, g_source_remove);
  g_cancellable_cancel (self->cancellable);
}
