/* crm-phrases-bulk.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-phrases-bulk"
#include "config.h"

#include "crm-phrases-bulk.h"

#include <glib/gi18n-lib.h>

#include "crm-format.h"
static char *
count_records (guint n)
{
  return crm_format_counted (g_dngettext (GETTEXT_PACKAGE, "%u record", "%u records", n), n);
}

/* What is as it should be is told, for nobody should wonder at a smaller number afterwards. */
static char *
add_rest (const CrmBulkPlan *plan, char *text /* (transfer full) */)
{
  g_autofree char *begun = text;
  guint n_already = plan->n_records - plan->n_changed - plan->n_left_out;

  if (n_already == 0)
    return g_steal_pointer (&begun);
  return crm_format_counted (
      /* TRANSLATORS: %1$s is what shall be done with all of them, as "42 records: Owner → Ida";
       * the second is how many of these are so already */
      g_dngettext (GETTEXT_PACKAGE, "%1$s; %2$u of them is so already",
                   "%1$s; %2$u of them are so already", n_already),
      begun, n_already);
}

static char *
list_missing (const CrmBulkPlan *plan)
{
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < plan->missing->len; i++)
    {
      const CrmField *field = g_ptr_array_index (plan->missing, i);

      g_string_append_printf (names, "%s%s", i > 0 ? ", " : "",
                              g_dgettext (GETTEXT_PACKAGE, field->label));
    }
  return g_string_free (names, FALSE);
}

/**
 * crm_phrase_bulk_set:
 * @plan: what would be done
 * @field: what the field is called
 * @value: what it shall be, as people read it
 *
 * Returns: (transfer full): how many records become what, and how many stay because they lack
 *   something
 */
char *
crm_phrase_bulk_set (const CrmBulkPlan *plan, const char *field, const char *value)
{
  g_autofree char *records = count_records (plan->n_records);
  /* TRANSLATORS: "42 records: Owner → Ida"; the arrow points from a field to what it shall be */
  g_autofree char *text
      = add_rest (plan, g_strdup_printf (_ ("%1$s: %2$s → %3$s"), records, field, value));
  g_autofree char *missing = list_missing (plan);
  g_autofree char *rest = NULL;

  if (plan->n_left_out == 0)
    return g_steal_pointer (&text);
  rest = crm_format_counted (
      /* TRANSLATORS: of some deals; the second is what a stage asks for, as "Amount, Source" */
      g_dngettext (GETTEXT_PACKAGE, "%1$u of them stays, for it lacks: %2$s",
                   "%1$u of them stay, for they lack: %2$s", plan->n_left_out),
      plan->n_left_out, missing);
  return g_strdup_printf ("%s\n⚠ %s", text, rest);
}

/**
 * crm_phrase_bulk_move:
 * @plan: what would be done
 * @stage: the name of a stage
 *
 * Returns: (transfer full): as crm_phrase_bulk_set() has it
 */
char *
crm_phrase_bulk_move (const CrmBulkPlan *plan, const char *stage)
{
  return crm_phrase_bulk_set (plan, _ ("Stage"), stage);
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
  return crm_format_counted (
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
