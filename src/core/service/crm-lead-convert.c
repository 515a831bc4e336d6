/* crm-lead-convert.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * A lead becomes a person, an account and a deal, in one change set: undo brings it back whole.
 * What is there already is filled in where it has gaps and never overwritten. */
#define G_LOG_DOMAIN "crm-lead-convert"
#include "config.h"

#include "crm-leads.h"

#include "crm-tags.h"
#include "model/crm-address.h"
#include "model/crm-card-text.h"
#include "model/crm-phone.h"
#include "service/crm-deals.h"
#include "service/crm-follow-up.h"
#include "store/crm-context-query.h"
#include "store/crm-seed.h"

typedef struct
{
  CrmReader *reader;
  CrmChangeSet *set;
  const CrmRecord *lead;
  const CrmConversion *conversion;
  CrmCaptured *ids;
} Convert;

static const char *
get (const Convert *self, const char *field)
{
  return crm_record_get_text (self->lead, field);
}

static void
copy_text (const Convert *self, CrmChange *change, const char *to, const char *from)
{
  if (get (self, from) != NULL)
    crm_change_set_text (change, to, get (self, from));
}

/* Sets what the record has no value of, and says that it had none: who fills it meanwhile wins. */
static void
fill_gap (const Convert *self, const CrmRecord *record, const char *to, const char *from)
{
  CrmChange *change;

  if (get (self, from) == NULL || crm_record_get (record, to)->kind != CRM_VALUE_NULL)
    return;
  change = crm_change_set_add (self->set, CRM_CHANGE_UPDATE, record->entity, record->id);
  crm_change_set_text (change, to, get (self, from));
  crm_change_expect (change, to, crm_record_get (record, to));
}

static char *
find_domain (const Convert *self)
{
  const char *address = get (self, "address");
  const char *host = address != NULL ? crm_address_get_domain (address) : NULL;

  return host != NULL ? crm_domain_organization (host) : NULL;
}

static void
make_account (Convert *self)
{
  g_autofree char *domain = find_domain (self);
  const char *name = get (self, "organization");
  CrmChange *change;

  self->ids->account = crm_people_create_account (
      self->set, name != NULL ? name : get (self, "name"), NULL, get (self, "owner"));
  change = crm_change_set_update (self->set, "account", self->ids->account);
  copy_text (self, change, "industry", "industry");
  copy_text (self, change, "website", "website");
  if (domain != NULL && !crm_domain_is_free_mail (domain))
    crm_people_add_domain (self->set, self->ids->account, domain);
}

static gboolean
choose_account (Convert *self, GError **error)
{
  g_autoptr (CrmRecord) account = NULL;

  if (self->conversion->account == NULL)
    {
      if (self->conversion->makes_account)
        make_account (self);
      return TRUE;
    }
  account = crm_reader_get (self->reader, "account", self->conversion->account, error);
  if (account == NULL)
    return FALSE;
  self->ids->account = g_strdup (account->id);
  fill_gap (self, account, "industry", "industry");
  fill_gap (self, account, "website", "website");
  return TRUE;
}

/* An address is one person's: somebody else's stays theirs. */
static gboolean
add_address (Convert *self, const char *address, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (CrmRecord) row = address != NULL ? crm_reader_find (self->reader, "address", "address",
                                                                 address, &local_error)
                                              : NULL;

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (address != NULL && (row == NULL || crm_record_get_text (row, "person") == NULL))
    crm_people_add_address (self->set, self->ids->person, address);
  return TRUE;
}

static gboolean
add_phone (Convert *self, GError **error)
{
  const char *number = get (self, "phone");
  g_autoptr (GPtrArray) phones
      = crm_reader_list_where (self->reader, "phone", "person", self->ids->person, error);
  CrmChange *change;

  if (phones == NULL)
    return FALSE;
  for (guint i = 0; number != NULL && i < phones->len; i++)
    if (crm_phone_is_same (number, crm_record_get_text (g_ptr_array_index (phones, i), "number")))
      number = NULL;
  if (number == NULL)
    return TRUE;
  change = crm_change_set_create (self->set, "phone", NULL);
  crm_change_set_text (change, "number", number);
  crm_change_set_text (change, "person", self->ids->person);
  return TRUE;
}

/* Whoever has a contact keeps it; NULL with no error for somebody without. */
static CrmContact *
find_contact (Convert *self, GError **error)
{
  const char *addresses[] = { get (self, "address"), get (self, "other_address") };

  for (guint i = 0; i < G_N_ELEMENTS (addresses); i++)
    {
      g_autoptr (GError) local_error = NULL;
      CrmContact *contact = addresses[i] != NULL
                                ? crm_query_contact (self->reader, addresses[i], &local_error)
                                : NULL;

      if (local_error != NULL)
        g_propagate_error (error, g_steal_pointer (&local_error));
      if (contact != NULL || (error != NULL && *error != NULL))
        return contact;
    }
  return NULL;
}

/* A person without one gets a contact: the one that has the lead's address, else a new one.
 * @person: (nullable): as it is; NULL for one that is being made */
static gboolean
make_contact (Convert *self, const CrmRecord *person, GError **error)
{
  g_autoptr (CrmContact) known = NULL;
  g_autoptr (GError) local_error = NULL;
  g_autofree char *uid = g_uuid_string_random ();
  CrmCapture capture = { .book_uid = self->conversion->book_uid, .contact_uid = uid };
  CrmCardText card = { .uid = uid,
                       .name = get (self, "name"),
                       .organization = get (self, "organization"),
                       .title = get (self, "job_title"),
                       .address = get (self, "address"),
                       .other = get (self, "other_address"),
                       .phone = get (self, "phone") };
  g_autofree char *vcard = NULL;
  CrmChange *change;

  if (capture.book_uid == NULL
      || (person != NULL && crm_record_get_text (person, "contact_uid") != NULL))
    return TRUE;
  known = find_contact (self, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (known != NULL)
    {
      capture.book_uid = known->book_uid;
      capture.contact_uid = known->contact_uid;
    }
  change = crm_change_set_update (self->set, "person", self->ids->person);
  crm_change_set_text (change, "book_uid", capture.book_uid);
  crm_change_set_text (change, "contact_uid", capture.contact_uid);
  if (person != NULL)
    crm_change_expect (change, "contact_uid", crm_record_get (person, "contact_uid"));
  if (known != NULL)
    return TRUE;
  vcard = crm_card_text_build (&card);
  capture.vcard = vcard;
  crm_people_order_contact (self->set, &capture, self->ids->person);
  return TRUE;
}

static gboolean
choose_person (Convert *self, GError **error)
{
  const CrmConversion *conversion = self->conversion;
  CrmCapture capture = { .name = get (self, "name"),
                         .title = get (self, "job_title"),
                         .owner = get (self, "owner") };
  g_autoptr (CrmRecord) person = NULL;

  if (conversion->person == NULL && !conversion->makes_person)
    return TRUE;
  if (conversion->person == NULL)
    self->ids->person = crm_people_create (self->set, &capture);
  else
    {
      person = crm_reader_get (self->reader, "person", conversion->person, error);
      if (person == NULL)
        return FALSE;
      self->ids->person = g_strdup (person->id);
      fill_gap (self, person, "title", "job_title");
    }
  return make_contact (self, person, error) && add_address (self, get (self, "address"), error)
         && add_address (self, get (self, "other_address"), error) && add_phone (self, error);
}

/* Who works there already, since some day, does not begin again. */
static gboolean
join (Convert *self, GError **error)
{
  g_autoptr (GPtrArray) members = NULL;

  if (self->ids->person == NULL || self->ids->account == NULL)
    return TRUE;
  members
      = crm_reader_list_where (self->reader, "account_person", "person", self->ids->person, error);
  if (members == NULL)
    return FALSE;
  for (guint i = 0; i < members->len; i++)
    if (g_strcmp0 (crm_record_get_text (g_ptr_array_index (members, i), "account"),
                   self->ids->account)
        == 0)
      return TRUE;
  crm_people_join_account (self->set, self->ids->account, self->ids->person);
  return TRUE;
}

static gboolean
is_better (const CrmRecord *pipeline, const CrmRecord *best)
{
  if (crm_record_get_int (pipeline, "inactive", 0) != 0)
    return FALSE;
  if (best == NULL || g_str_equal (pipeline->id, CRM_SEED_PIPELINE))
    return TRUE;
  return !g_str_equal (best->id, CRM_SEED_PIPELINE)
         && crm_record_get_int (pipeline, "position", 0) < crm_record_get_int (best, "position", 0);
}

/* The one that was asked for, else the seeded one while it is in use, else the first that is. */
static CrmRecord *
find_pipeline (Convert *self, GError **error)
{
  const char *wanted = self->conversion->pipeline;
  CrmListQuery query = { .entity = "pipeline" };
  g_autoptr (GPtrArray) all = NULL;
  CrmRecord *best = NULL;

  if (wanted != NULL)
    return crm_reader_get (self->reader, "pipeline", wanted, error);
  all = crm_reader_list (self->reader, &query, NULL, error);
  for (guint i = 0; all != NULL && i < all->len; i++)
    if (is_better (g_ptr_array_index (all, i), best))
      best = g_ptr_array_index (all, i);
  if (all != NULL && best == NULL)
    g_set_error (error, CRM_ERROR, CRM_ERROR_CONSTRAINT, "there is no pipeline in use");
  return best != NULL ? crm_record_ref (best) : NULL;
}

/* Which stage a new deal begins in, and that it is one where deals are open. */
static gboolean
find_stage (Convert *self, const char *pipeline, char **out_stage, GError **error)
{
  g_autoptr (GPtrArray) stages
      = crm_reader_list_where (self->reader, "stage", "pipeline", pipeline, error);
  const char *wanted = self->conversion->stage;
  const CrmRecord *best = NULL;

  if (stages == NULL)
    return FALSE;
  for (guint i = 0; i < stages->len; i++)
    {
      const CrmRecord *stage = g_ptr_array_index (stages, i);
      const char *kind = crm_record_get_text (stage, "kind");

      if (!g_str_equal (kind, "open") && !g_str_equal (kind, "on_hold"))
        continue;
      if (wanted != NULL ? g_str_equal (stage->id, wanted)
                         : best == NULL
                               || crm_record_get_int (stage, "position", 0)
                                      < crm_record_get_int (best, "position", 0))
        best = stage;
    }
  if (best != NULL)
    *out_stage = g_strdup (best->id);
  else
    g_set_error (error, CRM_ERROR, CRM_ERROR_CONSTRAINT, "the pipeline has no such open stage");
  return best != NULL;
}

static gboolean
make_deal (Convert *self, GError **error)
{
  const CrmConversion *conversion = self->conversion;
  const char *titles[] = { conversion->deal_title, get (self, "interest"),
                           get (self, "organization"), get (self, "name") };
  g_autofree char *stage = NULL;
  g_autoptr (CrmRecord) pipeline = NULL;
  CrmNewDeal deal = { .account = self->ids->account,
                      .person = self->ids->person,
                      .owner = get (self, "owner"),
                      .currency = get (self, "currency"),
                      .now_usec = conversion->now_usec };

  if (!conversion->makes_deal)
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (titles) && deal.title == NULL; i++)
    deal.title = titles[i] != NULL && *titles[i] != '\0' ? titles[i] : NULL;
  pipeline = find_pipeline (self, error);
  deal.pipeline = pipeline != NULL ? pipeline->id : NULL;
  if (pipeline == NULL || !find_stage (self, deal.pipeline, &stage, error))
    return FALSE;
  deal.stage = stage;
  if (deal.currency == NULL)
    deal.currency = crm_record_get_text (pipeline, "currency");
  deal.has_amount = crm_record_get (self->lead, "amount")->kind != CRM_VALUE_NULL;
  deal.amount_minor = crm_record_get_int (self->lead, "amount", 0);
  self->ids->deal = crm_deals_create (self->set, &deal);
  copy_text (self, crm_change_set_update (self->set, "deal", self->ids->deal), "source", "source");
  return TRUE;
}

static void
link_entry (Convert *self, const CrmRecord *entry)
{
  const struct
  {
    const char *field;
    const char *id;
  } ends[] = { { "person", self->ids->person },
               { "account", self->ids->account },
               { "deal", self->ids->deal } };
  CrmChange *change = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      if (ends[i].id == NULL || crm_record_get_text (entry, ends[i].field) != NULL)
        continue;
      if (change == NULL)
        change = crm_change_set_add (self->set, CRM_CHANGE_UPDATE, entry->entity, entry->id);
      crm_change_set_text (change, ends[i].field, ends[i].id);
    }
}

/* What was written of the lead belongs to what it became, too; it does not leave the lead. */
static gboolean
link_entries (Convert *self, GError **error)
{
  static const char *const entities[] = { "note", "call", "follow_up", "document" };

  for (guint i = 0; i < G_N_ELEMENTS (entities); i++)
    {
      g_autoptr (GPtrArray) entries
          = crm_reader_list_where (self->reader, entities[i], "lead", self->lead->id, error);

      if (entries == NULL)
        return FALSE;
      for (guint j = 0; j < entries->len; j++)
        link_entry (self, g_ptr_array_index (entries, j));
    }
  return TRUE;
}

/* Its tags go on to the deal; without one to whom it became. */
static gboolean
pass_on_tags (Convert *self, GError **error)
{
  const CrmCaptured *ids = self->ids;
  g_autoptr (GPtrArray) taggings
      = crm_reader_list_where (self->reader, "tagging", "lead", self->lead->id, error);
  const char *entity = ids->deal != NULL ? "deal" : ids->person != NULL ? "person" : "account";
  const char *id = ids->deal != NULL ? ids->deal : ids->person != NULL ? ids->person : ids->account;

  for (guint i = 0; taggings != NULL && id != NULL && i < taggings->len; i++)
    crm_tags_add (self->set, crm_record_get_text (g_ptr_array_index (taggings, i), "tag"), entity,
                  id);
  return taggings != NULL;
}

/* What to do first, about all that it became. */
static void
make_next_step (Convert *self)
{
  const CrmConversion *conversion = self->conversion;
  CrmSubject subject = { .person = self->ids->person,
                         .account = self->ids->account,
                         .deal = self->ids->deal,
                         .lead = self->lead->id };
  CrmNewFollowUp next = { .title = conversion->next_step,
                          .kind = conversion->next_kind,
                          .due_day = conversion->next_day,
                          .owner = get (self, "owner") };

  if (next.owner == NULL)
    next.owner = crm_reader_get_actor (self->reader);
  if (next.title != NULL && *next.title != '\0')
    crm_follow_up_create (self->set, &subject, &next);
}

static void
end_lead (Convert *self)
{
  CrmChange *change = crm_change_set_update (self->set, "lead", self->lead->id);

  crm_change_set_text (change, "status", "converted");
  crm_change_expect (change, "status", crm_record_get (self->lead, "status"));
  crm_change_set_int (change, "status_since", self->conversion->now_usec);
  crm_change_set_int (change, "converted_at", self->conversion->now_usec);
  crm_change_set_text (change, "converted_person", self->ids->person);
  crm_change_set_text (change, "converted_account", self->ids->account);
  crm_change_set_text (change, "converted_deal", self->ids->deal);
  crm_change_set_null (change, "disqualify_reason");
  crm_change_set_null (change, "disqualify_note");
}

static gboolean
check (const Convert *self, GError **error)
{
  const CrmConversion *conversion = self->conversion;

  if (g_strcmp0 (get (self, "status"), "converted") == 0)
    {
      g_set_error (error, CRM_ERROR, CRM_ERROR_CONSTRAINT, "the lead was converted already");
      return FALSE;
    }
  if (conversion->person != NULL || conversion->makes_person || conversion->account != NULL
      || conversion->makes_account || conversion->makes_deal)
    return TRUE;
  g_set_error (error, CRM_ERROR, CRM_ERROR_CONSTRAINT, "nothing is to become of the lead");
  return FALSE;
}

/**
 * crm_leads_convert:
 * @reader: a reader
 * @lead: the lead as the person saw it
 * @conversion: what it becomes
 * @out_ids: (out caller-allocates): the ids of what it became; clear with crm_captured_clear()
 * @error: (nullable): %CRM_ERROR_CONSTRAINT for a lead that was converted already, for nothing to
 * become of it, or a stage that is closed; %CRM_ERROR_NOT_FOUND for a person, account or pipeline
 * that is no more; storage errors
 *
 * The lead stays and says what it became. Of a person or an account that is there already only gaps
 * are filled. If somebody changes the status of the lead meanwhile, writing the set fails with
 * %CRM_ERROR_CONFLICT and nothing is made.
 *
 * Returns: (transfer full) (nullable): the change set
 */
CrmChangeSet *
crm_leads_convert (CrmReader *reader,
                   const CrmRecord *lead,
                   const CrmConversion *conversion,
                   CrmCaptured *out_ids,
                   GError **error)
{
  g_autoptr (CrmChangeSet) set = crm_change_set_new ("convert-lead", CRM_CAUSE_USER);
  Convert self = { reader, set, lead, conversion, out_ids };

  *out_ids = (CrmCaptured){ 0 };
  if (check (&self, error) && choose_account (&self, error) && choose_person (&self, error)
      && join (&self, error) && make_deal (&self, error) && link_entries (&self, error)
      && pass_on_tags (&self, error))
    {
      make_next_step (&self);
      end_lead (&self);
      return g_steal_pointer (&set);
    }
  crm_captured_clear (out_ids);
  return NULL;
}
