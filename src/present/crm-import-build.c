/* crm-import-build.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * From rows to the change set that makes their records. */
#define G_LOG_DOMAIN "crm-import"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "crm-form-private.h"
#include "crm-form-text.h"
#include "crm-import-private.h"
#include "model/crm-phone.h"

/* What a row says beside what fits into a form. */
typedef struct
{
  const char *name; /* `address` or `phone` */
  char *value;      /* (owned) */
} Extra;

typedef struct
{
  CrmReader *reader;
  CrmImport *import;
  CrmImportKnown *known; /* (owned) */
  CrmForm *form;         /* (owned): typed into anew for each row */
  CrmImportResult *result;
  GArray *extras; /* (owned) (element-type Extra): of the row */
} Building;

static void
clear_extra (gpointer data)
{
  g_free (((Extra *)data)->value);
}

static void
free_problem (gpointer data)
{
  CrmImportProblem *problem = data;

  g_free (problem->column);
  g_free (problem->text);
  g_free (problem->problem);
  g_free (problem);
}

/**
 * crm_import_result_free:
 * @self: (nullable) (transfer full): what came of an import
 */
void
crm_import_result_free (CrmImportResult *self)
{
  if (self == NULL)
    return;
  crm_change_set_unref (self->set);
  g_ptr_array_unref (self->problems);
  g_free (self);
}

static void
refuse (Building *self, const CrmCsvRow *row, const char *column, const char *text, const char *why)
{
  CrmImportProblem *problem = g_new0 (CrmImportProblem, 1);

  problem->row = row->number;
  problem->column = g_strdup (column);
  problem->text = g_strdup (text);
  problem->problem = g_strdup (why);
  g_ptr_array_add (self->result->problems, problem);
}

/* --- reading a row
 */

static gboolean
is_way (const CrmFormField *field)
{
  return field->is_related
         && (g_str_equal (field->name, "address") || g_str_equal (field->name, "phone"));
}

static gboolean
is_account (const CrmFormField *field)
{
  return field->is_related && g_str_equal (field->name, "account");
}

/* (transfer full): what all columns that go into the field say together. */
static char *
join_cells (Building *self, const CrmCsvRow *row, const CrmFormField *field)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < self->import->columns->len; i++)
    {
      const CrmImportColumn *column = g_ptr_array_index (self->import->columns, i);
      const char *cell = crm_csv_get_cell (row, i);

      if (*cell == '\0' || g_strcmp0 (column->target, field->name) != 0)
        continue;
      if (text->len > 0)
        g_string_append (text, field->field->type == CRM_FIELD_LONGTEXT ? "\n" : " ");
      g_string_append (text, cell);
    }
  return g_string_free (text, FALSE);
}

static const char *
find_title (Building *self, const CrmFormField *field)
{
  for (guint i = 0; i < self->import->columns->len; i++)
    {
      const CrmImportColumn *column = g_ptr_array_index (self->import->columns, i);

      if (g_strcmp0 (column->target, field->name) == 0)
        return column->title;
    }
  return field->label;
}

static gboolean
is_same_way (const CrmFormField *field, const char *one, const char *other)
{
  return g_str_equal (field->name, "phone") ? crm_phone_is_same (one, other)
                                            : g_str_equal (one, other);
}

/* Address books repeat what they have under several headings. */
static void
add_extra (Building *self, const CrmFormField *field, const char *value)
{
  Extra extra = { field->name, NULL };
  gboolean is_there = is_same_way (field, value, field->value.value.text);

  for (guint i = 0; i < self->extras->len && !is_there; i++)
    {
      const Extra *other = &g_array_index (self->extras, Extra, i);

      is_there = g_str_equal (other->name, field->name) && is_same_way (field, value, other->value);
    }
  if (is_there)
    return;
  extra.value = g_strdup (value);
  g_array_append_val (self->extras, extra);
}

/* Several in one cell are separated by `;`, by `,` or as some address books do it, by `:::`. */
static gboolean
take_ways (Building *self, const CrmCsvRow *row, guint column, CrmFormField *field)
{
  const char *cell = crm_csv_get_cell (row, column);
  g_auto (GStrv) parts = g_regex_split_simple (":::|[;,]", cell, 0, 0);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      g_auto (CrmValue) value = CRM_VALUE_INIT;
      g_autofree char *currency = NULL;
      g_autofree char *problem = NULL;

      if (*g_strstrip (parts[i]) == '\0')
        continue;
      if (field->value.value.kind == CRM_VALUE_NULL)
        {
          if (crm_form_type (self->form, field, parts[i]))
            continue;
          problem = g_strdup (field->problem);
        }
      else if (crm_form_parse (self->form->data, field->field, parts[i], NULL, &value, &currency,
                               &problem))
        {
          add_extra (self, field, value.text);
          continue;
        }
      refuse (self, row, find_title (self, field), parts[i], problem);
      return FALSE;
    }
  return TRUE;
}

static gboolean
read_ways (Building *self, const CrmCsvRow *row, CrmFormField *field)
{
  crm_form_type (self->form, field, "");
  for (guint i = 0; i < self->import->columns->len; i++)
    {
      const CrmImportColumn *column = g_ptr_array_index (self->import->columns, i);

      if (g_strcmp0 (column->target, field->name) == 0 && !take_ways (self, row, i, field))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_field (Building *self, const CrmCsvRow *row, CrmFormField *field)
{
  g_autofree char *text = NULL;

  if (is_way (field))
    return read_ways (self, row, field);
  text = join_cells (self, row, field);
  if (is_account (field))
    {
      crm_form_choose (self->form, field, &(CrmValue)CRM_VALUE_INIT, NULL);
      g_free (field->title);
      field->title = g_steal_pointer (&text); /* until it is known which one it is */
      return TRUE;
    }
  if (crm_form_type (self->form, field, text) || *text == '\0')
    return TRUE;
  refuse (self, row, find_title (self, field), text, field->problem);
  return FALSE;
}

static CrmFormField *
find_named (Building *self, const char *name)
{
  return crm_form_find_field (self->form, name);
}

static const char *
get_text (Building *self, const char *name)
{
  const CrmFormField *field = find_named (self, name);

  return field != NULL && field->value.value.kind == CRM_VALUE_TEXT ? field->value.value.text
                                                                    : NULL;
}

static gboolean
is_mapped (Building *self, const CrmFormField *field)
{
  for (guint i = 0; i < self->import->columns->len; i++)
    if (g_strcmp0 (((CrmImportColumn *)g_ptr_array_index (self->import->columns, i))->target,
                   field->name)
        == 0)
      return TRUE;
  return FALSE;
}

/* Whose name nobody wrote down is called by the address. */
static void
name_by_address (Building *self)
{
  CrmFormField *name = find_named (self, self->form->data->entity->title_field);
  const char *address = get_text (self, "address");

  if (!is_mapped (self, name))
    crm_form_type (self->form, name, "");
  if (name->value.value.kind == CRM_VALUE_NULL && address != NULL)
    crm_form_type (self->form, name, address);
}

/* Into the form; FALSE after it was told what is wrong. */
static gboolean
read_row (Building *self, const CrmCsvRow *row)
{
  g_array_set_size (self->extras, 0);
  for (guint i = 0; i < self->form->fields->len; i++)
    {
      CrmFormField *field = g_ptr_array_index (self->form->fields, i);

      if (is_mapped (self, field) && !read_field (self, row, field))
        return FALSE;
    }
  name_by_address (self);
  if (crm_form_check (self->form))
    return TRUE;
  for (guint i = 0; i < self->form->fields->len; i++)
    {
      const CrmFormField *field = g_ptr_array_index (self->form->fields, i);

      if (field->problem == NULL)
        continue;
      refuse (self, row, field->label, field->text, field->problem);
      return FALSE;
    }
  return FALSE;
}

/* --- who is there already
 */

/* Somebody without an address is known by their name, and where they are. */
static char *
make_name_key (Building *self)
{
  const CrmFormField *account = find_named (self, "account");
  const char *place = get_text (self, "organization");

  if (account != NULL && account->title != NULL)
    {
      place = _crm_import_known_find_account (self->known, account->title);
      place = place != NULL ? place : account->title;
    }
  return g_strdup_printf ("%s\n%s", get_text (self, "name"), place != NULL ? place : "");
}

/* Several people share a telephone, but not an address. */
static gboolean
is_address (const Extra *extra)
{
  return g_str_equal (extra->name, "address");
}

static gboolean
is_known (Building *self)
{
  const char *address = get_text (self, "address");
  g_autofree char *key = make_name_key (self);

  if (g_str_equal (self->form->data->entity->name, "account"))
    return _crm_import_known_find_account (self->known, get_text (self, "name")) != NULL
           || _crm_import_known_has (self->known, "domain", get_text (self, "domain"));
  if (_crm_import_known_has (self->known, "address", address)
      || _crm_import_known_has (self->known, "address", get_text (self, "other_address")))
    return TRUE;
  for (guint i = 0; i < self->extras->len; i++)
    {
      const Extra *extra = &g_array_index (self->extras, Extra, i);

      if (is_address (extra) && _crm_import_known_has (self->known, "address", extra->value))
        return TRUE;
    }
  return address == NULL && _crm_import_known_has (self->known, "name", key);
}

static void
remember (Building *self, const char *id)
{
  g_autofree char *key = make_name_key (self);

  if (g_str_equal (self->form->data->entity->name, "account"))
    _crm_import_known_add_account (self->known, get_text (self, "name"), id);
  _crm_import_known_add (self->known, "domain", get_text (self, "domain"));
  _crm_import_known_add (self->known, "address", get_text (self, "address"));
  _crm_import_known_add (self->known, "address", get_text (self, "other_address"));
  for (guint i = 0; i < self->extras->len; i++)
    {
      const Extra *extra = &g_array_index (self->extras, Extra, i);

      if (is_address (extra))
        _crm_import_known_add (self->known, "address", extra->value);
    }
  _crm_import_known_add (self->known, "name", key);
}

/* --- making
 */

/* The account of that name, or a new one. */
static void
find_account (Building *self)
{
  CrmFormField *field = find_named (self, "account");
  g_autofree char *name = field != NULL && is_account (field) ? g_strdup (field->title) : NULL;
  const char *known = name != NULL ? _crm_import_known_find_account (self->known, name) : NULL;
  g_auto (CrmValue) value = CRM_VALUE_INIT;
  CrmChange *change;

  if (name == NULL || *name == '\0')
    return;
  if (known == NULL)
    {
      change = crm_change_set_create (self->result->set, "account", NULL);
      crm_change_set_text (change, "name", name);
      crm_change_set_text (change, "owner", self->form->data->actor);
      _crm_import_known_add_account (self->known, name, change->id);
      known = change->id;
      self->result->n_accounts++;
    }
  value = crm_value_text (known);
  crm_form_choose (self->form, field, &value, name);
}

static void
make_record (Building *self)
{
  g_autoptr (CrmChangeSet) set = NULL;
  g_autofree char *id = NULL;

  find_account (self);
  set = crm_form_create (self->form, NULL, &id);
  for (guint i = 0; i < self->extras->len; i++)
    {
      const Extra *extra = &g_array_index (self->extras, Extra, i);

      _crm_form_add_way (set, self->form->data->entity->name, id, extra->name, extra->value);
    }
  while (set->changes->len > 0)
    g_ptr_array_add (self->result->set->changes, g_ptr_array_steal_index (set->changes, 0));
  self->result->n_new++;
  remember (self, id);
}

static void
take_row (Building *self, const CrmCsvRow *row)
{
  if (!read_row (self, row))
    return;
  if (is_known (self))
    self->result->n_known++;
  else
    make_record (self);
}

static gboolean
take_rows (Building *self, GCancellable *cancellable, GError **error)
{
  const GPtrArray *rows = self->import->table->rows;

  for (guint i = self->import->has_headings ? 1 : 0; i < rows->len; i++)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      take_row (self, g_ptr_array_index (rows, i));
      g_atomic_int_inc (&self->import->n_read);
    }
  return TRUE;
}

/**
 * crm_import_build:
 * @reader: a reader
 * @import: what is to come in; nobody changes it meanwhile, but anybody may read @n_read
 * @cancellable: (nullable): looked at with each row
 * @error: (nullable): storage errors, %G_IO_ERROR_CANCELLED
 *
 * Reads all rows. Who has an address that somebody has already, or, without an address, their name
 * at the same account, is left as they are, and so is an account of a name or domain that is there.
 * Accounts that people work for are found by their names, or made.
 *
 * Returns: (transfer full) (nullable): what is to be written, and what cannot be taken
 */
CrmImportResult *
crm_import_build (CrmReader *reader, CrmImport *import, GCancellable *cancellable, GError **error)
{
  g_autoptr (CrmImportKnown) known
      = _crm_import_known_load (reader, import->data->entity->name, error);
  g_autoptr (CrmImportResult) result = NULL;
  g_autoptr (CrmForm) form = NULL;
  Building self = { .reader = reader, .import = import, .known = known };
  gboolean is_done;

  if (known == NULL)
    return NULL;
  g_atomic_int_set (&import->n_read, 0);
  result = g_new0 (CrmImportResult, 1);
  result->set = crm_change_set_new ("import-records", CRM_CAUSE_USER);
  result->problems = g_ptr_array_new_with_free_func (free_problem);
  form = crm_form_new (import->data, NULL);
  self.result = result;
  self.form = form;
  self.extras = g_array_new (FALSE, FALSE, sizeof (Extra));
  g_array_set_clear_func (self.extras, clear_extra);
  is_done = take_rows (&self, cancellable, error);
  g_array_unref (self.extras);
  return is_done ? g_steal_pointer (&result) : NULL;
}

typedef struct
{
  CrmImport *import;         /* (unowned): lives as long as this takes */
  GCancellable *cancellable; /* (owned) (nullable) */
} Order;

static void
free_order (gpointer data)
{
  g_clear_object (&((Order *)data)->cancellable);
  g_free (data);
}

static gpointer
build_in_worker (CrmReader *reader, gpointer data, GError **error)
{
  Order *order = data;

  return crm_import_build (reader, order->import, order->cancellable, error);
}

/**
 * crm_import_build_async:
 * @store: a store
 * @import: what is to come in; it lives, and nobody changes it, until @callback was called
 * @cancellable: (nullable): interrupts it
 * @callback: (nullable) (scope async): called in the thread-default context of the caller
 * @user_data: data for @callback
 *
 * Reads all rows on the reader thread, see crm_import_build().
 */
void
crm_import_build_async (CrmStore *store,
                        CrmImport *import,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  Order *order = g_new0 (Order, 1);

  order->import = import;
  order->cancellable = cancellable != NULL ? g_object_ref (cancellable) : NULL;
  crm_store_read_async (store, build_in_worker, order, free_order,
                        (GDestroyNotify)crm_import_result_free, cancellable, callback, user_data);
}

/**
 * crm_import_build_finish:
 * @store: a store
 * @result: what the callback got
 * @error: (nullable): storage errors, %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): what is to be written, and what cannot be taken
 */
CrmImportResult *
crm_import_build_finish (CrmStore *store, GAsyncResult *result, GError **error)
{
  return crm_store_read_finish (store, result, error);
}
