/* test-undo.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "crm-test-store.h"
#include "model/crm-id.h"
#include "store/crm-seed.h"

static const char stage_two[] = "00000000-0000-8000-8000-000000000102";
static const char stage_three[] = "00000000-0000-8000-8000-000000000103";

/* Returns what had to stay, joined by commas. */
static char *
undo (CrmStore *store)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmWriteResult) result = crm_store_undo_sync (store, &error);

  g_assert_no_error (error);
  g_assert_cmpint (result->seq, >, 0);
  g_ptr_array_add (result->skipped, NULL);
  return g_strjoinv (",", (char **)result->skipped->pdata);
}

static void
undo_whole (CrmStore *store)
{
  g_autofree char *skipped = undo (store);

  g_assert_cmpstr (skipped, ==, "");
}

static void
undo_fails (CrmStore *store, int code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (crm_store_undo_sync (store, &error));
  g_assert_error (error, CRM_ERROR, code);
}

static void
assert_text (
    CrmStore *store, const char *entity, const char *id, const char *field, const char *text)
{
  g_autoptr (CrmRecord) record = crm_test_get (store, entity, id);

  g_assert_nonnull (record);
  g_assert_cmpstr (crm_record_get_text (record, field), ==, text);
}

static void
assert_gone (CrmStore *store, const char *entity, const char *id)
{
  g_autoptr (CrmRecord) record = crm_test_get (store, entity, id);

  g_assert_null (record);
}

static void
test_nothing (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  CrmChangeSet *set = crm_change_set_new ("import", CRM_CAUSE_IMPORT);

  undo_fails (test->store, CRM_ERROR_NOT_FOUND); /* the seed stays */
  crm_change_set_text (crm_change_set_create (set, "person", NULL), "name", "Ida Example");
  crm_test_write (test->store, set);
  undo_fails (test->store, CRM_ERROR_NOT_FOUND);
}

static void
test_chain (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autofree char *id = crm_test_make_deal (test->store, "Pumps");

  crm_test_set_text (test->store, "deal", id, "stage", stage_two);
  crm_test_set_text (test->store, "deal", id, "next_step", "call");
  crm_test_set_text (test->store, "deal", id, "stage", stage_three);
  undo_whole (test->store);
  assert_text (test->store, "deal", id, "stage", stage_two);
  undo_whole (test->store);
  assert_text (test->store, "deal", id, "next_step", NULL);
  undo_whole (test->store);
  assert_text (test->store, "deal", id, "stage", CRM_SEED_STAGE_FIRST);
  undo_whole (test->store);
  assert_gone (test->store, "deal", id);
  undo_fails (test->store, CRM_ERROR_NOT_FOUND);

  /* and a new beginning, also after the store was closed */
  g_free (crm_test_make_deal (test->store, "Valves"));
  crm_test_store_reopen (test);
  undo_whole (test->store);
  undo_fails (test->store, CRM_ERROR_NOT_FOUND);
}

static void
test_label (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autofree char *id = crm_test_make_person (test->store, "Ida Example");
  g_autoptr (CrmWriteResult) result = crm_store_undo_sync (test->store, NULL);
  g_autofree char *row = NULL;

  g_assert_cmpstr (result->label, ==, "add-person");
  row = crm_test_store_text (test, "crm.db",
                             "SELECT u.cause || ' ' || u.label || ' ' || (u.undoes = s.id)"
                             " FROM change_set AS u JOIN change_set AS s ON s.seq = u.seq - 1"
                             " ORDER BY u.seq DESC LIMIT 1");
  g_assert_cmpstr (row, ==, "2 add-person 1");
  assert_gone (test->store, "person", id);
}

static void
test_delete (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autofree char *id = crm_test_make_person (test->store, "Ida Example");
  CrmChangeSet *set = crm_change_set_new ("add-note", CRM_CAUSE_USER);
  CrmChange *change = crm_change_set_create (set, "note", NULL);
  g_autofree char *note = g_strdup (change->id);

  crm_change_set_text (change, "text", "Likes “blue”");
  crm_change_set_int (change, "at", test->now_usec);
  crm_change_set_text (change, "person", id);
  crm_test_write (test->store, set);

  /* What refers goes first, or last: both are undone. */
  for (guint i = 0; i < 2; i++)
    {
      set = crm_change_set_new ("remove", CRM_CAUSE_USER);
      if (i == 0)
        crm_change_set_delete (set, "note", note);
      crm_change_set_delete (set, "person", id);
      if (i == 1)
        crm_change_set_delete (set, "note", note);
      crm_test_write (test->store, set);
      assert_gone (test->store, "person", id);
      undo_whole (test->store);
      assert_text (test->store, "person", id, "name", "Ida Example");
      assert_text (test->store, "note", note, "text", "Likes “blue”");
      assert_text (test->store, "note", note, "person", id);
    }
  undo_whole (test->store); /* the note, made before it was removed and restored */
  undo_whole (test->store);
  assert_gone (test->store, "person", id);
}

/* One set that makes records which refer to each other, and points an old one at them. */
static void
test_several (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autofree char *deal = crm_test_make_deal (test->store, "Pumps");
  g_autofree char *account = crm_id_new (test->now_usec);
  g_autofree char *person = crm_id_new (test->now_usec);

  for (guint i = 0; i < 2; i++)
    {
      CrmChangeSet *set = crm_change_set_new ("add-all", CRM_CAUSE_USER);
      CrmChange *change;

      if (i == 0)
        crm_change_set_text (crm_change_set_create (set, "account", account), "name", "Alder");
      crm_change_set_text (crm_change_set_create (set, "person", person), "name", "Ida Example");
      change = crm_change_set_create (set, "account_person", NULL);
      crm_change_set_text (change, "account", account);
      crm_change_set_text (change, "person", person);
      crm_change_set_text (crm_change_set_update (set, "deal", deal), "account", account);
      if (i == 1)
        crm_change_set_text (crm_change_set_create (set, "account", account), "name", "Alder");
      crm_change_set_text (crm_change_set_update (set, "account", account), "name", "Alder GmbH");
      crm_change_set_text (crm_change_set_update (set, "account", account), "name", "Alder AG");
      crm_test_write (test->store, set);
      assert_text (test->store, "deal", deal, "account", account);
      undo_whole (test->store);
      assert_text (test->store, "deal", deal, "account", NULL);
      assert_gone (test->store, "account", account);
      assert_gone (test->store, "person", person);
    }
}

static void
test_changed_since (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autoptr (CrmStore) other = crm_test_store_open_other (test, "other");
  g_autofree char *id = crm_test_make_deal (test->store, "Pumps");
  CrmChangeSet *set = crm_change_set_new ("edit", CRM_CAUSE_USER);
  CrmChange *change = crm_change_set_update (set, "deal", id);
  g_autofree char *skipped = NULL;

  undo_fails (other, CRM_ERROR_NOT_FOUND); /* that is not its own */

  crm_change_set_text (change, "stage", stage_two);
  crm_change_set_text (change, "next_step", "call");
  crm_test_write (test->store, set);
  crm_test_set_text (other, "deal", id, "stage", stage_three);
  crm_test_set_text (other, "deal", id, "source", "fair");

  skipped = undo (test->store);
  g_assert_cmpstr (skipped, ==, "deal.stage");
  assert_text (test->store, "deal", id, "stage", stage_three);
  assert_text (test->store, "deal", id, "next_step", NULL);

  /* The making of it cannot be taken back: somebody works with it. */
  undo_fails (test->store, CRM_ERROR_CONFLICT);
  assert_text (test->store, "deal", id, "source", "fair");

  /* Once they took theirs back, it can. */
  undo_whole (other);
  undo_whole (other);
  assert_text (test->store, "deal", id, "stage", stage_two);
  crm_test_set_text (other, "deal", id, "stage", CRM_SEED_STAGE_FIRST);
  undo_whole (test->store);
  assert_gone (test->store, "deal", id);
}

static void
test_deleted_since (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autoptr (CrmStore) other = crm_test_store_open_other (test, "other");
  g_autofree char *id = crm_test_make_person (test->store, "Ida Example");
  g_autofree char *account = NULL;
  CrmChangeSet *set = crm_change_set_new ("add-account", CRM_CAUSE_USER);

  crm_test_set_text (test->store, "person", id, "title", "Buyer");
  account = g_strdup (crm_change_set_create (set, "account", NULL)->id);
  crm_change_set_text (g_ptr_array_index (set->changes, 0), "name", "Alder");
  crm_test_write (other, set);
  set = crm_change_set_new ("remove", CRM_CAUSE_USER);
  crm_change_set_delete (set, "person", id);
  crm_test_write (other, set);
  undo_fails (test->store, CRM_ERROR_CONFLICT);
  undo_whole (other);
  undo_whole (test->store);
  assert_text (test->store, "person", id, "title", NULL);

  /* Restored in part: the account it belonged to is gone. */
  {
    g_autofree char *deal = crm_test_make_deal (test->store, "Pumps");
    g_autofree char *skipped = NULL;

    crm_test_set_text (test->store, "deal", deal, "account", account);
    set = crm_change_set_new ("remove", CRM_CAUSE_USER);
    crm_change_set_delete (set, "deal", deal);
    crm_test_write (test->store, set);
    set = crm_change_set_new ("remove", CRM_CAUSE_USER);
    crm_change_set_delete (set, "account", account);
    crm_test_write (other, set);
    skipped = undo (test->store);
    g_assert_cmpstr (skipped, ==, "deal.account");
    assert_text (test->store, "deal", deal, "title", "Pumps");
  }
}

static void
test_referred_to (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autoptr (CrmStore) other = crm_test_store_open_other (test, "other");
  CrmChangeSet *set = crm_change_set_new ("add-account", CRM_CAUSE_USER);
  CrmChange *change = crm_change_set_create (set, "account", NULL);
  g_autofree char *account = g_strdup (change->id);
  g_autofree char *person = NULL;
  g_autofree char *skipped = NULL;

  crm_change_set_text (change, "name", "Alder");
  change = crm_change_set_create (set, "person", NULL);
  person = g_strdup (change->id);
  crm_change_set_text (change, "name", "Ida Example");
  crm_test_write (test->store, set);

  set = crm_change_set_new ("add-note", CRM_CAUSE_USER);
  change = crm_change_set_create (set, "note", NULL);
  crm_change_set_text (change, "text", "important");
  crm_change_set_int (change, "at", test->now_usec);
  crm_change_set_text (change, "account", account);
  crm_test_write (other, set);

  skipped = undo (test->store);
  g_assert_cmpstr (skipped, ==, "account");
  assert_text (test->store, "account", account, "name", "Alder");
  assert_gone (test->store, "person", person);
}

static char *
order_contact (CrmTestStore *test, char **out_person)
{
  CrmChangeSet *set = crm_change_set_new ("add-person", CRM_CAUSE_USER);
  CrmChange *change = crm_change_set_create (set, "person", NULL);
  char *order;

  *out_person = g_strdup (change->id);
  crm_change_set_text (change, "name", "Ida Example");
  crm_change_set_text (change, "contact_uid", "uid-1");
  change = crm_change_set_create (set, "outbox", NULL);
  order = g_strdup (change->id);
  crm_change_set_text (change, "action", "create_contact");
  crm_change_set_text (change, "state", "pending");
  crm_change_set_text (change, "book_uid", "book-1");
  crm_change_set_text (change, "contact_uid", "uid-1");
  crm_change_set_text (change, "person", *out_person);
  crm_test_write (test->store, set);

  /* The address book's confirmation is nobody's change. */
  set = crm_change_set_new ("confirm", CRM_CAUSE_OUTBOX);
  change = crm_change_set_update (set, "outbox", order);
  crm_change_set_text (change, "state", "done");
  crm_change_set_text (change, "revision", "rev-1");
  crm_change_set_text (crm_change_set_update (set, "person", *out_person), "book_uid", "book-1");
  crm_test_write (test->store, set);
  return order;
}

static void
test_order (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autofree char *person = NULL;
  g_autofree char *order = order_contact (test, &person);
  g_autofree char *orders = NULL;

  undo_whole (test->store);
  assert_gone (test->store, "person", person);
  assert_text (test->store, "outbox", order, "state", "done");
  assert_text (test->store, "outbox", order, "person", NULL);
  orders = crm_test_store_text (test, "crm.db",
                                "SELECT action || ' ' || state || ' ' || book_uid || ' '"
                                " || contact_uid || ' ' || revision FROM outbox ORDER BY rowid");
  g_assert_cmpstr (orders, ==,
                   "create_contact done book-1 uid-1 rev-1\n"
                   "remove_contact pending book-1 uid-1 rev-1");
}

/* A person who stays keeps the contact. */
static void
test_order_stays (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autoptr (CrmStore) other = crm_test_store_open_other (test, "other");
  g_autofree char *person = NULL;
  g_autofree char *order = order_contact (test, &person);

  crm_test_set_text (other, "person", person, "title", "Buyer");
  undo_fails (test->store, CRM_ERROR_CONFLICT);
  assert_text (test->store, "outbox", order, "person", person);
  g_assert_cmpint (crm_test_store_int (test, "crm.db", "SELECT count(*) FROM outbox"), ==, 1);
}

/* What cannot go back at all is said once; then it is the turn of the change before it. */
static void
test_passed_over (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autoptr (CrmStore) other = crm_test_store_open_other (test, "other");
  g_autofree char *pumps = crm_test_make_deal (test->store, "Pumps");
  g_autofree char *valves = crm_test_make_deal (test->store, "Valves");

  crm_test_set_text (test->store, "deal", pumps, "next_step", "call");
  crm_test_set_text (test->store, "deal", valves, "next_step", "visit");
  crm_test_set_text (other, "deal", valves, "next_step", "write");

  undo_fails (test->store, CRM_ERROR_CONFLICT);
  assert_text (test->store, "deal", valves, "next_step", "write");
  crm_test_store_reopen (test); /* as ecrm does between two undos */
  undo_whole (test->store);
  assert_text (test->store, "deal", pumps, "next_step", NULL);
  undo_fails (test->store, CRM_ERROR_CONFLICT); /* the making of the other one's deal */
  undo_whole (test->store);
  assert_gone (test->store, "deal", pumps);
  undo_fails (test->store, CRM_ERROR_NOT_FOUND);

  /* Something new comes first, and then the old question may be asked again. */
  g_free (crm_test_make_deal (test->store, "Taps"));
  undo_whole (test->store);
  crm_test_set_text (other, "deal", valves, "next_step", "visit");
  undo_whole (test->store);
  assert_text (test->store, "deal", valves, "next_step", NULL);
}

static char *
make_tag (CrmStore *store, const char *name)
{
  CrmChangeSet *set = crm_change_set_new ("add-tag", CRM_CAUSE_USER);
  CrmChange *change = crm_change_set_create (set, "tag", NULL);
  char *id = g_strdup (change->id);

  crm_change_set_text (change, "name", name);
  crm_test_write (store, set);
  return id;
}

/* A name that only one may bear, and somebody else bears by now. */
static void
test_name_taken (void)
{
  g_autoptr (CrmTestStore) test = crm_test_store_new ();
  g_autoptr (CrmStore) other = crm_test_store_open_other (test, "other");
  g_autofree char *person = crm_test_make_person (test->store, "Ida Example");
  g_autofree char *tag = make_tag (test->store, "vip");
  g_autofree char *theirs = NULL;
  g_autofree char *skipped = NULL;
  CrmChangeSet *set = crm_change_set_new ("tag", CRM_CAUSE_USER);
  CrmChange *change;

  /* Renamed: the old name is taken meanwhile. */
  change = crm_change_set_update (set, "tag", tag);
  crm_change_set_text (change, "name", "key account");
  crm_change_set_text (change, "color", "red");
  crm_test_write (test->store, set);
  theirs = make_tag (other, "vip");
  skipped = undo (test->store);
  g_assert_cmpstr (skipped, ==, "tag.name");
  assert_text (test->store, "tag", tag, "name", "key account");
  assert_text (test->store, "tag", tag, "color", NULL);

  /* Deleted with what refers to it: neither comes back, the rest does. */
  set = crm_change_set_new ("untag", CRM_CAUSE_USER);
  crm_change_set_delete (set, "tag", tag);
  crm_change_set_text (crm_change_set_update (set, "person", person), "title", "Buyer");
  crm_test_write (test->store, set);
  crm_test_set_text (other, "tag", theirs, "name", "key account");
  g_free (skipped);
  skipped = undo (test->store);
  g_assert_cmpstr (skipped, ==, "tag");
  assert_gone (test->store, "tag", tag);
  assert_text (test->store, "person", person, "title", NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/undo/nothing", test_nothing);
  g_test_add_func ("/undo/chain", test_chain);
  g_test_add_func ("/undo/label", test_label);
  g_test_add_func ("/undo/delete", test_delete);
  g_test_add_func ("/undo/several", test_several);
  g_test_add_func ("/undo/changed-since", test_changed_since);
  g_test_add_func ("/undo/deleted-since", test_deleted_since);
  g_test_add_func ("/undo/referred-to", test_referred_to);
  g_test_add_func ("/undo/order", test_order);
  g_test_add_func ("/undo/order-stays", test_order_stays);
  g_test_add_func ("/undo/passed-over", test_passed_over);
  g_test_add_func ("/undo/name-taken", test_name_taken);
  return g_test_run ();
}
