/* crm-phrases-merge.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-phrases-merge"
#include "config.h"

#include "crm-phrases-merge.h"

#include <glib/gi18n-lib.h>

#include "crm-format-value.h"
#include "crm-format.h"
#include "crm-phrases.h"

/* Of more the first tell who it is. */
#define MAX_DETAILS 2

/* Adds @text behind what is there, with a dot between, each in its own direction. */
static void
add_part (GString *parts, const char *text)
{
  g_string_append_printf (parts, "%s\u2068%s\u2069", parts->len > 0 ? " · " : "", text);
}

static guint
add_details (
    GString *parts, const GPtrArray *referrers, const char *entity, const char *end, const char *id)
{
  guint n = 0;

  for (guint i = 0; i < referrers->len && n < MAX_DETAILS; i++)
    {
      const CrmRecord *referrer = g_ptr_array_index (referrers, i);

      if (!g_str_equal (referrer->entity->name, entity)
          || g_strcmp0 (crm_record_get_text (referrer, end), id) != 0)
        continue;
      add_part (parts, crm_record_get_title (referrer));
      n++;
    }
  return n;
}

/**
 * crm_phrase_merge_record:
 * @plan: what would be done
 * @record: index of a record
 *
 * Returns: (transfer full): its name, and what tells it from another one of that name: e-mail
 *   addresses, domains, or the day since when it is there
 */
char *
crm_phrase_merge_record (const CrmMergePlan *plan, guint record)
{
  const CrmRecord *one = g_ptr_array_index (plan->records, record);
  GString *parts = g_string_new (NULL);
  guint n;

  add_part (parts, crm_phrase_record_name (one));
  n = add_details (parts, plan->referrers, "address", "person", one->id)
      + add_details (parts, plan->members, "account_domain", "account", one->id);
  if (n == 0)
    {
      g_autofree char *made = crm_format_time (one->created_usec, plan->now_usec);

      add_part (parts, made);
    }
  return g_string_free (parts, FALSE);
}

static const char * /* (nullable) */
get_currency (const CrmMergePlan *plan, const CrmMergeField *field, guint record)
{
  const CrmRecord *whole = g_ptr_array_index (plan->records, record);
  const CrmRecord *part = (field->entity->flags & CRM_ENTITY_CUSTOM) ? whole->custom : whole;

  return field->field->type == CRM_FIELD_MONEY && part != NULL
             ? crm_record_get_text (part, field->field->reference)
             : NULL;
}

/**
 * crm_phrase_merge_value:
 * @plan: what would be done
 * @field: one of its fields
 * @record: index of a record
 *
 * Returns: (transfer full): what the record has there, as people read it
 */
char *
crm_phrase_merge_value (const CrmMergePlan *plan, const CrmMergeField *field, guint record)
{
  const CrmValue *value = crm_merge_plan_get_value (plan, field, record);
  g_auto (CrmValue) shown = CRM_VALUE_INIT;
  const char *title;

  if (value != NULL)
    shown = crm_value_copy (value);
  if (value != NULL && field->field->type == CRM_FIELD_REF)
    {
      title = g_hash_table_lookup (plan->titles, value->text);
      crm_value_clear (&shown);
      shown = crm_value_text (title);
    }
  return crm_format_value (field->field, field->field->type, &shown,
                           get_currency (plan, field, record), plan->now_usec);
}

/**
 * crm_phrase_merge_moved:
 * @plan: what would be done
 *
 * Returns: (transfer full): how many of what go over to the record that stays; empty for nothing
 */
char *
crm_phrase_merge_moved (const CrmMergePlan *plan)
{
  g_autoptr (GArray) counts = crm_merge_plan_count (plan);
  g_autoptr (GString) parts = g_string_new (NULL);

  for (guint i = 0; i < counts->len; i++)
    {
      const CrmMergeCount *count = &g_array_index (counts, CrmMergeCount, i);
      g_autofree char *part = g_strdup_printf (
          "%s: %u", g_dgettext (GETTEXT_PACKAGE, count->entity->label_plural), count->n);

      add_part (parts, part);
    }
  if (parts->len == 0)
    return g_strdup ("");
  /* TRANSLATORS: what the record that stays takes over when records are merged; %s is as
   * "Deals: 2 · Notes: 5" */
  return g_strdup_printf (_ ("It takes over %s"), parts->str);
}

/**
 * crm_phrase_duplicates:
 * @duplicates: what is there more than once
 *
 * Returns: (transfer none): why they may be the same
 */
const char *
crm_phrase_duplicates (const CrmDuplicates *duplicates)
{
  switch (duplicates->reason)
    {
    case CRM_DUPLICATE_ADDRESS:
      return _ ("same e-mail address");
    case CRM_DUPLICATE_PHONE:
      return _ ("same phone number");
    case CRM_DUPLICATE_NAME_ACCOUNT:
      /* TRANSLATORS: why two people may be the same */
      return _ ("same name and account");
    case CRM_DUPLICATE_NAME_DOMAIN:
      /* TRANSLATORS: why two people may be the same */
      return _ ("same name and e-mail domain");
    case CRM_DUPLICATE_DOMAIN:
      return _ ("same e-mail domain");
    case CRM_DUPLICATE_NAME:
    default:
      return _ ("only the same name");
    }
}

/**
 * crm_phrase_duplicates_names:
 * @duplicates: what is there more than once
 *
 * Returns: (transfer full): what each is called, with the job title where one is known
 */
char *
crm_phrase_duplicates_names (const CrmDuplicates *duplicates)
{
  GString *parts = g_string_new (NULL);

  for (guint i = 0; i < duplicates->records->len; i++)
    {
      const CrmRecord *record = g_ptr_array_index (duplicates->records, i);
      const char *title = g_str_equal (record->entity->name, "person")
                              ? crm_record_get_text (record, "title")
                              : NULL;
      g_autofree char *name
          = title != NULL ? g_strdup_printf ("%s (%s)", crm_phrase_record_name (record), title)
                          : g_strdup (crm_phrase_record_name (record));

      add_part (parts, name);
    }
  return g_string_free (parts, FALSE);
}
