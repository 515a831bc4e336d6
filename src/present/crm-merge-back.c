/* crm-merge-back.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * A letter that is kept as a template was written to somebody: their name in it would go to
 * everybody else. */
#define G_LOG_DOMAIN "crm-merge-back"
#include "config.h"

#include "crm-merge.h"

#include <string.h>

/* Shorter ones are found in too many other words. */
#define MIN_VALUE_BYTES 2
/* Longer ones are no tags and no fields. */
#define MAX_SKIPPED_BYTES 4096

typedef struct
{
  const char *field;
  char *value; /* (owned): as it stands in the text */
  gsize length;
} Value;

static void
clear_value (gpointer data)
{
  g_free (((Value *)data)->value);
}

static int
compare_length (gconstpointer a, gconstpointer b)
{
  const Value *left = a, *right = b;

  return left->length < right->length ? 1 : left->length > right->length ? -1 : 0;
}

/* The longest first, so that a whole name is not torn. Days and stages are words of their own. */
static GArray *
list_values (const CrmMerge *merge, CrmTemplateMode mode)
{
  static const char *const names[]
      = { "person.name", "person.first_name", "person.last_name", "person.email", "account.name",
          "deal.title",  "deal.amount",       "sender.name",      "sender.email" };
  GArray *values = g_array_new (FALSE, FALSE, sizeof (Value));

  g_array_set_clear_func (values, clear_value);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *text = crm_merge_lookup (names[i], (gpointer)merge);
      Value value = { names[i], NULL, 0 };

      if (text == NULL || strlen (text) < MIN_VALUE_BYTES)
        continue;
      value.value
          = mode == CRM_TEMPLATE_HTML ? g_markup_escape_text (text, -1) : g_steal_pointer (&text);
      value.length = strlen (value.value);
      g_array_append_val (values, value);
    }
  g_array_sort (values, compare_length);
  return values;
}

static gboolean
is_word (gunichar c)
{
  return g_unichar_isalnum (c) || c == '_' || g_unichar_ismark (c);
}

/* Beside a brace, a field would be another field, or none. */
static gboolean
is_whole (const char *text, const char *at, gsize length)
{
  gunichar before = at > text ? g_utf8_get_char (g_utf8_prev_char (at)) : 0;
  gunichar after = g_utf8_get_char (at + length);

  return !(before != 0 && (is_word (before) || before == '{'))
         && !(after != 0 && (is_word (after) || after == '}'));
}

static const Value *
find_value (const GArray *values, const char *text, const char *at)
{
  for (guint i = 0; i < values->len; i++)
    {
      const Value *value = &g_array_index (values, Value, i);

      if (strncmp (at, value->value, value->length) == 0 && is_whole (text, at, value->length))
        return value;
    }
  return NULL;
}

/* How much from @at on is left as it is: tags, and fields that are there already. */
static gsize
skip (const char *at, CrmTemplateMode mode)
{
  const char *end = NULL;

  if (at[0] == '{' && at[1] == '{')
    end = g_strstr_len (at, MAX_SKIPPED_BYTES, "}}");
  else if (mode == CRM_TEMPLATE_HTML && at[0] == '<')
    end = g_strstr_len (at, MAX_SKIPPED_BYTES, ">");
  if (end == NULL)
    return 0;
  return (gsize)(end - at) + (*end == '}' ? 2 : 1);
}

/**
 * crm_merge_back:
 * @text: what was written to somebody; UTF-8
 * @mode: what it is written in
 * @merge: what is known of them
 *
 * Returns: (transfer full): the text with fields in place of their names, their account's and their
 *   deal's, wherever these stand as words of their own
 */
char *
crm_merge_back (const char *text, CrmTemplateMode mode, const CrmMerge *merge)
{
  g_autoptr (GArray) values = list_values (merge, mode);
  GString *out = g_string_new (NULL);
  const char *at = text;

  while (*at != '\0')
    {
      gsize skipped = skip (at, mode);
      const Value *value = skipped == 0 ? find_value (values, text, at) : NULL;

      if (value != NULL)
        {
          g_string_append_printf (out, "{{%s}}", value->field);
          at += value->length;
          continue;
        }
      if (skipped == 0)
        skipped = (gsize)(g_utf8_next_char (at) - at);
      g_string_append_len (out, at, (gssize)skipped);
      at += skipped;
    }
  return g_string_free (out, FALSE);
}
