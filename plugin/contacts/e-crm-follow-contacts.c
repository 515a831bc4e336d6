/* e-crm-follow-contacts.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "e-crm-follow-contacts"
#include "config.h"

#include "e-crm-follow-contacts.h"

#include "crm-card-keeper.h"
#include "service/crm-people.h"

/* Books tell things in bursts. */
#define DELAY_MSECS 300
#define FOLLOW_KEY "e-crm-follow"

typedef struct
{
  CrmStore *store;       /* (owned) */
  CrmCardKeeper *keeper; /* (owned) */
  CrmBookMirror *mirror; /* (unowned): lives longer than we do */
  guint timer;           /* source id, 0 for none */
} Follow;

static gboolean follow_cb (gpointer data);

static void
free_follow (gpointer data)
{
  Follow *follow = data;

  g_clear_handle_id (&follow->timer, g_source_remove);
  crm_card_keeper_stop (follow->keeper);
  g_object_unref (follow->keeper);
  g_object_unref (follow->store);
  g_free (follow);
}

static void
schedule (Follow *follow)
{
  if (follow->timer == 0)
    follow->timer = g_timeout_add (DELAY_MSECS, follow_cb, follow);
}

/* (transfer full): a box for a change set, since %NULL would be a failure */
static gpointer
build_in_worker (CrmReader *reader, gpointer data, GError **error)
{
  g_autoptr (GPtrArray) box = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_change_set_unref);
  CrmChangeSet *set = NULL;

  if (!crm_people_follow (reader, &set, error))
    return NULL;
  if (set != NULL)
    g_ptr_array_add (box, set);
  return g_steal_pointer (&box);
}

/* Who goes with a contact that was moved follows what it says next. What could not be written
 * because somebody else was faster is tried with the next change. */
static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CrmBookMirror) mirror = data;
  g_autoptr (CrmWriteResult) written = crm_store_write_finish (CRM_STORE (source), result, NULL);
  Follow *follow = g_object_get_data (G_OBJECT (mirror), FOLLOW_KEY);

  if (written != NULL && follow != NULL)
    schedule (follow);
}

static void
built_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  CrmStore *store = CRM_STORE (source);
  g_autoptr (CrmBookMirror) mirror = data;
  g_autoptr (GPtrArray) box = crm_store_read_finish (store, result, NULL);

  if (box != NULL && box->len > 0)
    crm_store_write_async (store, g_ptr_array_index (box, 0), NULL, written_cb,
                           g_steal_pointer (&mirror));
}

static gboolean
follow_cb (gpointer data)
{
  Follow *follow = data;

  follow->timer = 0;
  crm_store_read_async (follow->store, build_in_worker, NULL, NULL,
                        (GDestroyNotify)g_ptr_array_unref, NULL, built_cb,
                        g_object_ref (follow->mirror));
  return G_SOURCE_REMOVE;
}

static void
changed_cb (CrmBookMirror *mirror, gpointer data)
{
  Follow *follow = data;

  crm_card_keeper_look (follow->keeper);
  schedule (follow);
}

void
e_crm_follow_contacts (CrmStore *store, ESourceRegistry *registry, CrmBookMirror *mirror)
{
  Follow *follow = g_new0 (Follow, 1);

  follow->store = g_object_ref (store);
  follow->mirror = mirror;
  follow->keeper = crm_card_keeper_new (store, registry);
  g_signal_connect_object (store, "changed", G_CALLBACK (crm_card_keeper_look), follow->keeper,
                           G_CONNECT_SWAPPED);
  g_object_set_data_full (G_OBJECT (mirror), FOLLOW_KEY, follow, free_follow);
  g_signal_connect (mirror, "changed", G_CALLBACK (changed_cb), follow);
}
