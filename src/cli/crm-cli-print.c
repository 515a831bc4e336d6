/* crm-cli-print.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Records as members of an answer, by the types of their fields. */
#define G_LOG_DOMAIN "crm-cli-print"
#include "config.h"

#include "crm-cli-records.h"

#include <glib/gi18n.h>

#include "crm-cli-values.h"
#include "model/crm-custom.h"
#include "model/crm-date.h"
#include "model/crm-money.h"
#include "model/crm-token.h"

/* What a program calls the member: of a custom field as filters do. */
static char *
dup_key (const CrmRecord *record, const CrmField *field)
{
  if (!(record->entity->flags & CRM_ENTITY_CUSTOM))
    return g_strdup (field->name);
  return g_strconcat (CRM_CUSTOM_PREFIX, crm_field_get_shown_name (field), NULL);
}

static void
print_reference (
    CrmCli *cli, CrmReader *reader, const CrmField *field, const char *name, const char *id)
{
  g_autoptr (CrmRecord) record
      = crm_reader_find (reader, field->reference, CRM_COLUMN_ID, id, NULL);
  g_autofree char *title = record != NULL ? crm_cli_dup_title (record) : NULL;
  g_autofree char *key = g_strconcat (name, "_title", NULL);

  crm_printer_raw (cli->printer, name, id);
  crm_printer_raw (cli->printer, key, title);
  crm_printer_words (cli->printer, _ (field->label), title != NULL ? title : id);
}

static void
print_money (
    CrmCli *cli, const CrmRecord *record, const CrmField *field, const char *name, gint64 minor)
{
  const char *currency = crm_record_get_text (record, field->reference);
  g_autofree char *text = crm_money_format_plain (minor, currency);

  crm_printer_text (cli->printer, name, _ (field->label), text);
}

/* A choice of a custom field may be gone by now. */
static const char *
choice_label (const CrmField *field, const char *text)
{
  const char *label = text != NULL ? crm_field_choice_label (field, text) : NULL;

  return label != NULL ? _ (label) : text;
}

static void
print_text_field (CrmCli *cli,
                  CrmReader *reader,
                  const CrmRecord *record,
                  const CrmField *field,
                  const char *name)
{
  const char *text = crm_record_get_text (record, field->name);
  gboolean seeded = (record->entity->flags & CRM_ENTITY_SEEDED) != 0
                    && g_str_equal (field->name, record->entity->title_field);

  if (field->type == CRM_FIELD_REF && text != NULL)
    print_reference (cli, reader, field, name, text);
  else if (field->type == CRM_FIELD_CHOICE)
    crm_printer_choice (cli->printer, name, _ (field->label), text, choice_label (field, text));
  else if (seeded && text != NULL && text[0] != '\0')
    crm_printer_choice (cli->printer, name, _ (field->label), text, _ (text));
  else
    crm_printer_text (cli->printer, name, _ (field->label), text);
}

static void
print_field (CrmCli *cli, CrmReader *reader, const CrmRecord *record, const CrmField *field)
{
  const CrmValue *value = crm_record_get (record, field->name);
  const char *label = _ (field->label);
  g_autofree char *name = dup_key (record, field);
  g_autofree char *day = NULL;

  if (value->kind != CRM_VALUE_INT)
    {
      print_text_field (cli, reader, record, field, name);
      return;
    }
  switch (field->type)
    {
    case CRM_FIELD_BOOL:
      crm_printer_bool (cli->printer, name, label, value->integer != 0);
      break;
    case CRM_FIELD_MONEY:
      print_money (cli, record, field, name, value->integer);
      break;
    case CRM_FIELD_DAY:
      day = crm_date_day_format ((int)value->integer);
      crm_printer_text (cli->printer, name, label, day);
      break;
    case CRM_FIELD_TIME:
      crm_printer_time (cli->printer, name, label, value->integer);
      break;
    case CRM_FIELD_HASH:
      crm_printer_hash (cli->printer, name, (guint64)value->integer);
      break;
    default:
      crm_printer_int (cli->printer, name, label, value->integer);
      break;
    }
}

static void
print_custom (CrmCli *cli, CrmReader *reader, const CrmRecord *custom)
{
  for (guint i = 1; custom != NULL && custom->entity->fields[i].name != NULL; i++)
    if (!(custom->entity->fields[i].flags & CRM_FIELD_HIDDEN))
      print_field (cli, reader, custom, &custom->entity->fields[i]);
}

/**
 * crm_cli_print_record:
 * @cli: the command line, inside an object
 * @reader: a reader
 * @record: what to print
 *
 * Prints all fields as members of the open object, custom ones where they were read.
 */
void
crm_cli_print_record (CrmCli *cli, CrmReader *reader, const CrmRecord *record)
{
  crm_printer_text (cli->printer, "id", _ ("Id"), record->id);
  for (const CrmField *field = record->entity->fields; field->name != NULL; field++)
    print_field (cli, reader, record, field);
  print_custom (cli, reader, record->custom);
  if (g_str_equal (record->entity->name, "deal"))
    {
      g_autofree char *token = crm_token_new (record->id);

      /* In a list for people it would only be in the way. */
      crm_printer_raw (cli->printer, "token", token);
    }
  crm_printer_raw (cli->printer, "entity", record->entity->name);
}

/**
 * crm_cli_print_records:
 * @cli: the command line, inside an object
 * @reader: a reader
 * @key: the list's name
 * @label: (nullable): its name for people
 * @records: (nullable) (transfer full) (element-type CrmRecord): what to print
 *
 * Returns: whether there were records to print, as against %NULL
 */
gboolean
crm_cli_print_records (
    CrmCli *cli, CrmReader *reader, const char *key, const char *label, GPtrArray *records)
{
  if (records == NULL)
    return FALSE;
  crm_printer_begin_list (cli->printer, key, label);
  for (guint i = 0; i < records->len; i++)
    {
      CrmRecord *record = g_ptr_array_index (records, i);

      crm_reader_load_custom (reader, record, NULL);
      crm_printer_begin_object (cli->printer, NULL, NULL);
      crm_cli_print_record (cli, reader, record);
      crm_printer_end (cli->printer);
    }
  crm_printer_end (cli->printer);
  g_ptr_array_unref (records);
  return TRUE;
}
