/* crm-app-changes.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-app-changes"
#include "config.h"

#include "record/crm-app-changes.h"

#include <glib/gi18n-lib.h>

#include "crm-format.h"
#include "crm-phrases-change.h"
#include "crm-phrases.h"
#include "record/crm-app-card.h"
#include "base/crm-app-widgets.h"

/* Nobody reads more. */
#define MAX_CHANGES 300

typedef struct
{
  CrmAppSession *session; /* (owned) */
  GtkWidget *list;        /* (owned) */
} Reading;

static void
free_reading (Reading *self)
{
  g_object_unref (self->session);
  g_object_unref (self->list);
  g_free (self);
}

static void
show (Reading *self, const GPtrArray *changes, gint64 now_usec)
{
  for (guint i = 0; i < changes->len; i++)
    {
      const CrmRecordChange *change = g_ptr_array_index (changes, i);
      g_autofree char *values = crm_phrase_change_values (change, now_usec);
      g_autofree char *when = crm_format_time (change->usec, now_usec);

      crm_app_card_add_line (self->list, crm_phrase_change_title (change), values, when);
    }
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Reading *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) changes
      = crm_query_record_changes_finish (CRM_STORE (source), result, &error);

  if (gtk_widget_get_root (self->list) == NULL)
    g_clear_error (&error); /* the window was closed */
  else if (changes != NULL)
    show (self, changes, crm_store_get_now_usec (CRM_STORE (source)));
  if (error != NULL)
    crm_app_session_tell_trouble (self->session, crm_phrase_error (error));
  free_reading (self);
}

static void
close_on_escape (GtkWidget *window)
{
  GtkShortcutController *keys = GTK_SHORTCUT_CONTROLLER (gtk_shortcut_controller_new ());

  gtk_shortcut_controller_add_shortcut (
      keys, gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape, 0),
                              gtk_named_action_new ("window.close")));
  gtk_widget_add_controller (window, GTK_EVENT_CONTROLLER (keys));
}

static GtkWidget *
make_window (GtkWidget *parent, GtkWidget **out_list)
{
  GtkWidget *window = adw_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *card = crm_app_card_new (_ ("Changes"), "crm-changes", out_list);

  gtk_widget_add_css_class (card, "crm-page");
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), card);
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), scrolled);
  adw_window_set_content (ADW_WINDOW (window), box);
  gtk_window_set_title (GTK_WINDOW (window), gtk_window_get_title (GTK_WINDOW (parent)));
  gtk_window_set_modal (GTK_WINDOW (window), TRUE);
  gtk_window_set_transient_for (GTK_WINDOW (window), GTK_WINDOW (parent));
  gtk_window_set_default_size (GTK_WINDOW (window), 520, 600);
  gtk_widget_set_size_request (window, 360, 294);
  close_on_escape (window);
  return window;
}

/**
 * crm_app_changes_present:
 * @parent: the record's window
 * @session: a session with an open store
 * @entity: an entity's name
 * @id: id of a record
 *
 * Shows what was changed of the record's fields, by whom and when, the newest first.
 */
void
crm_app_changes_present (GtkWidget *parent,
                         CrmAppSession *session,
                         const char *entity,
                         const char *id)
{
  CrmStore *store = crm_app_session_get_store (session);
  GtkWidget *window;
  Reading *self;

  if (store == NULL)
    return;
  self = g_new0 (Reading, 1);
  self->session = g_object_ref (session);
  window = make_window (parent, &self->list);
  g_object_ref (self->list);
  gtk_window_present (GTK_WINDOW (window));
  crm_query_record_changes_async (store, entity, id, MAX_CHANGES, NULL, read_cb, self);
}
