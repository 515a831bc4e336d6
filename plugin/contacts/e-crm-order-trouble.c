/* e-crm-order-trouble.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "e-crm-order-trouble"
#include "config.h"

#include "e-crm-order-trouble.h"

#include <glib/gi18n-lib.h>

#include "crm-order.h"

/* Of the outbox: the orders that were told to wait. */
#define WAITING_KEY "e-crm-waiting"

/* Where the address book's name goes stands %s, in every text. */
static const struct
{
  const char *action;
  const char *failure; /* (nullable): any */
  const char *text;
} troubles[] = {
  { "change_contact", CRM_ORDER_FAILURE_PERMISSION,
    /* TRANSLATORS: here and in what follows, %s is the name of an address book */
    N_ ("“%s” is read-only: the contact was not changed. Copy it into an address book of yours "
        "first.") },
  { "change_contact", CRM_ORDER_FAILURE_CHANGED,
    N_ ("Somebody else changed this in “%s” in the meantime: their version stays") },
  { "change_contact", CRM_ORDER_FAILURE_GONE,
    N_ ("The contact is no longer in “%s”: nothing was changed") },
  { "change_contact", NULL, N_ ("“%s” did not take the change") },
  { "create_contact", CRM_ORDER_FAILURE_PERMISSION,
    N_ ("“%s” is read-only: the person is in the CRM only. Put them into another address book.") },
  { "create_contact", NULL, N_ ("“%s” did not take the contact: the person is in the CRM only") },
  { "remove_contact", CRM_ORDER_FAILURE_CHANGED,
    N_ ("Somebody changed the contact in “%s” since: it stays there") },
  { "remove_contact", NULL, N_ ("“%s” did not take the change") },
};

/* The address book's name in the place of %s. */
static char *
name_book (ECrmApp *app, const char *text, const char *uid)
{
  g_autoptr (ESource) book
      = e_source_registry_ref_source (e_shell_get_registry (e_crm_app_get_shell (app)), uid);
  g_auto (GStrv) parts = g_strsplit (text, "%s", 2);

  return g_strjoinv (book != NULL ? e_source_get_display_name (book) : uid, parts);
}

static gpointer
find_in_worker (CrmReader *reader, gpointer data, GError **error)
{
  return crm_reader_find (reader, "outbox", CRM_COLUMN_ID, data, error);
}

static const char * /* (nullable) */
find_failure (const CrmRecord *order)
{
  const char *action = crm_record_get_text (order, "action");
  const char *failure = crm_record_get_text (order, "failure");

  for (gsize i = 0; i < G_N_ELEMENTS (troubles); i++)
    if (g_str_equal (troubles[i].action, action)
        && (troubles[i].failure == NULL || g_strcmp0 (troubles[i].failure, failure) == 0))
      return _ (troubles[i].text);
  return NULL;
}

static const char * /* (nullable): for what is no order to an address book */
find_text (const CrmRecord *order)
{
  if (crm_contact_order_is_waiting (order))
    return g_str_equal (crm_record_get_text (order, "action"), "change_contact")
               ? _ ("“%s” cannot be reached: the change waits, and is made as soon as it can be")
               : NULL;
  return find_failure (order);
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (ECrmApp) app = data;
  g_autoptr (CrmRecord) order = crm_store_read_finish (CRM_STORE (source), result, NULL);
  const char *text = order != NULL ? find_text (order) : NULL;
  const char *uid = order != NULL ? crm_record_get_text (order, "book_uid") : NULL;
  g_autofree char *whole = NULL;

  if (text == NULL || uid == NULL || e_crm_app_get_store (app) == NULL)
    return;
  whole = name_book (app, text, uid);
  e_crm_app_tell_trouble (app, whole);
}

static void
tell (ECrmApp *app, const char *id)
{
  crm_store_read_async (e_crm_app_get_store (app), find_in_worker, g_strdup (id), g_free,
                        (GDestroyNotify)crm_record_unref, NULL, found_cb, g_object_ref (app));
}

static void
failed_cb (CrmOutbox *outbox, const char *id, const char *message, gpointer data)
{
  g_hash_table_remove (g_object_get_data (G_OBJECT (outbox), WAITING_KEY), id);
  tell (data, id);
}

/* The sidebar says so for as long as it lasts; it is told once. */
static void
waiting_cb (CrmOutbox *outbox, const char *id, const char *message, gpointer data)
{
  if (g_hash_table_add (g_object_get_data (G_OBJECT (outbox), WAITING_KEY), g_strdup (id)))
    tell (data, id);
}

void
e_crm_watch_orders (ECrmApp *app, CrmOutbox *outbox)
{
  GHashTable *told = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  g_object_set_data_full (G_OBJECT (outbox), WAITING_KEY, told, (GDestroyNotify)g_hash_table_unref);
  g_signal_connect_object (outbox, "waiting", G_CALLBACK (waiting_cb), app, 0);
  g_signal_connect_object (outbox, "failed", G_CALLBACK (failed_cb), app, 0);
}
