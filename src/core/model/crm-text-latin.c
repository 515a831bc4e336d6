/* crm-text-latin.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Folding of what most of Europe writes: Latin letters with their accents, dashes and quotation
 * marks. There each character is folded by itself, whatever stands beside it, so it is looked up;
 * the long way, by decomposing and composing the whole text, costs twenty times as much and is
 * what the table is made with. */
#define G_LOG_DOMAIN "crm-text-latin"
#include "config.h"

#include "crm-text-private.h"

#include <string.h>

/* No combining marks and nothing that composes with its neighbour is in here. */
#define FIRST_LETTER 0x80
#define END_LETTERS 0x180
#define FIRST_SIGN 0x2010 /* dashes, quotation marks, ellipsis */
#define END_SIGNS 0x2028
#define N_LETTERS (END_LETTERS - FIRST_LETTER)
#define N_ENTRIES (N_LETTERS + END_SIGNS - FIRST_SIGN)
#define MAX_BYTES 6

/* What it is folded to, a blank for a gap. */
typedef struct
{
  char text[MAX_BYTES + 2];
} Entry;

static Entry table[N_ENTRIES];

static gunichar
get_character (guint place)
{
  return place < N_LETTERS ? FIRST_LETTER + place : FIRST_SIGN + place - N_LETTERS;
}

/* Between two letters, since blanks at the ends would be trimmed. */
static void
make_entry (guint place)
{
  char text[8] = "a";
  int length = g_unichar_to_utf8 (get_character (place), text + 1);
  g_autofree char *folded = NULL;
  gsize folded_length;

  text[length + 1] = 'a';
  text[length + 2] = '\0';
  folded = _crm_text_fold_any (text);
  folded_length = strlen (folded);
  g_assert (folded_length >= 2 && folded_length - 2 <= MAX_BYTES);
  memcpy (table[place].text, folded + 1, folded_length - 2);
}

static void
make_table (void)
{
  static gsize is_ready = 0;

  if (!g_once_init_enter (&is_ready))
    return;
  for (guint i = 0; i < N_ENTRIES; i++)
    make_entry (i);
  g_once_init_leave (&is_ready, 1);
}

static gboolean
is_continuation (guchar c)
{
  return (c & 0xc0) == 0x80;
}

/* Takes one character that is in the table and not ASCII. Returns %NULL for any other, and for what
 * is no UTF-8. */
static const Entry *
take_character (const guchar **text)
{
  const guchar *p = *text;
  gunichar c;

  if (p[0] >= 0xc2 && p[0] < 0xc0 + (END_LETTERS >> 6) && is_continuation (p[1]))
    {
      c = (gunichar)(p[0] & 0x1f) << 6 | (p[1] & 0x3f);
      *text = p + 2;
      return &table[c - FIRST_LETTER];
    }
  if (p[0] == 0xe2 && p[1] == 0x80 && is_continuation (p[2]))
    {
      c = 0x2000 | (p[2] & 0x3f);
      *text = p + 3;
      return c >= FIRST_SIGN && c < END_SIGNS ? &table[N_LETTERS + c - FIRST_SIGN] : NULL;
    }
  return NULL;
}

typedef struct
{
  char *end; /* of what is written so far */
  const char *start;
  gboolean pending_gap;
} Output;

static void
append (Output *out, char c)
{
  if (c == ' ')
    {
      out->pending_gap = out->end > out->start;
      return;
    }
  if (out->pending_gap)
    *out->end++ = ' ';
  out->pending_gap = FALSE;
  *out->end++ = c;
}

/* Returns (nullable): what crm_fold() is to give; %NULL where other characters are in @text, or
 * what is no UTF-8. */
char *
_crm_text_fold_latin (const char *text)
{
  /* No character of two or three bytes becomes more than three times its own. */
  g_autofree char *folded = g_malloc (strlen (text) * 3 + 2);
  Output out = { folded, folded, FALSE };

  make_table ();
  for (const guchar *p = (const guchar *)text; *p != '\0';)
    {
      const Entry *entry;

      if (*p < 0x80)
        {
          append (&out, *p <= ' ' || *p == 0x7f ? ' ' : g_ascii_tolower ((char)*p));
          p++;
          continue;
        }
      entry = take_character (&p);
      if (entry == NULL)
        return NULL;
      for (const char *c = entry->text; *c != '\0'; c++)
        append (&out, *c);
    }
  *out.end = '\0';
  return g_steal_pointer (&folded);
}
