/* test-memory.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gstdio.h>

#include "base/crm-app-memory.h"
#include "list/crm-app-list-layout.h"

static const char former_text[] = "[list deal]\n"
                                  "columns=title:320 x.region amount:90\n"
                                  "order=amount desc\n"
                                  "filter=amount > 10\n"
                                  "[list person]\n"
                                  "columns=name:200\n"
                                  "[window]\n"
                                  "width=900\n";

typedef struct
{
  char *store; /* (owned): the folder of a store */
} Fixture;

static void
write_file (const char *folder, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

static void
write_former (const char *text)
{
  g_autofree char *folder = g_build_filename (g_get_user_config_dir (), "evolution", NULL);

  write_file (folder, "crm-workspace.ini", text);
}

static void
remove_former (void)
{
  g_autofree char *path
      = g_build_filename (g_get_user_config_dir (), "evolution", "crm-workspace.ini", NULL);

  g_unlink (path);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  self->store = g_dir_make_tmp ("crm-memory-XXXXXX", NULL);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_autofree char *path = g_build_filename (self->store, "workspace.ini", NULL);

  remove_former ();
  g_unlink (path);
  g_assert_cmpint (g_rmdir (self->store), ==, 0);
  g_free (self->store);
}

static void
assert_kept (CrmAppMemory *memory, const char *group, const char *key, const char *text)
{
  g_autofree char *kept = crm_app_memory_get_text (memory, group, key);

  g_assert_cmpstr (kept, ==, text);
}

/* How lists were left in the former file, their widths with it. */
static void
test_former (Fixture *self, gconstpointer data)
{
  g_autoptr (CrmAppMemory) memory = NULL;
  g_autofree char *columns = NULL;
  CrmAppListLayout *layout;

  write_former (former_text);
  memory = crm_app_memory_new (self->store);
  assert_kept (memory, "list deal", "order", "amount desc");
  assert_kept (memory, "list deal", "filter", "amount > 10");
  assert_kept (memory, "list person", "columns", "name:200");
  assert_kept (memory, "window", "width", NULL);
  columns = crm_app_memory_get_text (memory, "list deal", "columns");
  layout = crm_app_list_layout_parse (crm_entity_find ("deal"), columns, NULL);
  g_assert_cmpuint (layout->paths->len, ==, 3);
  g_assert_cmpint (g_array_index (layout->widths, int, 0), ==, 320);
  g_assert_cmpint (g_array_index (layout->widths, int, 1), ==, -1);
  g_assert_cmpint (g_array_index (layout->widths, int, 2), ==, 90);
  crm_app_list_layout_free (layout);
}

/* What was left since counts, also once more after a start. */
static void
test_once (Fixture *self, gconstpointer data)
{
  g_autoptr (CrmAppMemory) first = NULL;
  g_autoptr (CrmAppMemory) second = NULL;

  write_former (former_text);
  first = crm_app_memory_new (self->store);
  crm_app_memory_set_text (first, "list deal", "columns", "title:500");
  crm_app_memory_set_text (first, "list deal", "order", "title");
  crm_app_memory_set_text (first, "list deal", "filter", NULL);
  g_clear_object (&first); /* writes */
  second = crm_app_memory_new (self->store);
  assert_kept (second, "list deal", "columns", "title:500");
  assert_kept (second, "list deal", "order", "title");
  assert_kept (second, "list deal", "filter", NULL);
  assert_kept (second, "list person", "columns", "name:200");
}

/* What cannot be read is as good as none. */
static void
test_damaged (Fixture *self, gconstpointer data)
{
  g_autoptr (CrmAppMemory) memory = NULL;
  g_autoptr (CrmAppMemory) again = NULL;

  write_former ("columns=title\n[list deal\n\xff\xfe");
  memory = crm_app_memory_new (self->store);
  assert_kept (memory, "list deal", "columns", NULL);
  remove_former ();
  again = crm_app_memory_new (self->store);
  assert_kept (again, "list deal", "columns", NULL);
}

int
main (int argc, char **argv)
{
  g_autofree char *config = g_dir_make_tmp ("crm-memory-XXXXXX", NULL);
  g_autofree char *folder = g_build_filename (config, "evolution", NULL);
  int result;

  /* Folders that GLib isolates itself are never freed by it. */
  g_setenv ("XDG_CONFIG_HOME", config, TRUE);
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  ADD ("/memory/former", test_former);
  ADD ("/memory/once", test_once);
  ADD ("/memory/damaged", test_damaged);
#undef ADD
  result = g_test_run ();
  g_rmdir (folder);
  g_rmdir (config);
  return result;
}
