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
#define MIN_FOOTER_RULE 40
#define MAX_BLOCK 14 /* lines of a signature that say something */

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

/* Behind it stands what a mailing list adds, or behind the mere name what one always signs with. */
static gboolean
begins_footer (const char *line, guint n_before)
{
  return (g_str_equal (line, "--") && n_before > 1)
         || (strlen (line) >= MIN_FOOTER_RULE && line[0] == '_');
}

/* The lines from @start on, as far as they may be one signature; NULL for what is none. */
static GPtrArray *
collect_block (GPtrArray *lines, guint start)
{
  g_autoptr (GPtrArray) block = g_ptr_array_new_with_free_func (g_free);
  guint n_blank = 0;

  for (guint i = start; i < lines->len; i++)
    {
      const char *line = g_ptr_array_index (lines, i);
      g_autofree char *folded = crm_fold (line);

      if (line[0] == '\0')
        {
          n_blank++;
          continue;
        }
      if (n_blank > 2 || strlen (line) > MAX_LINE || _crm_signature_ends_letter (folded)
          || begins_footer (line, block->len))
        break;
      n_blank = 0;
      if (_crm_signature_is_rule (line))
        continue;
      if (block->len == MAX_BLOCK)
        return NULL; /* that is a letter with a name in it */
      g_ptr_array_add (block, g_strdup (line));
    }
  return g_steal_pointer (&block);
}

/* An address of somebody else says that the block is somebody else's; behind the sender's own one
 * it says that the next signature has begun. */
static gboolean
cut_other_addresses (GPtrArray *block, const char *const *name_words, const char *address)
{
  guint own_end = 0;

  for (guint i = 0; i < block->len; i++)
    {
      const char *line = g_ptr_array_index (block, i);

      if (_crm_signature_has_own_address (line, name_words, address))
        own_end = i + 1;
      else if (_crm_signature_has_other_address (line, name_words, address))
        {
          if (own_end > 0)
            g_ptr_array_set_size (block, own_end);
          return own_end > 0;
        }
    }
  return TRUE;
}

/* (transfer full) (nullable) (element-type utf8): the lines of the signature, that with the name
 * first; NULL when none can be told. */
GPtrArray *
_crm_signature_find_block (const char *text, const char *const *name_words, const char *address)
{
  g_autoptr (GPtrArray) lines = own_lines (text);
  g_autoptr (GPtrArray) block = NULL;
  guint start;

  if (!_crm_signature_find_name (lines, name_words, address, &start))
    return NULL;
  block = collect_block (lines, start);
  if (block == NULL || !cut_other_addresses (block, name_words, address))
    return NULL;
  return g_steal_pointer (&block);
}
