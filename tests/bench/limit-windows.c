/* limit-windows.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Loaded before `sqlite_bench insert` (LD_PRELOAD) under callgrind with --instr-atstart=no: counts
 * the rows of the windows in LIMIT_WINDOWS, `FIRST-LAST FIRST-LAST` in rows, and the end, each to a
 * dump of its own, as bench-index does with the product. The program commits each LIMIT_BATCH rows.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#if __has_include(<valgrind/callgrind.h>)
#include <valgrind/callgrind.h>
#else
#define CALLGRIND_START_INSTRUMENTATION (void)0
#define CALLGRIND_STOP_INSTRUMENTATION (void)0
#define CALLGRIND_DUMP_STATS_AT(name) (void)(name)
#endif

typedef int (*Exec) (
    sqlite3 *, const char *, int (*) (void *, int, char **, char **), void *, char **);

static unsigned long n_rows; /* that have been entered */
static const char *windows;  /* those to come */
static int counting;

static void
begin_window (void)
{
  if (counting || *windows == '\0' || n_rows < strtoul (windows, NULL, 10))
    return;
  counting = 1;
  CALLGRIND_START_INSTRUMENTATION;
}

static void
end_window (const char *name)
{
  if (!counting)
    return;
  counting = 0;
  CALLGRIND_STOP_INSTRUMENTATION;
  CALLGRIND_DUMP_STATS_AT (name);
}

/* A slice has ended when its commit has. */
static void
look_at_windows (void)
{
  char *end = strchr (windows, '-');
  char name[64];

  if (end != NULL && counting && n_rows >= strtoul (end + 1, &end, 10))
    {
      snprintf (name, sizeof name, "%.*s", (int)(end - windows), windows);
      end_window (name);
      windows = *end == ' ' ? end + 1 : end;
    }
  begin_window ();
}

int
sqlite3_exec (sqlite3 *db,
              const char *sql,
              int (*callback) (void *, int, char **, char **),
              void *data,
              char **error)
{
  Exec next = (Exec)dlsym (RTLD_NEXT, "sqlite3_exec");
  int code;

  if (windows == NULL)
    windows = getenv ("LIMIT_WINDOWS");
  if (strncmp (sql, "CREATE UNIQUE INDEX message_mid", 31) == 0)
    {
      counting = 1;
      CALLGRIND_START_INSTRUMENTATION;
    }
  code = next (db, sql, callback, data, error);
  if (strcmp (sql, "COMMIT; BEGIN") == 0)
    {
      n_rows += strtoul (getenv ("LIMIT_BATCH"), NULL, 10);
      look_at_windows ();
    }
  if (strncmp (sql, "PRAGMA wal_checkpoint", 21) == 0)
    end_window ("end");
  return code;
}
