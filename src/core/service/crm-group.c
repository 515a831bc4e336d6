/* crm-group.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-group"
#include "config.h"

#include "crm-group.h"

#include "crm-deals.h"
#include "crm-people.h"
#include "crm-tags.h"
#include "model/crm-address.h"
#include "store/crm-context-query.h"

typedef struct
{
  CrmReader *reader;
  const CrmGroup *group;
  CrmChangeSet *set;
  GPtrArray *people;      /* (owned) (element-type utf8): ids, each once */
  GHashTable *by_address; /* (owned) (element-type utf8 utf8): ids of those made here */
  char *account;          /* (owned) (nullable): of all of them so far */
  gboolean disagree;      /* they belong to several */
} Work;

static void
clear_work (Work *work)
{
  g_ptr_array_unref (work->people);
  g_hash_table_unref (work->by_address);
  g_free (work->account);
}

static gboolean
pass_on (GError **error, GError *local_error)
{
  if (local_error != NULL)
    g_propagate_error (error, local_error);
  return local_error == NULL;
}

/* Who is bound to the contact comes before who has one of its addresses. */
static gboolean
find_person (Work *work, const CrmContact *contact, char **out_id, GError **error)
{
  GError *local_error = NULL;
  g_autoptr (CrmRecord) person
      = crm_query_person_of_contact (work->reader, contact->contact_uid, &local_error);

  *out_id = NULL;
  for (guint i = 0; person == NULL && local_error == NULL && i < contact->addresses->len; i++)
    {
      const char *address = g_ptr_array_index (contact->addresses, i);

      if (g_hash_table_contains (work->by_address, address))
        {
          *out_id = g_strdup (g_hash_table_lookup (work->by_address, address));
          return TRUE;
        }
      person = crm_query_person_of_address (work->reader, address, &local_error);
    }
  if (person != NULL)
    *out_id = g_strdup (person->id);
  return pass_on (error, local_error);
}

static const char * /* (nullable) */
find_name (const CrmContact *contact)
{
  const char *address
      = contact->addresses->len > 0 ? g_ptr_array_index (contact->addresses, 0) : NULL;
  const char *names[] = { contact->name, address, contact->organization, contact->phone };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (names[i] != NULL)
      return names[i];
  return NULL;
}

/* (nullable): of nobody there is nothing to be made */
static char *
make_person (Work *work, const CrmContact *contact)
{
  const char *first
      = contact->addresses->len > 0 ? g_ptr_array_index (contact->addresses, 0) : NULL;
  CrmCapture capture = { .name = find_name (contact),
                         .address = first,
                         .title = contact->title,
                         .book_uid = contact->book_uid,
                         .contact_uid = contact->contact_uid,
                         .owner = work->group->owner };
  char *id;

  if (capture.name == NULL)
    return NULL;
  id = crm_people_create (work->set, &capture);
  for (guint i = 0; i < contact->addresses->len; i++)
    {
      const char *address = g_ptr_array_index (contact->addresses, i);

      if (i > 0)
        crm_people_add_address (work->set, id, address);
      g_hash_table_insert (work->by_address, g_strdup (address), g_strdup (id));
    }
  return id;
}

/* (nullable): by the person, else by the domain of their address, as the sidebar finds it */
static CrmRecord *
find_account (Work *work, const CrmContact *contact, const char *person, GError **error)
{
  GError *local_error = NULL;
  CrmRecord *account = crm_query_account_of_person (work->reader, person, &local_error);
  const char *domain = NULL;
  g_autofree char *organization = NULL;

  if (contact->addresses->len > 0)
    domain = crm_address_get_domain (g_ptr_array_index (contact->addresses, 0));
  if (domain != NULL)
    organization = crm_domain_organization (domain);
  if (account == NULL && local_error == NULL && organization != NULL
      && !crm_domain_is_free_mail (organization))
    account = crm_query_account_of_domain (work->reader, organization, &local_error);
  pass_on (error, local_error);
  return account;
}

static gboolean
add_contact (Work *work, const CrmContact *contact, GError **error)
{
  g_autofree char *id = NULL;
  g_autoptr (CrmRecord) account = NULL;
  GError *local_error = NULL;

  if (!find_person (work, contact, &id, error))
    return FALSE;
  if (id == NULL)
    id = make_person (work, contact);
  if (id == NULL)
    return TRUE;
  account = find_account (work, contact, id, &local_error);
  if (!pass_on (error, local_error))
    return FALSE;
  work->disagree
      |= account != NULL && work->account != NULL && !g_str_equal (account->id, work->account);
  if (account != NULL && work->account == NULL)
    work->account = g_strdup (account->id);
  if (!g_ptr_array_find_with_equal_func (work->people, id, g_str_equal, NULL))
    g_ptr_array_add (work->people, g_steal_pointer (&id));
  return TRUE;
}

static void
add_deal (Work *work)
{
  const CrmGroup *group = work->group;
  CrmNewDeal deal = { .title = group->deal_title,
                      .account = work->disagree ? NULL : work->account,
                      .owner = group->owner,
                      .currency = group->currency,
                      .now_usec = group->now_usec };
  g_autofree char *id = crm_deals_create (work->set, &deal);

  for (guint i = 0; i < work->people->len; i++)
    crm_deals_add_person (work->set, id, g_ptr_array_index (work->people, i));
}

static gboolean
add_tag (Work *work, GError **error)
{
  GError *local_error = NULL;
  g_autoptr (CrmRecord) known
      = crm_reader_find (work->reader, "tag", "name", work->group->tag, &local_error);
  g_autofree char *tag = known != NULL ? g_strdup (known->id) : NULL;

  if (!pass_on (error, local_error))
    return FALSE;
  if (tag == NULL)
    {
      CrmChange *change = crm_change_set_create (work->set, "tag", NULL);

      crm_change_set_text (change, "name", work->group->tag);
      tag = g_strdup (change->id);
    }
  for (guint i = 0; i < work->people->len; i++)
    crm_tags_add (work->set, tag, "person", g_ptr_array_index (work->people, i));
  return TRUE;
}

/**
 * crm_group_build:
 * @reader: a reader
 * @group: the contacts, and what is to be done with them
 * @error: (nullable): storage errors
 *
 * Who is not in the CRM yet is added, bound to their contact; nothing is written into an address
 * book. The deal gets the account that they have in common.
 *
 * Returns: (transfer full) (nullable): the change set, %NULL on failure
 */
CrmChangeSet *
crm_group_build (CrmReader *reader, const CrmGroup *group, GError **error)
{
  g_autoptr (CrmChangeSet) set
      = crm_change_set_new (group->deal_title != NULL ? "add-deal" : "tag-people", CRM_CAUSE_USER);
  Work work = { .reader = reader,
                .group = group,
                .set = set,
                .people = g_ptr_array_new_with_free_func (g_free),
                .by_address = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free) };
  gboolean done = TRUE;

  for (guint i = 0; done && i < group->contacts->len; i++)
    done = add_contact (&work, g_ptr_array_index (group->contacts, i), error);
  if (done && group->deal_title != NULL)
    add_deal (&work);
  if (done && group->tag != NULL)
    done = add_tag (&work, error);
  clear_work (&work);
  return done ? g_steal_pointer (&set) : NULL;
}
