/* crm-filter-words.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-filter-words"
#include "config.h"

#include "crm-filter-words.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "model/crm-custom.h"
#include "model/crm-relation.h"

/* --- all that there is
 * ---------------------------------------------------------------------------- */

/* What people filter by beside the record itself; the others are found by typing. */
static gboolean
is_common (const CrmEntity *target)
{
  static const char *const names[] = { "account", "person", "deal", "lead", "stage", NULL };

  return target != NULL && g_strv_contains (names, target->name);
}

static CrmListColumn *
copy_column (const CrmListColumn *column)
{
  CrmListColumn *copy = g_memdup2 (column, sizeof *column);

  copy->path = g_strdup (column->path);
  copy->label = g_strdup (column->label);
  return copy;
}

/* @way: the path that leads to the record, and @label what that is called */
static void
add_related (GPtrArray *words, const char *way, const char *label, const CrmListColumn *column)
{
  CrmListColumn *word = copy_column (column);

  g_free (word->path);
  g_free (word->label);
  word->path = g_strdup_printf ("%s.%s", way, column->path);
  /* TRANSLATORS: for screen readers: what is chosen, and the choice, as "Period: This year" */
  word->label = g_strdup_printf (_ ("%1$s: %2$s"), _ (label), _ (column->label));
  word->can_sort = FALSE;
  g_ptr_array_add (words, word);
}

/* System columns and what leads on to many are not offered a step away: few look for that. */
static gboolean
add_fields_of (GPtrArray *words,
               CrmReader *reader,
               const char *way,
               const char *label,
               const CrmEntity *target,
               GError **error)
{
  g_autoptr (GPtrArray) columns = crm_list_load_columns (reader, target->name, error);

  for (guint i = 0; columns != NULL && i < columns->len; i++)
    {
      const CrmListColumn *column = g_ptr_array_index (columns, i);

      if (column->field != NULL)
        add_related (words, way, label, column);
    }
  return columns != NULL;
}

static gboolean
add_relations_of (GPtrArray *words, CrmReader *reader, const CrmEntity *entity, GError **error)
{
  for (const CrmRelation *relation = crm_relation_list (); relation->entity != NULL; relation++)
    {
      const CrmEntity *target = crm_relation_get_target (relation);

      if (g_str_equal (relation->entity, entity->name) && is_common (target)
          && !add_fields_of (words, reader, relation->name, target->label_plural, target, error))
        return FALSE;
    }
  return TRUE;
}

/**
 * crm_filter_words_load:
 * @reader: a reader
 * @entity: whose list it is
 * @own: (element-type CrmListColumn): its own columns, see crm_list_load_columns()
 * @error: (nullable): storage errors
 *
 * Returns: (transfer full) (nullable) (element-type CrmListColumn): @own, then the fields of the
 *   records that it leads to, one step away, with a label that says so
 */
GPtrArray *
crm_filter_words_load (CrmReader *reader, const CrmEntity *entity, GPtrArray *own, GError **error)
{
  g_autoptr (GPtrArray) words
      = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_list_column_free);

  for (guint i = 0; i < own->len; i++)
    g_ptr_array_add (words, copy_column (g_ptr_array_index (own, i)));
  for (guint i = 0; i < own->len; i++)
    {
      const CrmListColumn *column = g_ptr_array_index (own, i);
      const CrmEntity *target = column->field != NULL && column->type == CRM_FIELD_REF
                                    ? crm_entity_find (column->field->reference)
                                    : NULL;

      if (is_common (target)
          && !add_fields_of (words, reader, column->path, column->label, target, error))
        return NULL;
    }
  return add_relations_of (words, reader, entity, error) ? g_steal_pointer (&words) : NULL;
}

/* --- what fits to what is typed
 * ------------------------------------------------------------------- */

static void
free_offer (gpointer data)
{
  CrmFilterOffer *offer = data;

  g_free (offer->path);
  g_free (offer->label);
  g_free (offer);
}

static gboolean
is_offered (GPtrArray *offers, const char *path)
{
  for (guint i = 0; i < offers->len; i++)
    if (g_str_equal (((CrmFilterOffer *)g_ptr_array_index (offers, i))->path, path))
      return TRUE;
  return FALSE;
}

/* What is typed in full already is no offer. */
static void
offer (GPtrArray *offers, const char *typed, guint max, const char *path, const char *label)
{
  CrmFilterOffer *made;

  if (offers->len >= max || !g_str_has_prefix (path, typed) || g_str_equal (path, typed)
      || is_offered (offers, path))
    return;
  made = g_new (CrmFilterOffer, 1);
  *made = (CrmFilterOffer){ g_strdup (path), g_strdup (_ (label)) };
  g_ptr_array_add (offers, made);
}

/* A step away only for who has taken it. */
static gboolean
is_near (const char *path, const char *typed)
{
  return strchr (path, '.') == NULL || g_str_has_prefix (path, CRM_CUSTOM_PREFIX)
         || strchr (typed, '.') != NULL;
}

/* Where the way that @path is leads to; NULL for nowhere. */
static const CrmEntity *
walk (const CrmEntity *entity, const char *path)
{
  g_auto (GStrv) steps = g_strsplit (path, ".", -1);

  for (guint i = 0; entity != NULL && steps[i] != NULL; i++)
    {
      const CrmField *field = crm_entity_find_field (entity, steps[i]);
      const CrmRelation *relation = field == NULL ? crm_relation_find (entity, steps[i]) : NULL;

      if (relation != NULL)
        entity = crm_relation_get_target (relation);
      else
        entity = field != NULL && field->type == CRM_FIELD_REF ? crm_entity_find (field->reference)
                                                               : NULL;
    }
  return entity;
}

/* @way: the path to a record of @entity with its dot, or "" */
static void
offer_relations (
    GPtrArray *offers, const char *typed, guint max, const char *way, const CrmEntity *entity)
{
  for (const CrmRelation *relation = crm_relation_list (); relation->entity != NULL; relation++)
    {
      g_autofree char *path = g_strconcat (way, relation->name, NULL);

      if (g_str_equal (relation->entity, entity->name))
        offer (offers, typed, max, path, crm_relation_get_target (relation)->label_plural);
    }
}

static void
offer_fields (
    GPtrArray *offers, const char *typed, guint max, const char *way, const CrmEntity *entity)
{
  for (const CrmField *field = entity->fields; field->name != NULL; field++)
    {
      g_autofree char *path = g_strconcat (way, field->name, NULL);

      if (field->type != CRM_FIELD_HASH)
        offer (offers, typed, max, path, field->label);
    }
}

/**
 * crm_filter_words_offer:
 * @entity: whose list it is
 * @words: (element-type CrmListColumn): see crm_filter_words_load()
 * @typed: the beginning of a name, with its steps: `expec`, `account.own`
 * @max: how many at most
 *
 * Returns: (transfer full) (element-type CrmFilterOffer): names that begin so, the nearest first
 */
GPtrArray *
crm_filter_words_offer (const CrmEntity *entity, GPtrArray *words, const char *typed, guint max)
{
  GPtrArray *offers = g_ptr_array_new_with_free_func (free_offer);
  const char *dot = strrchr (typed, '.');
  g_autofree char *before = dot != NULL ? g_strndup (typed, (gsize)(dot - typed)) : NULL;
  g_autofree char *way = dot != NULL ? g_strconcat (before, ".", NULL) : g_strdup ("");
  const CrmEntity *from = dot != NULL ? walk (entity, before) : entity;

  for (guint i = 0; i < words->len; i++)
    {
      const CrmListColumn *word = g_ptr_array_index (words, i);

      if (is_near (word->path, typed))
        offer (offers, typed, max, word->path, word->label);
    }
  if (from == NULL)
    return offers;
  if (dot != NULL)
    offer_fields (offers, typed, max, way, from);
  offer_relations (offers, typed, max, way, from);
  return offers;
}
