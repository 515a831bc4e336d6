/* crm-leads.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-leads"
#include "config.h"

#include "crm-leads.h"

#include "model/crm-text.h"

static void
set_text (CrmChange *change, const char *field, const char *text)
{
  if (text != NULL && *text != '\0')
    crm_change_set_text (change, field, text);
}

static const char *
find_name (const CrmNewLead *lead)
{
  const char *const names[] = { lead->name, lead->organization, lead->address, lead->phone };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (names[i] != NULL && *names[i] != '\0')
      return names[i];
  return NULL;
}

/**
 * crm_leads_create:
 * @set: a change set
 * @lead: what is known of it; a name, an organisation, an address or a number is enough. Without
 * any of them the store refuses the change set, for a lead has a name
 *
 * Returns: (transfer full): the new lead's id
 */
char *
crm_leads_create (CrmChangeSet *set, const CrmNewLead *lead)
{
  CrmChange *change = crm_change_set_create (set, "lead", NULL);

  set_text (change, "name", find_name (lead));
  set_text (change, "job_title", lead->job_title);
  set_text (change, "organization", lead->organization);
  set_text (change, "address", lead->address);
  set_text (change, "phone", lead->phone);
  set_text (change, "source", lead->source);
  set_text (change, "campaign", lead->campaign);
  set_text (change, "interest", lead->interest);
  set_text (change, "note", lead->note);
  set_text (change, "person", lead->person);
  set_text (change, "account", lead->account);
  set_text (change, "owner", lead->owner);
  set_text (change, "currency", lead->currency);
  if (lead->has_amount)
    crm_change_set_int (change, "amount", lead->amount_minor);
  if (lead->letter != 0)
    crm_change_set_int (change, "letter", (gint64)lead->letter);
  crm_change_set_text (change, "status", "new");
  crm_change_set_int (change, "status_since", lead->now_usec);
  return g_strdup (change->id);
}

static gboolean
has_status (const CrmRecord *lead, const char *status)
{
  return g_strcmp0 (crm_record_get_text (lead, "status"), status) == 0;
}

/**
 * crm_leads_is_open:
 * @lead: a lead
 *
 * Returns: whether something is still to become of it
 */
gboolean
crm_leads_is_open (const CrmRecord *lead)
{
  return !has_status (lead, "converted") && !has_status (lead, "disqualified");
}

/**
 * crm_leads_is_organization:
 * @lead: a lead
 *
 * Returns: whether nobody is named but the organisation: no person is to be called like it
 */
gboolean
crm_leads_is_organization (const CrmRecord *lead)
{
  const char *organization = crm_record_get_text (lead, "organization");
  g_autofree char *name = crm_fold (crm_record_get_title (lead));
  g_autofree char *folded = organization != NULL ? crm_fold (organization) : NULL;

  return g_strcmp0 (name, folded) == 0;
}

static const char *const questions[]
    = { "has_budget", "has_authority", "has_need", "has_timeline" };

/**
 * crm_leads_count_answers:
 * @lead: a lead
 *
 * Returns: to how many of the four questions (budget, authority, need, timeline) the answer is yes
 */
guint
crm_leads_count_answers (const CrmRecord *lead)
{
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (questions); i++)
    if (g_strcmp0 (crm_record_get_text (lead, questions[i]), "yes") == 0)
      n++;
  return n;
}

/**
 * crm_leads_is_prospective:
 * @lead: a lead
 *
 * It takes all four at once: three of four are no three quarters of a customer.
 *
 * Returns: whether budget, authority, need and timeline are all there
 */
gboolean
crm_leads_is_prospective (const CrmRecord *lead)
{
  return crm_leads_count_answers (lead) == G_N_ELEMENTS (questions);
}

/* What the lead will have: @set may be about to fill it in. */
static const CrmValue *
get_value (const CrmRecord *lead, const CrmChangeSet *set /* (nullable) */, const char *field)
{
  const CrmValue *value = crm_record_get (lead, field);

  for (guint i = 0; set != NULL && i < set->changes->len; i++)
    {
      const CrmChange *change = g_ptr_array_index (set->changes, i);

      if (change->entity == lead->entity && g_str_equal (change->id, lead->id)
          && crm_change_get_value (change, field) != NULL)
        value = crm_change_get_value (change, field);
    }
  return value;
}

typedef struct
{
  const CrmRecord *lead;
  const CrmChangeSet *set; /* (nullable) */
  GPtrArray *missing;      /* (element-type CrmField) */
} Look;

static void
need_one_of (Look *look, const char *field, const char *other)
{
  if (get_value (look->lead, look->set, field)->kind == CRM_VALUE_NULL
      && (other == NULL || get_value (look->lead, look->set, other)->kind == CRM_VALUE_NULL))
    g_ptr_array_add (look->missing, (gpointer)crm_entity_find_field (look->lead->entity, field));
}

/**
 * crm_leads_list_missing:
 * @lead: a lead
 * @status: a status
 * @set: (nullable): what is about to be written, which may fill something in
 *
 * Marketing-qualified is who can be reached, with organisation, industry and a word on what they
 * need; sales-qualified who needs it indeed, besides, and has an owner who talks with them.
 *
 * Returns: (transfer container) (element-type CrmField): what must be filled in before the lead can
 * get the status; of address or telephone number the address stands for both
 */
GPtrArray *
crm_leads_list_missing (const CrmRecord *lead, const char *status, const CrmChangeSet *set)
{
  Look look = { lead, set, g_ptr_array_new () };
  gboolean is_sales = g_str_equal (status, "sql");
  const CrmValue *need;

  if (!is_sales && !g_str_equal (status, "mql"))
    return look.missing;
  need_one_of (&look, "organization", "account");
  need_one_of (&look, "address", "phone");
  need_one_of (&look, "industry", NULL);
  need_one_of (&look, "need_note", NULL);
  if (!is_sales)
    return look.missing;
  need = get_value (lead, set, "has_need");
  if (need->kind != CRM_VALUE_TEXT || !g_str_equal (need->text, "yes"))
    g_ptr_array_add (look.missing, (gpointer)crm_entity_find_field (lead->entity, "has_need"));
  need_one_of (&look, "owner", NULL);
  return look.missing;
}

static gboolean
refuse_missing (const CrmRecord *lead, const char *status, const CrmChangeSet *set, GError **error)
{
  g_autoptr (GPtrArray) missing = crm_leads_list_missing (lead, status, set);
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < missing->len; i++)
    {
      const CrmField *field = g_ptr_array_index (missing, i);

      g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", field->name);
    }
  if (missing->len == 0)
    return FALSE;
  g_set_error (error, CRM_ERROR, CRM_ERROR_CONSTRAINT, "a lead of status %s needs: %s", status,
               names->str);
  return TRUE;
}

/**
 * crm_leads_set_status:
 * @set: a change set; what it fills in counts
 * @lead: the lead as the person saw it
 * @status: what it is to be
 * @reason: (nullable): why it is disqualified, as it is stored; needed for that alone
 * @note: (nullable): what the person adds to the reason
 * @now_usec: when, UTC microseconds
 * @error: (nullable): %CRM_ERROR_CONSTRAINT when the lead is not ready for it, a reason is missing,
 * or it was converted; %CRM_ERROR_INVALID_VALUE for a status that there is not
 *
 * A lead that was disqualified is opened again by any other status, and its reason goes. Converting
 * makes records, see crm_leads_convert(), and only undo takes it back.
 *
 * Returns: whether the change was added
 */
gboolean
crm_leads_set_status (CrmChangeSet *set,
                      const CrmRecord *lead,
                      const char *status,
                      const char *reason,
                      const char *note,
                      gint64 now_usec,
                      GError **error)
{
  gboolean is_disqualified = g_str_equal (status, "disqualified");
  const CrmField *field = crm_entity_find_field (lead->entity, "status");
  g_auto (CrmValue) value = crm_value_text (status);
  CrmChange *change;

  if (!crm_field_check (lead->entity, field, &value, error)
      || refuse_missing (lead, status, set, error))
    return FALSE;
  if (g_str_equal (status, "converted") || has_status (lead, "converted"))
    {
      g_set_error (error, CRM_ERROR, CRM_ERROR_CONSTRAINT,
                   "a lead is converted by itself, and then it stays so");
      return FALSE;
    }
  if (is_disqualified && reason == NULL)
    {
      g_set_error (error, CRM_ERROR, CRM_ERROR_CONSTRAINT, "a disqualified lead needs a reason");
      return FALSE;
    }
  change = crm_change_set_update (set, "lead", lead->id);
  crm_change_set_text (change, "status", status);
  crm_change_expect (change, "status", crm_record_get (lead, "status"));
  if (!has_status (lead, status))
    crm_change_set_int (change, "status_since", now_usec);
  crm_change_set_text (change, "disqualify_reason", is_disqualified ? reason : NULL);
  crm_change_set_text (change, "disqualify_note", is_disqualified ? note : NULL);
  return TRUE;
}
