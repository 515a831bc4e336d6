/* crm-order.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-order"
#include "config.h"

#include "crm-order.h"

#include "crm-order-change.h"
#include "crm-vcard.h"

/* Anything else is waited for in full, although nobody needs the connection itself. */
#define DO_NOT_WAIT ((guint32)-1)

typedef struct
{
  CrmOrder *order;     /* (owned) */
  EBookClient *client; /* (owned) (nullable): once connected */
} Run;

static void
free_run (gpointer data)
{
  Run *run = data;

  crm_order_free (run->order);
  g_clear_object (&run->client);
  g_free (run);
}

/**
 * crm_order_new:
 * @kind: what is to be done
 * @book_uid: (nullable): the address book's source UID
 * @contact_uid: the contact's UID
 * @payload: (nullable): its vCard as ordered
 * @revision: (nullable): digest of what was made, for a removal
 *
 * Returns: (transfer full): an order
 */
CrmOrder *
crm_order_new (CrmOrderKind kind,
               const char *book_uid,
               const char *contact_uid,
               const char *payload,
               const char *revision)
{
  CrmOrder *self = g_new0 (CrmOrder, 1);

  self->kind = kind;
  self->book_uid = g_strdup (book_uid);
  self->contact_uid = g_strdup (contact_uid);
  self->payload = g_strdup (payload);
  self->revision = g_strdup (revision);
  return self;
}

/**
 * crm_order_copy:
 * @self: an order
 *
 * Returns: (transfer full): the same once more
 */
CrmOrder *
crm_order_copy (const CrmOrder *self)
{
  CrmOrder *copy = crm_order_new (self->kind, self->book_uid, self->contact_uid, self->payload,
                                  self->revision);

  copy->base = g_strdup (self->base);
  return copy;
}

/**
 * crm_order_free:
 * @self: (nullable): an order
 */
void
crm_order_free (CrmOrder *self)
{
  if (self == NULL)
    return;
  g_free (self->book_uid);
  g_free (self->contact_uid);
  g_free (self->payload);
  g_free (self->revision);
  g_free (self->base);
  g_free (self);
}

/**
 * crm_order_outcome_free:
 * @self: (nullable): an outcome
 */
void
crm_order_outcome_free (CrmOrderOutcome *self)
{
  if (self == NULL)
    return;
  g_free (self->contact_uid);
  g_free (self->revision);
  g_free (self->message);
  g_free (self);
}

/**
 * crm_order_classify:
 * @error: what an address book answered
 * @out_failure: (out) (nullable): the code to store, %NULL when it is worth trying again
 *
 * Whatever is not known to be final is tried again: an order is never dropped by mistake.
 *
 * Returns: how to go on
 */
CrmOrderResult
crm_order_classify (const GError *error, const char **out_failure)
{
  static const int refusals[] = { E_CLIENT_ERROR_INVALID_ARG, E_CLIENT_ERROR_NOT_SUPPORTED };

  *out_failure = NULL;
  if (g_error_matches (error, E_CLIENT_ERROR, E_CLIENT_ERROR_PERMISSION_DENIED))
    {
      *out_failure = CRM_ORDER_FAILURE_PERMISSION;
      return CRM_ORDER_DENIED;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (refusals); i++)
    if (g_error_matches (error, E_CLIENT_ERROR, refusals[i]))
      {
        *out_failure = CRM_ORDER_FAILURE_REFUSED;
        return CRM_ORDER_FAILED;
      }
  return CRM_ORDER_LATER;
}

static gboolean
is_absent (const GError *error)
{
  return g_error_matches (error, E_BOOK_CLIENT_ERROR, E_BOOK_CLIENT_ERROR_CONTACT_NOT_FOUND);
}

static void
return_outcome (GTask *task /* (transfer full) */, const CrmOrderOutcome *outcome)
{
  g_task_return_pointer (task, g_memdup2 (outcome, sizeof *outcome),
                         (GDestroyNotify)crm_order_outcome_free);
  g_object_unref (task);
}

static void
return_later (GTask *task /* (transfer full) */, const char *message)
{
  CrmOrderOutcome outcome
      = { .result = CRM_ORDER_LATER, .message = g_strdup (message), .is_untried = TRUE };

  return_outcome (task, &outcome);
}

static void
return_error (GTask *task /* (transfer full) */, GError *error /* (transfer full) */)
{
  CrmOrderOutcome outcome = { 0 };

  if (g_task_return_error_if_cancelled (task))
    {
      g_object_unref (task);
    }
  else
    {
      outcome.result = crm_order_classify (error, &outcome.failure);
      outcome.message = g_strdup (error->message);
      return_outcome (task, &outcome);
    }
  g_error_free (error);
}

/* The contact is in the book: @contact_uid and @revision say what is known of it. */
static void
return_there (GTask *task /* (transfer full) */,
              const char *contact_uid,
              char *revision /* (transfer full) */)
{
  CrmOrderOutcome outcome
      = { .result = CRM_ORDER_DONE, .contact_uid = g_strdup (contact_uid), .revision = revision };

  return_outcome (task, &outcome);
}

static void
return_not_there (GTask *task /* (transfer full) */)
{
  CrmOrderOutcome outcome = { .result = CRM_ORDER_DONE };

  return_outcome (task, &outcome);
}

static void
removed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  GError *error = NULL;

  e_book_client_remove_contact_by_uid_finish (E_BOOK_CLIENT (source), result, &error);
  if (error == NULL)
    return_not_there (task);
  else if (is_absent (error))
    {
      g_error_free (error);
      return_not_there (task);
    }
  else
    return_error (task, error);
}

/* What the contact has to look like for us to take it away again. */
static char *
dup_expected_digest (const CrmOrder *order)
{
  return order->revision != NULL ? g_strdup (order->revision)
                                 : crm_vcard_digest_text (order->payload);
}

static void
remove_if_unchanged (GTask *task /* (transfer full) */, EContact *contact)
{
  Run *run = g_task_get_task_data (task);
  CrmOrderOutcome changed = { .result = CRM_ORDER_FAILED, .failure = CRM_ORDER_FAILURE_CHANGED };
  g_autofree char *digest = crm_vcard_digest (contact);
  g_autofree char *expected = dup_expected_digest (run->order);

  if (g_strcmp0 (expected, CRM_ORDER_REVISION_FOUND) == 0)
    {
      return_not_there (task); /* it never was ours */
    }
  else if (g_strcmp0 (digest, expected) == 0)
    {
      e_book_client_remove_contact_by_uid (run->client, run->order->contact_uid,
                                           E_BOOK_OPERATION_FLAG_CONFLICT_FAIL,
                                           g_task_get_cancellable (task), removed_cb, task);
    }
  else
    {
      changed.message = g_strdup ("the contact was changed since");
      return_outcome (task, &changed);
    }
}

static void
read_back_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  Run *run = g_task_get_task_data (task);
  EContact *contact = NULL;

  /* It is made; when it cannot be read, what was ordered is the best that is known. */
  if (e_book_client_get_contact_finish (E_BOOK_CLIENT (source), result, &contact, NULL))
    return_there (task, run->order->contact_uid, crm_vcard_digest (contact));
  else
    return_there (task, run->order->contact_uid, crm_vcard_digest_text (run->order->payload));
  g_clear_object (&contact);
}

static void
added_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  Run *run = g_task_get_task_data (task);
  GError *error = NULL;
  g_autofree char *uid = NULL;

  e_book_client_add_contact_finish (E_BOOK_CLIENT (source), result, &uid, &error);
  if (g_error_matches (error, E_BOOK_CLIENT_ERROR, E_BOOK_CLIENT_ERROR_CONTACT_ID_ALREADY_EXISTS))
    {
      g_error_free (error); /* another program was faster */
      return_there (task, run->order->contact_uid, crm_vcard_digest_text (run->order->payload));
      return;
    }
  if (error != NULL)
    {
      return_error (task, error);
      return;
    }
  if (uid != NULL && *uid != '\0')
    {
      g_free (run->order->contact_uid);
      run->order->contact_uid = g_steal_pointer (&uid);
    }
  /* Not cancellable: what was made is to be known. */
  e_book_client_get_contact (run->client, run->order->contact_uid, NULL, read_back_cb, task);
}

static void
add (GTask *task /* (transfer full) */)
{
  Run *run = g_task_get_task_data (task);
  EContact *contact
      = e_contact_new_from_vcard_with_uid (run->order->payload, run->order->contact_uid);

  e_book_client_add_contact (run->client, contact, E_BOOK_OPERATION_FLAG_NONE,
                             g_task_get_cancellable (task), added_cb, task);
  g_object_unref (contact);
}

/* A book that gives UIDs of its own may hold the contact from before a crash, under another UID. */
static void
searched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  Run *run = g_task_get_task_data (task);
  g_autofree char *ordered = crm_vcard_digest_text (run->order->payload);
  g_autofree char *found = NULL;
  GSList *contacts = NULL;
  GError *error = NULL;

  if (!e_book_client_get_contacts_finish (E_BOOK_CLIENT (source), result, &contacts, &error))
    {
      return_error (task, error);
      return;
    }
  for (GSList *link = contacts; link != NULL && found == NULL; link = link->next)
    {
      g_autofree char *digest = crm_vcard_digest (link->data);

      if (g_str_equal (digest, ordered))
        found = e_contact_get (link->data, E_CONTACT_UID);
    }
  g_slist_free_full (contacts, g_object_unref);

  if (found != NULL)
    return_there (task, found, g_strdup (CRM_ORDER_REVISION_FOUND));
  else if (run->order->kind == CRM_ORDER_ABANDON)
    return_not_there (task);
  else
    add (task);
}

/* (transfer full) (nullable): asks for the contacts with the e-mail address of @vcard */
static char *
dup_twin_query (const char *vcard)
{
  EContact *contact = e_contact_new_from_vcard (vcard);
  const char *address = e_contact_get_const (contact, E_CONTACT_EMAIL_1);
  char *sexp = NULL;

  if (address != NULL && *address != '\0')
    {
      EBookQuery *query = e_book_query_field_test (E_CONTACT_EMAIL, E_BOOK_QUERY_IS, address);

      sexp = e_book_query_to_string (query);
      e_book_query_unref (query);
    }
  g_object_unref (contact);
  return sexp;
}

static void
make_unless_there (GTask *task /* (transfer full) */)
{
  Run *run = g_task_get_task_data (task);
  g_autofree char *query = dup_twin_query (run->order->payload);

  if (query != NULL)
    e_book_client_get_contacts (run->client, query, g_task_get_cancellable (task), searched_cb,
                                task);
  else if (run->order->kind == CRM_ORDER_ABANDON)
    return_not_there (task);
  else
    add (task);
}

static void
looked_up_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  Run *run = g_task_get_task_data (task);
  EContact *contact = NULL;
  GError *error = NULL;

  e_book_client_get_contact_finish (E_BOOK_CLIENT (source), result, &contact, &error);
  if (error != NULL && !is_absent (error))
    return_error (task, g_steal_pointer (&error));
  else if (contact == NULL && run->order->kind == CRM_ORDER_REMOVE)
    return_not_there (task);
  else if (contact == NULL)
    make_unless_there (task);
  else if (run->order->kind == CRM_ORDER_REMOVE)
    remove_if_unchanged (task, contact);
  else
    /* Made before a crash. What was ordered is recorded, not what is there: somebody may have
     * changed it in between, and an undo has to see that. */
    return_there (task, run->order->contact_uid, crm_vcard_digest_text (run->order->payload));
  g_clear_error (&error);
  g_clear_object (&contact);
}

static void
connected_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  Run *run = g_task_get_task_data (task);
  GError *error = NULL;
  EClient *client = e_book_client_connect_finish (result, &error);

  if (client == NULL)
    {
      /* No answer to the order itself: a book that cannot be opened may be opened another day. */
      if (g_task_return_error_if_cancelled (task))
        g_object_unref (task);
      else
        return_later (task, error->message);
      g_error_free (error);
      return;
    }
  run->client = E_BOOK_CLIENT (client);
  e_book_client_get_contact (run->client, run->order->contact_uid, g_task_get_cancellable (task),
                             looked_up_cb, task);
}

/**
 * crm_order_run_async:
 * @order: what to do; copied
 * @registry: knows the address books
 * @cancellable: (nullable): gives up; the order may have been carried out all the same
 * @callback: (scope async): called in the thread-default context of the caller
 * @user_data: data for @callback
 *
 * Looks into the book before it changes anything, so that an order that was carried out before is
 * not carried out twice.
 */
void
crm_order_run_async (const CrmOrder *order,
                     ESourceRegistry *registry,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  GTask *task;
  g_autoptr (ESource) source = NULL;
  Run *run;

  if (order->kind == CRM_ORDER_CHANGE)
    {
      crm_order_change_async (order, registry, cancellable, callback, user_data);
      return;
    }
  task = g_task_new (NULL, cancellable, callback, user_data);
  run = g_new0 (Run, 1);
  g_task_set_source_tag (task, crm_order_run_async);
  g_task_set_check_cancellable (task, FALSE); /* what was done is told even then */
  run->order = crm_order_copy (order);
  g_task_set_task_data (task, run, free_run);

  if (order->book_uid != NULL)
    source = e_source_registry_ref_source (registry, order->book_uid);
  if (source == NULL || !e_source_registry_check_enabled (registry, source)
      || !e_source_has_extension (source, E_SOURCE_EXTENSION_ADDRESS_BOOK))
    return_later (task, "the address book is missing or turned off");
  else if (order->payload == NULL && order->kind != CRM_ORDER_REMOVE)
    return_outcome (task, &(CrmOrderOutcome){ .result = CRM_ORDER_FAILED,
                                              .failure = CRM_ORDER_FAILURE_REFUSED,
                                              .message = g_strdup ("there is no vCard") });
  else
    e_book_client_connect (source, DO_NOT_WAIT, cancellable, connected_cb, task);
}

/**
 * crm_order_run_finish:
 * @result: what the callback got
 * @error: (nullable): %G_IO_ERROR_CANCELLED only; what a book answers is an outcome
 *
 * Returns: (transfer full) (nullable): how it went, %NULL when it was cancelled
 */
CrmOrderOutcome *
crm_order_run_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
