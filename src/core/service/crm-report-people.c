/* crm-report-people.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-report-people"
#include "config.h"

#include "crm-report-private.h"

#include <string.h>

typedef struct
{
  CrmReportLoad *load;
  GHashTable *by_key;  /* (owned) (element-type utf8 CrmReportPerson): user's id or address */
  GHashTable *user_of; /* (owned) (element-type utf8 CrmRecord): users by their address */
  GPtrArray *users;    /* (owned) (element-type CrmRecord) */
} People;

void
_crm_report_person_free (gpointer data)
{
  CrmReportPerson *self = data;

  g_free (self->name);
  g_free (self);
}

static gboolean
read_users (People *self, GError **error)
{
  CrmListQuery query = { .entity = "user" };

  self->users = crm_reader_list (self->load->reader, &query, NULL, error);
  if (self->users == NULL)
    return FALSE;
  for (guint i = 0; i < self->users->len; i++)
    {
      CrmRecord *user = g_ptr_array_index (self->users, i);
      const char *address = crm_record_get_text (user, "address");

      if (address != NULL)
        g_hash_table_insert (self->user_of, (gpointer)address, user);
    }
  return TRUE;
}

/* Who has several own addresses is one person, and whoever is a user is known by that. */
static const char *
get_key (const People *self, const CrmActorCount *count)
{
  const CrmRecord *user;

  if (count->user != NULL)
    return count->user;
  if (count->own)
    return crm_reader_get_actor (self->load->reader);
  user = g_hash_table_lookup (self->user_of, count->address);
  return user != NULL ? user->id : count->address;
}

static const char *
get_name (const People *self, const char *key, const CrmActorCount *count)
{
  for (guint i = 0; i < self->users->len; i++)
    {
      const CrmRecord *user = g_ptr_array_index (self->users, i);

      if (g_str_equal (user->id, key))
        return crm_record_get_title (user);
    }
  return count->name != NULL && *count->name != '\0' ? count->name : key;
}

static void
add_count (People *self, const CrmActorCount *count)
{
  const char *key = get_key (self, count);
  CrmReportPerson *person = g_hash_table_lookup (self->by_key, key);

  if (person == NULL)
    {
      person = g_new0 (CrmReportPerson, 1);
      person->name = g_strdup (get_name (self, key, count));
      person->self = g_strcmp0 (key, crm_reader_get_actor (self->load->reader)) == 0;
      g_hash_table_insert (self->by_key, g_strdup (key), person);
      g_ptr_array_add (self->load->report->rows, person);
    }
  person->counts[count->activity] += count->n;
}

static guint64
sum_up (const CrmReportPerson *self)
{
  guint64 sum = 0;

  for (guint i = 0; i < CRM_REPORT_N_ACTIVITIES; i++)
    sum += self->counts[i];
  return sum;
}

static int
compare_people (gconstpointer a, gconstpointer b)
{
  const CrmReportPerson *first = *(const CrmReportPerson *const *)a;
  const CrmReportPerson *second = *(const CrmReportPerson *const *)b;
  guint64 sum = sum_up (first);
  guint64 other = sum_up (second);

  return sum != other ? (sum > other ? -1 : 1) : strcmp (first->name, second->name);
}

/* K25: how many letters each of ours wrote, meetings they had and will have, calls and notes they
 * wrote down in the period, and follow-ups they did. Ours are the users of the store, and who
 * writes from an own domain; of those others, what reached the mailboxes and calendars here is all
 * that is known. */
gboolean
_crm_report_load_people (CrmReportLoad *load, GError **error)
{
  g_autoptr (GHashTable) by_key = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) user_of = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) counts
      = crm_query_actor_counts (load->reader, load->from_usec, load->to_usec, error);
  People self = { load, by_key, user_of, NULL };

  if (counts == NULL || !read_users (&self, error))
    return FALSE;
  for (guint i = 0; i < counts->len; i++)
    add_count (&self, g_ptr_array_index (counts, i));
  g_ptr_array_sort (load->report->rows, compare_people);
  g_ptr_array_unref (self.users);
  return TRUE;
}
