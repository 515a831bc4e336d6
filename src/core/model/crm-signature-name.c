/* crm-signature-name.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Whose signature it is: where a letter has its sender's name under it. */
#define G_LOG_DOMAIN "crm-signature-name"
#include "config.h"

#include "crm-signature-private.h"

#include <string.h>

#include "crm-address.h"
#include "crm-text.h"

#define SEARCH_BACK 24 /* lines from the end: where it may begin */
#define MIN_FAMILY 3   /* letters of a family name that a mailbox is named after */
#define MAX_NAME_WORDS 5
#define NEAR_LINES 12 /* below a name: where what belongs to it may stand */
#define MIN_DIGITS 7  /* of a telephone number */
#define MAX_TITLE 70

/* Lower-case words of the name and of the address before its @. NULL-terminated. */
char **
_crm_signature_name_words (const char *name, const char *address)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  const char *at = address != NULL ? strchr (address, '@') : NULL;
  g_autofree char *local = at != NULL ? g_strndup (address, (gsize)(at - address)) : NULL;
  g_autofree char *both
      = g_strjoin (" ", name != NULL ? name : "", local != NULL ? local : "", NULL);
  g_autofree char *folded = crm_fold (both);
  g_auto (GStrv) parts = g_strsplit_set (folded, " .,_-+'\"()@0123456789", -1);

  for (gsize i = 0; parts[i] != NULL; i++)
    if (g_utf8_strlen (parts[i], -1) >= 2
        && !g_ptr_array_find_with_equal_func (words, parts[i], g_str_equal, NULL))
      g_ptr_array_add (words, g_strdup (parts[i]));
  g_ptr_array_add (words, NULL);
  return (char **)g_ptr_array_free (g_steal_pointer (&words), FALSE);
}

/* Whether @word is the initials of words before @family, as they come, and the rest of the words:
 * how many mailboxes are named, "jfroe" for "Jane F. Roe". */
static gboolean
is_initials_and_family (const char *word, char **words, gsize family)
{
  g_autofree char *rest = g_strjoinv ("", words + family);
  gsize length = strlen (word), n_rest = strlen (rest);

  if (n_rest < MIN_FAMILY || length < n_rest || length > n_rest + 2
      || !g_str_has_suffix (word, rest))
    return FALSE;
  /* Of two initials the second may be left out where one signs: "Jane Roe", jfroe@. Without any the
   * family name is one of several words: "O'Roe", oroe@. */
  return length > n_rest ? words[0][0] == word[0] : words[family + 1] != NULL;
}

static gboolean
is_named_by_initials (char **words, const char *const *name_words)
{
  for (gsize i = 1; words[0] != NULL && words[i] != NULL; i++)
    for (gsize j = 0; name_words[j] != NULL; j++)
      if (is_initials_and_family (name_words[j], words, i))
        return TRUE;
  return FALSE;
}

/* Lower-case words of @line, without those that are empty. */
static char **
split_words (const char *line)
{
  g_autofree char *folded = crm_fold (line);
  char **words = g_strsplit_set (folded, " .,-|/'\"()", -1);
  gsize n = 0;

  for (gsize i = 0; words[i] != NULL; i++)
    if (words[i][0] != '\0')
      words[n++] = words[i];
    else
      g_free (words[i]);
  words[n] = NULL;
  return words;
}

/* How many words of @line are of the name; two where the mailbox is named after it. */
guint
_crm_signature_count_name_words (const char *line, const char *const *name_words)
{
  g_autofree char *head = g_strndup (line, strcspn (line, "|,"));
  g_auto (GStrv) words = split_words (line);
  g_auto (GStrv) first = split_words (head);
  guint n = 0;

  for (gsize i = 0; words[i] != NULL; i++)
    n += g_strv_contains (name_words, words[i]);
  if (n < 2 && g_strv_length (first) <= MAX_NAME_WORDS && is_named_by_initials (first, name_words))
    return 2;
  return n;
}

/* A name alone, or before a title: "Ann Roe", "Ann Roe, Buyer". */
static gboolean
is_name_line (const char *line, const char *const *name_words)
{
  guint n = _crm_signature_count_name_words (line, name_words);
  const char *dash = strstr (line, " - ");
  gsize n_head = strcspn (line, ",|(/");
  g_autofree char *head
      = g_strndup (line, dash != NULL ? MIN (n_head, (gsize)(dash - line)) : n_head);
  gsize length = strcspn (line, "|");
  g_auto (GStrv) words = NULL;
  guint n_words = 0;

  if (n == 0 || strlen (line) > 100 || strcspn (line, "@:") < length)
    return FALSE;
  words = g_strsplit_set (g_strstrip (head), " ", -1);
  for (gsize i = 0; words[i] != NULL; i++)
    n_words += words[i][0] != '\0';
  return n_words <= 5 && n_words <= n + 3;
}

/* Whether it is a line of marks. */
gboolean
_crm_signature_is_rule (const char *line)
{
  gsize n = strspn (line, "-_=*~ ");

  return n >= 2 && line[n] == '\0' && strcspn (line, "-_=*~") < n;
}

/* Whether the name stands in one of the first two lines from @i on: then @out_name is where. */
static gboolean
name_follows (GPtrArray *lines, guint i, const char *const *name_words, guint *out_name)
{
  for (guint seen = 0; i < lines->len && seen < 2; i++)
    {
      const char *line = g_ptr_array_index (lines, i);

      if (line[0] == '\0' || _crm_signature_is_rule (line))
        continue;
      seen++;
      if (is_name_line (line, name_words))
        {
          *out_name = i;
          return TRUE;
        }
    }
  return FALSE;
}

/* (transfer full) (nullable): the address in @word */
static char *
read_address (const char *word)
{
  g_autofree char *found = strchr (word, '@') != NULL ? crm_address_normalize (word) : NULL;

  return found != NULL && !crm_address_is_role (found) ? g_steal_pointer (&found) : NULL;
}

static gboolean
is_own_address (const char *found, const char *const *name_words, const char *address)
{
  g_autofree char *local = g_strndup (found, strcspn (found, "@"));

  return g_strcmp0 (found, address) == 0
         || _crm_signature_count_name_words (g_strdelimit (local, "_+", '.'), name_words) > 0;
}

static gboolean
has_address (const char *line, const char *const *name_words, const char *address, gboolean is_own)
{
  g_auto (GStrv) words = g_strsplit_set (line, " <>()|,;[]:", -1);

  for (gsize i = 0; words[i] != NULL; i++)
    {
      g_autofree char *found = read_address (words[i]);

      if (found != NULL && is_own_address (found, name_words, address) == is_own)
        return TRUE;
    }
  return FALSE;
}

/* Whether an address in @line is the sender's: the same, or another that is named after them. */
gboolean
_crm_signature_has_own_address (const char *line,
                                const char *const *name_words,
                                const char *address)
{
  return has_address (line, name_words, address, TRUE);
}

/* Whether an address in @line is somebody else's. */
gboolean
_crm_signature_has_other_address (const char *line,
                                  const char *const *name_words,
                                  const char *address)
{
  return has_address (line, name_words, address, FALSE);
}

static gboolean
holds_telephone (const char *line)
{
  guint n_digits = 0, n_letters = 0;

  for (const char *p = line; *p != '\0'; p = g_utf8_next_char (p))
    {
      n_digits += g_unichar_isdigit (g_utf8_get_char (p));
      n_letters += g_unichar_isalpha (g_utf8_get_char (p));
    }
  return n_digits >= MIN_DIGITS && n_letters < 2 * n_digits;
}

/* Part of the name is enough where the very address of the sender stands below it. */
static gboolean
is_borne_out (GPtrArray *lines, guint i, const char *address)
{
  for (guint j = i + 1; j < MIN (lines->len, i + NEAR_LINES); j++)
    {
      const char *line = g_ptr_array_index (lines, j);
      g_auto (GStrv) words = g_strsplit_set (line, " <>()|,;[]:", -1);

      for (gsize k = 0; words[k] != NULL; k++)
        {
          g_autofree char *found = read_address (words[k]);

          if (found != NULL && g_strcmp0 (found, address) == 0)
            return TRUE;
        }
    }
  return FALSE;
}

static gboolean
is_title_line (const char *line)
{
  g_autofree char *folded = crm_fold (line);

  return strlen (line) <= MAX_TITLE && g_unichar_isupper (g_utf8_get_char (line))
         && strpbrk (line, ".?!:;@") == NULL && _crm_signature_is_title (folded);
}

/* "Ann Roe" of whom only the family name is known, with a title or a telephone number right below.
 */
static gboolean
is_family_with_card (GPtrArray *lines, guint i, const char *const *name_words)
{
  g_auto (GStrv) words = split_words (g_ptr_array_index (lines, i));
  guint n = g_strv_length (words);
  guint seen = 0;

  if (n < 2 || n > 3 || !g_strv_contains (name_words, words[n - 1]))
    return FALSE;
  for (guint j = i + 1; j < lines->len && seen < 4; j++)
    {
      const char *line = g_ptr_array_index (lines, j);

      seen += line[0] != '\0';
      if (holds_telephone (line) || (seen == 1 && is_title_line (line)))
        return TRUE;
    }
  return FALSE;
}

/* Nothing but the whole name, as nobody writes it in a sentence. */
static gboolean
is_whole_name (const char *line, const char *const *name_words)
{
  g_auto (GStrv) words = split_words (line);
  guint n = g_strv_length (words);

  return n >= 2 && n <= 4 && _crm_signature_count_name_words (line, name_words) >= 2
         && strchr (line, ',') == NULL && strchr (line, '|') == NULL
         && g_unichar_isupper (g_utf8_get_char (line));
}

static gboolean
stands_alone (GPtrArray *lines, guint i, const char *const *name_words, const char *address)
{
  const char *line = g_ptr_array_index (lines, i);
  const char *above = i > 0 ? g_ptr_array_index (lines, i - 1) : "";

  if (!is_name_line (line, name_words))
    return FALSE;
  if (above[0] != '\0')
    return is_whole_name (line, name_words);
  return _crm_signature_count_name_words (line, name_words) >= 2 || is_borne_out (lines, i, address)
         || is_family_with_card (lines, i, name_words);
}

/* Whether the sender's name stands under the letter: then @out_name is in which line. */
gboolean
_crm_signature_find_name (GPtrArray *lines,
                          const char *const *name_words,
                          const char *address,
                          guint *out_name)
{
  guint first = lines->len > SEARCH_BACK ? lines->len - SEARCH_BACK : 0;

  /* Behind the mark that is made for it, or behind a closing formula: the last one. */
  for (guint i = lines->len; i-- > first;)
    {
      const char *line = g_ptr_array_index (lines, i);
      g_autofree char *folded = crm_fold (line);

      if ((g_str_equal (line, "--") || _crm_signature_is_rule (line)
           || _crm_signature_is_closing (folded))
          && name_follows (lines, i + 1, name_words, out_name))
        return TRUE;
    }
  /* Else alone on a line, with what belongs to it below. */
  for (guint i = lines->len; i-- > first;)
    if (stands_alone (lines, i, name_words, address))
      {
        *out_name = i;
        return TRUE;
      }
  return FALSE;
}
