/* crm-board-sieve.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Quick filters of a board, and the order of its cards. In C, since a board has all its deals in
 * memory anyway. */
#define G_LOG_DOMAIN "crm-board-sieve"
#include "config.h"

#include "crm-board-private.h"

#include <string.h>

#include "model/crm-date.h"
#include "model/crm-text.h"

#define EPOCH_JULIAN 719163

struct _CrmBoardSieve
{
  const CrmBoardQuery *query; /* (unowned) */
  const char *self;           /* (unowned): id of the user */
  GHashTable *tagged;         /* (owned) (nullable) (element-type utf8): ids of deals */
  char **words;               /* (owned): folded */
  int month_ends;             /* the first day of the next month, days since 1970-01-01 */
};

/**
 * crm_board_query_is_filtered:
 * @query: a query
 *
 * Returns: whether it leaves out any deals of the pipeline
 */
gboolean
crm_board_query_is_filtered (const CrmBoardQuery *query)
{
  return query->mine || query->stuck || query->closing || query->no_step || query->owner != NULL
         || query->tag != NULL || (query->text != NULL && *query->text != '\0');
}

gpointer
_crm_board_query_copy (const CrmBoardQuery *query)
{
  CrmBoardQuery *copy = g_memdup2 (query, sizeof *query);

  copy->pipeline = g_strdup (query->pipeline);
  copy->owner = g_strdup (query->owner);
  copy->tag = g_strdup (query->tag);
  copy->text = g_strdup (query->text);
  return copy;
}

void
_crm_board_query_free (gpointer data)
{
  CrmBoardQuery *query = data;

  g_free ((char *)query->pipeline);
  g_free ((char *)query->owner);
  g_free ((char *)query->tag);
  g_free ((char *)query->text);
  g_free (query);
}

static int
find_end_of_month (gint64 now_usec)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_julian (&date, (guint32)(crm_date_day_from_usec (now_usec, zone) + EPOCH_JULIAN));
  g_date_set_day (&date, 1);
  g_date_add_months (&date, 1);
  return (int)g_date_get_julian (&date) - EPOCH_JULIAN;
}

static gboolean
load_tagged (CrmBoardSieve *self, CrmReader *reader, GError **error)
{
  g_autoptr (GPtrArray) taggings
      = crm_reader_list_where (reader, "tagging", "tag", self->query->tag, error);

  if (taggings == NULL)
    return FALSE;
  self->tagged = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < taggings->len; i++)
    {
      const char *deal = crm_record_get_text (g_ptr_array_index (taggings, i), "deal");

      if (deal != NULL)
        g_hash_table_add (self->tagged, g_strdup (deal));
    }
  return TRUE;
}

/* (nullable): NULL with @error set. @query must outlive it. */
CrmBoardSieve *
_crm_board_sieve_new (CrmReader *reader,
                      const CrmBoardQuery *query,
                      gint64 now_usec,
                      GError **error)
{
  CrmBoardSieve *self = g_new0 (CrmBoardSieve, 1);
  g_autofree char *folded = crm_fold (query->text != NULL ? query->text : "");

  self->query = query;
  self->self = crm_reader_get_actor (reader);
  self->words = g_strsplit_set (folded, " \t", -1);
  self->month_ends = find_end_of_month (now_usec);
  if (query->tag != NULL && !load_tagged (self, reader, error))
    {
      _crm_board_sieve_free (self);
      return NULL;
    }
  return self;
}

void
_crm_board_sieve_free (CrmBoardSieve *self)
{
  g_clear_pointer (&self->tagged, g_hash_table_unref);
  g_strfreev (self->words);
  g_free (self);
}

static gboolean
has_words (const CrmBoardSieve *self, const CrmBoardDeal *deal)
{
  g_autofree char *text = NULL;
  g_autofree char *folded = NULL;

  if (self->words[0] == NULL)
    return TRUE;
  text = g_strconcat (crm_record_get_title (deal->state->deal), " ", deal->account_name, NULL);
  folded = crm_fold (text);
  for (guint i = 0; self->words[i] != NULL; i++)
    if (strstr (folded, self->words[i]) == NULL)
      return FALSE;
  return TRUE;
}

static gboolean
is_stuck (const CrmDealState *state)
{
  gint64 limit = crm_record_get_int (state->stage, "max_days", 0);

  return limit > 0 && state->days_in_stage > limit;
}

static gboolean
has_step (const CrmBoardDeal *deal)
{
  const char *step = crm_record_get_text (deal->state->deal, "next_step");

  return deal->follow_up != NULL || (step != NULL && *step != '\0');
}

/* What asks for work is about open deals. */
static gboolean
needs_work (const CrmBoardSieve *self, const CrmBoardDeal *deal)
{
  const CrmBoardQuery *query = self->query;

  if (!query->stuck && !query->closing && !query->no_step)
    return TRUE;
  if (!crm_deal_state_is_open (deal->state))
    return FALSE;
  return (!query->stuck || is_stuck (deal->state)) && (!query->no_step || !has_step (deal))
         && (!query->closing
             || crm_record_get_int (deal->state->deal, "expected_close", G_MAXINT64)
                    < self->month_ends);
}

gboolean
_crm_board_sieve_lets_pass (const CrmBoardSieve *self, const CrmBoardDeal *deal)
{
  const CrmBoardQuery *query = self->query;
  const char *owner = crm_record_get_text (deal->state->deal, "owner");

  if (query->mine && g_strcmp0 (owner, self->self) != 0)
    return FALSE;
  if (query->owner != NULL && g_strcmp0 (owner, query->owner) != 0)
    return FALSE;
  if (self->tagged != NULL && !g_hash_table_contains (self->tagged, deal->state->deal->id))
    return FALSE;
  return needs_work (self, deal) && has_words (self, deal);
}

/* --- the order ---
 */

/* What is not known comes last. */
static int
compare_int (const CrmRecord *a, const CrmRecord *b, const char *field, int sign)
{
  const CrmValue *first = crm_record_get (a, field);
  const CrmValue *second = crm_record_get (b, field);

  if (first->kind != second->kind)
    return first->kind == CRM_VALUE_NULL ? 1 : -1;
  if (first->kind == CRM_VALUE_NULL || first->integer == second->integer)
    return 0;
  return first->integer < second->integer ? -sign : sign;
}

static int
compare_step (const CrmBoardDeal *a, const CrmBoardDeal *b)
{
  gint64 due = a->follow_up != NULL ? crm_record_get_int (a->follow_up, "due", G_MAXINT64 - 1)
                                    : G_MAXINT64;
  gint64 other = b->follow_up != NULL ? crm_record_get_int (b->follow_up, "due", G_MAXINT64 - 1)
                                      : G_MAXINT64;

  return (due > other) - (due < other);
}

static int
compare_amount (const CrmRecord *a, const CrmRecord *b)
{
  int by_currency
      = g_strcmp0 (crm_record_get_text (a, "currency"), crm_record_get_text (b, "currency"));
  gboolean both = crm_record_get (a, "amount")->kind == CRM_VALUE_INT
                  && crm_record_get (b, "amount")->kind == CRM_VALUE_INT;

  return both && by_currency != 0 ? by_currency : compare_int (a, b, "amount", -1);
}

static int
compare_title (const CrmRecord *a, const CrmRecord *b)
{
  g_autofree char *first = crm_fold (crm_record_get_title (a));
  g_autofree char *second = crm_fold (crm_record_get_title (b));

  return strcmp (first, second);
}

static int
compare_deals (gconstpointer a, gconstpointer b, gpointer data)
{
  const CrmBoardDeal *deal = *(const CrmBoardDeal *const *)a;
  const CrmBoardDeal *other = *(const CrmBoardDeal *const *)b;
  const CrmRecord *first = deal->state->deal;
  const CrmRecord *second = other->state->deal;
  int result = 0;

  switch ((CrmBoardSort)GPOINTER_TO_UINT (data))
    {
    case CRM_BOARD_BY_AMOUNT:
      result = compare_amount (first, second);
      break;
    case CRM_BOARD_BY_AGE:
      result = compare_int (first, second, "stage_since", 1);
      break;
    case CRM_BOARD_BY_TITLE:
      result = compare_title (first, second);
      break;
    case CRM_BOARD_BY_STEP:
      result = compare_step (deal, other);
      break;
    case CRM_BOARD_BY_CLOSE:
    case CRM_BOARD_N_SORTS:
    default:
      break;
    }
  if (result == 0)
    result = compare_int (first, second, "expected_close", 1);
  if (result == 0)
    result = (first->created_usec > second->created_usec)
             - (first->created_usec < second->created_usec);
  return result != 0 ? result : strcmp (first->id, second->id);
}

/* @deals: (element-type CrmBoardDeal) */
void
_crm_board_sort (GPtrArray *deals, CrmBoardSort sort)
{
  g_ptr_array_sort_with_data (deals, compare_deals, GUINT_TO_POINTER (sort));
}
