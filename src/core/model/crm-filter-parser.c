/* crm-filter-parser.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-filter"
#include "config.h"

#include "crm-filter-private.h"

#include <string.h>

typedef struct
{
  const char *source;             /* (unowned) */
  const GArray *tokens;           /* (unowned) (element-type CrmFilterToken) */
  guint pos;                      /* index of the next token, at most that of END */
  guint depth;                    /* parentheses and "not" around it */
  CrmFilterErrorPlace *out_place; /* (unowned) (nullable) */
} Parser;

static CrmFilterNode *parse_or (Parser *self, GError **error);

/* Returns the token @ahead of the next one; END stands for all that follow it. */
static const CrmFilterToken *
peek (const Parser *self, guint ahead)
{
  guint index = MIN (self->pos + ahead, self->tokens->len - 1);

  return &g_array_index (self->tokens, CrmFilterToken, index);
}

static const CrmFilterToken *
take (Parser *self)
{
  const CrmFilterToken *token = peek (self, 0);

  if (token->kind != CRM_FILTER_TOKEN_END)
    self->pos++;
  return token;
}

static gpointer
fail (Parser *self, const CrmFilterToken *token, GError **error, const char *message)
{
  _crm_filter_set_error (self->source, token->start, token->end, self->out_place, error, message);
  return NULL;
}

static gboolean
is_keyword (const CrmFilterToken *token, CrmFilterKeyword keyword)
{
  return token->kind == CRM_FILTER_TOKEN_WORD && token->keyword == keyword;
}

/* Whether @token is a word that may be a field or be looked for. */
static gboolean
is_free_word (const CrmFilterToken *token)
{
  return token->kind == CRM_FILTER_TOKEN_WORD
         && (token->keyword == CRM_FILTER_KEYWORD_NONE
             || token->keyword >= CRM_FILTER_KEYWORD_NULL);
}

/* Whether the token @ahead is the operator of a condition. */
static gboolean
is_operator_at (const Parser *self, guint ahead)
{
  const CrmFilterToken *token = peek (self, ahead);

  return token->kind == CRM_FILTER_TOKEN_OPERATOR || is_keyword (token, CRM_FILTER_KEYWORD_IN)
         || is_keyword (token, CRM_FILTER_KEYWORD_IS)
         || (is_keyword (token, CRM_FILTER_KEYWORD_NOT)
             && is_keyword (peek (self, ahead + 1), CRM_FILTER_KEYWORD_IN));
}

static CrmFilterNode *
node_new (CrmFilterKind kind, gsize start, gsize end)
{
  CrmFilterNode *node = g_new0 (CrmFilterNode, 1);

  node->kind = kind;
  node->start = start;
  node->end = end;
  return node;
}

static void
node_add_value (CrmFilterNode *node, CrmFilterValue *value)
{
  if (node->values == NULL)
    node->values = g_ptr_array_new_with_free_func ((GDestroyNotify)_crm_filter_value_free);

  g_ptr_array_add (node->values, value);
}

/* Takes ownership of @child. */
static void
node_add_child (CrmFilterNode *node, CrmFilterNode *child)
{
  if (node->children == NULL)
    node->children = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_filter_node_free);

  g_ptr_array_add (node->children, child);
  node->start = MIN (node->start, child->start);
  node->end = MAX (node->end, child->end);
}

/* Takes ownership of @child; returns it or a NOT node around it. */
static CrmFilterNode *
negate_if (gboolean negate, CrmFilterNode *child, gsize start)
{
  CrmFilterNode *node;

  if (!negate || child == NULL)
    return child;

  node = node_new (CRM_FILTER_NOT, start, child->end);
  node_add_child (node, child);
  return node;
}

static gboolean
is_field_name (const char *text)
{
  if (!g_ascii_islower (*text) && *text != '_')
    return FALSE;

  for (const char *p = text; *p; p++)
    if (!g_ascii_islower (*p) && !g_ascii_isdigit (*p) && *p != '_' && *p != '.')
      return FALSE;

  return TRUE;
}

static CrmFilterValue *
parse_value (Parser *self, GError **error)
{
  const CrmFilterToken *token = take (self);
  const char *problem = NULL;
  CrmFilterValue *value = _crm_filter_value_new (token, &problem);

  return value != NULL ? value : fail (self, token, error, problem);
}

/* Reads ["not"] "in" "(" value {"," value} ")". */
static CrmFilterNode *
parse_in (Parser *self, const CrmFilterToken *field, GError **error)
{
  g_autoptr (CrmFilterNode) node = node_new (CRM_FILTER_IN, field->start, field->end);
  gboolean negate = is_keyword (peek (self, 0), CRM_FILTER_KEYWORD_NOT);
  const CrmFilterToken *token;

  if (negate)
    take (self);
  take (self); /* in */

  token = take (self);
  if (token->kind != CRM_FILTER_TOKEN_OPEN)
    return fail (self, token, error, "expected '(' after 'in'");

  do
    {
      CrmFilterValue *value = parse_value (self, error);

      if (value == NULL)
        return NULL;
      node_add_value (node, value);
      token = take (self);
    }
  while (token->kind == CRM_FILTER_TOKEN_COMMA);

  if (token->kind != CRM_FILTER_TOKEN_CLOSE)
    return fail (self, token, error, "expected ',' or ')' in the list");

  node->field = g_strdup (field->text);
  node->end = token->end;
  return negate_if (negate, g_steal_pointer (&node), field->start);
}

/* Reads "is" ["not"] "null". */
static CrmFilterNode *
parse_is (Parser *self, const CrmFilterToken *field, GError **error)
{
  CrmFilterNode *node;
  gboolean negate;
  const CrmFilterToken *token;

  take (self); /* is */
  negate = is_keyword (peek (self, 0), CRM_FILTER_KEYWORD_NOT);
  if (negate)
    take (self);

  token = take (self);
  if (!is_keyword (token, CRM_FILTER_KEYWORD_NULL))
    return fail (self, token, error,
                 negate ? "expected 'null' after 'is not'"
                        : "expected 'null' or 'not null' after 'is'");

  node = node_new (CRM_FILTER_IS_NULL, field->start, token->end);
  node->field = g_strdup (field->text);
  return negate_if (negate, node, field->start);
}

/* Reads an operator and a value. Comparing with null would be true of nothing in SQL, so that
 * equality with it becomes what its writer meant. */
static CrmFilterNode *
parse_compare (Parser *self, const CrmFilterToken *field, GError **error)
{
  const CrmFilterToken *operator= take (self);
  const CrmFilterToken *literal = peek (self, 0);
  g_autoptr (CrmFilterValue) value = parse_value (self, error);
  gboolean is_null = value != NULL && value->kind == CRM_FILTER_VALUE_NULL;
  CrmFilterNode *node;

  if (value == NULL)
    return NULL;
  if (is_null && operator->op != CRM_FILTER_EQ && operator->op != CRM_FILTER_NE)
    return fail (self, literal, error, "null compares only with '=' and '!='");

  node = node_new (is_null ? CRM_FILTER_IS_NULL : CRM_FILTER_COMPARE, field->start, literal->end);
  node->field = g_strdup (field->text);
  if (is_null)
    return negate_if (operator->op == CRM_FILTER_NE, node, field->start);

  node->op = operator->op;
  node_add_value (node, g_steal_pointer (&value));
  return node;
}

static CrmFilterNode *
parse_condition (Parser *self, GError **error)
{
  const CrmFilterToken *field = take (self);

  if (!is_field_name (field->text))
    return fail (self, field, error,
                 "not a field: its name is of small letters, digits, '_' and '.'");

  if (peek (self, 0)->kind == CRM_FILTER_TOKEN_OPERATOR)
    return parse_compare (self, field, error);
  if (is_keyword (peek (self, 0), CRM_FILTER_KEYWORD_IS))
    return parse_is (self, field, error);
  return parse_in (self, field, error);
}

static CrmFilterNode *
words_new (const char *text, gsize start, gsize end)
{
  CrmFilterNode *node = node_new (CRM_FILTER_WORDS, start, end);
  CrmFilterValue *value = g_new0 (CrmFilterValue, 1);

  value->kind = CRM_FILTER_VALUE_TEXT;
  value->text = g_strdup (text);
  value->start = start;
  value->end = end;
  node_add_value (node, value);
  return node;
}

/* Reads bare words up to one that is the field of a condition. */
static CrmFilterNode *
parse_words (Parser *self)
{
  g_autoptr (GString) text = g_string_new (NULL);
  gsize start = peek (self, 0)->start;
  gsize end = start;

  while (is_free_word (peek (self, 0)) && !is_operator_at (self, 1))
    {
      const CrmFilterToken *word = take (self);

      if (text->len > 0)
        g_string_append_c (text, ' ');
      g_string_append (text, word->text);
      end = word->end;
    }

  return words_new (text->str, start, end);
}

static CrmFilterNode *
parse_string (Parser *self, GError **error)
{
  const CrmFilterToken *token = take (self);

  if (is_operator_at (self, 0))
    return fail (self, token, error, "a field stands without quotes");
  if (*token->text == '\0')
    return fail (self, token, error, "nothing to look for");

  return words_new (token->text, token->start, token->end);
}

static CrmFilterNode *
parse_group (Parser *self, GError **error)
{
  const CrmFilterToken *open = take (self);
  g_autoptr (CrmFilterNode) node = parse_or (self, error);

  if (node == NULL)
    return NULL;
  if (peek (self, 0)->kind == CRM_FILTER_TOKEN_END)
    return fail (self, open, error, "this '(' is not closed");
  if (peek (self, 0)->kind != CRM_FILTER_TOKEN_CLOSE)
    return fail (self, peek (self, 0), error, "expected 'and', 'or' or ')'");

  take (self);
  return g_steal_pointer (&node);
}

static CrmFilterNode *
parse_primary (Parser *self, GError **error)
{
  const CrmFilterToken *token = peek (self, 0);

  if (token->kind == CRM_FILTER_TOKEN_OPEN)
    return parse_group (self, error);
  if (token->kind == CRM_FILTER_TOKEN_STRING)
    return parse_string (self, error);
  if (is_free_word (token))
    return is_operator_at (self, 1) ? parse_condition (self, error) : parse_words (self);
  if (token->kind == CRM_FILTER_TOKEN_END)
    return fail (self, token, error, "the filter ends where a condition is expected");

  return fail (self, token, error, "expected a condition");
}

/* Reads {"not"} primary. Recursion goes through here only, so this is where its depth is limited.
 */
static CrmFilterNode *
parse_not (Parser *self, GError **error)
{
  const CrmFilterToken *token = peek (self, 0);
  CrmFilterNode *node;

  if (self->depth > CRM_FILTER_MAX_DEPTH)
    return fail (self, token, error, "the filter is nested too deeply");

  self->depth++;
  if (is_keyword (token, CRM_FILTER_KEYWORD_NOT))
    {
      take (self);
      node = negate_if (TRUE, parse_not (self, error), token->start);
    }
  else
    {
      node = parse_primary (self, error);
    }
  self->depth--;

  return node;
}

typedef CrmFilterNode *(*ParseFunc) (Parser *self, GError **error);

/* Reads one or more of what @parse_part reads, with @keyword between them. */
static CrmFilterNode *
parse_chain (Parser *self,
             CrmFilterKind kind,
             CrmFilterKeyword keyword,
             ParseFunc parse_part,
             GError **error)
{
  g_autoptr (CrmFilterNode) chain = NULL;
  CrmFilterNode *part = parse_part (self, error);

  if (part == NULL || !is_keyword (peek (self, 0), keyword))
    return part;

  chain = node_new (kind, part->start, part->end);
  node_add_child (chain, part);
  while (is_keyword (peek (self, 0), keyword))
    {
      take (self);
      part = parse_part (self, error);
      if (part == NULL)
        return NULL;
      node_add_child (chain, part);
    }

  return g_steal_pointer (&chain);
}

static CrmFilterNode *
parse_and (Parser *self, GError **error)
{
  return parse_chain (self, CRM_FILTER_AND, CRM_FILTER_KEYWORD_AND, parse_not, error);
}

static CrmFilterNode *
parse_or (Parser *self, GError **error)
{
  return parse_chain (self, CRM_FILTER_OR, CRM_FILTER_KEYWORD_OR, parse_and, error);
}

/**
 * crm_filter_parse:
 * @source: a filter
 * @out_place: (out) (optional): where the mistake is; set only on error
 * @error: (nullable): %CRM_ERROR_SYNTAX when @source does not parse, is empty, longer than
 *   %CRM_FILTER_MAX_LENGTH bytes, or nested deeper than %CRM_FILTER_MAX_DEPTH
 *
 * Reads version 1 of the filter language:
 *
 * |[
 * filter    = and { "or" and }
 * and       = not { "and" not }
 * not       = { "not" } ( "(" filter ")" | condition | string | word { word } )
 * condition = field operator value
 *           | field [ "not" ] "in" "(" value { "," value } ")"
 *           | field "is" [ "not" ] "null"
 * operator  = "=" | "!=" | "<>" | "<" | "<=" | ">" | ">=" | "~"
 * value     = string | number | date | time | relative
 *           | "null" | "true" | "false" | "today" | "now" | "me"
 * ]|
 *
 * A field is of small letters, digits, `_` and `.`; keywords are in any case. A string stands in
 * double or single quotes, with `\"`, `\'`, `\\`, `\n` and `\t`. A relative value is a number of
 * hours, days, weeks, months or years from now: `-14d`, `+2w`, `3m`. A word followed by an operator
 * is a field, other words are looked for; `and`, `or`, `not`, `in` and `is` can only be looked for
 * in quotes. Text comes out in NFC. The tree keeps the grouping of the source, but not parentheses
 * that change nothing. A WORDS node always has one value, of kind TEXT; a COMPARE node has one that
 * is not null, for
 * `= null` gives the same tree as `is null`. An IN list may hold null.
 *
 * Returns: (transfer full) (nullable): the tree, or %NULL with @error set
 */
CrmFilterNode *
crm_filter_parse (const char *source, CrmFilterErrorPlace *out_place, GError **error)
{
  g_autoptr (GArray) tokens = NULL;
  g_autoptr (CrmFilterNode) node = NULL;
  Parser parser = { source, NULL, 0, 0, out_place };

  g_return_val_if_fail (source != NULL, NULL);

  tokens = _crm_filter_tokenize (source, out_place, error);
  if (tokens == NULL)
    return NULL;

  parser.tokens = tokens;
  if (peek (&parser, 0)->kind == CRM_FILTER_TOKEN_END)
    return fail (&parser, peek (&parser, 0), error, "the filter is empty");

  node = parse_or (&parser, error);
  if (node == NULL)
    return NULL;
  if (peek (&parser, 0)->kind == CRM_FILTER_TOKEN_CLOSE)
    return fail (&parser, peek (&parser, 0), error, "this ')' closes nothing");
  if (peek (&parser, 0)->kind != CRM_FILTER_TOKEN_END)
    return fail (&parser, peek (&parser, 0), error, "expected 'and' or 'or'");

  node->source = g_strdup (source);
  return g_steal_pointer (&node);
}
