/* crm-sender.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-sender"
#include "config.h"

#include "crm-sender.h"

#include <string.h>

#include "model/crm-address.h"

/**
 * crm_account_guess_clear:
 * @self: a guess
 */
void
crm_account_guess_clear (CrmAccountGuess *self)
{
  g_clear_pointer (&self->domain, g_free);
  g_clear_pointer (&self->name, g_free);
  self->confidence = 0;
}

/**
 * crm_sender_get_kind:
 * @message: a letter
 * @address: (nullable): normalised; one of its people
 *
 * Returns: what is behind the address; a letter without a sender is automatic
 */
CrmSenderKind
crm_sender_get_kind (const CrmMessage *message, const char *address)
{
  if (address == NULL || crm_address_is_automatic (address)
      || (message->flags & (CRM_MESSAGE_LIST | CRM_MESSAGE_AUTOMATIC)) != 0)
    return CRM_SENDER_AUTOMATIC;
  return crm_address_is_role (address) ? CRM_SENDER_ROLE : CRM_SENDER_PERSON;
}

/* Where former students keep an address for life, and universities were the town's provider. */
static gboolean
is_for_anybody (const char *host)
{
  return g_str_has_prefix (host, "alum.") || g_str_has_prefix (host, "alumni.")
         || g_str_has_prefix (host, "freenet.");
}

/* How often the domain is the organisation's own was counted, see docs/proposal-quality.md: under
 * .net there are many small providers, under .org many projects and private people. */
static int
guess_confidence (const char *organization, const char *local_part)
{
  gsize length = strcspn (organization, ".");

  if (strlen (local_part) == length && strncmp (local_part, organization, length) == 0)
    return 50; /* harley@harley.example: a family, or a firm that is called like its owner */
  return g_str_has_suffix (organization, ".net") || g_str_has_suffix (organization, ".org") ? 60
                                                                                            : 90;
}

/* "acme.example" -> "Acme" */
static char *
name_from_domain (const char *domain)
{
  g_autofree char *shown = g_hostname_to_unicode (domain);
  const char *text = shown != NULL ? shown : domain;
  g_autofree char *label = g_strndup (text, strcspn (text, "."));
  g_autofree char *first = g_utf8_substring (label, 0, MIN (1, g_utf8_strlen (label, -1)));
  g_autofree char *upper = g_utf8_strup (first, -1);

  return g_strconcat (upper, label + strlen (first), NULL);
}

/**
 * crm_sender_guess_account:
 * @address: (nullable): normalised
 * @out_guess: (out caller-allocates): clear with crm_account_guess_clear()
 *
 * Says which organisation an address is of: the registered part of its domain, unless anybody may
 * have an address there.
 */
void
crm_sender_guess_account (const char *address, CrmAccountGuess *out_guess)
{
  const char *domain = crm_address_get_domain (address);
  g_autofree char *organization = domain != NULL ? crm_domain_organization (domain) : NULL;
  g_autofree char *local_part = NULL;

  *out_guess = (CrmAccountGuess){ 0 };
  if (organization == NULL || crm_domain_is_free_mail (organization) || is_for_anybody (domain))
    return;
  local_part = g_strndup (address, (gsize)(domain - address - 1));
  out_guess->confidence = guess_confidence (organization, local_part);
  out_guess->name = name_from_domain (organization);
  out_guess->domain = g_steal_pointer (&organization);
}
