/* crm-app-trouble-page.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-app-trouble-page"
#include "config.h"

#include "crm-app-trouble-page.h"

#include <glib/gi18n-lib.h>

#include "crm-phrases-trouble.h"
#include "base/crm-app-evolution.h"
#include "base/crm-app-widgets.h"

struct _CrmAppTroublePage
{
  AdwBin parent_instance;
  CrmAppSession *session; /* (unowned): outlives us */
  GtkWidget *status;
  GtkWidget *evolution; /* button */
  GtkWidget *again;     /* button */
  GtkWidget *restore;   /* button */
  GtkWidget *note;
};

G_DEFINE_FINAL_TYPE (CrmAppTroublePage, crm_app_trouble_page, ADW_TYPE_BIN)

static void
crm_app_trouble_page_class_init (CrmAppTroublePageClass *klass)
{
}

static void
say (CrmAppTroublePage *self, const char *icon, const char *title, const char *text)
{
  /* A description is markup, and so may be a path. */
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  adw_status_page_set_icon_name (ADW_STATUS_PAGE (self->status), icon);
  adw_status_page_set_title (ADW_STATUS_PAGE (self->status), title);
  adw_status_page_set_description (ADW_STATUS_PAGE (self->status), escaped);
}

static void
say_failure (CrmAppTroublePage *self)
{
  const CrmBackup *backup = crm_app_session_get_backup (self->session);
  g_autofree char *text = crm_phrase_trouble (crm_app_session_get_failure (self->session),
                                              crm_app_session_get_directory (self->session));
  g_autofree char *label = NULL;

  say (self, "dialog-error-symbolic", _ ("The CRM Cannot Be Opened"), text);
  gtk_widget_set_visible (self->restore, backup != NULL);
  if (backup == NULL)
    {
      gtk_label_set_text (GTK_LABEL (self->note),
                          _ ("There is no backup that this program can open."));
      return;
    }
  label = crm_phrase_backup (backup, g_get_real_time ());
  crm_app_button_set_label (self->restore, label);
  gtk_label_set_text (GTK_LABEL (self->note),
                      _ ("Brings back what was there at that time. The file of today is "
                         "kept beside it; nothing is deleted."));
}

static void
state_changed_cb (CrmAppSession *session, gpointer data)
{
  CrmAppTroublePage *self = data;
  CrmAppSessionState state = crm_app_session_get_state (session);
  gboolean failed = state == CRM_APP_SESSION_FAILED;

  gtk_widget_set_sensitive (GTK_WIDGET (self), TRUE);
  gtk_widget_set_visible (self->evolution,
                          state == CRM_APP_SESSION_MISSING || state == CRM_APP_SESSION_NOT_SET_UP);
  gtk_widget_set_visible (self->again, failed);
  gtk_widget_set_visible (self->restore, failed);
  gtk_widget_set_visible (self->note, failed);
  switch (state)
    {
    case CRM_APP_SESSION_MISSING:
    case CRM_APP_SESSION_NOT_SET_UP:
      say (self, "org.gnome.Evolution.Crm-symbolic", _ ("The CRM Begins in Evolution"),
           _ ("Open Evolution, select a message, and press Start on the card at its side: it asks "
              "which accounts and address books the CRM may know. This window follows by itself."));
      return;
    case CRM_APP_SESSION_FAILED:
      say_failure (self);
      return;
    case CRM_APP_SESSION_STARTING:
    case CRM_APP_SESSION_READY:
    default:
      say (self, "org.gnome.Evolution.Crm-symbolic", _ ("Opening the CRM…"), "");
    }
}

static void
evolution_clicked_cb (GtkButton *button, gpointer data)
{
  crm_app_evolution_start (CRM_APP_TROUBLE_PAGE (data)->session);
}

static void
again_clicked_cb (GtkButton *button, gpointer data)
{
  crm_app_session_start (CRM_APP_TROUBLE_PAGE (data)->session);
}

static void
restore_clicked_cb (GtkButton *button, gpointer data)
{
  CrmAppTroublePage *self = data;

  gtk_widget_set_sensitive (GTK_WIDGET (self), FALSE);
  crm_app_session_restore (self->session);
}

static void
trouble_cb (CrmAppSession *session, const char *text, gpointer data)
{
  gtk_widget_set_sensitive (GTK_WIDGET (data), TRUE);
}

static GtkWidget *
add_button (
    CrmAppTroublePage *self, GtkWidget *box, const char *label, const char *id, GCallback cb)
{
  GtkWidget *button = crm_app_button_new (label, id);

  gtk_widget_add_css_class (button, "pill");
  gtk_widget_set_halign (button, GTK_ALIGN_CENTER);
  g_signal_connect (button, "clicked", cb, self);
  gtk_box_append (GTK_BOX (box), button);
  return button;
}

static void
crm_app_trouble_page_init (CrmAppTroublePage *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  self->status = adw_status_page_new ();
  crm_app_set_id (self->status, "crm-trouble");
  self->evolution = add_button (self, box, _ ("Open _Evolution"), "crm-open-evolution",
                                G_CALLBACK (evolution_clicked_cb));
  gtk_widget_add_css_class (self->evolution, "suggested-action");
  self->again
      = add_button (self, box, _ ("_Try Again"), "crm-try-again", G_CALLBACK (again_clicked_cb));
  self->restore = add_button (self, box, "", "crm-restore", G_CALLBACK (restore_clicked_cb));
  self->note = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (self->note), TRUE);
  gtk_label_set_justify (GTK_LABEL (self->note), GTK_JUSTIFY_CENTER);
  gtk_widget_add_css_class (self->note, "dim-label");
  gtk_box_append (GTK_BOX (box), self->note);
  adw_status_page_set_child (ADW_STATUS_PAGE (self->status), box);
  adw_bin_set_child (ADW_BIN (self), self->status);
}

GtkWidget *
crm_app_trouble_page_new (CrmAppSession *session)
{
  CrmAppTroublePage *self = g_object_new (CRM_APP_TYPE_TROUBLE_PAGE, NULL);

  self->session = session;
  g_signal_connect_object (session, "state-changed", G_CALLBACK (state_changed_cb), self, 0);
  g_signal_connect_object (session, "trouble", G_CALLBACK (trouble_cb), self, 0);
  state_changed_cb (session, self);
  return GTK_WIDGET (self);
}
