/* camel-count.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Preloaded by the end-to-end tests: counts what our module, and nobody else in Evolution, asks
 * Camel for. Writes "infos N" and "folders N" to $CRM_CAMEL_COUNT when the process ends: how often
 * it took a message's info, and how often it had all infos of a folder loaded. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef void *(*GetInfoFunc) (void *, const char *);
typedef void (*FetchAllFunc) (void *, void *);

void *camel_folder_get_message_info (void *folder, const char *uid);
void *camel_folder_summary_get (void *summary, const char *uid);
void camel_folder_summary_prepare_fetch_all (void *summary, void *error);

static atomic_uint n_infos, n_folders;

static int
is_ours (void *caller)
{
  Dl_info info;

  return dladdr (caller, &info) != 0 && info.dli_fname != NULL
         && strstr (info.dli_fname, "module-crm.so") != NULL;
}

void *
camel_folder_get_message_info (void *folder, const char *uid)
{
  GetInfoFunc next = (GetInfoFunc)dlsym (RTLD_NEXT, "camel_folder_get_message_info");

  if (is_ours (__builtin_return_address (0)))
    atomic_fetch_add (&n_infos, 1);
  return next (folder, uid);
}

void *
camel_folder_summary_get (void *summary, const char *uid)
{
  GetInfoFunc next = (GetInfoFunc)dlsym (RTLD_NEXT, "camel_folder_summary_get");

  if (is_ours (__builtin_return_address (0)))
    atomic_fetch_add (&n_infos, 1);
  return next (summary, uid);
}

void
camel_folder_summary_prepare_fetch_all (void *summary, void *error)
{
  FetchAllFunc next = (FetchAllFunc)dlsym (RTLD_NEXT, "camel_folder_summary_prepare_fetch_all");

  if (is_ours (__builtin_return_address (0)))
    atomic_fetch_add (&n_folders, 1);
  next (summary, error);
}

/* Evolution's helpers are preloaded, too: they have nothing to say. */
__attribute__ ((destructor)) static void
write_counts (void)
{
  const char *path = getenv ("CRM_CAMEL_COUNT");
  FILE *file;

  if (path == NULL || dlsym (RTLD_DEFAULT, "e_shell_get_type") == NULL)
    return;
  file = fopen (path, "w");
  if (file == NULL)
    return;
  fprintf (file, "infos %u\nfolders %u\n", atomic_load (&n_infos), atomic_load (&n_folders));
  fclose (file);
}
