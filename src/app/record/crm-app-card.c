/* crm-app-card.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-app-card"
#include "config.h"

#include "crm-app-card.h"

#include "base/crm-app-widgets.h"

/* @out_list: (transfer none): a GtkListBox for lines. What does not fit into one can be appended to
 * the card, a GtkBox. */
GtkWidget *
crm_app_card_new (const char *heading, const char *id, GtkWidget **out_list)
{
  GtkWidget *card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = crm_app_label_new (heading, "heading");
  GtkWidget *list = gtk_list_box_new ();

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  crm_app_set_id (list, id);
  crm_app_set_name (list, heading);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (line), label);
  gtk_box_append (GTK_BOX (card), line);
  gtk_box_append (GTK_BOX (card), list);
  *out_list = list;
  return card;
}

/* At the end of the line with the heading. */
void
crm_app_card_add_to_heading (GtkWidget *card, GtkWidget *widget)
{
  gtk_widget_set_valign (widget, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (gtk_widget_get_first_child (card)), widget);
}

/* Returns which line had the focus, -1 for none. */
int
crm_app_card_clear (GtkWidget *list)
{
  GtkWidget *row = gtk_widget_get_focus_child (list);
  int focus = row != NULL ? gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row)) : -1;

  while ((row = gtk_widget_get_first_child (list)) != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (list), row);
  return focus;
}

/* When the lines are there again; @focus: of crm_app_card_clear(). Where there are fewer lines now
 * the last one gets it. */
void
crm_app_card_restore_focus (GtkWidget *list, int focus)
{
  GtkListBoxRow *row = NULL;

  for (; focus >= 0 && row == NULL; focus--)
    row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), focus);
  if (row != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (row));
}

static GtkWidget *
make_texts (const char *text, const char *below)
{
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *label = crm_app_label_new (text, NULL);

  crm_app_label_set_lines (label, 2);
  gtk_box_append (GTK_BOX (texts), label);
  if (below != NULL && *below != '\0')
    {
      label = crm_app_label_new (below, "caption");
      gtk_widget_add_css_class (label, "dim-label");
      gtk_box_append (GTK_BOX (texts), label);
    }
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_widget_set_valign (texts, GTK_ALIGN_CENTER);
  return texts;
}

/* A line with something at its left and something smaller below or at its right. */
GtkWidget *
crm_app_card_add_line (GtkWidget *list,
                       const char *text,
                       const char *below /* (nullable) */,
                       const char *right /* (nullable) */)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  g_autoptr (GString) spoken = g_string_new (text);

  gtk_box_append (GTK_BOX (line), make_texts (text, below));
  if (below != NULL && *below != '\0')
    g_string_append_printf (spoken, ", %s", below);
  if (right != NULL && *right != '\0')
    {
      GtkWidget *label = crm_app_label_new (right, "dim-label");

      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_NONE);
      gtk_box_append (GTK_BOX (line), label);
      g_string_append_printf (spoken, ", %s", right);
    }
  gtk_widget_add_css_class (line, "crm-line");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), line);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  crm_app_set_name (row, spoken->str);
  gtk_list_box_append (GTK_LIST_BOX (list), row);
  return row;
}

/* What is smaller and below, which is known later or changes; the line must have had some from the
 * beginning. @text: its first part, as it is. */
void
crm_app_card_line_set_detail (GtkWidget *line, const char *text, const char *below)
{
  GtkWidget *box = gtk_list_box_row_get_child (GTK_LIST_BOX_ROW (line));
  GtkWidget *label = gtk_widget_get_last_child (gtk_widget_get_first_child (box));
  g_autofree char *spoken = g_strdup_printf ("%s, %s", text, below);

  gtk_label_set_text (GTK_LABEL (label), below);
  gtk_widget_set_tooltip_text (label, NULL);
  crm_app_set_name (line, spoken);
}

/* What stands at its right says that it should have been done before: it looks as on Today. To be
 * called before anything is appended. */
void
crm_app_card_line_set_late (GtkWidget *line)
{
  GtkWidget *right
      = gtk_widget_get_last_child (gtk_list_box_row_get_child (GTK_LIST_BOX_ROW (line)));

  gtk_widget_remove_css_class (right, "dim-label");
  gtk_widget_add_css_class (right, "error");
}

/* A button or the like at the end of a line of crm_app_card_add_line(). */
void
crm_app_card_line_append (GtkWidget *line, GtkWidget *widget)
{
  gtk_widget_set_valign (widget, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (gtk_list_box_row_get_child (GTK_LIST_BOX_ROW (line))), widget);
}

/* Says why there is nothing in the list, and what to do about it. */
void
crm_app_card_add_hint (GtkWidget *list, const char *text)
{
  GtkWidget *label = crm_app_text_new ("dim-label");
  GtkWidget *row = gtk_list_box_row_new ();

  gtk_label_set_text (GTK_LABEL (label), text);
  gtk_widget_add_css_class (label, "crm-line");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), label);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  crm_app_set_name (row, text);
  gtk_list_box_append (GTK_LIST_BOX (list), row);
}
