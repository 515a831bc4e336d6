/* crm-fields.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-fields"
#include "config.h"

#include "crm-fields.h"

#include <unicode/ustring.h>
#include <unicode/utrans.h>

#include "model/crm-custom.h"
#include "model/crm-text.h"

#define MAX_SUGGESTED 40 /* bytes; leaves room for a number behind it */
#define MAX_LETTERS 512  /* UTF-16 units of a label that are looked at */

/**
 * crm_fields_derive_id:
 * @entity: whose field
 * @name: what filters call it
 * @type: its type
 *
 * Returns: (transfer full): id of the definition, which names the column too
 */
char *
crm_fields_derive_id (const char *entity, const char *name, const char *type)
{
  return crm_entity_derive_id (crm_entity_find ("custom_field"), entity, name, type, NULL);
}

/* --- what a field is called
 */

/**
 * crm_fields_find_label:
 * @fields: (element-type CrmRecord): definitions that are in use
 * @entity: whose field
 * @label: what people would read
 *
 * Returns: (transfer none) (nullable): the field of @entity that people could not tell from one of
 *   that label
 */
const CrmRecord *
crm_fields_find_label (GPtrArray *fields, const char *entity, const char *label)
{
  g_autofree char *folded = crm_fold (label);

  for (guint i = 0; i < fields->len; i++)
    {
      const CrmRecord *field = g_ptr_array_index (fields, i);
      g_autofree char *other = crm_fold (crm_record_get_text (field, "label"));

      if (g_strcmp0 (crm_record_get_text (field, "entity"), entity) == 0
          && g_str_equal (other, folded))
        return field;
    }
  return NULL;
}

/* In letters of ASCII as far as ICU knows how: "Регион" is "Region". (transfer full) */
static char *
romanize (const char *text)
{
  UChar letters[MAX_LETTERS * 2];
  UChar way[64];
  UErrorCode status = U_ZERO_ERROR;
  g_autofree char *plain = g_strdup ("");
  UTransliterator *transliterator;
  int32_t length = 0;
  int32_t limit;

  u_strFromUTF8WithSub (letters, MAX_LETTERS, &length, text, -1, 0xfffd, NULL, &status);
  if (U_FAILURE (status))
    return g_steal_pointer (&plain);
  u_uastrcpy (way, "Any-Latin; Latin-ASCII; Lower");
  transliterator = utrans_openU (way, -1, UTRANS_FORWARD, NULL, 0, NULL, &status);
  if (U_FAILURE (status))
    return g_steal_pointer (&plain);
  limit = length;
  utrans_transUChars (transliterator, letters, &length, G_N_ELEMENTS (letters), 0, &limit, &status);
  utrans_close (transliterator);
  if (U_FAILURE (status))
    return g_steal_pointer (&plain);
  g_free (plain);
  plain = g_malloc0 ((gsize)length * 3 + 1);
  u_strToUTF8WithSub (plain, length * 3 + 1, NULL, letters, length, 0xfffd, NULL, &status);
  return g_steal_pointer (&plain);
}

/* "région (sales)" is region_sales. (transfer full): empty where nothing of it can be used */
static char *
join_words (const char *text)
{
  GString *name = g_string_new (NULL);

  for (const char *p = text; *p != '\0' && name->len < MAX_SUGGESTED; p++)
    if (g_ascii_isalpha (*p) || (name->len > 0 && g_ascii_isdigit (*p)))
      g_string_append_c (name, g_ascii_tolower (*p));
    else if (name->len > 0 && *p != '\'' && name->str[name->len - 1] != '_')
      g_string_append_c (name, '_');
  while (name->len > 0 && name->str[name->len - 1] == '_')
    g_string_truncate (name, name->len - 1);
  return g_string_free (name, FALSE);
}

static gboolean
has_name (GPtrArray *fields, const char *entity, const char *name)
{
  for (guint i = 0; i < fields->len; i++)
    {
      const CrmRecord *field = g_ptr_array_index (fields, i);

      if (g_strcmp0 (crm_record_get_text (field, "entity"), entity) == 0
          && g_strcmp0 (crm_record_get_text (field, "name"), name) == 0)
        return TRUE;
    }
  return FALSE;
}

/**
 * crm_fields_suggest_name:
 * @fields: (element-type CrmRecord): definitions that are in use
 * @entity: whose field
 * @label: what people read
 *
 * What filters can call a field behind `x.`, from its label: `Région (sales)` gives `region_sales`;
 * letters of other scripts are written in Latin ones as ICU's `Any-Latin; Latin-ASCII` has them.
 * One that another field of @entity has, or that filters cannot have, gets a number.
 *
 * Returns: (transfer full): a valid name that none of @fields has
 */
char *
crm_fields_suggest_name (GPtrArray *fields, const char *entity, const char *label)
{
  g_autofree char *latin = romanize (label);
  g_autofree char *words = join_words (latin);
  const char *base = *words != '\0' ? words : "field";
  char *name = g_strdup (base);

  for (guint i = 2; !crm_custom_name_is_valid (name) || has_name (fields, entity, name); i++)
    {
      g_free (name);
      name = g_strdup_printf ("%s_%u", base, i);
    }
  return name;
}

/* --- definitions
 */

/**
 * crm_fields_define:
 * @set: a change set
 * @field: what to define
 *
 * Defines the field. One of the same entity, name and type that was hidden comes back with what it
 * held. Whether the definition makes sense is found when it is written: %CRM_ERROR_INVALID_VALUE
 * for an entity, name, type or reference that will not do, %CRM_ERROR_CONSTRAINT while a field of
 * that name has another type.
 *
 * Returns: (transfer full): the definition's id
 */
char *
crm_fields_define (CrmChangeSet *set, const CrmNewField *field)
{
  char *id = crm_fields_derive_id (field->entity, field->name, field->type);
  CrmChange *change = crm_change_set_ensure (set, "custom_field", id);

  crm_change_set_text (change, "entity", field->entity);
  crm_change_set_text (change, "name", field->name);
  crm_change_set_text (change, "type", field->type);
  crm_change_set_text (change, "label", field->label);
  crm_change_set_text (change, "reference", field->reference);
  crm_change_set_int (change, "required", field->required);
  crm_change_set_int (change, "position", field->position);
  crm_change_set_int (change, "inactive", FALSE);
  return id;
}

/**
 * crm_fields_hide:
 * @set: a change set
 * @definition: a record of `custom_field`
 *
 * Deletes the field as far as people see: it is offered, shown and found no more. What it holds
 * stays, for undo and for whoever defines it again.
 */
void
crm_fields_hide (CrmChangeSet *set, const CrmRecord *definition)
{
  CrmChange *change = crm_change_set_update (set, "custom_field", definition->id);

  crm_change_set_int (change, "inactive", TRUE);
  crm_change_expect (change, "inactive", crm_record_get (definition, "inactive"));
}

static char *
derive_choice (const char *definition, const char *value)
{
  return crm_entity_derive_id (crm_entity_find ("custom_choice"), definition, value, NULL);
}

/**
 * crm_fields_add_choice:
 * @set: a change set
 * @definition: id of a definition of type `choice`
 * @value: what is stored; never renamed
 * @label: what people read
 * @position: in lists, the lowest first
 *
 * Adds a choice, or brings back one that was retired.
 */
void
crm_fields_add_choice (CrmChangeSet *set,
                       const char *definition,
                       const char *value,
                       const char *label,
                       gint64 position)
{
  g_autofree char *id = derive_choice (definition, value);
  CrmChange *change = crm_change_set_ensure (set, "custom_choice", id);

  crm_change_set_text (change, "field", definition);
  crm_change_set_text (change, "value", value);
  crm_change_set_text (change, "label", label);
  crm_change_set_int (change, "position", position);
  crm_change_set_int (change, "inactive", FALSE);
}

/**
 * crm_fields_retire_choice:
 * @set: a change set
 * @definition: id of a definition of type `choice`
 * @value: one of its choices
 *
 * The choice is offered no more, and stays where it is stored.
 */
void
crm_fields_retire_choice (CrmChangeSet *set, const char *definition, const char *value)
{
  g_autofree char *id = derive_choice (definition, value);

  crm_change_set_int (crm_change_set_update (set, "custom_choice", id), "inactive", TRUE);
}

/**
 * crm_fields_set_label:
 * @set: a change set
 * @definition: id of a definition
 * @choice: (nullable): the choice whose label it is, %NULL for the field's own
 * @language: a language as in `LANG`, without encoding: `de`, `pt_BR`
 * @label: what people of that language read
 */
void
crm_fields_set_label (CrmChangeSet *set,
                      const char *definition,
                      const char *choice,
                      const char *language,
                      const char *label)
{
  g_autofree char *id = crm_entity_derive_id (crm_entity_find ("custom_label"), definition,
                                              choice != NULL ? choice : "", language, NULL);
  CrmChange *change = crm_change_set_ensure (set, "custom_label", id);

  crm_change_set_text (change, "field", definition);
  crm_change_set_text (change, "choice", choice);
  crm_change_set_text (change, "language", language);
  crm_change_set_text (change, "label", label);
}
