/* crm-people.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-people"
#include "config.h"

#include "crm-people.h"

#include "model/crm-address.h"
#include "service/crm-deals.h"

/**
 * crm_captured_clear:
 * @self: ids
 */
void
crm_captured_clear (CrmCaptured *self)
{
  g_clear_pointer (&self->person, g_free);
  g_clear_pointer (&self->account, g_free);
  g_clear_pointer (&self->deal, g_free);
}

/**
 * crm_people_add_address:
 * @set: a change set
 * @person: id of a person
 * @address: normalised; one that belonged to somebody else moves
 */
void
crm_people_add_address (CrmChangeSet *set, const char *person, const char *address)
{
  g_autofree char *id = crm_entity_derive_id (crm_entity_find ("address"), address, NULL);
  CrmChange *change = crm_change_set_ensure (set, "address", id);

  crm_change_set_text (change, "address", address);
  crm_change_set_text (change, "person", person);
}

/**
 * crm_people_add_domain:
 * @set: a change set
 * @account: id of an account
 * @domain: an organisation's domain
 */
void
crm_people_add_domain (CrmChangeSet *set, const char *account, const char *domain)
{
  g_autofree char *id
      = crm_entity_derive_id (crm_entity_find ("account_domain"), account, domain, NULL);
  CrmChange *change = crm_change_set_ensure (set, "account_domain", id);

  crm_change_set_text (change, "account", account);
  crm_change_set_text (change, "domain", domain);
  crm_change_set_int (change, "confidence", 100);
}

/**
 * crm_people_create_account:
 * @set: a change set
 * @name: its name
 * @domain: (nullable): an organisation's domain; that of a free-mail provider is left out
 * @owner: (nullable): id of a user
 *
 * Returns: (transfer full): the new account's id
 */
char *
crm_people_create_account (CrmChangeSet *set,
                           const char *name,
                           const char *domain,
                           const char *owner)
{
  CrmChange *change = crm_change_set_create (set, "account", NULL);

  crm_change_set_text (change, "name", name);
  if (owner != NULL)
    crm_change_set_text (change, "owner", owner);
  if (domain != NULL && !crm_domain_is_free_mail (domain))
    crm_people_add_domain (set, change->id, domain);
  return g_strdup (change->id);
}

/**
 * crm_people_remove_way:
 * @way: an `address`, a `phone`, an `account_domain` or an `account_person` that was wrong
 *
 * An address that opted out stays, alone: nobody writes there when it turns up again.
 *
 * Returns: (transfer full): the change set
 */
CrmChangeSet *
crm_people_remove_way (const CrmRecord *way)
{
  CrmChangeSet *set = crm_change_set_new ("delete-record", CRM_CAUSE_USER);

  if (crm_entity_find_field (way->entity, "opt_out") != NULL
      && crm_record_get_int (way, "opt_out", 0) != 0)
    crm_change_set_null (crm_change_set_update (set, way->entity->name, way->id), "person");
  else
    crm_change_set_delete (set, way->entity->name, way->id);
  return set;
}

/**
 * crm_people_join_account:
 * @set: a change set
 * @account: id of an account
 * @person: id of a person who works there, since when nobody knows
 */
void
crm_people_join_account (CrmChangeSet *set, const char *account, const char *person)
{
  g_autofree char *id
      = crm_entity_derive_id (crm_entity_find ("account_person"), account, person, "", NULL);
  CrmChange *change = crm_change_set_ensure (set, "account_person", id);

  crm_change_set_text (change, "account", account);
  crm_change_set_text (change, "person", person);
}

/**
 * crm_people_order_contact:
 * @set: a change set
 * @capture: has the address book, the new contact's UID and the contact
 * @person: id of the person whose contact it is
 *
 * Orders the contact; the book is written when the order is safe (law 5).
 */
void
crm_people_order_contact (CrmChangeSet *set, const CrmCapture *capture, const char *person)
{
  CrmChange *change = crm_change_set_create (set, "outbox", NULL);

  crm_change_set_text (change, "action", "create_contact");
  crm_change_set_text (change, "state", "pending");
  crm_change_set_text (change, "book_uid", capture->book_uid);
  crm_change_set_text (change, "contact_uid", capture->contact_uid);
  crm_change_set_text (change, "payload", capture->vcard);
  crm_change_set_text (change, "person", person);
}

/**
 * crm_people_create:
 * @set: a change set
 * @capture: what is known of the person; nothing else of it is made
 *
 * Returns: (transfer full): the new person's id
 */
char *
crm_people_create (CrmChangeSet *set, const CrmCapture *capture)
{
  CrmChange *change = crm_change_set_create (set, "person", NULL);
  char *id = g_strdup (change->id);

  crm_change_set_text (change, "name", capture->name);
  if (capture->title != NULL)
    crm_change_set_text (change, "title", capture->title);
  if (capture->owner != NULL)
    crm_change_set_text (change, "owner", capture->owner);
  if (capture->contact_uid != NULL)
    {
      crm_change_set_text (change, "book_uid", capture->book_uid);
      crm_change_set_text (change, "contact_uid", capture->contact_uid);
    }
  if (capture->address != NULL)
    crm_people_add_address (set, id, capture->address);
  if (capture->phone != NULL)
    {
      CrmChange *phone = crm_change_set_create (set, "phone", NULL);

      crm_change_set_text (phone, "number", capture->phone);
      crm_change_set_text (phone, "person", id);
    }
  if (capture->vcard != NULL && capture->book_uid != NULL)
    crm_people_order_contact (set, capture, id);
  return id;
}

/* What was guessed of a domain stays a guess until somebody says better. */
static char *
create_account (CrmChangeSet *set, const CrmCapture *capture)
{
  const char *domain = capture->account_domain;
  char *id = crm_people_create_account (set, capture->account_name, domain, capture->owner);

  if (domain != NULL && !crm_domain_is_free_mail (domain) && capture->account_confidence > 0)
    {
      g_autofree char *row
          = crm_entity_derive_id (crm_entity_find ("account_domain"), id, domain, NULL);

      crm_change_set_int (crm_change_set_ensure (set, "account_domain", row), "confidence",
                          capture->account_confidence);
    }
  return id;
}

/**
 * crm_people_capture:
 * @capture: what is known of the person, and what is to be made
 * @out_ids: (out caller-allocates): the new ids; clear with crm_captured_clear()
 *
 * The contact is only ordered here, law 5: the address book is written after the order is safe.
 *
 * Returns: (transfer full): the change set
 */
CrmChangeSet *
crm_people_capture (const CrmCapture *capture, CrmCaptured *out_ids)
{
  CrmChangeSet *set = crm_change_set_new (capture->name != NULL ? "capture-person" : "add-account",
                                          CRM_CAUSE_USER);

  *out_ids = (CrmCaptured){ 0 };
  if (capture->name != NULL)
    out_ids->person = crm_people_create (set, capture);
  if (capture->account != NULL)
    out_ids->account = g_strdup (capture->account);
  else if (capture->account_name != NULL)
    out_ids->account = create_account (set, capture);
  if (out_ids->account != NULL && out_ids->person != NULL)
    crm_people_join_account (set, out_ids->account, out_ids->person);
  if (capture->deal_title != NULL)
    {
      CrmNewDeal deal = { .title = capture->deal_title,
                          .account = out_ids->account,
                          .person = out_ids->person,
                          .owner = capture->owner,
                          .currency = capture->currency,
                          .now_usec = capture->now_usec };

      out_ids->deal = crm_deals_create (set, &deal);
    }
  return set;
}
