/* crm-app-board-card-view.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-app-board-card-view"
#include "config.h"

#include "crm-app-board-card-view.h"

#include "base/crm-app-widgets.h"

struct _CrmAppBoardCardView
{
  AdwBin parent_instance;
  CrmBoardCard *card; /* (owned) (nullable) */
  GtkWidget *title;
  GtkWidget *account;
  GtkWidget *amount;
  GtkWidget *age;
  GtkWidget *next;
};

G_DEFINE_FINAL_TYPE (CrmAppBoardCardView, crm_app_board_card_view, ADW_TYPE_BIN)

static void
crm_app_board_card_view_dispose (GObject *object)
{
  g_clear_object (&CRM_APP_BOARD_CARD_VIEW (object)->card);
  G_OBJECT_CLASS (crm_app_board_card_view_parent_class)->dispose (object);
}

static void
crm_app_board_card_view_class_init (CrmAppBoardCardViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = crm_app_board_card_view_dispose;
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "crmcard");
}

static GdkContentProvider *
drag_prepare_cb (GtkDragSource *source, double x, double y, gpointer data)
{
  CrmAppBoardCardView *self = data;

  return self->card != NULL ? gdk_content_provider_new_typed (CRM_TYPE_BOARD_CARD, self->card)
                            : NULL;
}

static void
drag_begin_cb (GtkDragSource *source, GdkDrag *drag, gpointer data)
{
  g_autoptr (GdkPaintable) picture = gtk_widget_paintable_new (GTK_WIDGET (data));

  gtk_drag_source_set_icon (source, picture, 16, 16);
}

static GtkWidget *
add_label (GtkWidget *box, const char *style_class)
{
  GtkWidget *label = crm_app_label_new (NULL, style_class);

  gtk_box_append (GTK_BOX (box), label);
  return label;
}

static void
crm_app_board_card_view_init (CrmAppBoardCardView *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkDragSource *drag = gtk_drag_source_new ();

  self->title = add_label (box, "heading");
  crm_app_label_set_lines (self->title, 2);
  self->account = add_label (box, "caption");
  self->amount = add_label (box, "numeric");
  self->age = add_label (box, "caption");
  crm_app_label_set_lines (self->age, 2);
  self->next = add_label (box, "caption");
  crm_app_label_set_lines (self->next, 2);
  gtk_widget_add_css_class (self->account, "dim-label");
  adw_bin_set_child (ADW_BIN (self), box);

  gtk_drag_source_set_actions (drag, GDK_ACTION_MOVE);
  g_signal_connect (drag, "prepare", G_CALLBACK (drag_prepare_cb), self);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
}

static void
set_late (GtkWidget *label, gboolean late)
{
  gtk_widget_remove_css_class (label, late ? "dim-label" : "error");
  gtk_widget_add_css_class (label, late ? "error" : "dim-label");
}

static void
set_text (GtkWidget *label, const char *text /* (nullable) */)
{
  gtk_label_set_text (GTK_LABEL (label), text != NULL ? text : "");
  gtk_widget_set_visible (label, text != NULL);
}

/* From now on it shows @card. */
void
crm_app_board_card_view_show (CrmAppBoardCardView *self, CrmBoardCard *card)
{
  gboolean late;
  GtkWidget *row = gtk_widget_get_parent (GTK_WIDGET (self));

  g_set_object (&self->card, card);
  set_text (self->title, crm_board_card_get_title (card));
  set_text (self->account, crm_board_card_get_account (card));
  set_text (self->amount, crm_board_card_get_amount (card));
  set_text (self->age, crm_board_card_get_age (card, &late));
  set_late (self->age, late);
  set_text (self->next, crm_board_card_get_next_step (card, &late));
  set_late (self->next, late);
  /* The list's own row has the focus, and so it is what a screen reader reads. */
  if (row != NULL)
    crm_app_set_name (row, crm_board_card_get_spoken (card));
}

CrmBoardCard * /* (nullable): NULL before the first was shown */
crm_app_board_card_view_get_card (CrmAppBoardCardView *self)
{
  return self->card;
}

GtkWidget *
crm_app_board_card_view_new (void)
{
  return g_object_new (CRM_APP_TYPE_BOARD_CARD_VIEW, NULL);
}
