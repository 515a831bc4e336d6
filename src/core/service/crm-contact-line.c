/* crm-contact-line.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-contact-line"
#include "config.h"

#include "crm-contact-line-private.h"

#include <string.h>

/* Of one field and kind, the first is the one that is written. */
static const struct
{
  const char *field;
  const char *kind; /* (nullable): NULL for whatever has no kind, and for unknown ones */
  const char *start;
} lines[] = {
  { "name", NULL, "FN:" },
  { "title", NULL, "TITLE:" },
  { "organization", NULL, "ORG:" },
  { "address", "home", "EMAIL;TYPE=HOME:" },
  { "address", "other", "EMAIL;TYPE=OTHER:" },
  { "address", NULL, "EMAIL;TYPE=WORK:" },
  { "phone", "mobile", "TEL;TYPE=CELL:" },
  { "phone", "home", "TEL;TYPE=HOME,VOICE:" },
  { "phone", "fax", "TEL;TYPE=WORK,FAX:" },
  { "phone", "other", "TEL;TYPE=VOICE:" },
  { "phone", NULL, "TEL;TYPE=WORK,VOICE:" },
};

static const char * /* (nullable): for a field that there is not */
find_start (const char *field, const char *kind)
{
  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    if (g_str_equal (lines[i].field, field)
        && (lines[i].kind == NULL || g_strcmp0 (lines[i].kind, kind) == 0))
      return lines[i].start;
  return NULL;
}

/* (transfer full) (nullable): NULL for nothing, and for a field that there is not */
char *
_crm_contact_line_make (const char *field,
                        const char *kind /* (nullable) */,
                        const char *value /* (nullable) */)
{
  const char *start = find_start (field, kind);
  GString *line;

  g_return_val_if_fail (start != NULL, NULL);

  if (value == NULL || *value == '\0')
    return NULL;
  line = g_string_new (start);
  for (const char *c = value; *c != '\0'; c++)
    switch (*c)
      {
      case '\n':
        g_string_append (line, "\\n");
        break;
      case '\r':
        break;
      case '\\':
      case ',':
      case ';':
        g_string_append_c (line, '\\');
        G_GNUC_FALLTHROUGH;
      default:
        g_string_append_c (line, *c);
      }
  return g_string_free (line, FALSE);
}

static char *
unescape (const char *text)
{
  GString *value = g_string_new (NULL);

  for (const char *c = text; *c != '\0'; c++)
    if (c[0] != '\\' || c[1] == '\0')
      g_string_append_c (value, *c);
    else if (*++c == 'n' || *c == 'N')
      g_string_append_c (value, '\n');
    else
      g_string_append_c (value, *c);
  return g_string_free (value, FALSE);
}

/* (transfer full) (nullable): the value; NULL for nothing, and for a line that was not made here */
char *
_crm_contact_line_read (const char *line /* (nullable) */,
                        const char **out_field,
                        const char **out_kind /* (out) (nullable) */)
{
  for (gsize i = 0; line != NULL && i < G_N_ELEMENTS (lines); i++)
    if (g_str_has_prefix (line, lines[i].start))
      {
        *out_field = lines[i].field;
        *out_kind = lines[i].kind;
        return unescape (line + strlen (lines[i].start));
      }
  return NULL;
}
