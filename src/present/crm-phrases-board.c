/* crm-phrases-board.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * What stands above a board and above its columns. */
#define G_LOG_DOMAIN "crm-phrases-board"
#include "config.h"

#include "crm-phrases-board.h"

#include <glib/gi18n-lib.h>

#include "crm-format.h"
#include "crm-phrases.h"

/**
 * crm_phrase_sums:
 * @totals: amounts
 *
 * Returns: (transfer full) (nullable): the sum of each currency, side by side; %NULL for no amounts
 */
char *
crm_phrase_sums (const CrmTotals *totals)
{
  GString *text;

  if (totals->sums->len == 0)
    return NULL;
  if (totals->overflow)
    return g_strdup (_ ("too much to be added up"));
  text = g_string_new (NULL);
  for (guint i = 0; i < totals->sums->len; i++)
    {
      const CrmSum *sum = &g_array_index (totals->sums, CrmSum, i);
      g_autofree char *amount
          = crm_format_money_brief (sum->minor, *sum->currency != '\0' ? sum->currency : NULL);

      g_string_append_printf (text, "%s%s", i > 0 ? " + " : "", amount);
    }
  return g_string_free (text, FALSE);
}

/**
 * crm_phrase_weighted:
 * @weighted: amounts times their probabilities
 *
 * Returns: (transfer full) (nullable): their sum of each currency, named as such; %NULL for no
 * amounts
 */
char *
crm_phrase_weighted (const CrmTotals *weighted)
{
  g_autofree char *sums = crm_phrase_sums (weighted);

  /* TRANSLATORS: %s is a sum of amounts, each multiplied with the probability of its deal */
  return sums != NULL ? g_strdup_printf (_ ("weighted: %s"), sums) : NULL;
}

static char *
phrase_count (guint n)
{
  return crm_format_counted (g_dngettext (GETTEXT_PACKAGE, "%u deal", "%u deals", n), n);
}

/**
 * crm_phrase_board:
 * @board: a board
 *
 * Returns: (transfer full): how many deals are open, and what they are worth
 */
char *
crm_phrase_board (const CrmBoard *board)
{
  g_autofree char *count = crm_format_counted (
      g_dngettext (GETTEXT_PACKAGE, "%u open deal", "%u open deals", board->n_open), board->n_open);
  g_autofree char *sums = crm_phrase_sums (board->totals);
  g_autofree char *weighted = crm_phrase_weighted (board->weighted);

  if (sums == NULL)
    return g_steal_pointer (&count);
  return g_strdup_printf ("%s · %s · %s", count, sums, weighted);
}

/**
 * crm_phrase_column:
 * @column: a column of a board
 *
 * Returns: (transfer full): its stage, how many deals are there and what they are worth, for screen
 *   readers
 */
char *
crm_phrase_column (const CrmBoardColumn *column)
{
  g_autofree char *count = phrase_count (column->deals->len);
  g_autofree char *sums = crm_phrase_sums (column->totals);

  return g_strconcat (crm_phrase_record_name (column->stage), ", ", count,
                      sums != NULL ? ", " : NULL, sums, NULL);
}

/**
 * crm_phrase_column_hint:
 * @column: a column of a board
 *
 * Returns: (transfer full) (nullable): what its deals are worth by their probabilities, if
 * anything; of closed ones, since when they are there
 */
char *
crm_phrase_column_hint (const CrmBoardColumn *column)
{
  const char *kind = crm_record_get_text (column->stage, "kind");

  if (g_strcmp0 (kind, "open") == 0 || g_strcmp0 (kind, "on_hold") == 0)
    return crm_phrase_weighted (column->weighted);
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "closed in the last %d day",
                                       "closed in the last %d days", CRM_BOARD_CLOSED_DAYS),
                          CRM_BOARD_CLOSED_DAYS);
}

/**
 * crm_phrase_missing:
 * @fields: (element-type CrmField): what a stage asks for, as crm_stage_list_missing() has it; not
 *   empty
 *
 * Returns: (transfer full): a sentence that names them
 */
char *
crm_phrase_missing (const GPtrArray *fields)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < fields->len; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "",
                            _ (((const CrmField *)g_ptr_array_index (fields, i))->label));
  /* TRANSLATORS: %s is a list of fields, as "Amount, Expected close" */
  return g_strdup_printf (_ ("This stage asks for: %s"), names->str);
}
