/* crm-app-arrange-row.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-app-arrange-row"
#include "config.h"

#include "crm-app-arrange-row.h"

#include <glib/gi18n-lib.h>

#include "base/crm-app-reorder.h"
#include "base/crm-app-widgets.h"
#include "model/crm-text.h"

struct _CrmAppArrangeRow
{
  GtkListBoxRow parent_instance;
  CrmArrangementItem *item; /* (unowned): of the dialog, which outlives the row */
  GtkWidget *editor;        /* GtkCheckButton of a field, GtkEntry of a heading */
  GtkWidget *up;
  GtkWidget *down;
  guint place;
};

G_DEFINE_FINAL_TYPE (CrmAppArrangeRow, crm_app_arrange_row, GTK_TYPE_LIST_BOX_ROW)

enum
{
  MOVED,
  DROPPED,
  REMOVED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
crm_app_arrange_row_class_init (CrmAppArrangeRowClass *klass)
{
  GType type = CRM_APP_TYPE_ARRANGE_ROW;

  signals[MOVED] = g_signal_new ("moved", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                 1, G_TYPE_INT);
  signals[DROPPED] = g_signal_new ("dropped", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[REMOVED]
      = g_signal_new ("removed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
crm_app_arrange_row_init (CrmAppArrangeRow *self)
{
}

/* --- what people do
 * ------------------------------------------------------------------------------- */

static void
toggled_cb (GtkCheckButton *check, gpointer data)
{
  ((CrmAppArrangeRow *)data)->item->is_hidden = !gtk_check_button_get_active (check);
}

static void
heading_changed_cb (GtkEditable *entry, gpointer data)
{
  CrmAppArrangeRow *self = data;
  g_autofree char *own = crm_text_clean (_ ("Own Fields"));
  char *heading = crm_text_clean (gtk_editable_get_text (entry));

  /* As it is given it speaks everybody's language. */
  if (g_str_equal (heading, own))
    *heading = '\0';
  g_free (self->item->heading);
  self->item->heading = heading;
}

static void
up_cb (GtkButton *button, gpointer data)
{
  g_signal_emit (data, signals[MOVED], 0, -1);
}

static void
down_cb (GtkButton *button, gpointer data)
{
  g_signal_emit (data, signals[MOVED], 0, 1);
}

static void
remove_cb (GtkButton *button, gpointer data)
{
  g_signal_emit (data, signals[REMOVED], 0);
}

static GdkContentProvider *
drag_prepare_cb (GtkDragSource *source, double x, double y, gpointer data)
{
  return gdk_content_provider_new_typed (G_TYPE_UINT, ((CrmAppArrangeRow *)data)->place);
}

/* --- widgets
 * -------------------------------------------------------------------------------------- */

static GtkWidget *
make_button (
    CrmAppArrangeRow *self, const char *icon, const char *name, const char *id, GCallback callback)
{
  GtkWidget *button = crm_app_icon_button_new (icon, name, id);

  gtk_widget_add_css_class (button, "flat");
  g_signal_connect (button, "clicked", callback, self);
  return button;
}

static GtkWidget *
make_check (CrmAppArrangeRow *self, const char *label)
{
  GtkWidget *check = gtk_check_button_new_with_label (label);

  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), !self->item->is_hidden);
  crm_app_set_id (check, "crm-arrange-field");
  g_signal_connect (check, "toggled", G_CALLBACK (toggled_cb), self);
  return check;
}

static GtkWidget *
make_entry (CrmAppArrangeRow *self, const char *heading)
{
  GtkWidget *entry = gtk_entry_new ();

  gtk_editable_set_text (GTK_EDITABLE (entry), heading);
  /* TRANSLATORS: of a section of a form */
  gtk_entry_set_placeholder_text (GTK_ENTRY (entry), _ ("Heading"));
  crm_app_set_name (entry, _ ("Heading"));
  crm_app_set_id (entry, "crm-arrange-heading");
  g_signal_connect (entry, "changed", G_CALLBACK (heading_changed_cb), self);
  return entry;
}

static void
fill (CrmAppArrangeRow *self, GtkWidget *box, const char *label)
{
  g_autofree char *forward = g_strdup_printf (_ ("Move %s forward"), label);
  g_autofree char *backward = g_strdup_printf (_ ("Move %s backward"), label);
  g_autofree char *away = g_strdup_printf (_ ("Remove: %s"), label);

  self->editor = self->item->name != NULL ? make_check (self, label) : make_entry (self, label);
  gtk_widget_set_hexpand (self->editor, TRUE);
  self->up = make_button (self, "go-up-symbolic", forward, "crm-arrange-up", G_CALLBACK (up_cb));
  self->down
      = make_button (self, "go-down-symbolic", backward, "crm-arrange-down", G_CALLBACK (down_cb));
  gtk_box_append (GTK_BOX (box), crm_app_reorder_handle_new (GTK_WIDGET (self), G_TYPE_UINT,
                                                             G_CALLBACK (drag_prepare_cb)));
  gtk_box_append (GTK_BOX (box), self->editor);
  if (self->item->name == NULL)
    gtk_box_append (GTK_BOX (box), make_button (self, "list-remove-symbolic", away,
                                                "crm-arrange-remove", G_CALLBACK (remove_cb)));
  gtk_box_append (GTK_BOX (box), self->up);
  gtk_box_append (GTK_BOX (box), self->down);
}

/* @item is changed in place, and outlives the row. @label: what people call the field or heading.
 */
GtkWidget *
crm_app_arrange_row_new (CrmArrangementItem *item, const char *label)
{
  CrmAppArrangeRow *self = g_object_new (CRM_APP_TYPE_ARRANGE_ROW, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->item = item;
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), FALSE);
  gtk_widget_set_focusable (GTK_WIDGET (self), FALSE);
  gtk_widget_add_css_class (box, "crm-arrange");
  fill (self, box, label);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);
  crm_app_set_name (GTK_WIDGET (self), label);
  return GTK_WIDGET (self);
}

/* Which of @n lines it is, from 0. */
void
crm_app_arrange_row_set_place (CrmAppArrangeRow *self, guint place, guint n)
{
  self->place = place;
  gtk_widget_set_sensitive (self->up, place > 0);
  gtk_widget_set_sensitive (self->down, place + 1 < n);
}

void
crm_app_arrange_row_focus (CrmAppArrangeRow *self)
{
  gtk_widget_grab_focus (self->editor);
}
