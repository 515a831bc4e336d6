/* crm-text-subject.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-text"
#include "config.h"

#include "crm-text.h"

#include "crm-text-private.h"

#include <string.h>

/* What mail programs put before the colon, in lower case. */
static const char *const forward_words[] = {
  "fwd", "fw", "wg", "tr", "vs", "rv", "enc", "pd", "転送", "转发", "轉寄",
};
static const char *const reply_words[] = {
  "re",    "aw",  "sv",  "antw", "rif",  "odp",  "отв",
  "ответ", "res", "ynt", "回复", "回覆", "答复", "返信",
};

static const char *
skip_spaces (const char *p)
{
  while (*p == ' ')
    p++;
  return p;
}

/* Returns what follows a counter such as "[2]", "(2)" or "^2" at @p, or @p itself. */
static const char *
skip_counter (const char *p)
{
  const char *q = skip_spaces (p);
  char closing = '\0';

  if (*q == '[')
    closing = ']';
  else if (*q == '(')
    closing = ')';
  else if (*q != '^')
    return p;

  q++;
  if (!g_ascii_isdigit (*q))
    return p;
  while (g_ascii_isdigit (*q))
    q++;

  if (closing == '\0')
    return q;
  return *q == closing ? q + 1 : p;
}

/* Returns what follows one of @words, a counter and a colon at @p, or %NULL. */
static const char *
skip_marker (const char *p, const char *const *words, gsize n_words)
{
  for (gsize i = 0; i < n_words; i++)
    {
      const char *q;

      if (!g_str_has_prefix (p, words[i]))
        continue;

      q = skip_spaces (skip_counter (p + strlen (words[i])));
      if (*q == ':')
        return skip_spaces (q + 1);
      if (g_str_has_prefix (q, "：")) /* the wide colon of East Asian mail programs */
        return skip_spaces (q + strlen ("："));
    }

  return NULL;
}

/* Returns what follows all reply and forward marks at @p. Adds to @n_brackets how many of them were
 * opened by a bracket, as in "[Fwd: subject]". */
static const char *
skip_markers (const char *p, guint *n_brackets)
{
  for (;;)
    {
      const char *q = skip_marker (p, reply_words, G_N_ELEMENTS (reply_words));

      if (q == NULL)
        q = skip_marker (p, forward_words, G_N_ELEMENTS (forward_words));
      if (q == NULL && *p == '[')
        {
          q = skip_marker (skip_spaces (p + 1), forward_words, G_N_ELEMENTS (forward_words));
          *n_brackets += q != NULL;
        }
      if (q == NULL)
        return p;

      p = q;
    }
}

/* Removes one trailing mark in place: a bracket that belongs to @n_brackets, or "(fwd)". */
static gboolean
cut_trailer (char *text, guint *n_brackets)
{
  gboolean cut = FALSE;

  if (*n_brackets > 0 && g_str_has_suffix (text, "]"))
    {
      text[strlen (text) - 1] = '\0';
      *n_brackets -= 1;
      cut = TRUE;
    }
  else if (g_str_has_suffix (text, "(fwd)"))
    {
      text[strlen (text) - strlen ("(fwd)")] = '\0';
      cut = TRUE;
    }

  g_strchomp (text);
  return cut;
}

/**
 * crm_subject_normalize:
 * @subject: (nullable): a subject as it stands in a mail
 *
 * Gives what stays the same through a conversation: reply and forward marks of the common mail
 * programs and languages are removed again and again, with their counters ("Re[2]:", "AW (3):",
 * "[Fwd: ...]",
 * "... (fwd)"), white space is collapsed and letters become lower case, whatever the locale. A
 * number in brackets that no such word precedes is part of the subject, as is the "[list]" of a
 * mailing list.
 *
 * Returns: (transfer full): the bare subject in NFC, empty when there is none
 */
char *
crm_subject_normalize (const char *subject)
{
  g_autofree char *clean = crm_text_clean (subject);
  g_autofree char *lower = _crm_text_lower (clean);
  guint n_brackets = 0;
  g_autofree char *text = g_strdup (skip_markers (lower, &n_brackets));

  while (cut_trailer (text, &n_brackets))
    ;

  return g_steal_pointer (&text);
}

/**
 * crm_subject_strip:
 * @subject: a subject line
 *
 * Returns: (transfer full): it as a title: without the marks of answers and forwarded letters at
 * its beginning; all of it where it has nothing else
 */
char *
crm_subject_strip (const char *subject)
{
  g_autofree char *clean = crm_text_clean (subject);
  g_autofree char *lower = _crm_text_lower (clean);
  guint n_brackets = 0;
  const char *rest = skip_markers (lower, &n_brackets);

  /* Letters may have another length in lower case: what remains is found by looking. */
  for (const char *at = clean; *rest != '\0' && *at != '\0'; at = g_utf8_next_char (at))
    {
      g_autofree char *candidate = _crm_text_lower (at);

      if (g_str_equal (candidate, rest))
        return g_strdup (at);
    }
  return g_steal_pointer (&clean);
}

/**
 * crm_subject_is_answer:
 * @subject: (nullable): a subject as it stands in a mail
 *
 * Returns: whether it begins or ends with a mark of answering or forwarding, behind the tag of a
 * mailing list too
 */
gboolean
crm_subject_is_answer (const char *subject)
{
  g_autofree char *clean = crm_text_clean (subject);
  g_autofree char *lower = _crm_text_lower (clean);
  const char *tag_end = lower[0] == '[' ? strchr (lower, ']') : NULL;
  const char *behind_tag = tag_end != NULL ? skip_spaces (tag_end + 1) : lower;
  guint n_brackets = 0;

  return skip_markers (lower, &n_brackets) != lower
         || skip_markers (behind_tag, &n_brackets) != behind_tag
         || g_str_has_suffix (lower, "(fwd)");
}
