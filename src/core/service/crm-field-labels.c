/* crm-field-labels.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-field-labels"
#include "config.h"

#include "crm-field-labels.h"

#include <string.h>

#include "crm-fields.h"

static gboolean
is_language (const char *text)
{
  gsize n = strspn (text, "abcdefghijklmnopqrstuvwxyz");

  if (n < 2 || n > 3)
    return FALSE;
  return text[n] == '\0'
         || (text[n] == '_' && g_ascii_isupper (text[n + 1]) && g_ascii_isupper (text[n + 2])
             && text[n + 3] == '\0');
}

/* @choice: "" for the field itself */
static gboolean
is_label_of (const CrmRecord *label, const char *field, const char *choice)
{
  const char *of = crm_record_get_text (label, "choice");

  return g_strcmp0 (crm_record_get_text (label, "field"), field) == 0
         && g_str_equal (of != NULL ? of : "", choice);
}

/**
 * crm_field_labels_join:
 * @labels: (element-type CrmRecord): records of `custom_label`
 * @field: id of a definition
 * @choice: one of its choices, "" for the field itself
 *
 * Returns: (transfer full): what people of other languages read, as one line of text
 */
char *
crm_field_labels_join (GPtrArray *labels, const char *field, const char *choice)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < labels->len; i++)
    {
      const CrmRecord *label = g_ptr_array_index (labels, i);

      if (is_label_of (label, field, choice))
        g_string_append_printf (text, "%s%s: %s", text->len > 0 ? "; " : "",
                                crm_record_get_text (label, "language"),
                                crm_record_get_text (label, "label"));
    }
  return g_string_free (text, FALSE);
}

/* Languages that the text names no more. */
static void
delete_others (CrmChangeSet *set,
               GPtrArray *labels,
               const char *field,
               const char *choice,
               GHashTable *languages)
{
  for (guint i = 0; i < labels->len; i++)
    {
      const CrmRecord *label = g_ptr_array_index (labels, i);

      if (is_label_of (label, field, choice)
          && !g_hash_table_contains (languages, crm_record_get_text (label, "language")))
        crm_change_set_delete (set, "custom_label", label->id);
    }
}

/**
 * crm_field_labels_split:
 * @set: a change set
 * @labels: (element-type CrmRecord): the records of `custom_label` that there are
 * @field: id of a definition
 * @choice: one of its choices, "" for the field itself
 * @text: a line as crm_field_labels_join() makes it: "de: Gebiet; fr: Région"
 *
 * Builds what makes the labels those of @text: languages that it does not name lose theirs.
 *
 * Returns: whether it is such a line; if not, @set is not to be written
 */
gboolean
crm_field_labels_split (
    CrmChangeSet *set, GPtrArray *labels, const char *field, const char *choice, const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, ";", -1);
  g_autoptr (GHashTable) languages = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      g_auto (GStrv) pair = g_strsplit (parts[i], ":", 2);

      if (*g_strstrip (parts[i]) == '\0')
        continue;
      if (pair[0] == NULL || pair[1] == NULL || !is_language (g_strstrip (pair[0]))
          || *g_strstrip (pair[1]) == '\0')
        return FALSE;
      g_hash_table_add (languages, g_strdup (pair[0]));
      crm_fields_set_label (set, field, *choice != '\0' ? choice : NULL, pair[0], pair[1]);
    }
  delete_others (set, labels, field, choice, languages);
  return TRUE;
}
