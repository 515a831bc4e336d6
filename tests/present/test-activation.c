/* test-activation.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "crm-activation.h"

static void
assert_platform_data (const char *token, const char *expected)
{
  g_autoptr (GVariant) data = g_variant_ref_sink (crm_activation_to_platform_data (token));
  g_autofree char *text = g_variant_print (data, FALSE);

  g_assert_cmpstr (g_variant_get_type_string (data), ==, "a{sv}");
  g_assert_cmpstr (text, ==, expected);
}

static void
test_platform_data (void)
{
  assert_platform_data (NULL, "{}");
  assert_platform_data ("", "{}");
  assert_platform_data ("no \xff text", "{}");
  assert_platform_data ("_TIME77", "{'activation-token': <'_TIME77'>, "
                                   "'desktop-startup-id': <'_TIME77'>}");
}

/* In a call as the bus wants it: the type of the last argument is what the interface says. */
static void
test_call (void)
{
  const char *addresses[] = { "crm:today", NULL };
  g_autoptr (GVariant) call = g_variant_ref_sink (
      g_variant_new ("(^as@a{sv})", addresses, crm_activation_to_platform_data ("abc")));
  g_autoptr (GVariant) data = g_variant_get_child_value (call, 1);
  const char *token;

  g_assert_cmpstr (g_variant_get_type_string (call), ==, "(asa{sv})");
  g_assert_true (g_variant_lookup (data, "activation-token", "&s", &token));
  g_assert_cmpstr (token, ==, "abc");
}

static void
test_environment (void)
{
  g_auto (GStrv) environment = g_new0 (char *, 1);

  environment = g_environ_setenv (environment, "HOME", "/home", TRUE);
  environment = g_environ_setenv (environment, "XDG_ACTIVATION_TOKEN", "old", TRUE);
  environment = crm_activation_to_environment ("new", environment);
  g_assert_cmpstr (g_environ_getenv (environment, "XDG_ACTIVATION_TOKEN"), ==, "new");
  g_assert_cmpstr (g_environ_getenv (environment, "DESKTOP_STARTUP_ID"), ==, "new");
  environment = crm_activation_to_environment (NULL, environment);
  g_assert_null (g_environ_getenv (environment, "XDG_ACTIVATION_TOKEN"));
  g_assert_null (g_environ_getenv (environment, "DESKTOP_STARTUP_ID"));
  g_assert_cmpstr (g_environ_getenv (environment, "HOME"), ==, "/home");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/activation/platform-data", test_platform_data);
  g_test_add_func ("/activation/call", test_call);
  g_test_add_func ("/activation/environment", test_environment);
  return g_test_run ();
}
