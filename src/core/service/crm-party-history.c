/* crm-party-history.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * What happened with a person, an account or a group of them, put together from the histories of
 * all that belongs to it. */
#define G_LOG_DOMAIN "crm-party-history"
#include "config.h"

#include "crm-party-private.h"

/* Of that many people, deals and accounts histories are read. */
#define MAX_PARTS 200

typedef struct
{
  CrmReader *reader;
  CrmParty *party;
  GHashTable *seen; /* (owned) (element-type utf8): what is there already */
  guint limit;
  guint kinds; /* as 1 << CrmHistoryKind; 0 for all */
  guint n_parts;
} Gather;

static char *
make_key (const CrmHistoryItem *item)
{
  if (item->kind == CRM_HISTORY_EMAIL)
    return g_strdup_printf ("e%" G_GINT64_MODIFIER "x", item->fingerprint);
  if (item->kind == CRM_HISTORY_MEETING)
    return g_strdup_printf ("m%s/%s", item->event_uid,
                            item->recurrence_id != NULL ? item->recurrence_id : "");
  return g_strdup_printf ("r%s", item->record_id);
}

static gboolean
add (Gather *self, CrmHistoryQuery *query, GError **error)
{
  CrmHistory *all = self->party->history;
  g_autoptr (CrmHistory) history = NULL;

  if (self->kinds != 0)
    query->kinds = query->kinds != 0 ? query->kinds & self->kinds : self->kinds;
  if (self->n_parts++ >= MAX_PARTS || (self->kinds != 0 && query->kinds == 0))
    return TRUE;
  query->before_usec = G_MAXINT64;
  query->limit = self->limit;
  history = crm_history_load (self->reader, query, error);
  if (history == NULL)
    return FALSE;
  all->has_more = all->has_more || history->has_more;
  for (guint i = 0; i < history->items->len; i++)
    {
      CrmHistoryItem *item = g_ptr_array_index (history->items, i);
      char *key = make_key (item);

      if (g_hash_table_add (self->seen, key))
        {
          history->items->pdata[i] = NULL; /* taken */
          g_ptr_array_add (all->items, item);
        }
    }
  return TRUE;
}

/* Newest first; what happened at one moment keeps an order that does not change with each read. */
static int
compare_items (gconstpointer a, gconstpointer b)
{
  const CrmHistoryItem *first = *(const CrmHistoryItem *const *)a;
  const CrmHistoryItem *second = *(const CrmHistoryItem *const *)b;

  if (first->usec != second->usec)
    return first->usec < second->usec ? 1 : -1;
  if (first->kind != second->kind)
    return (int)first->kind - (int)second->kind;
  if (first->fingerprint != second->fingerprint)
    return first->fingerprint < second->fingerprint ? 1 : -1;
  return g_strcmp0 (first->record_id, second->record_id);
}

static gboolean
add_people (Gather *self, GError **error)
{
  for (guint i = 0; i < self->party->members->len; i++)
    {
      const CrmMember *member = g_ptr_array_index (self->party->members, i);
      CrmHistoryQuery query = { .person = member->other->id,
                                .kinds = 1u << CRM_HISTORY_NOTE | 1u << CRM_HISTORY_CALL };

      if (member->is_current && !add (self, &query, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
add_deals (Gather *self, GError **error)
{
  for (guint i = 0; i < self->party->deals->len; i++)
    {
      const CrmDealPart *part = g_ptr_array_index (self->party->deals, i);
      CrmHistoryQuery query = { .deal = part->state->deal->id };

      if (!add (self, &query, error))
        return FALSE;
    }
  return TRUE;
}

/* Letters are those of the domains and of the people; an account knows notes of its own. */
static gboolean
add_accounts (Gather *self,
              const char *const *addresses,
              const char *const *domains,
              GError **error)
{
  g_autoptr (GPtrArray) ids = _crm_party_list_accounts (self->party);

  for (guint i = 0; i < ids->len; i++)
    {
      CrmHistoryQuery query = { .account = g_ptr_array_index (ids, i) };

      if (i == 0)
        {
          query.addresses = addresses;
          query.domains = domains;
        }
      if (!add (self, &query, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
add_entries_of_lead (Gather *self, GError **error)
{
  static const struct
  {
    const char *entity;
    const char *text;
    CrmHistoryKind kind;
  } kinds[] = { { "note", "text", CRM_HISTORY_NOTE }, { "call", "subject", CRM_HISTORY_CALL } };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (GPtrArray) entries = crm_reader_list_where (self->reader, kinds[i].entity, "lead",
                                                             self->party->record->id, error);

      if (entries == NULL)
        return FALSE;
      if (self->kinds != 0 && (self->kinds & (1u << kinds[i].kind)) == 0)
        continue;
      for (guint j = 0; j < entries->len; j++)
        {
          const CrmRecord *entry = g_ptr_array_index (entries, j);
          CrmHistoryItem item = { .kind = kinds[i].kind,
                                  .usec = crm_record_get_int (entry, "at", 0),
                                  .text = (char *)crm_record_get_text (entry, kinds[i].text),
                                  .record_id = entry->id,
                                  .reason = CRM_REASON_RECORD,
                                  .call_secs = -1 };
          char *key = make_key (&item);

          if (g_hash_table_add (self->seen, key))
            g_ptr_array_add (self->party->history->items, crm_history_item_copy (&item));
        }
    }
  return TRUE;
}

static const char *const *
end_array (GPtrArray *texts)
{
  g_ptr_array_add (texts, NULL);
  return (const char *const *)texts->pdata;
}

/* Fills @self->history with the newest of all that belongs to the record. */
gboolean
_crm_party_read_history (CrmReader *reader,
                         CrmParty *self,
                         const CrmPartyRequest *request,
                         GError **error)
{
  guint limit = request->history_limit;
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  const char *const *addresses = end_array (self->addresses);
  const char *const *domains = end_array (self->domains);
  gboolean is_account = g_str_equal (self->record->entity->name, "account");
  gboolean is_person = g_str_equal (self->record->entity->name, "person");
  Gather gather = { reader, self, seen, limit, request->history_kinds, 0 };
  CrmHistoryQuery own = { .addresses = addresses, .person = is_person ? self->record->id : NULL };
  gboolean done;

  self->history = g_new0 (CrmHistory, 1);
  self->history->items = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_history_item_free);
  self->history->total = self->history->distinct_total = self->history->distinct_letters = -1;
  if (is_account)
    done = add_accounts (&gather, addresses, domains, error) && add_people (&gather, error)
           && add_deals (&gather, error);
  else
    done = (!is_person && addresses[0] == NULL) || add (&gather, &own, error);
  done = done && (is_account || is_person || add_entries_of_lead (&gather, error));
  g_ptr_array_set_size (self->addresses, (int)self->addresses->len - 1);
  g_ptr_array_set_size (self->domains, (int)self->domains->len - 1);
  g_ptr_array_sort (self->history->items, compare_items);
  if (self->history->items->len > limit)
    {
      self->history->has_more = TRUE;
      g_ptr_array_set_size (self->history->items, (int)limit);
    }
  return done;
}
