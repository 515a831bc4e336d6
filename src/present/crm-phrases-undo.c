/* crm-phrases-undo.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-phrases-undo"
#include "config.h"

#include "crm-phrases-undo.h"

#include <glib/gi18n-lib.h>

#include "crm-phrases.h"

static const char *
phrase_error (const GError *error)
{
  if (g_error_matches (error, CRM_ERROR, CRM_ERROR_NOT_FOUND))
    return _ ("There is nothing to undo");
  if (g_error_matches (error, CRM_ERROR, CRM_ERROR_CONFLICT))
    return _ ("Somebody changed all of it since, so it stays. Undo once "
              "more for the change before it");
  return crm_phrase_error (error);
}

static char *
join (const GPtrArray *texts)
{
  GString *joined = g_string_new (NULL);

  for (guint i = 0; i < texts->len; i++)
    g_string_append_printf (joined, "%s%s", i > 0 ? ", " : "",
                            (const char *)g_ptr_array_index (texts, i));
  return g_string_free (joined, FALSE);
}

/**
 * crm_phrase_undone:
 * @undone: (nullable): what an undo answered
 * @error: (nullable): why it did not, where @undone is %NULL
 *
 * Returns: (transfer full): what was taken back, what was left alone, or why nothing was
 */
char *
crm_phrase_undone (const CrmWriteResult *undone, const GError *error)
{
  g_autofree char *fields = NULL;

  if (undone == NULL)
    return g_strdup (phrase_error (error));
  if (undone->skipped == NULL || undone->skipped->len == 0)
    /* TRANSLATORS: %s is what was taken back, e.g. "Message filed" */
    return g_strdup_printf (_ ("Undone: %s"), crm_phrase_change (undone->label));
  fields = join (undone->skipped);
  /* TRANSLATORS: %s is a list of fields that somebody else changed since */
  return g_strdup_printf (_ ("Undone, except what was changed since: %s"), fields);
}
