/* crm-people-follow.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * People follow their contacts: what those are called, and where they are. */
#define G_LOG_DOMAIN "crm-people-follow"
#include "config.h"

#include "crm-people.h"

#include "store/crm-context-query.h"
#include "store/crm-people-query.h"

static CrmChangeSet *
need_set (CrmChangeSet **set)
{
  if (*set == NULL)
    *set = crm_change_set_new ("follow-contact", CRM_CAUSE_OUTBOX);
  return *set;
}

/* To the contact that the sidebar shows for the address. */
static gboolean
tie_again (CrmReader *reader, const CrmStray *stray, CrmChangeSet **set, GError **error)
{
  GError *local_error = NULL;
  g_autoptr (CrmContact) contact = crm_query_contact (reader, stray->address, &local_error);
  g_auto (CrmValue) book = crm_value_text (stray->book_uid);
  g_auto (CrmValue) uid = crm_value_text (stray->contact_uid);
  CrmChange *change;

  if (local_error != NULL)
    {
      g_propagate_error (error, local_error);
      return FALSE;
    }
  if (contact == NULL)
    return TRUE;
  change = crm_change_set_update (need_set (set), "person", stray->person);
  crm_change_set_text (change, "book_uid", contact->book_uid);
  crm_change_set_text (change, "contact_uid", contact->contact_uid);
  crm_change_expect (change, "book_uid", &book);
  crm_change_expect (change, "contact_uid", &uid);
  return TRUE;
}

/* Of several addresses the first one counts. */
static gboolean
tie_strays (CrmReader *reader, CrmChangeSet **set, GError **error)
{
  g_autoptr (GPtrArray) all = crm_query_stray_people (reader, error);
  const char *last = NULL;

  if (all == NULL)
    return FALSE;
  for (guint i = 0; i < all->len; i++)
    {
      const CrmStray *stray = g_ptr_array_index (all, i);

      if (g_strcmp0 (stray->person, last) != 0 && !tie_again (reader, stray, set, error))
        return FALSE;
      last = stray->person;
    }
  return TRUE;
}

/**
 * crm_people_follow:
 * @reader: a reader
 * @out_set: (out) (nullable) (transfer full): the changes to people whose contact says otherwise by
 * now; %NULL when there are none
 * @error: (nullable): storage errors
 *
 * The address book owns people, law 5: name and job title of a person are those of the contact, so
 * that lists and searches find them by the new name. What somebody changed in the CRM itself stays.
 * Whose contact was moved to another address book, or made anew, goes with it.
 *
 * Returns: whether all is well
 */
gboolean
crm_people_follow (CrmReader *reader, CrmChangeSet **out_set, GError **error)
{
  g_autoptr (GPtrArray) all = crm_query_outdated_people (reader, error);
  g_autoptr (CrmChangeSet) set = NULL;

  *out_set = NULL;
  if (all == NULL || !tie_strays (reader, &set, error))
    return FALSE;
  for (guint i = 0; i < all->len; i++)
    {
      const CrmOutdated *outdated = g_ptr_array_index (all, i);
      g_auto (CrmValue) seen
          = outdated->seen != NULL ? crm_value_text (outdated->seen) : (CrmValue)CRM_VALUE_INIT;
      CrmChange *change = crm_change_set_update (need_set (&set), "person", outdated->person);

      crm_change_set_text (change, outdated->field, outdated->value);
      crm_change_expect (change, outdated->field, &seen);
    }
  *out_set = g_steal_pointer (&set);
  return TRUE;
}
