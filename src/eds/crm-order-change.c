/* crm-order-change.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-order-change"
#include "config.h"

#include "crm-order-change.h"

#include "crm-vcard.h"
#include "model/crm-address.h"
#include "model/crm-text.h"

/* Anything else is waited for in full, although nobody needs the connection itself. */
#define DO_NOT_WAIT ((guint32)-1)
/* A book that was behind its server is asked again, until it is not. */
#define MAX_ATTEMPTS 12
#define ATTEMPT_USEC (250 * 1000)
/* How long it takes until it is known here that a book has connected. */
#define MAX_STATUS_LOOKS 10
#define STATUS_USEC (100 * 1000)

/* --- merging -------------------------------------------------------------------------------- */

/* Fields that a contact has once. */
static const struct
{
  const char *name;
  EContactField field;
} single_fields[] = {
  { EVC_FN, E_CONTACT_FULL_NAME },
  { EVC_TITLE, E_CONTACT_TITLE },
  { EVC_ORG, E_CONTACT_ORG },
};

/* (transfer full) (nullable): the one attribute of a line */
static EVCardAttribute *
parse_line (const char *line)
{
  g_autofree char *text = NULL;
  EVCardAttribute *found = NULL;
  EVCard *vcard;

  if (line == NULL)
    return NULL;
  text = g_strdup_printf ("BEGIN:VCARD\r\nVERSION:3.0\r\n%s\r\nEND:VCARD\r\n", line);
  vcard = e_vcard_new_from_string (text);
  for (GList *link = e_vcard_get_attributes (vcard); link != NULL && found == NULL;
       link = link->next)
    if (g_ascii_strcasecmp (e_vcard_attribute_get_name (link->data), EVC_VERSION) != 0)
      found = e_vcard_attribute_copy (link->data);
  g_object_unref (vcard);
  return found;
}

/* (transfer full): "" for nothing */
static char *
dup_value (EVCardAttribute *attribute)
{
  GList *values = attribute != NULL ? e_vcard_attribute_get_values (attribute) : NULL;

  return crm_text_clean (values != NULL ? values->data : NULL);
}

/* (transfer full): equal for what is the same address or number, however it is written */
static char *
dup_comparable (EVCardAttribute *attribute)
{
  g_autofree char *value = dup_value (attribute);
  GString *digits;
  char *address;

  if (g_ascii_strcasecmp (e_vcard_attribute_get_name (attribute), EVC_EMAIL) == 0)
    {
      address = crm_address_normalize (value);
      return address != NULL ? address : g_steal_pointer (&value);
    }
  digits = g_string_new (NULL);
  for (const char *c = g_str_has_prefix (value, "tel:") ? value + 4 : value; *c != '\0'; c++)
    if (g_ascii_isalnum (*c) || *c == '+' || *c == '#' || *c == '*')
      g_string_append_c (digits, *c);
  return g_string_free (digits, FALSE);
}

/* (transfer none) (nullable) */
static EVCardAttribute *
find_same (EContact *contact, EVCardAttribute *wanted)
{
  const char *name = e_vcard_attribute_get_name (wanted);
  g_autofree char *comparable = dup_comparable (wanted);

  for (GList *link = e_vcard_get_attributes (E_VCARD (contact)); link != NULL; link = link->next)
    {
      g_autofree char *other = NULL;

      if (g_ascii_strcasecmp (e_vcard_attribute_get_name (link->data), name) != 0)
        continue;
      other = dup_comparable (link->data);
      if (g_str_equal (other, comparable))
        return link->data;
    }
  return NULL;
}

/* Evolution lists people by "file as": where that is the old name, it goes along. */
static void
set_name (EContact *contact, const char *name)
{
  EContactName *old = e_contact_get (contact, E_CONTACT_NAME);
  EContactName *parts = e_contact_name_from_string (name);
  g_autofree char *file_as = e_contact_get (contact, E_CONTACT_FILE_AS);
  g_autofree char *full = e_contact_get (contact, E_CONTACT_FULL_NAME);
  g_autofree char *by_family
      = old != NULL ? g_strdup_printf ("%s, %s", old->family, old->given) : NULL;
  g_autofree char *new_by_family = g_strdup_printf ("%s, %s", parts->family, parts->given);

  e_contact_set (contact, E_CONTACT_NAME, parts);
  e_contact_set (contact, E_CONTACT_FULL_NAME, name);
  if (g_strcmp0 (file_as, full) == 0)
    e_contact_set (contact, E_CONTACT_FILE_AS, name);
  else if (g_strcmp0 (file_as, by_family) == 0)
    e_contact_set (contact, E_CONTACT_FILE_AS, parts->family[0] != '\0' ? new_by_family : name);
  e_contact_name_free (parts);
  if (old != NULL)
    e_contact_name_free (old);
}

static CrmMergeResult
merge_single (EContact *contact,
              EContactField field,
              EVCardAttribute *base,
              EVCardAttribute *wanted)
{
  g_autofree char *current = crm_text_clean (e_contact_get_const (contact, field));
  g_autofree char *seen = dup_value (base);
  g_autofree char *value = dup_value (wanted);

  if (g_str_equal (current, value))
    return CRM_MERGE_NOTHING;
  if (!g_str_equal (current, seen) || (field == E_CONTACT_FULL_NAME && *value == '\0'))
    return CRM_MERGE_CONFLICT;
  if (field == E_CONTACT_FULL_NAME)
    set_name (contact, value);
  else
    e_contact_set (contact, field, *value != '\0' ? value : NULL);
  return CRM_MERGE_DONE;
}

static CrmMergeResult
merge_many (EContact *contact, EVCardAttribute *base, EVCardAttribute *wanted)
{
  EVCardAttribute *old = base != NULL ? find_same (contact, base) : NULL;
  EVCardAttribute *there = wanted != NULL ? find_same (contact, wanted) : NULL;
  g_autofree char *value = dup_value (wanted);

  if (wanted != NULL && there != NULL && there != old)
    return CRM_MERGE_NOTHING;
  if (base != NULL && old == NULL)
    return wanted == NULL ? CRM_MERGE_NOTHING : CRM_MERGE_CONFLICT;
  if (wanted == NULL)
    e_vcard_remove_attribute (E_VCARD (contact), old);
  else if (old == NULL)
    e_vcard_append_attribute (E_VCARD (contact), e_vcard_attribute_copy (wanted));
  else
    {
      /* In place, so that what else is said of it stays: which one is preferred, and where it is.
       */
      e_vcard_attribute_remove_values (old);
      e_vcard_attribute_add_value (old, value);
    }
  return CRM_MERGE_DONE;
}

/**
 * crm_contact_merge:
 * @contact: a contact as it is now; changed where the result is %CRM_MERGE_DONE
 * @base: (nullable): the line of a vCard that was seen when the change was asked for
 * @payload: (nullable): the line that shall be instead
 *
 * Returns: what became of it
 */
CrmMergeResult
crm_contact_merge (EContact *contact, const char *base, const char *payload)
{
  EVCardAttribute *seen = parse_line (base);
  EVCardAttribute *wanted = parse_line (payload);
  EVCardAttribute *either = wanted != NULL ? wanted : seen;
  const char *name = either != NULL ? e_vcard_attribute_get_name (either) : NULL;
  CrmMergeResult result = CRM_MERGE_INVALID;

  if (name != NULL
      && (g_ascii_strcasecmp (name, EVC_EMAIL) == 0 || g_ascii_strcasecmp (name, EVC_TEL) == 0))
    result = merge_many (contact, seen, wanted);
  for (gsize i = 0; name != NULL && i < G_N_ELEMENTS (single_fields); i++)
    if (g_ascii_strcasecmp (name, single_fields[i].name) == 0)
      result = merge_single (contact, single_fields[i].field, seen, wanted);
  g_clear_pointer (&seen, e_vcard_attribute_free);
  g_clear_pointer (&wanted, e_vcard_attribute_free);
  return result;
}

/* --- carrying out, in a thread of its own --------------------------------------------------- */

typedef struct
{
  CrmOrder *order; /* (owned) */
  ESource *source; /* (owned) (nullable) */
} Change;

static void
free_change (gpointer data)
{
  Change *change = data;

  crm_order_free (change->order);
  g_clear_object (&change->source);
  g_free (change);
}

static CrmOrderOutcome *
outcome_new (CrmOrderResult result, const char *failure, const char *message)
{
  CrmOrderOutcome *outcome = g_new0 (CrmOrderOutcome, 1);

  outcome->result = result;
  outcome->failure = failure;
  outcome->message = g_strdup (message);
  return outcome;
}

static CrmOrderOutcome *
outcome_of_error (const GError *error)
{
  const char *failure = NULL;
  CrmOrderResult result;

  if (g_error_matches (error, E_BOOK_CLIENT_ERROR, E_BOOK_CLIENT_ERROR_CONTACT_NOT_FOUND))
    return outcome_new (CRM_ORDER_FAILED, CRM_ORDER_FAILURE_GONE, error->message);
  result = crm_order_classify (error, &failure);
  return outcome_new (result, failure, error->message);
}

static CrmOrderOutcome *
outcome_of_found (void)
{
  CrmOrderOutcome *outcome = outcome_new (CRM_ORDER_DONE, NULL, NULL);

  outcome->revision = g_strdup (CRM_ORDER_REVISION_FOUND);
  return outcome;
}

static gboolean
has_backend (EBookClient *client, const char *name)
{
  ESourceBackend *backend = e_source_get_extension (e_client_get_source (E_CLIENT (client)),
                                                    E_SOURCE_EXTENSION_ADDRESS_BOOK);
  g_autofree char *backend_name = e_source_backend_dup_backend_name (backend);

  return g_strcmp0 (backend_name, name) == 0;
}

/* A book of LDAP says so itself when its server is away. */
static gboolean
puts_changes_off (EBookClient *client)
{
  return e_client_check_refresh_supported (E_CLIENT (client)) && !has_backend (client, "ldap");
}

static CrmOrderOutcome *
outcome_untried (const char *message)
{
  CrmOrderOutcome *outcome = outcome_new (CRM_ORDER_LATER, NULL, message);

  outcome->is_untried = TRUE;
  return outcome;
}

/* Once a book is connected, which is_reachable() has seen to, its no is final: nobody has to wait
 * for a second one. What LDAP says before it has been asked for a password is not. */
static CrmOrderOutcome *
outcome_denied (EBookClient *client, const char *message)
{
  gboolean is_final = !has_backend (client, "ldap");

  return outcome_new (is_final ? CRM_ORDER_FAILED : CRM_ORDER_DENIED, CRM_ORDER_FAILURE_PERMISSION,
                      message);
}

/* That a book takes changes is told by another way than that it is connected, and may be later. */
static gboolean
takes_changes (EBookClient *client, GCancellable *cancellable)
{
  guint n_looks = puts_changes_off (client) ? MAX_STATUS_LOOKS : 0;

  for (guint i = 0; i < n_looks && e_client_is_readonly (E_CLIENT (client))
                    && !g_cancellable_is_cancelled (cancellable);
       i++)
    g_usleep (STATUS_USEC);
  return !e_client_is_readonly (E_CLIENT (client));
}

/* (nullable): NULL when somebody else was faster, and it is worth looking once more */
static CrmOrderOutcome *
write_back (EBookClient *client, EContact *contact, GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;
  CrmOrderOutcome *outcome;

  if (!takes_changes (client, cancellable))
    return outcome_denied (client, "the address book takes no changes");
  if (e_book_client_modify_contact_sync (client, contact, E_BOOK_OPERATION_FLAG_CONFLICT_FAIL,
                                         cancellable, &error))
    {
      outcome = outcome_new (CRM_ORDER_DONE, NULL, NULL);
      outcome->revision = crm_vcard_digest (contact);
      return outcome;
    }
  if (g_error_matches (error, E_CLIENT_ERROR, E_CLIENT_ERROR_OUT_OF_SYNC))
    return NULL;
  if (g_error_matches (error, E_CLIENT_ERROR, E_CLIENT_ERROR_PERMISSION_DENIED))
    return outcome_denied (client, error->message);
  return outcome_of_error (error);
}

/* (nullable): the same */
static CrmOrderOutcome *
attempt (EBookClient *client, const CrmOrder *order, GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;
  EContact *contact = NULL;
  CrmOrderOutcome *outcome;

  if (!e_book_client_get_contact_sync (client, order->contact_uid, &contact, cancellable, &error))
    return outcome_of_error (error);
  switch (crm_contact_merge (contact, order->base, order->payload))
    {
    case CRM_MERGE_NOTHING:
      outcome = outcome_of_found ();
      break;
    case CRM_MERGE_CONFLICT:
      outcome = outcome_new (CRM_ORDER_FAILED, CRM_ORDER_FAILURE_CHANGED,
                             "somebody else changed this field of the contact");
      break;
    case CRM_MERGE_DONE:
      outcome = write_back (client, contact, cancellable);
      break;
    case CRM_MERGE_INVALID:
    default:
      outcome = outcome_new (CRM_ORDER_FAILED, CRM_ORDER_FAILURE_REFUSED, "no field to change");
      break;
    }
  g_object_unref (contact);
  return outcome;
}

/* A book whose server is away may take the change all the same, for later. If somebody else changes
 * the contact by then, what was put off is dropped without a word: such a book is not written. To
 * ask for news makes the book connect, and once it is connected a write goes to its server or
 * fails. That a book did not connect need not be an error, as where it waits for a password. */
static gboolean
is_reachable (EBookClient *client, GCancellable *cancellable, GError **error)
{
  ESource *source = e_client_get_source (E_CLIENT (client));

  if (!puts_changes_off (client))
    return TRUE;
  /* News may be unwanted, as where electricity or bandwidth is saved: then it may be connected. */
  if (!e_client_refresh_sync (E_CLIENT (client), cancellable, error)
      && !g_error_matches (*error, E_CLIENT_ERROR, E_CLIENT_ERROR_OTHER_ERROR))
    return FALSE;
  g_clear_error (error);
  for (guint i = 0; i < MAX_STATUS_LOOKS && !g_cancellable_is_cancelled (cancellable); i++)
    {
      g_usleep (STATUS_USEC); /* it comes by another way than the answer */
      if (e_source_get_connection_status (source) == E_SOURCE_CONNECTION_STATUS_CONNECTED)
        return TRUE;
    }
  g_set_error_literal (error, E_CLIENT_ERROR, E_CLIENT_ERROR_REPOSITORY_OFFLINE,
                       "the address book is not connected");
  return FALSE;
}

/* What the book holds may be behind its server: then it is brought up to date and read again. */
static CrmOrderOutcome *
carry_out (EBookClient *client, const CrmOrder *order, GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;
  CrmOrderOutcome *outcome;

  if (!is_reachable (client, cancellable, &error))
    return outcome_untried (error->message);
  outcome = attempt (client, order, cancellable);
  for (guint i = 1; outcome == NULL && i < MAX_ATTEMPTS; i++)
    {
      e_client_refresh_sync (E_CLIENT (client), cancellable, NULL);
      g_usleep (ATTEMPT_USEC);
      outcome
          = g_cancellable_is_cancelled (cancellable) ? NULL : attempt (client, order, cancellable);
    }
  return outcome != NULL ? outcome
                         : outcome_new (CRM_ORDER_LATER, NULL, "the contact is out of sync");
}

static void
change_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Change *change = data;
  CrmOrderOutcome *outcome;
  g_autoptr (GError) error = NULL;
  EClient *client;

  client = e_book_client_connect_sync (change->source, DO_NOT_WAIT, cancellable, &error);
  /* A book that cannot be opened may be opened another day. */
  outcome = client != NULL ? carry_out (E_BOOK_CLIENT (client), change->order, cancellable)
                           : outcome_untried (error->message);
  g_clear_object (&client);
  if (outcome->result != CRM_ORDER_DONE && g_cancellable_is_cancelled (cancellable))
    {
      crm_order_outcome_free (outcome);
      g_task_return_error_if_cancelled (task);
      return;
    }
  g_task_return_pointer (task, outcome, (GDestroyNotify)crm_order_outcome_free);
}

/**
 * crm_order_change_async:
 * @order: what to do, of kind %CRM_ORDER_CHANGE; copied
 * @registry: knows the address books
 * @cancellable: (nullable): gives up; the order may have been carried out all the same
 * @callback: (scope async): called in the thread-default context of the caller
 * @user_data: data for @callback
 *
 * See crm_order_run_async(), which is also how to finish it. Changes nothing where the contact is
 * as it shall be, where somebody changed the field since, and where there is no such contact any
 * more.
 */
void
crm_order_change_async (const CrmOrder *order,
                        ESourceRegistry *registry,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Change *change = g_new0 (Change, 1);

  g_task_set_source_tag (task, crm_order_change_async);
  g_task_set_check_cancellable (task, FALSE); /* what was done is told even then */
  change->order = crm_order_copy (order);
  if (order->book_uid != NULL)
    change->source = e_source_registry_ref_source (registry, order->book_uid);
  g_task_set_task_data (task, change, free_change);
  if (g_strcmp0 (order->revision, CRM_ORDER_REVISION_FOUND) == 0)
    g_task_return_pointer (task, outcome_of_found (), (GDestroyNotify)crm_order_outcome_free);
  else if (change->source == NULL || !e_source_registry_check_enabled (registry, change->source)
           || !e_source_has_extension (change->source, E_SOURCE_EXTENSION_ADDRESS_BOOK))
    g_task_return_pointer (task, outcome_untried ("the address book is missing or turned off"),
                           (GDestroyNotify)crm_order_outcome_free);
  else
    g_task_run_in_thread (task, change_in_thread);
}
