/* crm-phrases-bulk.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-phrases-bulk"
#include "config.h"

#include "crm-phrases-bulk.h"

#include <glib/gi18n-lib.h>

static char *
count_records (guint n)
{
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u record", "%u records", n), n);
}

/* What is as it should be is told, for nobody should wonder at a smaller number afterwards. */
static char *
add_rest (const CrmBulkPlan *plan, char *text /* (transfer full) */)
{
  g_autofree char *begun = text;
  guint n_already = plan->n_records - plan->n_changed;

  if (n_already == 0)
    return g_steal_pointer (&begun);
  return g_strdup_printf (
      /* TRANSLATORS: %1$s is what shall be done with all of them, as "42 records: Owner → Ida";
       * the second is how many of these are so already */
      g_dngettext (GETTEXT_PACKAGE, "%1$s; %2$u of them is so already",
                   "%1$s; %2$u of them are so already", n_already),
      begun, n_already);
}

/**
 * crm_phrase_bulk_set:
 * @plan: what would be done
 * @field: what the field is called
 * @value: what it shall be, as people read it
 *
 * Returns: (transfer full): how many records become what
 */
char *
crm_phrase_bulk_set (const CrmBulkPlan *plan, const char *field, const char *value)
{
  g_autofree char *records = count_records (plan->n_records);

  /* TRANSLATORS: "42 records: Owner → Ida"; the arrow points from a field to what it shall be */
  return add_rest (plan, g_strdup_printf (_ ("%1$s: %2$s → %3$s"), records, field, value));
}

/**
 * crm_phrase_bulk_tag:
 * @plan: what would be done
 * @kind: %CRM_BULK_ADD_TAG or %CRM_BULK_REMOVE_TAG
 * @tag: its name
 *
 * Returns: (transfer full): how many records get it or lose it
 */
char *
crm_phrase_bulk_tag (const CrmBulkPlan *plan, CrmBulkKind kind, const char *tag)
{
  g_autofree char *records = count_records (plan->n_records);

  if (kind == CRM_BULK_ADD_TAG)
    /* TRANSLATORS: "42 records get the tag “VIP”" */
    return add_rest (plan, g_strdup_printf (_ ("%1$s get the tag “%2$s”"), records, tag));
  /* TRANSLATORS: "42 records lose the tag “VIP”" */
  return add_rest (plan, g_strdup_printf (_ ("%1$s lose the tag “%2$s”"), records, tag));
}

/**
 * crm_phrase_bulk_delete:
 * @plan: what would be done
 *
 * Returns: (transfer full): how many records go, and how many others with them
 */
char *
crm_phrase_bulk_delete (const CrmBulkPlan *plan)
{
  g_autofree char *records = count_records (plan->n_records);

  if (plan->n_along == 0)
    /* TRANSLATORS: %s is as "42 records" */
    return g_strdup_printf (_ ("%s will be deleted. Undo brings everything back."), records);
  return g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE,
                   /* TRANSLATORS: %1$s is as "42 records"; what belongs to them is their history,
                    * memberships and notes */
                   "%1$s will be deleted, and %2$u that belongs to them. Undo brings everything "
                   "back.",
                   "%1$s will be deleted, and %2$u that belong to them. Undo brings everything "
                   "back.",
                   plan->n_along),
      records, plan->n_along);
}
