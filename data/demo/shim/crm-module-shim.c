/* crm-module-shim.c - SPDX-License-Identifier: LGPL-2.1-or-later */

/* Evolution looks for modules in one folder, fixed when it was compiled, which only root may write.
 * This GTK module loads ours from the build folder instead, so that the demo and the tests need no
 * installation:
 *
 *   GTK_MODULES=/abs/crm-module-shim.so CRM_EVOLUTION_MODULE=/abs/module-crm.so evolution
 */

#define G_LOG_DOMAIN "crm-module-shim"
#include <gmodule.h>

/* Returns an EModule, NULL when there is nothing to load. */
typedef gpointer (*LoadFileFunc) (const char *filename);

G_MODULE_EXPORT void gtk_module_init (int *argc, char ***argv);

/* WebKit's helpers and the alarm daemon are GTK programs too and inherit GTK_MODULES. */
static gboolean
is_evolution (void)
{
  const char *name = g_get_prgname ();

  return g_strcmp0 (name, "evolution") == 0 ||         /* 3.46 */
         g_strcmp0 (name, "org.gnome.Evolution") == 0; /* 3.56 */
}

/**
 * gtk_module_init:
 * @argc: (inout) (nullable): ignored
 * @argv: (inout) (nullable): ignored
 *
 * Called by GTK during gtk_init(), before Evolution loads its own modules. Says on the standard
 * error why the module could not be loaded; Evolution then runs without it.
 */
void
gtk_module_init (int *argc, char ***argv)
{
  const char *path = g_getenv ("CRM_EVOLUTION_MODULE");
  GModule *program = NULL;
  LoadFileFunc load_file = NULL;

  if (path == NULL || *path == '\0' || !is_evolution ())
    return;

  /* Looked up at run time: one binary serves every Evolution, whatever its libraries are called. */
  program = g_module_open (NULL, 0);
  if (program == NULL || !g_module_symbol (program, "e_module_load_file", (gpointer *)&load_file))
    {
      g_printerr ("crm-module-shim: this program has no e_module_load_file\n");
      return;
    }

  if (load_file (path) == NULL)
    g_printerr ("crm-module-shim: cannot load %s\n", path);
}
