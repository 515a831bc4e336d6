/* crm-address-kind.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-address"
#include "config.h"

#include "crm-address.h"

#include <stdlib.h>
#include <string.h>

/* A local part as long as this and with so many digits is no name. */
#define TRACKING_LENGTH 24
#define TRACKING_DIGITS 8

/* clang-format off */
/* Local parts of machines, sorted; separators are one hyphen each. */
static const char *const automatic_names[] = {
  "alert", "alerts", "auto", "auto-confirm", "auto-reply", "auto-response", "autoconfirm",
  "automailer", "automated", "autoreply", "autoresponder", "bot", "cron", "daemon", "devnull",
  "digest", "e-delivery", "edelivery", "listmaster", "listproc", "listserv", "listserver",
  "mail-daemon", "mail-delivery-subsystem", "mail-delivery-system", "mailer", "mailer-daemon",
  "mailerdaemon", "mailing", "mailings", "mailman", "majordom", "majordomo", "mdaemon", "ndr",
  "news-letter", "newsletter", "newsletters", "nobody", "notification", "notifications",
  "notifier", "notify", "postmaster", "reply", "root", "sympa", "system-administrator",
  "undisclosed", "undisclosed-recipients", "unsubscribe", "www-data",
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
  "-alert-", "-alerts-", "-bounce-", "-bounces-", "-listserv-", "-newsletter-",
  "-newsletters-", "-notification-", "-notifications-", "-notify-", "-owner-", "-unsubscribe-",
};
static const char *const automatic_ends[] = {
  "-alert-", "-alerts-", "-bounce-", "-bounces-", "-digest-", "-newsletter-", "-newsletters-",
  "-notification-", "-notifications-", "-notify-", "-owner-", "-request-", "-sender-",
  "-unsubscribe-",
};

/* Hosts, or what stands before an organisation's name, that only machines write from; sorted. */
static const char *const automatic_hosts[] = {
  "bounce", "bounces", "lists", "listserv", "listserver", "mailer", "newsletter", "newsletters",
  "no-reply", "noreply", "reply", "response",
};

/* Words that make a function of a local part that ends with them, as "history-editor" does; none is
 * a name that people have. Sorted. */
static const char *const role_endings[] = {
  "admin", "billing", "center", "centre", "daily", "deals", "desk", "editor", "editors",
  "email", "helpdesk", "info", "marketing", "news", "offers", "orders", "promotions",
  "relations", "sales", "service", "services", "subscriptions", "support", "update", "updates",
  "weekly",
};

/* Local parts that stand for a function of an organisation, not for a person; sorted. */
static const char *const role_names[] = {
  "abuse", "academy", "accounting", "accounts", "accountspayable", "accountsreceivable",
  "admin", "administracion", "administration", "administrator", "admissions", "ap", "ar",
  "billing", "board", "bookings", "buchhaltung", "careers", "comercial", "commercial",
  "compliance", "compras", "compta", "comptabilite", "contabilidad", "contabilita", "contact",
  "contacto", "contactus", "customercare", "customerservice", "customersupport", "datenschutz",
  "deals", "dev", "dpo", "editor", "editorial", "editors", "einkauf", "empfang", "enquiries",
  "enquiry", "events", "export", "facturacion", "factures", "faktura", "feedback", "finance",
  "ftp", "general", "hello", "help", "helpdesk", "hi", "hostmaster", "hotdeals", "hr",
  "humanresources", "info", "information", "inquiries", "inquiry", "invoice", "invoices", "it",
  "job", "jobs", "karriere", "kontakt", "kundenservice", "legal", "mail", "mailbox",
  "management", "marketing", "media", "members", "memberservices", "membership", "moderator",
  "news", "noc", "offers", "office", "operations", "order", "orders", "payments", "payroll",
  "personal", "post", "press", "presse", "privacy", "procurement", "promotions", "purchasing",
  "reception", "rechnung", "rechnungen", "recruiting", "recruitment", "rh", "sales",
  "secretary", "security", "sekretariat", "service", "services", "shop", "specials", "staff",
  "store", "subscribe", "subscription", "subscriptions", "support", "team", "tech", "technik",
  "usenet", "vendas", "vendite", "ventas", "verkauf", "vertrieb", "verwaltung",
  "webmaster", "welcome", "zentrale",
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

/* Whether the host says that a machine writes: "news@listserv.acme.com". The last two labels are
 * somebody's name. */
static gboolean
has_automatic_host (const char *address)
{
  const char *domain = crm_address_get_domain (address);
  g_auto (GStrv) labels = g_strsplit (domain, ".", -1);
  g_autofree char *organization = crm_domain_organization (domain);
  guint n_labels = g_strv_length (labels);

  if (crm_domain_is_mailing_service (organization))
    return TRUE;

  for (guint i = 0; i + 2 < n_labels; i++)
    if (contains_name (automatic_hosts, G_N_ELEMENTS (automatic_hosts), labels[i]))
      return TRUE;
  return FALSE;
}

/* Whether the local part holds numbers of letters and recipients, which come back with a bounce. */
static gboolean
is_tracking (const char *name)
{
  guint n_digits = 0;

  for (const char *p = name; *p != '\0'; p++)
    n_digits += g_ascii_isdigit (*p) != 0;
  return n_digits >= TRACKING_DIGITS && strlen (name) >= TRACKING_LENGTH;
}

/**
 * crm_address_is_automatic:
 * @address: (nullable): an address as crm_address_normalize() gives it
 *
 * Tells machines by the local part and the host: bounces, no-reply senders, list software,
 * notifiers. Such an address never makes a person. The headers of a mail know more, see
 * %CRM_MESSAGE_AUTOMATIC.
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
  if (contains_name (automatic_names, G_N_ELEMENTS (automatic_names), name) || is_tracking (name)
      || has_automatic_host (address))
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

static gboolean
ends_in_role (const char *address)
{
  g_autofree char *padded = get_local_part (address, '-');
  gsize length = padded != NULL ? strlen (padded) : 0;
  const char *word;

  if (length < 3)
    return FALSE;
  padded[length - 1] = '\0';
  word = strrchr (padded, '-');
  return word != padded && contains_name (role_endings, G_N_ELEMENTS (role_endings), word + 1);
}

/**
 * crm_address_is_role:
 * @address: (nullable): an address as crm_address_normalize() gives it
 *
 * Tells addresses that several people read, such as sales@, info@ or web-editor@, by the local
 * part. Digits at its end do not count.
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

  return length > 0
         && (contains_name (role_names, G_N_ELEMENTS (role_names), name) || ends_in_role (address));
}
