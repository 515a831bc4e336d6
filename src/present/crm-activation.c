/* crm-activation.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * A compositor lets a program come to the front only with a token of the program that was clicked
 * in. Evolution and the workspace hand it to one another with what they ask. */
#include "config.h"

#include "crm-activation.h"

/**
 * crm_activation_to_platform_data:
 * @token: (nullable): what the compositor gave; empty is the same as none
 *
 * What goes with a call to an application on the session bus. GTK reads either name, depending on
 * its release and on the display. What is no UTF-8 is left out, for the bus would end the
 * connection.
 *
 * Returns: (transfer floating): of type `a{sv}`, empty without a token
 */
GVariant *
crm_activation_to_platform_data (const char *token)
{
  GVariantBuilder data;

  g_variant_builder_init (&data, G_VARIANT_TYPE_VARDICT);
  if (token != NULL && *token != '\0' && g_utf8_validate (token, -1, NULL))
    {
      g_variant_builder_add (&data, "{sv}", "activation-token", g_variant_new_string (token));
      g_variant_builder_add (&data, "{sv}", "desktop-startup-id", g_variant_new_string (token));
    }
  return g_variant_builder_end (&data);
}

/**
 * crm_activation_to_environment:
 * @token: (nullable): what the compositor gave; empty is the same as none
 * @environment: (transfer full): as of g_get_environ()
 *
 * The same for a program that is started. Without a token, one that this program was itself started
 * with is not handed on.
 *
 * Returns: (transfer full)
 */
char **
crm_activation_to_environment (const char *token, char **environment)
{
  static const char *const names[] = { "XDG_ACTIVATION_TOKEN", "DESKTOP_STARTUP_ID" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (token != NULL && *token != '\0')
      environment = g_environ_setenv (environment, names[i], token, TRUE);
    else
      environment = g_environ_unsetenv (environment, names[i]);
  return environment;
}
