/* limit-list.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * limit-list DB WHAT TURNS: asks a database of sqlite_bench (../shared/bench) TURNS times what
 * bench-list asks the product, in nothing but SQLite: the limits of rows 9, 10 and 11. */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct
{
  const char *what;
  const char *sql;
} limits[] = {
  { "deals", "SELECT d.id,d.title,d.stage,d.amount,d.prob,d.close_date,d.owner FROM deal d"
             " WHERE d.open=1 ORDER BY d.close_date LIMIT 1000" },
  { "contacts",
    "SELECT d.id,d.title,d.stage,d.amount,d.close_date,(SELECT name FROM contact WHERE id="
    "(SELECT contact FROM deal_contact WHERE deal=d.id LIMIT 1)) FROM deal d WHERE d.open=1"
    " ORDER BY d.close_date LIMIT 1000" },
  { "search", "SELECT id,title FROM deal WHERE title LIKE '%ompany 77%' LIMIT 50" },
  { "report", "SELECT pipeline, stage, count(*), sum(amount), sum(amount*prob/100) FROM deal"
              " WHERE open=1 GROUP BY pipeline, stage" },
};

static sqlite3_stmt *
prepare (sqlite3 *db, const char *what)
{
  sqlite3_stmt *stmt = NULL;

  for (unsigned i = 0; i < sizeof limits / sizeof limits[0]; i++)
    if (strcmp (limits[i].what, what) == 0
        && sqlite3_prepare_v3 (db, limits[i].sql, -1, SQLITE_PREPARE_PERSISTENT, &stmt, NULL)
               == SQLITE_OK)
      return stmt;
  fprintf (stderr, "%s: %s\n", what, sqlite3_errmsg (db));
  exit (1);
}

static long
read_columns (sqlite3_stmt *stmt)
{
  long n = 0;

  for (int i = 0; i < sqlite3_column_count (stmt); i++)
    n += sqlite3_column_bytes (stmt, i);
  return n;
}

int
main (int argc, char **argv)
{
  sqlite3 *db = NULL;
  sqlite3_stmt *stmt;
  long n_turns;
  long n_bytes = 0;

  if (argc != 4
      || sqlite3_open_v2 (argv[1], &db, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL)
             != SQLITE_OK)
    {
      fprintf (stderr, "usage: %s DB WHAT TURNS\n", argv[0]);
      return 2;
    }
  stmt = prepare (db, argv[2]);
  n_turns = strtol (argv[3], NULL, 10);
  for (long i = 0; i < n_turns; i++)
    {
      while (sqlite3_step (stmt) == SQLITE_ROW)
        n_bytes += read_columns (stmt);
      sqlite3_reset (stmt);
    }
  printf ("%ld bytes\n", n_bytes);
  sqlite3_finalize (stmt);
  sqlite3_close (db);
  return 0;
}
