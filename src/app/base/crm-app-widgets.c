/* crm-app-widgets.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-app-widgets"
#include "config.h"

#include "crm-app-widgets.h"

#define USUAL_DPI 96.0

/* What tests find a widget by, and style sheets. Newer GTKs tell it to accessibility tools; GTK 4.8
 * does not, so there tests go by names. */
void
crm_app_set_id (GtkWidget *widget, const char *id)
{
  GTK_BUILDABLE_GET_IFACE (widget)->set_id (GTK_BUILDABLE (widget), id);
}

/* What a screen reader says. */
void
crm_app_set_name (GtkWidget *widget, const char *name)
{
  /* Newer GTKs name a widget after the text in it, and that comes first. */
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

/* What it says after the name. */
void
crm_app_set_description (GtkWidget *widget, const char *text)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  text, -1);
}

/**
 * crm_app_scale_letters:
 * @widget: where the letters are
 * @pixels: how wide or high something is with letters of the usual size
 *
 * Returns: how wide or high it is with letters as large as somebody wants them
 */
int
crm_app_scale_letters (GtkWidget *widget, int pixels)
{
  int dpi = -1;

  g_object_get (gtk_widget_get_settings (widget), "gtk-xft-dpi", &dpi, NULL);
  return MAX (pixels, (int)((double)pixels * dpi / (USUAL_DPI * PANGO_SCALE)));
}

/* One line that gives way. */
GtkWidget *
crm_app_label_new (const char *text /* (nullable) */, const char *style_class /* (nullable) */)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  if (style_class != NULL)
    gtk_widget_add_css_class (label, style_class);
  return label;
}

/* So many lines at most, before it is cut. */
void
crm_app_label_set_lines (GtkWidget *label, int lines)
{
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_lines (GTK_LABEL (label), lines);
}

/* As many lines as it takes. */
GtkWidget *
crm_app_text_new (const char *style_class /* (nullable) */)
{
  GtkWidget *label = crm_app_label_new (NULL, style_class);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_NONE);
  crm_app_label_set_lines (label, -1);
  return label;
}

/* Parts side by side, each of its own direction: without a mark the first would turn them all
 * around. */
void
crm_app_label_set_parts (GtkWidget *label, const char *text)
{
  gboolean is_rtl = gtk_widget_get_direction (label) == GTK_TEXT_DIR_RTL;
  g_autofree char *marked = g_strconcat (is_rtl ? "\u200f" : "\u200e", text, NULL);

  gtk_label_set_text (GTK_LABEL (label), marked);
}

GtkWidget *
crm_app_button_new (const char *label /* with its mnemonic */, const char *id)
{
  GtkWidget *button = gtk_button_new ();

  gtk_button_set_use_underline (GTK_BUTTON (button), TRUE);
  crm_app_button_set_label (button, label);
  crm_app_set_id (button, id);
  return button;
}

/* @label: with its mnemonic */
void
crm_app_button_set_label (GtkWidget *button, const char *label)
{
  gtk_button_set_label (GTK_BUTTON (button), label);
  /* GTK 4.8 would read the underscore out, and then the label once more. */
  gtk_accessible_reset_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL);
}

GtkWidget *
crm_app_icon_button_new (const char *icon, const char *name, const char *id)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_set_tooltip_text (button, name);
  crm_app_set_name (button, name);
  crm_app_set_id (button, id);
  return button;
}

/* A page that says why there is nothing on it. */
GtkWidget *
crm_app_status_new (const char *icon, const char *title, const char *text, const char *id)
{
  GtkWidget *status = adw_status_page_new ();

  adw_status_page_set_icon_name (ADW_STATUS_PAGE (status), icon);
  adw_status_page_set_title (ADW_STATUS_PAGE (status), title);
  adw_status_page_set_description (ADW_STATUS_PAGE (status), text);
  gtk_widget_set_vexpand (status, TRUE);
  crm_app_set_id (status, id);
  return status;
}

/* A page of parts that each need some height: in a lower window all of it is scrolled. Newer GTKs
 * do not let a window be narrow whose content would be high then. */
GtkWidget *
crm_app_low_page_new (GtkWidget *content)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), content);
  return scrolled;
}

static void
mark_row (AdwEntryRow *row, const char *problem)
{
  GtkWidget *icon = g_object_get_data (G_OBJECT (row), "crm-problem");

  if (icon != NULL)
    adw_entry_row_remove (row, icon);
  g_object_set_data (G_OBJECT (row), "crm-problem", NULL);
  if (problem == NULL)
    return;
  icon = gtk_image_new_from_icon_name ("dialog-warning-symbolic");
  gtk_widget_set_tooltip_text (icon, problem);
  crm_app_set_name (icon, problem);
  adw_entry_row_add_suffix (row, icon);
  g_object_set_data (G_OBJECT (row), "crm-problem", icon);
}

/**
 * crm_app_mark_problem:
 * @field: a #GtkEntry or an #AdwEntryRow
 * @problem: (nullable): what is wrong with its text; %NULL when nothing is any more
 *
 * Marks @field by colour, sign and description: a toast that tells the same is soon gone.
 */
void
crm_app_mark_problem (GtkWidget *field, const char *problem)
{
  if (problem != NULL)
    gtk_widget_add_css_class (field, "error");
  else
    gtk_widget_remove_css_class (field, "error");
  crm_app_set_description (field, problem != NULL ? problem : "");
  gtk_accessible_update_state (
      GTK_ACCESSIBLE (field), GTK_ACCESSIBLE_STATE_INVALID,
      problem != NULL ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
  if (ADW_IS_ENTRY_ROW (field))
    mark_row (ADW_ENTRY_ROW (field), problem);
  else if (GTK_IS_ENTRY (field))
    {
      gtk_entry_set_icon_from_icon_name (GTK_ENTRY (field), GTK_ENTRY_ICON_SECONDARY,
                                         problem != NULL ? "dialog-warning-symbolic" : NULL);
      gtk_entry_set_icon_tooltip_text (GTK_ENTRY (field), GTK_ENTRY_ICON_SECONDARY, problem);
    }
}

typedef struct
{
  GWeakRef widget;
  CrmAppPaintedFunc painted;
} Painting;

static void
free_painting (gpointer data, GClosure *closure)
{
  Painting *self = data;

  g_weak_ref_clear (&self->widget);
  g_free (self);
}

static void
after_paint_cb (GdkFrameClock *clock, gpointer data)
{
  Painting *self = data;
  g_autoptr (GtkWidget) widget = g_weak_ref_get (&self->widget);
  CrmAppPaintedFunc painted = self->painted;

  g_signal_handlers_disconnect_by_func (clock, after_paint_cb, self); /* frees it */
  if (widget != NULL)
    painted (widget);
}

static void
mapped_cb (GtkWidget *widget, gpointer data)
{
  g_signal_handlers_disconnect_by_func (widget, mapped_cb, data);
  crm_app_when_painted (widget, (CrmAppPaintedFunc)data);
}

/* Calls @painted once, when the next frame of the widget's window is drawn; of a window that is not
 * there yet, its first. */
void
crm_app_when_painted (GtkWidget *widget, CrmAppPaintedFunc painted)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (widget);
  Painting *painting;

  if (clock == NULL)
    {
      g_signal_connect (widget, "map", G_CALLBACK (mapped_cb), (gpointer)painted);
      return;
    }
  painting = g_new0 (Painting, 1);
  g_weak_ref_init (&painting->widget, widget);
  painting->painted = painted;
  g_signal_connect_data (clock, "after-paint", G_CALLBACK (after_paint_cb), painting, free_painting,
                         0);
}

/* A button that was pressed with the keyboard does not do its work before a quarter of a second is
 * over; so long GTK marks it. */
static gboolean
has_pressed_button (GtkWidget *widget)
{
  if (gtk_widget_has_css_class (widget, "keyboard-activating"))
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (has_pressed_button (child))
      return TRUE;
  return FALSE;
}

static gboolean
quit_cb (GtkWidget *widget, GVariant *args, gpointer data)
{
  GtkWindow *window = GTK_WINDOW (widget);

  while (gtk_window_get_transient_for (window) != NULL)
    window = gtk_window_get_transient_for (window);
  if (has_pressed_button (widget))
    /* Not sooner: GTK would destroy what goes with the main window a second time. */
    g_signal_connect_object (widget, "destroy", G_CALLBACK (gtk_window_close), window,
                             G_CONNECT_SWAPPED);
  else
    gtk_window_close (window);
  return TRUE;
}

/**
 * crm_app_add_quit_key:
 * @window: a dialog in which nothing is typed that may be lost
 *
 * Ctrl+Q does there what it does in the main window. What was pressed just before is done, and what
 * was asked to be written is written.
 */
void
crm_app_add_quit_key (GtkWidget *window)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (keys),
      gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_q, GDK_CONTROL_MASK),
                        gtk_callback_action_new (quit_cb, NULL, NULL)));
  gtk_widget_add_controller (window, keys);
}
