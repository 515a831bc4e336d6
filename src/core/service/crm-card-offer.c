/* crm-card-offer.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-card-offer"
#include "config.h"

#include "crm-card-offer.h"

#include <string.h>

#include "model/crm-text.h"
#include "service/crm-people.h"

/**
 * crm_card_offer_free:
 * @self: (nullable): an offer
 */
void
crm_card_offer_free (CrmCardOffer *self)
{
  if (self == NULL)
    return;
  g_free (self->seen);
  g_free (self->value);
  g_free (self);
}

/**
 * crm_card_is_senders:
 * @context: a context
 *
 * Returns: whether it is about the person who wrote the letter, and signed it
 */
gboolean
crm_card_is_senders (const CrmContext *context)
{
  const GPtrArray *parties = context->message->parties;

  if (context->address == NULL || context->is_automatic || context->is_role
      || g_strcmp0 (context->visibility, "private") == 0)
    return FALSE;
  for (guint i = 0; i < parties->len; i++)
    {
      const CrmMessageParty *party = g_ptr_array_index (parties, i);

      if (party->role == CRM_ROLE_FROM)
        return g_str_equal (party->address, context->address);
    }
  return FALSE;
}

/* What a decision is remembered by: the same number or title in another spelling is the same. */
static char *
make_key (const CrmCardOffer *offer)
{
  return g_str_equal (offer->field, "phone") ? crm_phone_digits (offer->value)
                                             : crm_fold (offer->value);
}

static gboolean
is_decided (const CrmContext *context, const CrmCardOffer *offer)
{
  g_autofree char *key = make_key (offer);

  for (guint i = 0; context->card_decisions != NULL && i < context->card_decisions->len; i++)
    {
      const CrmRecord *record = g_ptr_array_index (context->card_decisions, i);
      const char *value = crm_record_get_text (record, "value");

      if (g_strcmp0 (crm_record_get_text (record, "field"), offer->field) == 0
          && (g_strcmp0 (value, key) == 0
              || (g_str_equal (offer->field, "phone") && crm_phone_is_same (value, key))))
        return TRUE;
    }
  return FALSE;
}

static void
add_offer (GPtrArray *offers,
           const CrmContext *context,
           const char *field,
           const char *kind,
           const char *seen,
           const char *value)
{
  CrmCardOffer *offer = g_new0 (CrmCardOffer, 1);

  offer->field = field;
  offer->kind = kind;
  offer->seen = g_strdup (seen);
  offer->value = g_str_equal (field, "phone") ? crm_phone_format (value) : g_strdup (value);
  if (is_decided (context, offer))
    crm_card_offer_free (offer);
  else
    g_ptr_array_add (offers, offer);
}

static gboolean
is_same_text (const char *one, const char *other)
{
  g_autofree char *a = crm_fold (one);
  g_autofree char *b = crm_fold (other);

  return g_str_equal (a, b);
}

/* (nullable): the only number of that kind in @phones; @out_n counts them. */
static const CrmPhone *
find_kind (const GPtrArray *phones, const char *kind, guint *out_n)
{
  const CrmPhone *found = NULL;

  *out_n = 0;
  for (guint i = 0; i < phones->len; i++)
    {
      const CrmPhone *phone = g_ptr_array_index (phones, i);

      if (!g_str_equal (phone->kind, kind))
        continue;
      found = phone;
      (*out_n)++;
    }
  return *out_n == 1 ? found : NULL;
}

/* One mobile number here and another one there: it has changed. Else there is one more. Nobody asks
 * for a fax. */
static void
offer_phones (GPtrArray *offers, const CrmContext *context, const CrmSignature *signature)
{
  for (guint i = 0; i < signature->phones->len; i++)
    {
      const CrmPhone *phone = g_ptr_array_index (signature->phones, i);
      const CrmPhone *before;
      gboolean is_known = FALSE;
      guint n_here, n_there;

      for (guint j = 0; j < context->phones->len; j++)
        is_known |= crm_phone_is_same (((CrmPhone *)g_ptr_array_index (context->phones, j))->number,
                                       phone->number);
      if (is_known || g_str_equal (phone->kind, "fax"))
        continue;
      find_kind (signature->phones, phone->kind, &n_there);
      before = find_kind (context->phones, phone->kind, &n_here);
      add_offer (offers, context, "phone", phone->kind,
                 before != NULL && n_there == 1 ? before->number : NULL, phone->number);
    }
}

/* Words of a name, folded, without what stands in brackets. */
static char **
split_name (const char *name)
{
  g_autofree char *folded = crm_fold (name);
  char **words;
  gsize n = 0;

  folded[strcspn (folded, "(<[")] = '\0';
  words = g_strsplit_set (folded, " ,.'\"", -1);
  for (gsize i = 0; words[i] != NULL; i++)
    if (words[i][0] != '\0')
      words[n++] = words[i];
    else
      g_free (words[i]);
  words[n] = NULL;
  return words;
}

/* A family name changes, a first name does not; anything else is another way to write it. */
static gboolean
is_new_name (const char *card, const char *signature)
{
  g_auto (GStrv) old = split_name (card);
  g_auto (GStrv) new = split_name (signature);
  guint n_old = g_strv_length (old), n_new = g_strv_length (new);

  return n_old >= 2 && n_new >= 2 && g_str_equal (old[0], new[0])
         && !g_strv_contains ((const char *const *)old, new[n_new - 1])
         && !g_strv_contains ((const char *const *)new, old[n_old - 1]);
}

static void
offer_name (GPtrArray *offers, const CrmContext *context, const CrmSignature *signature)
{
  gboolean is_nameless = context->name == NULL || strchr (context->name, '@') != NULL;

  if (signature->name == NULL)
    return;
  if (is_nameless || is_new_name (context->name, signature->name))
    add_offer (offers, context, "name", NULL, is_nameless ? NULL : context->name, signature->name);
}

static void
offer_account (GPtrArray *offers, const CrmContext *context, const CrmSignature *signature)
{
  const char *postal = crm_record_get_text (context->account, "postal_address");

  if (signature->postal_address != NULL && !is_same_text (postal, signature->postal_address))
    add_offer (offers, context, "postal_address", NULL, postal, signature->postal_address);
  if (signature->website != NULL && crm_record_get_text (context->account, "website") == NULL)
    add_offer (offers, context, "website", NULL, NULL, signature->website);
}

/**
 * crm_card_find_offers:
 * @context: what is known
 * @signature: (nullable): of the letter's sender
 *
 * Nothing is offered for somebody nobody knows, nor what was decided before.
 *
 * Returns: (transfer full) (element-type CrmCardOffer): what the signature says otherwise
 */
GPtrArray *
crm_card_find_offers (const CrmContext *context, const CrmSignature *signature)
{
  GPtrArray *offers = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_card_offer_free);

  if (signature == NULL || !crm_context_is_known (context) || !crm_card_is_senders (context))
    return offers;
  offer_name (offers, context, signature);
  if (signature->title != NULL && !is_same_text (context->title, signature->title))
    add_offer (offers, context, "title", NULL, context->title, signature->title);
  offer_phones (offers, context, signature);
  if (context->account != NULL)
    offer_account (offers, context, signature);
  return offers;
}

static void
remember (CrmChangeSet *set,
          const CrmContext *context,
          const CrmCardOffer *offer,
          const char *decision)
{
  g_autofree char *key = make_key (offer);
  g_autofree char *id = crm_entity_derive_id (crm_entity_find ("card_decision"), context->address,
                                              offer->field, key, NULL);
  CrmChange *change = crm_change_set_ensure (set, "card_decision", id);

  crm_change_set_text (change, "address", context->address);
  crm_change_set_text (change, "field", offer->field);
  crm_change_set_text (change, "value", key);
  crm_change_set_text (change, "decision", decision);
}

static void
update_record (CrmChangeSet *set, const CrmRecord *record, const char *field, const char *value)
{
  CrmChange *change;

  if (g_strcmp0 (crm_record_get_text (record, field), value) == 0)
    return;
  change = crm_change_set_update (set, record->entity->name, record->id);
  crm_change_set_text (change, field, value);
  crm_change_expect (change, field, crm_record_get (record, field));
}

/* The record of the number that changes; a new one where no address book keeps it. */
static void
take_phone (CrmChangeSet *set, const CrmContext *context, const CrmCardOffer *offer)
{
  for (guint i = 0; offer->seen != NULL && i < context->phone_records->len; i++)
    {
      const CrmRecord *record = g_ptr_array_index (context->phone_records, i);

      if (crm_phone_is_same (crm_record_get_text (record, "number"), offer->seen))
        {
          update_record (set, record, "number", offer->value);
          return;
        }
    }
  if (context->contact == NULL || context->contact->is_readonly)
    {
      CrmChange *change = crm_change_set_create (set, "phone", NULL);

      crm_change_set_text (change, "number", offer->value);
      crm_change_set_text (change, "kind", offer->kind);
      crm_change_set_text (change, "person", context->person->id);
    }
}

/* Whether the address book has that number: one that only the CRM knows cannot change there. */
static gboolean
is_in_book (const CrmContact *contact, const char *number)
{
  g_auto (GStrv) lines = g_strsplit (contact->phones != NULL ? contact->phones : "", "\n", -1);

  for (gsize i = 0; number != NULL && lines[i] != NULL; i++)
    {
      const char *space = strchr (lines[i], ' ');

      if (space != NULL && g_str_equal (space + 1, number))
        return TRUE;
    }
  return FALSE;
}

static void
order_change (CrmChangeSet *set, const CrmContext *context, const CrmCardOffer *offer)
{
  const CrmContact *contact = context->contact;
  CrmContactChange change = { .field = offer->field, .kind = offer->kind, .value = offer->value };

  if (g_str_equal (offer->field, "title"))
    change.seen = contact->title;
  else if (g_str_equal (offer->field, "name"))
    change.seen = contact->name;
  else if (is_in_book (contact, offer->seen))
    change.seen = offer->seen;
  crm_people_change_contact (set, contact->book_uid, contact->contact_uid,
                             context->person != NULL ? context->person->id : NULL, &change);
}

static gboolean
is_of_account (const CrmCardOffer *offer)
{
  return g_str_equal (offer->field, "postal_address") || g_str_equal (offer->field, "website");
}

/**
 * crm_card_is_readonly:
 * @context: what is known
 * @offer: an offer
 *
 * Returns: whether it cannot reach the address book that has the person
 */
gboolean
crm_card_is_readonly (const CrmContext *context, const CrmCardOffer *offer)
{
  return context->contact != NULL && context->contact->is_readonly && !is_of_account (offer);
}

/**
 * crm_card_can_take_over:
 * @context: what is known
 * @offer: an offer
 *
 * Returns: whether there is anything that could keep it: an address book that takes changes, or the
 *   CRM, if it knows the person
 */
gboolean
crm_card_can_take_over (const CrmContext *context, const CrmCardOffer *offer)
{
  return context->person != NULL || !crm_card_is_readonly (context, offer);
}

/**
 * crm_card_take_over:
 * @context: what was known when the offer was made
 * @offer: the offer
 *
 * Where an address book has the person, it is ordered to change this one field; where it takes no
 * changes, the CRM alone keeps it. See crm_card_can_take_over().
 *
 * Returns: (transfer full): the change set
 */
CrmChangeSet *
crm_card_take_over (const CrmContext *context, const CrmCardOffer *offer)
{
  CrmChangeSet *set = crm_change_set_new ("update-card", CRM_CAUSE_USER);
  gboolean is_account = is_of_account (offer);

  if (is_account)
    update_record (set, context->account, offer->field, offer->value);
  else if (context->person != NULL && g_str_equal (offer->field, "phone"))
    take_phone (set, context, offer);
  else if (context->person != NULL)
    update_record (set, context->person, offer->field, offer->value);
  if (!is_account && context->contact != NULL && !context->contact->is_readonly)
    order_change (set, context, offer);
  remember (set, context, offer, "applied");
  return set;
}

/**
 * crm_card_reject:
 * @context: what was known when the offer was made
 * @offer: the offer
 *
 * Returns: (transfer full): the change set, after which it is not offered again
 */
CrmChangeSet *
crm_card_reject (const CrmContext *context, const CrmCardOffer *offer)
{
  CrmChangeSet *set = crm_change_set_new ("reject-card", CRM_CAUSE_USER);

  remember (set, context, offer, "rejected");
  return set;
}
