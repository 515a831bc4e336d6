/* crm-form-arrange.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * A form as people arranged its fields. */
#define G_LOG_DOMAIN "crm-form-arrange"
#include "config.h"

#include "crm-arrangement.h"
#include "crm-form-private.h"

/* Declared fields come before people's own, and each kind in the order declared. */
static int
compare_declared (gconstpointer a, gconstpointer b)
{
  const CrmFormField *first = *(const CrmFormField *const *)a;
  const CrmFormField *second = *(const CrmFormField *const *)b;

  return first->position < second->position ? -1 : first->position > second->position;
}

/**
 * crm_form_list_names:
 * @self: a form
 *
 * Returns: (transfer full) (element-type utf8): the names of its fields in the order declared,
 *   however they are arranged
 */
GPtrArray *
crm_form_list_names (CrmForm *self)
{
  g_autoptr (GPtrArray) fields = g_ptr_array_new ();
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < self->fields->len; i++)
    g_ptr_array_add (fields, g_ptr_array_index (self->fields, i));
  g_ptr_array_sort (fields, compare_declared);
  for (guint i = 0; i < fields->len; i++)
    g_ptr_array_add (names, g_strdup (((CrmFormField *)g_ptr_array_index (fields, i))->name));
  return names;
}

/* The last of several headings without a field between them counts. */
static void
take_heading (char **heading, const CrmArrangementItem *item)
{
  g_free (*heading);
  *heading = crm_arrangement_dup_heading (item);
}

void
_crm_form_arrange (CrmForm *self)
{
  g_autoptr (GPtrArray) names = crm_form_list_names (self);
  g_autoptr (GPtrArray) items = crm_arrangement_parse (self->data->arrangement);
  g_autoptr (GPtrArray) order = g_ptr_array_new ();
  g_autofree char *heading = NULL;

  crm_arrangement_complete (items, names);
  for (guint i = 0; i < items->len; i++)
    {
      const CrmArrangementItem *item = g_ptr_array_index (items, i);
      CrmFormField *field;

      if (item->name == NULL)
        {
          take_heading (&heading, item);
          continue;
        }
      field = crm_form_find_field (self, item->name);
      field->is_hidden = item->is_hidden;
      field->heading = g_steal_pointer (&heading);
      g_ptr_array_add (order, field);
    }
  /* All of them are there, once. */
  for (guint i = 0; i < order->len; i++)
    self->fields->pdata[i] = order->pdata[i];
}

/**
 * crm_form_is_shown:
 * @self: a form
 * @field: one of its fields
 *
 * Returns: whether it is shown: what people hid is not, unless a record is to be made and cannot be
 *   without it
 */
gboolean
crm_form_is_shown (const CrmForm *self, const CrmFormField *field)
{
  return !field->is_hidden
         || (self->data->record == NULL && field->is_required
             && field->value.value.kind == CRM_VALUE_NULL);
}
