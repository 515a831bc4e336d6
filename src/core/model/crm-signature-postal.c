/* crm-signature-postal.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Postal addresses in a signature: a street and a town with its code, next to one another. */
#define G_LOG_DOMAIN "crm-signature-postal"
#include "config.h"

#include "crm-signature-private.h"

#include <string.h>

#include "crm-text.h"

#define MAX_ADDRESS 160
#define MAX_LABEL 20

static gboolean
matches (const char *pattern, const char *text)
{
  return g_regex_match_simple (pattern, text, 0, 0);
}

static gboolean
has_street (const char *line)
{
  g_autofree char *folded = crm_fold (line);

  return matches ("\\d", line) && _crm_signature_has_street (folded);
}

/* "10115 Berlin", but not "10115 Berlin Road": that is a house of many. */
static gboolean
has_code_and_town (const char *pattern, const char *line)
{
  g_autoptr (GRegex) regex = g_regex_new (pattern, 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree char *town = NULL;
  g_autofree char *folded = NULL;

  if (!g_regex_match (regex, line, 0, &match))
    return FALSE;
  town = g_match_info_fetch (match, 1);
  folded = crm_fold (town);
  return !_crm_signature_has_street (folded) && !matches ("(?i)\\b(?:suite|ste|floor)\\b", line);
}

/* Town and code as they are written in one country or another. */
static gboolean
has_town (const char *line)
{
  /* Houston, Texas 77002 · Houston, TX 77002-1234 */
  return matches ("\\p{Lu}[\\p{L}.' -]+,? +(?:[A-Z]{2}|\\p{Lu}\\p{Ll}+)\\.? +\\d{5}(?:-\\d{4})?\\b",
                  line)
         /* Cardiff CF10 1AA */
         || matches ("\\b[A-Z]{1,2}\\d[A-Z\\d]? \\d[A-Z]{2}\\b", line)
         /* 10115 Berlin · D-10115 Berlin · 101000 Москва · 00-123 Warszawa */
         || has_code_and_town (
             "(?:^|[,|] *)(?:\\p{Lu}{1,2}-)?(?:\\d{5,6}|\\d{2}-\\d{3}) +(\\p{Lu}[^,|]+)", line)
         /* 1015 AB Amsterdam · 8001 Zürich */
         || has_code_and_town (
             "(?:^|[,|] *)(?:\\p{Lu}{1,2}-)?\\d{4}(?: [A-Z]{2})? +(\\p{Lu}\\p{Ll}[^,|]+)", line);
}

static gboolean
has_street_or_town (const char *text)
{
  return has_street (text) || has_town (text);
}

static gboolean
is_usable (const char *line)
{
  return strchr (line, '@') == NULL && strstr (line, "www.") == NULL
         && strlen (line) <= MAX_ADDRESS;
}

/* What stands in the next column is no part of it. */
static char *
without_label (const char *line)
{
  const char *colon = strchr (line, ':');
  const char *bar = strstr (line, " | ");
  g_autofree char *column = NULL;

  if (colon != NULL && colon - line < MAX_LABEL)
    line = colon + 1;
  if (bar != NULL && bar > line && has_street_or_town (bar + 3))
    bar = NULL;
  column = g_strndup (line, bar != NULL && bar > line ? (gsize)(bar - line) : strlen (line));
  return crm_text_clean (column);
}

/* "Suite 800" alone is a part of the line above. */
static gboolean
is_part_of_building (const char *line)
{
  return matches (
      "(?i)^(?:suite|ste\\.?|floor|room|unit|apt\\.?|bldg\\.?|building|\\d+(?:st|nd|rd|th) floor)"
      "\\b(?!.*, *\\d+ +\\p{L})",
      line);
}

/* That of the house and that of the town: "University Park, PA 16802" is a town alone. */
static gboolean
has_two_numbers (const char *line)
{
  return matches ("\\d\\S*[^\\d]*[ ,|][^\\d]*\\d", line);
}

/* (transfer full) (nullable): the street in the line before the one at @i */
static char *
read_street (GPtrArray *lines, guint i)
{
  g_autofree char *line = NULL;

  if (i == 0)
    return NULL;
  line = without_label (g_ptr_array_index (lines, i - 1));
  if (!is_usable (line) || has_town (line))
    return NULL;
  if (is_part_of_building (line))
    {
      g_autofree char *above = NULL;

      if (i < 2)
        return NULL;
      above = without_label (g_ptr_array_index (lines, i - 2));
      return is_usable (above) && has_street (above) && !has_town (above)
                 ? g_strconcat (above, ", ", line, NULL)
                 : NULL;
    }
  return has_street (line) ? g_steal_pointer (&line) : NULL;
}

/* (transfer full) (nullable): the address that these lines hold. */
char *
_crm_signature_read_postal (GPtrArray *lines)
{
  for (guint i = 0; i < lines->len; i++)
    {
      const char *line = g_ptr_array_index (lines, i);
      g_autofree char *town = without_label (line);
      g_autofree char *street = NULL;

      if (!is_usable (town) || !has_town (town))
        continue;
      if (has_street (town) && strpbrk (town, ",|·•") != NULL && has_two_numbers (town))
        return g_steal_pointer (&town);
      street = read_street (lines, i);
      if (street != NULL)
        return g_strconcat (street, ", ", town, NULL);
    }
  return NULL;
}
