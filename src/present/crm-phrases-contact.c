/* crm-phrases-contact.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-phrases"
#include "config.h"

#include "crm-phrases-contact.h"

#include <glib/gi18n-lib.h>

/**
 * crm_phrase_contact_field:
 * @field: of a contact or account, as #CrmContactChange and #CrmCardOffer have it
 * @kind: (nullable): of a phone
 *
 * Returns: (transfer none): what people call it: "Mobile", "Job title"
 */
const char *
crm_phrase_contact_field (const char *field, const char *kind)
{
  static const struct
  {
    const char *field;
    const char *text;
  } names[] = {
    { "name", N_ ("Name") },
    { "title", N_ ("Job title") },
    { "organization", N_ ("Organization") },
    { "address", N_ ("E-mail address") },
    { "postal_address", N_ ("Postal address") },
    { "website", N_ ("Website") },
    { "mobile", N_ ("Mobile") },
    { "home", N_ ("Home") },
    { "phone", N_ ("Phone number") },
  };
  gboolean has_own_name = g_strcmp0 (field, "phone") == 0
                          && (g_strcmp0 (kind, "mobile") == 0 || g_strcmp0 (kind, "home") == 0);
  const char *key = has_own_name ? kind : field;

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (names[i].field, key))
      return _ (names[i].text);
  return field;
}

/* Values are isolated: a number keeps its order in a right-to-left line. */
static char *
phrase_one_side (const CrmRecord *order, const char *field, const char *ours)
{
  if (crm_contact_order_is_waiting (order))
    /* TRANSLATORS: here and in what follows, %1$s is a field of a contact and %2$s what somebody
     * wants it to be: "Mobile: +44 7700 900123" */
    return g_strdup_printf (
        _ ("%1$s: \u2068%2$s\u2069 waits until the address book can be reached"), field, ours);
  if (g_strcmp0 (crm_record_get_text (order, "failure"), CRM_CONTACT_ORDER_PERMISSION) == 0)
    return g_strdup_printf (
        _ ("%1$s: \u2068%2$s\u2069 is not in the address book, which is read-only"), field, ours);
  return g_strdup_printf (_ ("%1$s: \u2068%2$s\u2069 was not taken by the address book"), field,
                          ours);
}

/**
 * crm_phrase_contact_difference:
 * @order: a change of a contact that is not made; of `contact_orders` of @context
 * @context: what is known
 *
 * Returns: (transfer full): what happened to it, with both values where there are two
 */
char *
crm_phrase_contact_difference (const CrmRecord *order, const CrmContext *context)
{
  g_autoptr (CrmContactDifference) difference = crm_contact_order_explain (order, context);
  const char *field, *ours;

  if (difference == NULL)
    return g_strdup (_ ("A change that the address book did not take"));
  field = crm_phrase_contact_field (difference->field, difference->kind);
  /* TRANSLATORS: instead of a value: the field was to be emptied */
  ours = difference->ours != NULL ? difference->ours : _ ("none");
  if (!crm_contact_order_has_two_sides (order))
    return phrase_one_side (order, field, ours);
  if (difference->theirs == NULL)
    return g_strdup_printf (
        _ ("%1$s: you wrote \u2068%2$s\u2069, and somebody else has taken it out of "
           "the address book"),
        field, ours);
  /* TRANSLATORS: %1$s is a field of a contact, "Job title" */
  return g_strdup_printf (
      _ ("%1$s: you wrote \u2068%2$s\u2069, and somebody else wrote \u2068%3$s\u2069 "
         "into the address book"),
      field, ours, difference->theirs);
}
