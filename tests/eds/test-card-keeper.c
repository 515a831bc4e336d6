/* test-card-keeper.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "crm-card-keeper.h"

#include <string.h>

#include "crm-book-mirror.h"
#include "crm-vcard.h"
#include "eds-fixture.h"
#include "service/crm-kept-card.h"

#define SYSTEM_BOOK "system-address-book"

#define CARD                                                                                       \
  "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:keep-1\r\nFN:Mette Aasen\r\nN:Aasen;Mette;;;\r\n"             \
  "TITLE:Buyer\r\nEMAIL;TYPE=WORK:mette@larkspur.example\r\nBDAY:1980-02-03\r\n"                   \
  "NOTE:met at the fair\\, likes tea\r\nX-EVOLUTION-SPOUSE:Odd\r\nADR;TYPE=WORK:;;Storgata "       \
  "1;Oslo;;0155;\r\nEND:VCARD\r\n"

typedef struct
{
  char *directory;
  CrmStore *store;
  CrmBookMirror *mirror;
  CrmCardKeeper *keeper;
  EBookClient *book;
  char *person;
} Fixture;

static void
write_set (Fixture *fixture, CrmChangeSet *set /* (transfer full) */)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmWriteResult) result = crm_store_write_sync (fixture->store, set, &error);

  g_assert_no_error (error);
  crm_change_set_unref (set);
}

static void
bind_person (Fixture *fixture)
{
  CrmChangeSet *set = crm_change_set_new ("capture-person", CRM_CAUSE_USER);
  CrmChange *change = crm_change_set_create (set, "person", NULL);

  crm_change_set_text (change, "name", "Mette Aasen");
  crm_change_set_text (change, "book_uid", SYSTEM_BOOK);
  crm_change_set_text (change, "contact_uid", "keep-1");
  fixture->person = g_strdup (change->id);
  write_set (fixture, set);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *uid = NULL;

  fixture->directory = eds_make_directory ();
  fixture->store = eds_open_store (fixture->directory);
  fixture->book = eds_connect (SYSTEM_BOOK);
  uid = eds_add (fixture->book, CARD);
  fixture->keeper = crm_card_keeper_new (fixture->store, eds_registry ());
  fixture->mirror = crm_book_mirror_new (fixture->store, eds_registry ());
  g_signal_connect_swapped (fixture->mirror, "changed", G_CALLBACK (crm_card_keeper_look),
                            fixture->keeper);
  g_signal_connect_object (fixture->store, "changed", G_CALLBACK (crm_card_keeper_look),
                           fixture->keeper, G_CONNECT_SWAPPED);
  bind_person (fixture);
  crm_book_mirror_start (fixture->mirror);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  EContact *contact = eds_get (fixture->book, "keep-1");

  if (contact != NULL)
    eds_remove (fixture->book, "keep-1");
  g_clear_object (&contact);
  crm_book_mirror_stop (fixture->mirror);
  crm_card_keeper_stop (fixture->keeper);
  eds_iterate_for (200);
  eds_assert_finalizes (fixture->mirror);
  eds_assert_finalizes (fixture->keeper);
  g_clear_object (&fixture->book);
  eds_assert_finalizes (fixture->store);
  g_free (fixture->directory);
  g_free (fixture->person);
}

static gpointer
find_in_worker (CrmReader *reader, gpointer data, GError **error)
{
  return crm_kept_card_find (reader, SYSTEM_BOOK, "keep-1", error);
}

static char * /* (nullable) */
find_kept (Fixture *fixture)
{
  return crm_store_read_sync (fixture->store, find_in_worker, NULL, NULL, NULL);
}

typedef struct
{
  Fixture *fixture;
  const char *text; /* (nullable): NULL for nothing kept at all */
} Wanted;

static gboolean
is_kept (gpointer data)
{
  Wanted *wanted = data;
  g_autofree char *vcard = find_kept (wanted->fixture);

  return wanted->text != NULL ? vcard != NULL && strstr (vcard, wanted->text) != NULL
                              : vcard == NULL;
}

static void
wait_kept (Fixture *fixture, const char *text)
{
  Wanted wanted = { fixture, text };

  g_assert_true (eds_wait_for (is_kept, &wanted, 10000));
}

static gboolean
is_gone (gpointer data)
{
  Fixture *fixture = data;
  g_autoptr (GObject) contact = (GObject *)eds_get (fixture->book, "keep-1");

  return contact == NULL;
}

/* All that people entered comes back, and nothing that belongs to the place where it lay. */
static void
test_kept (Fixture *fixture, gconstpointer data)
{
  g_autofree char *vcard = NULL;
  g_autofree char *again = NULL;
  g_autofree char *before = crm_vcard_digest_text (CARD);
  g_autofree char *after = NULL;

  wait_kept (fixture, "BDAY:1980-02-03");
  eds_set (fixture->book, "keep-1", E_CONTACT_NOTE, "likes coffee");
  wait_kept (fixture, "likes coffee"); /* no field that the mirror has */
  eds_set (fixture->book, "keep-1", E_CONTACT_NOTE, "met at the fair, likes tea");
  wait_kept (fixture, "likes tea");

  eds_remove (fixture->book, "keep-1");
  g_assert_true (eds_wait_for (is_gone, fixture, 5000));
  eds_iterate_for (1500);
  vcard = find_kept (fixture);
  g_assert_nonnull (vcard);
  g_assert_null (strstr (vcard, "\nUID:"));
  g_assert_null (strstr (vcard, "\nREV:"));
  again = crm_vcard_with_uid (vcard, "keep-2");
  g_assert_nonnull (strstr (again, "UID:keep-2"));
  after = crm_vcard_digest_text (again);
  g_assert_cmpstr (after, ==, before);
}

/* Whoever is not in the CRM any more is not kept either. */
static void
test_forgotten (Fixture *fixture, gconstpointer data)
{
  CrmChangeSet *set = crm_change_set_new ("delete-record", CRM_CAUSE_USER);
  g_autoptr (CrmWriteResult) undone = NULL;

  wait_kept (fixture, "BDAY");
  crm_change_set_delete (set, "person", fixture->person);
  write_set (fixture, set);
  wait_kept (fixture, NULL);
  undone = crm_store_undo_sync (fixture->store, NULL);
  g_assert_nonnull (undone);
  wait_kept (fixture, "BDAY");
}

/* That a contact is kept stands in the way of no undo. */
static void
test_undo (Fixture *fixture, gconstpointer data)
{
  g_autoptr (CrmWriteResult) undone = NULL;

  wait_kept (fixture, "BDAY");
  undone = crm_store_undo_sync (fixture->store, NULL);
  g_assert_cmpstr (undone->label, ==, "capture-person");
  g_assert_true (undone->skipped == NULL || undone->skipped->len == 0);
  wait_kept (fixture, NULL);
}

static void
test_picture (void)
{
  g_autofree char *small = g_strnfill (1000, 'A');
  g_autofree char *large = g_strnfill (CRM_VCARD_MAX_KEPT, 'A');
  const char *pictures[] = { small, large };

  for (gsize i = 0; i < G_N_ELEMENTS (pictures); i++)
    {
      g_autofree char *text
          = g_strdup_printf ("BEGIN:VCARD\r\nVERSION:3.0\r\nUID:a\r\nFN:Ann\r\nNOTE:hello\r\n"
                             "PHOTO;ENCODING=b;TYPE=JPEG:%s\r\nEND:VCARD\r\n",
                             pictures[i]);
      EContact *contact = e_contact_new_from_vcard (text);
      g_autofree char *kept = crm_vcard_to_keep (contact);

      g_assert_nonnull (strstr (kept, "NOTE:hello"));
      g_assert_true ((strstr (kept, "PHOTO") != NULL) == (i == 0));
      g_object_unref (contact);
    }
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/card-keeper/picture", test_picture);
  if (!eds_is_private ())
    return g_test_run (); /* the rest needs a bus of its own: with-eds.sh */
  ADD ("/card-keeper/kept", test_kept);
  ADD ("/card-keeper/forgotten", test_forgotten);
  ADD ("/card-keeper/undo", test_undo);
  return g_test_run ();
}
