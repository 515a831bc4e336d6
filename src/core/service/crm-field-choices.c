/* crm-field-choices.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-field-choices"
#include "config.h"

#include "crm-field-choices.h"

#include "crm-fields.h"

static const CrmRecord * /* (nullable) */
find (GPtrArray *choices, const char *field, const char *name, const char *text)
{
  for (guint i = 0; i < choices->len; i++)
    {
      const CrmRecord *choice = g_ptr_array_index (choices, i);

      if (g_strcmp0 (crm_record_get_text (choice, "field"), field) == 0
          && g_strcmp0 (crm_record_get_text (choice, name), text) == 0)
        return choice;
    }
  return NULL;
}

/**
 * crm_field_choices_split:
 * @text: labels with `;` between them
 *
 * Returns: (transfer full) (array zero-terminated=1): the labels without blanks around them, each
 *   once
 */
char **
crm_field_choices_split (const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, ";", -1);
  g_autoptr (GStrvBuilder) labels = g_strv_builder_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; parts[i] != NULL; i++)
    if (*g_strstrip (parts[i]) != '\0' && g_hash_table_add (seen, parts[i]))
      g_strv_builder_add (labels, parts[i]);
  return g_strv_builder_end (labels);
}

/**
 * crm_field_choices_join:
 * @choices: (element-type CrmRecord): records of `custom_choice`
 * @field: id of a definition
 *
 * Returns: (transfer full): the labels of the field's choices, as crm_field_choices_split() takes
 *   them
 */
char *
crm_field_choices_join (GPtrArray *choices, const char *field)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < choices->len; i++)
    {
      const CrmRecord *choice = g_ptr_array_index (choices, i);

      if (g_strcmp0 (crm_record_get_text (choice, "field"), field) == 0)
        g_string_append_printf (text, "%s%s", text->len > 0 ? "; " : "",
                                crm_record_get_text (choice, "label"));
    }
  return g_string_free (text, FALSE);
}

/**
 * crm_field_choices_find_rename:
 * @choices: (element-type CrmRecord): records of `custom_choice`
 * @field: id of a definition
 * @labels: (array zero-terminated=1): what was typed
 * @out_choice: (out) (transfer none): the one whose label is missing
 * @out_label: (out) (transfer none): the one label that is new
 *
 * Returns: whether @labels may mean another name of one choice: exactly one is missing, and exactly
 *   one is new. It may as well mean another choice, which only people know.
 */
gboolean
crm_field_choices_find_rename (GPtrArray *choices,
                               const char *field,
                               const char *const *labels,
                               const CrmRecord **out_choice,
                               const char **out_label)
{
  guint missing = 0;
  guint added = 0;

  for (guint i = 0; labels[i] != NULL; i++)
    if (find (choices, field, "label", labels[i]) == NULL)
      {
        *out_label = labels[i];
        added++;
      }
  for (guint i = 0; i < choices->len; i++)
    {
      const CrmRecord *choice = g_ptr_array_index (choices, i);

      if (g_strcmp0 (crm_record_get_text (choice, "field"), field) != 0
          || g_strv_contains (labels, crm_record_get_text (choice, "label")))
        continue;
      *out_choice = choice;
      missing++;
    }
  return missing == 1 && added == 1;
}

/* A choice that was renamed keeps its first label as its value, which is not for another one. */
static char *
make_value (GPtrArray *choices, const char *field, const char *label)
{
  char *value = g_strdup (label);

  for (guint i = 2; find (choices, field, "value", value) != NULL; i++)
    {
      g_free (value);
      value = g_strdup_printf ("%s %u", label, i);
    }
  return value;
}

/**
 * crm_field_choices_change:
 * @set: a change set
 * @choices: (element-type CrmRecord): records of `custom_choice`
 * @field: id of a definition
 * @labels: (array zero-terminated=1): what was typed
 * @rename: whether crm_field_choices_find_rename() found another name, and not another choice
 *
 * Puts the choices into the order of @labels, adds those that are new and retires those that are
 * missing. What is stored for a choice is its first label; it stays when the label changes.
 */
void
crm_field_choices_change (CrmChangeSet *set,
                          GPtrArray *choices,
                          const char *field,
                          const char *const *labels,
                          gboolean rename)
{
  const CrmRecord *renamed = NULL;
  const char *label = NULL;

  rename = rename && crm_field_choices_find_rename (choices, field, labels, &renamed, &label);
  for (guint i = 0; labels[i] != NULL; i++)
    {
      const CrmRecord *known = rename && g_str_equal (labels[i], label)
                                   ? renamed
                                   : find (choices, field, "label", labels[i]);
      g_autofree char *value = known != NULL ? g_strdup (crm_record_get_text (known, "value"))
                                             : make_value (choices, field, labels[i]);

      crm_fields_add_choice (set, field, value, labels[i], i + 1);
    }
  for (guint i = 0; i < choices->len; i++)
    {
      const CrmRecord *choice = g_ptr_array_index (choices, i);

      if (g_strcmp0 (crm_record_get_text (choice, "field"), field) == 0
          && !(rename && choice == renamed)
          && !g_strv_contains (labels, crm_record_get_text (choice, "label")))
        crm_fields_retire_choice (set, field, crm_record_get_text (choice, "value"));
    }
}
