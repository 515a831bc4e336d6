/* crm-phrases-change.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-phrases-change"
#include "config.h"

#include "crm-phrases-change.h"

#include <glib/gi18n-lib.h>

#include "crm-format-value.h"
#include "model/crm-change-label.h"

/**
 * crm_phrase_change_title:
 * @change: a change of a record
 *
 * Returns: (transfer none): the field, or what was done with all of the record
 */
const char *
crm_phrase_change_title (const CrmRecordChange *change)
{
  return g_dgettext (GETTEXT_PACKAGE, change->field != NULL
                                          ? change->field->label
                                          : crm_change_label_describe (change->label));
}

/**
 * crm_phrase_change_values:
 * @change: a change of a record
 * @now_usec: now, UTC microseconds
 *
 * Returns: (transfer full): what it was and what it became, and who did it
 */
char *
crm_phrase_change_values (const CrmRecordChange *change, gint64 now_usec)
{
  const CrmField *field = change->field;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *both = NULL;

  if (field == NULL)
    return g_strdup (change->actor);
  before = crm_format_value (field, field->type, &change->old_value, change->currency, now_usec);
  after = crm_format_value (field, field->type, &change->new_value, change->currency, now_usec);
  /* TRANSLATORS: what a field held and what it holds since; the arrow points to the newer */
  both = g_strdup_printf (_ ("%1$s → %2$s"), before, after);
  return g_strdup_printf ("\u2068%s\u2069 · \u2068%s\u2069", both, change->actor);
}
