/* crm-context-contact.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * What the sidebar shows beside the address books: a contact was asked for, and no letter. */
#define G_LOG_DOMAIN "crm-context-contact"
#include "config.h"

#include "crm-context.h"

#include "crm-proposal-private.h"
#include "service/crm-sender.h"

/* The mirror may know the contact better than the one who selected it, who may also be ahead of it:
 * a contact of a book that nobody has read yet. */
gboolean
_crm_context_take_card (CrmContext *self, CrmReader *reader, const CrmContact *card, GError **error)
{
  GError *local_error = NULL;
  CrmContact *known
      = crm_query_contact_in_book (reader, card->book_uid, card->contact_uid, &local_error);
  CrmSenderKind kind;

  if (local_error != NULL)
    {
      g_propagate_error (error, local_error);
      return FALSE;
    }
  self->of_contact = TRUE;
  self->contact = crm_contact_copy (card);
  if (known != NULL)
    {
      for (guint i = 0; i < card->addresses->len; i++)
        g_ptr_array_add (known->addresses, g_strdup (g_ptr_array_index (card->addresses, i)));
      crm_contact_free (self->contact);
      self->contact = known;
    }
  if (card->addresses->len == 0)
    return TRUE;
  self->address = g_strdup (g_ptr_array_index (card->addresses, 0));
  kind = crm_sender_get_kind (self->message, self->address);
  self->is_automatic = kind == CRM_SENDER_AUTOMATIC;
  self->is_role = kind == CRM_SENDER_ROLE;
  return TRUE;
}

/* Who is bound to the contact comes before who has one of its addresses. */
gboolean
_crm_context_find_person_of_card (CrmContext *self, CrmReader *reader, GError **error)
{
  GError *local_error = NULL;

  self->person = crm_query_person_of_contact (reader, self->contact->contact_uid, &local_error);
  for (guint i = 0;
       self->person == NULL && local_error == NULL && i < self->contact->addresses->len; i++)
    self->person = crm_query_person_of_address (
        reader, g_ptr_array_index (self->contact->addresses, i), &local_error);
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, local_error);
  return FALSE;
}

static CrmContactState
state_of_orders (GPtrArray *orders)
{
  CrmContactState state = CRM_CONTACT_UNKNOWN;

  for (guint i = 0; i < orders->len; i++) /* the latest comes last */
    {
      const CrmRecord *order = g_ptr_array_index (orders, i);

      if (!g_str_equal (crm_record_get_text (order, "action"), "create_contact"))
        continue;
      state = g_str_equal (crm_record_get_text (order, "state"), "pending")  ? CRM_CONTACT_WAITING
              : g_str_equal (crm_record_get_text (order, "state"), "failed") ? CRM_CONTACT_REFUSED
                                                                             : CRM_CONTACT_UNKNOWN;
    }
  return state;
}

/* Where the contact cannot be changed, there may be a copy that can. */
static gboolean
look_beside_readonly (CrmContext *self, CrmReader *reader, GError **error)
{
  GError *local_error = NULL;
  g_autoptr (CrmContact) best = NULL;

  if (self->address != NULL)
    best = crm_query_contact (reader, self->address, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, local_error);
      return FALSE;
    }
  self->has_writable_contact = best != NULL && !best->is_readonly;
  self->readonly_books = crm_query_readonly_books (reader, error);
  return self->readonly_books != NULL;
}

/* A contact that is in no book is gone only where all of its book is known, and nothing is under
 * way. */
gboolean
_crm_context_find_contact_state (CrmContext *self, CrmReader *reader, GError **error)
{
  const char *book = self->person != NULL ? crm_record_get_text (self->person, "book_uid") : NULL;
  GError *local_error = NULL;
  g_autoptr (GPtrArray) orders = NULL;

  if (self->contact != NULL)
    {
      self->contact_state = CRM_CONTACT_THERE;
      return !self->contact->is_readonly || look_beside_readonly (self, reader, error);
    }
  self->readonly_books = crm_query_readonly_books (reader, error);
  if (self->readonly_books == NULL || self->person == NULL)
    return self->readonly_books != NULL;
  if (book == NULL || crm_record_get_text (self->person, "contact_uid") == NULL)
    {
      self->contact_state = CRM_CONTACT_NONE;
      return TRUE;
    }
  orders = crm_reader_list_where (reader, "outbox", "person", self->person->id, error);
  if (orders == NULL)
    return FALSE;
  self->contact_state = state_of_orders (orders);
  if (self->contact_state == CRM_CONTACT_UNKNOWN
      && crm_query_is_book_complete (reader, book, &local_error))
    self->contact_state = CRM_CONTACT_GONE;
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, local_error);
  return FALSE;
}
