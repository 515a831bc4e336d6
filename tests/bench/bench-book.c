/* bench-book.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * with-eds.sh bench-book CONTACTS PEOPLE: a real address book of so many contacts, so many of whom
 * are people of the CRM, under the mirror and the keeper of cards as Evolution's process has them.
 * Prints how long all and one change take until the index has them, and for how long the main loop
 * did not look for events meanwhile: the longest single piece of its work. */
#include "config.h"

#include <time.h>

#include "../eds/eds-fixture.h"
#include "crm-book-mirror.h"
#include "crm-card-keeper.h"
#include "crm-vcard.h"
#include "store/crm-context-query.h"

#define BOOK "system-address-book"

static gint64 woken_usec; /* CPU time of this thread when poll() last returned, 0 before */
static gint64 longest_usec;

/* However busy the machine is. */
static gint64
cpu_usec (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (gint64)now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000 + 1;
}

/* The work of the main loop is what happens between two looks for events. */
static gint
poll_func (GPollFD *fds, guint n, gint timeout)
{
  gint found;

  if (woken_usec != 0)
    longest_usec = MAX (longest_usec, cpu_usec () - woken_usec);
  found = g_poll (fds, n, timeout);
  woken_usec = cpu_usec ();
  return found;
}

static void
fill (EBookClient *book, guint n)
{
  for (guint done = 0; done < n; done += 1000)
    {
      GSList *contacts = NULL;
      GSList *uids = NULL;
      g_autoptr (GError) error = NULL;

      for (guint i = done; i < MIN (n, done + 1000); i++)
        {
          g_autofree char *uid = g_strdup_printf ("bench-%u", i);
          g_autofree char *name = g_strdup_printf ("Person %u of Many", i);
          g_autofree char *address = g_strdup_printf ("person-%u@company-%u.example", i, i / 20);
          g_autofree char *vcard
              = crm_vcard_build (uid, name, "Company", "Buyer", address, "+44 20 7946 0000");

          contacts = g_slist_prepend (contacts, e_contact_new_from_vcard (vcard));
        }
      if (!e_book_client_add_contacts_sync (book, contacts, E_BOOK_OPERATION_FLAG_NONE, &uids, NULL,
                                            &error))
        g_error ("%s", error->message);
      g_slist_free_full (contacts, g_object_unref);
      g_slist_free_full (uids, g_free);
    }
}

static void
bind_people (CrmStore *store, guint n)
{
  g_autoptr (CrmChangeSet) set = crm_change_set_new ("load", CRM_CAUSE_IMPORT);
  g_autoptr (CrmWriteResult) result = NULL;

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *uid = g_strdup_printf ("bench-%u", i);
      g_autofree char *name = g_strdup_printf ("Person %u of Many", i);
      CrmChange *person = crm_change_set_create (set, "person", NULL);

      crm_change_set_text (person, "name", name);
      crm_change_set_text (person, "book_uid", BOOK);
      crm_change_set_text (person, "contact_uid", uid);
    }
  result = crm_store_write_sync (store, set, NULL);
  if (result == NULL)
    g_error ("the people were not written");
}

typedef struct
{
  const char *uid;
  const char *title; /* (nullable): any */
  gboolean known;
} Question;

static gpointer
ask (CrmReader *reader, gpointer data, GError **error)
{
  Question *question = data;
  g_autoptr (CrmContact) contact = crm_query_contact_in_book (reader, BOOK, question->uid, error);

  question->known
      = contact != NULL
        && (question->title == NULL || g_strcmp0 (contact->title, question->title) == 0);
  return GINT_TO_POINTER (1);
}

/* Seconds; what is asked is asked by the reader's thread, as the sidebar does it. */
static double
wait_for (CrmStore *store, const char *uid, const char *title)
{
  Question question = { uid, title, FALSE };
  gint64 start_usec = g_get_monotonic_time ();

  while (!question.known)
    {
      eds_iterate_for (5);
      crm_store_read_sync (store, ask, &question, NULL, NULL);
      woken_usec = 0; /* this program's own question is nobody's work */
    }
  return (double)(g_get_monotonic_time () - start_usec) / G_USEC_PER_SEC;
}

static void
report (const char *what, double secs)
{
  g_print ("%s\t%.3f s\tlongest work of the main loop\t%.1f ms of CPU\n", what, secs,
           (double)longest_usec / 1000);
  longest_usec = 0;
}

int
main (int argc, char **argv)
{
  guint n = argc > 1 ? (guint)g_ascii_strtoull (argv[1], NULL, 10) : 10000;
  guint n_people = argc > 2 ? (guint)g_ascii_strtoull (argv[2], NULL, 10) : 1000;
  g_autofree char *last = g_strdup_printf ("bench-%u", n - 1);
  g_autofree char *directory = NULL;
  CrmStore *store;
  CrmBookMirror *mirror;
  CrmCardKeeper *keeper;
  EBookClient *book;

  if (!eds_is_private ())
    g_error ("runs below with-eds.sh only: it fills the address book");
  directory = eds_make_directory ();
  store = eds_open_store (directory);
  book = eds_connect (BOOK);
  fill (book, n);
  bind_people (store, MIN (n, n_people));
  mirror = crm_book_mirror_new (store, eds_registry ());
  keeper = crm_card_keeper_new (store, eds_registry ());
  g_signal_connect_swapped (mirror, "changed", G_CALLBACK (crm_card_keeper_look), keeper);
  g_main_context_set_poll_func (NULL, poll_func);

  crm_book_mirror_start (mirror);
  report ("all contacts", wait_for (store, last, NULL));
  eds_iterate_for (15000);
  woken_usec = 0;
  report ("cards of the people", 15);
  for (guint i = 0; i < 5; i++)
    {
      g_autofree char *title = g_strdup_printf ("Director %u", i);

      eds_set (book, last, E_CONTACT_TITLE, title);
      woken_usec = 0;
      report ("one change", wait_for (store, last, title));
    }
  crm_book_mirror_stop (mirror);
  crm_card_keeper_stop (keeper);
  return 0;
}
