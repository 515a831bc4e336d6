/* fault-shim.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Preloaded into a program: counts what it does to files below a folder and lets the n-th time fail
 * or be the last thing it does. From the environment:
 *
 *   FAULT_DIR    the folder
 *   FAULT_WHAT   kill, torn (half a write, then kill), enospc, eio, or nothing: only count
 *   FAULT_AT     which operation, from 1; 0 for none
 *   FAULT_FOR    how many operations from there on fail; 0 for all
 *   FAULT_READS  when set, reads count too
 *   FAULT_BUS    when set, messages to the session bus count too; for kill and torn only
 *   FAULT_COUNT  a file that gets the number of operations at the end
 *   FAULT_FS     pretend that statfs() finds this kind of file system, a number */
#define _GNU_SOURCE
#undef _FILE_OFFSET_BITS
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/vfs.h>
#include <unistd.h>

#define MAX_FD 1024

static atomic_int watched[MAX_FD];
static atomic_long count;

static const char *
setting (const char *name)
{
  const char *value = getenv (name);

  return value != NULL ? value : "";
}

static int
is_below (const char *path)
{
  const char *folder = setting ("FAULT_DIR");

  return folder[0] != '\0' && path != NULL && strncmp (path, folder, strlen (folder)) == 0;
}

static void
watch (int fd, const char *path)
{
  if (fd >= 0 && fd < MAX_FD)
    watched[fd] = is_below (path);
}

static int
is_watched (int fd)
{
  return fd >= 0 && fd < MAX_FD && watched[fd];
}

/* Whether this operation is one of those to fail. Kills at once where that is wanted, unless @torn
 * says that the caller can do half of it first. */
static int
strikes (int *torn)
{
  const char *what = setting ("FAULT_WHAT");
  long at = strtol (setting ("FAULT_AT"), NULL, 10);
  long length = strtol (setting ("FAULT_FOR"), NULL, 10);
  long now = ++count;

  if (at == 0 || now < at || (length > 0 && now >= at + length))
    return 0;
  if (strcmp (what, "torn") == 0 && torn != NULL)
    return *torn = 1;
  if (strcmp (what, "torn") == 0 || strcmp (what, "kill") == 0)
    kill (getpid (), SIGKILL);
  errno = strcmp (what, "enospc") == 0 ? ENOSPC : EIO;
  return 1;
}

__attribute__ ((destructor)) static void
tell_count (void)
{
  const char *path = setting ("FAULT_COUNT");
  FILE *file = path[0] != '\0' ? fopen (path, "w") : NULL;

  if (file == NULL)
    return;
  fprintf (file, "%ld\n", count);
  fclose (file);
}

#define REAL(name) ((__typeof__ (&name))dlsym (RTLD_NEXT, #name))

static int
open_with (int (*real) (const char *, int, ...), const char *path, int flags, mode_t mode)
{
  int fd;

  if ((flags & O_CREAT) && is_below (path) && access (path, F_OK) != 0 && strikes (NULL))
    return -1;
  fd = real (path, flags, mode);
  watch (fd, path);
  return fd;
}

int
open (const char *path, int flags, ...)
{
  va_list args;
  mode_t mode;

  va_start (args, flags);
  mode = flags & O_CREAT ? va_arg (args, mode_t) : 0;
  va_end (args);
  return open_with (REAL (open), path, flags, mode);
}

int
open64 (const char *path, int flags, ...)
{
  va_list args;
  mode_t mode;

  va_start (args, flags);
  mode = flags & O_CREAT ? va_arg (args, mode_t) : 0;
  va_end (args);
  return open_with (REAL (open64), path, flags, mode);
}

int
close (int fd)
{
  if (fd >= 0 && fd < MAX_FD)
    watched[fd] = 0;
  return REAL (close) (fd);
}

ssize_t
pwrite64 (int fd, const void *data, size_t length, off64_t offset)
{
  int torn = 0;

  if (is_watched (fd) && strikes (&torn))
    {
      if (torn)
        {
          REAL (pwrite64) (fd, data, length / 2, offset);
          kill (getpid (), SIGKILL);
        }
      return -1;
    }
  return REAL (pwrite64) (fd, data, length, offset);
}

ssize_t
pwrite (int fd, const void *data, size_t length, off_t offset)
{
  return pwrite64 (fd, data, length, offset);
}

ssize_t
write (int fd, const void *data, size_t length)
{
  return is_watched (fd) && strikes (NULL) ? -1 : REAL (write) (fd, data, length);
}

/* To the session bus: calls to the address book count where that is wanted. */
ssize_t
sendmsg (int fd, const struct msghdr *message, int flags)
{
  if (setting ("FAULT_BUS")[0] != '\0')
    strikes (NULL);
  return REAL (sendmsg) (fd, message, flags);
}

ssize_t
pread64 (int fd, void *data, size_t length, off64_t offset)
{
  if (setting ("FAULT_READS")[0] != '\0' && is_watched (fd) && strikes (NULL))
    return -1;
  return REAL (pread64) (fd, data, length, offset);
}

ssize_t
pread (int fd, void *data, size_t length, off_t offset)
{
  return pread64 (fd, data, length, offset);
}

int
ftruncate64 (int fd, off64_t length)
{
  return is_watched (fd) && strikes (NULL) ? -1 : REAL (ftruncate64) (fd, length);
}

int
ftruncate (int fd, off_t length)
{
  return ftruncate64 (fd, length);
}

int
fsync (int fd)
{
  return is_watched (fd) && strikes (NULL) ? -1 : REAL (fsync) (fd);
}

int
fdatasync (int fd)
{
  return is_watched (fd) && strikes (NULL) ? -1 : REAL (fdatasync) (fd);
}

/* A full or broken disk still lets go of files, so these only kill. */
static int
may_kill (const char *path)
{
  const char *what = setting ("FAULT_WHAT");

  return is_below (path)
         && (strcmp (what, "kill") == 0 || strcmp (what, "torn") == 0 || what[0] == '\0');
}

int
unlink (const char *path)
{
  if (may_kill (path))
    strikes (NULL);
  return REAL (unlink) (path);
}

int
rename (const char *from, const char *to)
{
  if (may_kill (to))
    strikes (NULL);
  return REAL (rename) (from, to);
}

static void
pretend (const char *path, __fsword_t *type)
{
  const char *kind = setting ("FAULT_FS");

  if (kind[0] != '\0' && is_below (path))
    *type = (__fsword_t)strtoul (kind, NULL, 0);
}

int
statfs (const char *path, struct statfs *info)
{
  int result = REAL (statfs) (path, info);

  pretend (path, &info->f_type);
  return result;
}

int
statfs64 (const char *path, struct statfs64 *info)
{
  int result = REAL (statfs64) (path, info);

  pretend (path, &info->f_type);
  return result;
}

/* No room where there is none. */
static int
is_full (const char *path)
{
  long at = strtol (setting ("FAULT_AT"), NULL, 10);

  return is_below (path) && strcmp (setting ("FAULT_WHAT"), "enospc") == 0 && at > 0 && count >= at;
}

int
statvfs (const char *path, struct statvfs *info)
{
  int result = REAL (statvfs) (path, info);

  if (is_full (path))
    info->f_bavail = 0;
  return result;
}

int
statvfs64 (const char *path, struct statvfs64 *info)
{
  int result = REAL (statvfs64) (path, info);

  if (is_full (path))
    info->f_bavail = 0;
  return result;
}
