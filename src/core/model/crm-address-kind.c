/* crm-address-kind.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-address"
#include "config.h"

#include "crm-address.h"

#include <stdlib.h>
#include <string.h>

/* clang-format off */
/* Local parts of machines, sorted; separators are one hyphen each. */
static const char *const automatic_names[] = {
  "alert", "alerts", "auto", "auto-confirm", "auto-reply", "auto-response", "autoconfirm",
  "automailer", "automated", "autoreply", "autoresponder", "bot", "cron", "daemon", "devnull",
  "listmaster", "listproc", "listserv", "mail-daemon", "mailer", "mailer-daemon",
  "mailerdaemon", "mailman", "majordom", "majordomo", "mdaemon", "news-letter", "newsletter",
  "newsletters", "nobody", "notification", "notifications", "notifier", "notify", "postmaster",
  "root", "sympa", "undisclosed", "undisclosed-recipients", "www-data",
};

/* Words that mark a machine wherever they stand between separators. */
static const char *const automatic_words[] = {
  "-noreply-",         "-no-reply-",     "-donotreply-",  "-do-not-reply-",
  "-dontreply-",       "-dont-reply-",   "-neverreply-", "-noresponse-",
  "-no-response-",     "-do-not-respond-", "-keine-antwort-", "-nicht-antworten-",
  "-ne-pas-repondre-", "-nepasrepondre-", "-noresponder-", "-no-responder-",
  "-nao-responda-",    "-naoresponda-",  "-mailer-daemon-", "-autoresponder-",
};

/* How the hyphenated local part of a machine begins or ends. */
static const char *const automatic_starts[] = {
  "-bounce-", "-bounces-", "-notification-", "-notifications-", "-notify-", "-owner-", "-listserv-",
};
static const char *const automatic_ends[] = {
  "-bounce-", "-bounces-", "-notification-", "-notifications-", "-notify-", "-owner-", "-request-",
};

/* Local parts that stand for a function of an organisation, not for a person; sorted. */
static const char *const role_names[] = {
  "abuse", "academy", "accounting", "accounts", "accountspayable", "accountsreceivable",
  "admin", "administracion", "administration", "administrator", "admissions", "ap", "ar",
  "billing", "board", "bookings", "buchhaltung", "careers", "comercial", "commercial",
  "compliance", "compras", "compta", "comptabilite", "contabilidad", "contabilita", "contact",
  "contacto", "contactus", "customercare", "customerservice", "customersupport", "datenschutz",
  "dev", "dpo", "einkauf", "empfang", "enquiries", "enquiry", "events", "export",
  "facturacion", "factures", "faktura", "feedback", "finance", "ftp", "general", "hello",
  "help", "helpdesk", "hi", "hostmaster", "hr", "humanresources", "info", "information",
  "inquiries", "inquiry", "invoice", "invoices", "it", "job", "jobs", "karriere", "kontakt",
  "kundenservice", "legal", "mail", "mailbox", "management", "marketing", "media", "moderator",
  "news", "noc", "office", "operations", "order", "orders", "payments", "payroll", "personal",
  "post", "press", "presse", "privacy", "procurement", "purchasing", "reception", "rechnung",
  "rechnungen", "recruiting", "recruitment", "rh", "sales", "secretary", "security",
  "sekretariat", "service", "services", "shop", "staff", "store", "subscribe", "support",
  "team", "tech", "technik", "unsubscribe", "usenet", "vendas", "vendite", "ventas", "verkauf",
  "vertrieb", "verwaltung", "webmaster", "welcome", "zentrale",
};
/* clang-format on */

static int
compare_name (const void *key, const void *entry)
{
  return strcmp (key, *(const char *const *)entry);
}

static gboolean
contains_name (const char *const *names, gsize n_names, const char *name)
{
  return bsearch (name, names, n_names, sizeof *names, compare_name) != NULL;
}

/* Returns the local part of @address without its tag, each run of separators as one @separator
 * (none at all when that is NUL), in @separator at both ends. %NULL when @address has no @. */
static char *
get_local_part (const char *address, char separator)
{
  const char *at = address != NULL ? strrchr (address, '@') : NULL;
  g_autoptr (GString) out = NULL;

  if (at == NULL)
    return NULL;

  out = g_string_new (NULL);
  if (separator != '\0')
    g_string_append_c (out, separator);

  for (const char *p = address; p < at; p++)
    {
      if (*p == '+' && p > address)
        break;
      if (strchr ("-_.= '\"", *p) == NULL)
        g_string_append_c (out, g_ascii_tolower (*p));
      else if (separator != '\0' && out->str[out->len - 1] != separator)
        g_string_append_c (out, separator);
    }

  if (separator != '\0' && out->str[out->len - 1] != separator)
    g_string_append_c (out, separator);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

/**
 * crm_address_is_automatic:
 * @address: (nullable): an address as crm_address_normalize() gives it
 *
 * Tells machines by the local part: bounces, no-reply senders, list software, notifiers. Such an
 * address never makes a person. The headers of a mail know more, see %CRM_MESSAGE_AUTOMATIC.
 *
 * Returns: whether a machine rather than people writes from @address
 */
gboolean
crm_address_is_automatic (const char *address)
{
  g_autofree char *padded = get_local_part (address, '-');
  g_autofree char *name = NULL;

  if (padded == NULL || strlen (padded) < 3)
    return FALSE;

  name = g_strndup (padded + 1, strlen (padded) - 2);
  if (contains_name (automatic_names, G_N_ELEMENTS (automatic_names), name))
    return TRUE;

  for (gsize i = 0; i < G_N_ELEMENTS (automatic_words); i++)
    if (strstr (padded, automatic_words[i]) != NULL)
      return TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (automatic_starts); i++)
    if (g_str_has_prefix (padded, automatic_starts[i]))
      return TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (automatic_ends); i++)
    if (g_str_has_suffix (padded, automatic_ends[i]))
      return TRUE;

  return FALSE;
}

/**
 * crm_address_is_role:
 * @address: (nullable): an address as crm_address_normalize() gives it
 *
 * Tells addresses that several people read, such as sales@ or info@, by the local part. Digits at
 * its end do not count.
 *
 * Returns: whether @address stands for a function rather than for a person
 */
gboolean
crm_address_is_role (const char *address)
{
  g_autofree char *name = get_local_part (address, '\0');
  gsize length = name != NULL ? strlen (name) : 0;

  while (length > 0 && g_ascii_isdigit (name[length - 1]))
    name[--length] = '\0';

  return length > 0 && contains_name (role_names, G_N_ELEMENTS (role_names), name);
}
