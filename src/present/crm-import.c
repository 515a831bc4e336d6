/* crm-import.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-import"
#include "config.h"

#include "crm-import.h"

#include <glib/gi18n-lib.h>

#include "crm-form-private.h"
#include "crm-import-private.h"

static void
free_column (gpointer data)
{
  CrmImportColumn *column = data;

  g_free (column->title);
  g_free (column->sample);
  g_free (column->target);
  g_free (column);
}

/**
 * crm_import_free:
 * @self: (nullable) (transfer full): an import
 */
void
crm_import_free (CrmImport *self)
{
  if (self == NULL)
    return;
  crm_form_data_unref (self->data);
  crm_csv_table_unref (self->table);
  g_ptr_array_unref (self->columns);
  g_ptr_array_unref (self->targets);
  g_free (self);
}

/**
 * crm_import_suits:
 * @entity: an entity's name
 *
 * Returns: whether tables of such records can be taken in
 */
gboolean
crm_import_suits (const char *entity)
{
  static const char *const entities[] = { "person", "account", "lead", NULL };

  return g_strv_contains (entities, entity);
}

/* What a cell can say: no references but accounts, which are found or made by their names. */
static void
list_targets (CrmImport *self)
{
  g_autoptr (CrmForm) form = crm_form_new (self->data, NULL);

  for (guint i = 0; i < form->fields->len; i++)
    {
      const CrmFormField *field = g_ptr_array_index (form->fields, i);

      if (field->field->type != CRM_FIELD_REF
          || (field->is_related && g_str_equal (field->name, "account")))
        _crm_form_option_add (self->targets, field->name, g_strdup (field->label));
    }
}

static const char *
find_sample (const CrmImport *self, guint column)
{
  for (guint i = self->has_headings ? 1 : 0; i < self->table->rows->len; i++)
    {
      const char *cell = crm_csv_get_cell (g_ptr_array_index (self->table->rows, i), column);

      if (*cell != '\0')
        return cell;
    }
  return "";
}

gboolean
_crm_import_has_target (const CrmImport *self, const char *target)
{
  for (guint i = 0; i < self->targets->len; i++)
    if (g_str_equal (((CrmFormOption *)g_ptr_array_index (self->targets, i))->value, target))
      return TRUE;
  return FALSE;
}

static gboolean
is_taken (const CrmImport *self, const char *target)
{
  for (guint i = 0; i < self->columns->len; i++)
    if (g_strcmp0 (((CrmImportColumn *)g_ptr_array_index (self->columns, i))->target, target) == 0)
      return TRUE;
  return FALSE;
}

/* A lead has two fields for addresses. */
static char *
dup_free_target (const CrmImport *self, const char *guess)
{
  gboolean is_title = g_str_equal (guess, self->data->entity->title_field);

  if (!is_taken (self, guess) || (!is_title && _crm_import_takes_many (self, guess)))
    return g_strdup (guess);
  return g_str_equal (guess, "address") && _crm_import_has_target (self, "other_address")
                 && !is_taken (self, "other_address")
             ? g_strdup ("other_address")
             : NULL;
}

static void
add_column (CrmImport *self, guint i)
{
  const char *heading
      = self->has_headings ? crm_csv_get_cell (g_ptr_array_index (self->table->rows, 0), i) : "";
  g_autofree char *guess = self->has_headings ? _crm_import_guess (self, heading) : NULL;
  CrmImportColumn *column = g_new0 (CrmImportColumn, 1);

  /* TRANSLATORS: of a table without headings; %u is counted from 1 */
  column->title = *heading != '\0' ? g_strdup (heading) : g_strdup_printf (_ ("Column %u"), i + 1);
  column->sample = g_strdup (find_sample (self, i));
  if (g_strcmp0 (guess, CRM_IMPORT_NAME_PART) == 0)
    column->is_name_part = TRUE;
  else if (guess != NULL && (*column->sample != '\0' || crm_import_count_rows (self) == 0))
    column->target = dup_free_target (self, guess);
  g_ptr_array_add (self->columns, column);
}

/* First name and last name, in their order, where no column has all of it. */
static void
take_name_parts (CrmImport *self)
{
  for (guint i = 0; i < self->columns->len; i++)
    {
      CrmImportColumn *column = g_ptr_array_index (self->columns, i);

      if (column->is_name_part && *column->sample != '\0')
        column->target = g_strdup (self->data->entity->title_field);
    }
}

static void
list_columns (CrmImport *self)
{
  g_ptr_array_set_size (self->columns, 0);
  for (guint i = 0; i < self->table->n_columns; i++)
    add_column (self, i);
  if (!is_taken (self, self->data->entity->title_field))
    take_name_parts (self);
}

/* Headings are words, never an address or a number. */
static gboolean
looks_like_headings (const CrmCsvRow *row)
{
  for (guint i = 0; i < row->n_cells; i++)
    if (strchr (row->cells[i], '@') != NULL || g_ascii_isdigit (row->cells[i][0])
        || row->cells[i][0] == '+')
      return FALSE;
  return TRUE;
}

/**
 * crm_import_new:
 * @data: what a form of such a record that is to be made knows, see crm_import_suits()
 * @table: the table
 *
 * Whether the first row has headings, and which column is which field, is guessed.
 *
 * Returns: (transfer full): an import
 */
CrmImport *
crm_import_new (CrmFormData *data, CrmCsvTable *table)
{
  CrmImport *self = g_new0 (CrmImport, 1);

  self->data = crm_form_data_ref (data);
  self->table = crm_csv_table_ref (table);
  self->columns = g_ptr_array_new_with_free_func (free_column);
  self->targets = g_ptr_array_new_with_free_func (_crm_form_option_free);
  self->has_headings = looks_like_headings (g_ptr_array_index (table->rows, 0));
  list_targets (self);
  list_columns (self);
  return self;
}

/**
 * crm_import_set_headings:
 * @self: an import
 * @has_headings: whether the first row has headings
 *
 * Which column is which field is guessed anew.
 */
void
crm_import_set_headings (CrmImport *self, gboolean has_headings)
{
  self->has_headings = has_headings;
  list_columns (self);
}

/* Words are put together, and somebody has several addresses and numbers. */
gboolean
_crm_import_takes_many (const CrmImport *self, const char *target)
{
  g_autoptr (CrmForm) form = crm_form_new (self->data, NULL);
  const CrmFormField *field = crm_form_find_field (form, target);

  if (field == NULL || (field->is_related && g_str_equal (target, "account")))
    return FALSE;
  return field->field->type == CRM_FIELD_TEXT || field->field->type == CRM_FIELD_LONGTEXT
         || (field->is_related && field->field->type == CRM_FIELD_ADDRESS);
}

/**
 * crm_import_set_target:
 * @self: an import
 * @column: counted from 0
 * @target: (nullable): name of a field, %NULL to leave the column out
 *
 * Another column that went into a field of which there is but one is left out from now on.
 *
 * Returns: whether there is such a column and such a field
 */
gboolean
crm_import_set_target (CrmImport *self, guint column, const char *target)
{
  if ((target != NULL && !_crm_import_has_target (self, target)) || column >= self->columns->len)
    return FALSE;
  for (guint i = 0; target != NULL && i < self->columns->len; i++)
    {
      CrmImportColumn *other = g_ptr_array_index (self->columns, i);

      if (g_strcmp0 (other->target, target) == 0 && !_crm_import_takes_many (self, target))
        g_clear_pointer (&other->target, g_free);
    }
  g_free (((CrmImportColumn *)g_ptr_array_index (self->columns, column))->target);
  ((CrmImportColumn *)g_ptr_array_index (self->columns, column))->target = g_strdup (target);
  return TRUE;
}

/**
 * crm_import_count_rows:
 * @self: an import
 *
 * Returns: how many rows there are beside the headings
 */
guint
crm_import_count_rows (const CrmImport *self)
{
  return self->table->rows->len - (self->has_headings ? 1 : 0);
}

/**
 * crm_import_find_missing:
 * @self: an import
 *
 * Returns: (transfer none) (nullable): what a field is called that cannot be empty and that no
 *   column goes into; whose name nobody wrote down is called by their address
 */
const char *
crm_import_find_missing (const CrmImport *self)
{
  const CrmEntity *entity = self->data->entity;
  const CrmField *title = crm_entity_find_field (entity, entity->title_field);

  return is_taken (self, title->name) || is_taken (self, "address")
             ? NULL
             : g_dgettext (GETTEXT_PACKAGE, title->label);
}
