/* crm-delete.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Deleting a record with all that makes no sense without it, in one change set, so that undo brings
 * everything back. There are no ON DELETE actions: nothing writes around the journal (law 2). */
#define G_LOG_DOMAIN "crm-delete"
#include "config.h"

#include "crm-delete.h"

typedef struct
{
  CrmReader *reader;
  GPtrArray *entities;  /* (element-type CrmEntity): all, those with custom fields too */
  GHashTable *doomed;   /* (owned) (element-type utf8): ids */
  GHashTable *released; /* (owned) (element-type utf8): ids of those that stay */
  GPtrArray *records;   /* (owned) (element-type CrmRecord): doomed, those referred to first */
  GPtrArray *referrers; /* (owned) (element-type CrmRecord): may refer to a doomed one and stay */
} Deletion;

/* What is about somebody: it goes when the last one it is about goes. */
static gboolean
needs_subject (const CrmEntity *entity)
{
  static const char *const names[]
      = { "phone", "note", "call", "follow_up", "address", "document", "redirect", NULL };

  return g_strv_contains (names, entity->name);
}

static gboolean
has_other_subject (const Deletion *deletion, const CrmRecord *record)
{
  static const char *const subjects[] = { "person", "account", "deal", "lead" };

  for (guint i = 0; i < G_N_ELEMENTS (subjects); i++)
    {
      const char *id = crm_entity_find_field (record->entity, subjects[i]) != NULL
                           ? crm_record_get_text (record, subjects[i])
                           : NULL;

      if (id != NULL && !g_hash_table_contains (deletion->doomed, id))
        return TRUE;
    }
  if (!g_str_equal (record->entity->name, "address"))
    return crm_entity_find_field (record->entity, "address") != NULL
           && crm_record_get_text (record, "address") != NULL;
  /* That somebody wants no mail holds for the address, whoever it belongs to. */
  return crm_record_get_int (record, "opt_out", 0) != 0;
}

static gboolean
must_go (const Deletion *deletion, const CrmRecord *record, const CrmField *field)
{
  if (field->flags & (CRM_FIELD_REQUIRED | CRM_FIELD_KEY))
    return TRUE;
  return needs_subject (record->entity) && !has_other_subject (deletion, record);
}

static gboolean doom (Deletion *deletion, CrmRecord *record, GError **error);

static gboolean
look_at_referrers (Deletion *deletion,
                   const CrmEntity *entity,
                   const CrmField *field,
                   const char *id,
                   GError **error)
{
  g_autoptr (GPtrArray) records
      = crm_reader_list_where (deletion->reader, entity->name, field->name, id, error);

  if (records == NULL)
    return FALSE;
  for (guint i = 0; i < records->len; i++)
    {
      CrmRecord *record = g_ptr_array_index (records, i);

      if (!must_go (deletion, record, field))
        g_ptr_array_add (deletion->referrers, crm_record_ref (record));
      else if (!doom (deletion, record, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
doom (Deletion *deletion, CrmRecord *record, GError **error)
{
  if (!g_hash_table_add (deletion->doomed, g_strdup (record->id)))
    return TRUE;
  g_ptr_array_add (deletion->records, crm_record_ref (record));
  for (guint i = 0; i < deletion->entities->len; i++)
    {
      const CrmEntity *entity = g_ptr_array_index (deletion->entities, i);

      for (const CrmField *field = entity->fields; field->name != NULL; field++)
        if (field->type == CRM_FIELD_REF && g_str_equal (field->reference, record->entity->name)
            && !look_at_referrers (deletion, entity, field, record->id, error))
          return FALSE;
    }
  return TRUE;
}

/* A record that stays forgets the doomed ones. */
static void
release (Deletion *deletion, CrmChangeSet *set, const CrmRecord *record)
{
  CrmChange *change = NULL;

  if (g_hash_table_contains (deletion->doomed, record->id)
      || !g_hash_table_add (deletion->released, g_strdup (record->id)))
    return;
  for (const CrmField *field = record->entity->fields; field->name != NULL; field++)
    {
      const char *id
          = field->type == CRM_FIELD_REF ? crm_record_get_text (record, field->name) : NULL;

      if (id == NULL || !g_hash_table_contains (deletion->doomed, id))
        continue;
      if (change == NULL)
        change = crm_change_set_add (set, CRM_CHANGE_UPDATE, record->entity, record->id);
      crm_change_set_null (change, field->name);
    }
}

/**
 * crm_delete_record:
 * @reader: a reader
 * @set: gets the changes
 * @record: what goes
 * @error: (nullable): storage errors
 *
 * Memberships, addresses, telephone numbers, links and stage history of @record go with it, and
 * notes, calls, follow-ups and documents that are about nobody else. Whatever else refers to it
 * stays without the reference. An address that opted out stays, alone.
 *
 * Returns: (transfer container) (nullable) (element-type CrmRecord): what goes, @record first
 */
GPtrArray *
crm_delete_record (CrmReader *reader, CrmChangeSet *set, const CrmRecord *record, GError **error)
{
  g_autoptr (GHashTable) doomed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) released = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_record_unref);
  g_autoptr (GPtrArray) referrers
      = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_record_unref);
  g_autoptr (GPtrArray) entities = crm_reader_list_entities (reader, error);
  Deletion deletion = { reader, entities, doomed, released, records, referrers };

  if (entities == NULL || !doom (&deletion, (CrmRecord *)record, error))
    return NULL;
  for (guint i = 0; i < referrers->len; i++)
    release (&deletion, set, g_ptr_array_index (referrers, i));
  for (guint i = records->len; i > 0; i--)
    {
      const CrmRecord *goner = g_ptr_array_index (records, i - 1);

      crm_change_set_add (set, CRM_CHANGE_DELETE, goner->entity, goner->id);
    }
  return g_steal_pointer (&records);
}
