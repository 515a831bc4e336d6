/* crm-cli-values.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-cli-values"
#include "config.h"

#include "crm-cli-values.h"

#include <glib/gi18n.h>
#include <stdlib.h>
#include <string.h>

#include "model/crm-address.h"
#include "model/crm-date.h"
#include "model/crm-money.h"
#include "model/crm-text.h"

#define DAY_USEC (G_GINT64_CONSTANT (86400) * G_USEC_PER_SEC)
#define HOUR_USEC (G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC)

/**
 * crm_cli_parse_address:
 * @text: an e-mail address as somebody typed it
 * @error: (nullable): %CRM_ERROR_INVALID_VALUE
 *
 * Returns: (transfer full) (nullable): it normalised
 */
char *
crm_cli_parse_address (const char *text, GError **error)
{
  char *address = crm_address_normalize (text);

  if (address == NULL)
    g_set_error (error, CRM_ERROR, CRM_ERROR_INVALID_VALUE, "“%s” is no e-mail address", text);
  return address;
}

/**
 * crm_cli_parse_domain:
 * @text: a domain as somebody typed it
 * @error: (nullable): %CRM_ERROR_INVALID_VALUE
 *
 * Returns: (transfer full) (nullable): it normalised
 */
char *
crm_cli_parse_domain (const char *text, GError **error)
{
  char *domain = crm_domain_normalize (text[0] == '@' ? text + 1 : text);

  if (domain == NULL)
    g_set_error (error, CRM_ERROR, CRM_ERROR_INVALID_VALUE, "“%s” is no domain", text);
  return domain;
}

/* `-14d`, `+2w`, `-4h`: what the filter language knows too, without the units that need a calendar.
 */
static gboolean
parse_offset (const char *text, gint64 *out_usec)
{
  char *end;
  gint64 number;

  if (text[0] != '-' && text[0] != '+')
    return FALSE;
  number = g_ascii_strtoll (text, &end, 10);
  if (end == text || strlen (end) != 1 || ABS (number) > 100000)
    return FALSE;
  if (*end == 'h')
    *out_usec = number * HOUR_USEC;
  else if (*end == 'd')
    *out_usec = number * DAY_USEC;
  else if (*end == 'w')
    *out_usec = number * 7 * DAY_USEC;
  else
    return FALSE;
  return TRUE;
}

/**
 * crm_cli_parse_day:
 * @text: `YYYY-MM-DD`, `today`, or days and weeks from today such as `+3d`, `-2w`
 * @now_usec: the time now, UTC microseconds
 * @out_day: (out): days since 1970-01-01, by the local calendar
 * @error: (nullable): %CRM_ERROR_INVALID_VALUE
 *
 * Returns: whether @text is a day
 */
gboolean
crm_cli_parse_day (const char *text, gint64 now_usec, int *out_day, GError **error)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  gint64 offset = 0;

  if (g_str_equal (text, "today") || (parse_offset (text, &offset) && offset % DAY_USEC == 0))
    {
      *out_day = crm_date_day_from_usec (now_usec, zone) + (int)(offset / DAY_USEC);
      return TRUE;
    }
  return crm_date_day_parse (text, out_day, error);
}

/**
 * crm_cli_parse_time:
 * @text: ISO 8601, `now`, or an offset from now such as `-2h`, `+3d`
 * @now_usec: the time now, UTC microseconds
 * @out_usec: (out): UTC microseconds
 * @error: (nullable): %CRM_ERROR_INVALID_VALUE
 *
 * Returns: whether @text is a time
 */
gboolean
crm_cli_parse_time (const char *text, gint64 now_usec, gint64 *out_usec, GError **error)
{
  gint64 offset = 0;

  if (g_str_equal (text, "now") || parse_offset (text, &offset))
    {
      *out_usec = now_usec + offset;
      return TRUE;
    }
  return crm_date_parse_iso (text, out_usec, error);
}

/**
 * crm_cli_parse_money:
 * @text: `1234.50`, or with its currency `1234.50 EUR`
 * @currency: (nullable): the currency when @text names none
 * @out_currency: (out) (transfer full): which currency it is
 * @out_minor: (out): the amount in minor units
 * @error: (nullable): %CRM_ERROR_INVALID_VALUE, also when nobody says which currency
 *
 * Returns: whether @text is an amount
 */
gboolean
crm_cli_parse_money (
    const char *text, const char *currency, char **out_currency, gint64 *out_minor, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (text, " ", 2);
  g_autofree char *code = NULL;

  if (parts[0] != NULL && parts[1] != NULL)
    code = g_ascii_strup (g_strstrip (parts[1]), -1);
  else
    code = g_strdup (currency);
  if (code == NULL)
    {
      g_set_error (error, CRM_ERROR, CRM_ERROR_INVALID_VALUE,
                   "the amount %s needs a currency, such as “%s EUR”", text, text);
      return FALSE;
    }
  if (!crm_money_parse (parts[0] != NULL ? parts[0] : "", code, out_minor, error))
    return FALSE;
  *out_currency = g_steal_pointer (&code);
  return TRUE;
}

/**
 * crm_cli_dup_title:
 * @record: a record
 *
 * Returns: (transfer full): what names it for people; seeded names are translated
 */
char *
crm_cli_dup_title (const CrmRecord *record)
{
  const CrmValue *value = crm_record_get (record, record->entity->title_field);
  const CrmField *field = crm_entity_find_field (record->entity, record->entity->title_field);

  if (value == NULL || value->kind == CRM_VALUE_NULL)
    return g_strdup (record->id);
  if (field->type == CRM_FIELD_TIME)
    return crm_date_format_iso (value->integer);
  if (field->type == CRM_FIELD_CHOICE)
    return g_strdup (_ (crm_field_choice_label (field, value->text)));
  if (value->kind != CRM_VALUE_TEXT)
    return g_strdup_printf ("%" G_GINT64_FORMAT, value->integer);
  if ((record->entity->flags & CRM_ENTITY_SEEDED) && value->text[0] != '\0')
    return g_strdup (_ (value->text));
  return g_strdup (value->text);
}

static gboolean
has_title (const CrmRecord *record, const char *folded)
{
  const char *title = crm_record_get_title (record);
  g_autofree char *stored = crm_fold (title);
  g_autofree char *shown = crm_cli_dup_title (record);
  g_autofree char *shown_folded = crm_fold (shown);

  return g_str_equal (stored, folded) || g_str_equal (shown_folded, folded);
}

/* The only one of @records with that title. */
static char *
pick_by_title (GPtrArray *records, const CrmEntity *entity, const char *text, GError **error)
{
  g_autofree char *folded = crm_fold (text);
  const CrmRecord *found = NULL;
  guint n = 0;

  for (guint i = 0; i < records->len; i++)
    if (has_title (g_ptr_array_index (records, i), folded))
      {
        found = g_ptr_array_index (records, i);
        n++;
      }
  if (n == 1)
    return g_strdup (found->id);
  if (n == 0)
    g_set_error (error, CRM_ERROR, CRM_ERROR_NOT_FOUND, "there is no %s “%s”", entity->name, text);
  else
    g_set_error (error, CRM_ERROR, CRM_ERROR_INVALID_VALUE,
                 "%u records of %s are called “%s”: use the id", n, entity->name, text);
  return NULL;
}

static char *
resolve_person_by_address (CrmReader *reader, const char *text, GError **error)
{
  g_autofree char *address = crm_address_normalize (text);
  g_autoptr (CrmRecord) row
      = address != NULL ? crm_reader_find (reader, "address", "address", address, error) : NULL;

  return row != NULL ? g_strdup (crm_record_get_text (row, "person")) : NULL;
}

/**
 * crm_cli_resolve:
 * @reader: a reader
 * @entity: which entity
 * @text: an id, the title of exactly one record, or for a person an e-mail address
 * @error: (nullable): %CRM_ERROR_NOT_FOUND; %CRM_ERROR_INVALID_VALUE when several have the title
 *
 * Returns: (transfer full) (nullable): the id
 */
char *
crm_cli_resolve (CrmReader *reader, const char *entity, const char *text, GError **error)
{
  CrmListQuery query = { .entity = entity };
  g_autoptr (CrmRecord) record = NULL;
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (GError) local_error = NULL;
  char *id;

  record = crm_reader_find (reader, entity, CRM_COLUMN_ID, text, &local_error);
  if (record != NULL)
    return g_strdup (record->id);
  if (local_error == NULL && g_str_equal (entity, "person")
      && (id = resolve_person_by_address (reader, text, &local_error)) != NULL)
    return id;
  if (local_error == NULL)
    all = crm_reader_list (reader, &query, NULL, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  return pick_by_title (all, crm_entity_find (entity), text, error);
}

/**
 * crm_cli_resolve_stage:
 * @reader: a reader
 * @pipeline: id of a pipeline
 * @text: id or name of a stage of it
 * @error: (nullable): as crm_cli_resolve()
 *
 * Returns: (transfer full) (nullable): the id
 */
char *
crm_cli_resolve_stage (CrmReader *reader, const char *pipeline, const char *text, GError **error)
{
  g_autoptr (GPtrArray) stages
      = crm_reader_list_where (reader, "stage", "pipeline", pipeline, error);

  if (stages == NULL)
    return NULL;
  for (guint i = 0; i < stages->len; i++)
    if (g_str_equal (((CrmRecord *)g_ptr_array_index (stages, i))->id, text))
      return g_strdup (text);
  return pick_by_title (stages, crm_entity_find ("stage"), text, error);
}

static gboolean
bad_value (const CrmField *field, const char *text, GError **error)
{
  g_set_error (error, CRM_ERROR, CRM_ERROR_INVALID_VALUE, "%s cannot be “%s”", field->name, text);
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

      if (g_str_equal (choice->value, text) || g_str_equal (label, folded)
          || g_str_equal (shown, folded))
        {
          *out = crm_value_text (choice->value);
          return TRUE;
        }
      g_string_append_printf (known, "%s%s", known->len > 0 ? ", " : "", choice->value);
    }
  g_set_error (error, CRM_ERROR, CRM_ERROR_INVALID_VALUE, "%s cannot be “%s”; it may be %s",
               field->name, text, known->str);
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
      g_set_error (error, CRM_ERROR, CRM_ERROR_INVALID_VALUE, "%s is not set by hand", field->name);
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

static gboolean
set_fields_of_kind (CrmReader *reader,
                    CrmChange *change,
                    const CrmRecord *record,
                    const char *const *assignments,
                    gboolean money,
                    GError **error)
{
  for (guint i = 0; assignments[i] != NULL; i++)
    {
      const char *equals = strchr (assignments[i], '=');
      g_autofree char *name = NULL;
      const CrmField *field;

      if (equals == NULL)
        return crm_cli_usage (error, _ ("“%s” is not FIELD=VALUE"), assignments[i]);
      name = g_strndup (assignments[i], (gsize)(equals - assignments[i]));
      field = crm_entity_find_field (change->entity, name);
      if (field == NULL)
        {
          g_set_error (error, CRM_ERROR, CRM_ERROR_INVALID_VALUE, "%s has no field “%s”",
                       change->entity->name, name);
          return FALSE;
        }
      if ((field->type == CRM_FIELD_MONEY) == money
          && !set_field (reader, change, record, field, equals + 1, error))
        return FALSE;
      if (record != NULL && crm_change_get_value (change, field->name) != NULL)
        crm_change_expect (change, field->name, crm_record_get (record, field->name));
    }
  return TRUE;
}

/**
 * crm_cli_set_fields:
 * @reader: a reader
 * @change: gets the values
 * @record: (nullable): the record as it is now, when it is one already
 * @assignments: `FIELD=VALUE`, ended by %NULL; an empty value means unknown
 * @error: (nullable): %CRM_ERROR_INVALID_VALUE, %CRM_ERROR_NOT_FOUND, usage errors
 *
 * Reads values by the type of their field: money with or without its currency, days and times also
 * relative to now, choices by value or label, references by id or title.
 *
 * Returns: whether all of them make sense
 */
gboolean
crm_cli_set_fields (CrmReader *reader,
                    CrmChange *change,
                    const CrmRecord *record,
                    const char *const *assignments,
                    GError **error)
{
  return set_fields_of_kind (reader, change, record, assignments, FALSE, error)
         && set_fields_of_kind (reader, change, record, assignments, TRUE, error);
}
