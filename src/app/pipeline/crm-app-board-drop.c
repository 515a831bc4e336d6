/* crm-app-board-drop.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-app-board-drop"
#include "config.h"

#include "crm-app-board-drop.h"

#include "crm-app-board-column.h"

#define EDGE 56.0             /* pixels: how near is near */
#define PIXELS_A_SECOND 900.0 /* at the very edge */

/* GTK tells drop targets apart only when the hand moves, and here the board moves under it. So all
 * of it is one target, which knows the column itself. */
typedef struct
{
  GtkScrolledWindow *board; /* (unowned): which it goes with */
  GtkWidget *columns;       /* (unowned): what is in it */
  GtkWidget *column;        /* (weak) (nullable): where the card would be dropped */
  double x;                 /* where the card is */
  gint64 last_usec;         /* frame time of the last step */
  guint ticking;            /* tick callback, 0 for none */
} BoardDrop;

static void
free_drop (gpointer data)
{
  g_clear_weak_pointer (&((BoardDrop *)data)->column);
  g_free (data);
}

/* The nearest one: nobody means the gap between two. */
static GtkWidget * /* (nullable): NULL where there are none */
find_column (BoardDrop *self)
{
  GtkWidget *nearest = NULL;
  double least = G_MAXDOUBLE;

  for (GtkWidget *column = gtk_widget_get_first_child (self->columns); column != NULL;
       column = gtk_widget_get_next_sibling (column))
    {
      graphene_rect_t place;
      double before;
      double behind;

      if (!gtk_widget_compute_bounds (column, GTK_WIDGET (self->board), &place))
        continue;
      before = place.origin.x - self->x;
      behind = self->x - place.origin.x - place.size.width;
      if (MAX (MAX (before, behind), 0) < least)
        {
          least = MAX (MAX (before, behind), 0);
          nearest = column;
        }
    }
  return nearest;
}

static void
mark (BoardDrop *self, GtkWidget *column /* (nullable) */)
{
  if (self->column == column)
    return;
  if (self->column != NULL)
    gtk_widget_remove_css_class (self->column, "crm-drop");
  if (column != NULL)
    gtk_widget_add_css_class (column, "crm-drop");
  g_set_weak_pointer (&self->column, column);
}

/* How fast the board goes, from -1 to 1: not at all but near an edge. */
static double
find_speed (BoardDrop *self)
{
  double width = gtk_widget_get_width (GTK_WIDGET (self->board));
  double edge = MIN (EDGE, width / 4);

  if (self->x < edge)
    return -MIN (1, (edge - self->x) / edge);
  if (self->x > width - edge)
    return MIN (1, (self->x - width + edge) / edge);
  return 0;
}

static gboolean
tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  BoardDrop *self = data;
  GtkAdjustment *adjustment = gtk_scrolled_window_get_hadjustment (self->board);
  gint64 now = gdk_frame_clock_get_frame_time (clock);
  double seconds = self->last_usec == 0 ? 0 : (double)(now - self->last_usec) / G_USEC_PER_SEC;
  double step = find_speed (self) * PIXELS_A_SECOND * MIN (seconds, 0.1);

  mark (self, find_column (self)); /* as the last frame showed it */
  self->last_usec = now;
  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) + step);
  return G_SOURCE_CONTINUE;
}

static void
stop (BoardDrop *self)
{
  if (self->ticking != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self->board), self->ticking);
  self->ticking = 0;
}

static GdkDragAction
motion_cb (GtkDropTarget *target, double x, double y, gpointer data)
{
  BoardDrop *self = data;

  self->x = x;
  mark (self, find_column (self));
  if (find_speed (self) == 0)
    stop (self);
  else if (self->ticking == 0)
    {
      self->last_usec = 0;
      self->ticking = gtk_widget_add_tick_callback (GTK_WIDGET (self->board), tick_cb, self, NULL);
    }
  return GDK_ACTION_MOVE;
}

static void
leave_cb (GtkDropTarget *target, gpointer data)
{
  stop (data);
  mark (data, NULL);
}

static gboolean
drop_cb (GtkDropTarget *target, const GValue *value, double x, double y, gpointer data)
{
  BoardDrop *self = data;
  GtkWidget *column;

  self->x = x;
  column = find_column (self);
  leave_cb (target, self);
  if (column == NULL || !G_VALUE_HOLDS (value, CRM_TYPE_BOARD_CARD))
    return FALSE;
  crm_app_board_column_drop (CRM_APP_BOARD_COLUMN (column), g_value_get_object (value));
  return TRUE;
}

/**
 * crm_app_board_drop_add:
 * @board: a board
 * @columns: what its columns are in
 *
 * From now on cards can be dropped into its columns, and it is scrolled sideways as long as one is
 * dragged near its left or right edge. Lists do so by themselves, up and down.
 */
void
crm_app_board_drop_add (GtkScrolledWindow *board, GtkWidget *columns)
{
  BoardDrop *self = g_new0 (BoardDrop, 1);
  GtkDropTarget *target = gtk_drop_target_new (CRM_TYPE_BOARD_CARD, GDK_ACTION_MOVE);

  self->board = board;
  self->columns = columns;
  g_object_set_data_full (G_OBJECT (board), "crm-board-drop", self, free_drop);
  g_signal_connect (target, "enter", G_CALLBACK (motion_cb), self);
  g_signal_connect (target, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect (target, "leave", G_CALLBACK (leave_cb), self);
  g_signal_connect (target, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (board), GTK_EVENT_CONTROLLER (target));
}
