/* e-crm-today-line.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "e-crm-today-line"
#include "config.h"

#include "e-crm-today-line.h"

#include <glib/gi18n-lib.h>

#include "crm-format.h"
#include "e-crm-today-open.h"
#include "service/crm-follow-up.h"
#include "shell/e-crm-widgets.h"

struct _ECrmTodayLine
{
  GtkListBoxRow parent_instance;
  CrmTodayRow *row; /* (owned) */
};

G_DEFINE_FINAL_TYPE (ECrmTodayLine, e_crm_today_line, GTK_TYPE_LIST_BOX_ROW)

enum
{
  WRITE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
e_crm_today_line_finalize (GObject *object)
{
  g_clear_object (&E_CRM_TODAY_LINE (object)->row);
  G_OBJECT_CLASS (e_crm_today_line_parent_class)->finalize (object);
}

static void
e_crm_today_line_class_init (ECrmTodayLineClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = e_crm_today_line_finalize;
  signals[WRITE] = g_signal_new ("write", E_TYPE_CRM_TODAY_LINE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static void
e_crm_today_line_init (ECrmTodayLine *self)
{
}

static void
write_set (ECrmTodayLine *self, CrmChangeSet *set /* (transfer full) */)
{
  g_signal_emit (self, signals[WRITE], 0, set);
  crm_change_set_unref (set);
}

static void
done_clicked_cb (GtkButton *button, gpointer data)
{
  ECrmTodayLine *self = data;

  write_set (self, crm_follow_up_finish (crm_today_row_get_item (self->row)->follow_up,
                                         g_get_real_time ()));
}

static void
snooze_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ECrmTodayLine *self = data;
  int day = crm_today_row_find_snooze_day (self->row, g_variant_get_int32 (parameter));

  write_set (self, crm_follow_up_snooze (crm_today_row_get_item (self->row)->follow_up, day));
}

static GMenuModel *
make_snooze_menu (void)
{
  GMenu *menu = g_menu_new ();

  /* TRANSLATORS: a follow-up is put off until then */
  g_menu_append (menu, _ ("Until the Next _Working Day"), "line.snooze(1)");
  g_menu_append (menu, _ ("For _Three Days"), "line.snooze(3)");
  g_menu_append (menu, _ ("For a _Week"), "line.snooze(7)");
  return G_MENU_MODEL (menu);
}

static void
add_snooze (ECrmTodayLine *self, GtkWidget *box)
{
  GtkWidget *button = gtk_menu_button_new ();
  g_autoptr (GMenuModel) menu = make_snooze_menu ();
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();
  g_autoptr (GSimpleAction) action = g_simple_action_new ("snooze", G_VARIANT_TYPE_INT32);
  /* TRANSLATORS: %s is the title of a follow-up */
  g_autofree char *name = g_strdup_printf (_ ("Put off: %s"), crm_today_row_get_title (self->row));

  g_signal_connect (action, "activate", G_CALLBACK (snooze_cb), self);
  g_action_map_add_action (G_ACTION_MAP (group), G_ACTION (action));
  gtk_widget_insert_action_group (GTK_WIDGET (self), "line", G_ACTION_GROUP (group));
  gtk_container_add (GTK_CONTAINER (button),
                     gtk_image_new_from_icon_name ("alarm-symbolic", GTK_ICON_SIZE_MENU));
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), menu);
  gtk_button_set_relief (GTK_BUTTON (button), GTK_RELIEF_NONE);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, _ ("Put off"));
  e_crm_add_class (button, "crm-tight");
  e_crm_set_name (button, name);
  e_crm_set_id (button, "crm-today-snooze");
  gtk_widget_show_all (button);
  gtk_box_pack_end (GTK_BOX (box), button, FALSE, FALSE, 0);
}

static void
add_done (ECrmTodayLine *self, GtkWidget *box)
{
  /* TRANSLATORS: %s is the title of a follow-up */
  g_autofree char *name = g_strdup_printf (_ ("Done: %s"), crm_today_row_get_title (self->row));
  GtkWidget *button
      = e_crm_icon_button_new ("object-select-symbolic", _ ("Done"), "crm-today-done");

  e_crm_set_name (button, name);
  g_signal_connect (button, "clicked", G_CALLBACK (done_clicked_cb), self);
  gtk_box_pack_end (GTK_BOX (box), button, FALSE, FALSE, 0);
}

/* Parts side by side, each of its own direction: without a mark the first would turn them all
 * around. */
static void
set_parts (GtkWidget *label, const char *text)
{
  gboolean is_rtl = gtk_widget_get_direction (label) == GTK_TEXT_DIR_RTL;
  g_autofree char *marked = g_strconcat (is_rtl ? "\u200f" : "\u200e", text, NULL);

  e_crm_label_set (label, *text != '\0' ? marked : NULL);
}

static GtkWidget *
make_texts (CrmTodayRow *row)
{
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *title = e_crm_label_new (NULL);
  GtkWidget *context = e_crm_label_new ("dim-label");

  e_crm_label_set (title, crm_today_row_get_title (row));
  set_parts (context, crm_today_row_get_context (row));
  gtk_widget_set_valign (texts, GTK_ALIGN_CENTER);
  gtk_box_pack_start (GTK_BOX (texts), title, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (texts), context, FALSE, FALSE, 0);
  gtk_widget_show (texts);
  return texts;
}

/* Never cut; marked as in the sidebar, for what is late must be seen without its colour. */
static GtkWidget *
make_detail (CrmTodayRow *row)
{
  gboolean is_late = crm_today_row_is_late (row);
  g_autofree char *text
      = g_strdup_printf ("%s%s", is_late ? "⚠ " : "", crm_today_row_get_detail (row));
  GtkWidget *detail = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (detail), 1);
  gtk_widget_set_valign (detail, GTK_ALIGN_CENTER);
  if (!is_late)
    e_crm_add_class (detail, "dim-label");
  gtk_widget_show (detail);
  return detail;
}

/**
 * e_crm_today_line_new:
 * @row: what it says
 *
 * Returns: (transfer floating): its line, for a list box
 */
GtkWidget *
e_crm_today_line_new (CrmTodayRow *row)
{
  ECrmTodayLine *self = g_object_new (E_TYPE_CRM_TODAY_LINE, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  g_autofree char *spoken = crm_today_row_dup_spoken (row);
  const CrmTodayItem *item = crm_today_row_get_item (row);

  self->row = g_object_ref (row);
  g_object_set (box, "margin", 6, NULL);
  gtk_box_pack_start (GTK_BOX (box), make_texts (row), TRUE, TRUE, 0);
  if (item->follow_up != NULL)
    {
      add_done (self, box);
      add_snooze (self, box);
    }
  gtk_box_pack_end (GTK_BOX (box), make_detail (row), FALSE, FALSE, 0);
  gtk_container_add (GTK_CONTAINER (self), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), e_crm_today_can_open (item));
  e_crm_set_name (GTK_WIDGET (self), spoken);
  e_crm_set_id (GTK_WIDGET (self), "crm-today-line");
  gtk_widget_show (box);
  gtk_widget_show (GTK_WIDGET (self));
  return GTK_WIDGET (self);
}

/**
 * e_crm_today_line_get_row:
 * @self: a line
 *
 * Returns: (transfer none): what it says
 */
CrmTodayRow *
e_crm_today_line_get_row (ECrmTodayLine *self)
{
  return self->row;
}
