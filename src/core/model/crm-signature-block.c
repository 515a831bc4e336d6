/* crm-signature-block.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Which lines of a letter are its writer's signature. */
#define G_LOG_DOMAIN "crm-signature-block"
#include "config.h"

#include "crm-signature-private.h"

#include <string.h>

#include "crm-address.h"
#include "crm-text.h"

#define MAX_LINES 4000 /* of a letter */
#define MAX_LINE 160   /* bytes: a longer one is a sentence */
#define MAX_BLOCK 14   /* lines of a signature that say something */
#define SEARCH_BACK 24 /* lines from the end: where it may begin */
#define MIN_FAMILY 3   /* letters of a family name that a mailbox is named after */
#define MAX_NAME_WORDS 5
#define OWN_ADDRESS_LINES 12 /* below a name: where its address may stand */

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
  gsize at = 0;

  if (n_rest < MIN_FAMILY || length <= n_rest || length > n_rest + 2
      || !g_str_has_suffix (word, rest))
    return FALSE;
  for (gsize i = 0; i < family && at < length - n_rest; i++)
    at += words[i][0] == word[at];
  return at == length - n_rest && words[0][0] == word[0];
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

/* The head of an older letter: "From: Ann Roe" in any language, with more such lines below. */
static gboolean
is_header (const char *folded)
{
  static const char *const names[]
      = { "from:",       "sent:", "to:",      "date:",      "subject:",  "cc:",      "von:",
          "gesendet:",   "an:",   "betreff:", "datum:",     "de :",      "de:",      "envoye :",
          "envoye:",     "a :",   "a:",       "objet :",    "objet:",    "enviado:", "para:",
          "asunto:",     "od:",   "wyslano:", "do:",        "temat:",    "data:",    "от:",
          "отправлено:", "кому:", "тема:",    "oddi wrth:", "anfonwyd:", "at:",      "pwnc:",
          "من:",         NULL };

  for (gsize i = 0; names[i] != NULL; i++)
    if (g_str_has_prefix (folded, names[i]))
      return TRUE;
  return FALSE;
}

/* "On Monday Ann Roe wrote:" */
static gboolean
is_attribution (const char *folded)
{
  static const char *const verbs[]
      = { "wrote:",        "writes:",  "schrieb:",    "a ecrit :", "a ecrit:", "escribio:",
          "napisal(a):",   "napisal:", "napisala:",   "пишет:",    "написал:", "написал(а):",
          "ysgrifennodd:", "كتب:",     "ha scritto:", "schreef:",  NULL };

  for (gsize i = 0; verbs[i] != NULL; i++)
    if (g_str_has_suffix (folded, verbs[i]) || strstr (folded, verbs[i]) != NULL)
      return TRUE;
  return g_str_has_prefix (folded, "am ") && strstr (folded, " schrieb ") != NULL;
}

static gboolean
is_rule (const char *line)
{
  gsize n = strspn (line, "-_=*~ ");

  return n >= 2 && line[n] == '\0' && strcspn (line, "-_=*~") < n;
}

static gboolean
is_quoted (const char *line)
{
  line += strspn (line, " \t");
  return *line == '>' || *line == '|';
}

/* Enron's Notes: "Ann Roe@ENRON" or "Ann Roe on 01/02/2001 10:00:00 AM", then To:, cc:, Subject:.
 */
static gboolean
begins_older_letter (GPtrArray *folded, guint i)
{
  guint n_headers = 0;

  for (guint j = i; j < MIN (folded->len, i + 6); j++)
    n_headers += is_header (g_ptr_array_index (folded, j));
  return n_headers >= 2 && is_header (g_ptr_array_index (folded, i));
}

static const char *
next_said (GPtrArray *lines, guint i)
{
  while (++i < lines->len)
    if (((const char *)g_ptr_array_index (lines, i))[0] != '\0')
      return g_ptr_array_index (lines, i);
  return "";
}

/* The attribution above an answer that stands below the quotation ends nothing. */
static gboolean
ends_here (GPtrArray *lines, GPtrArray *folded, guint i)
{
  const char *line = g_ptr_array_index (folded, i);

  if (line[0] == '\0')
    return FALSE;
  if (is_attribution (line))
    return !is_quoted (next_said (lines, i));
  return begins_older_letter (folded, i)
         || ((line[0] == '-' || g_str_has_prefix (line, "begin forwarded"))
             && _crm_signature_ends_letter (line) && strstr (line, "--") != NULL);
}

/* Where three blanks or more stand between words, a tab. None behind a label, or before a code:
 * "Fax: 030 ..." and "TX   77002" are one thing. */
static char *
part_columns (const char *line)
{
  GString *parted = g_string_new (NULL);

  for (const char *p = line; *p != '\0';)
    {
      gsize n = strspn (p, " ");

      if (n >= 3 && p > line && strchr (":#", p[-1]) == NULL && !g_ascii_isdigit (p[n])
          && strchr ("+(:", p[n]) == NULL)
        g_string_append_c (parted, '\t');
      else if (n > 0)
        g_string_append_c (parted, ' ');
      else
        g_string_append_c (parted, *p);
      p += MAX (n, 1);
    }
  return g_string_free (parted, FALSE);
}

/* What the sender wrote themselves, without quotations, down to the next older letter. */
static GPtrArray *
own_lines (const char *text)
{
  g_auto (GStrv) raw = g_strsplit (text, "\n", MAX_LINES);
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) folded = g_ptr_array_new_with_free_func (g_free);
  GPtrArray *own = g_ptr_array_new_with_free_func (g_free);

  for (gsize i = 0; raw[i] != NULL; i++)
    {
      /* A tab stands between two columns, and so do many blanks. */
      g_autofree char *parted = part_columns (g_strstrip (raw[i]));
      g_auto (GStrv) columns = g_strsplit (parted, "\t", -1);
      g_autofree char *joined = g_strjoinv (" | ", columns);

      g_ptr_array_add (lines,
                       strlen (joined) <= 4 * MAX_LINE ? crm_text_clean (joined) : g_strdup ("."));
      g_ptr_array_add (folded, crm_fold (g_ptr_array_index (lines, i)));
    }
  for (guint i = 0; i < lines->len && !ends_here (lines, folded, i); i++)
    if (!is_quoted (g_ptr_array_index (lines, i))
        && !is_attribution (g_ptr_array_index (folded, i)))
      g_ptr_array_add (own, g_strdup (g_ptr_array_index (lines, i)));
  return own;
}

/* A name alone, or before a title: "Ann Roe", "Ann Roe, Buyer". */
static gboolean
is_name_line (const char *line, const char *const *name_words)
{
  guint n = _crm_signature_count_name_words (line, name_words);
  g_autofree char *head = g_strndup (line, strcspn (line, ",|(/"));
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

/* Whether the name stands in one of the first two lines from @i on: then @out_name is where. */
static gboolean
name_follows (GPtrArray *lines, guint i, const char *const *name_words, guint *out_name)
{
  for (guint seen = 0; i < lines->len && seen < 2; i++)
    {
      const char *line = g_ptr_array_index (lines, i);

      if (line[0] == '\0' || is_rule (line))
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

static gboolean
holds_address (const char *line, const char *address)
{
  g_auto (GStrv) words = g_strsplit_set (line, " <>()|,;[]:", -1);

  for (gsize i = 0; words[i] != NULL; i++)
    {
      g_autofree char *found
          = strchr (words[i], '@') != NULL ? crm_address_normalize (words[i]) : NULL;

      if (found != NULL && g_strcmp0 (found, address) == 0)
        return TRUE;
    }
  return FALSE;
}

/* Part of the name is enough where the sender's address stands below it. */
static gboolean
is_with_address (GPtrArray *lines, guint i, const char *address)
{
  for (guint j = i + 1; j < MIN (lines->len, i + OWN_ADDRESS_LINES); j++)
    if (holds_address (g_ptr_array_index (lines, j), address))
      return TRUE;
  return FALSE;
}

static gboolean
find_name (GPtrArray *lines, const char *const *name_words, const char *address, guint *out_name)
{
  guint first = lines->len > SEARCH_BACK ? lines->len - SEARCH_BACK : 0;

  /* Behind the mark that is made for it, or behind a closing formula: the last one. */
  for (guint i = lines->len; i-- > first;)
    {
      const char *line = g_ptr_array_index (lines, i);
      g_autofree char *folded = crm_fold (line);

      if ((g_str_equal (line, "--") || is_rule (line) || _crm_signature_is_closing (folded))
          && name_follows (lines, i + 1, name_words, out_name))
        return TRUE;
    }
  /* Else the whole name alone on a line, with nothing but short lines below. */
  for (guint i = lines->len; i-- > first;)
    {
      const char *line = g_ptr_array_index (lines, i);
      const char *above = i > 0 ? g_ptr_array_index (lines, i - 1) : "";

      if (above[0] == '\0' && is_name_line (line, name_words)
          && (_crm_signature_count_name_words (line, name_words) >= 2
              || is_with_address (lines, i, address)))
        {
          *out_name = i;
          return TRUE;
        }
    }
  return FALSE;
}

/* An address of somebody else says that the block is somebody else's. */
static gboolean
is_of_another (GPtrArray *block, const char *const *name_words, const char *address)
{
  gboolean has_own = FALSE, has_other = FALSE;

  for (guint i = 0; i < block->len; i++)
    {
      g_auto (GStrv) words = g_strsplit_set (g_ptr_array_index (block, i), " <>()|,;[]:", -1);

      for (gsize j = 0; words[j] != NULL; j++)
        {
          g_autofree char *found
              = strchr (words[j], '@') != NULL ? crm_address_normalize (words[j]) : NULL;

          if (found == NULL || crm_address_is_role (found))
            continue;
          if (g_strcmp0 (found, address) == 0
              || _crm_signature_count_name_words (found, name_words) > 0)
            has_own = TRUE;
          else
            has_other = TRUE;
        }
    }
  return has_other && !has_own;
}

/* (transfer full) (nullable) (element-type utf8): the lines of the signature, that with the name
 * first; NULL when none can be told. */
GPtrArray *
_crm_signature_find_block (const char *text, const char *const *name_words, const char *address)
{
  g_autoptr (GPtrArray) lines = own_lines (text);
  g_autoptr (GPtrArray) block = g_ptr_array_new_with_free_func (g_free);
  guint start, n_blank = 0;

  if (!find_name (lines, name_words, address, &start))
    return NULL;
  for (guint i = start; i < lines->len; i++)
    {
      const char *line = g_ptr_array_index (lines, i);
      g_autofree char *folded = crm_fold (line);

      if (line[0] == '\0')
        {
          n_blank++;
          continue;
        }
      if (n_blank > 2 || strlen (line) > MAX_LINE || _crm_signature_ends_letter (folded))
        break;
      n_blank = 0;
      if (is_rule (line))
        continue;
      if (block->len == MAX_BLOCK)
        return NULL; /* that is a letter with a name in it */
      g_ptr_array_add (block, g_strdup (line));
    }
  if (is_of_another (block, name_words, address))
    return NULL;
  return g_steal_pointer (&block);
}
