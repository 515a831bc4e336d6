/* crm-app-state.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-app-state"
#include "config.h"

#include "crm-app-state.h"

#include <gio/gio.h>
#include <string.h>

/* One write for all that is dragged meanwhile. */
#define WRITE_MSEC 400

static GKeyFile *states; /* (owned) (nullable): as the file is, or will be */
static guint write_id;

static char *
get_path (void)
{
  return g_build_filename (g_get_user_config_dir (), "evolution", "crm-workspace.ini", NULL);
}

/* A few lines, read once: a file that is missing or damaged is as good as an empty one. */
static GKeyFile *
get_states (void)
{
  g_autofree char *path = NULL;

  if (states == NULL)
    {
      path = get_path ();
      states = g_key_file_new ();
      g_key_file_load_from_file (states, path, G_KEY_FILE_NONE, NULL);
    }
  return states;
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  if (!g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    g_message ("how windows were left cannot be kept: %s", error->message);
}

static gboolean
write_cb (gpointer data)
{
  g_autofree char *path = get_path ();
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *text = g_key_file_to_data (states, NULL, NULL);
  g_autoptr (GBytes) bytes = g_bytes_new_take (g_steal_pointer (&text), strlen (text));
  g_autoptr (GFile) file = g_file_new_for_path (path);

  write_id = 0;
  g_mkdir_with_parents (folder, 0700);
  g_file_replace_contents_bytes_async (file, bytes, NULL, FALSE, G_FILE_CREATE_PRIVATE, NULL,
                                       written_cb, NULL);
  return G_SOURCE_REMOVE;
}

/* Returns: (transfer full) (nullable): what was set last, also in an earlier session */
char *
crm_app_state_get (const char *group, const char *key)
{
  return g_key_file_get_string (get_states (), group, key, NULL);
}

/* @value: (nullable): NULL for what was never chosen */
void
crm_app_state_set (const char *group, const char *key, const char *value)
{
  g_autofree char *now = crm_app_state_get (group, key);

  if (g_strcmp0 (now, value) == 0)
    return;
  if (value != NULL)
    g_key_file_set_string (get_states (), group, key, value);
  else
    g_key_file_remove_key (get_states (), group, key, NULL);
  if (write_id == 0)
    write_id = g_timeout_add (WRITE_MSEC, write_cb, NULL);
}
