/* replay.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Runs a fuzz target over its corpus without a fuzzer, so that every test run, also under the
 * sanitizers, goes once through all inputs that ever mattered. */
#include <gio/gio.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static int
run_file (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *data = NULL;
  gsize size;

  if (!g_file_get_contents (path, &data, &size, &error))
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }
  return LLVMFuzzerTestOneInput ((const guint8 *)data, size);
}

int
main (int argc, char **argv)
{
  g_autoptr (GDir) corpus = argc == 2 ? g_dir_open (argv[1], 0, NULL) : NULL;
  const char *name;
  guint n = 0;

  if (corpus == NULL)
    {
      g_printerr ("usage: %s CORPUS\n", argv[0]);
      return 2;
    }
  while ((name = g_dir_read_name (corpus)) != NULL)
    {
      g_autofree char *path = g_build_filename (argv[1], name, NULL);

      if (run_file (path) != 0)
        return 1;
      n++;
    }
  if (n == 0)
    {
      g_printerr ("%s is empty: nothing was tested\n", argv[1]);
      return 1;
    }
  return 0;
}
