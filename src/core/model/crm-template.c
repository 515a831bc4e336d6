/* crm-template.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-template"
#include "config.h"

#include "crm-template.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "crm-custom.h"

typedef enum
{
  NODE_TEXT,
  NODE_FIELD,
  NODE_IF,
} NodeKind;

typedef struct
{
  NodeKind kind;
  char *text;           /* (owned): the text, or the name */
  char *fallback;       /* (owned) (nullable) */
  GPtrArray *then;      /* (owned) (nullable) (element-type Node) */
  GPtrArray *otherwise; /* (owned) (nullable) (element-type Node) */
} Node;

struct _CrmTemplate
{
  GPtrArray *nodes; /* (owned) (element-type Node) */
};

typedef struct
{
  const char *source;
  gsize at;
  guint depth;
  guint n_nodes;
  CrmTemplatePlace *place; /* (nullable) */
} Parser;

/* What stands between two pairs of braces. */
typedef struct
{
  gsize start; /* of the braces */
  gsize end;
  char *text; /* (owned): stripped */
} Tag;

static const CrmTemplateField fields[] = {
  { "person.name", N_ ("Name") },
  { "person.first_name", N_ ("First name") },
  { "person.last_name", N_ ("Last name") },
  { "person.title", N_ ("Job title") },
  { "person.email", N_ ("E-mail address") },
  { "account.name", N_ ("Account") },
  { "deal.title", N_ ("Deal") },
  { "deal.amount", N_ ("Amount") },
  { "deal.stage", N_ ("Stage") },
  { "deal.expected_close", N_ ("Expected close") },
  { "deal.next_step", N_ ("Next step") },
  { "sender.name", N_ ("Sender") },
  { "sender.first_name", N_ ("First name of the sender") },
  { "sender.email", N_ ("E-mail address of the sender") },
  { "today", N_ ("Today") },
  { NULL, NULL },
};

static void
free_node (gpointer data)
{
  Node *node = data;

  g_free (node->text);
  g_free (node->fallback);
  g_clear_pointer (&node->then, g_ptr_array_unref);
  g_clear_pointer (&node->otherwise, g_ptr_array_unref);
  g_free (node);
}

static GPtrArray *
new_list (void)
{
  return g_ptr_array_new_with_free_func (free_node);
}

/**
 * crm_template_fields:
 *
 * Returns: (transfer none): what may be filled in, ended by a %NULL name
 */
const CrmTemplateField *
crm_template_fields (void)
{
  return fields;
}

/* Which fields people defined is a matter of the store: what is none there has no value. */
static gboolean
is_custom_field (const char *name)
{
  static const char *const things[] = { "person.", "account.", "deal." };

  for (gsize i = 0; i < G_N_ELEMENTS (things); i++)
    if (g_str_has_prefix (name, things[i])
        && g_str_has_prefix (name + strlen (things[i]), CRM_CUSTOM_PREFIX))
      return crm_custom_name_is_valid (name + strlen (things[i]) + strlen (CRM_CUSTOM_PREFIX));
  return FALSE;
}

static gboolean
is_field (const char *name)
{
  for (const CrmTemplateField *field = fields; field->name != NULL; field++)
    if (g_str_equal (field->name, name))
      return TRUE;
  return is_custom_field (name);
}

static gboolean
is_condition (const char *name)
{
  static const char *const things[] = { "person", "account", "deal", NULL };

  return is_field (name) || g_strv_contains (things, name);
}

/* --- parsing ---------------------------------------------------------------------------------- */

static G_GNUC_PRINTF (5, 6) gboolean
    fail (Parser *parser, gsize start, gsize end, GError **error, const char *format, ...)
{
  CrmTemplatePlace place = { start, end, 1, 1 };
  g_autofree char *text = NULL;
  va_list arguments;

  for (const char *p = parser->source; p < parser->source + start; p = g_utf8_next_char (p))
    {
      place.column = *p == '\n' ? 1 : place.column + 1;
      place.line += *p == '\n';
    }
  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (error, CRM_ERROR, CRM_ERROR_SYNTAX, "line %u, column %u: %s", place.line,
               place.column, text);
  if (parser->place != NULL)
    *parser->place = place;
  return FALSE;
}

static Node *
add_node (Parser *parser, GPtrArray *list, NodeKind kind, char *text /* (transfer full) */)
{
  Node *node = g_new0 (Node, 1);

  node->kind = kind;
  node->text = text;
  g_ptr_array_add (list, node);
  parser->n_nodes++;
  return node;
}

/* An editor of HTML writes spaces in its own ways. */
static char *
clean_tag (const char *text, gsize length)
{
  g_autofree char *copy = g_strndup (text, length);
  g_auto (GStrv) parts = g_strsplit (copy, "&nbsp;", -1);
  g_autofree char *joined = g_strjoinv (" ", parts);
  g_auto (GStrv) others = g_strsplit (joined, "\xc2\xa0", -1);

  return g_strstrip (g_strjoinv (" ", others));
}

static gboolean
read_tag (Parser *parser, Tag *out_tag, GError **error)
{
  const char *open = parser->source + parser->at;
  const char *close = strstr (open + 2, "}}");
  const char *nested = strstr (open + 2, "{{");

  if (close == NULL || (nested != NULL && nested < close))
    return fail (parser, parser->at, parser->at + 2, error, "}} is missing");
  out_tag->start = parser->at;
  out_tag->end = (gsize)(close + 2 - parser->source);
  out_tag->text = clean_tag (open + 2, (gsize)(close - open - 2));
  parser->at = out_tag->end;
  return TRUE;
}

static gboolean
add_field (Parser *parser, GPtrArray *list, const Tag *tag, GError **error)
{
  const char *bar = strchr (tag->text, '|');
  g_autofree char *name = bar != NULL ? g_strstrip (g_strndup (tag->text, (gsize)(bar - tag->text)))
                                      : g_strdup (tag->text);

  if (!is_field (name))
    return fail (parser, tag->start, tag->end, error, "there is no field “%s”", name);
  add_node (parser, list, NODE_FIELD, g_steal_pointer (&name))->fallback
      = bar != NULL ? g_strstrip (g_strdup (bar + 1)) : NULL;
  return TRUE;
}

typedef enum
{
  END_OF_SOURCE,
  END_ELSE,
  END_IF,
} End;

static gboolean
parse_list (Parser *parser, GPtrArray *list, End *out_end, Tag *out_tag, GError **error);

static gboolean
parse_else (Parser *parser, const Tag *tag, Node *node, GError **error)
{
  g_autofree char *text = NULL;
  Tag last = { 0 };
  End end;

  node->otherwise = new_list ();
  if (!parse_list (parser, node->otherwise, &end, &last, error))
    return FALSE;
  text = last.text;
  if (end == END_ELSE)
    return fail (parser, last.start, last.end, error, "there is an {{else}} already");
  if (end != END_IF)
    return fail (parser, tag->start, tag->end, error, "{{/if}} is missing");
  return TRUE;
}

static gboolean
parse_if (Parser *parser, GPtrArray *list, const Tag *tag, GError **error)
{
  g_autofree char *name = g_strstrip (g_strdup (tag->text + strlen ("#if")));
  g_autofree char *text = NULL;
  Tag last = { 0 };
  Node *node;
  End end;

  if (!is_condition (name))
    return fail (parser, tag->start, tag->end, error, "there is no field “%s”", name);
  if (parser->depth >= CRM_TEMPLATE_MAX_DEPTH)
    return fail (parser, tag->start, tag->end, error, "conditions are nested too deep");
  node = add_node (parser, list, NODE_IF, g_steal_pointer (&name));
  node->then = new_list ();
  parser->depth++;
  if (!parse_list (parser, node->then, &end, &last, error))
    return FALSE;
  text = last.text;
  if (end == END_ELSE && !parse_else (parser, tag, node, error))
    return FALSE;
  if (end == END_OF_SOURCE)
    return fail (parser, tag->start, tag->end, error, "{{/if}} is missing");
  parser->depth--;
  return TRUE;
}

/* FALSE with an error; else *@out_end says whether the tag ends the list that it is in. */
static gboolean
take_tag (Parser *parser, GPtrArray *list, const Tag *tag, End *out_end, GError **error)
{
  gboolean ends = g_str_equal (tag->text, "else") || g_str_equal (tag->text, "/if");

  *out_end = END_OF_SOURCE;
  if (ends && parser->depth == 0)
    return fail (parser, tag->start, tag->end, error, "there is no {{#if}} before it");
  if (ends)
    {
      *out_end = tag->text[0] == '/' ? END_IF : END_ELSE;
      return TRUE;
    }
  if (g_str_has_prefix (tag->text, "#if "))
    return parse_if (parser, list, tag, error);
  return add_field (parser, list, tag, error);
}

static gboolean
parse_list (Parser *parser, GPtrArray *list, End *out_end, Tag *out_tag, GError **error)
{
  for (;;)
    {
      const char *begin = parser->source + parser->at;
      const char *open = strstr (begin, "{{");
      gsize length = open != NULL ? (gsize)(open - begin) : strlen (begin);
      g_autofree char *text = NULL;
      Tag tag = { 0 };

      if (length > 0)
        add_node (parser, list, NODE_TEXT, g_strndup (begin, length));
      parser->at += length;
      *out_end = END_OF_SOURCE;
      if (open == NULL)
        return TRUE;
      if (parser->n_nodes > CRM_TEMPLATE_MAX_NODES)
        return fail (parser, parser->at, parser->at + 2, error, "there are too many fields");
      if (!read_tag (parser, &tag, error))
        return FALSE;
      text = tag.text;
      if (!take_tag (parser, list, &tag, out_end, error))
        return FALSE;
      if (*out_end != END_OF_SOURCE)
        {
          *out_tag = tag;
          out_tag->text = g_steal_pointer (&text);
          return TRUE;
        }
    }
}

/**
 * crm_template_parse:
 * @source: the text of a template
 * @out_place: (out caller-allocates) (optional): where it is wrong
 * @error: (nullable): %CRM_ERROR_SYNTAX
 *
 * Returns: (transfer full) (nullable): the template, %NULL on failure
 */
CrmTemplate *
crm_template_parse (const char *source, CrmTemplatePlace *out_place, GError **error)
{
  g_autoptr (CrmTemplate) self = g_new0 (CrmTemplate, 1);
  Parser parser = { .source = source, .place = out_place };
  Tag tag = { 0 };
  End end;

  self->nodes = new_list ();
  if (!g_utf8_validate (source, -1, NULL))
    {
      parser.source = "";
      fail (&parser, 0, 0, error, "it is no UTF-8");
      return NULL;
    }
  if (strlen (source) > CRM_TEMPLATE_MAX_BYTES)
    {
      fail (&parser, 0, 0, error, "it is too long");
      return NULL;
    }
  /* At depth 0 nothing but the end of the text ends the list. */
  return parse_list (&parser, self->nodes, &end, &tag, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * crm_template_free:
 * @self: (transfer full) (nullable): a template
 */
void
crm_template_free (CrmTemplate *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->nodes, g_ptr_array_unref);
  g_free (self);
}

/* --- rendering -------------------------------------------------------------------------------- */

typedef struct
{
  GString *out;
  CrmTemplateMode mode;
  CrmTemplateLookup lookup;
  gpointer data;
  GPtrArray *missing; /* (nullable) (element-type utf8) */
} Rendering;

static void
put_value (Rendering *rendering, const char *value)
{
  g_autofree char *escaped = NULL;
  g_auto (GStrv) lines = NULL;
  g_autofree char *joined = NULL;

  if (rendering->mode == CRM_TEMPLATE_PLAIN)
    {
      g_string_append (rendering->out, value);
      return;
    }
  escaped = g_markup_escape_text (value, -1);
  lines = g_strsplit (escaped, "\n", -1);
  joined = g_strjoinv ("<br>", lines);
  g_string_append (rendering->out, joined);
}

/* What is missing stays visible, so that nobody sends "Dear ,". */
static void
put_missing (Rendering *rendering, const char *name)
{
  g_string_append_printf (rendering->out, "{{%s}}", name);
  if (rendering->missing != NULL
      && !g_ptr_array_find_with_equal_func (rendering->missing, name, g_str_equal, NULL))
    g_ptr_array_add (rendering->missing, g_strdup (name));
}

static char *
look_up (const Rendering *rendering, const char *name)
{
  g_autofree char *value = rendering->lookup (name, rendering->data);

  return value != NULL && value[0] != '\0' ? g_steal_pointer (&value) : NULL;
}

static void
render_list (Rendering *rendering, const GPtrArray *list)
{
  for (guint i = 0; list != NULL && i < list->len; i++)
    {
      const Node *node = g_ptr_array_index (list, i);
      g_autofree char *value = node->kind != NODE_TEXT ? look_up (rendering, node->text) : NULL;

      if (node->kind == NODE_TEXT)
        g_string_append (rendering->out, node->text);
      else if (node->kind == NODE_IF)
        render_list (rendering, value != NULL ? node->then : node->otherwise);
      else if (value != NULL)
        put_value (rendering, value);
      else if (node->fallback != NULL)
        g_string_append (rendering->out, node->fallback);
      else
        put_missing (rendering, node->text);
    }
}

/**
 * crm_template_render:
 * @self: a template
 * @mode: what the template is written in
 * @lookup: (scope call): gives the values
 * @data: data for @lookup
 * @missing: (nullable) (element-type utf8): gets the names that had neither a value nor a fallback;
 *   they stay visible in the text
 *
 * Returns: (transfer full): the text
 */
char *
crm_template_render (const CrmTemplate *self,
                     CrmTemplateMode mode,
                     CrmTemplateLookup lookup,
                     gpointer data,
                     GPtrArray *missing)
{
  Rendering rendering = { g_string_new (NULL), mode, lookup, data, missing };

  render_list (&rendering, self->nodes);
  return g_string_free (rendering.out, FALSE);
}
