/* crm-app-form-window.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-app-form-window"
#include "config.h"

#include "crm-app-form-window.h"

#include <glib/gi18n-lib.h>

#include "crm-app-form.h"
#include "base/crm-app-widgets.h"
#include "service/crm-people.h"

static void
close_on_escape (GtkWidget *window)
{
  GtkShortcutController *keys = GTK_SHORTCUT_CONTROLLER (gtk_shortcut_controller_new ());

  gtk_shortcut_controller_add_shortcut (
      keys, gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape, 0),
                              gtk_named_action_new ("window.close")));
  gtk_widget_add_controller (window, GTK_EVENT_CONTROLLER (keys));
}

static void
delete_clicked_cb (GtkButton *button, gpointer data)
{
  CrmAppForm *form = data;
  const CrmRecord *record = crm_app_form_get_record (form);
  CrmAppSession *session = crm_app_page_get_session (CRM_APP_PAGE (form));

  if (record == NULL || session == NULL)
    return;
  crm_app_session_write (session, crm_people_remove_way (record));
  gtk_window_close (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (button))));
}

/* Undo in the toast brings it back, so nobody is asked. */
static GtkWidget *
make_delete (GtkWidget *form)
{
  GtkWidget *button = crm_app_button_new (_ ("_Delete"), "crm-form-delete");

  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_widget_set_margin_start (button, 12);
  gtk_widget_set_margin_bottom (button, 12);
  gtk_widget_add_css_class (button, "destructive-action");
  g_signal_connect (button, "clicked", G_CALLBACK (delete_clicked_cb), form);
  return button;
}

/* What crm_people_remove_way() takes. Others have ways of their own. */
static gboolean
can_delete (const char *entity)
{
  static const char *const entities[]
      = { "account_person", "address", "account_domain", "phone", NULL };

  return g_strv_contains (entities, entity);
}

/**
 * crm_app_form_window_present:
 * @parent: a widget of the window that shows what the record is a part of
 * @session: a session with an open store
 * @entity: an entity's name
 * @id: id of a record that has no page of its own, such as a role
 * @title: what to call it
 *
 * Shows the record's form in a window of its own; a role, an address, a domain or a telephone
 * number can be deleted there.
 */
void
crm_app_form_window_present (GtkWidget *parent,
                             CrmAppSession *session,
                             const char *entity,
                             const char *id,
                             const char *title)
{
  GtkWidget *window = adw_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *form = crm_app_form_new (session, entity, id);

  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_widget_add_css_class (form, "crm-page");
  gtk_box_append (GTK_BOX (box), form);
  if (can_delete (entity))
    gtk_box_append (GTK_BOX (box), make_delete (form));
  adw_window_set_content (ADW_WINDOW (window), box);
  gtk_window_set_title (GTK_WINDOW (window), title);
  gtk_window_set_modal (GTK_WINDOW (window), TRUE);
  gtk_window_set_transient_for (GTK_WINDOW (window), GTK_WINDOW (gtk_widget_get_root (parent)));
  gtk_window_set_default_size (GTK_WINDOW (window), 420, -1);
  close_on_escape (window);
  gtk_window_present (GTK_WINDOW (window));
}
