/* test-import.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include <locale.h>
#include <string.h>

#include "crm-import.h"
#include "crm-phrases-import.h"
#include "crm-test-mail.h"
#include "service/crm-fields.h"

/* --- tables
 */

static CrmCsvTable *
read_text (const char *text)
{
  g_autoptr (GError) error = NULL;
  CrmCsvTable *table = crm_csv_read (text, strlen (text), &error);

  g_assert_no_error (error);
  return table;
}

/* Rows with their numbers, cells between bars. */
static void
assert_rows (CrmCsvTable *table, const char *expected)
{
  g_autoptr (GString) found = g_string_new (NULL);

  for (guint i = 0; i < table->rows->len; i++)
    {
      const CrmCsvRow *row = g_ptr_array_index (table->rows, i);
      g_autofree char *cells = g_strjoinv ("|", row->cells);

      g_assert_cmpuint (g_strv_length (row->cells), ==, row->n_cells);
      g_string_append_printf (found, "%s%u:%s", i > 0 ? " " : "", row->number, cells);
    }
  g_assert_cmpstr (found->str, ==, expected);
}

static void
test_dialects (void)
{
  static const struct
  {
    const char *text;
    const char *rows;
    char separator;
  } cases[] = {
    { "a,b\n1,2\n", "1:a|b 2:1|2", ',' },
    { "a;b,c\r\n1;2\r\n", "1:a|b,c 2:1|2", ';' },
    { "a\tb\r1\t2", "1:a|b 2:1|2", '\t' },
    { "a|b\n1|2", "1:a|b 2:1|2", '|' },
    { "\"a;x;y\",b\n1,2", "1:a;x;y|b 2:1|2", ',' },
    { "sep=;\r\na,b;c\r\n", "2:a,b|c", ';' },
    { "a,b\n\n\n1,2\n,\n3,4\n", "1:a|b 4:1|2 6:3|4", ',' },
    { "a,b\r\n\r\n1,2\r\n", "1:a|b 3:1|2", ',' },
    { "\"a\"\"q\"\"\",\" b \"\n\"two\nlines\",c\nlast", "1:a\"q\"|b 2:two\nlines|c 3:last", ',' },
    { "one\ntwo\n", "1:one 2:two", ',' },
    { "\357\273\277na\303\257ve,b\n", "1:na\303\257ve|b", ',' },
    { "a,b,c\n1\n1,2,3,4\n", "1:a|b|c 2:1 3:1|2|3|4", ',' },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (CrmCsvTable) table = read_text (cases[i].text);

      g_test_message ("%s", cases[i].text);
      assert_rows (table, cases[i].rows);
      g_assert_cmpint (table->separator, ==, cases[i].separator);
    }
}

static void
assert_bytes (const char *bytes, gsize length, const char *rows, const char *encoding)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmCsvTable) table = crm_csv_read (bytes, length, &error);

  g_assert_no_error (error);
  assert_rows (table, rows);
  g_assert_cmpstr (table->encoding, ==, encoding);
}

static void
test_encodings (void)
{
  assert_bytes ("\377\376\xe9\0,\0b\0", 8, "1:\303\251|b", "UTF-16LE");
  assert_bytes ("\376\377\0\xe9\0,\0b", 8, "1:\303\251|b", "UTF-16BE");
  assert_bytes ("M\xfcller,\x80", 8, "1:M\303\274ller|\342\202\254", "WINDOWS-1252");
  assert_bytes ("M\xfcller\x81", 7, "1:M\303\274ller\302\201", "WINDOWS-1252");
}

static void
test_no_table (void)
{
  static const struct
  {
    const char *bytes;
    gsize length;
    const char *word;
  } cases[] = {
    { "", 0, "nothing" },
    { " \n,,\r\n", 6, "nothing" },
    { "sep=;\n", 6, "nothing" },
    { "PK\003\004 and more", 13, "workbook" },
    { "\320\317\021\340", 4, "workbook" },
    { "a\0b", 3, "text" },
    { "\377\376\0\0", 4, "text" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (crm_csv_read (cases[i].bytes, cases[i].length, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
      g_assert_nonnull (strstr (error->message, cases[i].word));
    }
}

/* --- imports
 */

static gpointer
load_data (CrmReader *reader, gpointer data, GError **error)
{
  return crm_form_data_load (reader, data, NULL, NULL, error);
}

static CrmImport *
open_import (CrmTestStore *test, const char *entity, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmCsvTable) table = read_text (text);
  g_autoptr (CrmFormData) data
      = crm_store_read_sync (test->store, load_data, (gpointer)entity, NULL, &error);

  g_assert_no_error (error);
  return crm_import_new (data, table);
}

static gpointer
build_in_worker (CrmReader *reader, gpointer data, GError **error)
{
  return crm_import_build (reader, data, NULL, error);
}

static CrmImportResult *
build (CrmTestStore *test, CrmImport *import)
{
  g_autoptr (GError) error = NULL;
  CrmImportResult *result
      = crm_store_read_sync (test->store, build_in_worker, import, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpint (import->n_read, ==, (int)crm_import_count_rows (import));
  return result;
}

/* What came of it: new, along, known, refused. */
static void
assert_counts (
    const CrmImportResult *result, guint n_new, guint n_accounts, guint n_known, guint n_refused)
{
  for (guint i = 0; i < result->problems->len; i++)
    {
      const CrmImportProblem *problem = g_ptr_array_index (result->problems, i);

      g_test_message ("row %u, %s: %s: %s", problem->row, problem->column, problem->text,
                      problem->problem);
    }
  g_assert_cmpuint (result->n_new, ==, n_new);
  g_assert_cmpuint (result->n_accounts, ==, n_accounts);
  g_assert_cmpuint (result->n_known, ==, n_known);
  g_assert_cmpuint (result->problems->len, ==, n_refused);
}

static void
assert_targets (const CrmImport *import, const char *expected)
{
  g_autoptr (GString) found = g_string_new (NULL);

  for (guint i = 0; i < import->columns->len; i++)
    {
      const CrmImportColumn *column = g_ptr_array_index (import->columns, i);

      g_string_append_printf (found, "%s%s", i > 0 ? " " : "",
                              column->target != NULL ? column->target : "-");
    }
  g_assert_cmpstr (found->str, ==, expected);
}

static void
assert_text (CrmTestStore *test, const char *sql, const char *expected)
{
  g_autofree char *found = crm_test_store_text (test, "crm.db", sql);

  g_assert_cmpstr (found, ==, expected);
}

#define PEOPLE                                                                                     \
  "First name,Last name,Company,Job title,E-mail,E-mail 2,Mobile,Notes\n"                          \
  "Ida,Example,Acme Pumps,Buyer,Ida@Example.com,ida@home.example,+47 1 234; +47 2 345,\n"          \
  "Ole,Nordmann,ACME pumps,,ole@example.com,,,x\n"                                                 \
  ",,Other Ltd,,nameless@example.com,,,\n"                                                         \
  "Bad,Address,,,no address at all,,,\n"                                                           \
  "Ida,Again,,,ida@home.example,,,\n"                                                              \
  "No,Way,Acme Pumps,,,,,\n"                                                                       \
  "No,Way,Acme Pumps,,,,,\n"

static void
test_people (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autoptr (CrmImport) import = open_import (test, "person", PEOPLE);
  g_autoptr (CrmImportResult) result = NULL;
  g_autoptr (CrmImportResult) again = NULL;
  const CrmImportProblem *problem;

  g_assert_true (import->has_headings);
  assert_targets (import, "name name account title address address phone -");
  g_assert_null (crm_import_find_missing (import));
  result = build (test, import);
  assert_counts (result, 4, 2, 2, 1);
  problem = g_ptr_array_index (result->problems, 0);
  g_assert_cmpuint (problem->row, ==, 5);
  g_assert_cmpstr (problem->column, ==, "E-mail");
  g_assert_cmpstr (problem->text, ==, "no address at all");
  g_assert_cmpstr (problem->problem, ==, "It takes an e-mail address");
  crm_test_write (test->store, crm_change_set_ref (result->set));
  assert_text (test,
               "SELECT group_concat (name, ', ') FROM (SELECT name FROM person ORDER BY name)",
               "Ida Example, No Way, Ole Nordmann, nameless@example.com");
  assert_text (test,
               "SELECT group_concat (address, ' ') FROM (SELECT address FROM address AS a JOIN"
               " person AS p ON p.id = a.person WHERE p.name = 'Ida Example' ORDER BY address)",
               "ida@example.com ida@home.example");
  assert_text (test,
               "SELECT group_concat (number, '/') FROM (SELECT number FROM phone ORDER BY number)",
               "+47 1 234/+47 2 345");
  assert_text (test, "SELECT count(*) || ' at ' || count(DISTINCT account) FROM account_person",
               "4 at 2");
  again = build (test, import);
  assert_counts (again, 0, 0, 6, 1);
  crm_test_undo (test->store);
  assert_text (test,
               "SELECT (SELECT count(*) FROM person) + (SELECT count(*) FROM account)"
               " + (SELECT count(*) FROM phone) + (SELECT count(*) FROM account_person)",
               "0");
}

static char *
add_account (CrmTestStore *test, const char *name)
{
  CrmChangeSet *set = crm_change_set_new ("add-account", CRM_CAUSE_USER);
  CrmChange *change = crm_change_set_create (set, "account", NULL);
  char *id = g_strdup (change->id);

  crm_change_set_text (change, "name", name);
  crm_test_write (test->store, set);
  return id;
}

static void
test_accounts (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autofree char *there = add_account (test, "Acme Pumps");
  g_autoptr (CrmImport) import
      = open_import (test, "account",
                     "Firma;Domain;Straße;Ort;Telefon;Umsatz\n"
                     "acme PUMPS;acme.example;;;;\n"
                     "Brekke Maskin;brekke.example;Torget 1;Bergen;+47 5;1,250.00 NOK\n"
                     "Brekke;brekke.example;;;;\n"
                     "Third;;;;no number;\n"
                     "Fourth;;;;;lots\n");
  g_autoptr (CrmImportResult) result = NULL;

  assert_targets (import, "name domain postal_address postal_address phone annual_revenue");
  result = build (test, import);
  assert_counts (result, 1, 0, 2, 2);
  crm_test_write (test->store, crm_change_set_ref (result->set));
  assert_text (test,
               "SELECT postal_address || '/' || annual_revenue || currency FROM account"
               " WHERE name = 'Brekke Maskin'",
               "Torget 1\nBergen/125000NOK");
}

static void
add_region (CrmTestStore *test)
{
  CrmChangeSet *set = crm_change_set_new ("add-field", CRM_CAUSE_USER);
  CrmNewField field = { .entity = "lead", .name = "region", .type = "choice", .label = "Region" };
  g_autofree char *id = crm_fields_define (set, &field);

  crm_fields_add_choice (set, id, "north", "North", 1);
  crm_test_write (test->store, set);
}

static void
test_leads (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autoptr (CrmImport) import = NULL;
  g_autoptr (CrmImportResult) result = NULL;

  add_region (test);
  import = open_import (test, "lead",
                        "Name,Company,Email,Email 2,Lead Source,Region,Amount\n"
                        "Ida,Acme,ida@example.com,second@example.com,Fair,north,12 EUR\n"
                        "Ole,Acme,second@example.com,,,,\n"
                        "Kai,Acme,,,,South,\n");
  assert_targets (import, "name organization address other_address source x.region amount");
  result = build (test, import);
  assert_counts (result, 1, 0, 1, 1);
  crm_test_write (test->store, crm_change_set_ref (result->set));
  assert_text (test, "SELECT organization || source || status FROM lead", "AcmeFairnew");
  assert_text (test, "SELECT count(*) FROM lead_custom", "1");
}

/* As address books save them: the whole name counts before its parts, and there are many ways. */
static void
test_headings (void)
{
  static const struct
  {
    const char *headings;
    const char *targets;
  } cases[] = {
    { "Name,Given Name,Family Name,E-mail 1 - Type,E-mail 1 - Value,E-mail 2 - Value,Phone 1 - "
      "Value",
      "name - - - address address phone" },
    { "First Name,Last Name,Display Name,Primary Email,Secondary Email,Work Phone,Fax Number,Job "
      "Title",
      "- - name address address phone - title" },
    { "Имя,Фамилия,Организация,Должность,Телефон (мобильный)", "name name account title phone" },
    { "Imię,Nazwisko,Firma,Stanowisko,Adres e-mail", "name name account title address" },
    { "Last Name,Email,Email Opt Out,Contact Owner,Account Id", "name address - - -" },
    { "Primary Email", "address" },
  };
  g_autoptr (CrmTestStore) test = crm_test_store_new ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = g_strdup_printf ("%s\na,b,c,d,e,f,g,h\n", cases[i].headings);
      g_autoptr (CrmImport) import = open_import (test, "person", text);
      g_auto (GStrv) wanted = g_strsplit (cases[i].targets, " ", -1);

      g_test_message ("%s", cases[i].headings);
      /* The row below is longer than most. */
      g_ptr_array_set_size (import->columns, (int)g_strv_length (wanted));
      assert_targets (import, cases[i].targets);
      g_assert_null (crm_import_find_missing (import));
    }
}

/* One office has one number, and address books repeat the address: nobody is left out for that, and
 * nothing is entered twice. */
static void
test_shared_ways (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autoptr (CrmImport) import = open_import (test, "person",
                                              "Name,E-mail,E-mail 2,Phone,Phone 2\n"
                                              "Ida,ida@example.com,IDA@example.com,+47 1,+47 9\n"
                                              "Ole,ole@example.com,,+47 2,+47 9\n"
                                              "Kai,kai@example.com,,+47 9,+47 9\n");
  g_autoptr (CrmImportResult) result = build (test, import);

  assert_counts (result, 3, 0, 0, 0);
  crm_test_write (test->store, crm_change_set_ref (result->set));
  assert_text (test, "SELECT count(*) || ' ' || (SELECT count(*) FROM phone) FROM address", "3 5");
}

/* That mail to it came back, say, makes nobody of an address. */
static void
test_free_address (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  CrmChangeSet *set = crm_change_set_new ("mark-invalid", CRM_CAUSE_USER);
  g_autofree char *id = crm_entity_derive_id (crm_entity_find ("address"), "ida@example.com", NULL);
  CrmChange *change = crm_change_set_ensure (set, "address", id);
  g_autoptr (CrmImport) import = NULL;
  g_autoptr (CrmImportResult) result = NULL;

  crm_change_set_text (change, "address", "ida@example.com");
  crm_change_set_int (change, "invalid", 1);
  crm_test_write (test->store, set);
  import = open_import (test, "person", "Name,E-mail\nIda,ida@example.com\n");
  result = build (test, import);
  assert_counts (result, 1, 0, 0, 0);
  crm_test_write (test->store, crm_change_set_ref (result->set));
  assert_text (test, "SELECT count(*) FROM address WHERE person IS NOT NULL AND invalid = 1", "1");
}

static void
test_no_rows (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autoptr (CrmImport) import = open_import (test, "person", "Name,E-mail\n");
  g_autoptr (CrmImportResult) result = build (test, import);

  assert_targets (import, "name address");
  g_assert_null (crm_import_find_missing (import));
  assert_counts (result, 0, 0, 0, 0);
}

/* Without headings nothing is guessed, and what is chosen twice goes where it was chosen last. */
static void
test_columns (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autoptr (CrmImport) import
      = open_import (test, "person", "Ida,ida@example.com,Acme\nOle,ole@example.com,Other\n");
  g_autoptr (CrmImportResult) result = NULL;

  g_assert_false (import->has_headings);
  assert_targets (import, "- - -");
  g_assert_cmpstr (crm_import_find_missing (import), ==, "Name");
  g_assert_cmpuint (crm_import_count_rows (import), ==, 2);
  g_assert_true (crm_import_set_target (import, 0, "name"));
  g_assert_true (crm_import_set_target (import, 1, "account"));
  g_assert_true (crm_import_set_target (import, 2, "account"));
  g_assert_true (crm_import_set_target (import, 1, "address"));
  g_assert_false (crm_import_set_target (import, 3, "name"));
  g_assert_false (crm_import_set_target (import, 0, "no such field"));
  assert_targets (import, "name address account");
  result = build (test, import);
  assert_counts (result, 2, 2, 0, 0);
  crm_import_set_headings (import, TRUE);
  g_assert_cmpuint (crm_import_count_rows (import), ==, 1);
  assert_targets (import, "- - -");
}

/* A list of addresses is a table, too. */
static void
test_nameless (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autoptr (CrmImport) import
      = open_import (test, "person", "E-mail\nida@example.com\nole@example.com\n");
  g_autoptr (CrmImportResult) result = build (test, import);

  assert_counts (result, 2, 0, 0, 0);
  crm_test_write (test->store, crm_change_set_ref (result->set));
  assert_text (test, "SELECT group_concat (name, ' ') FROM (SELECT name FROM person ORDER BY name)",
               "ida@example.com ole@example.com");
}

static gpointer
build_cancelled (CrmReader *reader, gpointer data, GError **error)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  g_cancellable_cancel (cancellable);
  return crm_import_build (reader, data, cancellable, error);
}

static void
test_cancel (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autoptr (CrmImport) import = open_import (test, "person", PEOPLE);
  g_autoptr (GError) error = NULL;

  g_assert_null (crm_store_read_sync (test->store, build_cancelled, import, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (import->n_read, ==, 0);
}

/* What people read, and what can be mended: only what was refused, as it was. */
static void
test_phrases (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autoptr (CrmImport) import = open_import (test, "person",
                                              "Name,Phone,E-mail,Notes\n"
                                              "Ida,+47 1 234,ida@example.com,\n"
                                              "\n"
                                              "Bad,+47 2 345,\"no\naddress\",=1+1\n"
                                              "Ida,,ida@example.com,\n"
                                              ",-1,,\"says \"\"x\"\"\"\n");
  g_autoptr (CrmImportResult) result = build (test, import);
  g_autofree char *rows = crm_phrase_import_rows (import);
  g_autofree char *text = crm_phrase_import_result (import, result);
  g_autofree char *problem = NULL;
  g_autofree char *csv = crm_import_save_refused (import, result);

  assert_counts (result, 1, 0, 1, 2);
  g_assert_cmpstr (rows, ==, "4 rows");
  g_assert_cmpstr (text, ==,
                   "1 new person · 1 is there already and stays as it is · 2 rows cannot be taken");
  problem = crm_phrase_import_problem (g_ptr_array_index (result->problems, 0));
  g_assert_cmpstr (problem, ==, "Row 4 · \u2068E-mail\u2069 · \u2068“no address”\u2069");
  g_assert_cmpstr (csv, ==,
                   "\357\273\277\"Name\",\"Phone\",\"E-mail\",\"Notes\",\"Problem\"\r\n"
                   "\"Bad\",\"+47 2 345\",\"no\naddress\",\"'=1+1\","
                   "\"E-mail: It takes an e-mail address\"\r\n"
                   "\"\",\"-1\",\"\",\"says \"\"x\"\"\",\"Name: This cannot be empty\"\r\n");
}

/* Whole letters in a cell are cut, between letters. */
static void
test_cell (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *shown = NULL;

  for (int i = 0; i < 200; i++)
    g_string_append (text, i % 2 == 0 ? "ü" : "\n");
  shown = crm_phrase_import_cell (text->str);
  g_assert_true (g_utf8_validate (shown, -1, NULL));
  g_assert_cmpint (g_utf8_strlen (shown, -1), ==, 121);
  g_assert_true (g_str_has_suffix (shown, "…"));
  g_assert_null (strchr (shown, '\n'));
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/import/dialects", test_dialects);
  g_test_add_func ("/import/encodings", test_encodings);
  g_test_add_func ("/import/no-table", test_no_table);
  g_test_add_func ("/import/people", test_people);
  g_test_add_func ("/import/accounts", test_accounts);
  g_test_add_func ("/import/leads", test_leads);
  g_test_add_func ("/import/headings", test_headings);
  g_test_add_func ("/import/nameless", test_nameless);
  g_test_add_func ("/import/shared-ways", test_shared_ways);
  g_test_add_func ("/import/free-address", test_free_address);
  g_test_add_func ("/import/no-rows", test_no_rows);
  g_test_add_func ("/import/columns", test_columns);
  g_test_add_func ("/import/cancel", test_cancel);
  g_test_add_func ("/import/phrases", test_phrases);
  g_test_add_func ("/import/cell", test_cell);
  return g_test_run ();
}
