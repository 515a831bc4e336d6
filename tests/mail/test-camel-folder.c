/* test-camel-folder.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "test-camel-folder"
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "crm-camel-message.h"
#include "crm-mail-archive.h"

/* Law: the same mail read from Evolution's folder summary and from its file is the same mail. A
 * real Maildir store of Camel's is made in a temporary folder, scanned, closed and opened again.
 * Arguments name folders of single mails to be compared too; what differs is printed then, without
 * failing. */

typedef struct
{
  CamelSession parent_instance;
} TestSession;

typedef struct
{
  CamelSessionClass parent_class;
} TestSessionClass;

GType test_session_get_type (void);
G_DEFINE_TYPE (TestSession, test_session, CAMEL_TYPE_SESSION)

static void
test_session_class_init (TestSessionClass *klass)
{
}

static void
test_session_init (TestSession *self)
{
}

static const char *const mails[] = {
  "From: Ada Fictive <ada@north.example>\nTo: \"Baker, Bo\" <bo@south.example>, cora@west.example\n"
  "Cc: =?utf-8?q?J=C3=BCrgen_Muster?= <j@east.example>\nSubject: =?utf-8?q?M=C3=BChle?= new\n"
  "Date: Mon, 4 Mar 2024 09:12:00 +0100\nMessage-ID: <one@north.example>\n\nBody\n",

  "From: \"a, b\" <ab@north.example>\r\nTo: Bo (the old) <bo@south.example>, "
  "cora@west.example (Cora C.)\r\n"
  "Subject: folded\r\n\tsubject   with  blanks\r\nDate: 4 Mar 24 09:12 EST\r\n"
  "Message-ID:\r\n <two@north.example>\r\nReferences: <one@north.example>\r\n\r\nBody\r\n",

  "From: k..lead@phone.example\nTo: .dot@phone.example, end.@phone.example, a.b..c@phone.example, "
  "k...lead@phone.example, a..b..c@phone.example\n"
  "Subject: odd addresses\nDate: Mon, 4 Mar 2024 09:12:01 +0100\nMessage-ID: <three>\n\nBody\n",

  "From: M\xfcller <m@east.example>\nTo: \xe9t\xe9 <e@east.example>\nSubject: raw \xfc and \xff\n"
  "Content-Type: text/plain; charset=iso-8859-1\nDate: Mon, 4 Mar 2024 09:12:02 +0100\n\nBody\n",

  "From: M\xfcller <m@east.example>\nSubject: no charset \xfc\nDate: Mon, 4 Mar 2024 09:12:03 "
  "+0100\n"
  "To: undisclosed-recipients:;\nMessage-ID: no brackets\n\nBody\n",

  "Received: from x by y; Mon, 4 Mar 2024 09:12:04 +0100\nFrom: dan@west.example (Dan Comment)\n"
  "To: <ada@north.example>\nTo: second@north.example\nSubject:\nMessage-ID: \n\nBody\n",

  "From: \"Quote \\\" inside\" <q@west.example>\nTo: a@x.example b@y.example\nCc: <<c@z.example>>\n"
  "Subject: =?utf-8?x?broken?= =?utf-8?b?!!!?=\nDate: Mon, 4 Mar 2024 09:12:05 +0100\n"
  "Message-ID: <sp ace@north.example>\nList-Id: <l.list.example>\n\nBody\n",

  "From: =?utf-8?q?Ada_=3Cada=40north=2Eexample=3E?=\nTo: \"a@b.example\" <real@b.example>\n"
  "Subject: =?utf-8?q?a?=\n =?utf-8?q?b?= c\nDate: Mon, 4 Mar 2024 09:12:06 +0100\n\nBody\n",
};

typedef struct
{
  char *dir;        /* (owned) */
  GHashTable *read; /* (owned): uid -> CrmMessage, as read from files */
  gboolean is_real; /* given as an argument */
  guint n_differing;
} Fixture;

static gboolean
remember (CrmMessage *message, const char *folder, const char *uid, gpointer data, GError **error)
{
  Fixture *f = data;

  if (*folder == '\0')
    g_hash_table_insert (f->read, g_strdup (uid), crm_message_ref (message));
  return TRUE;
}

static char * /* (transfer full) */
describe (const CrmMessage *message)
{
  GString *text = g_string_new (NULL);

  g_string_append_printf (
      text, "%" G_GINT64_FORMAT " %016" G_GINT64_MODIFIER "x %016" G_GINT64_MODIFIER "x %d [%s]",
      message->date_usec, message->fingerprint, message->mid_hash,
      (message->flags & CRM_MESSAGE_LIST) != 0, message->subject);
  for (guint i = 0; i < message->parties->len; i++)
    {
      const CrmMessageParty *party = message->parties->pdata[i];

      if (party->role <= CRM_ROLE_CC)
        g_string_append_printf (text, " %d:%s(%s)", party->role, party->address,
                                party->name != NULL ? party->name : "");
    }

  return g_string_free (text, FALSE);
}

static void
compare (Fixture *f, const char *uid, const CrmMessage *of_summary)
{
  const CrmMessage *of_file = g_hash_table_lookup (f->read, uid);
  g_autofree char *expected = NULL;
  g_autofree char *found = describe (of_summary);

  g_assert_nonnull (of_file);
  expected = describe (of_file);
  if (f->is_real && strcmp (found, expected) != 0)
    {
      f->n_differing++;
      g_test_message ("file    %s\nsummary %s", expected, found);
      return;
    }
  if (!f->is_real)
    g_assert_cmpstr (found, ==, expected);
}

static CamelStore * /* (transfer full) */
open_store (Fixture *f, CamelSession *session)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (f->dir, "mail", NULL);
  g_autoptr (CamelSettings) settings = NULL;
  CamelService *service
      = camel_session_add_service (session, "test", "maildir", CAMEL_PROVIDER_STORE, &error);

  g_assert_no_error (error);
  settings = camel_service_ref_settings (service);
  g_object_set (settings, "path", path, NULL);
  return CAMEL_STORE (service);
}

static void
compare_folder (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *data = g_build_filename (f->dir, "data", NULL);
  g_autofree char *cache = g_build_filename (f->dir, "cache", NULL);
  g_autoptr (CamelSession) session = g_object_new (test_session_get_type (), "user-data-dir", data,
                                                   "user-cache-dir", cache, NULL);
  g_autoptr (CamelStore) store = open_store (f, session);
  g_autoptr (CamelFolder) folder = camel_store_get_folder_sync (store, "Inbox", 0, NULL, &error);
  CamelFolderSummary *summary;
  GPtrArray *uids;

  g_assert_no_error (error);
  camel_folder_refresh_info_sync (folder, NULL, &error);
  g_assert_no_error (error);
  summary = camel_folder_get_folder_summary (folder);
  camel_folder_summary_prepare_fetch_all (summary, NULL);
  uids = camel_folder_summary_get_array (summary);
  g_assert_cmpuint (uids->len, ==, g_hash_table_size (f->read));

  for (guint i = 0; i < uids->len; i++)
    {
      g_autoptr (CamelMessageInfo) info = camel_folder_summary_get (summary, uids->pdata[i]);
      g_autoptr (CrmMessage) message = crm_camel_message_from_info (info, NULL);

      compare (f, uids->pdata[i], message);
    }

  camel_folder_summary_free_array (uids);
  camel_folder_synchronize_sync (folder, FALSE, NULL, &error);
  g_assert_no_error (error);
  camel_session_remove_services (session);
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }
  g_remove (path);
}

static void
add_mail (Fixture *f, guint number, const char *text, gsize length)
{
  g_autofree char *name = g_strdup_printf ("%u.test:2,S", 1000000000 + number);
  g_autofree char *path = g_build_filename (f->dir, "mail", "cur", name, NULL);

  g_assert_true (g_file_set_contents (path, text, length, NULL));
}

static void
set_up (Fixture *f)
{
  static const char *const parts[] = { "cur", "new", "tmp" };

  f->dir = g_dir_make_tmp ("crm-folder-XXXXXX", NULL);
  f->read
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)crm_message_unref);
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autofree char *path = g_build_filename (f->dir, "mail", parts[i], NULL);

      g_assert_cmpint (g_mkdir_with_parents (path, 0700), ==, 0);
    }
}

static void
compare_both_ways (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *mail = g_build_filename (f->dir, "mail", NULL);

  crm_mail_archive_read (mail, remember, f, NULL, &error);
  g_assert_no_error (error);
  compare_folder (f); /* just scanned: the summary still has the headers */
  compare_folder (f); /* as after a restart of Evolution: from its database */

  remove_tree (f->dir);
  g_free (f->dir);
  g_hash_table_unref (f->read);
}

static void
test_same_mail (void)
{
  Fixture f = { NULL };

  set_up (&f);
  for (guint i = 0; i < G_N_ELEMENTS (mails); i++)
    add_mail (&f, i, mails[i], strlen (mails[i]));
  compare_both_ways (&f);
}

static void
test_given_mail (gconstpointer data)
{
  Fixture f = { NULL };
  g_autoptr (GDir) dir = g_dir_open (data, 0, NULL);
  const char *name;
  guint count = 0;

  /* Camel itself complains about some real mail. */
  g_log_set_always_fatal (G_LOG_FATAL_MASK);
  g_assert_nonnull (dir);
  f.is_real = TRUE;
  set_up (&f);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (data, name, NULL);
      g_autofree char *text = NULL;
      gsize length;

      if (g_file_get_contents (path, &text, &length, NULL))
        add_mail (&f, count++, text, length);
    }
  compare_both_ways (&f);
  g_test_message ("%u mails, %u differing in two readings", count, f.n_differing);
}

int
main (int argc, char **argv)
{
  g_autofree char *certificates = g_dir_make_tmp ("crm-camel-XXXXXX", NULL);
  int status;

  g_test_init (&argc, &argv, NULL);
  crm_mail_init ();
  camel_init (certificates, FALSE);
  camel_provider_init ();

  g_test_add_func ("/camel-folder/same-mail", test_same_mail);
  for (int i = 1; i < argc; i++)
    {
      g_autofree char *path = g_strdup_printf ("/camel-folder/given/%d", i);

      g_test_add_data_func (path, argv[i], test_given_mail);
    }

  status = g_test_run ();
  camel_shutdown ();
  remove_tree (certificates);
  return status;
}
