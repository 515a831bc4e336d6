/* main.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "evolution-crm"
#include "config.h"

#include <glib/gi18n-lib.h>
#include <locale.h>

#include "shell/crm-app-application.h"

/* Beside Evolution's own data, or elsewhere for the demo and for tests. */
static char *
find_directory (void)
{
  const char *chosen = g_getenv ("CRM_DATA_DIR");

  return chosen != NULL ? g_canonicalize_filename (chosen, NULL)
                        : g_build_filename (g_get_user_data_dir (), "evolution", "crm", NULL);
}

int
main (int argc, char *argv[])
{
  const char *translations = g_getenv ("CRM_LOCALE_DIR"); /* of a build that is not installed */
  g_autofree char *directory = find_directory ();
  g_autoptr (CrmAppApplication) application = NULL;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, translations != NULL ? translations : LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  application = crm_app_application_new (directory);
  return g_application_run (G_APPLICATION (application), argc, argv);
}
