/* crm-form.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-form"
#include "config.h"

#include "crm-form.h"

#include <glib/gi18n-lib.h>

#include "crm-form-private.h"
#include "crm-form-text.h"
#include "crm-phrases.h"
#include "model/crm-custom.h"

static const CrmValue unknown = CRM_VALUE_INIT;

static void
clear_value (CrmFormValue *value)
{
  crm_value_clear (&value->value);
  g_clear_pointer (&value->currency, g_free);
}

static void
set_value (CrmFormValue *value, const CrmValue *from, const char *currency)
{
  CrmFormValue copy = { crm_value_copy (from), g_strdup (currency) };

  clear_value (value);
  *value = copy;
}

static gboolean
equal (const CrmFormValue *a, const CrmFormValue *b)
{
  if (!crm_value_equal (&a->value, &b->value))
    return FALSE;
  /* Nothing has no currency. */
  return a->value.kind == CRM_VALUE_NULL || g_strcmp0 (a->currency, b->currency) == 0;
}

static void
free_field (gpointer data)
{
  CrmFormField *field = data;

  clear_value (&field->seen);
  clear_value (&field->value);
  clear_value (&field->theirs);
  clear_value (&field->saving);
  g_clear_pointer (&field->options, g_ptr_array_unref);
  g_free (field->name);
  g_free (field->label);
  g_free (field->heading);
  g_free (field->text);
  g_free (field->title);
  g_free (field->problem);
  g_free (field);
}

/**
 * crm_form_free:
 * @self: (nullable) (transfer full): a form
 */
void
crm_form_free (CrmForm *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->fields);
  crm_form_data_unref (self->data);
  g_free (self->only);
  g_free (self);
}

static const CrmRecord * /* (nullable) */
get_record (const CrmFormData *data, const CrmFormField *field)
{
  return data->record != NULL && field->is_custom ? data->record->custom : data->record;
}

/* What the store has. */
static void
read_value (const CrmFormData *data, const CrmFormField *field, CrmFormValue *out)
{
  const CrmRecord *record = get_record (data, field);
  const char *currency = NULL;

  if (record != NULL && field->field->type == CRM_FIELD_MONEY)
    currency = crm_record_get_text (record, field->field->reference);
  set_value (out, record != NULL ? crm_record_get (record, field->field->name) : &unknown,
             currency);
}

static void
show (CrmForm *self, CrmFormField *field)
{
  g_free (field->text);
  g_clear_pointer (&field->problem, g_free);
  field->text = field->title != NULL ? g_strdup (field->title)
                                     : crm_form_format (self->data, field->field,
                                                        &field->value.value, field->value.currency);
}

static CrmFormField *
add_field (CrmForm *self, const CrmEntity *entity, const CrmField *field, gboolean is_custom)
{
  CrmFormField *entry = g_new0 (CrmFormField, 1);

  entry->entity = entity;
  entry->field = field;
  entry->is_custom = is_custom;
  entry->position = self->fields->len;
  entry->name = is_custom ? g_strconcat (CRM_CUSTOM_PREFIX, crm_field_get_shown_name (field), NULL)
                          : g_strdup (field->name);
  entry->label = g_strdup (g_dgettext (GETTEXT_PACKAGE, field->label));
  entry->is_required = (field->flags & CRM_FIELD_REQUIRED) != 0;
  entry->options = _crm_form_find_options (self->data, field);
  read_value (self->data, entry, &entry->seen);
  set_value (&entry->value, &entry->seen.value, entry->seen.currency);
  show (self, entry);
  g_ptr_array_add (self->fields, entry);
  return entry;
}

static gboolean
is_wanted (const CrmForm *self, const CrmEntity *entity, const CrmField *field, gboolean is_custom)
{
  g_autofree char *name
      = is_custom ? g_strconcat (CRM_CUSTOM_PREFIX, crm_field_get_shown_name (field), NULL) : NULL;

  if (self->is_for_many)
    return crm_form_can_edit (entity, field) && !g_str_equal (field->name, "pipeline");
  if (self->only == NULL)
    return _crm_form_is_offered (self->data->record == NULL, entity, field);
  return g_str_equal (self->only, name != NULL ? name : field->name)
         && crm_form_can_edit (entity, field);
}

/* What is asked for behind @field when a record is made. */
static void
add_related (CrmForm *self, const CrmField *field)
{
  for (const CrmFormRelated *entry = _crm_form_list_related (); entry->entity != NULL; entry++)
    {
      const CrmEntity *entity = crm_entity_find (entry->related);
      CrmFormField *added;

      if (!g_str_equal (entry->entity, self->data->entity->name)
          || !g_str_equal (entry->after, field->name))
        continue;
      added = add_field (self, entity, crm_entity_find_field (entity, entry->field), FALSE);
      g_free (added->name);
      added->name = g_strdup (entry->name);
      added->is_related = TRUE;
      added->is_required = FALSE;
    }
}

static void
add_fields (CrmForm *self)
{
  const CrmEntity *entity = self->data->entity;
  const CrmEntity *custom = self->data->custom;

  for (const CrmField *field = entity->fields; field->name != NULL; field++)
    {
      if (is_wanted (self, entity, field, FALSE))
        add_field (self, entity, field, FALSE);
      if (self->data->record == NULL && self->only == NULL && !self->is_for_many)
        add_related (self, field);
    }
  /* The first one leads to the record. */
  for (guint i = 1; custom != NULL && custom->fields[i].name != NULL; i++)
    if (is_wanted (self, custom, &custom->fields[i], TRUE))
      add_field (self, custom, &custom->fields[i], TRUE);
}

/* What most people would enter anyway. */
static void
suggest (CrmForm *self, CrmFormField *field)
{
  g_auto (CrmValue) value = CRM_VALUE_INIT;
  gboolean is_reference = field->field->type == CRM_FIELD_REF;

  if (field->is_custom)
    return;
  if (is_reference && g_str_equal (field->name, "owner"))
    value = crm_value_text (self->data->actor);
  else if (field->is_required && field->options != NULL && field->options->len > 0)
    value = crm_value_text (((CrmFormOption *)g_ptr_array_index (field->options, 0))->value);
  else if (field->is_required && field->field->type == CRM_FIELD_TIME)
    value = crm_value_int (self->data->now_usec);
  else
    return;
  set_value (&field->value, &value, NULL);
  show (self, field);
}

static void
suggest_all (CrmForm *self)
{
  for (guint i = 0; i < self->fields->len; i++)
    suggest (self, g_ptr_array_index (self->fields, i));
}

/* A deal begins in the first stage of its pipeline. */
static void
take_pipeline (CrmForm *self, const char *pipeline)
{
  CrmFormField *stage = crm_form_find_field (self, "stage");

  for (guint i = 0; stage != NULL && stage->options != NULL && i < stage->options->len; i++)
    {
      const CrmFormOption *option = g_ptr_array_index (stage->options, i);
      g_auto (CrmValue) value = crm_value_text (option->value);

      if (g_strcmp0 (g_hash_table_lookup (self->data->pipelines, option->value), pipeline) != 0)
        continue;
      set_value (&stage->value, &value, NULL);
      show (self, stage);
      return;
    }
}

static void
take_presets (CrmForm *self, const char *const *presets)
{
  for (guint i = 0; presets != NULL && presets[i] != NULL && presets[i + 1] != NULL; i += 2)
    {
      CrmFormField *field = crm_form_find_field (self, presets[i]);
      g_auto (CrmValue) value = CRM_VALUE_INIT;

      if (field == NULL)
        {
          if (g_str_equal (presets[i], "pipeline"))
            take_pipeline (self, presets[i + 1]);
          continue;
        }
      if (field->field->type != CRM_FIELD_REF && field->field->type != CRM_FIELD_CHOICE)
        {
          crm_form_type (self, field, presets[i + 1]);
          continue;
        }
      value = crm_value_text (presets[i + 1]);
      set_value (&field->value, &value, NULL);
      show (self, field);
    }
}

static CrmForm *
make_form (CrmFormData *data, const char *only /* (nullable) */, gboolean is_for_many)
{
  CrmForm *self = g_new0 (CrmForm, 1);

  self->is_for_many = is_for_many;
  self->data = crm_form_data_ref (data);
  self->only = g_strdup (only);
  self->fields = g_ptr_array_new_with_free_func (free_field);
  add_fields (self);
  if (only == NULL)
    _crm_form_arrange (self);
  return self;
}

/**
 * crm_form_new_for_cell:
 * @data: what the store has of a record
 * @name: which field, as crm_form_find_field() has it
 *
 * Returns: (transfer full): a form with that field alone; without any where nobody may change it,
 *   see crm_form_can_edit()
 */
CrmForm *
crm_form_new_for_cell (CrmFormData *data, const char *name)
{
  return make_form (data, name, FALSE);
}

/* An address, a domain or a number is made beside those whose it is: nobody is asked again. */
static void
hide_owners (CrmForm *self)
{
  static const char *const entities[] = { "address", "account_domain", "phone", NULL };

  for (guint i = 0; i < self->fields->len; i++)
    {
      CrmFormField *field = g_ptr_array_index (self->fields, i);

      if (field->field->type == CRM_FIELD_REF
          && g_strv_contains (entities, self->data->entity->name))
        field->is_hidden = TRUE;
    }
}

/**
 * crm_form_new:
 * @data: what the store has
 * @presets: (nullable): for a record that is to be made, names of fields and what they hold by
 * turns, ended by %NULL: ids of references, stored choices, else what one would type
 *
 * Returns: (transfer full): a form
 */
CrmForm *
crm_form_new (CrmFormData *data, const char *const *presets)
{
  CrmForm *self = make_form (data, NULL, FALSE);

  if (data->record != NULL)
    return self;
  suggest_all (self);
  take_presets (self, presets);
  if (presets != NULL)
    hide_owners (self);
  return self;
}

/**
 * crm_form_new_for_many:
 * @data: what the store has, without a record
 *
 * Returns: (transfer full): a form with all that people change of records that there are, see
 *   crm_form_can_edit(); deals go to another pipeline by their stages
 */
CrmForm *
crm_form_new_for_many (CrmFormData *data)
{
  CrmForm *self = make_form (data, NULL, TRUE);

  suggest_all (self);
  return self;
}

static gboolean
has_same_fields (const CrmForm *self, const CrmForm *other)
{
  if (self->fields->len != other->fields->len)
    return FALSE;
  for (guint i = 0; i < self->fields->len; i++)
    {
      const CrmFormField *field = g_ptr_array_index (self->fields, i);
      const CrmFormField *wanted = g_ptr_array_index (other->fields, i);

      if (field->field != wanted->field || field->is_hidden != wanted->is_hidden
          || g_strcmp0 (field->heading, wanted->heading) != 0)
        return FALSE;
    }
  return TRUE;
}

/* What is being edited stays; what the store has by now is told beside it. */
static void
update_field (CrmForm *self, CrmFormField *field)
{
  CrmFormValue now = { CRM_VALUE_INIT, NULL };
  gboolean is_dirty = crm_form_is_dirty (field);

  if (field->is_saving)
    return; /* what was read is from before */
  read_value (self->data, field, &now);
  g_clear_pointer (&field->options, g_ptr_array_unref);
  field->options = _crm_form_find_options (self->data, field->field);
  if (!is_dirty || (field->problem == NULL && equal (&now, &field->value)))
    {
      set_value (&field->seen, &now.value, now.currency);
      set_value (&field->value, &now.value, now.currency);
      g_clear_pointer (&field->title, g_free);
      field->has_theirs = FALSE;
      show (self, field);
    }
  else
    {
      field->has_theirs = !equal (&now, &field->seen);
      set_value (&field->theirs, &now.value, now.currency);
    }
  clear_value (&now);
}

/**
 * crm_form_update:
 * @self: a form of a record
 * @data: what the store has now, of the same record
 *
 * Shows what changed. A field that somebody is editing stays as it is; where the stored value is
 * another by now it gets @theirs.
 *
 * Returns: whether the fields are still the same ones; else it takes a new form
 */
gboolean
crm_form_update (CrmForm *self, CrmFormData *data)
{
  g_autoptr (CrmForm) fresh = make_form (data, self->only, self->is_for_many);

  if (!has_same_fields (self, fresh))
    return FALSE;
  crm_form_data_ref (data);
  crm_form_data_unref (self->data);
  self->data = data;
  for (guint i = 0; i < self->fields->len; i++)
    update_field (self, g_ptr_array_index (self->fields, i));
  return TRUE;
}

/**
 * crm_form_find_field:
 * @self: a form
 * @name: a field's name, behind `x.` what people call a custom one
 *
 * Returns: (transfer none) (nullable): the field, %NULL where the form has none of that name
 */
CrmFormField *
crm_form_find_field (CrmForm *self, const char *name)
{
  for (guint i = 0; i < self->fields->len; i++)
    {
      CrmFormField *field = g_ptr_array_index (self->fields, i);

      if (g_str_equal (field->name, name))
        return field;
    }
  return NULL;
}

/**
 * crm_form_type:
 * @self: a form
 * @field: one of its fields
 * @text: what stands in it
 *
 * Reads what was typed. Text that makes no sense is kept, with its `problem`.
 *
 * Returns: whether it makes sense
 */
gboolean
crm_form_type (CrmForm *self, CrmFormField *field, const char *text)
{
  g_auto (CrmValue) value = CRM_VALUE_INIT;
  g_autofree char *currency = NULL;
  g_autofree char *shown
      = crm_form_format (self->data, field->field, &field->seen.value, field->seen.currency);

  g_clear_pointer (&field->problem, g_free);
  g_free (field->text);
  field->text = g_strdup (text);
  /* What is shown means what is stored, even where no locale reads its own dates back. */
  if (g_str_equal (shown, text))
    set_value (&field->value, &field->seen.value, field->seen.currency);
  else if (crm_form_parse (self->data, field->field, text, field->seen.currency, &value, &currency,
                           &field->problem))
    set_value (&field->value, &value, currency);
  return field->problem == NULL && _crm_form_check_field (self, field);
}

/**
 * crm_form_choose:
 * @self: a form
 * @field: one of its fields
 * @value: what was chosen
 * @title: (nullable): of a reference, what it is called
 */
void
crm_form_choose (CrmForm *self, CrmFormField *field, const CrmValue *value, const char *title)
{
  set_value (&field->value, value, NULL);
  g_free (field->title);
  field->title = value->kind != CRM_VALUE_NULL ? g_strdup (title) : NULL;
  show (self, field);
  _crm_form_check_field (self, field);
}

/**
 * crm_form_revert:
 * @self: a form
 * @field: one of its fields
 *
 * Forgets what was entered; the field shows what the store has, also where that is @theirs.
 */
void
crm_form_revert (CrmForm *self, CrmFormField *field)
{
  if (field->has_theirs)
    set_value (&field->seen, &field->theirs.value, field->theirs.currency);
  field->has_theirs = FALSE;
  set_value (&field->value, &field->seen.value, field->seen.currency);
  g_clear_pointer (&field->title, g_free);
  show (self, field);
}

/**
 * crm_form_is_dirty:
 * @field: a field
 *
 * Returns: whether something else is entered than what was stored when it was shown
 */
gboolean
crm_form_is_dirty (const CrmFormField *field)
{
  return field->problem != NULL || !equal (&field->value, &field->seen);
}

/**
 * crm_form_keep_mine:
 * @self: a form
 * @field: a field with @theirs
 *
 * Somebody saw both values and wants their own: it can be saved.
 */
void
crm_form_keep_mine (CrmForm *self, CrmFormField *field)
{
  if (field->has_theirs)
    set_value (&field->seen, &field->theirs.value, field->theirs.currency);
  field->has_theirs = FALSE;
}

/**
 * crm_form_take_theirs:
 * @self: a form
 * @field: a field with @theirs
 *
 * Somebody saw both values and wants the other's: nothing is to be saved.
 */
void
crm_form_take_theirs (CrmForm *self, CrmFormField *field)
{
  crm_form_revert (self, field);
}

/* (transfer full) (nullable): NULL for nothing */
static char *
format_value (CrmForm *self, const CrmFormField *field, const CrmFormValue *value)
{
  if (value->value.kind == CRM_VALUE_NULL)
    return NULL;
  return crm_form_format (self->data, field->field, &value->value, value->currency);
}

/**
 * crm_form_dup_difference:
 * @self: a form
 * @field: one of its fields
 *
 * Returns: (transfer full) (nullable): both values, as people read them; %NULL where nobody else
 *   changed the field
 */
char *
crm_form_dup_difference (CrmForm *self, const CrmFormField *field)
{
  g_autofree char *theirs = NULL;

  if (!field->has_theirs)
    return NULL;
  theirs = format_value (self, field, &field->theirs);
  return crm_phrase_difference (theirs, field->text);
}

static void
change_field (CrmChange *change, const CrmFormField *field, gboolean expect)
{
  const CrmField *declared = field->field;
  gboolean has_currency = declared->type == CRM_FIELD_MONEY && declared->reference != NULL
                          && field->value.value.kind != CRM_VALUE_NULL;

  crm_change_set_value (change, declared->name, &field->value.value);
  if (expect)
    crm_change_expect (change, declared->name, &field->seen.value);
  if (!has_currency)
    return;
  crm_change_set_text (change, declared->reference, field->value.currency);
  if (expect)
    {
      g_auto (CrmValue) seen = crm_value_text (field->seen.currency);

      crm_change_expect (change, declared->reference,
                         field->seen.currency != NULL ? &seen : &unknown);
    }
}

/**
 * crm_form_save:
 * @self: a form of a record
 * @field: one of its fields
 *
 * Returns: (transfer full) (nullable): what is to be written, with the value that was seen, so that
 *   nothing is overwritten unseen; %NULL when there is nothing to write, something is wrong with
 * it, or somebody has to decide first
 */
CrmChangeSet *
crm_form_save (CrmForm *self, CrmFormField *field)
{
  CrmChangeSet *set;
  CrmChange *change;
  const char *id;

  g_return_val_if_fail (self->data->record != NULL, NULL);

  if (!crm_form_is_dirty (field) || field->problem != NULL || field->has_theirs || field->is_saving)
    return NULL;
  field->is_saving = TRUE;
  set_value (&field->saving, &field->value.value, field->value.currency);
  id = self->data->record->id;
  set = crm_change_set_new ("edit-record", CRM_CAUSE_USER);
  change = field->is_custom ? crm_change_set_custom (set, field->entity, id)
                            : crm_change_set_update (set, field->entity->name, id);
  change_field (change, field, TRUE);
  return set;
}

/**
 * crm_form_save_all:
 * @self: a form of a record
 * @label: what the change set is for
 *
 * Returns: (transfer full): one change set of all that was entered and makes sense, each with the
 *   value that was seen
 */
CrmChangeSet *
crm_form_save_all (CrmForm *self, const char *label)
{
  CrmChangeSet *set = crm_change_set_new (label, CRM_CAUSE_USER);
  const char *id;

  g_return_val_if_fail (self->data->record != NULL, set);

  id = self->data->record->id;
  for (guint i = 0; i < self->fields->len; i++)
    {
      const CrmFormField *field = g_ptr_array_index (self->fields, i);
      CrmChange *change;

      if (!crm_form_is_dirty (field) || field->problem != NULL)
        continue;
      change = field->is_custom ? crm_change_set_custom (set, field->entity, id)
                                : crm_change_set_update (set, field->entity->name, id);
      change_field (change, field, TRUE);
    }
  return set;
}

/**
 * crm_form_saved:
 * @self: a form of a record
 * @field: a field whose change set was handed to the store
 * @is_stored: whether it was written; if not, the field stays as it was edited
 *
 * To be called once for each change set of crm_form_save(). Read the record again afterwards.
 */
void
crm_form_saved (CrmForm *self, CrmFormField *field, gboolean is_stored)
{
  field->is_saving = FALSE;
  if (is_stored)
    set_value (&field->seen, &field->saving.value, field->saving.currency);
}

/**
 * crm_form_check:
 * @self: a form
 *
 * Looks whether all that is needed is there; what is missing gets its `problem`.
 *
 * Returns: whether nothing is wrong
 */
gboolean
crm_form_check (CrmForm *self)
{
  gboolean is_right = TRUE;

  for (guint i = 0; i < self->fields->len; i++)
    {
      CrmFormField *field = g_ptr_array_index (self->fields, i);

      if (field->problem == NULL)
        _crm_form_check_field (self, field);
      is_right = is_right && field->problem == NULL;
    }
  return is_right;
}

void
_crm_form_change_field (CrmChange *change, const CrmFormField *field)
{
  change_field (change, field, FALSE);
}
