/* crm-task-sync.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-task-sync"
#include "config.h"

#include "crm-task-sync.h"

#include "crm-order-waits.h"
#include "crm-task-lists.h"
#include "crm-task-search.h"
#include "crm-task-tie.h"
#include "service/crm-follow-up.h"

/* How long what cannot be done now is left alone, the more the oftener; news of its list come
 * sooner. */
static const guint delays_secs[] = { 2, 5, 30, 120, 600 };

struct _CrmTaskSync
{
  GObject parent_instance;
  CrmStore *store;           /* (owned) */
  ESourceRegistry *registry; /* (owned) */
  GCancellable *cancellable; /* (owned) (nullable): only while started */
  CrmTaskLists *lists;       /* (owned) (nullable): only while started */
  GHashTable *wanted;        /* (owned) (element-type utf8): ids of orders to look at */
  GHashTable *asked;         /* (owned) (element-type utf8): of these, whose list has news */
  GHashTable *unplaced;      /* (owned) (element-type utf8): orders that wait for a list's choice */
  CrmOrderWaits *waits;      /* (owned) */
  guint n_collecting;        /* searches for orders that are under way */
  gboolean is_busy;          /* an order is carried out or written down */
  gboolean is_asking;        /* as was told last */
  gboolean is_looking;       /* what somebody wrote is being looked for */
  gboolean look_again;       /* somebody wrote since that look began */
  gint64 looked_usec;        /* monotonic: when the last look began */
  gboolean has_looked;       /* at all orders, since the start */
};

enum
{
  FAILED,
  ASKING,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CrmTaskSync, crm_task_sync, G_TYPE_OBJECT)

static void next (CrmTaskSync *self);
static void look (CrmTaskSync *self);
static void due (gpointer self);

static void
crm_task_sync_dispose (GObject *object)
{
  CrmTaskSync *self = CRM_TASK_SYNC (object);

  crm_task_sync_stop (self);
  g_clear_object (&self->store);
  g_clear_object (&self->registry);
  G_OBJECT_CLASS (crm_task_sync_parent_class)->dispose (object);
}

static void
crm_task_sync_finalize (GObject *object)
{
  CrmTaskSync *self = CRM_TASK_SYNC (object);

  g_hash_table_unref (self->wanted);
  g_hash_table_unref (self->asked);
  g_hash_table_unref (self->unplaced);
  crm_order_waits_free (self->waits);
  G_OBJECT_CLASS (crm_task_sync_parent_class)->finalize (object);
}

static void
crm_task_sync_class_init (CrmTaskSyncClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = crm_task_sync_dispose;
  G_OBJECT_CLASS (klass)->finalize = crm_task_sync_finalize;

  /**
   * CrmTaskSync::failed:
   * @self: the object
   * @id: the order's record
   * @message: why, in English; the record's `failure` has the code to translate
   *
   * A task and its follow-up differ for good, or something that was ours is lost: the follow-up
   * stays, and what was ours stands in the order's `payload`.
   */
  signals[FAILED] = g_signal_new ("failed", CRM_TYPE_TASK_SYNC, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
  /**
   * CrmTaskSync::asking:
   * @self: the object
   *
   * What crm_task_sync_is_asking() says, or the lists to choose from, are others now.
   */
  signals[ASKING] = g_signal_new ("asking", CRM_TYPE_TASK_SYNC, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 0);
}

static void
crm_task_sync_init (CrmTaskSync *self)
{
  self->wanted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->asked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->unplaced = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->waits = crm_order_waits_new (delays_secs, G_N_ELEMENTS (delays_secs), due, self);
}

static void
want (CrmTaskSync *self, const char *id, gboolean is_asked)
{
  g_hash_table_add (self->wanted, g_strdup (id));
  if (is_asked)
    {
      g_hash_table_add (self->asked, g_strdup (id));
      crm_order_waits_hurry (self->waits, id);
    }
}

static void
due (gpointer self)
{
  next (self);
}

static void
wait_longer (CrmTaskSync *self, const char *id, gboolean is_denied)
{
  crm_order_waits_add (self->waits, id, is_denied);
  g_hash_table_add (self->wanted, g_strdup (id));
}

static void
tell_asking (CrmTaskSync *self, gboolean even_if_same)
{
  gboolean is_asking = g_hash_table_size (self->unplaced) > 0;

  if (is_asking == self->is_asking && !(even_if_same && is_asking))
    return;
  self->is_asking = is_asking;
  g_signal_emit (self, signals[ASKING], 0);
}

/* --- which orders are to be looked at ------------------------------------------------------- */

/* While there is work, what else was written is looked for no oftener: our own confirmations are
 * written, too. */
#define LOOK_USEC (G_USEC_PER_SEC / 2)

typedef struct
{
  CrmTaskSync *self; /* (owned) */
  CrmTaskTies which;
  gboolean is_asked; /* the list has news of what is found */
} Search;

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Search *search = user_data;
  g_autoptr (CrmTaskSync) self = search->self;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) ids = crm_task_search_finish (result, &error);

  if (ids == NULL)
    {
      g_debug ("what is to be looked at was not found: %s", error->message);
      self->has_looked = self->has_looked && search->which != CRM_TASK_TIES_ALL;
    }
  for (guint i = 0; ids != NULL && self->cancellable != NULL && i < ids->len; i++)
    want (self, g_ptr_array_index (ids, i), search->is_asked);
  self->n_collecting--;
  if (search->which != CRM_TASK_TIES_IN_LIST)
    self->is_looking = FALSE;
  next (self);
}

static void
start_search (CrmTaskSync *self, const CrmTaskSearch *what)
{
  Search *search = g_new0 (Search, 1);

  search->self = g_object_ref (self);
  search->which = what->which;
  search->is_asked = what->uids != NULL || what->client != NULL;
  self->n_collecting++;
  crm_task_search_async (self->store, what, self->cancellable, found_cb, search);
}

static gboolean
is_too_soon (CrmTaskSync *self)
{
  return g_get_monotonic_time () < self->looked_usec + LOOK_USEC;
}

/* Somebody wrote: perhaps to a follow-up. The first time all are looked at. */
static void
look (CrmTaskSync *self)
{
  CrmTaskSearch search = { CRM_TASK_TIES_ALL, NULL, NULL, NULL };

  if (self->cancellable == NULL)
    return;
  self->look_again = self->is_looking || (self->is_busy && is_too_soon (self));
  if (self->look_again)
    return;
  self->is_looking = TRUE;
  self->looked_usec = g_get_monotonic_time ();
  if (self->has_looked)
    search.which = CRM_TASK_TIES_CHANGED;
  self->has_looked = TRUE;
  start_search (self, &search);
}

static void
news (gpointer owner, const char *list_uid, GHashTable *uids)
{
  CrmTaskSync *self = owner;
  CrmTaskSearch search = { CRM_TASK_TIES_IN_LIST, list_uid, uids, NULL };

  if (uids == NULL)
    search.client = crm_task_lists_get_client (self->lists, list_uid);
  start_search (self, &search);
  g_clear_object (&search.client);
  if (uids == NULL) /* a list was opened: what waited for one may go on */
    {
      crm_order_waits_hurry (self->waits, NULL);
      tell_asking (self, TRUE);
    }
}

static void
list_failed (gpointer owner, const char *list_uid, const char *message)
{
  g_debug ("task list %s: %s", list_uid, message);
}

/* --- one order ------------------------------------------------------------------------------ */

typedef struct
{
  CrmTaskSync *self;   /* (owned) */
  char *id;            /* (owned) */
  gboolean is_asked;   /* the list has news of it */
  CrmTaskTie *tie;     /* (owned) (nullable) */
  char *chosen;        /* (owned) (nullable): the setting */
  CrmTaskOrder *order; /* (owned) (nullable) */
  ECalClient *client;  /* (owned) (nullable): the list that is asked */
  GPtrArray *others;   /* (owned) (nullable) (element-type ECalClient): where it may be by now */
  CrmTaskOutcome *outcome; /* (owned) (nullable) */
} Round;

static void
free_round (gpointer data)
{
  Round *round = data;

  g_free (round->id);
  g_free (round->chosen);
  crm_task_tie_free (round->tie);
  crm_task_order_free (round->order);
  g_clear_object (&round->client);
  g_clear_pointer (&round->others, g_ptr_array_unref);
  crm_task_outcome_free (round->outcome);
  g_object_unref (round->self);
  g_free (round);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Round, free_round)

static void
end_round (CrmTaskSync *self)
{
  self->is_busy = FALSE;
  next (self);
}

static void
put_off (Round *round, const char *message)
{
  gboolean is_denied = round->outcome != NULL && round->outcome->result == CRM_ORDER_DENIED;

  if (round->self->cancellable != NULL)
    {
      wait_longer (round->self, round->id, is_denied);
      g_debug ("%s has to wait: %s", round->id, message);
    }
  end_round (round->self);
}

static const char *
list_uid_of (ECalClient *client)
{
  return e_source_get_uid (e_client_get_source (E_CLIENT (client)));
}

static void
confirmed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Round) round = user_data;
  CrmTaskSync *self = round->self;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmWriteResult) written = crm_store_write_finish (CRM_STORE (source), result, &error);

  if (written == NULL)
    {
      /* Somebody changed the follow-up meanwhile: it is looked at again as it is now. */
      g_hash_table_add (self->asked, g_strdup (round->id));
      put_off (round, error->message);
      return;
    }
  crm_order_waits_remove (self->waits, round->id);
  if (round->outcome->is_queued)
    wait_longer (self, round->id, FALSE);
  else
    want (self, round->id, FALSE); /* it may have been changed while this was under way */
  if (round->outcome->failure != NULL)
    g_signal_emit (self, signals[FAILED], 0, round->id, round->outcome->message);
  end_round (self);
}

static void
carried_out_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Round) round = user_data;
  CrmTaskSync *self = round->self;
  CrmTaskOutcome *outcome = g_task_propagate_pointer (G_TASK (result), NULL);
  g_autoptr (CrmChangeSet) set = NULL;

  round->outcome = outcome;
  if (outcome->result == CRM_ORDER_LATER
      || (outcome->result == CRM_ORDER_DENIED
          && !crm_order_waits_was_denied (self->waits, round->id)))
    {
      put_off (round, outcome->message);
      return;
    }
  set = crm_task_tie_confirm (round->tie, outcome, list_uid_of (round->client));
  /* Not cancellable: what was done to the list is to be known. */
  crm_store_write_async (self->store, set, NULL, confirmed_cb, round);
  g_steal_pointer (&round);
}

static gboolean
has_task (ECalClient *client, const char *uid, GCancellable *cancellable)
{
  ICalComponent *vtodo = NULL;
  gboolean found = e_cal_client_get_object_sync (client, uid, NULL, &vtodo, cancellable, NULL);

  g_clear_object (&vtodo);
  return found;
}

static void
carry_out_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Round *round = data;
  CrmTaskOutcome *outcome = crm_task_order_carry_out (round->order, round->client, cancellable);

  /* It may have been moved to another list. */
  for (guint i = 0; outcome->is_gone && round->order->base != NULL && round->order->ours != NULL
                    && i < round->others->len;
       i++)
    {
      ECalClient *other = g_ptr_array_index (round->others, i);

      if (other == round->client || !has_task (other, round->order->uid, cancellable))
        continue;
      g_set_object (&round->client, other);
      crm_task_outcome_free (outcome);
      outcome = crm_task_order_carry_out (round->order, other, cancellable);
      break;
    }
  g_task_return_pointer (task, outcome, (GDestroyNotify)crm_task_outcome_free);
}

/* (transfer full) (nullable): the list that the order is for; a new task goes to the chosen one */
static ECalClient *
find_list (CrmTaskSync *self, const Round *round)
{
  const char *list = crm_record_get_text (round->tie->order, "book_uid");

  return list != NULL ? crm_task_lists_get_client (self->lists, list)
                      : crm_task_lists_choose (self->lists, round->chosen);
}

/* What the user does not want in a list waits until that changes. */
static gboolean
is_unwanted (const Round *round)
{
  return crm_record_get_text (round->tie->order, "book_uid") == NULL
         && g_strcmp0 (round->chosen, CRM_TASK_LIST_NONE) == 0;
}

/* A task that is still to be made goes into no list that others may see before somebody has said
 * so. */
static gboolean
is_unplaced (CrmTaskSync *self, const Round *round)
{
  return round->chosen == NULL && crm_record_get_text (round->tie->order, "book_uid") == NULL
         && round->tie->follow_up != NULL
         && g_strcmp0 (crm_record_get_text (round->tie->follow_up, "status"), "open") == 0
         && !crm_task_lists_is_plain (self->lists);
}

static void
set_unplaced (CrmTaskSync *self, const char *id, gboolean is_so)
{
  if (is_so)
    g_hash_table_add (self->unplaced, g_strdup (id));
  else
    g_hash_table_remove (self->unplaced, id);
  tell_asking (self, FALSE);
}

/* #CrmReadFunc: fills in the round; (transfer none): the round */
static gpointer
read_tie (CrmReader *reader, gpointer data, GError **error)
{
  Round *round = data;
  g_autoptr (GPtrArray) ties = crm_query_task_ties (reader, CRM_TASK_TIES_BY_ID, round->id, error);
  g_autoptr (CrmRecord) setting = NULL;

  if (ties == NULL)
    return NULL;
  if (ties->len > 0)
    round->tie = g_ptr_array_steal_index (ties, 0);
  setting = crm_reader_find (reader, "setting", "name", CRM_SETTING_TASK_LIST, NULL);
  if (setting != NULL)
    round->chosen = g_strdup (crm_record_get_text (setting, "value"));
  return round;
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Round) round = user_data;
  CrmTaskSync *self = round->self;
  g_autoptr (GError) error = NULL;
  gboolean was_read = crm_store_read_finish (CRM_STORE (source), result, &error) != NULL;
  g_autoptr (GTask) task = NULL;

  if (self->cancellable == NULL || !was_read)
    {
      if (self->cancellable != NULL)
        put_off (round, error->message);
      else
        end_round (self);
      return;
    }
  if (round->tie == NULL || is_unwanted (round)
      || !((round->is_asked && !crm_task_tie_is_undecided (round->tie))
           || crm_task_tie_has_work (round->tie)))
    {
      set_unplaced (self, round->id, FALSE);
      end_round (self);
      return;
    }
  if (is_unplaced (self, round))
    {
      set_unplaced (self, round->id, TRUE);
      put_off (round, "nobody has said which task list new tasks go to");
      return;
    }
  set_unplaced (self, round->id, FALSE);
  round->client = find_list (self, round);
  if (round->client == NULL)
    {
      put_off (round, "the task list is missing, turned off or not open yet");
      return;
    }
  round->order = crm_task_tie_to_order (round->tie);
  round->others = crm_task_lists_list_clients (self->lists);
  task = g_task_new (NULL, self->cancellable, carried_out_cb, round);
  g_task_set_source_tag (task, read_cb);
  g_task_set_check_cancellable (task, FALSE); /* what was done is written down even then */
  g_task_set_task_data (task, g_steal_pointer (&round), NULL);
  g_task_run_in_thread (task, carry_out_in_thread);
}

/* (transfer full) (nullable): an order whose time has come; sets the timer for the others */
static char *
take_first (CrmTaskSync *self)
{
  gint64 next_usec = G_MAXINT64;
  GHashTableIter iter;
  gpointer id;

  g_hash_table_iter_init (&iter, self->wanted);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    if (crm_order_waits_is_over (self->waits, id, &next_usec))
      {
        g_hash_table_iter_steal (&iter);
        return id;
      }
  crm_order_waits_wake_at (self->waits, next_usec);
  return NULL;
}

/* Begins a round, if there is none: one order is brought in step with its task. */
static void
next (CrmTaskSync *self)
{
  Round *round;
  char *id;

  if (self->cancellable == NULL || self->is_busy)
    return;
  id = take_first (self);
  if (self->look_again && (id == NULL || !is_too_soon (self)))
    look (self);
  if (id == NULL)
    return;
  self->is_busy = TRUE;
  round = g_new0 (Round, 1);
  round->self = g_object_ref (self);
  round->id = id;
  round->is_asked = g_hash_table_remove (self->asked, id);
  crm_store_read_async (self->store, read_tie, round, NULL, NULL, self->cancellable, read_cb,
                        round);
}

/**
 * crm_task_sync_new:
 * @store: holds follow-ups and orders
 * @registry: knows the task lists
 *
 * Returns: (transfer full): an object that does nothing yet; it works in the thread-default context
 *   of the thread that calls crm_task_sync_start(), which has to be the one @store and @registry
 *   emit their signals in
 */
CrmTaskSync *
crm_task_sync_new (CrmStore *store, ESourceRegistry *registry)
{
  CrmTaskSync *self;

  g_return_val_if_fail (CRM_IS_STORE (store), NULL);
  g_return_val_if_fail (E_IS_SOURCE_REGISTRY (registry), NULL);

  self = g_object_new (CRM_TYPE_TASK_SYNC, NULL);
  self->store = g_object_ref (store);
  self->registry = g_object_ref (registry);
  return self;
}

/**
 * crm_task_sync_start:
 * @self: the object
 *
 * Brings everything in step, and keeps it so from now on. Starting twice is no error.
 */
void
crm_task_sync_start (CrmTaskSync *self)
{
  static const CrmTaskListsOwner functions = { news, list_failed };

  g_return_if_fail (CRM_IS_TASK_SYNC (self));

  if (self->cancellable != NULL)
    return;
  self->cancellable = g_cancellable_new ();
  self->has_looked = FALSE;
  self->lists = crm_task_lists_new (self->registry, &functions, self);
  g_signal_connect_swapped (self->store, "changed", G_CALLBACK (look), self);
  look (self);
}

/**
 * crm_task_sync_stop:
 * @self: the object
 *
 * Gives up what is under way; it is resumed with the next start. To be called before the store is
 * closed. Stopping twice is no error.
 */
void
crm_task_sync_stop (CrmTaskSync *self)
{
  g_return_if_fail (CRM_IS_TASK_SYNC (self));

  if (self->cancellable == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->store, self);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->lists, crm_task_lists_free);
  g_hash_table_remove_all (self->wanted);
  g_hash_table_remove_all (self->asked);
  crm_order_waits_clear (self->waits);
  g_hash_table_remove_all (self->unplaced);
  tell_asking (self, FALSE);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return e_source_compare_by_display_name (*(ESource *const *)a, *(ESource *const *)b);
}

/**
 * crm_task_sync_list_writable:
 * @self: the object
 *
 * Returns: (transfer full) (element-type ESource): the lists that are open and take tasks, to
 * choose from, by name
 */
GPtrArray *
crm_task_sync_list_writable (CrmTaskSync *self)
{
  GPtrArray *sources = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) clients = NULL;

  if (self->lists == NULL)
    return sources;
  clients = crm_task_lists_list_clients (self->lists);
  for (guint i = 0; i < clients->len; i++)
    {
      EClient *client = g_ptr_array_index (clients, i);

      if (!e_client_is_readonly (client))
        g_ptr_array_add (sources, g_object_ref (e_client_get_source (client)));
    }
  g_ptr_array_sort (sources, compare_names);
  return sources;
}

/**
 * crm_task_sync_is_asking:
 * @self: the object
 *
 * Returns: whether a task waits for somebody to choose the list of new tasks, the setting
 *   %CRM_SETTING_TASK_LIST: there are several, or others may see what is put into the only one
 */
gboolean
crm_task_sync_is_asking (CrmTaskSync *self)
{
  g_return_val_if_fail (CRM_IS_TASK_SYNC (self), FALSE);
  return self->is_asking;
}

/**
 * crm_task_sync_is_idle:
 * @self: the object
 *
 * What was written a moment ago is known only after the store has said so; what waits for a list
 * does not count.
 *
 * Returns: whether nothing is being done
 */
gboolean
crm_task_sync_is_idle (CrmTaskSync *self)
{
  g_return_val_if_fail (CRM_IS_TASK_SYNC (self), TRUE);
  return !self->is_busy && self->n_collecting == 0;
}
