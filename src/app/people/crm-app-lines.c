/* crm-app-lines.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-app-lines"
#include "config.h"

#include "crm-app-lines.h"

#include <glib/gi18n-lib.h>

#include "base/crm-app-evolution.h"
#include "base/crm-app-navigation.h"
#include "base/crm-app-widgets.h"
#include "record/crm-app-card.h"
#include "record/crm-app-form-window.h"

#define INDENT 18

static void
free_line (gpointer data)
{
  CrmAppLine *line = data;

  g_free (line->text);
  g_free (line->below);
  g_free (line->right);
  g_free (line->id);
  g_free (line->uri);
  g_free (line->source);
  g_free (line->folder);
  g_free (line->uid);
  g_free (line->edit_id);
  g_free (line);
}

GPtrArray * /* (element-type CrmAppLine) */
crm_app_lines_new (void)
{
  return g_ptr_array_new_with_free_func (free_line);
}

/* Returns the line, to be told where it leads; it lives as long as @lines. */
CrmAppLine *
crm_app_lines_add (GPtrArray *lines,
                   const char *text,
                   const char *below /* (nullable) */,
                   const char *right /* (nullable) */)
{
  CrmAppLine *line = g_new0 (CrmAppLine, 1);

  line->text = g_strdup (text);
  line->below = g_strdup (below);
  line->right = g_strdup (right);
  g_ptr_array_add (lines, line);
  return line;
}

static gboolean
is_same (const CrmAppLine *one, const CrmAppLine *other)
{
  return g_str_equal (one->text, other->text) && g_strcmp0 (one->below, other->below) == 0
         && g_strcmp0 (one->right, other->right) == 0 && g_strcmp0 (one->id, other->id) == 0
         && g_strcmp0 (one->uri, other->uri) == 0 && g_strcmp0 (one->uid, other->uid) == 0
         && g_strcmp0 (one->folder, other->folder) == 0
         && g_strcmp0 (one->source, other->source) == 0
         && g_strcmp0 (one->edit_id, other->edit_id) == 0 && one->indent == other->indent
         && one->is_here == other->is_here;
}

static gboolean
are_same (const GPtrArray *old /* (nullable) */, const GPtrArray *lines)
{
  if (old == NULL || old->len != lines->len)
    return FALSE;
  for (guint i = 0; i < lines->len; i++)
    if (!is_same (g_ptr_array_index (old, i), g_ptr_array_index (lines, i)))
      return FALSE;
  return TRUE;
}

static gboolean
leads_somewhere (const CrmAppLine *line)
{
  return !line->is_here && (line->id != NULL || line->uri != NULL || line->folder != NULL);
}

static void
append_small (GtkWidget *box, const char *text, GString *spoken)
{
  GtkWidget *label;

  if (text == NULL || *text == '\0')
    return;
  label = crm_app_label_new (NULL, "caption");
  crm_app_label_set_lines (label, 3);
  crm_app_label_set_parts (label, text);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_box_append (GTK_BOX (box), label);
  g_string_append_printf (spoken, ", %s", text);
}

static void
edit_clicked_cb (GtkButton *button, gpointer data)
{
  const CrmAppLine *line = data;
  GtkWidget *list = gtk_widget_get_ancestor (GTK_WIDGET (button), GTK_TYPE_LIST_BOX);

  crm_app_form_window_present (list, g_object_get_data (G_OBJECT (list), "crm-session"),
                               line->edit_entity, line->edit_id, line->text);
}

static GtkWidget *
make_edit_button (const CrmAppLine *line)
{
  GtkWidget *button
      = crm_app_icon_button_new ("document-edit-symbolic", _ ("Edit"), "crm-line-edit");
  /* TRANSLATORS: %s is a person or an account whose role and years there are edited */
  g_autofree char *name = g_strdup_printf (_ ("Edit: %s"), line->text);

  crm_app_set_name (button, name);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_signal_connect (button, "clicked", G_CALLBACK (edit_clicked_cb), (gpointer)line);
  return button;
}

static GtkWidget *
make_row (const CrmAppLine *line)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *label = crm_app_label_new (line->text, line->is_here ? "heading" : NULL);
  g_autoptr (GString) spoken = g_string_new (line->text);

  gtk_box_append (GTK_BOX (texts), label);
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_widget_set_valign (texts, GTK_ALIGN_CENTER);
  gtk_widget_set_margin_start (texts, (int)MIN (line->indent, 8) * INDENT);
  gtk_box_append (GTK_BOX (box), texts);
  append_small (texts, line->below, spoken);
  if (line->right != NULL && *line->right != '\0')
    {
      label = crm_app_label_new (line->right, "dim-label");
      gtk_widget_set_valign (label, GTK_ALIGN_CENTER);
      gtk_box_append (GTK_BOX (box), label);
      g_string_append_printf (spoken, ", %s", line->right);
    }
  if (line->edit_id != NULL)
    gtk_box_append (GTK_BOX (box), make_edit_button (line));
  if (leads_somewhere (line))
    gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("go-next-symbolic"));
  gtk_widget_add_css_class (box, "crm-line");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), leads_somewhere (line));
  crm_app_set_name (row, spoken->str);
  return row;
}

static void
row_activated_cb (GtkListBox *list, GtkListBoxRow *row, gpointer data)
{
  const GPtrArray *lines = g_object_get_data (G_OBJECT (list), "crm-lines");
  CrmAppSession *session = g_object_get_data (G_OBJECT (list), "crm-session");
  const CrmAppLine *line = g_ptr_array_index (lines, gtk_list_box_row_get_index (row));
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (list));

  if (line->id != NULL)
    crm_app_navigation_present (GTK_WIDGET (list), session, line->entity, line->id);
  else if (line->uri != NULL)
    gtk_show_uri (GTK_WINDOW (root), line->uri, GDK_CURRENT_TIME);
  else
    crm_app_evolution_open_message (session, line->source, line->folder, line->uid);
}

/* A list with its heading; it hides with its last line. */
GtkWidget *
crm_app_lines_part_new (GtkWidget *parent, const char *heading, const char *id)
{
  GtkWidget *list;
  GtkWidget *card = crm_app_card_new (heading, id, &list);

  g_signal_connect (list, "row-activated", G_CALLBACK (row_activated_cb), NULL);
  gtk_widget_set_visible (card, FALSE);
  gtk_box_append (GTK_BOX (parent), card);
  return list;
}

/* Makes @list say @lines. Rows that say the same stay, and the focus in them. */
void
crm_app_lines_show (GtkWidget *list, CrmAppSession *session, GPtrArray *lines /* (transfer full) */)
{
  int focus;

  gtk_widget_set_visible (gtk_widget_get_parent (list), lines->len > 0);
  if (are_same (g_object_get_data (G_OBJECT (list), "crm-lines"), lines))
    {
      g_ptr_array_unref (lines);
      return;
    }
  focus = crm_app_card_clear (list);
  g_object_set_data_full (G_OBJECT (list), "crm-session", g_object_ref (session), g_object_unref);
  g_object_set_data_full (G_OBJECT (list), "crm-lines", lines, (GDestroyNotify)g_ptr_array_unref);
  for (guint i = 0; i < lines->len; i++)
    gtk_list_box_append (GTK_LIST_BOX (list), make_row (g_ptr_array_index (lines, i)));
  crm_app_card_restore_focus (list, focus);
}
