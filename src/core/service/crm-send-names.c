/* crm-send-names.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Whether the name of a file is that of an account. Who is warned in vain twice does not read the
 * third warning, so what may be chance does not count. */
#define G_LOG_DOMAIN "crm-send-names"
#include "config.h"

#include "crm-send-names-private.h"

#include <string.h>

#include "model/crm-address.h"
#include "model/crm-text.h"

/* Shorter names (IT, SAP) are parts of too many others. */
#define MIN_NAME_LETTERS 4

/* Who is called "Oil & Gas" is called "Oil and Gas" in the name of a file. */
static void
end_word (GString *words)
{
  static const char *const joining[] = { " and", " und", " et" };

  if (words->str[words->len - 1] == ' ')
    return;
  for (guint i = 0; i < G_N_ELEMENTS (joining); i++)
    if (g_str_has_suffix (words->str, joining[i]))
      {
        g_string_truncate (words, words->len - strlen (joining[i]) + 1);
        return;
      }
  g_string_append_c (words, ' ');
}

/* Folded words with one space between and around, so that " acme " is found as a word only. "and"
 * is left out, as "&" is. */
char *
_crm_send_words_of (const char *text)
{
  g_autofree char *folded = crm_fold (text);
  GString *words = g_string_new (" ");

  for (const char *p = folded; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_isalnum (c))
        g_string_append_unichar (words, c);
      else
        end_word (words);
    }
  end_word (words);
  return g_string_free (words, FALSE);
}

/* Legal forms say nothing: "Falkenrath GmbH" is called Falkenrath in the name of a file. */
static char *
name_words (const char *name)
{
  static const char *const forms[]
      = { " gmbh ", " ag ",  " kg ", " se ",   " ltd ",     " inc ", " llc ", " plc ",
          " sa ",   " srl ", " bv ", " ab ",   " as ",      " oy ",  " oyj ", " spa ",
          " gbr ",  " ohg ", " co ", " corp ", " limited ", " the ", NULL };
  char *words = _crm_send_words_of (name);
  gboolean found = TRUE;

  while (found)
    {
      found = FALSE;
      for (guint i = 0; forms[i] != NULL; i++)
        {
          char *at = strstr (words, forms[i]);

          if (at == NULL)
            continue;
          found = TRUE;
          memmove (at, at + strlen (forms[i]) - 1, strlen (at + strlen (forms[i]) - 1) + 1);
        }
    }
  return words;
}

/* Words that files are called by; " data services " names nobody. */
static gboolean
is_common (const char *words)
{
  static const char *const common[]
      = { "offer",        "offers",   "order",     "orders",     "invoice",
          "contract",     "quote",    "quotation", "report",     "price",
          "prices",       "list",     "final",     "draft",      "version",
          "minutes",      "agenda",   "letter",    "document",   "documents",
          "file",         "scan",     "image",     "photo",      "picture",
          "logo",         "plan",     "plans",     "drawing",    "project",
          "data",         "sheet",    "general",   "global",     "international",
          "service",      "services", "solution",  "solutions",  "system",
          "systems",      "group",    "office",    "post",       "mail",
          "news",         "info",     "shop",      "store",      "online",
          "digital",      "media",    "design",    "consulting", "partner",
          "partners",     "trading",  "test",      "demo",       "sample",
          "copy",         "new",      "signed",    "terms",      "catalogue",
          "catalog",      "brochure", "training",  "support",    "energy",
          "water",        "power",    "home",      "world",      "angebot",
          "rechnung",     "vertrag",  "auftrag",   "bestellung", "bericht",
          "preise",       "liste",    "protokoll", "entwurf",    "muster",
          "lieferschein", "technik",  "handel",    "bau",        "devis",
          "facture",      "contrat",  "commande",  "rapport",    "projet",
          "oferta",       "factura",  "contrato",  "pedido",     "informe",
          "proyecto",     "umowa",    "faktura",   "zamowienie", "raport",
          "projekt",      "договор",  "счет",      "заказ",      "отчет",
          "проект",       "notes",    "memo",      "summary",    "of",
          "for",          "de",       "www",       NULL };
  g_auto (GStrv) split = g_strsplit (words, " ", -1);

  for (gsize i = 0; split[i] != NULL; i++)
    if (split[i][0] != '\0' && !g_strv_contains (common, split[i]))
      return FALSE;
  return TRUE;
}

/* Long enough, and not what anything may be called. Where a name has one word, it must be longer
 * than an acronym; digits alone are a number. */
static gboolean
is_telling (const char *words)
{
  return g_utf8_strlen (words, -1) >= MIN_NAME_LETTERS + 2 && !is_common (words)
         && strspn (words, "0123456789 ") < strlen (words);
}

/* falkenrath of falkenrath.example */
static char *
domain_words (const char *domain)
{
  const char *dot = domain != NULL ? strchr (domain, '.') : NULL;
  g_autofree char *label = dot != NULL && !crm_domain_is_free_mail (domain)
                               ? g_strndup (domain, (gsize)(dot - domain))
                               : NULL;

  return label != NULL ? _crm_send_words_of (label) : NULL;
}

gboolean
_crm_send_is_named_after (const char *file_words, const CrmSendAccount *account)
{
  g_autofree char *name = name_words (account->name);
  g_autofree char *domain = domain_words (account->domain);

  return (is_telling (name) && strstr (file_words, name) != NULL)
         || (domain != NULL && is_telling (domain) && strstr (file_words, domain) != NULL);
}

/* Whether two accounts are called alike but for their legal forms and countries: "Birkenau Oy" and
 * "Birkenau GmbH", "Birkenau Norge". */
gboolean
_crm_send_is_same_name (const char *one, const char *other)
{
  g_autofree char *first = one != NULL ? name_words (one) : NULL;
  g_autofree char *second = other != NULL ? name_words (other) : NULL;

  return first != NULL && second != NULL
         && ((is_telling (first) && g_str_has_prefix (second, first))
             || (is_telling (second) && g_str_has_prefix (first, second)));
}
