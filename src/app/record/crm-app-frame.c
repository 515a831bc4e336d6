/* crm-app-frame.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-app-frame"
#include "config.h"

#include "crm-app-frame.h"

#include <glib/gi18n-lib.h>

#include "crm-app-history-card.h"
#include "base/crm-app-widgets.h"

/* Wider lines are hard to read. */
#define MAX_WIDTH 1000

/* A GtkStack; @gone_title says that the record is no more. */
GtkWidget *
crm_app_frame_new (const char *gone_title, const char *gone_id)
{
  GtkWidget *gone = crm_app_status_new (
      "edit-delete-symbolic", gone_title,
      _ ("Somebody deleted it. Undo where that was done brings it back."), gone_id);
  GtkWidget *frame = gtk_stack_new ();

  gtk_widget_set_vexpand (frame, TRUE);
  gtk_stack_set_vhomogeneous (GTK_STACK (frame), FALSE);
  gtk_stack_add_named (GTK_STACK (frame), gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), "reading");
  gtk_stack_add_named (GTK_STACK (frame), gone, "gone");
  return frame;
}

/* Older entries come when somebody scrolls there. */
static void
edge_reached_cb (GtkScrolledWindow *scrolled, GtkPositionType edge, gpointer history)
{
  if (edge == GTK_POS_BOTTOM)
    crm_app_history_card_want_more (history);
}

/* Once; @history is the history card in @content. */
void
crm_app_frame_set_content (GtkWidget *frame, GtkWidget *content, GtkWidget *history)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *clamp = adw_clamp_new ();
  int width = crm_app_scale_letters (clamp, MAX_WIDTH);

  gtk_widget_add_css_class (content, "crm-page");
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), width);
  adw_clamp_set_tightening_threshold (ADW_CLAMP (clamp), width);
  adw_clamp_set_child (ADW_CLAMP (clamp), content);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), clamp);
  g_signal_connect_object (scrolled, "edge-reached", G_CALLBACK (edge_reached_cb), history, 0);
  gtk_stack_add_named (GTK_STACK (frame), scrolled, "record");
}

void
crm_app_frame_show (GtkWidget *frame, CrmAppFrameState state)
{
  gtk_stack_set_visible_child_name (GTK_STACK (frame),
                                    state == CRM_APP_FRAME_RECORD ? "record" : "gone");
}
