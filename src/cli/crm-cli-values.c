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
#define MAX_OFFSET 100000 /* of any unit: what is farther away is a slip of the finger */
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
  if (end == text || strlen (end) != 1 || number < -MAX_OFFSET || number > MAX_OFFSET)
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
