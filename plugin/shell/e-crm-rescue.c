/* e-crm-rescue.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "e-crm-rescue"
#include "config.h"

#include "e-crm-rescue.h"

#include <glib/gi18n-lib.h>

#include "crm-phrases-trouble.h"
#include "e-crm-widgets.h"

struct _ECrmRescue
{
  GtkBox parent_instance;
  ECrmApp *app; /* (unowned): outlives us; NULL until the first update */
  GtkWidget *again;
  GtkWidget *restore;
  GtkWidget *note;
};

G_DEFINE_FINAL_TYPE (ECrmRescue, e_crm_rescue, GTK_TYPE_BOX)

static void
e_crm_rescue_class_init (ECrmRescueClass *klass)
{
}

static void
again_clicked_cb (GtkButton *button, gpointer data)
{
  e_crm_app_try_again (E_CRM_RESCUE (data)->app);
}

static void
restored_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (ECrmRescue) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  gtk_widget_set_sensitive (GTK_WIDGET (self), TRUE);
  if (e_crm_app_restore_finish (E_CRM_APP (source), result, &error))
    return; /* the app says what comes next */
  text = crm_phrase_trouble (error, NULL);
  e_crm_label_set (self->note, text);
}

static void
restore_clicked_cb (GtkButton *button, gpointer data)
{
  ECrmRescue *self = data;

  gtk_widget_set_sensitive (GTK_WIDGET (self), FALSE);
  e_crm_app_restore_async (self->app, restored_cb, g_object_ref (self));
}

static void
e_crm_rescue_init (ECrmRescue *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 12);
  self->again = e_crm_button_new (_ ("_Try Again"), "crm-try-again");
  g_signal_connect (self->again, "clicked", G_CALLBACK (again_clicked_cb), self);
  self->restore = e_crm_button_new ("", "crm-restore");
  g_signal_connect (self->restore, "clicked", G_CALLBACK (restore_clicked_cb), self);
  self->note = e_crm_text_new ();
  e_crm_set_id (self->note, "crm-restore-note");
  gtk_box_pack_start (GTK_BOX (self), self->again, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (self), self->restore, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (self), self->note, FALSE, FALSE, 0);
}

/* Shown while the app's store cannot be opened, else hidden. */
void
e_crm_rescue_update (ECrmRescue *self, ECrmApp *app)
{
  const CrmBackup *backup = e_crm_app_get_backup (app);
  g_autofree char *label = NULL;

  self->app = app;
  gtk_widget_set_visible (GTK_WIDGET (self), e_crm_app_get_state (app) == E_CRM_APP_FAILED);
  gtk_widget_set_visible (self->restore, backup != NULL);
  if (backup == NULL)
    {
      e_crm_label_set (self->note, _ ("There is no backup that this program can open."));
      return;
    }
  label = crm_phrase_backup (backup, g_get_real_time ());
  gtk_button_set_label (GTK_BUTTON (self->restore), label);
  e_crm_label_set (self->note, _ ("Brings back what was there at that time. The file of today is "
                                  "kept beside it; nothing is deleted."));
}

GtkWidget *
e_crm_rescue_new (void)
{
  return g_object_new (E_TYPE_CRM_RESCUE, NULL);
}
