/* limit-known.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * limit-known DB TURNS: asks a database of sqlite_bench (../shared/bench) for the busiest contact's
 * address TURNS times, in nothing but SQLite: the limit of row 15. */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>

static sqlite3_stmt *
prepare (sqlite3 *db, const char *sql)
{
  sqlite3_stmt *stmt = NULL;

  if (sqlite3_prepare_v3 (db, sql, -1, SQLITE_PREPARE_PERSISTENT, &stmt, NULL) != SQLITE_OK)
    {
      fprintf (stderr, "%s: %s\n", sql, sqlite3_errmsg (db));
      exit (1);
    }
  return stmt;
}

int
main (int argc, char **argv)
{
  sqlite3 *db = NULL;
  sqlite3_stmt *any;
  sqlite3_stmt *known;
  long n_turns;
  int found = 0;

  if (argc != 3
      || sqlite3_open_v2 (argv[1], &db, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL)
             != SQLITE_OK)
    {
      fprintf (stderr, "usage: %s DB TURNS\n", argv[0]);
      return 2;
    }
  any = prepare (db, "SELECT addr FROM address WHERE contact_id IS NOT NULL LIMIT 1");
  known = prepare (db, "SELECT id, contact_id, name FROM address WHERE addr = ?1");
  if (sqlite3_step (any) != SQLITE_ROW)
    return 1;
  n_turns = strtol (argv[2], NULL, 10);
  for (long i = 0; i < n_turns; i++)
    {
      sqlite3_bind_text (known, 1, (const char *)sqlite3_column_text (any, 0), -1, SQLITE_STATIC);
      found += sqlite3_step (known) == SQLITE_ROW;
      sqlite3_reset (known);
    }
  printf ("%d found\n", found);
  sqlite3_finalize (known);
  sqlite3_finalize (any);
  sqlite3_close (db);
  return 0;
}
