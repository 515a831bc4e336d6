/* crm-report-closed.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Whose deals were won and lost, and why they were lost. */
#define G_LOG_DOMAIN "crm-report-closed"
#include "config.h"

#include "crm-report-private.h"

#include <string.h>

#include "store/crm-context-query.h"

void
_crm_report_owner_free (gpointer data)
{
  CrmReportOwner *self = data;

  g_free (self->name);
  _crm_report_month_free (self->closed);
  g_free (self);
}

void
_crm_report_loss_free (gpointer data)
{
  CrmReportLoss *self = data;

  g_clear_pointer (&self->reason, crm_record_unref);
  crm_totals_free (self->lost);
  g_free (self->before);
  g_free (self);
}

static gboolean
is_of_kind (const CrmClosedDeal *deal, const char *kind)
{
  return g_strcmp0 (crm_record_get_text (deal->amount.stage, "kind"), kind) == 0;
}

static CrmRecord * /* (nullable) */
find_record (const GPtrArray *records, const char *id /* (nullable) */)
{
  for (guint i = 0; i < records->len; i++)
    if (g_strcmp0 (((CrmRecord *)g_ptr_array_index (records, i))->id, id) == 0)
      return g_ptr_array_index (records, i);
  return NULL;
}

/* --- by owner --- */

typedef struct
{
  CrmReportLoad *load;
  GPtrArray *users;  /* (owned) (element-type CrmRecord) */
  GHashTable *by_id; /* (owned) (element-type utf8 CrmReportOwner): "" for no owner */
  GHashTable *times; /* (owned) (element-type CrmReportOwner GArray): microseconds until won */
} Owners;

static CrmReportOwner *
new_owner (Owners *self, const char *name /* (nullable) */)
{
  CrmReportOwner *row = g_new0 (CrmReportOwner, 1);

  row->name = g_strdup (name);
  row->closed = _crm_report_month_new (self->load->report->from_day);
  g_hash_table_insert (self->times, row, g_array_new (FALSE, FALSE, sizeof (gint64)));
  return row;
}

/* Whoever is no user any more counts as nobody: there is no name to show. */
static CrmReportOwner *
get_owner (Owners *self, const char *id /* (nullable) */)
{
  const CrmRecord *user = id != NULL ? find_record (self->users, id) : NULL;
  const char *key = user != NULL ? user->id : "";
  CrmReportOwner *row = g_hash_table_lookup (self->by_id, key);

  if (row != NULL)
    return row;
  row = new_owner (self, user != NULL ? crm_record_get_title (user) : NULL);
  g_hash_table_insert (self->by_id, (gpointer)key, row);
  g_ptr_array_add (self->load->report->rows, row);
  return row;
}

/* As K04 has it: what was written down after it was over tells nothing of how long it took. */
static void
add_time (Owners *self, CrmReportOwner *row, const CrmClosedDeal *deal)
{
  gint64 closed_usec = deal->amount.closed_at.integer;
  gint64 usecs = closed_usec - deal->begin.integer;

  if (deal->begin.kind != CRM_VALUE_INT || usecs == 0)
    row->n_unknown++;
  else if (usecs < 0)
    row->n_wrong++;
  else
    g_array_append_val ((GArray *)g_hash_table_lookup (self->times, row), usecs);
}

static void
add_to_owner (const CrmClosedDeal *deal, gpointer data)
{
  Owners *self = data;
  gboolean won = is_of_kind (deal, "won");
  CrmReportOwner *rows[2];

  if (!won && !is_of_kind (deal, "lost"))
    return;
  rows[0] = self->load->report->all;
  rows[1] = get_owner (self, deal->owner);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      _crm_report_add_closed (self->load, rows[i]->closed, &deal->amount);
      if (won)
        add_time (self, rows[i], deal);
    }
}

/* In what amounts of all owners can be compared; without it they are compared by the number of
 * deals. */
typedef struct
{
  const char *base;
  char currency[4];
  gboolean has_currency;
} Measure;

static gint64
measure (const CrmReportOwner *row, const Measure *by)
{
  gint64 minor = 0;

  if (!by->has_currency)
    return row->closed->n_won;
  return crm_report_get_minor (row->closed->won, by->base, by->currency, &minor) ? minor : 0;
}

/* Who sold most comes first, and nobody last. */
static int
compare_owners (gconstpointer a, gconstpointer b, gpointer data)
{
  const CrmReportOwner *first = *(const CrmReportOwner *const *)a;
  const CrmReportOwner *second = *(const CrmReportOwner *const *)b;
  gint64 amount = measure (first, data);
  gint64 other = measure (second, data);

  if ((first->name == NULL) != (second->name == NULL))
    return first->name == NULL ? 1 : -1;
  if (amount != other)
    return amount > other ? -1 : 1;
  return g_strcmp0 (first->name, second->name);
}

static void
finish_owners (Owners *self)
{
  CrmReport *report = self->load->report;
  const CrmReportOwner *all = report->all;
  const CrmTotals *won[] = { all->closed->won };
  Measure by = { .base = report->base };
  GHashTableIter iter;
  gpointer row;
  gpointer usecs;

  g_hash_table_iter_init (&iter, self->times);
  while (g_hash_table_iter_next (&iter, &row, &usecs))
    _crm_spread_fill (&((CrmReportOwner *)row)->cycle, usecs);
  by.has_currency = crm_report_find_currency (won, 1, report->base, by.currency);
  g_ptr_array_sort_with_data (report->rows, compare_owners, &by);
}

/* K21, K01, K04 and K10 of each owner: what was won and lost in the period, by the last closing and
 * by whoever owned the deal then; whoever has it now may be somebody else. */
gboolean
_crm_report_load_owners (CrmReportLoad *load, GError **error)
{
  CrmListQuery users = { .entity = "user" };
  g_autoptr (GPtrArray) all = crm_reader_list (load->reader, &users, NULL, error);
  g_autoptr (GHashTable) by_id = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) times
      = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify)g_array_unref);
  Owners self = { load, all, by_id, times };

  if (all == NULL)
    return FALSE;
  load->report->all = new_owner (&self, NULL);
  if (!crm_query_closed_deals (load->reader, load->report->pipeline->id, load->from_usec,
                               load->to_usec, add_to_owner, &self, error))
    return FALSE;
  finish_owners (&self);
  return TRUE;
}

/* --- by reason --- */

typedef struct
{
  CrmReportLoad *load;
  GPtrArray *reasons; /* (owned) (element-type CrmRecord) */
} Losses;

static CrmReportLoss *
new_loss (const CrmReport *report, CrmRecord *reason /* (nullable) */)
{
  CrmReportLoss *row = g_new0 (CrmReportLoss, 1);

  row->reason = reason != NULL ? crm_record_ref (reason) : NULL;
  row->lost = crm_totals_new ();
  row->before = g_new0 (guint, report->stages->len + 1);
  return row;
}

static CrmReportLoss *
get_loss (Losses *self, const char *id /* (nullable) */)
{
  CrmReport *report = self->load->report;
  CrmRecord *reason = id != NULL ? find_record (self->reasons, id) : NULL;
  CrmReportLoss *row;

  for (guint i = 0; i < report->rows->len; i++)
    {
      row = g_ptr_array_index (report->rows, i);
      if (row->reason == reason)
        return row;
    }
  row = new_loss (report, reason);
  g_ptr_array_add (report->rows, row);
  return row;
}

static void
add_to_loss (const CrmClosedDeal *deal, gpointer data)
{
  Losses *self = data;
  CrmReport *report = self->load->report;
  CrmRecord *stage = find_record (report->stages, deal->last_stage);
  guint place = report->stages->len;
  CrmReportLoss *rows[2];

  if (!is_of_kind (deal, "lost"))
    return;
  if (stage != NULL)
    g_ptr_array_find (report->stages, stage, &place);
  rows[0] = report->all;
  rows[1] = get_loss (self, deal->reason);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      rows[i]->n++;
      rows[i]->before[place]++;
      _crm_report_add_amount (self->load, rows[i]->lost, NULL, &deal->amount);
    }
}

static int
compare_losses (gconstpointer a, gconstpointer b)
{
  const CrmReportLoss *first = *(const CrmReportLoss *const *)a;
  const CrmReportLoss *second = *(const CrmReportLoss *const *)b;

  if (first->n != second->n)
    return first->n > second->n ? -1 : 1;
  if (first->reason == NULL || second->reason == NULL)
    return (first->reason == NULL) - (second->reason == NULL);
  return strcmp (first->reason->id, second->reason->id);
}

static gboolean
read_open_stages (CrmReportLoad *load, GError **error)
{
  g_autoptr (GPtrArray) stages = crm_query_stages (load->reader, load->report->pipeline->id, error);

  if (stages == NULL)
    return FALSE;
  load->report->stages = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_record_unref);
  for (guint i = 0; i < stages->len; i++)
    {
      CrmRecord *stage = g_ptr_array_index (stages, i);
      const char *kind = crm_record_get_text (stage, "kind");

      if (g_strcmp0 (kind, "open") == 0 || g_strcmp0 (kind, "on_hold") == 0)
        g_ptr_array_add (load->report->stages, crm_record_ref (stage));
    }
  return TRUE;
}

/* K30: the deals lost in the period, by the last closing: by reason, and by the stage where they
 * were when they failed. */
gboolean
_crm_report_load_losses (CrmReportLoad *load, GError **error)
{
  g_autoptr (GPtrArray) reasons = crm_query_lost_reasons (load->reader, error);
  Losses self = { load, reasons };

  if (reasons == NULL || !read_open_stages (load, error))
    return FALSE;
  load->report->all = new_loss (load->report, NULL);
  if (!crm_query_closed_deals (load->reader, load->report->pipeline->id, load->from_usec,
                               load->to_usec, add_to_loss, &self, error))
    return FALSE;
  g_ptr_array_sort (load->report->rows, compare_losses);
  return TRUE;
}
