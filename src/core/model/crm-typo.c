/* crm-typo.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * A mistake is a letter that is wrong, missing, too many, or changed places with its neighbour
 * (Damerau and Levenshtein's distance, no letters moved twice). Every name of a file is compared
 * with what was typed, so that most are to be dismissed by their length and by which letters they
 * have: one mistake changes two of them at most. */
#define G_LOG_DOMAIN "crm-typo"
#include "config.h"

#include "crm-typo.h"

#include <string.h>

#include "crm-text.h"

#define MIN_TYPED 3   /* letters: of a name of four one may be missing */
#define MIN_NAME 4    /* shorter ones have too many neighbours */
#define MIN_BEGIN 5   /* what is typed so far of a longer name */
#define MIN_LONG 8    /* from here on two mistakes */
#define MAX_LENGTH 32 /* longer words are looked for as they are */

typedef struct
{
  gunichar letters[MAX_LENGTH];
  guint n;             /* letters; more than MAX_LENGTH where they did not fit */
  guint32 letters_set; /* which letters it has, several to a bit */
} Word;

typedef struct
{
  char *text; /* (owned): as typed, folded */
  Word word;
  gboolean may_err; /* whether mistakes are looked for */
} Typed;

struct _CrmTypo
{
  GArray *typed; /* (owned) (element-type Typed) */
  gboolean begun;
};

static void
clear_typed (gpointer data)
{
  g_free (((Typed *)data)->text);
}

static void
add_letter (Word *word, gunichar c)
{
  if (word->n < MAX_LENGTH)
    word->letters[word->n] = c;
  word->n++;
  word->letters_set |= 1u << (c % 32);
}

/* Reads the next word of @text; what is neither letter nor digit is between words. @out_begin is
 * where it begins. NULL when there is none, else where it ends. */
static const char *
next_word (const char *text, Word *word, const char **out_begin)
{
  word->n = 0;
  word->letters_set = 0;
  for (; *text != '\0'; text = g_utf8_next_char (text))
    {
      gunichar c = (guchar)*text < 0x80 ? (gunichar)*text : g_utf8_get_char (text);
      gboolean is_part
          = c < 0x80 ? g_ascii_isalnum ((char)c) : g_unichar_isalnum (c) || g_unichar_ismark (c);

      if (is_part && word->n == 0)
        *out_begin = text;
      if (is_part)
        add_letter (word, c);
      else if (word->n > 0)
        break;
    }
  return word->n > 0 ? text : NULL;
}

/* Numbers that differ are different, and where a sign is a word, as in Chinese, so are words. */
static gboolean
may_err (const Word *word)
{
  if (word->n < MIN_TYPED || word->n > MAX_LENGTH)
    return FALSE;
  for (guint i = 0; i < word->n; i++)
    if (g_unichar_isdigit (word->letters[i]) || g_unichar_iswide (word->letters[i]))
      return FALSE;
  return TRUE;
}

/**
 * crm_typo_new:
 * @words: what a person typed
 * @begun: whether they may be beginnings of longer words
 *
 * Returns: (transfer full) (nullable): to compare texts with; %NULL where no word is such that
 *   mistakes could be told in it: too short, too long, or with digits
 */
CrmTypo *
crm_typo_new (const char *words, gboolean begun)
{
  g_autofree char *folded = crm_fold (words);
  g_autoptr (CrmTypo) self = g_new0 (CrmTypo, 1);
  const char *begin = NULL;
  const char *end = folded;
  Typed typed = { 0 };
  gboolean any = FALSE;

  self->begun = begun;
  self->typed = g_array_new (FALSE, FALSE, sizeof (Typed));
  g_array_set_clear_func (self->typed, clear_typed);
  while ((end = next_word (end, &typed.word, &begin)) != NULL)
    {
      typed.text = g_strndup (begin, (gsize)(end - begin));
      typed.may_err = may_err (&typed.word);
      any = any || typed.may_err;
      g_array_append_val (self->typed, typed);
    }
  return any ? g_steal_pointer (&self) : NULL;
}

/**
 * crm_typo_free:
 * @self: (nullable): words
 */
void
crm_typo_free (CrmTypo *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->typed);
  g_free (self);
}

/* The mistakes between @typed and all of @name, or however @name begins; more than @most is some
 * number above it. */
static guint
count_mistakes (const Word *typed, const Word *name, guint most, gboolean as_beginning)
{
  guint8 lines[3][MAX_LENGTH + 1];
  guint8 *before = lines[0];
  guint8 *last = lines[1];
  guint8 *now = lines[2];
  guint least = 0;

  for (guint j = 0; j <= name->n; j++)
    last[j] = (guint8)j;
  for (guint i = 1; i <= typed->n && least <= most; i++)
    {
      guint8 *free_line = before;

      now[0] = (guint8)i;
      least = i;
      for (guint j = 1; j <= name->n; j++)
        {
          gunichar a = typed->letters[i - 1];
          gunichar b = name->letters[j - 1];
          guint cost = MIN (MIN (last[j], now[j - 1]) + 1u, last[j - 1] + (a != b ? 1u : 0u));

          if (i > 1 && j > 1 && a == name->letters[j - 2] && typed->letters[i - 2] == b)
            cost = MIN (cost, before[j - 2] + 1u);
          now[j] = (guint8)cost;
          least = MIN (least, cost);
        }
      before = last;
      last = now;
      now = free_line;
    }
  return as_beginning || least > most ? least : last[name->n];
}

/* Whether so many mistakes can make all of @name of @typed, by their letters. */
static gboolean
is_near (const Word *typed, const Word *name, guint most)
{
  return name->n <= typed->n + most && typed->n <= name->n + most
         && (guint)__builtin_popcount (typed->letters_set ^ name->letters_set) <= 2 * most;
}

static gboolean
may_begin (const Word *typed, const Word *name, guint most)
{
  return typed->n >= MIN_BEGIN && name->n > typed->n
         && (guint)__builtin_popcount (typed->letters_set & ~name->letters_set) <= most;
}

/* How many mistakes make @name of @typed; CRM_TYPO_NONE when it is another word. */
static guint
compare_words (const Word *typed, const Word *name, gboolean begun)
{
  guint most = name->n >= MIN_LONG ? 2 : 1;
  guint n = CRM_TYPO_NONE;

  if (name->n < MIN_NAME || name->n > MAX_LENGTH)
    return CRM_TYPO_NONE;
  if (is_near (typed, name, most))
    n = count_mistakes (typed, name, most, FALSE);
  if (n <= most)
    return n;
  most = typed->n >= MIN_LONG ? 2 : 1;
  if (!begun || !may_begin (typed, name, most))
    return CRM_TYPO_NONE;
  n = count_mistakes (typed, name, most, TRUE);
  return n <= most ? n : CRM_TYPO_NONE;
}

/* The same for the most similar word of a text. */
static guint
match_word (const Typed *typed, const char *folded, gboolean begun)
{
  guint best = CRM_TYPO_NONE;
  const char *begin;
  Word name;

  if (strstr (folded, typed->text) != NULL)
    return 0;
  if (!typed->may_err)
    return CRM_TYPO_NONE;
  while (best > 1 && (folded = next_word (folded, &name, &begin)) != NULL)
    best = MIN (best, compare_words (&typed->word, &name, begun));
  return best;
}

/**
 * crm_typo_match:
 * @self: words
 * @folded: a text, as crm_fold() makes it
 *
 * Each word must be in the text as it is, or with a mistake in a word of the text: one, if that has
 * four letters, two from eight on.
 *
 * Returns: how many mistakes, 0 when there are none; %CRM_TYPO_NONE when the text was not meant
 */
guint
crm_typo_match (const CrmTypo *self, const char *folded)
{
  guint n = 0;

  for (guint i = 0; i < self->typed->len; i++)
    {
      guint more = match_word (&g_array_index (self->typed, Typed, i), folded, self->begun);

      if (more == CRM_TYPO_NONE || n + more > CRM_TYPO_MAX)
        return CRM_TYPO_NONE;
      n += more;
    }
  return n;
}
