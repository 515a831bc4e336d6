/* crm-html-text.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The words of a letter in HTML, line by line, for what looks for a signature. Nothing is shown of
 * it and nothing is fetched for it: tags are dropped, whatever they say. */
#define G_LOG_DOMAIN "crm-html-text"
#include "config.h"

#include "crm-html-text.h"

#include <string.h>

typedef struct
{
  GString *text;
  guint n_quotes;   /* blockquotes that are open */
  gboolean is_over; /* what follows is an older letter */
} Stripper;

typedef struct
{
  const char *name;
  const char *text;
} Entity;

static const Entity entities[] = {
  { "amp", "&" },    { "lt", "<" },     { "gt", ">" },     { "quot", "\"" },  { "apos", "'" },
  { "nbsp", " " },   { "auml", "ä" },   { "ouml", "ö" },   { "uuml", "ü" },   { "Auml", "Ä" },
  { "Ouml", "Ö" },   { "Uuml", "Ü" },   { "szlig", "ß" },  { "eacute", "é" }, { "egrave", "è" },
  { "ecirc", "ê" },  { "agrave", "à" }, { "aacute", "á" }, { "acirc", "â" },  { "iacute", "í" },
  { "icirc", "î" },  { "oacute", "ó" }, { "ocirc", "ô" },  { "uacute", "ú" }, { "ugrave", "ù" },
  { "ntilde", "ñ" }, { "ccedil", "ç" }, { "Eacute", "É" }, { "aring", "å" },  { "oslash", "ø" },
  { "ndash", "–" },  { "mdash", "—" },  { "bull", "•" },   { "middot", "·" }, { "rsquo", "’" },
  { "hellip", "…" }, { "shy", "" },     { "zwnj", "" },
};

static gboolean
is_tag (const char *tag, const char *name)
{
  gsize length = strlen (name);

  return g_ascii_strncasecmp (tag, name, length) == 0 && !g_ascii_isalnum (tag[length]);
}

static gboolean
is_one_of (const char *tag, const char *const *names)
{
  for (gsize i = 0; names[i] != NULL; i++)
    if (is_tag (tag, names[i]))
      return TRUE;
  return FALSE;
}

static void
new_line (Stripper *self)
{
  if (self->text->len == 0 || self->text->str[self->text->len - 1] == '\n')
    return;
  g_string_append_c (self->text, '\n');
}

static void
blank_line (Stripper *self)
{
  gsize length = self->text->len;

  if (length > 1 && self->text->str[length - 2] != '\n')
    g_string_append_c (self->text, '\n');
}

/* Letters and blank space, which is a space however much of it there is. */
static void
add_text (Stripper *self, const char *text)
{
  gsize length = self->text->len;

  if (self->n_quotes > 0 && (length == 0 || self->text->str[length - 1] == '\n'))
    g_string_append (self->text, "> ");
  g_string_append (self->text, text);
}

static void
add_space (Stripper *self)
{
  gsize length = self->text->len;

  if (length > 0 && !g_ascii_isspace (self->text->str[length - 1]))
    g_string_append_c (self->text, ' ');
}

/* How the big mail programs begin what they quote. */
static gboolean
begins_quotation (const char *tag, gsize length)
{
  static const char *const marks[]
      = { "gmail_quote",  "divRplyFwdMsg",   "OLK_SRC_BODY_SECTION", "appendonsend",
          "yahoo_quoted", "moz-cite-prefix", "protonmail_quote",     NULL };
  g_autofree char *whole = g_strndup (tag, MIN (length, 400));

  for (gsize i = 0; marks[i] != NULL; i++)
    if (strstr (whole, marks[i]) != NULL)
      return TRUE;
  return FALSE;
}

/* Outlook's paragraphs have no space between them. */
static gboolean
is_tight (const char *tag, gsize length)
{
  return g_strstr_len (tag, (gssize)length, "MsoNormal") != NULL;
}

static void
take_tag (Stripper *self, const char *tag, gsize length)
{
  static const char *const blocks[]
      = { "br", "p",  "div", "tr", "li", "ul",  "ol",      "table", "h1",         "h2",
          "h3", "h4", "h5",  "h6", "hr", "pre", "section", "body",  "blockquote", NULL };
  static const char *const cells[] = { "td", "th", NULL };
  gboolean closes = tag[0] == '/';
  const char *name = tag + closes;

  if (!closes && begins_quotation (tag, length))
    self->is_over = TRUE;
  if (is_tag (name, "br") || (closes && is_tag (name, "p")))
    {
      add_text (self, "\n"); /* also an empty line is one */
      return;
    }
  if (is_one_of (name, blocks))
    new_line (self);
  if (!closes && is_tag (name, "p") && !is_tight (tag, length))
    blank_line (self);
  if (is_one_of (name, cells) && !closes && self->text->len > 0
      && self->text->str[self->text->len - 1] != '\n')
    g_string_append_c (self->text, '\t');
  if (is_tag (name, "blockquote"))
    self->n_quotes = closes ? (self->n_quotes > 0 ? self->n_quotes - 1 : 0) : self->n_quotes + 1;
}

/* Behind the element whose text nobody sees. */
static const char *
skip_element (const char *p, const char *name)
{
  while ((p = strchr (p, '<')) != NULL)
    {
      if (p[1] == '/' && is_tag (p + 2, name))
        return p;
      p++;
    }
  return NULL;
}

/* At a "<": returns where to go on. */
static const char *
read_tag (Stripper *self, const char *p)
{
  static const char *const hidden[] = { "style", "script", "head", "title", NULL };
  const char *end;
  const char *rest;

  if (g_str_has_prefix (p, "<!--"))
    {
      end = strstr (p + 4, "-->");
      return end != NULL ? end + 3 : p + strlen (p);
    }
  end = strchr (p, '>');
  if (end == NULL || !(g_ascii_isalpha (p[1]) || p[1] == '/' || p[1] == '!' || p[1] == '?'))
    {
      add_text (self, "<");
      return p + 1;
    }
  for (gsize i = 0; hidden[i] != NULL; i++)
    if (is_tag (p + 1, hidden[i]))
      {
        rest = skip_element (end, hidden[i]);
        return rest != NULL ? rest : p + strlen (p);
      }
  take_tag (self, p + 1, (gsize)(end - p - 1));
  return end + 1;
}

/* At a "&": returns where to go on. */
static const char *
read_entity (Stripper *self, const char *p)
{
  const char *end
      = p + 1 + strspn (p + 1, "#0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
  gsize length = (gsize)(end - p - 1);
  char utf8[7] = { 0 };

  if (p[1] == '#' && length > 1 && length < 10)
    {
      gboolean is_hex = p[2] == 'x' || p[2] == 'X';
      guint64 code = g_ascii_strtoull (p + 2 + is_hex, NULL, is_hex ? 16 : 10);

      if (code == 0xa0 || code == 9 || code == 10 || code == 13)
        add_space (self);
      else if (code >= 32 && code <= 0x10ffff && g_unichar_validate ((gunichar)code))
        {
          g_unichar_to_utf8 ((gunichar)code, utf8);
          add_text (self, utf8);
        }
      return *end == ';' ? end + 1 : end;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (entities); i++)
    if (strlen (entities[i].name) == length && strncmp (entities[i].name, p + 1, length) == 0)
      {
        if (g_str_equal (entities[i].text, " "))
          add_space (self);
        else
          add_text (self, entities[i].text);
        return *end == ';' ? end + 1 : end;
      }
  add_text (self, "&");
  return p + 1;
}

/**
 * crm_html_to_text:
 * @html: (nullable): a letter in HTML, valid UTF-8; whether it is well-formed does not matter
 *
 * Returns: (transfer full): what one reads of it, quoted lines with a > before them
 */
char *
crm_html_to_text (const char *html)
{
  Stripper self = { g_string_new (NULL), 0, FALSE };
  const char *p = html != NULL ? html : "";

  while (*p != '\0' && !self.is_over)
    {
      const char *next;
      char *character;

      if (*p == '<')
        p = read_tag (&self, p);
      else if (*p == '&')
        p = read_entity (&self, p);
      else if (g_ascii_isspace (*p))
        {
          add_space (&self);
          p++;
        }
      else
        {
          next = p + strcspn (p, "<& \t\r\n\f"); /* what g_ascii_isspace() takes, and no more */
          character = g_strndup (p, (gsize)(next - p));
          add_text (&self, character);
          g_free (character);
          p = next;
        }
    }
  return g_string_free (self.text, FALSE);
}
