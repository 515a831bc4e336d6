/* eds-fixture.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "eds-fixture.h"

/* Whether this runs below with-eds.sh: nobody's own address book is ever touched. */
gboolean
eds_is_private (void)
{
  g_autofree char *name = g_path_get_basename (g_get_home_dir ());

  return g_str_has_prefix (name, "crm-eds-");
}

/* (transfer none): the one registry of this program */
ESourceRegistry *
eds_registry (void)
{
  static ESourceRegistry *registry;
  g_autoptr (GError) error = NULL;

  if (registry == NULL)
    registry = e_source_registry_new_sync (NULL, &error);
  g_assert_no_error (error);
  return registry;
}

char *
eds_make_directory (void)
{
  g_autoptr (GError) error = NULL;
  char *directory = g_dir_make_tmp ("store-XXXXXX", &error);

  g_assert_no_error (error);
  return directory;
}

CrmStore *
eds_open_store (const char *directory)
{
  CrmStoreOptions options = { .directory = directory, .front_end = "evolution", .currency = "EUR" };
  g_autoptr (GError) error = NULL;
  CrmStore *store = crm_store_open_sync (&options, &error);

  g_assert_no_error (error);
  return store;
}

static gboolean
wake_cb (gpointer data)
{
  *(gboolean *)data = TRUE;
  return G_SOURCE_CONTINUE;
}

/* Runs the main context until @condition is true; it is asked at least every 20 ms. */
gboolean
eds_wait_for (EdsCondition condition, gpointer data, guint msecs)
{
  gint64 end_usec = g_get_monotonic_time () + (gint64)msecs * 1000;
  gboolean woken = FALSE;
  guint timer = g_timeout_add (20, wake_cb, &woken);
  gboolean met;

  while (!(met = condition (data)) && g_get_monotonic_time () < end_usec)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (timer);
  return met;
}

static gboolean
never (gpointer data)
{
  return FALSE;
}

void
eds_iterate_for (guint msecs)
{
  eds_wait_for (never, NULL, msecs);
}

static gboolean
is_cleared (gpointer data)
{
  return *(gpointer *)data == NULL;
}

/* Drops a reference; the callbacks of what was given up may hold others for a moment. */
void
eds_assert_finalizes (gpointer object /* (transfer full) */)
{
  gpointer weak = object;

  g_object_add_weak_pointer (object, &weak);
  g_object_unref (object);
  g_assert_true (eds_wait_for (is_cleared, &weak, 5000));
}

static gboolean
has_source (gpointer uid)
{
  g_autoptr (ESource) source = e_source_registry_ref_source (eds_registry (), uid);

  return source != NULL;
}

static gboolean
has_no_source (gpointer uid)
{
  return !has_source (uid);
}

/* (transfer full): a new local book that the registry knows */
ESource *
eds_make_book (const char *uid, gboolean enabled)
{
  g_autoptr (GError) error = NULL;
  ESource *source = e_source_new_with_uid (uid, NULL, &error);
  ESourceBackend *backend = e_source_get_extension (source, E_SOURCE_EXTENSION_ADDRESS_BOOK);

  g_assert_no_error (error);
  e_source_set_parent (source, "local-stub");
  e_source_set_display_name (source, uid);
  e_source_set_enabled (source, enabled);
  e_source_backend_set_backend_name (backend, "local");
  e_source_registry_commit_source_sync (eds_registry (), source, NULL, &error);
  g_assert_no_error (error);
  g_object_unref (source);
  g_assert_true (eds_wait_for (has_source, (gpointer)uid, 5000));
  return e_source_registry_ref_source (eds_registry (), uid);
}

void
eds_enable_book (const char *uid, gboolean enabled)
{
  g_autoptr (ESource) source = e_source_registry_ref_source (eds_registry (), uid);
  g_autoptr (GError) error = NULL;

  e_source_set_enabled (source, enabled);
  e_source_write_sync (source, NULL, &error);
  g_assert_no_error (error);
}

void
eds_remove_book (const char *uid)
{
  g_autoptr (ESource) source = e_source_registry_ref_source (eds_registry (), uid);
  g_autoptr (GError) error = NULL;

  e_source_remove_sync (source, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (eds_wait_for (has_no_source, (gpointer)uid, 5000));
}

EBookClient *
eds_connect (const char *book_uid)
{
  g_autoptr (ESource) source = e_source_registry_ref_source (eds_registry (), book_uid);
  g_autoptr (GError) error = NULL;
  EClient *client = e_book_client_connect_sync (source, (guint32)-1, NULL, &error);

  g_assert_no_error (error);
  return E_BOOK_CLIENT (client);
}

/* (transfer full): the UID it got */
char *
eds_add (EBookClient *client, const char *vcard)
{
  EContact *contact = e_contact_new_from_vcard (vcard);
  g_autoptr (GError) error = NULL;
  char *uid = NULL;

  e_book_client_add_contact_sync (client, contact, E_BOOK_OPERATION_FLAG_NONE, &uid, NULL, &error);
  g_assert_no_error (error);
  g_object_unref (contact);
  return uid;
}

void
eds_set (EBookClient *client, const char *uid, EContactField field, const char *text)
{
  EContact *contact = eds_get (client, uid);
  g_autoptr (GError) error = NULL;

  e_contact_set (contact, field, text);
  e_book_client_modify_contact_sync (client, contact, E_BOOK_OPERATION_FLAG_NONE, NULL, &error);
  g_assert_no_error (error);
  g_object_unref (contact);
}

void
eds_remove (EBookClient *client, const char *uid)
{
  g_autoptr (GError) error = NULL;

  e_book_client_remove_contact_by_uid_sync (client, uid, E_BOOK_OPERATION_FLAG_NONE, NULL, &error);
  g_assert_no_error (error);
}

/* (transfer full) (nullable): NULL when it is not there */
EContact *
eds_get (EBookClient *client, const char *uid)
{
  EContact *contact = NULL;

  e_book_client_get_contact_sync (client, uid, &contact, NULL, NULL);
  return contact;
}

/* How many contacts have an e-mail address. */
guint
eds_count (EBookClient *client, const char *address)
{
  EBookQuery *query = e_book_query_field_test (E_CONTACT_EMAIL, E_BOOK_QUERY_IS, address);
  g_autofree char *sexp = e_book_query_to_string (query);
  g_autoptr (GError) error = NULL;
  GSList *contacts = NULL;
  guint n_contacts;

  e_book_client_get_contacts_sync (client, sexp, &contacts, NULL, &error);
  g_assert_no_error (error);
  n_contacts = g_slist_length (contacts);
  g_slist_free_full (contacts, g_object_unref);
  e_book_query_unref (query);
  return n_contacts;
}
