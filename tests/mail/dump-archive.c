/* dump-archive.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "dump-archive"
#include "config.h"

#include <locale.h>
#include <stdio.h>

#include "crm-camel-message.h"
#include "crm-mail-archive.h"

/* Prints what src/mail reads of archives, one mail a line, fields parted by tabs:
 *   archive, folder, uid, date in seconds, size, flags, fingerprint, Message-ID hash, Message-ID,
 *   subject, then one field "role:address" for every party.
 * compare-facts.py counts it against other readers. Exits 1 when an archive could not be read
 * whole. */

static void
print_field (const char *text)
{
  for (; text != NULL && *text != '\0'; text++)
    putchar (*text == '\t' || *text == '\n' || *text == '\r' ? ' ' : *text);
}

static gboolean
print_message (
    CrmMessage *message, const char *folder, const char *uid, gpointer user_data, GError **error)
{
  const char *archive = user_data;

  print_field (archive);
  putchar ('\t');
  print_field (folder);
  putchar ('\t');
  print_field (uid);
  printf ("\t%" G_GINT64_FORMAT "\t%u\t%u\t%016" G_GINT64_MODIFIER "x\t%016" G_GINT64_MODIFIER
          "x\t",
          message->date_usec / G_USEC_PER_SEC, message->size_bytes, message->flags,
          message->fingerprint, message->mid_hash);
  print_field (message->message_id);
  putchar ('\t');
  print_field (message->subject);

  for (guint i = 0; i < message->parties->len; i++)
    {
      const CrmMessageParty *party = message->parties->pdata[i];

      printf ("\t%d:", party->role);
      print_field (party->address);
    }
  putchar ('\n');
  return TRUE;
}

int
main (int argc, char **argv)
{
  int status = 0;

  setlocale (LC_ALL, "");
  crm_mail_init ();
  for (int i = 1; i < argc; i++)
    {
      g_autoptr (GError) error = NULL;

      if (!crm_mail_archive_read (argv[i], print_message, argv[i], NULL, &error))
        {
          fflush (stdout);
          fprintf (stderr, "%s\n", error->message);
          status = 1;
        }
    }

  return status;
}
