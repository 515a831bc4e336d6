/* crm-app-wrap.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Children side by side as long as there is room, then in further lines. They share what a line has
 * left over, or the last of them gets it. */
#define G_LOG_DOMAIN "crm-app-wrap"
#include "config.h"

#include "crm-app-wrap.h"

typedef struct
{
  int spacing;
  int column_width; /* what each child wants to have; 0 for its natural width */
  gboolean packed;  /* what a line has left over is its last child's */
} Wrap;

static const Wrap *
get_wrap (GtkWidget *widget)
{
  return g_object_get_data (G_OBJECT (widget), "crm-wrap");
}

static int
get_width (const Wrap *wrap, GtkWidget *child)
{
  int minimum;
  int natural;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);
  return wrap->column_width > 0 ? MAX (minimum, wrap->column_width) : natural;
}

static GtkWidget * /* (nullable) */
skip_hidden (GtkWidget *child)
{
  while (child != NULL && !gtk_widget_should_layout (child))
    child = gtk_widget_get_next_sibling (child);
  return child;
}

static GtkWidget * /* (nullable) */
get_next (GtkWidget *child)
{
  return skip_hidden (gtk_widget_get_next_sibling (child));
}

/* How many children from @first on fit into a line, and what is left over for each, or for the
 * last. */
static int
fill_line (const Wrap *wrap, GtkWidget *first, int width, int *out_extra)
{
  int used = 0;
  int n = 0;

  for (GtkWidget *child = first; child != NULL; child = get_next (child))
    {
      int wanted = get_width (wrap, child) + (n > 0 ? wrap->spacing : 0);

      if (n > 0 && used + wanted > width)
        break;
      used += wanted;
      n++;
    }
  *out_extra = wrap->packed ? width - used : (width - used) / n;
  return n;
}

/* How wide child @i of @n in a line will be. */
static int
get_line_width (const Wrap *wrap, GtkWidget *child, int i, int n, int extra)
{
  return MAX (get_width (wrap, child) + (!wrap->packed || i == n - 1 ? extra : 0), 1);
}

static int
measure_line (const Wrap *wrap, GtkWidget *first, int n, int extra)
{
  GtkWidget *child = first;
  int line_height = 0;

  for (int i = 0; i < n; i++, child = get_next (child))
    {
      int height;

      gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL,
                          get_line_width (wrap, child, i, n, extra), NULL, &height, NULL, NULL);
      line_height = MAX (line_height, height);
    }
  return line_height;
}

/* Measures the line that begins with @first; places it, too, where @y is not negative. All of a
 * line are as high as the highest. */
static GtkWidget * /* (nullable): what begins the next line */
lay_line (GtkWidget *widget, GtkWidget *first, int width, int y, int *out_height)
{
  const Wrap *wrap = get_wrap (widget);
  gboolean is_rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int extra;
  int n = fill_line (wrap, first, width, &extra);
  GtkWidget *child = first;
  int x = 0;

  *out_height = measure_line (wrap, first, n, extra);
  for (int i = 0; i < n; i++, child = get_next (child))
    {
      int child_width = get_line_width (wrap, child, i, n, extra);
      GtkAllocation place = { is_rtl ? width - x - child_width : x, y, child_width, *out_height };

      if (y >= 0)
        gtk_widget_size_allocate (child, &place, -1);
      x += child_width + wrap->spacing;
    }
  return child;
}

static int
lay_out (GtkWidget *widget, int width, gboolean place)
{
  GtkWidget *child = skip_hidden (gtk_widget_get_first_child (widget));
  int y = 0;

  while (child != NULL)
    {
      int height;

      child = lay_line (widget, child, width, place ? y : -1, &height);
      y += height + (child != NULL ? get_wrap (widget)->spacing : 0);
    }
  return y;
}

static void
measure (GtkWidget *widget,
         GtkOrientation orientation,
         int for_size,
         int *minimum,
         int *natural,
         int *minimum_baseline,
         int *natural_baseline)
{
  GtkWidget *first = skip_hidden (gtk_widget_get_first_child (widget));

  *minimum = 0;
  *natural = 0;
  *minimum_baseline = -1;
  *natural_baseline = -1;
  for (GtkWidget *child = first; child != NULL; child = get_next (child))
    {
      int child_minimum;

      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &child_minimum, NULL, NULL, NULL);
      *minimum = MAX (*minimum, child_minimum);
      *natural += get_width (get_wrap (widget), child)
                  + (child != first ? get_wrap (widget)->spacing : 0);
    }
  *natural = MAX (*natural, *minimum);
  if (orientation == GTK_ORIENTATION_VERTICAL)
    *natural = *minimum = lay_out (widget, for_size >= 0 ? for_size : *natural, FALSE);
}

static void
allocate (GtkWidget *widget, int width, int height, int baseline)
{
  lay_out (widget, width, TRUE);
}

static GtkSizeRequestMode
get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/* A GtkBox whose children wrap, with @spacing between them, both ways. @column_width: what each of
 * them wants to have, for columns; 0 for their natural widths. */
GtkWidget *
crm_app_wrap_new (int spacing, int column_width)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  Wrap *wrap = g_new (Wrap, 1);

  *wrap = (Wrap){ spacing, column_width, FALSE };
  g_object_set_data_full (G_OBJECT (box), "crm-wrap", wrap, g_free);
  gtk_widget_set_layout_manager (box, gtk_custom_layout_new (get_request_mode, measure, allocate));
  return box;
}

/* As crm_app_wrap_new(), for children that keep their natural widths: only the last of a line gets
 * what is left over. */
GtkWidget *
crm_app_wrap_new_packed (int spacing)
{
  GtkWidget *box = crm_app_wrap_new (spacing, 0);

  ((Wrap *)g_object_get_data (G_OBJECT (box), "crm-wrap"))->packed = TRUE;
  return box;
}
