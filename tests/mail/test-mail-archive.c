/* test-mail-archive.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "test-mail-archive"
#include "config.h"

#include <glib/gstdio.h>
#include <lzma.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "crm-camel-message.h"
#include "crm-error.h"
#include "crm-mail-archive.h"
#include "crm-mbox-splitter.h"

typedef struct
{
  char *dir;            /* (owned): removed at the end */
  GString *log;         /* (owned): "folder/uid subject" lines, in the order of reading */
  GPtrArray *messages;  /* (owned) (element-type CrmMessage) */
  int stop_after;       /* cancel or fail after so many mails; 0 never */
  GCancellable *cancel; /* (owned) (nullable): cancelled at stop_after */
} Fixture;

static void
fixture_set_up (Fixture *f, gconstpointer data)
{
  f->dir = g_dir_make_tmp ("crm-archive-XXXXXX", NULL);
  f->log = g_string_new (NULL);
  f->messages = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_message_unref);
  g_assert_nonnull (f->dir);
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir
      = g_file_test (path, G_FILE_TEST_IS_SYMLINK) ? NULL : g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }
  g_remove (path);
}

static void
fixture_tear_down (Fixture *f, gconstpointer data)
{
  remove_tree (f->dir);
  g_free (f->dir);
  g_string_free (f->log, TRUE);
  g_ptr_array_unref (f->messages);
  g_clear_object (&f->cancel);
}

static gboolean
on_message (
    CrmMessage *message, const char *folder, const char *uid, gpointer user_data, GError **error)
{
  Fixture *f = user_data;

  g_assert_cmpuint (message->fingerprint, !=, 0);
  g_string_append_printf (f->log, "%s/%s %s\n", folder, uid, message->subject);
  g_ptr_array_add (f->messages, crm_message_ref (message));
  if (f->stop_after == 0 || (int)f->messages->len < f->stop_after)
    return TRUE;
  if (f->cancel != NULL)
    {
      g_cancellable_cancel (f->cancel);
      return TRUE;
    }

  g_set_error_literal (error, CRM_ERROR, CRM_ERROR_DISK_FULL, "no room");
  return FALSE;
}

static gboolean
read_archive (Fixture *f, const char *path, GError **error)
{
  return crm_mail_archive_read (path, on_message, f, f->cancel, error);
}

static void
write_file (const char *path, gconstpointer bytes, gssize length)
{
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, bytes, length, &error);
  g_assert_no_error (error);
}

static char * /* (transfer full) */
add_file (Fixture *f, const char *name, gconstpointer bytes, gssize length)
{
  g_autofree char *path = g_build_filename (f->dir, name, NULL);
  g_autofree char *parent = g_path_get_dirname (path);

  g_assert_cmpint (g_mkdir_with_parents (parent, 0700), ==, 0);
  write_file (path, bytes, length);
  return g_steal_pointer (&path);
}

static char * /* (transfer full) */
load_letters (gsize *out_length)
{
  g_autofree char *path
      = g_test_build_filename (G_TEST_DIST, "fixtures", "mail", "letters.mbox", NULL);
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (path, &text, out_length, &error);
  g_assert_no_error (error);
  return text;
}

static CrmMessage *
nth_message (Fixture *f, guint i)
{
  g_assert_cmpuint (i, <, f->messages->len);
  return f->messages->pdata[i];
}

static void
check_letters (Fixture *f)
{
  g_autofree char *all = NULL;
  g_auto (GStrv) lines = g_strsplit (f->log->str, "\n", -1);

  g_assert_cmpuint (f->messages->len, ==, 5);
  g_assert_true (g_str_has_prefix (lines[0], "/0 Offer for the m\303\274hle"));
  g_assert_true (g_str_has_suffix (lines[1], " Re: Offer for the mill"));
  g_assert_true (g_str_has_suffix (lines[2], " Weekly news in two lines"));
  g_assert_true (g_str_has_suffix (lines[3], " "));
  g_assert_true (g_str_has_suffix (lines[4], " Undelivered mail"));

  g_assert_cmpint (nth_message (f, 0)->flags, ==, CRM_MESSAGE_SEEN);
  g_assert_cmpint (nth_message (f, 1)->flags, ==, CRM_MESSAGE_ANSWERED);
  g_assert_cmpint (nth_message (f, 2)->flags, ==, CRM_MESSAGE_LIST);
  g_assert_cmpuint (nth_message (f, 3)->parties->len, ==, 0);
  g_assert_cmpint (nth_message (f, 4)->flags, ==, CRM_MESSAGE_AUTOMATIC);
  g_assert_cmpint (nth_message (f, 0)->date_usec, ==, G_GINT64_CONSTANT (1709539920000000));
  g_assert_cmpuint (nth_message (f, 1)->references->len, ==, 2);
}

static void
test_mbox (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path
      = g_test_build_filename (G_TEST_DIST, "fixtures", "mail", "letters.mbox", NULL);

  g_assert_true (read_archive (f, path, &error));
  g_assert_no_error (error);
  check_letters (f);
}

static void
test_mbox_crlf (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = load_letters (NULL);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autofree char *crlf = g_strjoinv ("\r\n", lines);
  g_autofree char *path = add_file (f, "crlf", crlf, -1);

  g_assert_true (read_archive (f, path, &error));
  g_assert_no_error (error);
  check_letters (f);
}

/* What was indexed once keeps its uid when mail is appended. */
static void
test_mbox_uid_is_stable (Fixture *f, gconstpointer data)
{
  g_autofree char *text = load_letters (NULL);
  g_autofree char *longer = g_strconcat (
      text, "\nFrom x@south.example Fri Mar  8 10:00:00 2024\nSubject: sixth\n\nBody\n", NULL);
  g_autofree char *path = add_file (f, "grown", text, -1);
  g_autofree char *before = NULL;

  g_assert_true (read_archive (f, path, NULL));
  before = g_strdup (f->log->str);
  g_string_truncate (f->log, 0);
  write_file (path, longer, -1);
  g_assert_true (read_archive (f, path, NULL));
  g_assert_true (g_str_has_prefix (f->log->str, before));
  g_assert_true (g_str_has_suffix (f->log->str, " sixth\n"));
}

static void
test_single_mail (Fixture *f, gconstpointer data)
{
  g_autofree char *path
      = g_test_build_filename (G_TEST_DIST, "fixtures", "mail", "single.eml", NULL);

  g_assert_true (read_archive (f, path, NULL));
  g_assert_cmpstr (f->log->str, ==, "/0 One letter\n");
  g_assert_cmpuint (nth_message (f, 0)->size_bytes, >, 200);
}

static void
test_garbage_is_one_mail (Fixture *f, gconstpointer data)
{
  static const char noise[] = "\0\1\2\xff\xfe garbage \n\n\n more";
  g_autofree char *path = add_file (f, "noise", noise, sizeof noise);
  g_autofree char *empty = add_file (f, "empty", "", 0);

  g_assert_true (read_archive (f, path, NULL));
  g_assert_cmpuint (f->messages->len, ==, 1);
  g_assert_cmpuint (nth_message (f, 0)->size_bytes, ==, sizeof noise);
  g_assert_true (read_archive (f, empty, NULL));
  g_assert_cmpuint (f->messages->len, ==, 1);
}

/* The first page of the file is lost; the mails behind it are not. */
static void
test_damaged_beginning (Fixture *f, gconstpointer data)
{
  gsize length;
  g_autofree char *text = load_letters (&length);
  g_autofree char *path = NULL;

  memset (text, 0, 100);
  path = add_file (f, "torn", text, length);
  g_assert_true (read_archive (f, path, NULL));
  g_assert_cmpuint (f->messages->len, ==, 5);
}

static GBytes *
pack_gzip (const char *text, gsize length)
{
  g_autoptr (GConverter) packer
      = G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 6));
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr (GOutputStream) stream = g_converter_output_stream_new (memory, packer);

  g_assert_true (g_output_stream_write_all (stream, text, length, NULL, NULL, NULL));
  g_assert_true (g_output_stream_close (stream, NULL, NULL));
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (memory));
}

static GBytes *
pack_xz (const char *text, gsize length)
{
  gsize size = lzma_stream_buffer_bound (length);
  guint8 *out = g_malloc (size);
  gsize used = 0;

  g_assert_cmpint (lzma_easy_buffer_encode (6, LZMA_CHECK_CRC64, NULL, (const guint8 *)text, length,
                                            out, &used, size),
                   ==, LZMA_OK);
  return g_bytes_new_take (out, used);
}

typedef GBytes *(*PackFunc) (const char *text, gsize length);

static void
test_packed (Fixture *f, gconstpointer data)
{
  PackFunc pack = (PackFunc)data;
  gsize length;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = load_letters (&length);
  g_autoptr (GBytes) first = pack (text, 300);
  g_autoptr (GBytes) second = pack (text + 300, length - 300);
  g_autoptr (GByteArray) both = g_byte_array_new ();
  g_autofree char *path = NULL;

  /* Two packed pieces, one after the other, are one file: that is how logs and archives grow. */
  g_byte_array_append (both, g_bytes_get_data (first, NULL), g_bytes_get_size (first));
  g_byte_array_append (both, g_bytes_get_data (second, NULL), g_bytes_get_size (second));
  path = add_file (f, "packed", both->data, both->len);

  g_assert_true (read_archive (f, path, &error));
  g_assert_no_error (error);
  check_letters (f);
}

static void
test_packed_damaged (Fixture *f, gconstpointer data)
{
  PackFunc pack = (PackFunc)data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GBytes) packed = NULL;
  g_autofree char *path = NULL;

  for (int i = 0; i < 20000; i++)
    g_string_append_printf (text,
                            "From x@south.example Fri Mar  8 10:00:00 2024\n"
                            "Subject: number %d of %u\n\nBody\n\n",
                            i, (guint)i * 2654435761u);
  packed = pack (text->str, text->len);
  path = add_file (f, "cut", g_bytes_get_data (packed, NULL), g_bytes_get_size (packed) / 2);

  g_assert_false (read_archive (f, path, &error));
  g_assert_error (error, CRM_ERROR, CRM_ERROR_CORRUPT);
  g_assert_nonnull (strstr (error->message, path));
  g_assert_nonnull (strstr (error->message, "bytes of mail"));
  g_assert_cmpuint (f->messages->len, >, 100);
  g_assert_cmpuint (f->messages->len, <, 20000);
}

static void
test_unknown_packing (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = add_file (f, "x.bz2", "BZh91AY&SY....", -1);

  g_assert_false (read_archive (f, path, &error));
  g_assert_error (error, CRM_ERROR, CRM_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, "bzip2"));
}

static void
test_maildir (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "fixtures", "mail", "maildir", NULL);

  g_assert_true (read_archive (f, path, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (f->log->str, ==,
                   "/1001.a First\n"
                   "/1002.b Second\n"
                   "/1003.c Odd addresses\n"
                   "Old/Letters/3001.e Old\n"
                   "Customers/2001.d Nested\n");
  g_assert_cmpint (nth_message (f, 0)->flags, ==, CRM_MESSAGE_SEEN | CRM_MESSAGE_ANSWERED);
  g_assert_cmpint (nth_message (f, 1)->flags, ==, CRM_MESSAGE_DELETED);
  g_assert_cmpint (nth_message (f, 2)->flags, ==, 0);
  g_assert_cmpstr (crm_message_get_sender (nth_message (f, 2))->address, ==,
                   "dots..twice@phone.example");
}

/* Links in a circle, a pipe, a link to a file elsewhere, a big header, a folder named like a part.
 */
static void
test_maildir_oddities (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *wide = g_strnfill (20000, 'x');
  g_autofree char *big = g_strconcat ("X-Wide: ", wide, "\nSubject: big\n\nBody", NULL);
  g_autofree char *outside = add_file (f, "outside", "Subject: outside\n\n", -1);
  g_autofree char *first = add_file (f, "mail/A/cur/1:2,S", big, -1);
  g_autofree char *second = add_file (f, "mail/A/new/cur/2", "Subject: folder new\n\n", -1);
  g_autofree char *loop = g_build_filename (f->dir, "mail", "A", "loop", NULL);
  g_autofree char *pipe = g_build_filename (f->dir, "mail", "A", "cur", "pipe", NULL);
  g_autofree char *link = g_build_filename (f->dir, "mail", "A", "cur", "link", NULL);
  g_autofree char *root = g_build_filename (f->dir, "mail", NULL);

  g_assert_cmpint (symlink ("..", loop), ==, 0);
  g_assert_cmpint (symlink (outside, link), ==, 0);
  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);

  g_assert_true (read_archive (f, root, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (f->log->str, ==, "A/1 big\nA/new/2 folder new\n");
}

static void
test_missing (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (f->dir, "nowhere", NULL);

  g_assert_false (read_archive (f, path, &error));
  g_assert_error (error, CRM_ERROR, CRM_ERROR_NOT_FOUND);
  g_clear_error (&error);

  g_assert_false (read_archive (f, f->dir, &error));
  g_assert_error (error, CRM_ERROR, CRM_ERROR_NOT_FOUND);
  g_clear_error (&error);

  g_assert_false (read_archive (f, "/dev/null", &error));
  g_assert_error (error, CRM_ERROR, CRM_ERROR_FAILED);
}

/* One closed mail does not hide the others, and is told. */
static void
test_permission (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *closed = add_file (f, "cur/1", "Subject: closed\n\n", -1);
  g_autofree char *open = add_file (f, "cur/2", "Subject: open\n\n", -1);

  if (geteuid () == 0)
    {
      g_test_skip ("root may read everything");
      return;
    }

  g_assert_cmpint (g_chmod (closed, 0), ==, 0);
  g_assert_false (read_archive (f, f->dir, &error));
  g_assert_error (error, CRM_ERROR, CRM_ERROR_PERMISSION);
  g_assert_nonnull (strstr (error->message, closed));
  g_assert_cmpstr (f->log->str, ==, "/2 open\n");
}

static void
test_stopping (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  const char *name = data;
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "fixtures", "mail", name, NULL);

  f->stop_after = 2;
  g_assert_false (read_archive (f, path, &error));
  g_assert_error (error, CRM_ERROR, CRM_ERROR_DISK_FULL);
  g_assert_cmpuint (f->messages->len, ==, 2);
  g_clear_error (&error);

  f->cancel = g_cancellable_new ();
  f->stop_after = 4;
  g_assert_false (read_archive (f, path, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (f->messages->len, ==, 4);
}

static gboolean
on_split (const char *head,
          gsize head_length,
          guint64 offset,
          guint64 size_bytes,
          gpointer user_data,
          GError **error)
{
  g_string_append_printf (user_data,
                          "%" G_GUINT64_FORMAT "+%" G_GUINT64_FORMAT "/%" G_GSIZE_FORMAT " ",
                          offset, size_bytes, head_length);
  return TRUE;
}

/* However the bytes come, the cuts are the same. */
static void
test_splitter_pieces (void)
{
  gsize length;
  g_autofree char *text = load_letters (&length);
  g_autofree char *expected = NULL;

  for (gsize piece = length; piece > 0; piece = piece > 40 ? piece / 3 : piece - 1)
    {
      g_autoptr (GString) log = g_string_new (NULL);
      g_autoptr (CrmMboxSplitter) splitter = crm_mbox_splitter_new (on_split, log);

      for (gsize at = 0; at < length; at += piece)
        g_assert_true (
            crm_mbox_splitter_push (splitter, text + at, MIN (piece, length - at), NULL));
      g_assert_true (crm_mbox_splitter_finish (splitter, NULL));
      g_assert_cmpuint (crm_mbox_splitter_get_offset (splitter), ==, length);
      if (expected == NULL)
        expected = g_strdup (log->str);
      g_assert_cmpstr (log->str, ==, expected);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  crm_mail_init ();

#define ADD(name, data, func)                                                                      \
  g_test_add ("/mail-archive/" name, Fixture, data, fixture_set_up, func, fixture_tear_down)
  ADD ("mbox", NULL, test_mbox);
  ADD ("mbox/crlf", NULL, test_mbox_crlf);
  ADD ("mbox/uid", NULL, test_mbox_uid_is_stable);
  ADD ("mbox/single", NULL, test_single_mail);
  ADD ("mbox/garbage", NULL, test_garbage_is_one_mail);
  ADD ("mbox/damaged", NULL, test_damaged_beginning);
  ADD ("packed/gzip", pack_gzip, test_packed);
  ADD ("packed/xz", pack_xz, test_packed);
  ADD ("packed/gzip-damaged", pack_gzip, test_packed_damaged);
  ADD ("packed/xz-damaged", pack_xz, test_packed_damaged);
  ADD ("packed/unknown", NULL, test_unknown_packing);
  ADD ("maildir", NULL, test_maildir);
  ADD ("maildir/oddities", NULL, test_maildir_oddities);
  ADD ("missing", NULL, test_missing);
  ADD ("permission", NULL, test_permission);
  ADD ("stopping/mbox", "letters.mbox", test_stopping);
  ADD ("stopping/maildir", "maildir", test_stopping);
  g_test_add_func ("/mbox-splitter/pieces", test_splitter_pieces);

  return g_test_run ();
}
