/* crm-merge.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-merge"
#include "config.h"

#include "crm-merge.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "crm-format-private.h"
#include "crm-format-value.h"
#include "crm-phrases.h"
#include "model/crm-custom.h"

/* "Riedmühl, Jonas" turned round; no first name is better than a wrong one. */
static char *
straighten (const char *name)
{
  const char *comma = name != NULL ? strchr (name, ',') : NULL;
  g_autofree char *last = NULL;
  g_autofree char *first = NULL;

  if (name == NULL || strchr (name, '@') != NULL)
    return NULL;
  if (comma == NULL)
    return g_strstrip (g_strdup (name));
  last = g_strstrip (g_strndup (name, (gsize)(comma - name)));
  first = g_strstrip (g_strdup (comma + 1));
  return g_strdup_printf ("%s %s", first, last);
}

static gboolean
is_title (const char *word)
{
  static const char *const titles[]
      = { "dr", "dr.", "prof", "prof.", "mr",         "mr.",  "mrs", "mrs.",
          "ms", "ms.", "herr", "frau",  "dipl.-ing.", "ing.", NULL };
  g_autofree char *lower = g_utf8_strdown (word, -1);

  return g_strv_contains (titles, lower);
}

/**
 * crm_merge_first_name:
 * @name: (nullable): a person's name
 *
 * Returns: (transfer full) (nullable): what they are called by friends; %NULL where the name does
 *   not tell
 */
char *
crm_merge_first_name (const char *name)
{
  g_autofree char *straight = straighten (name);
  g_auto (GStrv) words = straight != NULL ? g_strsplit (straight, " ", -1) : NULL;
  guint n = words != NULL ? g_strv_length (words) : 0;
  guint i = 0;

  while (i < n && (words[i][0] == '\0' || is_title (words[i])))
    i++;
  return i + 1 < n ? g_strdup (words[i]) : NULL;
}

/**
 * crm_merge_last_name:
 * @name: (nullable): a person's name
 *
 * Returns: (transfer full) (nullable): the last word of it, or what stands before a comma
 */
char *
crm_merge_last_name (const char *name)
{
  const char *comma = name != NULL ? strchr (name, ',') : NULL;
  g_autofree char *straight = straighten (name);
  const char *space = straight != NULL ? strrchr (straight, ' ') : NULL;

  if (straight != NULL && comma != NULL)
    return g_strstrip (g_strndup (name, (gsize)(comma - name)));
  return space != NULL ? g_strdup (space + 1) : NULL;
}

/* --- fields that people defined
 */

static gboolean
is_custom (const char *name)
{
  return g_str_has_prefix (name, "." CRM_CUSTOM_PREFIX);
}

/* A reference says nothing that a letter could. */
static gboolean
can_show (const CrmField *field)
{
  return field->type != CRM_FIELD_REF && !(field->flags & CRM_FIELD_HIDDEN);
}

static char *
format_custom (const CrmMerge *merge, const CrmRecord *record, const CrmField *field)
{
  const CrmValue *value = crm_record_get (record, field->name);
  const char *currency
      = field->type == CRM_FIELD_MONEY ? crm_record_get_text (record, field->reference) : NULL;

  if (value->kind == CRM_VALUE_NULL)
    return NULL;
  if (field->type == CRM_FIELD_MONEY)
    return _crm_format_money_for (value->integer, currency, merge->language);
  if (field->type == CRM_FIELD_DAY)
    return _crm_format_day_for ((int)value->integer, merge->language);
  if (field->type == CRM_FIELD_LONGTEXT)
    return g_strdup (value->text);
  return crm_format_value (field, field->type, value, NULL, merge->now_usec);
}

/* @name: with the prefix, as ".x.region" */
static char *
look_up_custom (const CrmMerge *merge, const CrmRecord *record /* (nullable) */, const char *name)
{
  const CrmRecord *custom = record != NULL ? record->custom : NULL;
  const CrmField *field
      = custom != NULL
            ? crm_entity_find_field (custom->entity, name + strlen ("." CRM_CUSTOM_PREFIX))
            : NULL;

  return field != NULL && can_show (field) ? format_custom (merge, custom, field) : NULL;
}

/**
 * crm_merge_foreach_custom:
 * @context: (nullable): as crm_context_load_letter_async() reads it
 * @func: (scope call): called for each
 * @data: data for @func
 *
 * Lists the fields that people defined and that a template can have, beside those of
 * crm_template_fields(): their names, as `deal.x.region`, and what people call them.
 */
void
crm_merge_foreach_custom (const CrmContext *context, CrmMergeFieldFunc func, gpointer data)
{
  for (guint i = 0; context != NULL && context->custom != NULL && i < context->custom->len; i++)
    {
      const CrmEntity *custom = g_ptr_array_index (context->custom, i);
      const CrmEntity *base = crm_custom_get_base (custom);

      /* The first one leads to the record. */
      for (const CrmField *field = custom->fields + 1; field->name != NULL; field++)
        {
          g_autofree char *name = g_strdup_printf ("%s." CRM_CUSTOM_PREFIX "%s", base->name,
                                                   crm_field_get_shown_name (field));
          /* TRANSLATORS: a record and one of its fields, as "Deal: Region" */
          g_autofree char *label
              = g_strdup_printf (_ ("%1$s: %2$s"), g_dgettext (GETTEXT_PACKAGE, base->label),
                                 g_dgettext (GETTEXT_PACKAGE, field->label));

          if (can_show (field))
            func (name, label, data);
        }
    }
}

/* --- what is known
 */

static const char *
person_name (const CrmMerge *merge)
{
  const CrmContext *context = merge->context;

  return context != NULL && context->name != NULL ? context->name : merge->recipient_name;
}

static char *
look_up_person (const CrmMerge *merge, const char *name)
{
  const CrmContext *context = merge->context;

  if (is_custom (name))
    return look_up_custom (merge, context != NULL ? context->person : NULL, name);
  if (name[0] == '\0' || g_str_equal (name, ".name"))
    return g_strdup (person_name (merge));
  if (g_str_equal (name, ".first_name"))
    return crm_merge_first_name (person_name (merge));
  if (g_str_equal (name, ".last_name"))
    return crm_merge_last_name (person_name (merge));
  if (g_str_equal (name, ".email"))
    return g_strdup (merge->recipient);
  if (g_str_equal (name, ".title"))
    return context != NULL ? g_strdup (context->title) : NULL;
  return NULL;
}

static char *
look_up_account (const CrmMerge *merge, const char *name)
{
  const CrmContext *context = merge->context;

  if (context == NULL)
    return NULL;
  if (is_custom (name))
    return look_up_custom (merge, context->account, name);
  return context->account != NULL ? g_strdup (crm_record_get_title (context->account))
                                  : g_strdup (context->organization);
}

static char *
format_amount (const CrmMerge *merge, const CrmRecord *deal)
{
  if (crm_record_get (deal, "amount")->kind == CRM_VALUE_NULL)
    return NULL;
  return _crm_format_money_for (crm_record_get_int (deal, "amount", 0),
                                crm_record_get_text (deal, "currency"), merge->language);
}

static char *
look_up_deal (const CrmMerge *merge, const char *name)
{
  const CrmRecord *deal = merge->deal != NULL ? merge->deal->deal : NULL;

  if (deal == NULL)
    return NULL;
  if (is_custom (name))
    return look_up_custom (merge, deal, name);
  if (name[0] == '\0' || g_str_equal (name, ".title"))
    return g_strdup (crm_record_get_title (deal));
  if (g_str_equal (name, ".amount"))
    return format_amount (merge, deal);
  if (g_str_equal (name, ".stage"))
    return g_strdup (crm_phrase_record_name (merge->deal->stage));
  if (g_str_equal (name, ".expected_close"))
    return crm_record_get (deal, "expected_close")->kind != CRM_VALUE_NULL ? _crm_format_day_for (
               (int)crm_record_get_int (deal, "expected_close", 0), merge->language)
                                                                           : NULL;
  return g_str_equal (name, ".next_step") ? g_strdup (crm_record_get_text (deal, "next_step"))
                                          : NULL;
}

static char *
look_up_sender (const CrmMerge *merge, const char *name)
{
  if (g_str_equal (name, ".email"))
    return g_strdup (merge->sender_address);
  return g_str_equal (name, ".first_name") ? crm_merge_first_name (merge->sender_name)
                                           : g_strdup (merge->sender_name);
}

/**
 * crm_merge_lookup:
 * @name: a name of crm_template_fields() or crm_merge_foreach_custom(), or the part before its dot
 * @merge: (type CrmMerge): what is known
 *
 * A #CrmTemplateLookup. Amounts and days are as the template's language has them.
 *
 * Returns: (transfer full) (nullable): the value, %NULL for none
 */
char *
crm_merge_lookup (const char *name, gpointer merge)
{
  const CrmMerge *self = merge;

  if (g_str_has_prefix (name, "person"))
    return look_up_person (self, name + strlen ("person"));
  if (g_str_has_prefix (name, "account"))
    return look_up_account (self, name + strlen ("account"));
  if (g_str_has_prefix (name, "deal"))
    return look_up_deal (self, name + strlen ("deal"));
  if (g_str_has_prefix (name, "sender"))
    return look_up_sender (self, name + strlen ("sender"));
  if (g_str_equal (name, "today"))
    return _crm_format_day_for (crm_format_today (self->now_usec), self->language);
  return NULL;
}
