/* crm-filter-lexer.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-filter"
#include "config.h"

#include "crm-filter-private.h"

#include "crm-text-private.h"

#include <string.h>

typedef struct
{
  const char *source;             /* (unowned): valid UTF-8 */
  const char *p;                  /* where the next token may begin */
  GArray *tokens;                 /* (unowned) (element-type CrmFilterToken) */
  CrmFilterErrorPlace *out_place; /* (unowned) (nullable) */
} Lexer;

static const struct
{
  const char *name;
  CrmFilterKeyword keyword;
} keywords[] = {
  { "and", CRM_FILTER_KEYWORD_AND },     { "or", CRM_FILTER_KEYWORD_OR },
  { "not", CRM_FILTER_KEYWORD_NOT },     { "in", CRM_FILTER_KEYWORD_IN },
  { "is", CRM_FILTER_KEYWORD_IS },       { "null", CRM_FILTER_KEYWORD_NULL },
  { "true", CRM_FILTER_KEYWORD_TRUE },   { "false", CRM_FILTER_KEYWORD_FALSE },
  { "today", CRM_FILTER_KEYWORD_TODAY }, { "now", CRM_FILTER_KEYWORD_NOW },
  { "me", CRM_FILTER_KEYWORD_ME },
};

/* The longer ones first. */
static const struct
{
  const char *text;
  CrmFilterOp op;
} operators[] = {
  { "!=", CRM_FILTER_NE }, { "<>", CRM_FILTER_NE },      { "<=", CRM_FILTER_LE },
  { ">=", CRM_FILTER_GE }, { "=", CRM_FILTER_EQ },       { "<", CRM_FILTER_LT },
  { ">", CRM_FILTER_GT },  { "~", CRM_FILTER_CONTAINS },
};

/* Sets @error and @out_place to a mistake between the byte offsets @start and @end of @source,
 * which need not be valid UTF-8 behind @start. */
void
_crm_filter_set_error (const char *source,
                       gsize start,
                       gsize end,
                       CrmFilterErrorPlace *out_place,
                       GError **error,
                       const char *message)
{
  if (out_place != NULL)
    {
      out_place->start = start;
      out_place->end = end;
      out_place->column = 1 + (guint)g_utf8_strlen (source, (gssize)start);
    }

  g_set_error_literal (error, CRM_ERROR, CRM_ERROR_SYNTAX, message);
}

static void
token_clear (gpointer data)
{
  CrmFilterToken *token = data;

  g_free (token->text);
}

static void
add_token (Lexer *lexer, CrmFilterToken token, gsize length)
{
  token.start = (gsize)(lexer->p - lexer->source);
  token.end = token.start + length;
  lexer->p += length;
  g_array_append_val (lexer->tokens, token);
}

static gboolean
fail_at (Lexer *lexer, const char *start, const char *end, GError **error, const char *message)
{
  _crm_filter_set_error (lexer->source, (gsize)(start - lexer->source),
                         (gsize)(end - lexer->source), lexer->out_place, error, message);
  return FALSE;
}

/* Returns what the character after a backslash stands for, or NUL if nothing. */
static char
unescape (char escaped)
{
  switch (escaped)
    {
    case '"':
    case '\'':
    case '\\':
      return escaped;
    case 'n':
      return '\n';
    case 't':
      return '\t';
    default:
      return '\0';
    }
}

static gboolean
lex_string (Lexer *lexer, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  char quote = *lexer->p;
  const char *p = lexer->p + 1;

  for (; *p && *p != quote; p++)
    {
      char c = *p;

      if (c == '\\' && p[1] != '\0')
        {
          c = unescape (p[1]);
          if (c == '\0')
            return fail_at (lexer, p, g_utf8_next_char (p + 1), error,
                            "unknown escape in text in quotes");
          p++;
        }
      g_string_append_c (text, c);
    }

  if (*p == '\0')
    return fail_at (lexer, lexer->p, p, error, "text in quotes does not end");

  add_token (lexer,
             (CrmFilterToken){ .kind = CRM_FILTER_TOKEN_STRING, .text = _crm_text_nfc (text->str) },
             (gsize)(p + 1 - lexer->p));
  return TRUE;
}

static gboolean
is_space (const char *p)
{
  return g_unichar_isspace (g_utf8_get_char (p)) || g_unichar_iscntrl (g_utf8_get_char (p));
}

/* An apostrophe inside a word is part of it, as in a name; so is an exclamation mark, unless it
 * begins an operator. */
static gsize
get_word_length (const char *start)
{
  const char *p = start;

  while (*p && !is_space (p) && strchr ("()\"=<>~,", *p) == NULL && !(p[0] == '!' && p[1] == '='))
    p = g_utf8_next_char (p);

  return (gsize)(p - start);
}

static void
lex_word (Lexer *lexer)
{
  gsize length = get_word_length (lexer->p);
  g_autofree char *word = g_strndup (lexer->p, length);
  CrmFilterToken token = { .kind = CRM_FILTER_TOKEN_WORD, .text = _crm_text_nfc (word) };

  for (gsize i = 0; i < G_N_ELEMENTS (keywords); i++)
    if (g_ascii_strcasecmp (keywords[i].name, word) == 0)
      token.keyword = keywords[i].keyword;

  add_token (lexer, token, length);
}

static gboolean
lex_operator (Lexer *lexer)
{
  for (gsize i = 0; i < G_N_ELEMENTS (operators); i++)
    {
      if (!g_str_has_prefix (lexer->p, operators[i].text))
        continue;

      add_token (lexer,
                 (CrmFilterToken){ .kind = CRM_FILTER_TOKEN_OPERATOR, .op = operators[i].op },
                 strlen (operators[i].text));
      return TRUE;
    }

  return FALSE;
}

static gboolean
lex_token (Lexer *lexer, GError **error)
{
  switch (*lexer->p)
    {
    case '(':
      add_token (lexer, (CrmFilterToken){ .kind = CRM_FILTER_TOKEN_OPEN }, 1);
      return TRUE;
    case ')':
      add_token (lexer, (CrmFilterToken){ .kind = CRM_FILTER_TOKEN_CLOSE }, 1);
      return TRUE;
    case ',':
      add_token (lexer, (CrmFilterToken){ .kind = CRM_FILTER_TOKEN_COMMA }, 1);
      return TRUE;
    case '"':
    case '\'':
      return lex_string (lexer, error);
    default:
      if (!lex_operator (lexer))
        lex_word (lexer);
      return TRUE;
    }
}

/* Cuts @source into tokens, the last of which is END. Returns %NULL with %CRM_ERROR_SYNTAX when it
 * is too long, not UTF-8, or a string in it is broken. */
GArray *
_crm_filter_tokenize (const char *source, CrmFilterErrorPlace *out_place, GError **error)
{
  g_autoptr (GArray) tokens = g_array_new (FALSE, FALSE, sizeof (CrmFilterToken));
  Lexer lexer = { source, source, tokens, out_place };
  gsize length = strlen (source);
  const char *invalid;

  g_array_set_clear_func (tokens, token_clear);

  if (!g_utf8_validate (source, -1, &invalid))
    {
      fail_at (&lexer, invalid, invalid + 1, error, "not valid UTF-8");
      return NULL;
    }
  if (length > CRM_FILTER_MAX_LENGTH)
    {
      fail_at (&lexer, source, source + length, error, "the filter is too long");
      return NULL;
    }

  while (*lexer.p)
    {
      if (is_space (lexer.p))
        lexer.p = g_utf8_next_char (lexer.p);
      else if (!lex_token (&lexer, error))
        return NULL;
    }

  add_token (&lexer, (CrmFilterToken){ .kind = CRM_FILTER_TOKEN_END }, 0);
  return g_steal_pointer (&tokens);
}
