/* test-phone.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "crm-phone-expert.h"
#include "model/crm-phone.h"

static const struct
{
  const char *one;
  const char *other;
  gboolean same;
  gboolean by_digits; /* what is said without libphonenumber */
} pairs[] = {
  { "+7 495 555-01-23", "8 (495) 555-01-23", TRUE, FALSE },
  { "+49 3641 5550123", "03641 5550123", TRUE, TRUE },
  { "+39 02 1234 5678", "02 1234 5678", TRUE, TRUE },
  { "+44 29 2018 0123", "+44 (0)29 2018 0123", TRUE, TRUE },
  { "+49 3641 5550123", "+44 3641 5550123", FALSE, FALSE },
  { "+44 7700 900123", "07700 900124", FALSE, FALSE },
  { "n/a", "+44 7700 900123", FALSE, FALSE },
};

static void
test_compare (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++)
    g_assert_cmpint (crm_phone_is_same (pairs[i].one, pairs[i].other), ==, pairs[i].by_digits);
  if (!crm_phone_expert_install ())
    {
      g_test_skip ("Evolution-Data-Server has no libphonenumber");
      return;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      g_test_message ("%s %s", pairs[i].one, pairs[i].other);
      g_assert_cmpint (crm_phone_is_same (pairs[i].one, pairs[i].other), ==, pairs[i].same);
      g_assert_cmpint (crm_phone_is_same (pairs[i].other, pairs[i].one), ==, pairs[i].same);
    }
  crm_phone_set_expert (NULL);
}

/* A number that does not say its country stays as it was written, and so does what is none. */
static void
test_format (void)
{
  static const char *const numbers[][2] = { { "+442920180123", "+44 29 2018 0123" },
                                            { "029 2018 0123", "029 2018 0123" },
                                            { "n/a", "n/a" },
                                            { "+", "+" },
                                            { "", "" } };

  for (guint turn = 0; turn < 2; turn++)
    {
      if (turn == 1 && !crm_phone_expert_install ())
        return;
      for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
        {
          g_autofree char *text = crm_phone_format (numbers[i][0]);

          g_assert_cmpstr (text, ==, numbers[i][turn]);
        }
    }
  crm_phone_set_expert (NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/phone/compare", test_compare);
  g_test_add_func ("/phone/format", test_format);
  return g_test_run ();
}
