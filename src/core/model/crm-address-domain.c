/* crm-address-domain.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-address"
#include "config.h"

#include "crm-address.h"

#include "crm-text-private.h"

#include <libpsl.h>
#include <string.h>
#include <unicode/uidna.h>

#define MAX_DOMAIN_LENGTH 255
#define MAX_RAW_LENGTH 1024

/* Returns ICU's converter, or %NULL where it cannot be made. It is immutable, so threads may share
 * it; it lives as long as the process. */
static const UIDNA *
get_idna (void)
{
  static gsize once = 0;
  static UIDNA *idna;

  if (g_once_init_enter (&once))
    {
      UErrorCode status = U_ZERO_ERROR;

      idna = uidna_openUTS46 (UIDNA_NONTRANSITIONAL_TO_ASCII | UIDNA_CHECK_BIDI
                                  | UIDNA_CHECK_CONTEXTJ | UIDNA_USE_STD3_RULES,
                              &status);
      if (U_FAILURE (status))
        g_warning ("no IDN support: %s", u_errorName (status));
      g_once_init_leave (&once, 1);
    }

  return idna;
}

/* Returns the A-labels of @domain, or %NULL when it has none. */
static char *
to_ascii (const char *domain)
{
  const UIDNA *idna = get_idna ();
  UIDNAInfo info = UIDNA_INFO_INITIALIZER;
  UErrorCode status = U_ZERO_ERROR;
  char ascii[MAX_DOMAIN_LENGTH + 1];
  int32_t length;

  if (idna == NULL)
    return NULL;

  length = uidna_nameToASCII_UTF8 (idna, domain, (int32_t)strlen (domain), ascii, MAX_DOMAIN_LENGTH,
                                   &info, &status);
  if (U_FAILURE (status) || info.errors != 0 || length <= 0 || length > MAX_DOMAIN_LENGTH)
    return NULL;

  return g_ascii_strdown (ascii, length);
}

/* Cuts full stops, also those that IDN takes for one, off the end of the valid UTF-8 @text. */
static void
cut_trailing_stops (char *text)
{
  static const char *const stops[] = { ".", "。", "．", "｡" };

  for (gsize i = 0; i < G_N_ELEMENTS (stops);)
    {
      if (g_str_has_suffix (text, stops[i]))
        {
          text[strlen (text) - strlen (stops[i])] = '\0';
          i = 0;
        }
      else
        {
          i++;
        }
    }
}

static gboolean
is_domain_text (const char *text)
{
  for (const char *p = text; *p; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_isspace (c) || g_unichar_iscntrl (c) || (c < 0x80 && strchr ("@\"<>", (int)c)))
        return FALSE;
    }

  return *text != '\0';
}

/**
 * crm_domain_normalize:
 * @raw: (nullable): a domain, perhaps in capitals, in Unicode, with white space around it or a full
 *   stop at the end
 *
 * Gives the one form in which a domain is stored and compared: lower case, as A-labels. What IDN
 * does not allow (an underscore in a Unicode name, say) stays as lower-case text rather than
 * getting lost.
 *
 * Returns: (transfer full) (nullable): the domain, or %NULL when nothing is left, when that is
 * longer than 255 bytes, or when it holds white space, control characters, an @, a double quote or
 * an angle bracket
 */
char *
crm_domain_normalize (const char *raw)
{
  g_autofree char *valid = NULL;
  g_autofree char *lower = NULL;
  g_autofree char *ascii = NULL;

  if (raw == NULL || strnlen (raw, MAX_RAW_LENGTH + 1) > MAX_RAW_LENGTH)
    return NULL;

  valid = g_strstrip (g_utf8_make_valid (raw, -1));
  lower = _crm_text_lower (valid);
  cut_trailing_stops (lower);
  if (!_crm_text_is_ascii (lower) && (ascii = to_ascii (lower)) != NULL)
    {
      g_free (lower);
      lower = g_steal_pointer (&ascii);
      cut_trailing_stops (lower); /* there may have been something invisible behind the last one */
    }

  return strlen (lower) <= MAX_DOMAIN_LENGTH && is_domain_text (lower) ? g_steal_pointer (&lower)
                                                                       : NULL;
}

/* Whether @domain has only what names in the DNS have in practice, underscores included. */
static gboolean
is_host_name (const char *domain)
{
  gsize length = strspn (domain, "abcdefghijklmnopqrstuvwxyz0123456789-_.");

  return length > 0 && domain[length] == '\0' && *domain != '.' && strstr (domain, "..") == NULL;
}

/* Whether @registrable is a whole state's: "ca.gov" and "state.ny.us" have hundreds of agencies. */
static gboolean
is_government (const char *registrable)
{
  gsize length = strlen (registrable);

  return (length == strlen ("ca.gov") && g_str_has_suffix (registrable, ".gov"))
         || (length == strlen ("state.ny.us") && g_str_has_prefix (registrable, "state.")
             && g_str_has_suffix (registrable, ".us"));
}

/* Returns where in @domain the label before @registrable, one of its ends, begins. */
static const char *
add_label (const char *domain, const char *registrable)
{
  const char *start = registrable;

  if (start == domain)
    return start;
  for (start--; start > domain && start[-1] != '.';)
    start--;
  return start;
}

/**
 * crm_domain_organization:
 * @domain: (nullable): a domain, normalised or not
 *
 * Gives the part of a domain that somebody registered, by the public suffix list built into libpsl:
 * `acme.co.uk` for `mail.eu.acme.co.uk`. Under a state's own domain it is the agency's:
 * `energy.ca.gov` for `mail.energy.ca.gov`.
 *
 * Returns: (transfer full) (nullable): the registered domain, lower case and as A-labels; %NULL
 * when
 * @domain is a public suffix itself, an IP address, or no domain
 */
char *
crm_domain_organization (const char *domain)
{
  g_autofree char *normal = crm_domain_normalize (domain);
  const char *registrable;

  if (normal == NULL || !is_host_name (normal) || g_hostname_is_ip_address (normal))
    return NULL;

  registrable = psl_registrable_domain (psl_builtin (), normal);
  return g_strdup (registrable != NULL && is_government (registrable)
                       ? add_label (normal, registrable)
                       : registrable);
}
