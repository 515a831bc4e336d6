/* e-crm-today-pane-build.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "e-crm-today-pane"
#include "config.h"

#include "e-crm-today-pane-private.h"

#include <glib/gi18n-lib.h>

#include "crm-today-row.h"
#include "e-crm-today-line.h"
#include "e-crm-today-open.h"
#include "mail/e-crm-toast.h"
#include "shell/e-crm-remote.h"
#include "shell/e-crm-rescue.h"
#include "shell/e-crm-widgets.h"

/* Narrower than this both columns stand one below the other. */
#define TWO_COLUMNS_WIDTH 900

static void
write_cb (ECrmTodayLine *line, CrmChangeSet *set, gpointer data)
{
  ECrmTodayPane *self = data;
  GtkWidget *list = gtk_widget_get_parent (GTK_WIDGET (line));

  for (int i = 0; i < CRM_TODAY_N_SECTIONS; i++)
    if (self->parts[i].list == list)
      {
        self->focus_section = i;
        self->focus_line = gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (line));
      }
  _e_crm_today_pane_write (self, set);
}

static GtkWidget *
make_line_cb (gpointer row, gpointer data)
{
  GtkWidget *line = e_crm_today_line_new (row);

  g_signal_connect_object (line, "write", G_CALLBACK (write_cb), data, 0);
  return line;
}

static void
line_activated_cb (GtkListBox *list, GtkListBoxRow *line, gpointer data)
{
  ECrmTodayPane *self = data;
  GtkWidget *window = gtk_widget_get_toplevel (GTK_WIDGET (self));

  if (GTK_IS_WINDOW (window))
    e_crm_today_open (e_crm_app_get_shell (self->app), GTK_WINDOW (window),
                      crm_today_row_get_item (e_crm_today_line_get_row (E_CRM_TODAY_LINE (line))));
}

static void
more_clicked_cb (GtkButton *button, gpointer data)
{
  ECrmTodayPane *self = data;
  CrmTodaySection section = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "crm-section"));
  guint n_before = g_list_model_get_n_items (G_LIST_MODEL (self->parts[section].rows));
  GtkListBox *list = GTK_LIST_BOX (self->parts[section].list);

  self->parts[section].shows_all = TRUE;
  _e_crm_today_pane_show_section (self, section);
  /* The button goes; the keyboard goes to what it has brought. */
  if (gtk_list_box_get_row_at_index (list, (int)n_before) != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (gtk_list_box_get_row_at_index (list, (int)n_before)));
}

/* Not one keyboard trap a section: beyond the last line the arrows go on to the next list. */
static gboolean
keynav_failed_cb (GtkWidget *list, GtkDirectionType direction, gpointer data)
{
  GtkWidget *window = gtk_widget_get_toplevel (list);

  if (direction != GTK_DIR_UP && direction != GTK_DIR_DOWN)
    return FALSE;
  return gtk_widget_child_focus (window, direction == GTK_DIR_UP ? GTK_DIR_TAB_BACKWARD
                                                                 : GTK_DIR_TAB_FORWARD);
}

static void
make_part (ECrmTodayPane *self, CrmTodaySection section, GtkWidget *column)
{
  ECrmTodayPart *part = &self->parts[section];
  GtkWidget *frame = gtk_frame_new (NULL);

  part->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  part->heading = e_crm_label_new ("crm-heading");
  e_crm_set_id (part->heading, "crm-today-heading");
  part->rows = g_list_store_new (CRM_TYPE_TODAY_ROW);
  part->list = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (part->list), GTK_SELECTION_NONE);
  e_crm_set_name (part->list, crm_today_get_heading (section));
  e_crm_set_id (part->list, "crm-today-list");
  gtk_list_box_bind_model (GTK_LIST_BOX (part->list), G_LIST_MODEL (part->rows), make_line_cb, self,
                           NULL);
  g_signal_connect (part->list, "row-activated", G_CALLBACK (line_activated_cb), self);
  g_signal_connect (part->list, "keynav-failed", G_CALLBACK (keynav_failed_cb), self);
  part->more = e_crm_button_new ("", "crm-today-more");
  g_object_set_data (G_OBJECT (part->more), "crm-section", GUINT_TO_POINTER (section));
  gtk_button_set_relief (GTK_BUTTON (part->more), GTK_RELIEF_NONE);
  g_signal_connect (part->more, "clicked", G_CALLBACK (more_clicked_cb), self);
  gtk_container_add (GTK_CONTAINER (frame), part->list);
  gtk_widget_show_all (frame);
  gtk_box_pack_start (GTK_BOX (part->box), part->heading, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (part->box), frame, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (part->box), part->more, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (column), part->box, FALSE, FALSE, 0);
}

/* --- the index: the sections with their counts, in Evolution's own sidebar ---------------------
 */

static void
scroll_to (ECrmTodayPane *self, GtkWidget *widget)
{
  GtkAdjustment *adjustment
      = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scrolled));
  GtkWidget *content = gtk_bin_get_child (GTK_BIN (gtk_bin_get_child (GTK_BIN (self->scrolled))));
  int y;

  if (gtk_widget_translate_coordinates (widget, content, 0, 0, NULL, &y))
    gtk_adjustment_set_value (adjustment, y);
}

static void
entry_activated_cb (GtkListBox *index, GtkListBoxRow *entry, gpointer data)
{
  ECrmTodayPane *self = data;

  for (int i = 0; i < CRM_TODAY_N_SECTIONS; i++)
    if (self->parts[i].entry == GTK_WIDGET (entry))
      {
        GtkListBoxRow *first
            = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->parts[i].list), 0);

        if (first != NULL)
          gtk_widget_grab_focus (GTK_WIDGET (first));
        scroll_to (self, self->parts[i].box);
      }
}

static void
make_entry (ECrmTodayPane *self, CrmTodaySection section)
{
  ECrmTodayPart *part = &self->parts[section];
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = e_crm_label_new (NULL);

  e_crm_label_set (label, crm_today_get_heading (section));
  part->entry_count = gtk_label_new (NULL);
  e_crm_add_class (part->entry_count, "dim-label");
  part->entry = gtk_list_box_row_new ();
  e_crm_set_id (part->entry, "crm-today-entry");
  g_object_set (box, "margin", 6, NULL);
  gtk_box_pack_start (GTK_BOX (box), label, TRUE, TRUE, 0);
  gtk_box_pack_end (GTK_BOX (box), part->entry_count, FALSE, FALSE, 0);
  gtk_container_add (GTK_CONTAINER (part->entry), box);
  gtk_widget_show_all (part->entry);
  gtk_container_add (GTK_CONTAINER (self->index), part->entry);
}

static void
make_index (ECrmTodayPane *self)
{
  self->index = g_object_ref_sink (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->index), GTK_SELECTION_NONE);
  e_crm_set_name (self->index, _ ("Today"));
  e_crm_set_id (self->index, "crm-today-index");
  g_signal_connect_object (self->index, "row-activated", G_CALLBACK (entry_activated_cb), self, 0);
  for (guint i = 0; i < CRM_TODAY_N_SECTIONS; i++)
    make_entry (self, i);
  gtk_widget_show (self->index);
}

/* --- the pages -------------------------------------------------------------------------------- */

static void
workspace_clicked_cb (GtkButton *button, gpointer data)
{
  e_crm_remote_show_in_workspace ("crm:today");
}

static gboolean
arrange_cb (gpointer data)
{
  GtkWidget *columns = data;
  gboolean wide = gtk_widget_get_allocated_width (columns) >= TWO_COLUMNS_WIDTH;

  gtk_orientable_set_orientation (GTK_ORIENTABLE (columns),
                                  wide ? GTK_ORIENTATION_HORIZONTAL : GTK_ORIENTATION_VERTICAL);
  gtk_box_set_homogeneous (GTK_BOX (columns), wide);
  return G_SOURCE_REMOVE;
}

/* Not while sizes are being given: what is arranged anew asks for another one. */
static void
size_allocate_cb (GtkWidget *columns, GtkAllocation *allocation, gpointer data)
{
  GtkOrientation wanted = allocation->width >= TWO_COLUMNS_WIDTH ? GTK_ORIENTATION_HORIZONTAL
                                                                 : GTK_ORIENTATION_VERTICAL;

  if (gtk_orientable_get_orientation (GTK_ORIENTABLE (columns)) != wanted)
    g_idle_add_full (G_PRIORITY_HIGH_IDLE, arrange_cb, g_object_ref (columns), g_object_unref);
}

static GtkWidget *
make_summary (ECrmTodayPane *self)
{
  self->summary = e_crm_text_new ();
  gtk_label_set_max_width_chars (GTK_LABEL (self->summary), 80);
  e_crm_add_class (self->summary, "crm-name");
  e_crm_set_id (self->summary, "crm-today-summary");
  return self->summary;
}

/* With people on one side, with deals on the other. */
static gboolean
is_about_deals (CrmTodaySection section)
{
  return section == CRM_TODAY_STUCK || section == CRM_TODAY_NO_STEP || section == CRM_TODAY_CLOSING;
}

static GtkWidget *
make_work (ECrmTodayPane *self)
{
  GtkWidget *columns = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);

  for (guint i = 0; i < G_N_ELEMENTS (self->columns); i++)
    {
      self->columns[i] = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);
      gtk_box_pack_start (GTK_BOX (columns), self->columns[i], TRUE, TRUE, 0);
    }
  for (guint i = 0; i < CRM_TODAY_N_SECTIONS; i++)
    make_part (self, i, self->columns[is_about_deals (i) ? 1 : 0]);
  g_signal_connect (columns, "size-allocate", G_CALLBACK (size_allocate_cb), NULL);
  g_object_set (content, "margin", 18, NULL);
  gtk_box_pack_start (GTK_BOX (content), make_summary (self), FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (content), columns, FALSE, FALSE, 0);
  gtk_widget_show (columns);
  gtk_widget_show (content);
  self->scrolled = gtk_scrolled_window_new (NULL, NULL);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_container_add (GTK_CONTAINER (self->scrolled), content);
  gtk_widget_show (self->scrolled);
  return self->scrolled;
}

static GtkWidget *
make_message (GtkWidget *box, const char *title, const char *text)
{
  GtkWidget *heading = gtk_label_new (title);
  GtkWidget *body = e_crm_text_new ();

  e_crm_add_class (heading, "crm-name");
  gtk_widget_show (heading);
  gtk_label_set_xalign (GTK_LABEL (body), 0.5f);
  gtk_label_set_justify (GTK_LABEL (body), GTK_JUSTIFY_CENTER);
  gtk_label_set_max_width_chars (GTK_LABEL (body), 60);
  e_crm_label_set (body, text);
  gtk_box_pack_start (GTK_BOX (box), heading, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (box), body, FALSE, FALSE, 0);
  return box;
}

static GtkWidget *
make_nothing (ECrmTodayPane *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *open = e_crm_button_new (_ ("Open _Workspace"), "crm-today-workspace");

  make_message (box, _ ("All Done for Today"),
                _ ("Follow-ups, meetings of the day, letters to be answered and deals that need a "
                   "push come up here. Add a follow-up beside a message in Evolution."));
  gtk_widget_set_halign (open, GTK_ALIGN_CENTER);
  g_signal_connect (open, "clicked", G_CALLBACK (workspace_clicked_cb), self);
  gtk_box_pack_start (GTK_BOX (box), open, FALSE, FALSE, 0);
  g_object_set (box, "margin", 18, "valign", GTK_ALIGN_CENTER, NULL);
  e_crm_set_id (box, "crm-today-nothing");
  gtk_widget_show (box);
  return box;
}

static GtkWidget *
make_status (ECrmTodayPane *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  self->status = e_crm_text_new ();
  gtk_label_set_max_width_chars (GTK_LABEL (self->status), 60);
  e_crm_set_id (self->status, "crm-today-status");
  self->rescue = e_crm_rescue_new ();
  g_object_set (box, "margin", 18, NULL);
  gtk_box_pack_start (GTK_BOX (box), self->status, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (box), self->rescue, FALSE, FALSE, 0);
  gtk_widget_show (box);
  return box;
}

void
_e_crm_today_pane_build (ECrmTodayPane *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  make_index (self);
  self->progress = e_crm_text_new ();
  g_object_set (self->progress, "margin", 6, NULL);
  gtk_label_set_max_width_chars (GTK_LABEL (self->progress), 80);
  e_crm_label_set (self->progress, NULL);
  self->stack = gtk_stack_new ();
  gtk_stack_add_named (GTK_STACK (self->stack), make_status (self), "status");
  gtk_stack_add_named (GTK_STACK (self->stack), make_work (self), "work");
  gtk_stack_add_named (GTK_STACK (self->stack), make_nothing (self), "nothing");
  gtk_widget_show (self->stack);
  self->toast = e_crm_toast_new ();
  gtk_box_pack_start (GTK_BOX (self), self->progress, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (self), self->stack, TRUE, TRUE, 0);
  gtk_box_pack_end (GTK_BOX (self), self->toast, FALSE, FALSE, 0);
  e_crm_set_id (GTK_WIDGET (self), "crm-today");
  e_crm_set_name (GTK_WIDGET (self), _ ("Today"));
}
