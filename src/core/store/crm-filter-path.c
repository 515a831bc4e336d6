/* crm-filter-path.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * From `account.owner.name`, `people.tags` or `x.region` to an expression. Each step to one record
 * is a scalar subselect, NULL where nothing is set; each step to many opens an EXISTS around what
 * is said of the field. */
#define G_LOG_DOMAIN "crm-filter-path"
#include "config.h"

#include "crm-filter-sql-private.h"

#include "model/crm-custom.h"
#include "model/crm-relation.h"

#define CUSTOM_STEP "x"

typedef struct
{
  CrmFilterCompiler *compiler;
  const CrmFilterNode *node;
  char **path;
  guint i;                 /* the step that is taken now */
  const CrmEntity *entity; /* where it starts */
  char *row;               /* (owned): its id */
  char *alias;             /* (owned) (nullable): its table, where it is at hand */
  guint waiting;
  CrmFilterColumn column;
} Walk;

void
_crm_filter_column_clear (CrmFilterColumn *column)
{
  g_free (column->expression);
  g_free (column->row);
  g_free (column->alias);
  if (column->many != NULL)
    g_string_free (column->many, TRUE);
}

static gboolean
wait (Walk *self, guint symbols, GError **error)
{
  self->waiting += symbols;
  return self->compiler->waiting + self->waiting <= CRM_FILTER_MAX_WAITING
         || _crm_filter_complain (self->compiler, self->node->start, self->node->end, error,
                                  "this is nested too deeply");
}

static gboolean
complain_of_field (Walk *self, const char *name, GError **error)
{
  return _crm_filter_complain (self->compiler, self->node->start, self->node->end, error,
                               "%s has no field “%s”", self->entity->name, name);
}

static gboolean
find_system_column (const char *name, CrmFieldType *out_type)
{
  *out_type = CRM_FIELD_TIME;
  if (g_str_equal (name, CRM_COLUMN_ID))
    *out_type = CRM_FIELD_TEXT;
  else if (!g_str_equal (name, CRM_COLUMN_CREATED_AT)
           && !g_str_equal (name, CRM_COLUMN_MODIFIED_AT))
    return FALSE;
  return TRUE;
}

static char *
select_field (const CrmEntity *entity, const char *field, const char *row)
{
  const char *key = entity->flags & CRM_ENTITY_CUSTOM ? entity->fields[0].name : CRM_COLUMN_ID;

  return g_strdup_printf ("(SELECT \"%s\" FROM \"%s\" WHERE \"%s\" = %s)", field, entity->name, key,
                          row);
}

/* (transfer full): another field of the same record, such as an amount's currency */
char *
_crm_filter_sibling (const CrmFilterColumn *column, const char *field)
{
  if (column->alias != NULL)
    return g_strdup_printf ("%s.\"%s\"", column->alias, field);
  return select_field (column->entity, field, column->row);
}

static gboolean
finish (
    Walk *self, const CrmEntity *entity, const CrmField *field, CrmFieldType type, char *expression)
{
  self->column.expression = expression;
  self->column.type = type;
  self->column.field = field;
  self->column.entity = entity;
  self->column.target = type == CRM_FIELD_REF ? crm_entity_find (field->reference) : NULL;
  self->column.row = g_strdup (self->row);
  if (entity == self->entity)
    self->column.alias = g_strdup (self->alias);
  return TRUE;
}

/* The step after a reference starts at the record it leads to. */
static gboolean
follow (Walk *self, const CrmField *field, char *expression, GError **error)
{
  g_autofree char *row = expression;

  if (field == NULL || field->type != CRM_FIELD_REF)
    return _crm_filter_complain (self->compiler, self->node->start, self->node->end, error,
                                 "%s.%s does not lead to a record", self->entity->name,
                                 field != NULL ? crm_field_get_shown_name (field)
                                               : self->path[self->i]);
  g_free (self->row);
  self->row = g_steal_pointer (&row);
  g_clear_pointer (&self->alias, g_free);
  self->entity = crm_entity_find (field->reference);
  return TRUE;
}

/* A field of the record itself. */
static gboolean
step_to_field (Walk *self, gboolean last, const CrmField *field, GError **error)
{
  const char *name = self->path[self->i];
  CrmFieldType type = field != NULL ? field->type : CRM_FIELD_TEXT;
  char *expression;

  if (field == NULL && !(last && find_system_column (name, &type)))
    return complain_of_field (self, name, error);
  if (!wait (self, CRM_FILTER_STEP_WAITING, error))
    return FALSE;
  expression = self->alias != NULL ? g_strdup_printf ("%s.\"%s\"", self->alias, name)
                                   : select_field (self->entity, name, self->row);
  return last ? finish (self, self->entity, field, type, expression)
              : follow (self, field, expression, error);
}

/* `x.region`: two parts of the path. */
static gboolean
step_to_custom (Walk *self, GError **error)
{
  const char *name = self->path[++self->i];
  const CrmEntity *custom = NULL;
  const CrmField *field;
  g_autofree char *shown = g_strconcat (CRM_CUSTOM_PREFIX, name, NULL);
  char *expression;

  if (name != NULL && crm_custom_suits (self->entity)
      && !crm_reader_get_custom (self->compiler->reader, self->entity->name, &custom, error))
    return FALSE;
  field = custom != NULL ? crm_entity_find_field (custom, name) : NULL;
  if (field == NULL)
    return complain_of_field (self, shown, error);
  if (!wait (self, CRM_FILTER_STEP_WAITING, error))
    return FALSE;
  expression = select_field (custom, field->name, self->row);
  return self->path[self->i + 1] == NULL ? finish (self, custom, field, field->type, expression)
                                         : follow (self, field, expression, error);
}

static gboolean
step_to_many (Walk *self, const CrmRelation *relation, gboolean last, GError **error)
{
  const CrmEntity *target = crm_relation_get_target (relation);
  g_autofree char *alias = g_strdup_printf ("r%u", self->compiler->n_aliases++);
  GString *many = self->column.many;

  if (!wait (self, CRM_FILTER_MANY_WAITING, error))
    return FALSE;
  if (many == NULL)
    many = self->column.many = g_string_new (NULL);
  g_string_append_printf (many, "EXISTS (SELECT 1 FROM \"%s\" AS %s WHERE ", target->name, alias);
  if (relation->far_field == NULL)
    g_string_append_printf (many, "%s.\"%s\" = %s AND ", alias, relation->near_field, self->row);
  else
    g_string_append_printf (many, "%s.id IN (SELECT \"%s\" FROM \"%s\" WHERE \"%s\" = %s) AND ",
                            alias, relation->far_field, relation->through, relation->near_field,
                            self->row);
  self->column.n_many++;
  g_free (self->row);
  self->row = g_strdup_printf ("%s.id", alias);
  g_free (self->alias);
  self->alias = g_steal_pointer (&alias);
  self->entity = target;
  if (!last)
    return TRUE;
  /* The record itself, as a reference would show it. */
  self->column.expression = g_strdup (self->row);
  self->column.type = CRM_FIELD_REF;
  self->column.entity = target;
  self->column.target = target;
  self->column.row = g_strdup (self->row);
  return TRUE;
}

static gboolean
take_step (Walk *self, GError **error)
{
  const char *name = self->path[self->i];
  gboolean last = self->path[self->i + 1] == NULL;
  const CrmField *field = crm_entity_find_field (self->entity, name);
  const CrmRelation *relation = field == NULL ? crm_relation_find (self->entity, name) : NULL;

  if (relation != NULL)
    return step_to_many (self, relation, last, error);
  if (field == NULL && g_str_equal (name, CUSTOM_STEP))
    return step_to_custom (self, error);
  return step_to_field (self, last, field, error);
}

gboolean
_crm_filter_resolve (CrmFilterCompiler *self,
                     const CrmFilterNode *node,
                     CrmFilterColumn *out,
                     GError **error)
{
  g_auto (GStrv) path = g_strsplit (node->field, ".", -1);
  Walk walk = { .compiler = self,
                .node = node,
                .path = path,
                .entity = self->entity,
                .row = g_strdup ("t.id"),
                .alias = g_strdup ("t") };
  gboolean found = TRUE;

  for (; found && path[walk.i] != NULL; walk.i++)
    found = take_step (&walk, error);
  if (found && walk.column.expression == NULL)
    found = _crm_filter_complain (self, node->start, node->end, error, "a field is missing");
  g_free (walk.row);
  g_free (walk.alias);
  *out = walk.column;
  return found;
}

/* The same of a path that stands in no filter. */
gboolean
_crm_filter_resolve_path (CrmReader *reader,
                          const CrmEntity *entity,
                          const char *path,
                          CrmFilterColumn *out,
                          GError **error)
{
  CrmFilterCompiler compiler = { .reader = reader, .entity = entity };
  CrmFilterNode node = { .kind = CRM_FILTER_COMPARE, .field = (char *)path };

  return _crm_filter_resolve (&compiler, &node, out, error);
}
