/* crm-arrangement.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-arrangement"
#include "config.h"

#include "crm-arrangement.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "model/crm-custom.h"
#include "model/crm-text.h"

/* More is no form that anybody wrote. */
#define MAX_ITEMS 500

static void
free_item (gpointer data)
{
  CrmArrangementItem *item = data;

  g_free (item->name);
  g_free (item->heading);
  g_free (item);
}

static CrmArrangementItem *
add_item (GPtrArray *items)
{
  CrmArrangementItem *item = g_new0 (CrmArrangementItem, 1);

  g_ptr_array_add (items, item);
  return item;
}

static gboolean
has_field (GPtrArray *items, const char *name)
{
  for (guint i = 0; i < items->len; i++)
    {
      const CrmArrangementItem *item = g_ptr_array_index (items, i);

      if (g_strcmp0 (item->name, name) == 0)
        return TRUE;
    }
  return FALSE;
}

/**
 * crm_arrangement_add_heading:
 * @items: (element-type CrmArrangementItem): an arrangement
 * @heading: what stands above the fields that come next; cleaned. "" for that of people's own
 *   fields
 */
void
crm_arrangement_add_heading (GPtrArray *items, const char *heading)
{
  add_item (items)->heading = crm_text_clean (heading);
}

static void
parse_line (GPtrArray *items, char *line)
{
  gboolean is_hidden = line[0] == '-';
  const char *name = g_strstrip (is_hidden ? line + 1 : line);

  if (line[0] == '#')
    {
      crm_arrangement_add_heading (items, line + 1);
      return;
    }
  if (*name == '\0' || has_field (items, name))
    return;
  add_item (items)->name = g_strdup (name);
  ((CrmArrangementItem *)g_ptr_array_index (items, items->len - 1))->is_hidden = is_hidden;
}

/**
 * crm_arrangement_parse:
 * @text: (nullable): what is stored
 *
 * Whatever the text is, it makes an arrangement: what says nothing is passed over.
 *
 * Returns: (transfer full) (element-type CrmArrangementItem): it
 */
GPtrArray *
crm_arrangement_parse (const char *text)
{
  GPtrArray *items = g_ptr_array_new_with_free_func (free_item);
  g_autofree char *valid = g_utf8_make_valid (text != NULL ? text : "", -1);
  g_auto (GStrv) lines = g_strsplit (valid, "\n", -1);

  for (guint i = 0; lines[i] != NULL && items->len < MAX_ITEMS; i++)
    parse_line (items, g_strstrip (lines[i]));
  return items;
}

/**
 * crm_arrangement_write:
 * @items: (element-type CrmArrangementItem): an arrangement
 *
 * Returns: (transfer full): the text that crm_arrangement_parse() makes it of
 */
char *
crm_arrangement_write (GPtrArray *items)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < items->len; i++)
    {
      const CrmArrangementItem *item = g_ptr_array_index (items, i);

      if (item->name == NULL)
        g_string_append_printf (text, "#%s%s\n", *item->heading != '\0' ? " " : "", item->heading);
      else
        g_string_append_printf (text, "%s%s\n", item->is_hidden ? "-" : "", item->name);
    }
  return g_string_free (text, FALSE);
}

/* As it is declared, with a heading above the fields of people's own. */
static void
add_all (GPtrArray *items, GPtrArray *names)
{
  gboolean is_custom = FALSE;

  for (guint i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);

      if (!is_custom && g_str_has_prefix (name, CRM_CUSTOM_PREFIX))
        {
          crm_arrangement_add_heading (items, "");
          is_custom = TRUE;
        }
      add_item (items)->name = g_strdup (name);
    }
}

/* Behind the field that is declared before it; the first one begins, below a heading. */
static void
insert_missing (GPtrArray *items, const char *name, const char *before /* (nullable) */)
{
  CrmArrangementItem *item = g_new0 (CrmArrangementItem, 1);
  guint at = 0;

  item->name = g_strdup (name);
  while (before != NULL && at < items->len
         && g_strcmp0 (((CrmArrangementItem *)g_ptr_array_index (items, at))->name, before) != 0)
    at++;
  if (before != NULL
      || (items->len > 0 && ((CrmArrangementItem *)g_ptr_array_index (items, 0))->name == NULL))
    at++;
  g_ptr_array_insert (items, (int)MIN (at, items->len), item);
}

/**
 * crm_arrangement_complete:
 * @items: (element-type CrmArrangementItem): an arrangement
 * @names: (element-type utf8): the fields there are, in the order declared
 *
 * Takes out fields that there are not, and adds those that are missing, each behind the one that is
 * declared before it.
 */
void
crm_arrangement_complete (GPtrArray *items, GPtrArray *names)
{
  if (items->len == 0)
    {
      add_all (items, names);
      return;
    }
  for (guint i = items->len; i > 0; i--)
    {
      const CrmArrangementItem *item = g_ptr_array_index (items, i - 1);

      if (item->name != NULL
          && !g_ptr_array_find_with_equal_func (names, item->name, g_str_equal, NULL))
        g_ptr_array_remove_index (items, i - 1);
    }
  for (guint i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);

      if (!has_field (items, name))
        insert_missing (items, name, i > 0 ? g_ptr_array_index (names, i - 1) : NULL);
    }
}

/**
 * crm_arrangement_move:
 * @items: (element-type CrmArrangementItem): an arrangement
 * @from: which of them
 * @to: where it is to stand
 *
 * Returns: whether there is such a place
 */
gboolean
crm_arrangement_move (GPtrArray *items, guint from, int to)
{
  if (from >= items->len || to < 0 || to >= (int)items->len || to == (int)from)
    return FALSE;
  g_ptr_array_insert (items, to, g_ptr_array_steal_index (items, from));
  return TRUE;
}

/**
 * crm_arrangement_dup_heading:
 * @item: a heading
 *
 * Returns: (transfer full): what people read
 */
char *
crm_arrangement_dup_heading (const CrmArrangementItem *item)
{
  /* TRANSLATORS: heading of the fields that people defined themselves */
  return g_strdup (*item->heading != '\0' ? item->heading : _ ("Own Fields"));
}

static char *
derive_id (const char *entity)
{
  return crm_entity_derive_id (crm_entity_find ("form_layout"), entity, NULL);
}

/**
 * crm_arrangement_load:
 * @reader: a reader
 * @entity: an entity's name
 * @out_record: (out) (transfer full) (nullable): the record; %NULL where nobody arranged anything
 * @error: (nullable): storage errors
 *
 * Returns: whether it could be read
 */
gboolean
crm_arrangement_load (CrmReader *reader, const char *entity, CrmRecord **out_record, GError **error)
{
  g_autofree char *id = derive_id (entity);
  g_autoptr (GError) local_error = NULL;

  *out_record = crm_reader_find (reader, "form_layout", CRM_COLUMN_ID, id, &local_error);
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/**
 * crm_arrangement_save:
 * @entity: an entity's name
 * @seen: (nullable): the content that was there when somebody began
 * @content: (nullable): what it is to be; %NULL puts it back as it is declared
 *
 * Returns: (transfer full): the change set; it is refused with %CRM_ERROR_CONFLICT where somebody
 *   else arranged the fields meanwhile
 */
CrmChangeSet *
crm_arrangement_save (const char *entity, const char *seen, const char *content)
{
  CrmChangeSet *set = crm_change_set_new ("arrange-fields", CRM_CAUSE_USER);
  g_autofree char *id = derive_id (entity);
  CrmChange *change = crm_change_set_ensure (set, "form_layout", id);
  g_auto (CrmValue) before = crm_value_text (seen);

  crm_change_set_text (change, "entity", entity);
  crm_change_set_text (change, "content", content);
  crm_change_expect (change, "content", &before);
  return set;
}
