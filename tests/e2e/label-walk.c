/* label-walk.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * A GTK module for the end-to-end tests: asked by SIGUSR2, it looks at every label and button that
 * is shown in the CRM sidebar and writes what is wrong with them to the file $CRM_LABEL_WALK. The
 * accessibility tree cannot tell whether a text is cut off; the widgets can.
 *
 * One line each, "problem<TAB>accessible id<TAB>text"; the last line is
 * "end<TAB>labels<TAB>number".
 */
#define G_LOG_DOMAIN "crm-label-walk"
#include <glib-unix.h>
#include <gmodule.h>
#include <gtk/gtk.h>
#include <signal.h>
#include <string.h>

G_MODULE_EXPORT void gtk_module_init (int *argc, char ***argv);

typedef struct
{
  GtkWidget *sidebar;
  GString *report;
  guint n_labels;
} Walk;

static const char * /* (nullable) */
id_of (GtkWidget *widget)
{
  return atk_object_get_accessible_id (gtk_widget_get_accessible (widget));
}

/* The id of the widget or of the nearest one around it that has one. */
static const char *
place_of (GtkWidget *widget)
{
  for (; widget != NULL; widget = gtk_widget_get_parent (widget))
    if (id_of (widget) != NULL && id_of (widget)[0] != '\0')
      return id_of (widget);
  return "";
}

static void
report (Walk *walk, const char *problem, GtkWidget *widget, const char *text)
{
  g_autofree char *line = g_strdelimit (g_strdup (text), "\n\t", ' ');

  g_string_append_printf (walk->report, "%s\t%s\t%s\n", problem, place_of (widget), line);
}

/* Whether the whole text can be had by pointing at the label, and by a screen reader. */
static gboolean
has_full_text (Walk *walk, GtkWidget *label)
{
  for (GtkWidget *w = label; w != NULL && w != walk->sidebar; w = gtk_widget_get_parent (w))
    {
      g_autofree char *tip = gtk_widget_get_tooltip_text (w);

      if (tip != NULL && strstr (tip, gtk_label_get_text (GTK_LABEL (label))) != NULL)
        return TRUE;
    }
  return FALSE;
}

/* What a widget asks for includes its margins, what it gets does not. */
static void
check_size (Walk *walk, GtkWidget *widget, const char *text)
{
  int wide = gtk_widget_get_margin_start (widget) + gtk_widget_get_margin_end (widget);
  int high = gtk_widget_get_margin_top (widget) + gtk_widget_get_margin_bottom (widget);
  GtkAllocation own;
  int minimum, x, y;

  gtk_widget_get_allocation (widget, &own);
  gtk_widget_get_preferred_width (widget, &minimum, NULL);
  if (own.width + wide < minimum)
    report (walk, "narrower than its minimum", widget, text);
  gtk_widget_get_preferred_height_for_width (widget, own.width + wide, &minimum, NULL);
  if (own.height + high < minimum)
    report (walk, "lower than its minimum", widget, text);
  if (gtk_widget_translate_coordinates (widget, walk->sidebar, 0, 0, &x, &y)
      && (x < 0 || x + own.width > gtk_widget_get_allocated_width (walk->sidebar)))
    report (walk, "beyond the sidebar's edge", widget, text);
}

static void
check_label (Walk *walk, GtkWidget *label)
{
  const char *text = gtk_label_get_text (GTK_LABEL (label));

  if (text[0] == '\0')
    return;
  walk->n_labels++;
  check_size (walk, label, text);
  if (pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (label)))
      && !has_full_text (walk, label))
    report (walk, "cut off without a tooltip", label, text);
}

static void
check_button (Walk *walk, GtkWidget *button)
{
  const char *name = atk_object_get_name (gtk_widget_get_accessible (button));

  check_size (walk, button, name != NULL ? name : "");
  /* The button within a combo box speaks with the combo box's name. */
  if ((name == NULL || name[0] == '\0')
      && gtk_widget_get_ancestor (button, GTK_TYPE_COMBO_BOX) == NULL)
    report (walk, "a button without a name", button, "");
}

static void
visit (GtkWidget *widget, gpointer data)
{
  if (!gtk_widget_get_mapped (widget))
    return;
  if (GTK_IS_LABEL (widget))
    check_label (data, widget);
  else if (GTK_IS_BUTTON (widget))
    check_button (data, widget);
  if (GTK_IS_CONTAINER (widget))
    gtk_container_forall (GTK_CONTAINER (widget), visit, data);
}

static void
find_sidebar (GtkWidget *widget, gpointer data)
{
  Walk *walk = data;

  if (walk->sidebar != NULL)
    return;
  /* By type: asking WebKit's widgets for accessible ids can crash. */
  if (g_strcmp0 (G_OBJECT_TYPE_NAME (widget), "ECrmSidebar") == 0)
    walk->sidebar = widget;
  else if (GTK_IS_CONTAINER (widget))
    gtk_container_forall (GTK_CONTAINER (widget), find_sidebar, data);
}

static gboolean
asked_cb (gpointer data)
{
  GList *windows = gtk_window_list_toplevels ();
  Walk walk = { .report = g_string_new (NULL) };
  g_autoptr (GError) error = NULL;

  for (GList *link = windows; link != NULL; link = link->next)
    find_sidebar (link->data, &walk);
  g_list_free (windows);
  if (walk.sidebar != NULL)
    visit (walk.sidebar, &walk);
  g_string_append_printf (walk.report, "end\tlabels\t%u\n", walk.n_labels);
  if (!g_file_set_contents (data, walk.report->str, -1, &error))
    g_printerr ("crm-label-walk: %s\n", error->message);
  g_string_free (walk.report, TRUE);
  return G_SOURCE_CONTINUE;
}

/**
 * gtk_module_init:
 * @argc: (inout) (nullable): ignored
 * @argv: (inout) (nullable): ignored
 *
 * Called by GTK during gtk_init(). WebKit's helpers inherit the variables; only Evolution itself
 * has our sidebar.
 */
void
gtk_module_init (int *argc, char ***argv)
{
  const char *path = g_getenv ("CRM_LABEL_WALK");
  const char *program = g_get_prgname ();

  /* Not SIGUSR1: JavaScriptCore stops its threads with that. */
  if (path != NULL
      && (g_strcmp0 (program, "evolution") == 0 || g_strcmp0 (program, "org.gnome.Evolution") == 0))
    g_unix_signal_add (SIGUSR2, asked_cb, g_strdup (path));
}
