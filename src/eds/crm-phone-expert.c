/* crm-phone-expert.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * libphonenumber, where Evolution-Data-Server was built with it: it knows how numbers are written
 * in which country, such as the 8 of Russia and the 9 of Argentina. */
#define G_LOG_DOMAIN "crm-phone-expert"
#include "config.h"

#include "crm-phone-expert.h"

#include <libebook-contacts/libebook-contacts.h>

#include "model/crm-phone.h"

/* Where a number without the country's digits is read as one of the other's country. */
static const struct
{
  int code;
  const char *region;
} regions[] = {
  { 1, "US" },   { 7, "RU" },   { 20, "EG" },  { 27, "ZA" },  { 30, "GR" },  { 31, "NL" },
  { 32, "BE" },  { 33, "FR" },  { 34, "ES" },  { 36, "HU" },  { 39, "IT" },  { 40, "RO" },
  { 41, "CH" },  { 43, "AT" },  { 44, "GB" },  { 45, "DK" },  { 46, "SE" },  { 47, "NO" },
  { 48, "PL" },  { 49, "DE" },  { 51, "PE" },  { 52, "MX" },  { 54, "AR" },  { 55, "BR" },
  { 56, "CL" },  { 57, "CO" },  { 61, "AU" },  { 64, "NZ" },  { 81, "JP" },  { 82, "KR" },
  { 86, "CN" },  { 90, "TR" },  { 91, "IN" },  { 351, "PT" }, { 352, "LU" }, { 353, "IE" },
  { 358, "FI" }, { 380, "UA" }, { 420, "CZ" }, { 421, "SK" }, { 966, "SA" }, { 971, "AE" },
};

/* (nullable): the region of a number that has its country's digits; NULL says that of the locale */
static const char *
find_region (const char *number)
{
  g_autofree char *digits = crm_phone_digits (number);
  EPhoneNumber *parsed = digits[0] == '+' ? e_phone_number_from_string (digits, NULL, NULL) : NULL;
  int code = parsed != NULL ? e_phone_number_get_country_code (parsed, NULL) : 0;

  if (parsed != NULL)
    e_phone_number_free (parsed);
  for (gsize i = 0; i < G_N_ELEMENTS (regions); i++)
    if (regions[i].code == code)
      return regions[i].region;
  return NULL;
}

static gboolean
is_same (const char *one, const char *other)
{
  const char *region = find_region (one);
  EPhoneNumberMatch match;

  if (region == NULL)
    region = find_region (other);
  match = e_phone_number_compare_strings_with_region (one, other, region, NULL);
  return match == E_PHONE_NUMBER_MATCH_EXACT || match == E_PHONE_NUMBER_MATCH_NATIONAL;
}

/* Only where the number itself says its country: else it would be a guess. */
static char *
format (const char *number)
{
  g_autoptr (GError) error = NULL;
  EPhoneNumber *parsed
      = number[0] == '+' ? e_phone_number_from_string (number, NULL, &error) : NULL;
  char *text;

  if (parsed == NULL)
    return NULL;
  text = e_phone_number_to_string (parsed, E_PHONE_NUMBER_FORMAT_INTERNATIONAL);
  e_phone_number_free (parsed);
  return text;
}

/**
 * crm_phone_expert_install:
 *
 * From now on numbers are compared and written with what libphonenumber knows, in this process.
 *
 * Returns: whether it is there; else all stays as it is
 */
gboolean
crm_phone_expert_install (void)
{
  static const CrmPhoneExpert expert = { is_same, format };

  if (!e_phone_number_is_supported ())
    return FALSE;
  crm_phone_set_expert (&expert);
  return TRUE;
}
