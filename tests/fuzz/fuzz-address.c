/* fuzz-address.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "crm-address.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
check_domain (const char *text)
{
  g_autofree char *domain = crm_domain_normalize (text);
  g_autofree char *organization = crm_domain_organization (text);

  crm_domain_is_free_mail (text);
  if (domain != NULL)
    {
      g_autofree char *again = crm_domain_normalize (domain);

      g_assert_cmpstr (again, ==, domain);
    }
  if (organization != NULL)
    {
      g_autofree char *again = crm_domain_organization (organization);

      g_assert_cmpstr (again, ==, organization);
    }
}

/* What is an address stays the same address, and every question about it has an answer. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *)data, size);
  g_autofree char *once = crm_address_normalize (text);
  g_autofree char *twice = crm_address_normalize (once);
  g_autofree char *bare = crm_address_without_tag (text);

  g_assert_cmpuint (strlen (bare), <=, strlen (text));
  crm_address_is_automatic (text);
  crm_address_is_role (text);
  check_domain (text);
  g_assert_cmpstr (once, ==, twice);
  if (once != NULL)
    {
      g_assert_true (g_utf8_validate (once, -1, NULL));
      g_assert_cmpuint (strlen (once), <=, 320);
      g_assert_nonnull (crm_address_get_domain (once));
      check_domain (crm_address_get_domain (once));
    }

  return 0;
}
