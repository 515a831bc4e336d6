/* quality-driver.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The product as run.py drives it: reads archives with src/mail, keeps them in a store of its own
 * and answers what the sidebar would say. One command a line on stdin, fields parted by tabs:
 *
 *   read PATH         reads an archive into the index; prints how many mails it had
 *   senders           for each mail read since the last one: what is made of its sender, see below
 *   own ADDRESS       says whose mailbox it is
 *   file ID TITLE     makes a deal of that title and files the mail there
 *   ask ID            what is proposed: ID, reason, title, days
 *   count ENTITY      how many records there are
 *
 * ID is a Message-ID without brackets. Answers end with a line "."; an error ends the program. */
#define G_LOG_DOMAIN "quality-driver"
#include "config.h"

#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "crm-camel-message.h"
#include "crm-mail-archive.h"
#include "crm-test-mail.h"
#include "service/crm-deals.h"
#include "service/crm-filing.h"
#include "service/crm-sender.h"

#define BATCH 1000

typedef struct
{
  CrmTestStore *test; /* (owned) */
  GHashTable *by_id;  /* (owned) (element-type utf8 CrmMessage): the first copy of each */
  GPtrArray *fresh;   /* (owned) (element-type CrmMessage): not yet told by "senders" */
} Driver;

typedef struct
{
  Driver *driver;
  const char *path;
  CrmIndex *index;
  guint n;
} Reading;

static gboolean
take_message (
    CrmMessage *message, const char *folder, const char *uid, gpointer data, GError **error)
{
  Reading *reading = data;
  Driver *driver = reading->driver;
  gint64 folder_id = crm_index_ensure_folder (reading->index, reading->path, folder, error);

  if (folder_id == 0 || !crm_index_add (reading->index, folder_id, uid, message, error))
    return FALSE;
  g_ptr_array_add (driver->fresh, crm_message_ref (message));
  if (message->message_id != NULL && !g_hash_table_contains (driver->by_id, message->message_id))
    g_hash_table_insert (driver->by_id, g_strdup (message->message_id), crm_message_ref (message));
  reading->n++;
  return reading->n % BATCH != 0
         || (crm_index_commit (reading->index, error) && crm_index_begin (reading->index, error));
}

/* As `ecrm index` does it. */
static gboolean
read_in_worker (CrmIndex *index, gpointer data, GCancellable *cancellable, GError **error)
{
  Reading *reading = data;

  reading->index = index;
  return crm_index_begin (index, error)
         && crm_mail_archive_read (reading->path, take_message, reading, cancellable, error)
         && crm_index_commit (index, error)
         && crm_index_thread_by_subject (index, reading->path, cancellable, error)
         && crm_index_settle (index, cancellable, error);
}

static void
read_archive (Driver *self, const char *path)
{
  Reading reading = { .driver = self, .path = path };
  g_autoptr (GError) error = NULL;

  crm_store_index_sync (self->test->store, read_in_worker, &reading, NULL, &error);
  g_assert_no_error (error);
  printf ("%u\n", reading.n);
}

static CrmMessage *
find_message (Driver *self, const char *id)
{
  CrmMessage *message = g_hash_table_lookup (self->by_id, id);

  if (message == NULL)
    g_error ("no mail has this Message-ID: %s", id);
  return message;
}

static void
file (Driver *self, const char *id, const char *title)
{
  CrmChangeSet *set = crm_change_set_new ("add-deal", CRM_CAUSE_USER);
  CrmNewDeal deal = { .title = title, .now_usec = self->test->now_usec };
  g_autofree char *record = crm_deals_create (set, &deal);

  crm_filing_add (set, find_message (self, id), CRM_TARGET_DEAL, record);
  crm_test_write (self->test->store, set);
}

static void
ask (Driver *self, const char *id)
{
  static const char *const reasons[] = {
    [CRM_PROPOSAL_NONE] = "none",           [CRM_PROPOSAL_CONVERSATION] = "conversation",
    [CRM_PROPOSAL_TOKEN] = "token",         [CRM_PROPOSAL_SUBJECT] = "subject",
    [CRM_PROPOSAL_ONLY_DEAL] = "only-deal", [CRM_PROPOSAL_ACCOUNT_DEAL] = "account-deal",
    [CRM_PROPOSAL_SERIES] = "series",       [CRM_PROPOSAL_INVITATION] = "invitation",
    [CRM_PROPOSAL_MEETING] = "meeting",
  };
  g_autoptr (CrmContext) context
      = crm_test_context (self->test->store, find_message (self, id), NULL);
  const CrmDealState *state = context->proposal;

  printf ("%s\t%s\t%s\t%" G_GINT64_FORMAT "\n", id, reasons[context->proposal_reason],
          state != NULL ? crm_record_get_title (state->deal) : "",
          state != NULL ? state->days_apart : 0);
}

/* fingerprint, flags, sender, kind, proposed domain, its confidence, Message-ID */
static void
tell_sender (const CrmMessage *message)
{
  static const char *const kinds[] = {
    [CRM_SENDER_PERSON] = "person", [CRM_SENDER_ROLE] = "role", [CRM_SENDER_AUTOMATIC] = "automatic"
  };
  const CrmMessageParty *sender = crm_message_get_sender (message);
  const char *address = sender != NULL ? sender->address : NULL;
  g_auto (CrmAccountGuess) guess = { 0 };

  crm_sender_guess_account (address, &guess);
  printf ("%016" G_GINT64_MODIFIER "x\t%u\t%s\t%s\t%s\t%d\t%s\n", message->fingerprint,
          (guint)message->flags, address != NULL ? address : "",
          kinds[crm_sender_get_kind (message, address)], guess.domain != NULL ? guess.domain : "",
          guess.confidence, message->message_id != NULL ? message->message_id : "");
}

static void
tell_senders (Driver *self)
{
  for (guint i = 0; i < self->fresh->len; i++)
    tell_sender (g_ptr_array_index (self->fresh, i));
  g_ptr_array_set_size (self->fresh, 0);
}

static void
count (Driver *self, const char *entity)
{
  g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM \"%s\"", entity);

  printf ("%" G_GINT64_FORMAT "\n", crm_test_store_int (self->test, "crm.db", sql));
}

static void
obey (Driver *self, char **words)
{
  const char *first = words[0] != NULL ? words[1] : NULL;

  if (g_strcmp0 (words[0], "senders") == 0)
    tell_senders (self);
  else if (first == NULL)
    g_error ("no such command: %s", words[0]);
  else if (g_str_equal (words[0], "read"))
    read_archive (self, first);
  else if (g_str_equal (words[0], "own"))
    crm_test_own (self->test->store, "own_address", first);
  else if (g_str_equal (words[0], "file"))
    file (self, first, words[2]);
  else if (g_str_equal (words[0], "ask"))
    ask (self, first);
  else if (g_str_equal (words[0], "count"))
    count (self, first);
  else
    g_error ("no such command: %s", words[0]);
  printf (".\n");
  fflush (stdout);
}

int
main (int argc, char **argv)
{
  Driver self = { 0 };
  g_autoptr (GIOChannel) input = g_io_channel_unix_new (0);
  char *line;
  gsize end;

  setlocale (LC_ALL, "");
  crm_mail_init ();
  g_io_channel_set_encoding (input, NULL, NULL);
  self.test = crm_test_store_new ();
  self.by_id
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)crm_message_unref);
  self.fresh = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_message_unref);
  while (g_io_channel_read_line (input, &line, NULL, &end, NULL) == G_IO_STATUS_NORMAL)
    {
      g_auto (GStrv) words = NULL;

      line[end] = '\0';
      words = g_strsplit (line, "\t", -1);
      g_free (line);
      obey (&self, words);
    }
  g_hash_table_unref (self.by_id);
  g_ptr_array_unref (self.fresh);
  crm_test_settle (self.test->store);
  crm_test_store_free (self.test);
  return 0;
}
