/* test-token.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "model/crm-id.h"
#include "model/crm-token.h"

static void
assert_found (const char *subject, const char *expected)
{
  g_autofree char *found = crm_token_find (subject);

  g_assert_cmpstr (found, ==, expected);
}

static void
test_find (void)
{
  assert_found ("Re: Offer [#1a2b3c4d]", "1a2b3c4d");
  assert_found ("[#nothing] AW: [#1A2B3C4D] x", "1a2b3c4d");
  assert_found ("[#1a2b3c4d] and [#00000000]", "1a2b3c4d");
  assert_found ("[#1a2b3c4]", NULL);
  assert_found ("[#1a2b3c4de]", NULL);
  assert_found ("1a2b3c4d", NULL);
  assert_found ("[#", NULL);
  assert_found ("", NULL);
  assert_found (NULL, NULL);
}

static void
test_round_trip (void)
{
  for (guint i = 0; i < 100; i++)
    {
      g_autofree char *id = crm_id_new (g_get_real_time ());
      g_autofree char *token = crm_token_new (id);
      g_autofree char *subject = g_strconcat ("Re: ", token, NULL);
      g_autofree char *found = crm_token_find (subject);

      g_assert_true (g_str_has_suffix (id, found));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/token/find", test_find);
  g_test_add_func ("/token/round-trip", test_round_trip);
  return g_test_run ();
}
