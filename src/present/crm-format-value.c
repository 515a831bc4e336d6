/* crm-format-value.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-format-value"
#include "config.h"

#include "crm-format-value.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "crm-format.h"

/* What is not known shows as such. */
static const char unknown[] = "–";

static char *
format_reference (const CrmField *field, const char *title)
{
  const CrmEntity *target = field != NULL ? crm_entity_find (field->reference) : NULL;
  gboolean is_seeded = target != NULL && (target->flags & CRM_ENTITY_SEEDED) != 0;

  /* What every store begins with is called so in everybody's language. */
  return g_strdup (is_seeded && *title != '\0' ? _ (title) : title);
}

static char *
format_text (const CrmField *field, CrmFieldType type, const char *text)
{
  const char *end = strpbrk (text, "\r\n");
  const char *label;

  switch (type)
    {
    case CRM_FIELD_CHOICE:
      label = field != NULL ? crm_field_choice_label (field, text) : NULL;
      return g_strdup (label != NULL ? _ (label) : text);
    case CRM_FIELD_REF:
      return format_reference (field, text);
    case CRM_FIELD_LONGTEXT:
      return end != NULL ? g_strdup_printf ("%.*s…", (int)(end - text), text) : g_strdup (text);
    default:
      return g_strdup (text);
    }
}

static char *
format_number (CrmFieldType type, gint64 number, const char *currency, gint64 now_usec)
{
  switch (type)
    {
    case CRM_FIELD_BOOL:
      return g_strdup (number != 0 ? _ ("Yes") : _ ("No"));
    case CRM_FIELD_PERCENT:
      /* TRANSLATORS: a share of a hundred, as "40 %" */
      return g_strdup_printf (_ ("%d %%"), (int)number);
    case CRM_FIELD_MONEY:
      return crm_format_money (number, currency);
    case CRM_FIELD_DAY:
      return crm_format_day ((int)number);
    case CRM_FIELD_TIME:
      return crm_format_time (number, now_usec);
    default:
      return g_strdup_printf ("%" G_GINT64_FORMAT, number);
    }
}

/**
 * crm_format_value:
 * @field: (nullable): the declaration, for choices and references
 * @type: what kind of value it is
 * @value: the value; of a reference what the record is called
 * @currency: (nullable): ISO 4217, for amounts
 * @now_usec: now, UTC microseconds
 *
 * Returns: (transfer full): one line; a dash for what is unknown
 */
char *
crm_format_value (const CrmField *field,
                  CrmFieldType type,
                  const CrmValue *value,
                  const char *currency,
                  gint64 now_usec)
{
  switch (value->kind)
    {
    case CRM_VALUE_TEXT:
      return *value->text != '\0' ? format_text (field, type, value->text) : g_strdup (unknown);
    case CRM_VALUE_INT:
      return format_number (type, value->integer, currency, now_usec);
    case CRM_VALUE_REAL:
      return g_strdup_printf ("%g", value->real);
    default:
      /* Flags that nobody has set are not set. */
      return g_strdup (type == CRM_FIELD_BOOL ? _ ("No") : unknown);
    }
}

/**
 * crm_format_cell:
 * @column: a column of a list
 * @value: what stands there
 * @currency: (nullable): ISO 4217, for amounts
 * @now_usec: now, UTC microseconds
 *
 * Returns: (transfer full): one line; a dash for what is unknown
 */
char *
crm_format_cell (const CrmListColumn *column,
                 const CrmValue *value,
                 const char *currency,
                 gint64 now_usec)
{
  return crm_format_value (column->field, column->type, value, currency, now_usec);
}

/**
 * crm_format_is_number:
 * @type: a type of field
 *
 * Returns: whether values stand at the right of their column, for their digits to be compared
 */
gboolean
crm_format_is_number (CrmFieldType type)
{
  return type == CRM_FIELD_INT || type == CRM_FIELD_PERCENT || type == CRM_FIELD_MONEY
         || type == CRM_FIELD_DECIMAL;
}
