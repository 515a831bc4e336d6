/* crm-app-list-layout.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-app-list-layout"
#include "config.h"

#include "crm-app-list-layout.h"

#include <string.h>

#define MAX_WIDTH 4000
#define FIRST_COLUMNS 6

/* What is shown before anybody chose. */
static const struct
{
  const char *entity;
  const char *columns;
  const char *order;
} first_layouts[] = {
  { "deal", "title account stage amount expected_close owner", "expected_close" },
  { "person", "name title accounts addresses owner", "name" },
  { "lead", "name organization status interest amount owner", "name" },
  { "account", "name relation tier industry domains owner", "name" },
};

void
crm_app_list_layout_free (CrmAppListLayout *self /* (nullable) */)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->paths);
  g_array_unref (self->widths);
  g_free (self->order_by);
  g_free (self);
}

/* @width: in pixels, -1 for as usual */
void
crm_app_list_layout_add (CrmAppListLayout *self, const char *path, int width)
{
  if (crm_app_list_layout_find (self, path) >= 0)
    return;
  g_ptr_array_add (self->paths, g_strdup (path));
  g_array_append_val (self->widths, width);
}

/* Returns: which column that is, -1 for none */
int
crm_app_list_layout_find (const CrmAppListLayout *self, const char *path)
{
  for (guint i = 0; i < self->paths->len; i++)
    if (g_str_equal (g_ptr_array_index (self->paths, i), path))
      return (int)i;
  return -1;
}

void
crm_app_list_layout_remove (CrmAppListLayout *self, const char *path)
{
  int i = crm_app_list_layout_find (self, path);

  if (i < 0)
    return;
  g_ptr_array_remove_index (self->paths, (guint)i);
  g_array_remove_index (self->widths, (guint)i);
}

/* So many places further, as far as there are. */
void
crm_app_list_layout_move (CrmAppListLayout *self, const char *path, int step)
{
  int i = crm_app_list_layout_find (self, path);
  int to = CLAMP (i + step, 0, (int)self->paths->len - 1);
  int width;

  if (i < 0 || to == i)
    return;
  width = g_array_index (self->widths, int, i);
  g_array_remove_index (self->widths, (guint)i);
  g_array_insert_val (self->widths, (guint)to, width);
  g_ptr_array_insert (self->paths, to, g_ptr_array_steal_index (self->paths, (guint)i));
}

static void
add_from_text (CrmAppListLayout *self, const char *columns)
{
  g_auto (GStrv) words = g_strsplit (columns, " ", -1);

  for (guint i = 0; words[i] != NULL; i++)
    {
      char *colon = strchr (words[i], ':');
      gint64 width = -1;

      if (colon != NULL)
        {
          *colon = '\0';
          if (!g_ascii_string_to_signed (colon + 1, 10, 1, MAX_WIDTH, &width, NULL))
            width = -1;
        }
      if (*words[i] != '\0')
        crm_app_list_layout_add (self, words[i], (int)width);
    }
}

static void
set_order (CrmAppListLayout *self, const char *order)
{
  g_auto (GStrv) words = g_strsplit (order, " ", 2);

  if (words[0] == NULL || *words[0] == '\0')
    return;
  g_free (self->order_by);
  self->order_by = g_strdup (words[0]);
  self->descending = g_strcmp0 (words[1], "desc") == 0;
}

/* The first fields that are short enough for a table. */
static void
add_first_fields (CrmAppListLayout *self, const CrmEntity *entity)
{
  crm_app_list_layout_add (self, entity->title_field, -1);
  for (const CrmField *field = entity->fields;
       field->name != NULL && self->paths->len < FIRST_COLUMNS; field++)
    if (field->type != CRM_FIELD_LONGTEXT && field->type != CRM_FIELD_HASH
        && field->type != CRM_FIELD_CURRENCY)
      crm_app_list_layout_add (self, field->name, -1);
}

/* @columns: (nullable) and @order: (nullable): as text; what is missing or empty is as at first */
CrmAppListLayout *
crm_app_list_layout_parse (const CrmEntity *entity, const char *columns, const char *order)
{
  CrmAppListLayout *self = g_new0 (CrmAppListLayout, 1);

  self->paths = g_ptr_array_new_with_free_func (g_free);
  self->widths = g_array_new (FALSE, FALSE, sizeof (int));
  set_order (self, entity->title_field);
  for (guint i = 0; i < G_N_ELEMENTS (first_layouts); i++)
    if (g_str_equal (first_layouts[i].entity, entity->name))
      {
        set_order (self, first_layouts[i].order);
        if (columns == NULL || *columns == '\0')
          columns = first_layouts[i].columns;
      }
  if (columns != NULL)
    add_from_text (self, columns);
  if (self->paths->len == 0)
    add_first_fields (self, entity);
  if (order != NULL)
    set_order (self, order);
  return self;
}

/* Returns: (transfer full): what is shown before anybody chose */
CrmAppListLayout *
crm_app_list_layout_new (const CrmEntity *entity)
{
  return crm_app_list_layout_parse (entity, NULL, NULL);
}

char *
crm_app_list_layout_columns_to_string (const CrmAppListLayout *self)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < self->paths->len; i++)
    {
      int width = g_array_index (self->widths, int, i);

      g_string_append_printf (text, "%s%s", i > 0 ? " " : "",
                              (const char *)g_ptr_array_index (self->paths, i));
      if (width > 0)
        g_string_append_printf (text, ":%d", width);
    }
  return g_string_free (text, FALSE);
}

char *
crm_app_list_layout_order_to_string (const CrmAppListLayout *self)
{
  return g_strconcat (self->order_by != NULL ? self->order_by : "", self->descending ? " desc" : "",
                      NULL);
}
