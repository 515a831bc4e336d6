/* crm-task-link.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-task-link"
#include "config.h"

#include "crm-task-link.h"

#include "store/crm-context-query.h"

/**
 * crm_task_people_free:
 * @self: (nullable): what is known of a task
 */
void
crm_task_people_free (CrmTaskPeople *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->follow_up, crm_record_unref);
  g_clear_pointer (&self->people, crm_message_unref);
  g_free (self);
}

static gboolean
add_person (CrmReader *reader, CrmMessage *people, const char *id, GError **error)
{
  g_autoptr (CrmRecord) person = NULL;
  g_autoptr (GPtrArray) addresses = NULL;

  if (id == NULL)
    return TRUE;
  person = crm_reader_get (reader, "person", id, error);
  if (person == NULL)
    return FALSE;
  addresses
      = crm_query_person_addresses (reader, id, crm_record_get_text (person, "contact_uid"), error);
  if (addresses != NULL && addresses->len > 0)
    crm_message_add_party (people, CRM_ROLE_TO, g_ptr_array_index (addresses, 0),
                           crm_record_get_title (person));
  return addresses != NULL;
}

static gboolean
add_members (CrmReader *reader,
             CrmMessage *people,
             const char *entity,
             const char *field,
             const char *id,
             GError **error)
{
  g_autoptr (GPtrArray) members
      = id != NULL ? crm_reader_list_where (reader, entity, field, id, error) : NULL;

  for (guint i = 0; members != NULL && i < members->len; i++)
    if (!add_person (reader, people, crm_record_get_text (g_ptr_array_index (members, i), "person"),
                     error))
      return FALSE;
  return id == NULL || members != NULL;
}

static CrmMessage *
read_people (CrmReader *reader, const CrmRecord *follow_up, GError **error)
{
  g_autoptr (CrmMessage) people = crm_message_new ();
  const char *address = crm_record_get_text (follow_up, "address");

  crm_message_set_subject (people, crm_record_get_title (follow_up));
  if (address != NULL)
    crm_message_add_party (people, CRM_ROLE_TO, address, NULL);
  if (!add_person (reader, people, crm_record_get_text (follow_up, "person"), error)
      || !add_members (reader, people, "deal_person", "deal",
                       crm_record_get_text (follow_up, "deal"), error)
      || (people->parties->len == 0
          && !add_members (reader, people, "account_person", "account",
                           crm_record_get_text (follow_up, "account"), error)))
    return NULL;
  return g_steal_pointer (&people);
}

/**
 * crm_task_people_load:
 * @reader: a reader
 * @task_uid: UID of a task
 * @error: (nullable): storage errors
 *
 * Returns: (transfer full) (nullable): what the CRM knows of it; %NULL on failure
 */
CrmTaskPeople *
crm_task_people_load (CrmReader *reader, const char *task_uid, GError **error)
{
  g_autoptr (CrmTaskPeople) self = g_new0 (CrmTaskPeople, 1);
  g_autoptr (GPtrArray) found
      = crm_reader_list_where (reader, "follow_up", "task_uid", task_uid, error);

  if (found == NULL)
    return NULL;
  if (found->len == 0)
    return g_steal_pointer (&self);
  self->follow_up = crm_record_ref (g_ptr_array_index (found, 0));
  self->people = read_people (reader, self->follow_up, error);
  return self->people != NULL ? g_steal_pointer (&self) : NULL;
}

/**
 * crm_task_find_subjects:
 * @reader: a reader
 * @words: what a person typed
 * @limit: at most this many of each kind
 * @error: (nullable): storage errors
 *
 * Returns: (transfer container) (nullable) (element-type CrmRecord): people, then deals, whose
 * names have the words in them
 */
GPtrArray *
crm_task_find_subjects (CrmReader *reader, const char *words, guint limit, GError **error)
{
  static const char *const entities[] = { "person", "deal" };
  g_autoptr (CrmFilterNode) filter = crm_filter_of_words (words, error);
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_record_unref);

  for (guint i = 0; filter != NULL && i < G_N_ELEMENTS (entities); i++)
    {
      CrmListQuery query = { .entity = entities[i], .filter = filter, .limit = limit };
      g_autoptr (GPtrArray) records = crm_reader_list (reader, &query, NULL, error);

      if (records == NULL)
        return NULL;
      for (guint j = 0; j < records->len; j++)
        g_ptr_array_add (found, crm_record_ref (g_ptr_array_index (records, j)));
    }
  return filter != NULL ? g_steal_pointer (&found) : NULL;
}

/**
 * crm_task_link:
 * @task: a task that is no follow-up yet
 * @subject: a person or a deal
 *
 * Makes a follow-up of it, and the order that keeps both in step from now on. The task is
 * somebody's own, and nothing is to be done to it: the order is settled from the start, and knows
 * the task as it is. It is adopted, not owned: whatever ends the follow-up, undo of this among it,
 * lets go of the task and leaves it as it is.
 *
 * Returns: (transfer full): the change set
 */
CrmChangeSet *
crm_task_link (const CrmListedTask *task, const CrmRecord *subject)
{
  CrmChangeSet *set = crm_change_set_new ("link-task", CRM_CAUSE_USER);
  CrmChange *change = crm_change_set_create (set, "follow_up", NULL);
  g_autofree char *base = crm_task_to_text (task->content, CRM_TASK_ALL);
  CrmChange *order;

  for (CrmTaskField field = 0; field < CRM_TASK_N_FIELDS; field++)
    if (task->content->values[field].kind != CRM_VALUE_NULL)
      crm_change_set_value (change, crm_task_field_name (field), &task->content->values[field]);
  crm_change_set_text (change, "task_uid", task->uid);
  crm_change_set_text (change, "list_uid", task->list_uid);
  crm_change_set_text (change, subject->entity->name, subject->id);
  order = crm_change_set_create (set, "outbox", NULL);
  crm_change_set_text (order, "action", "adopt_task");
  crm_change_set_text (order, "state", "done");
  crm_change_set_text (order, "book_uid", task->list_uid);
  crm_change_set_text (order, "contact_uid", task->uid);
  crm_change_set_text (order, "base", base);
  crm_change_set_text (order, "follow_up", change->id);
  return set;
}
