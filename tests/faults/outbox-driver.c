/* outbox-driver.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * outbox-driver FOLDER work FIRST COUNT: captures people whose contacts are ordered from the
 * address book, and takes every third capture back. outbox-driver FOLDER settle FIRST COUNT:
 * carries out what is still ordered and says how often each contact is in the book. Says what was
 * promised, as fault-driver does. */
#define G_LOG_DOMAIN "outbox-driver"
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "crm-outbox.h"
#include "crm-vcard.h"
#include "eds-fixture.h"
#include "service/crm-people.h"

#define BOOK "system-address-book"
#define SETTLE_MSECS 20000

static void say (const char *format, ...) G_GNUC_PRINTF (1, 2);

static void
say (const char *format, ...)
{
  g_autofree char *line = NULL;
  va_list args;

  va_start (args, format);
  line = g_strdup_vprintf (format, args);
  va_end (args);
  if (write (STDOUT_FILENO, line, strlen (line)) < 0)
    exit (3);
}

static gboolean
is_idle (gpointer data)
{
  return crm_outbox_is_idle (data);
}

static char *
address_of (guint i)
{
  return g_strdup_printf ("fault%u@outbox.example", i);
}

static void
capture (CrmStore *store, guint i)
{
  g_autofree char *address = address_of (i);
  g_autofree char *uid = g_strdup_printf ("fault-%u", i);
  g_autofree char *name = g_strdup_printf ("Fault %u", i);
  g_autofree char *vcard = crm_vcard_build (uid, name, NULL, NULL, address, NULL);
  g_auto (CrmCaptured) ids = { 0 };
  CrmCapture ordered
      = { .name = name, .address = address, .book_uid = BOOK, .contact_uid = uid, .vcard = vcard };
  g_autoptr (CrmChangeSet) set = crm_people_capture (&ordered, &ids);
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmWriteResult) result = crm_store_write_sync (store, set, &error);

  say ("%c capture %u\n", result != NULL ? '+' : '!', i);
}

static void
take_back (CrmStore *store, guint i)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmWriteResult) result = crm_store_undo_sync (store, &error);

  say ("%c undo %u\n", result != NULL ? '+' : '!', i);
}

/* Sometimes before the contact is made, sometimes after. */
static void
work (CrmStore *store, CrmOutbox *outbox, guint first, guint count)
{
  for (guint i = first; i < first + count; i++)
    {
      capture (store, i);
      eds_iterate_for (i % 4 * 5);
      if (i % 3 == 0)
        take_back (store, i);
      if (i % 2 == 0)
        eds_wait_for (is_idle, outbox, SETTLE_MSECS);
    }
}

static void
count_contacts (guint first, guint count)
{
  EBookClient *book = eds_connect (BOOK);

  for (guint i = first; i < first + count; i++)
    {
      g_autofree char *address = address_of (i);

      say ("= contacts %u %u\n", i, eds_count (book, address));
    }
  g_object_unref (book);
}

int
main (int argc, char **argv)
{
  g_autoptr (CrmStore) store = NULL;
  g_autoptr (CrmOutbox) outbox = NULL;
  guint first;
  guint count;

  if (argc != 5 || !eds_is_private ())
    return 2;
  first = (guint)g_ascii_strtoull (argv[3], NULL, 10);
  count = (guint)g_ascii_strtoull (argv[4], NULL, 10);
  store = eds_open_store (argv[1]);
  outbox = crm_outbox_new (store, eds_registry ());
  crm_outbox_start (outbox);
  if (g_str_equal (argv[2], "work"))
    work (store, outbox, first, count);
  eds_wait_for (is_idle, outbox, SETTLE_MSECS);
  if (g_str_equal (argv[2], "settle"))
    count_contacts (first, count);
  crm_outbox_stop (outbox);
  eds_wait_for (is_idle, outbox, 5000);
  say ("= done\n");
  return 0;
}
