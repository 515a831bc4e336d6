/* crm-people-change.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Orders that change one field of a contact. Payload and base are one line of a vCard each, as it
 * shall be and as it was seen; src/eds/crm-order-change.c puts them into the address book. */
#define G_LOG_DOMAIN "crm-people-change"
#include "config.h"

#include "crm-people.h"

#include "crm-contact-line-private.h"

/**
 * crm_people_change_contact:
 * @set: a change set
 * @book_uid: the address book's source UID
 * @contact_uid: the contact
 * @person: (nullable): id of the person it is
 * @change: what is to be changed
 *
 * Orders that one field of an existing contact be changed, law 5: the address book is written after
 * the order is safe, and only where the field still is as @change saw it. What others changed in
 * the contact stays. Undo takes it back under the same condition. One order for each field: where
 * one meets somebody else's change, the others are carried out all the same.
 *
 * Whether the book takes changes at all, crm_context_load() knows beforehand.
 */
void
crm_people_change_contact (CrmChangeSet *set,
                           const char *book_uid,
                           const char *contact_uid,
                           const char *person,
                           const CrmContactChange *change)
{
  g_autofree char *payload = NULL;
  g_autofree char *base = NULL;
  CrmChange *order;

  g_return_if_fail (book_uid != NULL && contact_uid != NULL);

  payload = _crm_contact_line_make (change->field, change->kind, change->value);
  base = _crm_contact_line_make (change->field, change->kind, change->seen);
  if (g_strcmp0 (payload, base) == 0)
    return;
  order = crm_change_set_create (set, "outbox", NULL);
  crm_change_set_text (order, "action", "change_contact");
  crm_change_set_text (order, "state", "pending");
  crm_change_set_text (order, "book_uid", book_uid);
  crm_change_set_text (order, "contact_uid", contact_uid);
  if (payload != NULL)
    crm_change_set_text (order, "payload", payload);
  if (base != NULL)
    crm_change_set_text (order, "base", base);
  if (person != NULL)
    crm_change_set_text (order, "person", person);
}

/**
 * crm_people_put_back:
 * @person: somebody whose contact is in no address book
 * @book_uid: source UID of the address book they are to be in
 * @contact_uid: the contact's UID; the one they had, where that is known
 * @vcard: the contact
 *
 * Returns: (transfer full): the change set that orders the contact; undo takes it away again
 */
CrmChangeSet *
crm_people_put_back (const CrmRecord *person,
                     const char *book_uid,
                     const char *contact_uid,
                     const char *vcard)
{
  CrmChangeSet *set = crm_change_set_new ("put-back-contact", CRM_CAUSE_USER);
  CrmChange *order = crm_change_set_create (set, "outbox", NULL);
  CrmChange *change = NULL;

  crm_change_set_text (order, "action", "create_contact");
  crm_change_set_text (order, "state", "pending");
  crm_change_set_text (order, "book_uid", book_uid);
  crm_change_set_text (order, "contact_uid", contact_uid);
  crm_change_set_text (order, "payload", vcard);
  crm_change_set_text (order, "person", person->id);
  if (g_strcmp0 (crm_record_get_text (person, "book_uid"), book_uid) == 0
      && g_strcmp0 (crm_record_get_text (person, "contact_uid"), contact_uid) == 0)
    return set;
  change = crm_change_set_update (set, "person", person->id);
  crm_change_set_text (change, "book_uid", book_uid);
  crm_change_set_text (change, "contact_uid", contact_uid);
  return set;
}
