/* crm-app-today-line.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-app-today-line"
#include "config.h"

#include "crm-app-today-line.h"

#include <glib/gi18n-lib.h>

#include "crm-app-today-step.h"
#include "crm-format.h"
#include "base/crm-app-widgets.h"
#include "service/crm-follow-up.h"

/* What a line's buttons work with; lives as long as the line. */
typedef struct
{
  CrmAppPage *page; /* (unowned): the line is in it */
  CrmTodayRow *row; /* (owned) */
} Line;

static void
free_line (gpointer data)
{
  Line *line = data;

  g_object_unref (line->row);
  g_free (line);
}

static gint64
get_now (Line *line)
{
  CrmStore *store = crm_app_session_get_store (crm_app_page_get_session (line->page));

  return crm_store_get_now_usec (store);
}

static void
done_clicked_cb (GtkButton *button, gpointer data)
{
  Line *line = data;
  const CrmTodayItem *item = crm_today_row_get_item (line->row);

  crm_app_page_write (line->page, crm_follow_up_finish (item->follow_up, get_now (line)));
}

static void
snooze (Line *line, int days)
{
  const CrmTodayItem *item = crm_today_row_get_item (line->row);

  crm_app_page_write (
      line->page,
      crm_follow_up_snooze (item->follow_up, crm_today_row_find_snooze_day (line->row, days)));
}

static void
snooze_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  snooze (data, g_variant_get_int32 (parameter));
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
add_snooze (GtkWidget *widget, GtkWidget *box, Line *line)
{
  GtkWidget *button = gtk_menu_button_new ();
  g_autoptr (GMenuModel) menu = make_snooze_menu ();
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();
  g_autoptr (GSimpleAction) action = g_simple_action_new ("snooze", G_VARIANT_TYPE_INT32);
  /* TRANSLATORS: %s is the title of a follow-up */
  g_autofree char *name = g_strdup_printf (_ ("Put off: %s"), crm_today_row_get_title (line->row));

  g_signal_connect (action, "activate", G_CALLBACK (snooze_cb), line);
  g_action_map_add_action (G_ACTION_MAP (group), G_ACTION (action));
  gtk_widget_insert_action_group (widget, "line", G_ACTION_GROUP (group));
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "alarm-symbolic");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), menu);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, _ ("Put off"));
  crm_app_set_name (button, name);
  crm_app_set_id (button, "crm-today-snooze");
  gtk_box_append (GTK_BOX (box), button);
}

static void
add_done (GtkWidget *box, Line *line)
{
  /* TRANSLATORS: %s is the title of a follow-up */
  g_autofree char *name = g_strdup_printf (_ ("Done: %s"), crm_today_row_get_title (line->row));
  GtkWidget *button
      = crm_app_icon_button_new ("object-select-symbolic", _ ("Done"), "crm-today-done");

  crm_app_set_name (button, name);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_signal_connect (button, "clicked", G_CALLBACK (done_clicked_cb), line);
  gtk_box_append (GTK_BOX (box), button);
}

static GtkWidget *
make_texts (CrmTodayRow *row)
{
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *title = crm_app_label_new (crm_today_row_get_title (row), NULL);
  GtkWidget *context = crm_app_label_new (NULL, "dim-label");

  crm_app_label_set_lines (title, 3);
  crm_app_label_set_lines (context, 2);
  crm_app_label_set_parts (context, crm_today_row_get_context (row));
  gtk_widget_add_css_class (context, "caption");
  gtk_widget_set_visible (context, *crm_today_row_get_context (row) != '\0');
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_widget_set_valign (texts, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (texts), title);
  gtk_box_append (GTK_BOX (texts), context);
  return texts;
}

static GtkWidget *
make_detail (CrmTodayRow *row)
{
  GtkWidget *detail = crm_app_label_new (crm_today_row_get_detail (row), "caption");

  gtk_label_set_xalign (GTK_LABEL (detail), 1.0f);
  gtk_widget_add_css_class (detail, crm_today_row_is_late (row) ? "error" : "dim-label");
  return detail;
}

/* The record that @item is about, which tells most of it, or NULL. Also a deal that is closed by
 * now: of those only the follow-up knows. */
const char * /* (nullable): id */
crm_app_today_line_find_record (const CrmTodayItem *item, const char **out_entity)
{
  static const char *const entities[] = { "deal", "lead", "person", "account" };
  const CrmRecord *record = item->deal != NULL    ? item->deal->deal
                            : item->touch != NULL ? item->touch->record
                                                  : item->person;

  for (guint i = 0; i < G_N_ELEMENTS (entities) && item->follow_up != NULL; i++)
    {
      const char *id = crm_record_get_text (item->follow_up, entities[i]);

      *out_entity = entities[i];
      if (id != NULL)
        return id;
    }
  if (record == NULL)
    return NULL;
  *out_entity = record->entity->name;
  return record->id;
}

static gboolean
can_open (const CrmTodayItem *item)
{
  const char *entity;

  return item->event != NULL || (item->letter != NULL && item->letter->folder != NULL)
         || crm_app_today_line_find_record (item, &entity) != NULL;
}

/* @row's line, for a list box of @page. */
GtkWidget *
crm_app_today_line_new (CrmAppPage *page, CrmTodayRow *row)
{
  GtkWidget *widget = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  g_autofree char *spoken = crm_today_row_dup_spoken (row);
  Line *line = g_new0 (Line, 1);
  GtkWidget *step;

  line->page = page;
  line->row = g_object_ref (row);
  g_object_set_data_full (G_OBJECT (widget), "crm-line", line, free_line);
  gtk_widget_add_css_class (box, "crm-line");
  gtk_box_append (GTK_BOX (box), make_texts (row));
  gtk_box_append (GTK_BOX (box), make_detail (row));
  if (crm_today_row_get_item (row)->follow_up != NULL)
    {
      add_snooze (widget, box, line);
      add_done (box, line);
    }
  else if ((step = crm_app_today_step_new (page, row)) != NULL)
    gtk_box_append (GTK_BOX (box), step);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (widget), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (widget),
                                    can_open (crm_today_row_get_item (row)));
  crm_app_set_name (widget, spoken);
  crm_app_set_id (widget, "crm-today-line");
  return widget;
}

CrmTodayRow *
crm_app_today_line_get_row (GtkListBoxRow *line)
{
  return ((Line *)g_object_get_data (G_OBJECT (line), "crm-line"))->row;
}
