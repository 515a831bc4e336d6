/* e-crm-flow.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "e-crm-flow"
#include "config.h"

#include "e-crm-flow.h"

#define GAP 4 /* pixels between children and between lines */

struct _ECrmFlow
{
  GtkContainer parent_instance;
  GList *children; /* (owned) (element-type GtkWidget): in their order */
};

G_DEFINE_FINAL_TYPE (ECrmFlow, e_crm_flow, GTK_TYPE_CONTAINER)

/* A line of children: [first, last) of a list. */
typedef struct
{
  GList *first;
  GList *last; /* (nullable): NULL at the end of the list */
  guint n;
  int width; /* of all and the gaps, as they like it, or less for a single one that must give way */
  int height; /* of the highest */
} Line;

static GList *
list_visible (GtkWidget *widget)
{
  GList *visible = NULL;

  for (GList *link = g_list_last (E_CRM_FLOW (widget)->children); link != NULL; link = link->prev)
    if (gtk_widget_get_visible (link->data))
      visible = g_list_prepend (visible, link->data);
  return visible;
}

static int
width_in (GtkWidget *child, int available)
{
  int minimum, natural;

  gtk_widget_get_preferred_width (child, &minimum, &natural);
  return MAX (minimum, MIN (natural, available));
}

static int
height_of (GtkWidget *child, int width)
{
  int minimum;

  gtk_widget_get_preferred_height_for_width (child, width, &minimum, NULL);
  return minimum;
}

/* Takes from @link on what fits side by side: one child at least. */
static Line
take_line (GList *link, int available)
{
  Line line = { .first = link };

  for (; link != NULL; link = link->next)
    {
      int width = width_in (link->data, available);

      if (line.n > 0 && line.width + GAP + width > available)
        break;
      line.width += (line.n > 0 ? GAP : 0) + width;
      line.height = MAX (line.height, height_of (link->data, width));
      line.n++;
    }
  line.last = link;
  return line;
}

static void
get_preferred_width (GtkWidget *widget, int *out_minimum, int *out_natural)
{
  g_autoptr (GList) children = list_visible (widget);

  *out_minimum = *out_natural = 0;
  for (GList *link = children; link != NULL; link = link->next)
    {
      int minimum, natural;

      gtk_widget_get_preferred_width (link->data, &minimum, &natural);
      *out_minimum = MAX (*out_minimum, minimum);
      *out_natural += natural + (link != children ? GAP : 0);
    }
}

static void
get_preferred_height_for_width (GtkWidget *widget, int width, int *out_minimum, int *out_natural)
{
  g_autoptr (GList) children = list_visible (widget);
  int height = 0;

  for (GList *link = children; link != NULL;)
    {
      Line line = take_line (link, width);

      height += line.height + (link != children ? GAP : 0);
      link = line.last;
    }
  *out_minimum = *out_natural = height;
}

static void
get_preferred_height (GtkWidget *widget, int *out_minimum, int *out_natural)
{
  int minimum, natural;

  get_preferred_width (widget, &minimum, &natural);
  get_preferred_height_for_width (widget, minimum, out_minimum, out_natural);
}

static GtkSizeRequestMode
get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/* The room that is left is shared out, so that the line ends where the others do. */
static void
allocate_line (const Line *line, const GtkAllocation *area, int y, gboolean mirrored)
{
  int spare = MAX (0, area->width - line->width);
  int x = 0;
  guint i = 0;

  for (GList *link = line->first; link != line->last; link = link->next, i++)
    {
      int share = spare * (int)(i + 1) / (int)line->n - spare * (int)i / (int)line->n;
      GtkAllocation child = { .y = y, .height = line->height };

      child.width = width_in (link->data, area->width) + share;
      child.x = area->x + (mirrored ? area->width - x - child.width : x);
      gtk_widget_size_allocate (link->data, &child);
      x += child.width + GAP;
    }
}

static void
size_allocate (GtkWidget *widget, GtkAllocation *allocation)
{
  g_autoptr (GList) children = list_visible (widget);
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int y = allocation->y;

  gtk_widget_set_allocation (widget, allocation);
  gtk_widget_set_clip (widget, allocation);
  for (GList *link = children; link != NULL;)
    {
      Line line = take_line (link, allocation->width);

      allocate_line (&line, allocation, y, mirrored);
      y += line.height + GAP;
      link = line.last;
    }
}

static void
add (GtkContainer *container, GtkWidget *child)
{
  ECrmFlow *self = E_CRM_FLOW (container);

  self->children = g_list_append (self->children, child);
  gtk_widget_set_parent (child, GTK_WIDGET (self));
}

static void
remove_child (GtkContainer *container, GtkWidget *child)
{
  ECrmFlow *self = E_CRM_FLOW (container);
  gboolean visible = gtk_widget_get_visible (child);

  self->children = g_list_remove (self->children, child);
  gtk_widget_unparent (child);
  if (visible)
    gtk_widget_queue_resize (GTK_WIDGET (self));
}

/* @callback may remove the child that it gets. */
static void
forall (GtkContainer *container, gboolean internals, GtkCallback callback, gpointer data)
{
  for (GList *link = E_CRM_FLOW (container)->children, *next; link != NULL; link = next)
    {
      next = link->next;
      callback (link->data, data);
    }
}

static GType
child_type (GtkContainer *container)
{
  return GTK_TYPE_WIDGET;
}

static void
e_crm_flow_class_init (ECrmFlowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GtkContainerClass *container_class = GTK_CONTAINER_CLASS (klass);

  container_class->add = add;
  container_class->remove = remove_child;
  container_class->forall = forall;
  container_class->child_type = child_type;
  widget_class->get_request_mode = get_request_mode;
  widget_class->get_preferred_width = get_preferred_width;
  widget_class->get_preferred_height = get_preferred_height;
  widget_class->get_preferred_height_for_width = get_preferred_height_for_width;
  widget_class->size_allocate = size_allocate;
}

static void
e_crm_flow_init (ECrmFlow *self)
{
  gtk_widget_set_has_window (GTK_WIDGET (self), FALSE);
}

/**
 * e_crm_flow_new:
 *
 * Returns: (transfer floating): an empty box, shown; fill it with gtk_container_add()
 */
GtkWidget *
e_crm_flow_new (void)
{
  return g_object_new (E_TYPE_CRM_FLOW, "visible", TRUE, NULL);
}
