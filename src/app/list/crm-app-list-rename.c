/* crm-app-list-rename.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-app-list-rename"
#include "config.h"

#include "crm-app-list-rename.h"

#include <glib/gi18n-lib.h>

#include "base/crm-app-widgets.h"
#include "model/crm-text.h"

typedef struct
{
  GtkWidget *entry;
  GtkWidget *problem; /* GtkLabel: an icon alone would be told by its tooltip only */
  CrmAppListRenameFunc rename;
  CrmAppListRenameCancelFunc cancel;
  gpointer user_data;
} Rename;

static void
show_problem (Rename *self, const char *problem /* (nullable) */)
{
  crm_app_mark_problem (self->entry, problem);
  gtk_label_set_text (GTK_LABEL (self->problem), problem != NULL ? problem : "");
  gtk_widget_set_visible (self->problem, problem != NULL);
}

static void
done_cb (GtkWidget *widget, gpointer data)
{
  Rename *self = data;
  g_autofree char *name = crm_text_clean (gtk_editable_get_text (GTK_EDITABLE (self->entry)));
  const char *problem = *name != '\0' ? NULL : _ ("It needs a name");

  if (problem == NULL)
    problem = self->rename (name, self->user_data);
  if (problem == NULL) /* the line may be gone */
    return;
  show_problem (self, problem);
  gtk_widget_grab_focus (self->entry);
}

static void
changed_cb (GtkEditable *editable, gpointer data)
{
  show_problem (data, NULL);
}

static gboolean
key_cb (GtkEventControllerKey *keys,
        guint keyval,
        guint keycode,
        GdkModifierType modifiers,
        gpointer data)
{
  Rename *self = data;

  if (keyval != GDK_KEY_Escape)
    return GDK_EVENT_PROPAGATE;
  self->cancel (self->user_data);
  return GDK_EVENT_STOP;
}

/**
 * crm_app_list_rename_new:
 * @name: what it is called
 * @rename: gives it another name, when Return or the button says so
 * @cancel: takes the line away, when Escape says so
 * @user_data: data for both; outlives the line
 *
 * Returns: (transfer floating): an entry with a button, and what is wrong with its text below;
 *   focus it when it is shown
 */
GtkWidget *
crm_app_list_rename_new (const char *name,
                         CrmAppListRenameFunc rename,
                         CrmAppListRenameCancelFunc cancel,
                         gpointer user_data)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *save = crm_app_button_new (_ ("_Save"), "crm-view-rename-save");
  GtkEventController *keys = gtk_event_controller_key_new ();
  Rename *self = g_new0 (Rename, 1);

  *self = (Rename){ gtk_entry_new (), crm_app_text_new ("error"), rename, cancel, user_data };
  g_object_set_data_full (G_OBJECT (box), "crm-rename", self, g_free);
  gtk_editable_set_text (GTK_EDITABLE (self->entry), name);
  gtk_widget_set_hexpand (self->entry, TRUE);
  crm_app_set_name (self->entry, _ ("Name of the view"));
  crm_app_set_id (self->entry, "crm-view-rename-name");
  g_signal_connect (self->entry, "activate", G_CALLBACK (done_cb), self);
  g_signal_connect (self->entry, "changed", G_CALLBACK (changed_cb), self);
  g_signal_connect (save, "clicked", G_CALLBACK (done_cb), self);
  /* Before the popover, which Escape would close. */
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (box, keys);
  gtk_box_append (GTK_BOX (line), self->entry);
  gtk_box_append (GTK_BOX (line), save);
  gtk_box_append (GTK_BOX (box), line);
  gtk_box_append (GTK_BOX (box), self->problem);
  gtk_widget_set_visible (self->problem, FALSE);
  return box;
}
