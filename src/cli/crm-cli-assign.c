/* crm-cli-assign.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * FIELD=VALUE: from what people type to what fields hold, by the type of the field. */
#define G_LOG_DOMAIN "crm-cli-assign"
#include "config.h"

#include "crm-cli-values.h"

#include <glib/gi18n.h>
#include <string.h>

#include "model/crm-custom.h"
#include "model/crm-decimal.h"
#include "model/crm-text.h"

static gboolean
bad_value (const CrmField *field, const char *text, GError **error)
{
  g_set_error (error, CRM_ERROR, CRM_ERROR_INVALID_VALUE, "%s cannot be “%s”",
               crm_field_get_shown_name (field), text);
  return FALSE;
}

static gboolean
parse_bool (const CrmField *field, const char *text, CrmValue *out, GError **error)
{
  static const char *const yes[] = { "yes", "true", "1", NULL };
  static const char *const no[] = { "no", "false", "0", NULL };
  g_autofree char *folded = crm_fold (text);
  g_autofree char *local_yes = crm_fold (_ ("yes"));
  g_autofree char *local_no = crm_fold (_ ("no"));

  if (g_strv_contains (yes, folded) || g_str_equal (folded, local_yes))
    *out = crm_value_int (1);
  else if (g_strv_contains (no, folded) || g_str_equal (folded, local_no))
    *out = crm_value_int (0);
  else
    return bad_value (field, text, error);
  return TRUE;
}

static gboolean
parse_choice (const CrmField *field, const char *text, CrmValue *out, GError **error)
{
  g_autofree char *folded = crm_fold (text);
  g_autoptr (GString) known = g_string_new (NULL);

  for (const CrmChoice *choice = field->choices; choice->value != NULL; choice++)
    {
      g_autofree char *label = crm_fold (choice->label);
      g_autofree char *shown = crm_fold (_ (choice->label));

      if (choice->retired)
        continue;
      if (g_str_equal (choice->value, text) || g_str_equal (label, folded)
          || g_str_equal (shown, folded))
        {
          *out = crm_value_text (choice->value);
          return TRUE;
        }
      g_string_append_printf (known, "%s%s", known->len > 0 ? ", " : "", choice->value);
    }
  g_set_error (error, CRM_ERROR, CRM_ERROR_INVALID_VALUE, "%s cannot be “%s”; it may be %s",
               crm_field_get_shown_name (field), text, known->str);
  return FALSE;
}

static gboolean
parse_number (const CrmField *field, const char *text, CrmValue *out, GError **error)
{
  g_autofree char *digits = g_strdup (text);
  gsize length = strlen (digits);
  gint64 number;

  if (field->type == CRM_FIELD_PERCENT && length > 0 && digits[length - 1] == '%')
    digits[length - 1] = '\0';
  g_strchomp (digits);
  if (!g_ascii_string_to_signed (digits, 10, G_MININT64, G_MAXINT64, &number, NULL))
    return bad_value (field, text, error);
  *out = crm_value_int (number);
  return TRUE;
}

static gboolean
take_text (char *text /* (transfer full) (nullable) */, CrmValue *out)
{
  if (text != NULL)
    *out = crm_value_text (text);
  g_free (text);
  return out->kind == CRM_VALUE_TEXT;
}

static gboolean
parse_decimal (const char *text, CrmValue *out, GError **error)
{
  CrmDecimal decimal;

  return crm_decimal_parse (text, &decimal, error)
         && take_text (crm_decimal_format (&decimal), out);
}

static gboolean
parse_text (
    CrmReader *reader, const CrmField *field, const char *text, CrmValue *out, GError **error)
{
  switch (field->type)
    {
    case CRM_FIELD_LONGTEXT:
      return take_text (g_utf8_normalize (text, -1, G_NORMALIZE_NFC), out)
             || bad_value (field, text, error);
    case CRM_FIELD_CURRENCY:
      return take_text (g_ascii_strup (text, -1), out);
    case CRM_FIELD_REF:
      return take_text (crm_cli_resolve (reader, field->reference, text, error), out);
    case CRM_FIELD_ADDRESS:
      return take_text (crm_cli_parse_address (text, error), out);
    case CRM_FIELD_DOMAIN:
      return take_text (crm_cli_parse_domain (text, error), out);
    case CRM_FIELD_CHOICE:
      return parse_choice (field, text, out, error);
    case CRM_FIELD_DECIMAL:
      return parse_decimal (text, out, error);
    default:
      return take_text (crm_text_clean (text), out);
    }
}

/* Everything but money, which needs its sibling. */
static gboolean
parse_value (
    CrmReader *reader, const CrmField *field, const char *text, CrmValue *out, GError **error)
{
  gint64 now_usec = crm_reader_get_now_usec (reader);
  gint64 usec;
  int day;

  switch (field->type)
    {
    case CRM_FIELD_BOOL:
      return parse_bool (field, text, out, error);
    case CRM_FIELD_INT:
    case CRM_FIELD_PERCENT:
      return parse_number (field, text, out, error);
    case CRM_FIELD_DAY:
      if (!crm_cli_parse_day (text, now_usec, &day, error))
        return FALSE;
      *out = crm_value_int (day);
      return TRUE;
    case CRM_FIELD_TIME:
      if (!crm_cli_parse_time (text, now_usec, &usec, error))
        return FALSE;
      *out = crm_value_int (usec);
      return TRUE;
    case CRM_FIELD_HASH:
      return bad_value (field, text, error);
    default:
      return parse_text (reader, field, text, out, error);
    }
}

/* The currency an amount is in: set in the same breath, or known before. */
static const char *
currency_of (const CrmChange *change, const CrmRecord *record, const CrmField *field)
{
  const CrmValue *value = crm_change_get_value (change, field->reference);

  if (value != NULL && value->kind == CRM_VALUE_TEXT)
    return value->text;
  return record != NULL ? crm_record_get_text (record, field->reference) : NULL;
}

static gboolean
set_money (CrmChange *change,
           const CrmRecord *record,
           const CrmField *field,
           const char *text,
           GError **error)
{
  g_autofree char *currency = NULL;
  gint64 minor;

  if (!crm_cli_parse_money (text, currency_of (change, record, field), &currency, &minor, error))
    return FALSE;
  crm_change_set_text (change, field->reference, currency);
  crm_change_set_int (change, field->name, minor);
  return TRUE;
}

static gboolean
set_field (CrmReader *reader,
           CrmChange *change,
           const CrmRecord *record,
           const CrmField *field,
           const char *text,
           GError **error)
{
  g_auto (CrmValue) value = CRM_VALUE_INIT;

  if (field->flags & (CRM_FIELD_DERIVED | CRM_FIELD_KEY))
    {
      g_set_error (error, CRM_ERROR, CRM_ERROR_INVALID_VALUE, "%s is not set by hand",
                   crm_field_get_shown_name (field));
      return FALSE;
    }
  if (text[0] == '\0')
    crm_change_set_null (change, field->name);
  else if (field->type == CRM_FIELD_MONEY)
    return set_money (change, record, field, text, error);
  else if (parse_value (reader, field, text, &value, error))
    crm_change_set_value (change, field->name, &value);
  else
    return FALSE;
  return TRUE;
}

/* What an assignment of the command line sets, and the change that gets it. */
typedef struct
{
  CrmReader *reader;
  CrmChangeSet *set;
  CrmChange *change;
  const CrmRecord *record; /* (nullable) */
  CrmChange *custom;       /* (nullable): made with the first custom field */
} Assigning;

static gboolean
find_custom_change (Assigning *self, GError **error)
{
  const CrmEntity *custom = NULL;

  if (self->custom != NULL || !crm_custom_suits (self->change->entity))
    return TRUE;
  if (!crm_reader_get_custom (self->reader, self->change->entity->name, &custom, error))
    return FALSE;
  if (custom != NULL)
    self->custom = crm_change_set_custom (self->set, custom, self->change->id);
  return TRUE;
}

/* (nullable): the field of that name, with the change and the record it belongs to */
static const CrmField *
find_field (Assigning *self,
            const char *name,
            CrmChange **out_change,
            const CrmRecord **out_record,
            GError **error)
{
  const CrmField *field = NULL;

  *out_change = self->change;
  *out_record = self->record;
  if (!g_str_has_prefix (name, CRM_CUSTOM_PREFIX))
    {
      field = crm_entity_find_field (self->change->entity, name);
    }
  else
    {
      if (!find_custom_change (self, error))
        return NULL;
      *out_change = self->custom;
      *out_record = self->record != NULL ? self->record->custom : NULL;
      if (self->custom != NULL)
        field = crm_entity_find_field (self->custom->entity, name + strlen (CRM_CUSTOM_PREFIX));
    }
  if (field == NULL)
    g_set_error (error, CRM_ERROR, CRM_ERROR_INVALID_VALUE, "%s has no field “%s”",
                 self->change->entity->name, name);
  return field;
}

static gboolean
assign (Assigning *self, const char *assignment, gboolean money, GError **error)
{
  const char *equals = strchr (assignment, '=');
  g_autofree char *name = NULL;
  const CrmField *field;
  CrmChange *change;
  const CrmRecord *record;

  if (equals == NULL)
    return crm_cli_usage (error, _ ("“%s” is not FIELD=VALUE"), assignment);
  name = g_strndup (assignment, (gsize)(equals - assignment));
  field = find_field (self, name, &change, &record, error);
  if (field == NULL)
    return FALSE;
  if ((field->type == CRM_FIELD_MONEY) == money
      && !set_field (self->reader, change, record, field, equals + 1, error))
    return FALSE;
  if (record != NULL && crm_change_get_value (change, field->name) != NULL)
    crm_change_expect (change, field->name, crm_record_get (record, field->name));
  return TRUE;
}

/* Amounts come last: their currency may be set in the same breath. */
static gboolean
assign_all (Assigning *self, const char *const *assignments, GError **error)
{
  for (guint i = 0; assignments[i] != NULL; i++)
    if (!assign (self, assignments[i], FALSE, error))
      return FALSE;
  for (guint i = 0; assignments[i] != NULL; i++)
    if (!assign (self, assignments[i], TRUE, error))
      return FALSE;
  return TRUE;
}

/* What people made required is asked of those who add records by hand; what comes in otherwise,
 * from mail or the sidebar's short forms, may lack it. */
static gboolean
check_required (Assigning *self, GError **error)
{
  const CrmEntity *custom = NULL;
  const CrmValue unknown = CRM_VALUE_INIT;

  if (!crm_custom_suits (self->change->entity))
    return TRUE;
  if (!crm_reader_get_custom (self->reader, self->change->entity->name, &custom, error))
    return FALSE;
  for (guint i = 1; custom != NULL && custom->fields[i].name != NULL; i++)
    {
      const CrmField *field = &custom->fields[i];
      const CrmValue *value
          = self->custom != NULL ? crm_change_get_value (self->custom, field->name) : NULL;

      if (!crm_field_check (custom, field, value != NULL ? value : &unknown, error))
        return FALSE;
    }
  return TRUE;
}

/**
 * crm_cli_set_fields:
 * @reader: a reader
 * @set: gets the change of custom fields, where there are some among @assignments
 * @change: gets the values of the others; part of @set
 * @record: (nullable): the record as it is now with its custom fields, when it is one already
 * @assignments: `FIELD=VALUE`, ended by %NULL; an empty value means unknown
 * @error: (nullable): %CRM_ERROR_INVALID_VALUE, %CRM_ERROR_NOT_FOUND, usage errors;
 *   %CRM_ERROR_CONSTRAINT when a new record lacks a custom field that is required
 *
 * Reads values by the type of their field: money with or without its currency, days and times also
 * relative to now, choices by value or label, references by id or title. Custom fields are
 * `x.NAME=VALUE`.
 *
 * Returns: whether all of them make sense
 */
gboolean
crm_cli_set_fields (CrmReader *reader,
                    CrmChangeSet *set,
                    CrmChange *change,
                    const CrmRecord *record,
                    const char *const *assignments,
                    GError **error)
{
  Assigning assigning = { reader, set, change, record, NULL };

  return assign_all (&assigning, assignments, error)
         && (record != NULL || check_required (&assigning, error));
}
