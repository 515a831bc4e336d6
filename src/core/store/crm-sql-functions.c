/* crm-sql-functions.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * What statements ask of us. Searching a list calls these for every record, so that what most
 * records hold, short texts of plain ASCII, is dealt with in place. */
#define G_LOG_DOMAIN "crm-sql-functions"
#include "config.h"

#include "crm-sql-functions-private.h"

#include <string.h>

#include "model/crm-money.h"
#include "model/crm-text.h"

#define FUNCTION_FLAGS (SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS)
/* Bytes on the stack; longer texts are folded the long way. */
#define MAX_PLAIN 512

/* crm_fold (TEXT) */
static void
fold_in_sql (sqlite3_context *context, int n_values, sqlite3_value **values)
{
  const char *text = (const char *)sqlite3_value_text (values[0]);
  gsize length = (gsize)sqlite3_value_bytes (values[0]);
  char plain[MAX_PLAIN];

  if (text == NULL)
    sqlite3_result_null (context);
  else if (length <= sizeof plain && crm_fold_plain (text, length, plain))
    sqlite3_result_text (context, plain, (int)length, SQLITE_TRANSIENT);
  else
    sqlite3_result_text (context, crm_fold (text), -1, g_free);
}

static gboolean
contains (const char *text, gsize length, const char *part, gsize part_length)
{
  const char *end = text + length;

  if (part_length == 0)
    return TRUE;
  while (length >= part_length && (gsize)(end - text) >= part_length)
    {
      text = memchr (text, part[0], (gsize)(end - text) - part_length + 1);
      if (text == NULL)
        return FALSE;
      if (memcmp (text, part, part_length) == 0)
        return TRUE;
      text++;
    }
  return FALSE;
}

/* crm_contains (TEXT, PART): whether the folded text has @PART, which is folded already, in it. */
static void
contains_in_sql (sqlite3_context *context, int n_values, sqlite3_value **values)
{
  const char *text = (const char *)sqlite3_value_text (values[0]);
  gsize length = (gsize)sqlite3_value_bytes (values[0]);
  const char *part = (const char *)sqlite3_value_text (values[1]);
  gsize part_length = (gsize)sqlite3_value_bytes (values[1]);
  char plain[MAX_PLAIN];

  if (text == NULL || part == NULL)
    {
      sqlite3_result_null (context);
    }
  else if (length <= sizeof plain && crm_fold_plain (text, length, plain))
    {
      sqlite3_result_int (context, contains (plain, length, part, part_length));
    }
  else
    {
      g_autofree char *folded = crm_fold (text);

      sqlite3_result_int (context, contains (folded, strlen (folded), part, part_length));
    }
}

/* crm_minor_units (CURRENCY): how many minor units a major one has; 100 where none is set. */
static void
minor_units_in_sql (sqlite3_context *context, int n_values, sqlite3_value **values)
{
  const char *currency = (const char *)sqlite3_value_text (values[0]);
  int digits = currency != NULL && crm_currency_is_valid (currency)
                   ? crm_currency_get_digits (currency)
                   : 2;
  double units = 1;

  while (digits-- > 0)
    units *= 10;
  sqlite3_result_double (context, units);
}

/* Makes our functions known to a connection. */
void
_crm_sql_functions_add (sqlite3 *db)
{
  sqlite3_create_function_v2 (db, "crm_fold", 1, FUNCTION_FLAGS, NULL, fold_in_sql, NULL, NULL,
                              NULL);
  sqlite3_create_function_v2 (db, "crm_contains", 2, FUNCTION_FLAGS, NULL, contains_in_sql, NULL,
                              NULL, NULL);
  sqlite3_create_function_v2 (db, "crm_minor_units", 1, FUNCTION_FLAGS, NULL, minor_units_in_sql,
                              NULL, NULL, NULL);
}
