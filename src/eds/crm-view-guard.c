/* crm-view-guard.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-view-guard"
#include "config.h"

#include "crm-view-guard.h"

/* From 3.50 on the data server's books in files keep their lock for good when a view is asked for
 * contacts after its last one (e_data_book_view_watcher_sqlite_dup_contacts() leaves without
 * unlocking): no program can read or write that book any more until the data server is ended.
 * Evolution's Contacts ask so when the last contact they show goes away, since they hear of the
 * change before they hear of the new number. Undo of a contact, or a contact deleted by hand, is
 * enough. So what Evolution asks is held back until the view has said how many there are, and what
 * lies behind the end is answered here, by an empty list. */

#define VIEW "org.gnome.evolution.dataserver.AddressBookView"
#define QUESTION "DupContacts"
#define QUESTION_TYPE G_VARIANT_TYPE ("(uu)")

/* Near the end a number counts when it has stayed for so long; several contacts may be going. */
#define SETTLE_MSEC 30
#define FAR_FROM_END 200
#define TIMEOUT_MSEC 5000

/* A question that is held back. */
typedef struct
{
  GDBusConnection *connection; /* (owned) */
  GDBusMessage *message;       /* (owned) */
  guint32 start;               /* the first contact that is asked for, from 0 */
  guint32 total;               /* what the view said the last time */
  gboolean has_total;
} Question;

/* Serials of what was asked in vain, for their answers. Filters run on a thread of GDBus. */
static GMutex lock;
static GHashTable *refused; /* (owned) (nullable) */

static GQuark
checked_quark (void)
{
  return g_quark_from_static_string ("crm-view-guard-checked");
}

static void
free_question (Question *question)
{
  g_object_unref (question->connection);
  g_object_unref (question->message);
  g_free (question);
}

static void
send (Question *question /* (transfer full) */, GDBusMessage *message)
{
  /* What is no longer connected answers its callers by itself. */
  g_object_set_qdata (G_OBJECT (message), checked_quark (), GINT_TO_POINTER (TRUE));
  g_dbus_connection_send_message (question->connection, message,
                                  G_DBUS_SEND_MESSAGE_FLAGS_PRESERVE_SERIAL, NULL, NULL);
  free_question (question);
}

/* Nobody but the server can answer a call; so it is asked something harmless instead. */
static void
refuse (Question *question /* (transfer full) */)
{
  g_autoptr (GDBusMessage) ping = g_dbus_message_copy (question->message, NULL);

  if (ping == NULL)
    {
      free_question (question);
      return;
    }
  g_dbus_message_set_interface (ping, "org.freedesktop.DBus.Peer");
  g_dbus_message_set_member (ping, "Ping");
  g_dbus_message_set_body (ping, NULL);
  g_mutex_lock (&lock);
  g_hash_table_add (refused, GUINT_TO_POINTER (g_dbus_message_get_serial (ping)));
  g_mutex_unlock (&lock);
  send (question, ping);
}

static gboolean ask (gpointer data);

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Question *question = data;
  g_autoptr (GVariant) answer
      = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, NULL);
  g_autoptr (GVariant) value = NULL;
  guint32 total;

  if (answer != NULL)
    g_variant_get (answer, "(v)", &value);
  if (value == NULL || !g_variant_is_of_type (value, G_VARIANT_TYPE_UINT32))
    {
      send (question, question->message); /* a server that counts otherwise knows what it does */
      return;
    }
  total = g_variant_get_uint32 (value);
  if (question->start >= total)
    {
      refuse (question);
    }
  else if (total - question->start > FAR_FROM_END
           || (question->has_total && question->total == total))
    {
      send (question, question->message);
    }
  else
    {
      question->has_total = TRUE;
      question->total = total;
      g_timeout_add (SETTLE_MSEC, ask, question);
    }
}

static gboolean
ask (gpointer data)
{
  Question *question = data;

  g_dbus_connection_call (
      question->connection, g_dbus_message_get_destination (question->message),
      g_dbus_message_get_path (question->message), "org.freedesktop.DBus.Properties", "Get",
      g_variant_new ("(ss)", VIEW, "n-total"), G_VARIANT_TYPE ("(v)"),
      G_DBUS_CALL_FLAGS_NO_AUTO_START, TIMEOUT_MSEC, NULL, answered_cb, question);
  return G_SOURCE_REMOVE;
}

static gboolean
is_question (GDBusMessage *message)
{
  GVariant *body;

  if (g_dbus_message_get_message_type (message) != G_DBUS_MESSAGE_TYPE_METHOD_CALL
      || g_strcmp0 (g_dbus_message_get_member (message), QUESTION) != 0
      || g_strcmp0 (g_dbus_message_get_interface (message), VIEW) != 0
      || g_object_get_qdata (G_OBJECT (message), checked_quark ()) != NULL)
    return FALSE;
  body = g_dbus_message_get_body (message);
  return body != NULL && g_variant_is_of_type (body, QUESTION_TYPE);
}

/* On a thread of GDBus: what is to be done is left to the main loop. */
static void
hold_back (GDBusConnection *connection, GDBusMessage *message /* (transfer full) */)
{
  Question *question = g_new0 (Question, 1);

  question->connection = g_object_ref (connection);
  question->message = message;
  g_variant_get (g_dbus_message_get_body (message), "(uu)", &question->start, NULL);
  g_idle_add_full (G_PRIORITY_DEFAULT, ask, question, NULL);
}

static gboolean
take_refused (GDBusMessage *message)
{
  GDBusMessageType type = g_dbus_message_get_message_type (message);
  gboolean is_refused;

  if (type != G_DBUS_MESSAGE_TYPE_METHOD_RETURN && type != G_DBUS_MESSAGE_TYPE_ERROR)
    return FALSE;
  g_mutex_lock (&lock);
  is_refused
      = g_hash_table_remove (refused, GUINT_TO_POINTER (g_dbus_message_get_reply_serial (message)));
  g_mutex_unlock (&lock);
  return is_refused;
}

/* (transfer full): no contacts, from whoever sent @reply */
static GDBusMessage *
empty_answer_new (GDBusMessage *reply)
{
  GDBusMessage *answer = g_dbus_message_new ();

  g_dbus_message_set_message_type (answer, G_DBUS_MESSAGE_TYPE_METHOD_RETURN);
  g_dbus_message_set_serial (answer, g_dbus_message_get_serial (reply));
  g_dbus_message_set_reply_serial (answer, g_dbus_message_get_reply_serial (reply));
  g_dbus_message_set_sender (answer, g_dbus_message_get_sender (reply));
  g_dbus_message_set_destination (answer, g_dbus_message_get_destination (reply));
  g_dbus_message_set_body (answer, g_variant_new ("(as)", NULL));
  return answer;
}

/* A #GDBusMessageFilterFunction; @message is (transfer full), and so is what it returns */
static GDBusMessage *
filter (GDBusConnection *connection, GDBusMessage *message, gboolean is_incoming, gpointer data)
{
  GDBusMessage *answer;

  if (!is_incoming && is_question (message))
    {
      hold_back (connection, message);
      return NULL;
    }
  if (!is_incoming || !take_refused (message))
    return message;
  answer = empty_answer_new (message);
  g_object_unref (message);
  return answer;
}

/**
 * crm_view_guard_install:
 * @connection: where this process asks address books
 *
 * From now on no view of an address book is asked for contacts after its last one, whoever in this
 * process asks. For good; to be called in the thread of the main loop. A second time is no error.
 */
void
crm_view_guard_install (GDBusConnection *connection)
{
  g_return_if_fail (G_IS_DBUS_CONNECTION (connection));

  if (g_object_get_qdata (G_OBJECT (connection), checked_quark ()) != NULL)
    return;
  g_object_set_qdata (G_OBJECT (connection), checked_quark (), GINT_TO_POINTER (TRUE));
  if (refused == NULL)
    refused = g_hash_table_new (NULL, NULL);
  g_dbus_connection_add_filter (connection, filter, NULL, NULL);
}
