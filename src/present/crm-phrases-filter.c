/* crm-phrases-filter.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * What is wrong with a filter that somebody typed, in their own language. The parser's messages are
 * English details; they are listed here for translators. */
#define G_LOG_DOMAIN "crm-phrases-filter"
#include "config.h"

#include "crm-phrases-filter.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const char *const mistakes[] = {
  N_ ("a date is wanted here"),
  N_ ("a field is missing"),
  N_ ("a field stands without quotes"),
  N_ ("a number is wanted here"),
  N_ ("a text is wanted here"),
  N_ ("an amount is wanted here"),
  N_ ("expected '(' after 'in'"),
  N_ ("expected ',' or ')' in the list"),
  N_ ("expected 'and' or 'or'"),
  N_ ("expected 'and', 'or' or ')'"),
  N_ ("expected 'null' after 'is not'"),
  N_ ("expected 'null' or 'not null' after 'is'"),
  N_ ("expected a condition"),
  N_ ("expected a time as YYYY-MM-DDThh:mm:ssZ"),
  N_ ("expected a value"),
  N_ ("expected a value: text stands in quotes"),
  N_ ("not a field: its name is of small letters, digits, '_' and '.'"),
  N_ ("nothing to look for"),
  N_ ("null compares only with '=' and '!='"),
  N_ ("say “is null”: there may be many here"),
  N_ ("text in quotes does not end"),
  N_ ("the filter ends where a condition is expected"),
  N_ ("the filter is nested too deeply"),
  N_ ("the filter is too long"),
  N_ ("the number is too large"),
  N_ ("the time is too far away"),
  N_ ("there is no such day"),
  N_ ("there is no such time"),
  N_ ("this '(' is not closed"),
  N_ ("this ')' closes nothing"),
  N_ ("this is nested too deeply"),
  N_ ("unknown escape in text in quotes"),
};

static gboolean
is_known (const char *message)
{
  for (guint i = 0; i < G_N_ELEMENTS (mistakes); i++)
    if (g_str_equal (mistakes[i], message))
      return TRUE;
  return FALSE;
}

/* (transfer full) (nullable): what stands at the place, unless it is much */
static char *
cut_out (const char *source, const CrmFilterErrorPlace *place)
{
  const gsize at_most = 60;

  if (place->end <= place->start || place->end > strlen (source)
      || place->end - place->start > at_most)
    return NULL;
  return g_strndup (source + place->start, place->end - place->start);
}

/**
 * crm_phrase_filter_mistake:
 * @error: what crm_filter_parse() or the search itself complained of
 * @source: the text that was typed
 * @place: (nullable): where in it the mistake is
 *
 * Returns: (transfer full): a sentence with the place
 */
char *
crm_phrase_filter_mistake (const GError *error,
                           const char *source,
                           const CrmFilterErrorPlace *place)
{
  g_autofree char *cut = place != NULL ? cut_out (source, place) : NULL;

  if (place == NULL || place->column == 0)
    return g_strdup (is_known (error->message) ? _ (error->message)
                                               : _ ("This filter cannot be used."));
  if (is_known (error->message))
    /* TRANSLATORS: what is wrong in a line that was typed: the number of the character where, and
     * what */
    return g_strdup_printf (_ ("At character %1$u: %2$s"), place->column, _ (error->message));
  if (cut != NULL)
    /* TRANSLATORS: %2$s is a word of a filter, such as the name of a field that there is not */
    return g_strdup_printf (_ ("At character %1$u: “%2$s” is not known here"), place->column, cut);
  return g_strdup_printf (_ ("At character %u: this is not understood"), place->column);
}
