/* crm-format-count.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-format"
#include "config.h"

#include "crm-format.h"

/* "%u", "%1$d" with the flag that groups digits. */
static char *
add_grouping (const char *format)
{
  GString *grouped = g_string_new (NULL);

  for (const char *c = format; *c != '\0'; c++)
    {
      const char *end = c + 1;

      g_string_append_c (grouped, *c);
      if (*c != '%')
        continue;
      while (g_ascii_isdigit (*end))
        end++;
      if (*end == '$')
        end++;
      else
        end = c + 1; /* digits that are no position are a width */
      if (*end == 'u' || *end == 'd')
        {
          g_string_append_len (grouped, c + 1, end - c - 1);
          g_string_append_c (grouped, '\'');
          c = end - 1;
        }
      else if (*end == '%')
        {
          g_string_append_c (grouped, '%');
          c = end;
        }
    }
  return g_string_free (grouped, FALSE);
}

/**
 * crm_format_counted:
 * @format: as printf() has it, translated; of numbers `%u` and `%d`, and texts
 * @...: what it names
 *
 * A sentence with counts that people read. That digits are grouped is no matter of translators.
 *
 * Returns: (transfer full): the sentence, with the digits of its numbers grouped as the locale has
 * it
 */
char *
crm_format_counted (const char *format, ...)
{
  g_autofree char *grouped = add_grouping (format);
  va_list args;
  char *text;

  va_start (args, format);
  text = g_strdup_vprintf (grouped, args);
  va_end (args);
  return text;
}
