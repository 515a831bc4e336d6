/* crm-templates.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-templates"
#include "config.h"

#include "crm-templates.h"

#include <string.h>

#include "model/crm-text.h"

#define MAX_TEMPLATES 1000
#define MAX_OWN_LANGUAGES 40

/* --- the list --------------------------------------------------------------------------------- */

/**
 * crm_templates_list:
 * @reader: a reader
 * @error: (nullable): storage errors
 *
 * Returns: (transfer container) (nullable) (element-type CrmRecord): the templates in use
 */
GPtrArray *
crm_templates_list (CrmReader *reader, GError **error)
{
  CrmListQuery query = { .entity = "template", .order_by = "name", .limit = MAX_TEMPLATES };
  g_autoptr (GPtrArray) templates = crm_reader_list (reader, &query, NULL, error);

  for (guint i = templates != NULL ? templates->len : 0; i > 0; i--)
    if (crm_record_get_int (g_ptr_array_index (templates, i - 1), "inactive", 0) != 0)
      g_ptr_array_remove_index (templates, i - 1);
  return g_steal_pointer (&templates);
}

typedef struct
{
  const char *wanted;     /* (nullable) */
  const char *const *own; /* (nullable) */
} Taste;

/* The parts before the country: de of de_CH, and gsw is not german. */
static gboolean
same_language (const char *left, const char *right)
{
  gsize of_left = strcspn (left, "_-.@");
  gsize of_right = strcspn (right, "_-.@");

  return of_left == of_right && g_ascii_strncasecmp (left, right, of_left) == 0;
}

/* Where a program is not translated, it is English: GLib ends every list of languages with C. */
static const char *
name_own (const char *language)
{
  return language[0] == 'C' && (language[1] == '\0' || language[1] == '.') ? "en" : language;
}

/* Less is better: the recipient's language, the user's, one for all, any. */
static guint
rank (const CrmRecord *template, const Taste *taste)
{
  const char *language = crm_record_get_text (template, "language");

  if (language == NULL || language[0] == '\0')
    return MAX_OWN_LANGUAGES + 2;
  if (taste->wanted != NULL && same_language (taste->wanted, language))
    return g_ascii_strcasecmp (taste->wanted, language) == 0 ? 0 : 1;
  for (guint i = 0; taste->own != NULL && taste->own[i] != NULL && i < MAX_OWN_LANGUAGES; i++)
    if (same_language (name_own (taste->own[i]), language))
      return 2 + i;
  return MAX_OWN_LANGUAGES + 3;
}

static int
compare (gconstpointer a, gconstpointer b, gpointer data)
{
  const CrmRecord *left = *(CrmRecord *const *)a;
  const CrmRecord *right = *(CrmRecord *const *)b;
  g_autofree char *left_name = crm_fold (crm_record_get_title (left));
  g_autofree char *right_name = crm_fold (crm_record_get_title (right));
  int order = g_utf8_collate (left_name, right_name);
  guint left_rank = rank (left, data);
  guint right_rank = rank (right, data);

  if (order == 0 && left_rank != right_rank)
    return left_rank < right_rank ? -1 : 1;
  if (order == 0)
    order = g_strcmp0 (crm_record_get_text (left, "language"),
                       crm_record_get_text (right, "language"));
  return order != 0 ? order : g_strcmp0 (left->id, right->id);
}

/**
 * crm_templates_sort:
 * @templates: (element-type CrmRecord): templates
 * @wanted: (nullable): the recipient's language, such as `de` or `de_CH`
 * @own: (nullable): the user's languages, best first, ended by %NULL
 *
 * By name; of the variants of one name, the one that suits the recipient comes first.
 */
void
crm_templates_sort (GPtrArray *templates, const char *wanted, const char *const *own)
{
  Taste taste = { wanted != NULL && wanted[0] != '\0' ? wanted : NULL, own };

  g_ptr_array_sort_with_data (templates, compare, &taste);
}

/**
 * crm_templates_find:
 * @templates: (element-type CrmRecord): templates
 * @name: a name
 * @kind: `letter` or `snippet`
 * @language: (nullable): a language; %NULL and "" are for all
 *
 * Returns: (transfer none) (nullable): the template that one of these would stand beside without
 *   anybody knowing which is which
 */
CrmRecord *
crm_templates_find (GPtrArray *templates, const char *name, const char *kind, const char *language)
{
  g_autofree char *folded = crm_fold (name);

  for (guint i = 0; i < templates->len; i++)
    {
      CrmRecord *template = g_ptr_array_index (templates, i);
      const char *other = crm_record_get_text (template, "language");
      g_autofree char *title = crm_fold (crm_record_get_title (template));

      if (g_str_equal (title, folded)
          && g_strcmp0 (crm_record_get_text (template, "kind"), kind) == 0
          && g_ascii_strcasecmp (other != NULL ? other : "", language != NULL ? language : "") == 0)
        return template;
    }
  return NULL;
}

/**
 * crm_templates_is_language:
 * @text: what somebody typed
 *
 * Returns: whether it looks like a language: `de`, `de_CH`, `pt-BR`, or nothing
 */
gboolean
crm_templates_is_language (const char *text)
{
  gsize letters = strspn (text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

  if (text[0] == '\0')
    return TRUE;
  if (letters < 2 || letters > 3)
    return FALSE;
  return text[letters] == '\0'
         || ((text[letters] == '_' || text[letters] == '-') && strlen (text + letters) == 3
             && g_ascii_isalpha (text[letters + 1]) && g_ascii_isalpha (text[letters + 2]));
}

/* --- changes ---------------------------------------------------------------------------------- */

static void
set_or_clear (CrmChange *change, const char *field, const char *text, gboolean is_new)
{
  if (text != NULL && text[0] != '\0')
    crm_change_set_text (change, field, text);
  else if (!is_new)
    crm_change_set_null (change, field);
}

/**
 * crm_templates_save:
 * @text: what is to be kept; its name is not empty
 * @replaced: (nullable): the template that it takes the place of
 *
 * Returns: (transfer full): the change set; %CRM_ERROR_CONFLICT when somebody has changed @replaced
 */
CrmChangeSet *
crm_templates_save (const CrmTemplateText *text, const CrmRecord *replaced)
{
  CrmChangeSet *set
      = crm_change_set_new (replaced != NULL ? "edit-template" : "add-template", CRM_CAUSE_USER);
  CrmChange *change = replaced != NULL ? crm_change_set_update (set, "template", replaced->id)
                                       : crm_change_set_create (set, "template", NULL);
  gboolean is_new = replaced == NULL;

  crm_change_set_text (change, "name", text->name);
  crm_change_set_text (change, "kind", text->kind);
  set_or_clear (change, "language", text->language, is_new);
  set_or_clear (change, "subject", text->subject, is_new);
  set_or_clear (change, "text", text->text, is_new);
  set_or_clear (change, "html", text->html, is_new);
  if (!is_new)
    {
      crm_change_expect (change, "text", crm_record_get (replaced, "text"));
      crm_change_expect (change, "html", crm_record_get (replaced, "html"));
    }
  return set;
}

/**
 * crm_templates_rename:
 * @template: a template as it was shown
 * @name: its new name, not empty
 * @kind: `letter` or `snippet`
 * @language: (nullable): its language; %NULL and "" for all
 *
 * Returns: (transfer full): the change set; %CRM_ERROR_CONFLICT when somebody has renamed it
 */
CrmChangeSet *
crm_templates_rename (const CrmRecord *template,
                      const char *name,
                      const char *kind,
                      const char *language)
{
  CrmChangeSet *set = crm_change_set_new ("edit-template", CRM_CAUSE_USER);
  CrmChange *change = crm_change_set_update (set, "template", template->id);

  crm_change_set_text (change, "name", name);
  crm_change_expect (change, "name", crm_record_get (template, "name"));
  crm_change_set_text (change, "kind", kind);
  set_or_clear (change, "language", language, FALSE);
  return set;
}

/**
 * crm_templates_delete:
 * @reader: a reader
 * @id: id of a template
 * @error: (nullable): storage errors
 *
 * Returns: (transfer full) (nullable): the change set that deletes it; letters that were made of it
 *   stay as they are
 */
CrmChangeSet *
crm_templates_delete (CrmReader *reader, const char *id, GError **error)
{
  g_autoptr (GPtrArray) letters
      = crm_reader_list_where (reader, "send_intent", "template", id, error);
  CrmChangeSet *set;

  if (letters == NULL)
    return NULL;
  set = crm_change_set_new ("delete-template", CRM_CAUSE_USER);
  for (guint i = 0; i < letters->len; i++)
    {
      const CrmRecord *letter = g_ptr_array_index (letters, i);

      crm_change_set_null (crm_change_set_update (set, "send_intent", letter->id), "template");
    }
  crm_change_set_delete (set, "template", id);
  return set;
}
