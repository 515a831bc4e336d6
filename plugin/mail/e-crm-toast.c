/* e-crm-toast.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "e-crm-toast"
#include "config.h"

#include "e-crm-toast.h"

#include <glib/gi18n-lib.h>

#include "crm-phrases-undo.h"
#include "shell/e-crm-widgets.h"

struct _ECrmToast
{
  GtkBox parent_instance;
  GtkWidget *bar;
  GtkWidget *text;
  GtkWidget *undo;
};

G_DEFINE_FINAL_TYPE (ECrmToast, e_crm_toast, GTK_TYPE_BOX)

enum
{
  UNDO,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
e_crm_toast_class_init (ECrmToastClass *klass)
{
  signals[UNDO] = g_signal_new ("undo", E_TYPE_CRM_TOAST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 0);
}

static void
undo_clicked_cb (GtkButton *button, gpointer data)
{
  gtk_widget_hide (GTK_WIDGET (data));
  g_signal_emit (data, signals[UNDO], 0);
}

static void
close_clicked_cb (GtkButton *button, gpointer data)
{
  gtk_widget_hide (GTK_WIDGET (data));
}

static void
e_crm_toast_init (ECrmToast *self)
{
  GtkWidget *content;
  GtkWidget *close
      = e_crm_icon_button_new ("window-close-symbolic", _ ("Close"), "crm-toast-close");

  self->bar = gtk_info_bar_new ();
  content = gtk_info_bar_get_content_area (GTK_INFO_BAR (self->bar));
  self->text = e_crm_text_new ();
  e_crm_set_id (self->text, "crm-toast");
  self->undo = e_crm_button_new (_ ("_Undo"), "crm-undo");
  gtk_widget_set_valign (self->undo, GTK_ALIGN_CENTER);
  g_signal_connect (self->undo, "clicked", G_CALLBACK (undo_clicked_cb), self);
  g_signal_connect (close, "clicked", G_CALLBACK (close_clicked_cb), self);
  gtk_box_pack_start (GTK_BOX (content), self->text, TRUE, TRUE, 0);
  gtk_box_pack_end (GTK_BOX (content), close, FALSE, FALSE, 0);
  gtk_box_pack_end (GTK_BOX (content), self->undo, FALSE, FALSE, 0);
  gtk_widget_show (self->bar);
  gtk_box_pack_start (GTK_BOX (self), self->bar, TRUE, TRUE, 0);
}

GtkWidget *
e_crm_toast_new (void)
{
  return g_object_new (E_TYPE_CRM_TOAST, NULL);
}

static void
show_text (ECrmToast *self, const char *text, GtkMessageType type, gboolean undo)
{
  gtk_info_bar_set_message_type (GTK_INFO_BAR (self->bar), type);
  e_crm_label_set (self->text, text);
  gtk_widget_set_visible (self->undo, undo);
  gtk_widget_show (GTK_WIDGET (self));
}

/* Something was done, and can be undone. */
void
e_crm_toast_show_done (ECrmToast *self, const char *text)
{
  show_text (self, text, GTK_MESSAGE_INFO, TRUE);
}

/* Something to know, nothing to undo. */
void
e_crm_toast_show_plain (ECrmToast *self, const char *text)
{
  show_text (self, text, GTK_MESSAGE_INFO, FALSE);
}

/* An undo that had to leave something as it is. */
void
e_crm_toast_show_skipped (ECrmToast *self, const char *text)
{
  show_text (self, text, GTK_MESSAGE_WARNING, FALSE);
}

void
e_crm_toast_show_error (ECrmToast *self, const char *text)
{
  g_autofree char *marked = g_strdup_printf ("⚠ %s", text);

  show_text (self, marked, GTK_MESSAGE_ERROR, FALSE);
}

/* What became of an undo. @undone: NULL when it failed, and then @error says why */
void
e_crm_toast_show_undone (ECrmToast *self, const CrmWriteResult *undone, const GError *error)
{
  g_autofree char *text = crm_phrase_undone (undone, error);

  if (undone == NULL)
    e_crm_toast_show_error (self, text);
  else if (undone->skipped != NULL && undone->skipped->len > 0)
    e_crm_toast_show_skipped (self, text);
  else
    e_crm_toast_show_plain (self, text);
}
