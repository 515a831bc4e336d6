/* limit-decided.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * limit-decided DB TURNS: asks a database of sqlite_bench (../shared/bench) TURNS times for what
 * its sidebar shows of the busiest contact, and for what was decided of the contact's 40 newest
 * letters, in nothing but SQLite with whole numbers as keys: the limit of row 1 where letters are
 * filed, hidden and taken out. */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>

/* Like those of bench-sidebar-fill: of eight letters one is hidden and one taken out. */
static const char decide_sql[]
    = "CREATE TEMP TABLE who AS SELECT address AS address, (SELECT id FROM contact LIMIT 1 OFFSET"
      " 500) AS contact FROM (SELECT address, count(*) AS n FROM edge WHERE address <> 1 GROUP BY "
      "1)"
      " ORDER BY abs (n - 14000) LIMIT 1;"
      "CREATE TEMP TABLE record (message INTEGER PRIMARY KEY, hidden INTEGER, message_id TEXT);"
      "CREATE TEMP TABLE filed (contact INTEGER, message INTEGER, wrong INTEGER,"
      " PRIMARY KEY (contact, message)) WITHOUT ROWID;"
      "CREATE TEMP TABLE newest AS SELECT message, row_number () OVER (ORDER BY date DESC) - 1 AS n"
      " FROM edge WHERE address = (SELECT address FROM who) ORDER BY date DESC LIMIT 40;"
      "INSERT INTO record SELECT message, n % 8 = 0, 'letter-' || n || '@example' FROM newest;"
      "INSERT INTO filed SELECT (SELECT contact FROM who), message, n % 8 = 1 FROM newest"
      " WHERE n % 8 > 0;";

static const char *const questions[] = {
  "SELECT a.id, a.contact_id, c.name, c.org, c.eds_uid FROM address AS a"
  " LEFT JOIN contact AS c ON c.id = a.contact_id WHERE a.id = ?1 AND ?2",
  "SELECT d.id, d.title, d.stage, d.amount, d.close_date FROM deal_contact AS c"
  " JOIN deal AS d ON d.id = c.deal WHERE c.contact = ?2 AND d.open = 1 ORDER BY d.close_date"
  " LIMIT 20",
  "SELECT t.id, t.title, t.due, t.deal FROM task AS t WHERE t.contact = ?2 AND t.done = 0"
  " ORDER BY t.due LIMIT 10",
  /* What is filed may be from anybody, and in no mailbox any more. */
  "SELECT f.message, m.id, m.date FROM filed AS f LEFT JOIN message AS m ON m.id = f.message"
  " JOIN record AS r ON r.message = f.message WHERE f.contact = ?2 AND NOT f.wrong AND NOT r.hidden"
  " ORDER BY m.date DESC LIMIT 50",
  "SELECT m.id, m.date, m.subject, m.folder, m.uid, m.flags, m.sent, e.role, a.addr, a.name,"
  " r.message, r.message_id, f.message FROM edge AS e JOIN message AS m ON m.id = e.message"
  " JOIN address AS a ON a.id = m.from_id LEFT JOIN record AS r ON r.message = m.id"
  " LEFT JOIN filed AS f ON f.contact = ?2 AND f.message = m.id WHERE e.address = ?1"
  " AND coalesce (r.hidden, 0) = 0 AND coalesce (f.wrong, 0) = 0 ORDER BY e.date DESC LIMIT 50",
};

#define N_QUESTIONS (sizeof questions / sizeof *questions)

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

static long
drain (sqlite3_stmt *stmt)
{
  long n = 0;

  for (; sqlite3_step (stmt) == SQLITE_ROW; n++)
    for (int i = 0; i < sqlite3_column_count (stmt); i++)
      if (sqlite3_column_type (stmt, i) == SQLITE_TEXT)
        sqlite3_column_text (stmt, i);
      else
        sqlite3_column_int64 (stmt, i);
  sqlite3_reset (stmt);
  return n;
}

int
main (int argc, char **argv)
{
  sqlite3 *db = NULL;
  sqlite3_stmt *who;
  sqlite3_stmt *asked[N_QUESTIONS];
  long n_turns;
  long n_rows = 0;

  if (argc != 3
      || sqlite3_open_v2 (argv[1], &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL)
             != SQLITE_OK
      || sqlite3_exec (db, "PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY", NULL, NULL, NULL)
             != SQLITE_OK
      || sqlite3_exec (db, decide_sql, NULL, NULL, NULL) != SQLITE_OK)
    {
      fprintf (stderr, "usage: %s DB TURNS: %s\n", argv[0], db != NULL ? sqlite3_errmsg (db) : "");
      return 2;
    }
  who = prepare (db, "SELECT address, contact FROM who");
  if (sqlite3_step (who) != SQLITE_ROW)
    return 1;
  for (size_t i = 0; i < N_QUESTIONS; i++)
    asked[i] = prepare (db, questions[i]);
  n_turns = strtol (argv[2], NULL, 10);
  for (long turn = 0; turn < n_turns; turn++)
    for (size_t i = 0; i < N_QUESTIONS; i++)
      {
        sqlite3_bind_int64 (asked[i], 1, sqlite3_column_int64 (who, 0));
        sqlite3_bind_int64 (asked[i], 2, sqlite3_column_int64 (who, 1));
        n_rows += drain (asked[i]);
      }
  printf ("%ld rows\n", n_rows);
  for (size_t i = 0; i < N_QUESTIONS; i++)
    sqlite3_finalize (asked[i]);
  sqlite3_finalize (who);
  sqlite3_close (db);
  return 0;
}
