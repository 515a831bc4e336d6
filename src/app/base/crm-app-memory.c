/* crm-app-memory.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-app-memory"
#include "config.h"

#include "crm-app-memory.h"

#include <gio/gio.h>

#define FILE_NAME "workspace.ini"
/* Before 0.1 the lists were kept beside Evolution's settings, for all stores alike. */
#define FORMER_NAME "crm-workspace.ini"
#define FORMER_PREFIX "list "
/* A search that is being typed is one write. */
#define SETTLE_MSEC 400

struct _CrmAppMemory
{
  GObject parent_instance;
  GKeyFile *keys; /* (owned) */
  char *path;     /* (owned) */
  guint save_id;  /* timeout source, 0 for none */
};

G_DEFINE_FINAL_TYPE (CrmAppMemory, crm_app_memory, G_TYPE_OBJECT)

static gboolean
is_there (const char *path)
{
  g_autofree char *directory = g_path_get_dirname (path);

  return g_file_test (directory, G_FILE_TEST_IS_DIR); /* without a store there is no folder */
}

/* What cannot be kept is forgotten: nobody is to be held up by it. */
static void
tell (const GError *error)
{
  g_message ("the look of the workspace is not kept: %s", error->message);
}

/* When there is no main loop any more to wait in. */
static void
save_at_once (CrmAppMemory *self)
{
  g_autofree char *text = g_key_file_to_data (self->keys, NULL, NULL);
  g_autoptr (GError) error = NULL;

  if (is_there (self->path)
      && !g_file_set_contents_full (self->path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600,
                                    &error))
    tell (error);
}

static void
crm_app_memory_dispose (GObject *object)
{
  CrmAppMemory *self = CRM_APP_MEMORY (object);

  if (self->save_id != 0)
    save_at_once (self);
  g_clear_handle_id (&self->save_id, g_source_remove);
  G_OBJECT_CLASS (crm_app_memory_parent_class)->dispose (object);
}

static void
crm_app_memory_finalize (GObject *object)
{
  CrmAppMemory *self = CRM_APP_MEMORY (object);

  g_key_file_unref (self->keys);
  g_free (self->path);
  G_OBJECT_CLASS (crm_app_memory_parent_class)->finalize (object);
}

static void
crm_app_memory_class_init (CrmAppMemoryClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = crm_app_memory_dispose;
  G_OBJECT_CLASS (klass)->finalize = crm_app_memory_finalize;
}

static void
crm_app_memory_init (CrmAppMemory *self)
{
  self->keys = g_key_file_new ();
}

static void
take_over_group (CrmAppMemory *self, GKeyFile *former, const char *group)
{
  g_auto (GStrv) keys = g_key_file_get_keys (former, group, NULL, NULL);

  for (guint i = 0; keys != NULL && keys[i] != NULL; i++)
    {
      g_autofree char *text = g_key_file_get_string (former, group, keys[i], NULL);

      if (text != NULL)
        g_key_file_set_string (self->keys, group, keys[i], text);
    }
}

/* Columns with their widths, order and filter of lists as somebody left them before. What was left
 * here since counts, so each list comes over once; the file stays for other stores. */
static void
take_over_former (CrmAppMemory *self)
{
  g_autofree char *path
      = g_build_filename (g_get_user_config_dir (), "evolution", FORMER_NAME, NULL);
  g_autoptr (GKeyFile) former = g_key_file_new ();
  g_auto (GStrv) groups = NULL;

  if (!g_key_file_load_from_file (former, path, G_KEY_FILE_NONE, NULL))
    return;
  groups = g_key_file_get_groups (former, NULL);
  for (guint i = 0; groups[i] != NULL; i++)
    if (g_str_has_prefix (groups[i], FORMER_PREFIX)
        && !g_key_file_has_group (self->keys, groups[i]))
      take_over_group (self, former, groups[i]);
}

/* @directory: where the store is. Small files are read at once, before there is a window. */
CrmAppMemory *
crm_app_memory_new (const char *directory)
{
  CrmAppMemory *self = g_object_new (CRM_APP_TYPE_MEMORY, NULL);

  self->path = g_build_filename (directory, FILE_NAME, NULL);
  g_key_file_load_from_file (self->keys, self->path, G_KEY_FILE_NONE, NULL); /* else it is empty */
  take_over_former (self);
  return self;
}

/* (transfer full) (nullable): NULL for what was never set */
char *
crm_app_memory_get_text (CrmAppMemory *self, const char *group, const char *key)
{
  return g_key_file_get_string (self->keys, group, key, NULL);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  if (!g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    tell (error);
}

static gboolean
settled_cb (gpointer data)
{
  CrmAppMemory *self = data;
  gsize length = 0;
  char *text = g_key_file_to_data (self->keys, &length, NULL);
  g_autoptr (GBytes) bytes = g_bytes_new_take (text, length);
  g_autoptr (GFile) file = g_file_new_for_path (self->path);

  self->save_id = 0;
  if (is_there (self->path))
    g_file_replace_contents_bytes_async (file, bytes, NULL, FALSE, G_FILE_CREATE_PRIVATE, NULL,
                                         written_cb, NULL);
  return G_SOURCE_REMOVE;
}

/* @text: (nullable): NULL to forget it */
void
crm_app_memory_set_text (CrmAppMemory *self, const char *group, const char *key, const char *text)
{
  g_autofree char *known = crm_app_memory_get_text (self, group, key);

  if (g_strcmp0 (known, text) == 0)
    return;
  if (text != NULL)
    g_key_file_set_string (self->keys, group, key, text);
  else
    g_key_file_remove_key (self->keys, group, key, NULL);
  if (self->save_id == 0)
    self->save_id = g_timeout_add (SETTLE_MSEC, settled_cb, self);
}

int
crm_app_memory_get_int (CrmAppMemory *self, const char *group, const char *key, int if_unset)
{
  g_autoptr (GError) error = NULL;
  int number = g_key_file_get_integer (self->keys, group, key, &error);

  return error == NULL ? number : if_unset;
}

void
crm_app_memory_set_int (CrmAppMemory *self, const char *group, const char *key, int number)
{
  g_autofree char *text = g_strdup_printf ("%d", number);

  crm_app_memory_set_text (self, group, key, text);
}
