/* crm-app-long-write.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-app-long-write"
#include "config.h"

#include "crm-app-long-write.h"

#include "crm-phrases-list.h"
#include "crm-phrases-trouble.h"
#include "crm-phrases.h"

/* 10,000 changes take most of a second on a machine of today. */
#define MANY 1500
/* What is over sooner is not worth a word. */
#define PATIENCE_MSEC 300

typedef struct
{
  CrmAppSession *session;    /* (owned) */
  GCancellable *cancellable; /* (owned) */
  CrmChangeSet *set;         /* (owned) */
  guint patience_id;         /* timeout source, 0 for none */
} LongWrite;

static void
free_write (LongWrite *write)
{
  g_clear_handle_id (&write->patience_id, g_source_remove);
  g_object_unref (write->session);
  g_object_unref (write->cancellable);
  crm_change_set_unref (write->set);
  g_free (write);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LongWrite, free_write)

static gboolean
tell_cb (gpointer data)
{
  LongWrite *write = data;
  guint n = write->set->changes->len;
  g_autofree char *count = crm_phrase_list_count (n, n, 0);
  g_autofree char *text = g_strdup_printf ("%s…", count);

  write->patience_id = 0;
  g_signal_emit_by_name (write->session, "busy", text, write->cancellable);
  return G_SOURCE_REMOVE;
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LongWrite) write = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmWriteResult) written = crm_store_write_finish (CRM_STORE (source), result, &error);
  g_autofree char *text = NULL;

  g_signal_emit_by_name (write->session, "busy", NULL, NULL);
  if (written != NULL)
    {
      g_signal_emit_by_name (write->session, "done", crm_phrase_change (write->set->label));
      return;
    }
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      text = crm_phrase_trouble (error, NULL);
      crm_app_session_tell_trouble (write->session, text);
    }
  g_signal_emit_by_name (write->session, "changed"); /* what is shown may be what was not written */
}

/**
 * crm_app_long_write_is_long:
 * @set: what is to be written
 *
 * Returns: whether somebody would wait for it
 */
gboolean
crm_app_long_write_is_long (const CrmChangeSet *set)
{
  return set->changes->len >= MANY;
}

/**
 * crm_app_long_write:
 * @session: a session with an open store
 * @set: what is to be written
 *
 * As crm_app_session_write(). Who ends the program meanwhile has it written.
 */
void
crm_app_long_write (CrmAppSession *session, CrmChangeSet *set)
{
  LongWrite *write = g_new0 (LongWrite, 1);

  write->session = g_object_ref (session);
  write->cancellable = g_cancellable_new ();
  write->set = crm_change_set_ref (set);
  write->patience_id = g_timeout_add (PATIENCE_MSEC, tell_cb, write);
  crm_store_write_async (crm_app_session_get_store (session), set, write->cancellable, written_cb,
                         write);
}
