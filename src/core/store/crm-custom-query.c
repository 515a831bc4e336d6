/* crm-custom-query.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Reads the sibling entities with custom fields: the columns there are, as the definitions describe
 * them. A column whose definition is gone is hidden, and keeps what it holds. */
#define G_LOG_DOMAIN "crm-custom-query"
#include "config.h"

#include "crm-custom-private.h"

#include "crm-schema-private.h"

typedef struct
{
  CrmConnection *connection;
  const CrmEntity *base;
  GHashTable *columns; /* (element-type utf8): not described yet */
  GHashTable *labels;  /* (element-type utf8 utf8): by field and choice, in the user's language */
  GArray *fields;      /* (element-type CrmField) */
} Reading;

/* What is in the cache for an entity without custom fields. */
static const CrmEntity none;

CrmCustomCache *
_crm_custom_cache_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, NULL, NULL);
}

static gboolean
ended (GError **error, GError *local_error /* (transfer full) (nullable) */)
{
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, local_error);
  return FALSE;
}

/* Everything but the columns that any sibling has. */
static gboolean
read_columns (Reading *reading, const char *table, GError **error)
{
  GError *local_error = NULL;
  g_autoptr (CrmRows) rows
      = _crm_connection_query (reading->connection, error,
                               "SELECT name, type FROM pragma_table_info (?1)"
                               " WHERE name NOT IN ('id', 'created_at', 'created_by',"
                               " 'modified_at', 'modified_by', ?2)",
                               "tt", table, reading->base->name);

  if (rows == NULL)
    return FALSE;
  while (_crm_rows_next (rows, &local_error))
    g_hash_table_insert (reading->columns, g_strdup (_crm_rows_text (rows, 0)),
                         g_strdup (_crm_rows_text (rows, 1)));
  return ended (error, local_error);
}

static int
rank_language (const char *language)
{
  const char *const *wanted = g_get_language_names ();

  for (int i = 0; wanted[i] != NULL; i++)
    if (g_strcmp0 (wanted[i], language) == 0)
      return i;
  return G_MAXINT;
}

static char *
label_key (const char *field, const char *choice)
{
  return g_strconcat (field, "\x1f", choice, NULL);
}

/* Of the labels that the user's languages know, the one they like best. */
static gboolean
read_labels (Reading *reading, GError **error)
{
  g_autoptr (GHashTable) ranks = g_hash_table_new (g_str_hash, g_str_equal);
  GError *local_error = NULL;
  g_autoptr (CrmRows) rows
      = _crm_connection_query (reading->connection, error,
                               "SELECT l.field, coalesce (l.choice, ''), l.language, l.label"
                               " FROM custom_label AS l JOIN custom_field AS f ON f.id = l.field"
                               " WHERE f.entity = ? ORDER BY l.id",
                               "t", reading->base->name);

  if (rows == NULL)
    return FALSE;
  while (_crm_rows_next (rows, &local_error))
    {
      g_autofree char *key = label_key (_crm_rows_text (rows, 0), _crm_rows_text (rows, 1));
      int rank = rank_language (_crm_rows_text (rows, 2));
      gpointer known_key = NULL;
      gpointer known_rank = NULL;

      if (rank == G_MAXINT
          || (g_hash_table_lookup_extended (ranks, key, &known_key, &known_rank)
              && GPOINTER_TO_INT (known_rank) <= rank))
        continue;
      if (known_key == NULL)
        g_hash_table_insert (ranks, (gpointer)g_intern_string (key), GINT_TO_POINTER (rank));
      else
        g_hash_table_replace (ranks, known_key, GINT_TO_POINTER (rank));
      g_hash_table_replace (reading->labels, g_steal_pointer (&key),
                            g_strdup (_crm_rows_text (rows, 3)));
    }
  return ended (error, local_error);
}

static const char *
find_label (Reading *reading, const char *field, const char *choice, const char *fallback)
{
  g_autofree char *key = label_key (field, choice);
  const char *label = g_hash_table_lookup (reading->labels, key);

  return g_intern_string (label != NULL ? label : fallback);
}

/* (transfer full) (nullable): ended by a %NULL value */
static CrmChoice *
read_choices (Reading *reading, const char *field, GError **error)
{
  g_autoptr (GArray) choices = g_array_new (TRUE, TRUE, sizeof (CrmChoice));
  GError *local_error = NULL;
  g_autoptr (CrmRows) rows
      = _crm_connection_query (reading->connection, error,
                               "SELECT value, label, coalesce (inactive, 0) FROM custom_choice"
                               " WHERE field = ? ORDER BY position, value",
                               "t", field);

  if (rows == NULL)
    return NULL;
  while (_crm_rows_next (rows, &local_error))
    {
      const char *value = g_intern_string (_crm_rows_text (rows, 0));
      CrmChoice choice = { value, find_label (reading, field, value, _crm_rows_text (rows, 1)),
                           _crm_rows_int (rows, 2) != 0 };

      g_array_append_val (choices, choice);
    }
  if (!ended (error, local_error))
    return NULL;
  return (CrmChoice *)g_array_free (g_steal_pointer (&choices), FALSE);
}

static void
add_field (Reading *reading, const CrmField *field)
{
  g_array_append_val (reading->fields, *field);
  g_hash_table_remove (reading->columns, field->name);
}

/* The currency of an amount is a field of its own, next to it. */
static void
add_currency (Reading *reading, CrmField *money)
{
  g_autofree char *name = g_strconcat (money->name, CRM_CUSTOM_CURRENCY_SUFFIX, NULL);
  g_autofree char *alias = g_strconcat (money->alias, CRM_CUSTOM_CURRENCY_SUFFIX, NULL);
  CrmField currency = *money;

  money->reference = g_intern_string (name);
  if (!g_hash_table_contains (reading->columns, name))
    return;
  currency.name = money->reference;
  currency.alias = g_intern_string (alias);
  currency.type = CRM_FIELD_CURRENCY;
  currency.flags &= ~CRM_FIELD_REQUIRED;
  currency.label = g_intern_static_string ("Currency"); /* declared and translated elsewhere */
  currency.reference = NULL;
  add_field (reading, &currency);
}

static gboolean
add_definition (Reading *reading, CrmRows *rows, GError **error)
{
  CrmField field = { .name = g_intern_string (_crm_rows_text (rows, 0)),
                     .alias = g_intern_string (_crm_rows_text (rows, 1)),
                     .since = reading->base->since };
  CrmChoice *choices = NULL;

  if (!g_hash_table_contains (reading->columns, field.name)
      || !crm_custom_type_from_name (_crm_rows_text (rows, 2), &field.type))
    return TRUE;
  field.label = find_label (reading, field.name, "", _crm_rows_text (rows, 3));
  if (field.type == CRM_FIELD_REF)
    {
      field.reference = g_intern_string (_crm_rows_text (rows, 4));
      if (crm_entity_find (field.reference) == NULL)
        return TRUE;
    }
  if (_crm_rows_int (rows, 6) != 0)
    field.flags |= CRM_FIELD_HIDDEN;
  else if (_crm_rows_int (rows, 5) != 0)
    field.flags |= CRM_FIELD_REQUIRED;
  if (field.type == CRM_FIELD_TEXT || field.type == CRM_FIELD_LONGTEXT)
    field.flags |= CRM_FIELD_SEARCHABLE;
  if (field.type == CRM_FIELD_CHOICE)
    {
      field.choices = choices = read_choices (reading, field.name, error);
      if (choices == NULL)
        return FALSE;
    }
  if (field.type == CRM_FIELD_MONEY)
    add_currency (reading, &field);
  add_field (reading, &field);
  return TRUE;
}

static gboolean
read_definitions (Reading *reading, GError **error)
{
  GError *local_error = NULL;
  g_autoptr (CrmRows) rows = _crm_connection_query (
      reading->connection, error,
      "SELECT id, name, type, label, reference, coalesce (required, 0), coalesce (inactive, 0)"
      " FROM custom_field WHERE entity = ? ORDER BY coalesce (inactive, 0), position, name, id",
      "t", reading->base->name);

  if (rows == NULL)
    return FALSE;
  while (_crm_rows_next (rows, &local_error))
    if (!add_definition (reading, rows, error))
      return FALSE;
  return ended (error, local_error);
}

/* What no definition speaks of any more: kept and journalled, so that no undo loses it. */
static void
add_orphans (Reading *reading)
{
  g_autoptr (GList) names
      = g_list_sort (g_hash_table_get_keys (reading->columns), (GCompareFunc)g_strcmp0);

  for (const GList *l = names; l != NULL; l = l->next)
    {
      const char *type = g_hash_table_lookup (reading->columns, l->data);
      CrmField field
          = { .name = g_intern_string (l->data),
              .type = g_strcmp0 (type, "INTEGER") == 0 ? CRM_FIELD_INT : CRM_FIELD_LONGTEXT,
              .label = g_intern_string (l->data),
              .flags = CRM_FIELD_HIDDEN };

      g_array_append_val (reading->fields, field);
    }
}

static void
clear_field (gpointer data)
{
  CrmField *field = data;

  g_free ((gpointer)field->choices);
}

static gboolean
read_custom (Reading *reading, const CrmEntity **out_custom, GError **error)
{
  g_autofree char *table = g_strconcat (reading->base->name, CRM_CUSTOM_SUFFIX, NULL);

  if (!read_columns (reading, table, error))
    return FALSE;
  if (g_hash_table_size (reading->columns) == 0)
    {
      *out_custom = &none;
      return TRUE;
    }
  if (!read_labels (reading, error) || !read_definitions (reading, error))
    return FALSE;
  add_orphans (reading);
  *out_custom = crm_custom_intern (reading->base, (const CrmField *)reading->fields->data);
  return TRUE;
}

/* @out_custom is nullable: NULL for an entity that nobody defined fields for. */
gboolean
_crm_custom_lookup (CrmConnection *connection,
                    CrmCustomCache *cache,
                    const CrmEntity *base,
                    const CrmEntity **out_custom,
                    GError **error)
{
  const CrmEntity *custom = g_hash_table_lookup (cache, base->name);

  if (custom == NULL)
    {
      g_autoptr (GHashTable) columns
          = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
      g_autoptr (GHashTable) labels
          = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
      g_autoptr (GArray) fields = g_array_new (TRUE, TRUE, sizeof (CrmField));
      Reading reading = { connection, base, columns, labels, fields };

      g_array_set_clear_func (fields, clear_field);
      if (!read_custom (&reading, &custom, error))
        return FALSE;
      g_hash_table_insert (cache, (gpointer)base->name, (gpointer)custom);
    }
  *out_custom = custom == &none ? NULL : custom;
  return TRUE;
}

/* Any entity by its name, declared or sibling; @out_entity is NULL for one that is no more. */
gboolean
_crm_custom_resolve (CrmConnection *connection,
                     CrmCustomCache *cache,
                     const char *name,
                     const CrmEntity **out_entity,
                     GError **error)
{
  const CrmEntity *base;

  *out_entity = crm_entity_find (name);
  base = *out_entity == NULL ? crm_custom_find_base (name) : NULL;
  return base == NULL || _crm_custom_lookup (connection, cache, base, out_entity, error);
}

/* (transfer container) (nullable) (element-type CrmEntity): the declared ones and the siblings */
GPtrArray *
_crm_custom_list_entities (CrmConnection *connection, CrmCustomCache *cache, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new ();

  for (const CrmEntity *const *entity = crm_entity_list (); *entity != NULL; entity++)
    {
      const CrmEntity *custom;

      g_ptr_array_add (list, (gpointer)*entity);
      if (!crm_custom_suits (*entity))
        continue;
      if (!_crm_custom_lookup (connection, cache, *entity, &custom, error))
        return NULL;
      if (custom != NULL)
        g_ptr_array_add (list, (gpointer)custom);
    }
  return g_steal_pointer (&list);
}
