/* crm-check-folder.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Where a store lies. The write-ahead log needs memory that all its users share, which there is
 * only within one machine. */
#define G_LOG_DOMAIN "crm-check-folder"
#include "config.h"

#include <string.h>
#include <sys/vfs.h>

#include "crm-check.h"

/* As statfs(2) and the kernel's headers have them; the names are what mount(8) says. */
static const struct
{
  guint32 magic;
  const char *name;
} networks[] = {
  { 0x00006969, "nfs" },   { 0x0000517b, "smbfs" }, { 0xff534d42, "cifs" },
  { 0xfe534d42, "smb3" },  { 0x00c36400, "ceph" },  { 0x5346414f, "afs" },
  { 0x6b414653, "afs" },   { 0x73757245, "coda" },  { 0x01021997, "9p" },
  { 0x01161970, "gfs2" },  { 0x7461636f, "ocfs2" }, { 0x0bd00bd0, "lustre" },
  { 0x0000564c, "ncpfs" },
};

/* Among the file systems of user space only these are elsewhere. */
static const char *const fuse_networks[] = {
  "fuse.sshfs",
  "fuse.davfs",
  "fuse.davfs2",
  "fuse.rclone",
  "fuse.s3fs",
  "fuse.glusterfs",
  "fuse.curlftpfs",
  "fuse.gvfsd-fuse",
  "fuse.ceph",
  "fuse.ceph-fuse",
  "fuse.goofys",
  "fuse.onedriver",
  "fuse.google-drive-ocamlfuse",
  NULL,
};
#define FUSE_MAGIC 0x65735546

/* (transfer full) (nullable): the type of the innermost mount that @path lies in */
static char *
find_mount_type (const char *path)
{
  g_autofree char *table = NULL;
  g_auto (GStrv) lines = NULL;
  char *type = NULL;
  gsize best = 0;

  if (!g_file_get_contents ("/proc/self/mounts", &table, NULL, NULL))
    return NULL;
  lines = g_strsplit (table, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (lines[i], " ", 4);
      g_autofree char *mount = g_strv_length (parts) > 2 ? g_strcompress (parts[1]) : NULL;
      gsize length = mount != NULL ? strlen (mount) : 0;

      if (length < best || mount == NULL || !g_str_has_prefix (path, mount)
          || (length > 1 && path[length] != '/' && path[length] != '\0'))
        continue;
      best = length;
      g_free (type);
      type = g_strdup (parts[2]);
    }
  return type;
}

/**
 * crm_check_network_folder:
 * @directory: an existing folder
 *
 * On a network file system a store cannot have its write-ahead log: it works without, more slowly,
 * and two machines must not write it at once.
 *
 * Returns: (transfer full) (nullable): the kind of network file system, %NULL for none
 */
char *
crm_check_network_folder (const char *directory)
{
  g_autofree char *type = NULL;
  struct statfs info;

  if (statfs (directory, &info) != 0)
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (networks); i++)
    if ((guint32)info.f_type == networks[i].magic)
      return g_strdup (networks[i].name);
  if ((guint32)info.f_type == FUSE_MAGIC)
    type = find_mount_type (directory);
  return type != NULL && g_strv_contains (fuse_networks, type) ? g_steal_pointer (&type) : NULL;
}
