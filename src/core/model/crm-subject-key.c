/* crm-subject-key.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Subjects as the name of a conversation, where a mailbox has no references. */
#define G_LOG_DOMAIN "crm-subject-key"
#include "config.h"

#include "crm-text.h"

#include <stdlib.h>
#include <string.h>

/* A name of a conversation has so many words that are not everybody's. */
#define NEEDED_WORDS 2
/* Scripts without spaces: so many characters say as much as two words. */
#define NEEDED_IDEOGRAPHS 6

/* clang-format off */
/* Words that stand in any subject, as crm_fold() has them; in the order of strcmp(). */
static const char *const common_words[] = {
  "about", "account", "actualizacion", "afspraak", "agenda", "all", "also", "and", "anfrage",
  "angebot", "answer", "antwort", "any", "april", "are", "attached", "august", "automatic", "away",
  "bericht", "besprechung", "bestellung", "birthday", "bonjour", "call", "catch", "check", "ciao",
  "coffee", "come", "confirmation", "contact", "daily", "das", "date", "day", "dear", "december",
  "der", "devis", "die", "dinner", "document", "documents", "email", "emails", "error", "factura",
  "facture", "failed", "february", "feedback", "file", "files", "follow", "for", "forecast",
  "frage", "fragen", "friday", "from", "fyi", "good", "greetings", "gruss", "hallo", "happy",
  "hello", "help", "hey", "hola", "http", "https", "important", "info", "information",
  "informations", "invitation", "invoice", "invoices", "issue", "january", "july", "june", "les",
  "list", "lunch", "mail", "mails", "march", "may", "meeting", "merci", "message", "monday",
  "monthly", "morning", "need", "new", "news", "newsletter", "next", "none", "note", "notes",
  "november", "october", "oferta", "offer", "office", "offre", "order", "orders", "our", "out",
  "payment", "phone", "please", "pour", "pregunta", "problem", "proposal", "question", "questions",
  "quick", "quote", "rechnung", "reminder", "rendez", "reply", "report", "request", "response",
  "results", "reunion", "saturday", "schedule", "see", "september", "status", "subject", "summary",
  "sunday", "termin", "test", "testing", "thank", "thanks", "the", "this", "thursday", "today",
  "tomorrow", "tuesday", "und", "update", "updates", "urgent", "vous", "wednesday", "week",
  "weekend", "weekly", "welcome", "with", "www", "yesterday", "you", "your",
};
/* clang-format on */

static int
compare_word (const void *key, const void *entry)
{
  return strcmp (key, *(const char *const *)entry);
}

static gboolean
is_common (const char *word)
{
  return bsearch (word, common_words, G_N_ELEMENTS (common_words), sizeof common_words[0],
                  compare_word)
         != NULL;
}

static gboolean
is_ideograph (gunichar c)
{
  switch (g_unichar_get_script (c))
    {
    case G_UNICODE_SCRIPT_HAN:
    case G_UNICODE_SCRIPT_HIRAGANA:
    case G_UNICODE_SCRIPT_KATAKANA:
    case G_UNICODE_SCRIPT_HANGUL:
    case G_UNICODE_SCRIPT_THAI:
      return TRUE;
    default:
      return FALSE;
    }
}

/* Whether the word says something: three letters or digits, and not everybody's. */
static gboolean
is_telling_word (const char *word)
{
  return g_utf8_strlen (word, -1) >= 3 && !is_common (word);
}

/* The next run of letters and digits; %NULL at the end. */
static char *
next_word (const char **text)
{
  const char *start = *text;
  const char *end;

  while (*start != '\0' && !g_unichar_isalnum (g_utf8_get_char (start)))
    start = g_utf8_next_char (start);
  for (end = start; *end != '\0' && g_unichar_isalnum (g_utf8_get_char (end));)
    end = g_utf8_next_char (end);
  *text = end;
  return end > start ? g_strndup (start, (gsize)(end - start)) : NULL;
}

/**
 * crm_subject_is_telling:
 * @subject: (nullable): a subject
 *
 * Whether two letters with this subject, its marks left out, are likely to be of one conversation:
 * "Hello" and "Your order" are not.
 *
 * Returns: whether it has two words that do not stand in any subject
 */
gboolean
crm_subject_is_telling (const char *subject)
{
  g_autofree char *bare = crm_subject_normalize (subject);
  g_autofree char *folded = crm_fold (bare);
  const char *rest = folded;
  guint n_words = 0;
  guint n_ideographs = 0;
  char *word;

  for (const char *p = folded; *p != '\0'; p = g_utf8_next_char (p))
    n_ideographs += is_ideograph (g_utf8_get_char (p));
  if (n_ideographs > 0)
    return n_ideographs >= NEEDED_IDEOGRAPHS;
  while (n_words < NEEDED_WORDS && (word = next_word (&rest)) != NULL)
    {
      n_words += is_telling_word (word);
      g_free (word);
    }
  return n_words >= NEEDED_WORDS;
}

/**
 * crm_subject_key:
 * @subject: (nullable): a subject
 *
 * Gives letters of one conversation one number, whatever marks their subjects carry, also where
 * a mailing list has put its tag before them ("[list] Re: pumps" and "Re: [list] pumps"). Stored in
 * crm.db.
 *
 * Returns: a hash of the bare subject; 0 when nothing is left of it
 */
guint64
crm_subject_key (const char *subject)
{
  g_autofree char *bare = crm_subject_normalize (subject);
  const char *tag_end = bare[0] == '[' ? strchr (bare, ']') : NULL;
  g_autoptr (GChecksum) checksum = NULL;
  guint8 digest[32];
  gsize n_digest = sizeof digest;
  guint64 key;

  if (tag_end != NULL)
    {
      g_autofree char *rest = crm_subject_normalize (tag_end + 1);
      char *whole = g_strdup_printf ("%.*s %s", (int)(tag_end + 1 - bare), bare, rest);

      g_free (bare);
      bare = whole;
    }
  if (bare[0] == '\0')
    return 0;
  checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_checksum_update (checksum, (const guchar *)bare, -1);
  g_checksum_get_digest (checksum, digest, &n_digest);
  memcpy (&key, digest, sizeof key);
  return GUINT64_FROM_BE (key) != 0 ? GUINT64_FROM_BE (key) : 1;
}
