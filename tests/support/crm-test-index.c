/* crm-test-index.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "crm-test-index.h"

CrmMessage * /* (transfer full) */
crm_test_index_make_letter (const CrmTestLetter *letter)
{
  CrmMessage *message = crm_message_new ();
  g_auto (GStrv) to = g_strsplit (letter->to, " ", -1);
  g_auto (GStrv) references
      = g_strsplit (letter->references != NULL ? letter->references : "", " ", -1);

  message->date_usec
      = CRM_TEST_START_USEC + (gint64)letter->day * CRM_TEST_DAY_SECS * G_USEC_PER_SEC;
  message->size_bytes = 1000;
  crm_message_set_message_id (message, letter->uid);
  crm_message_set_subject (message, letter->subject);
  crm_message_add_party (message, CRM_ROLE_FROM, letter->from, NULL);
  for (guint i = 0; to[i] != NULL; i++)
    crm_message_add_party (message, CRM_ROLE_TO, to[i], NULL);
  for (guint i = 0; references[i] != NULL; i++)
    crm_message_add_reference (message, crm_message_id_hash (references[i]));
  return message;
}

void
crm_test_index_add_message (CrmIndex *index,
                            const char *folder,
                            const char *uid,
                            CrmMessage *message)
{
  g_autoptr (GError) error = NULL;
  gint64 id;

  crm_message_seal (message);
  crm_index_begin (index, &error);
  g_assert_no_error (error);
  id = crm_index_ensure_folder (index, "account-1", folder, &error);
  g_assert_cmpint (id, !=, 0);
  crm_index_add (index, id, uid, message, &error);
  g_assert_no_error (error);
  crm_index_commit (index, &error);
  g_assert_no_error (error);
}

void
crm_test_index_add (CrmIndex *index, const char *folder, const CrmTestLetter *letter)
{
  g_autoptr (CrmMessage) message = crm_test_index_make_letter (letter);

  crm_test_index_add_message (index, folder, letter->uid, message);
}

void
crm_test_index_drop (CrmIndex *index, const char *folder, const char *uid)
{
  g_autoptr (GError) error = NULL;
  gint64 id;

  crm_index_begin (index, &error);
  g_assert_no_error (error);
  id = crm_index_ensure_folder (index, "account-1", folder, &error);
  crm_index_remove (index, id, uid, &error);
  g_assert_no_error (error);
  crm_index_commit (index, &error);
  g_assert_no_error (error);
}

void
crm_test_index_set_own (CrmIndex *index, const char *address)
{
  const char *addresses[] = { address, NULL };
  g_autoptr (GError) error = NULL;

  crm_index_set_own (index, addresses, &error);
  g_assert_no_error (error);
}

void
crm_test_index_set_up (CrmTestIndex *self, gconstpointer data)
{
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;

  self->test = crm_test_store_new ();
  path = crm_test_store_path (self->test, "index.db");
  self->index = _crm_index_open (path, &error);
  g_assert_no_error (error);
}

static gpointer
check_files (CrmReader *reader, gpointer data, GError **error)
{
  return crm_reader_check (reader, error);
}

void
crm_test_index_tear_down (CrmTestIndex *self, gconstpointer data)
{
  g_autoptr (GPtrArray) complaints
      = crm_store_read_sync (self->test->store, check_files, NULL, NULL, NULL);

  g_assert_nonnull (complaints);
  for (guint i = 0; i < complaints->len; i++)
    g_error ("%s", (char *)complaints->pdata[i]);
  _crm_index_close (self->index);
  crm_test_store_free (self->test);
}

gint64
crm_test_index_count (CrmTestIndex *self, const char *what)
{
  g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM %s", what);

  return crm_test_store_int (self->test, "index.db", sql);
}

gint64
crm_test_index_count_threads (CrmTestIndex *self)
{
  return crm_test_store_int (self->test, "index.db", "SELECT count(DISTINCT thread) FROM message");
}

/* What the file says, without the numbers that depend on the order. */
char * /* (transfer full) */
crm_test_index_describe (CrmTestIndex *self)
{
  g_autofree char *letters = crm_test_store_text (
      self->test, "index.db",
      "SELECT m.date || ' ' || m.direction || ' ' || m.subject || ' ' || coalesce (a.address, '')"
      " FROM message AS m LEFT JOIN address AS a ON a.id = m.sender ORDER BY 1");
  g_autofree char *edges = crm_test_store_text (
      self->test, "index.db",
      "SELECT a.address || ' ' || e.date || ' ' || e.roles || ' ' || m.fingerprint FROM edge AS e"
      " JOIN address AS a ON a.id = e.address JOIN message AS m ON m.id = e.message ORDER BY 1");
  g_autofree char *domains = crm_test_store_text (
      self->test, "index.db",
      "SELECT d.name || ' ' || e.date || ' ' || m.fingerprint FROM domain_edge AS e"
      " JOIN domain AS d ON d.id = e.domain JOIN message AS m ON m.id = e.message ORDER BY 1");

  return g_strjoin ("\n", letters, edges, domains, NULL);
}
