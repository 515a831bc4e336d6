/* crm-phone.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Comparing and dialling telephone numbers. They are compared as digits here; where libphonenumber
 * is at hand, src/eds knows more. */
#define G_LOG_DOMAIN "crm-phone"
#include "config.h"

#include "crm-phone.h"

#include <string.h>

#include "crm-signature-private.h"
#include "crm-text.h"

#define MIN_DIGITS 7
#define FULL_DIGITS 10

/**
 * crm_phone_new:
 * @kind: work, mobile, home, fax or other
 * @number: as it was written
 *
 * Returns: (transfer full): a telephone number
 */
CrmPhone *
crm_phone_new (const char *kind, const char *number)
{
  CrmPhone *self = g_new0 (CrmPhone, 1);

  self->kind = g_intern_string (kind);
  self->number = g_strdup (number);
  return self;
}

/**
 * crm_phone_free:
 * @self: (nullable): a telephone number
 */
void
crm_phone_free (CrmPhone *self)
{
  if (self == NULL)
    return;
  g_free (self->number);
  g_free (self);
}

static gboolean
is_digit_at (const char *p)
{
  return g_unichar_isdigit (g_utf8_get_char (p));
}

/* "(0)" is what is dialled from within the country alone. */
static const char *
skip_trunk_zero (const char *p)
{
  return g_str_has_prefix (p, "(0)") ? p + 3 : p;
}

/* (nullable): the digits of the extension that @p begins with. */
const char *
_crm_phone_find_extension (const char *p)
{
  static const char *const marks[]
      = { "ext.", "ext", "x", "durchwahl", "dw", "poste", "wew.", "доб.", NULL };

  while (*p == ' ' || *p == ',' || *p == '(')
    p++;
  for (gsize i = 0; marks[i] != NULL; i++)
    {
      const char *rest = p + strlen (marks[i]);

      if (g_ascii_strncasecmp (p, marks[i], strlen (marks[i])) != 0)
        continue;
      while (*rest == ' ' || *rest == ':' || *rest == '.')
        rest++;
      if (is_digit_at (rest))
        return rest;
    }
  return NULL;
}

/**
 * crm_phone_digits:
 * @number: (nullable): a telephone number as people write it
 *
 * Returns: (transfer full): its digits, after a plus where it has the country's; without an
 * extension
 */
char *
crm_phone_digits (const char *number)
{
  GString *digits = g_string_new (NULL);
  g_autofree char *text = crm_text_clean (number);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c;

      if (digits->len > 1)
        p = skip_trunk_zero (p);
      c = g_utf8_get_char (p);
      if (c == 0
          || (digits->len > 2 && g_unichar_isalpha (c) && _crm_phone_find_extension (p) != NULL))
        break;
      if (c == '+' && digits->len == 0)
        g_string_append_c (digits, '+');
      else if (g_unichar_isdigit (c))
        g_string_append_c (digits, (char)('0' + g_unichar_digit_value (c)));
    }
  if (g_str_has_prefix (digits->str, "00") && digits->len > FULL_DIGITS)
    {
      g_string_erase (digits, 0, 2);
      g_string_prepend_c (digits, '+');
    }
  return g_string_free (digits, FALSE);
}

static const CrmPhoneExpert *the_expert; /* (atomic) (nullable) */

/**
 * crm_phone_set_expert:
 * @expert: (nullable): lives as long as it is set
 *
 * From now on it is asked, too. To be called once, before numbers are compared.
 */
void
crm_phone_set_expert (const CrmPhoneExpert *expert)
{
  g_atomic_pointer_set (&the_expert, expert);
}

/**
 * crm_phone_format:
 * @number: a telephone number as it was written
 *
 * Returns: (transfer full): as it is written where it is from, if that is known; else as it was
 */
char *
crm_phone_format (const char *number)
{
  const CrmPhoneExpert *expert = g_atomic_pointer_get (&the_expert);
  char *text = expert != NULL ? expert->format (number) : NULL;

  return text != NULL ? text : g_strdup (number);
}

/* With and without the country's or the area's digits. */
static gboolean
is_same_by_digits (const char *one, const char *other)
{
  g_autofree char *a = crm_phone_digits (one);
  g_autofree char *b = crm_phone_digits (other);
  const char *longer = a, *shorter = b;

  if (a[0] == '+' && b[0] == '+')
    return g_str_equal (a, b);
  while (*longer == '+' || *longer == '0')
    longer++;
  while (*shorter == '+' || *shorter == '0')
    shorter++;
  if (strlen (shorter) > strlen (longer))
    {
      const char *swap = longer;

      longer = shorter;
      shorter = swap;
    }
  return g_str_equal (longer, shorter)
         || (strlen (shorter) >= MIN_DIGITS && g_str_has_suffix (longer, shorter));
}

/**
 * crm_phone_is_same:
 * @one: (nullable): a telephone number
 * @other: (nullable): another
 *
 * Two that may be the same are the same: with and without the country's or the area's digits.
 *
 * Returns: whether they reach one telephone, as far as digits tell, and who knows more of them
 */
gboolean
crm_phone_is_same (const char *one, const char *other)
{
  const CrmPhoneExpert *expert = g_atomic_pointer_get (&the_expert);

  return is_same_by_digits (one, other)
         || (expert != NULL && one != NULL && other != NULL && expert->is_same (one, other));
}

/**
 * crm_phone_to_uri:
 * @number: a telephone number as people write it
 *
 * Returns: (transfer full) (nullable): a tel: URI (RFC 3966); %NULL when there is nothing to dial
 */
char *
crm_phone_to_uri (const char *number)
{
  g_autofree char *digits = crm_phone_digits (number);
  g_autofree char *text = crm_text_clean (number);
  const char *extension = NULL;
  g_autoptr (GString) uri = NULL;

  if (digits[0] == '\0' || g_str_equal (digits, "+"))
    return NULL;
  for (const char *p = text; *p != '\0' && extension == NULL; p = g_utf8_next_char (p))
    if (p > text && g_unichar_isalpha (g_utf8_get_char (p)))
      extension = _crm_phone_find_extension (p);
  uri = g_string_new ("tel:");
  g_string_append (uri, digits);
  if (extension != NULL && strlen (digits) > 2)
    {
      g_string_append (uri, ";ext=");
      for (const char *p = extension; is_digit_at (p); p = g_utf8_next_char (p))
        g_string_append_c (uri, (char)('0' + g_unichar_digit_value (g_utf8_get_char (p))));
    }
  return g_string_free (g_steal_pointer (&uri), FALSE);
}
