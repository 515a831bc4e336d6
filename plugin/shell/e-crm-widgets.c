/* e-crm-widgets.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "e-crm-widgets"
#include "config.h"

#include "e-crm-widgets.h"

#include "e-crm-line.h"

/* Sizes and weights only: colours are the theme's, so that high contrast stays high. */
static const char style[] = ".crm-heading { font-weight: bold; }"
                            ".crm-name { font-weight: bold; font-size: 120%; }"
                            ".crm-title { font-weight: bold; }"
                            ".crm-turn { font-style: italic; }"
                            ".crm-card { border: 1px solid alpha(currentColor, 0.2);"
                            " border-radius: 4px; padding: 6px; }"
                            ".crm-compact, .crm-compact button { padding: 2px 6px; min-height: 0; }"
                            "combobox.crm-compact { padding: 0; }"
                            ".crm-tight { padding: 2px; min-height: 0; min-width: 0; }";

/* Once a screen. */
void
e_crm_ensure_style (GtkWidget *widget)
{
  GdkScreen *screen = gtk_widget_get_screen (widget);
  g_autoptr (GtkCssProvider) provider = NULL;

  if (g_object_get_data (G_OBJECT (screen), "e-crm-style") != NULL)
    return;
  provider = gtk_css_provider_new ();
  gtk_css_provider_load_from_data (provider, style, -1, NULL);
  gtk_style_context_add_provider_for_screen (screen, GTK_STYLE_PROVIDER (provider),
                                             GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  g_object_set_data (G_OBJECT (screen), "e-crm-style", provider);
}

/* For tests only; screen readers never say it. */
void
e_crm_set_id (GtkWidget *widget, const char *id)
{
  atk_object_set_accessible_id (gtk_widget_get_accessible (widget), id);
}

/* What a screen reader says. */
void
e_crm_set_name (GtkWidget *widget, const char *name)
{
  atk_object_set_name (gtk_widget_get_accessible (widget), name);
}

void
e_crm_add_class (GtkWidget *widget, const char *style_class)
{
  gtk_style_context_add_class (gtk_widget_get_style_context (widget), style_class);
}

/* One line that gives way: the sidebar's minimum width is the window's. */
GtkWidget *
e_crm_label_new (const char *style_class /* (nullable) */)
{
  GtkWidget *label = e_crm_line_new ();

  if (style_class != NULL)
    e_crm_add_class (label, style_class);
  gtk_widget_show (label);
  return label;
}

/* Several lines that wrap. */
GtkWidget *
e_crm_text_new (void)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_line_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_line_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_width_chars (GTK_LABEL (label), 12);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 30);
  gtk_widget_show (label);
  return label;
}

/* Shows @text, or hides the label for NULL and "". */
void
e_crm_label_set (GtkWidget *label, const char *text /* (nullable) */)
{
  gboolean shown = text != NULL && text[0] != '\0';

  if (g_strcmp0 (gtk_label_get_text (GTK_LABEL (label)), shown ? text : "") != 0)
    {
      gtk_label_set_text (GTK_LABEL (label), shown ? text : "");
      /* One that wraps is never cut, and a tooltip would only be in the way. */
      if (gtk_label_get_ellipsize (GTK_LABEL (label)) != PANGO_ELLIPSIZE_NONE)
        gtk_widget_set_tooltip_text (label, shown ? text : NULL);
    }
  gtk_widget_set_visible (label, shown);
}

GtkWidget *
e_crm_button_new (const char *label, const char *id)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);
  GtkWidget *child = gtk_bin_get_child (GTK_BIN (button));

  if (GTK_IS_LABEL (child))
    {
      gtk_label_set_line_wrap (GTK_LABEL (child), TRUE);
      gtk_label_set_justify (GTK_LABEL (child), GTK_JUSTIFY_CENTER);
    }
  e_crm_add_class (button, "crm-compact");
  e_crm_set_id (button, id);
  gtk_widget_show (button);
  return button;
}

GtkWidget *
e_crm_icon_button_new (const char *icon, const char *name, const char *id)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon, GTK_ICON_SIZE_MENU);

  gtk_button_set_relief (GTK_BUTTON (button), GTK_RELIEF_NONE);
  gtk_widget_set_tooltip_text (button, name);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  e_crm_add_class (button, "crm-tight");
  e_crm_set_name (button, name);
  e_crm_set_id (button, id);
  gtk_widget_show (button);
  return button;
}
