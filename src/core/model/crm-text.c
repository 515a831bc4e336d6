/* crm-text.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-text"
#include "config.h"

#include "crm-text.h"

#include "crm-text-private.h"

#include <string.h>
#include <unicode/uchar.h>

#define MAX_DECOMPOSITION 18 /* the longest one in Unicode, see g_unichar_fully_decompose() */

/* Whether @text needs no work but lower-casing and collapsing of white space. */
gboolean
_crm_text_is_ascii (const char *text)
{
  for (const char *p = text; *p; p++)
    if ((guchar)*p >= 0x80)
      return FALSE;

  return TRUE;
}

/* Whether @c is drawn as nothing or as a gap and may stand as one space. */
static gboolean
is_gap (gunichar c)
{
  return g_unichar_isspace (c) || g_unichar_iscntrl (c);
}

/* Appends @c, but a gap only between two other characters and as one space. */
static void
append_collapsed (GString *out, gunichar c, gboolean *pending_gap)
{
  if (is_gap (c))
    {
      *pending_gap = out->len > 0;
      return;
    }

  if (*pending_gap)
    g_string_append_c (out, ' ');
  *pending_gap = FALSE;
  g_string_append_unichar (out, c);
}

/* Returns a copy of the valid UTF-8 @text in which no run of marks, counted in decomposed form, is
 * longer than CRM_TEXT_MAX_MARKS. Counting in decomposed form makes the result a fixed point. */
static char *
limit_marks (const char *text)
{
  GString *out = g_string_sized_new (strlen (text));
  guint run = 0;

  for (const char *p = text; *p; p = g_utf8_next_char (p))
    {
      gunichar parts[MAX_DECOMPOSITION];
      gunichar c = g_utf8_get_char (p);
      gsize n_parts = g_unichar_fully_decompose (c, FALSE, parts, G_N_ELEMENTS (parts));
      guint new_run = run;

      for (gsize i = 0; i < n_parts; i++)
        new_run = g_unichar_combining_class (parts[i]) == 0 ? 0 : new_run + 1;

      if (new_run > CRM_TEXT_MAX_MARKS)
        continue;

      run = new_run;
      g_string_append_unichar (out, c);
    }

  return g_string_free (out, FALSE);
}

static char *
normalize_safely (const char *text, GNormalizeMode mode)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autofree char *limited = limit_marks (valid);

  return g_utf8_normalize (limited, -1, mode);
}

/* Whether no letter of @text, valid or not, is beyond U+02FF. Up to there every letter is its own
 * NFC: the marks come behind. */
static gboolean
is_below_marks (const char *text)
{
  enum
  {
    FIRST_BYTE_OF_MARKS = 0xcc,
  };

  for (const guchar *p = (const guchar *)text; *p != '\0'; p++)
    if (*p >= FIRST_BYTE_OF_MARKS)
      return FALSE;
  return TRUE;
}

/* Returns @text as valid UTF-8 in NFC, nothing else changed but for absurd runs of marks. */
char *
_crm_text_nfc (const char *text)
{
  if (is_below_marks (text) && g_utf8_validate (text, -1, NULL))
    return g_strdup (text);

  return normalize_safely (text, G_NORMALIZE_DEFAULT_COMPOSE);
}

/* Returns the valid UTF-8 @text in lower case, in NFC. Unlike g_utf8_strdown() this does not depend
 * on the locale: in a Turkish one, that function turns "INFO" into a word with a dotless i. */
char *
_crm_text_lower (const char *text)
{
  g_autoptr (GString) out = NULL;

  if (_crm_text_is_ascii (text))
    return g_ascii_strdown (text, -1);

  out = g_string_sized_new (strlen (text));
  for (const char *p = text; *p; p = g_utf8_next_char (p))
    g_string_append_unichar (out, g_unichar_tolower (g_utf8_get_char (p)));

  /* A letter may have a composed form only in lower case, e.g. j with caron. */
  return _crm_text_nfc (out->str);
}

/* Marks that people leave out when they search. Those of other scripts, such as Indic vowel signs
 * or the Japanese voicing mark, make another word and stay. */
static gboolean
is_folded_mark (gunichar c)
{
  if ((c >= 0x0300 && c <= 0x036f) || (c >= 0x1ab0 && c <= 0x1aff) || (c >= 0x1dc0 && c <= 0x1dff)
      || (c >= 0x20d0 && c <= 0x20ff) || (c >= 0xfe20 && c <= 0xfe2f))
    return TRUE;

  /* Hebrew and Arabic points; the same ranges hold letters, hence the look at the type. */
  return c >= 0x0591 && c <= 0x06ed && g_unichar_type (c) == G_UNICODE_NON_SPACING_MARK;
}

/* Letters without a decomposition that people type as plain ones. */
static const char *
fold_letter (gunichar c)
{
  switch (c)
    {
    case 0x00df: /* sharp s, when case folding did not get it */
      return "ss";
    case 0x00e6:
      return "ae";
    case 0x00f0: /* eth */
    case 0x0111: /* d with stroke */
      return "d";
    case 0x00f8:
      return "o";
    case 0x00fe: /* thorn */
      return "th";
    case 0x0127:
      return "h";
    case 0x0131: /* dotless i */
      return "i";
    case 0x0142:
      return "l";
    case 0x014b: /* eng */
      return "n";
    case 0x0153:
      return "oe";
    case 0x0167:
      return "t";
    default:
      return NULL;
    }
}

/* Decomposes, drops marks and invisible characters, collapses white space. */
static char *
strip_marks (const char *text)
{
  g_autofree char *decomposed = normalize_safely (text, G_NORMALIZE_ALL);
  GString *out = g_string_sized_new (strlen (decomposed));
  gboolean pending_gap = FALSE;

  for (const char *p = decomposed; *p; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (!is_folded_mark (c) && g_unichar_type (c) != G_UNICODE_FORMAT)
        append_collapsed (out, c, &pending_gap);
    }

  return g_string_free (out, FALSE);
}

/* What append_collapsed() makes of ASCII @text, nearly all text there is, without looking each
 * character up; in lower case where @lower says so. */
static char *
collapse_ascii (const char *text, gboolean lower)
{
  char *out = g_malloc (strlen (text) + 1);
  char *end = out;
  gboolean pending_gap = FALSE;

  for (const char *p = text; *p; p++)
    {
      guchar c = (guchar)*p;

      if (c <= ' ' || c == 0x7f)
        {
          pending_gap = end > out;
          continue;
        }
      if (pending_gap)
        *end++ = ' ';
      pending_gap = FALSE;
      *end++ = (char)(lower && c >= 'A' && c <= 'Z' ? c + 'a' - 'A' : c);
    }
  *end = '\0';
  return out;
}

/* What crm_fold() does to any text at all. */
char *
_crm_text_fold_any (const char *text)
{
  g_autofree char *stripped = strip_marks (text);
  g_autofree char *folded = g_utf8_casefold (stripped, -1);
  g_autoptr (GString) out = g_string_sized_new (strlen (folded));

  for (const char *p = folded; *p; p = g_utf8_next_char (p))
    {
      /* Once more, because case folding takes small Cherokee letters to capitals, and back. */
      gunichar c = g_unichar_tolower (g_utf8_get_char (p));
      const char *plain = fold_letter (c);

      if (plain != NULL)
        g_string_append (out, plain);
      else if (!is_folded_mark (c))
        g_string_append_unichar (out, c);
    }

  return g_utf8_normalize (out->str, -1, G_NORMALIZE_DEFAULT_COMPOSE);
}

/**
 * crm_fold:
 * @text: (nullable): any text; invalid UTF-8 is replaced, not refused
 *
 * Folds @text so that what people take for the same word compares equal byte by byte: case,
 * compatibility forms (wide letters, ligatures), accents, and letters that have no decomposition
 * but a customary plain spelling (l with stroke, o with stroke, sharp s, ae ...). Cyrillic yo
 * becomes ye and short i becomes i, as in FTS5's own unicode61 tokenizer. Invisible format
 * characters go, white space collapses to single spaces, and the ends are trimmed. Does not depend
 * on the locale; folding twice changes nothing. A change of the result of any input needs a new
 * %CRM_FOLD_VERSION.
 *
 * Returns: (transfer full): the folded text in NFC, empty for %NULL
 */
char *
crm_fold (const char *text)
{
  char *folded;

  if (text == NULL)
    return g_strdup ("");
  if (_crm_text_is_ascii (text))
    return collapse_ascii (text, TRUE);
  folded = _crm_text_fold_latin (text);
  return folded != NULL ? folded : _crm_text_fold_any (text);
}

/**
 * crm_fold_plain:
 * @text: (array length=length): any text
 * @length: its bytes
 * @out: (array length=length) (out caller-allocates): the folded text, without a zero at its end
 *
 * The short way to what crm_fold() gives, for most texts: those of printable ASCII with single
 * spaces between words, which only changes its capitals. Nothing is allocated.
 *
 * Returns: whether @text is such a one; else @out holds nothing of use
 */
gboolean
crm_fold_plain (const char *text, gsize length, char *out)
{
  guchar before = ' ';

  for (gsize i = 0; i < length; i++)
    {
      guchar c = (guchar)text[i];

      if (c < ' ' || c > '~' || (c == ' ' && before == ' '))
        return FALSE;
      out[i] = (char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
      before = c;
    }
  return before != ' ';
}

/* Controls that reorder the text around them: a sender could make "gpj.exe" read "exe.jpg" or run
 * over our own labels. The byte order mark is noise. Joiners stay: they are spelling in some
 * scripts. */
static gboolean
is_dropped_control (gunichar c)
{
  return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0xfeff;
}

/**
 * crm_text_clean:
 * @text: (nullable): any text from outside; invalid UTF-8 is replaced, not refused
 *
 * Makes one line of text fit to store and show: valid UTF-8 in NFC, control characters and white
 * space collapsed to single spaces, no bidirectional overrides, ends trimmed. At most
 * %CRM_TEXT_MAX_MARKS combining marks in a row are kept. Cleaning twice changes nothing.
 *
 * Returns: (transfer full): the clean text, empty for %NULL
 */
char *
crm_text_clean (const char *text)
{
  g_autofree char *valid = NULL;
  g_autoptr (GString) out = NULL;
  gboolean pending_gap = FALSE;

  if (text == NULL)
    return g_strdup ("");
  if (_crm_text_is_ascii (text))
    return collapse_ascii (text, FALSE);

  valid = g_utf8_make_valid (text, -1);
  out = g_string_sized_new (strlen (valid));
  for (const char *p = valid; *p; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (!is_dropped_control (c))
        append_collapsed (out, c, &pending_gap);
    }

  return _crm_text_nfc (out->str);
}

/**
 * crm_text_get_direction:
 * @text: (nullable): valid UTF-8
 *
 * Rule P2 of Unicode's Bidirectional Algorithm (UAX #9), without what isolates enclose.
 *
 * Returns: 1 when the first letter that has a direction is written from left to right, -1 when from
 * right to left, 0 when there is none
 */
int
crm_text_get_direction (const char *text)
{
  for (const char *p = text; p != NULL && *p != '\0'; p = g_utf8_next_char (p))
    switch (u_charDirection ((UChar32)g_utf8_get_char (p)))
      {
      case U_LEFT_TO_RIGHT:
        return 1;
      case U_RIGHT_TO_LEFT:
      case U_RIGHT_TO_LEFT_ARABIC:
        return -1;
      default:
        break;
      }
  return 0;
}

/* Whether a word of @text begins with @word. */
static gboolean
begins_word (const char *text, const char *word)
{
  for (const char *p = strstr (text, word); p != NULL; p = strstr (p + 1, word))
    if (p == text || !g_unichar_isalnum (g_utf8_get_char (g_utf8_prev_char (p))))
      return TRUE;
  return FALSE;
}

/**
 * crm_text_begin_words:
 * @text: what crm_fold() made
 * @words: (array zero-terminated=1): folded, too; empty ones count for nothing
 *
 * Returns: whether each of the words begins a word of the text
 */
gboolean
crm_text_begin_words (const char *text, const char *const *words)
{
  for (guint i = 0; words[i] != NULL; i++)
    if (*words[i] != '\0' && !begins_word (text, words[i]))
      return FALSE;
  return TRUE;
}
