/* crm-app-list-page.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-app-list-page"
#include "config.h"

#include "crm-app-list-page.h"

#include <glib/gi18n-lib.h>

#include "crm-app-list-acts.h"
#include "crm-app-list-builder.h"
#include "crm-app-list-columns.h"
#include "crm-app-list-editor.h"
#include "crm-app-list-filter.h"
#include "crm-app-list-layout.h"
#include "crm-app-list-table.h"
#include "crm-app-list-view.h"
#include "crm-app-list-views.h"
#include "crm-import.h"
#include "crm-phrases-list.h"
#include "base/crm-app-widgets.h"
#include "import/crm-app-import.h"

/* For a window that is not drawn; another one takes two frames. */
#define FIRST_ROWS_MSEC 1000

struct _CrmAppListPage
{
  CrmAppPage parent_instance;
  const CrmEntity *entity;
  CrmRecordList *list;      /* (owned) (nullable) */
  CrmAppListLayout *layout; /* (owned) (nullable) */
  GtkWidget *filter;        /* CrmAppListFilter */
  GtkWidget *views;         /* CrmAppListViews */
  GtkWidget *builder;       /* CrmAppListBuilder */
  GtkWidget *columns;       /* CrmAppListColumns */
  GtkWidget *count;
  GtkWidget *stack;  /* GtkStack: "reading", "empty", "nothing" or "table" */
  GtkWidget *view;   /* CrmAppListView */
  GtkWidget *editor; /* CrmAppListEditor: around @view */
  GtkWidget *acts;   /* CrmAppListActs */
  gboolean was_shown;
};

G_DEFINE_FINAL_TYPE (CrmAppListPage, crm_app_list_page, CRM_APP_TYPE_PAGE)

static void
crm_app_list_page_dispose (GObject *object)
{
  CrmAppListPage *self = CRM_APP_LIST_PAGE (object);

  g_clear_object (&self->list);
  g_clear_pointer (&self->layout, crm_app_list_layout_free);
  G_OBJECT_CLASS (crm_app_list_page_parent_class)->dispose (object);
}

/* --- how it was left
 * ------------------------------------------------------------------------------ */

static char *
dup_group (CrmAppListPage *self)
{
  return g_strconcat ("list ", self->entity->name, NULL);
}

static void
keep (CrmAppListPage *self)
{
  CrmAppMemory *memory
      = crm_app_session_get_memory (crm_app_page_get_session (CRM_APP_PAGE (self)));
  g_autofree char *group = dup_group (self);
  g_autofree char *columns = crm_app_list_layout_columns_to_string (self->layout);
  g_autofree char *order = crm_app_list_layout_order_to_string (self->layout);

  crm_app_memory_set_text (memory, group, "columns", columns);
  crm_app_memory_set_text (memory, group, "order", order);
  crm_app_memory_set_text (memory, group, "filter",
                           crm_app_list_filter_get_text (CRM_APP_LIST_FILTER (self->filter)));
}

/* Columns come as wide as the layout says. */
static void
take_widths (CrmAppListPage *self)
{
  for (guint i = 0; i < self->layout->paths->len; i++)
    crm_app_list_view_set_width (CRM_APP_LIST_VIEW (self->view),
                                 g_ptr_array_index (self->layout->paths, i),
                                 g_array_index (self->layout->widths, int, i));
}

/* Reads again, by what the page shows above the table. */
static void
ask (CrmAppListPage *self)
{
  const CrmAppListLayout *layout = self->layout;
  g_autoptr (GPtrArray) paths = g_ptr_array_new ();

  for (guint i = 0; i < layout->paths->len; i++)
    g_ptr_array_add (paths, g_ptr_array_index (layout->paths, i));
  g_ptr_array_add (paths, NULL);
  crm_record_list_set_columns (self->list, (const char *const *)paths->pdata);
  crm_record_list_set_order (self->list, layout->order_by, layout->descending);
  crm_record_list_set_filter (self->list,
                              crm_app_list_filter_get_text (CRM_APP_LIST_FILTER (self->filter)));
  crm_app_page_invalidate (CRM_APP_PAGE (self));
}

static void
crm_app_list_page_recall (CrmAppPage *page)
{
  CrmAppListPage *self = CRM_APP_LIST_PAGE (page);
  CrmAppMemory *memory = crm_app_session_get_memory (crm_app_page_get_session (page));
  g_autofree char *group = dup_group (self);
  g_autofree char *columns = crm_app_memory_get_text (memory, group, "columns");
  g_autofree char *order = crm_app_memory_get_text (memory, group, "order");
  g_autofree char *filter = crm_app_memory_get_text (memory, group, "filter");

  self->layout = crm_app_list_layout_parse (self->entity, columns, order);
  crm_app_list_filter_set_text (CRM_APP_LIST_FILTER (self->filter), filter);
  crm_app_list_builder_set_text (CRM_APP_LIST_BUILDER (self->builder), filter);
  take_widths (self);
  ask (self);
}

/* --- showing
 * -------------------------------------------------------------------------------------- */

static void
show_count (CrmAppListPage *self)
{
  gboolean is_first = crm_record_list_is_first (self->list);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->list));
  g_autofree char *text
      = crm_phrase_list_count (n, crm_record_list_get_n_all (self->list),
                               crm_app_list_view_get_n_selected (CRM_APP_LIST_VIEW (self->view)));

  /* As long as there may be more it would be wrong. */
  gtk_label_set_text (GTK_LABEL (self->count), is_first ? "" : text);
  crm_app_list_acts_update (CRM_APP_LIST_ACTS (self->acts));
}

static void
show (CrmAppListPage *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->list));
  gboolean is_empty = crm_record_list_get_n_all (self->list) == 0;
  GPtrArray *all = crm_record_list_get_all_columns (self->list);
  GPtrArray *words = crm_record_list_get_words (self->list);

  crm_app_list_view_show_columns (CRM_APP_LIST_VIEW (self->view), self->layout->order_by,
                                  self->layout->descending);
  crm_app_list_filter_set_columns (CRM_APP_LIST_FILTER (self->filter), self->entity, words);
  crm_app_list_builder_set_columns (CRM_APP_LIST_BUILDER (self->builder), words);
  crm_app_list_columns_show (CRM_APP_LIST_COLUMNS (self->columns), all, self->layout);
  crm_app_list_filter_show_mistake (CRM_APP_LIST_FILTER (self->filter), NULL, NULL);
  crm_app_list_editor_refresh (CRM_APP_LIST_EDITOR (self->editor));
  show_count (self);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), is_empty ? "empty"
                                                             : n == 0 ? "nothing"
                                                                      : "table");
  self->was_shown = TRUE;
}

static void
painted_cb (GtkWidget *widget)
{
  CrmAppListPage *self = CRM_APP_LIST_PAGE (widget);

  if (self->list != NULL)
    crm_record_list_go_on (self->list);
}

/* The first rows stand there before all others are in order, and are drawn before that is begun. */
static void
changed_cb (CrmRecordList *list, gpointer data)
{
  if (!crm_record_list_is_first (list))
    return;
  show (data);
  crm_app_when_painted (data, painted_cb);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  CrmAppListPage *self = data;
  CrmFilterErrorPlace place = { 0 };
  g_autoptr (GError) error = NULL;

  if (self->list != NULL
      && crm_record_list_load_finish (CRM_RECORD_LIST (source), result, &place, &error))
    show (self);
  if (g_error_matches (error, CRM_ERROR, CRM_ERROR_SYNTAX))
    {
      crm_app_list_filter_show_mistake (CRM_APP_LIST_FILTER (self->filter), error, &place);
      g_clear_error (&error);
      /* A filter kept from another day may name what is gone: the rows come without it. */
      if (!self->was_shown)
        {
          crm_record_list_set_filter (self->list, NULL);
          crm_app_page_invalidate (CRM_APP_PAGE (self));
        }
    }
  crm_app_page_loaded (CRM_APP_PAGE (self), error);
}

static void
crm_app_list_page_load (CrmAppPage *page, CrmStore *store, GCancellable *cancellable)
{
  CrmAppListPage *self = CRM_APP_LIST_PAGE (page);

  crm_app_list_views_set_session (CRM_APP_LIST_VIEWS (self->views),
                                  crm_app_page_get_session (page));
  crm_record_list_load_async (self->list, store, cancellable, loaded_cb, page);
}

/* --- what people do
 * ------------------------------------------------------------------------------- */

static void
filter_changed_cb (CrmAppListFilter *filter, gpointer data)
{
  CrmAppListPage *self = data;

  crm_app_list_builder_set_text (CRM_APP_LIST_BUILDER (self->builder),
                                 crm_app_list_filter_get_text (filter));
  keep (self);
  ask (self);
}

static void
sorted_cb (CrmAppListView *view, const char *path, gboolean descending, gpointer data)
{
  CrmAppListPage *self = data;
  char *order = g_strdup (path);

  g_free (self->layout->order_by);
  self->layout->order_by = order;
  self->layout->descending = descending;
  keep (self);
  ask (self);
}

static void
resized_cb (CrmAppListView *view, gpointer data)
{
  CrmAppListPage *self = data;

  for (guint i = 0; i < self->layout->paths->len; i++)
    g_array_index (self->layout->widths, int, i)
        = crm_app_list_view_get_width (view, g_ptr_array_index (self->layout->paths, i));
  keep (self);
}

/* Columns that are gone with their field, but are kept in case it comes back, go to the end. */
static void
reordered_cb (CrmAppListView *view, gpointer data)
{
  CrmAppListPage *self = data;
  g_auto (GStrv) paths = crm_app_list_view_list_paths (view);

  for (guint i = 0; paths[i] != NULL; i++)
    {
      int now = crm_app_list_layout_find (self->layout, paths[i]);

      crm_app_list_layout_move (self->layout, paths[i], (int)i - now);
    }
  keep (self);
  ask (self);
}

static void
columns_changed_cb (CrmAppListColumns *columns, gpointer data)
{
  CrmAppListPage *self = data;

  keep (self);
  ask (self);
}

static void
widen_cb (CrmAppListColumns *columns, const char *path, int step, gpointer data)
{
  crm_app_list_view_widen (CRM_APP_LIST_VIEW (((CrmAppListPage *)data)->view), path, step);
}

static void
built_cb (CrmAppListBuilder *builder, const char *filter, gpointer data)
{
  crm_app_list_page_show_filter (data, filter);
}

static void
view_chosen_cb (CrmAppListViews *views,
                const char *filter,
                const char *columns,
                const char *order,
                gpointer data)
{
  CrmAppListPage *self = data;

  if (columns != NULL)
    {
      crm_app_list_layout_free (self->layout);
      self->layout = crm_app_list_layout_parse (self->entity, columns, order);
      take_widths (self);
    }
  crm_app_list_page_show_filter (self, filter);
}

static void
view_save_cb (CrmAppListViews *views, const char *name, gpointer data)
{
  CrmAppListPage *self = data;
  g_autofree char *columns = crm_app_list_layout_columns_to_string (self->layout);
  g_autofree char *order = crm_app_list_layout_order_to_string (self->layout);

  crm_app_list_views_save (views, name,
                           crm_app_list_filter_get_text (CRM_APP_LIST_FILTER (self->filter)),
                           columns, order);
}

static void
export_cb (CrmAppListViews *views, gpointer data)
{
  CrmAppListPage *self = data;

  crm_app_list_export (CRM_APP_PAGE (self), CRM_APP_LIST_VIEW (self->view));
}

static void
selected_cb (CrmAppListView *view, gpointer data)
{
  show_count (data);
}

static void
opened_cb (CrmAppListView *view, CrmRecordRow *row, gpointer data)
{
  CrmAppListPage *self = data;
  const char *id = crm_record_row_get_id (row);
  g_autofree char *address = NULL;

  if (id == NULL)
    return;
  address = g_strdup_printf ("%s/%s", self->entity->name, id);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.open", "s", address);
}

static gboolean
focus_filter_cb (GtkWidget *widget, GVariant *args, gpointer data)
{
  if (!gtk_widget_get_mapped (widget))
    return FALSE;
  return gtk_widget_grab_focus (CRM_APP_LIST_PAGE (widget)->filter);
}

static void
clear_clicked_cb (GtkButton *button, gpointer data)
{
  crm_app_list_page_show_filter (data, NULL);
}

static void
crm_app_list_page_class_init (CrmAppListPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = crm_app_list_page_dispose;
  CRM_APP_PAGE_CLASS (klass)->load = crm_app_list_page_load;
  CRM_APP_PAGE_CLASS (klass)->recall = crm_app_list_page_recall;
}

/* --- making it
 * ------------------------------------------------------------------------------------ */

static const struct
{
  const char *entity;
  const char *label;
  const char *action;
  const char *icon; /* of a page without any */
} makings[] = {
  { "deal", N_ ("_New Deal…"), "win.new-deal", "org.gnome.Evolution.Crm-symbolic" },
  { "lead", N_ ("New _Lead…"), "win.new::lead", "system-users-symbolic" },
  { "person", N_ ("New _Person…"), "win.new::person", "avatar-default-symbolic" },
  { "account", N_ ("New _Account…"), "win.new::account", "user-home-symbolic" },
};

static guint
get_making (CrmAppListPage *self)
{
  guint i = 0;

  while (i + 1 < G_N_ELEMENTS (makings) && !g_str_equal (makings[i].entity, self->entity->name))
    i++;
  return i;
}

/* Makes the first one, or another one. */
static GtkWidget *
make_adding (CrmAppListPage *self, const char *id)
{
  guint i = get_making (self);
  GtkWidget *button = crm_app_button_new (_ (makings[i].label), id);

  gtk_actionable_set_detailed_action_name (GTK_ACTIONABLE (button), makings[i].action);
  return button;
}

/* How many there are, and the way to one more. */
static GtkWidget *
make_count (CrmAppListPage *self)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->count = crm_app_text_new ("dim-label");
  gtk_widget_set_hexpand (self->count, TRUE);
  crm_app_set_id (self->count, "crm-list-count");
  gtk_box_append (GTK_BOX (line), self->count);
  gtk_box_append (GTK_BOX (line), make_adding (self, "crm-list-new"));
  return line;
}

static GtkWidget *
make_bar (CrmAppListPage *self)
{
  GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  self->filter = crm_app_list_filter_new ();
  self->views = crm_app_list_views_new (self->entity->name);
  self->builder = crm_app_list_builder_new ();
  self->columns = crm_app_list_columns_new ();
  crm_app_list_filter_add (CRM_APP_LIST_FILTER (self->filter), self->builder);
  crm_app_list_filter_add (CRM_APP_LIST_FILTER (self->filter), self->views);
  crm_app_list_filter_add (CRM_APP_LIST_FILTER (self->filter), self->columns);
  g_signal_connect (self->filter, "changed", G_CALLBACK (filter_changed_cb), self);
  g_signal_connect (self->builder, "built", G_CALLBACK (built_cb), self);
  g_signal_connect (self->views, "chosen", G_CALLBACK (view_chosen_cb), self);
  g_signal_connect (self->views, "save", G_CALLBACK (view_save_cb), self);
  g_signal_connect (self->views, "export", G_CALLBACK (export_cb), self);
  g_signal_connect (self->columns, "changed", G_CALLBACK (columns_changed_cb), self);
  g_signal_connect (self->columns, "widen", G_CALLBACK (widen_cb), self);
  gtk_widget_add_css_class (bar, "crm-list-bar");
  gtk_box_append (GTK_BOX (bar), self->filter);
  gtk_box_append (GTK_BOX (bar), make_count (self));
  return bar;
}

/* Most have a table of them already, in the program they used before. */
static GtkWidget *
make_importing (CrmAppListPage *self)
{
  g_autofree char *label = g_strconcat (crm_app_import_get_title (self->entity->name), "…", NULL);
  g_autofree char *action = g_strconcat ("win.import::", self->entity->name, NULL);
  GtkWidget *import = crm_app_button_new (label, "crm-list-import");

  gtk_actionable_set_detailed_action_name (GTK_ACTIONABLE (import), action);
  gtk_widget_set_halign (import, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (import, "pill");
  return import;
}

static GtkWidget *
make_empty (CrmAppListPage *self)
{
  const char *title;
  const char *text;
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *add = make_adding (self, "crm-list-first");
  GtkWidget *empty;

  crm_phrase_list_empty (self->entity, &title, &text);
  empty = crm_app_status_new (makings[get_making (self)].icon, title, text, "crm-list-empty");
  gtk_widget_set_halign (add, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (add, "pill");
  gtk_widget_add_css_class (add, "suggested-action");
  gtk_box_append (GTK_BOX (box), add);
  if (crm_import_suits (self->entity->name))
    gtk_box_append (GTK_BOX (box), make_importing (self));
  adw_status_page_set_child (ADW_STATUS_PAGE (empty), box);
  return empty;
}

static GtkWidget *
make_nothing (CrmAppListPage *self)
{
  GtkWidget *nothing
      = crm_app_status_new ("edit-find-symbolic", _ ("Nothing Found"),
                            _ ("No record is as the filter says."), "crm-list-nothing");
  GtkWidget *clear = crm_app_button_new (_ ("Show _All"), "crm-list-clear");

  gtk_widget_set_halign (clear, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (clear, "pill");
  g_signal_connect (clear, "clicked", G_CALLBACK (clear_clicked_cb), self);
  adw_status_page_set_child (ADW_STATUS_PAGE (nothing), clear);
  return nothing;
}

static void
add_keys (CrmAppListPage *self)
{
  GtkShortcutController *keys = GTK_SHORTCUT_CONTROLLER (gtk_shortcut_controller_new ());

  gtk_shortcut_controller_set_scope (keys, GTK_SHORTCUT_SCOPE_GLOBAL);
  gtk_shortcut_controller_add_shortcut (
      keys, gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_f, GDK_CONTROL_MASK),
                              gtk_callback_action_new (focus_filter_cb, NULL, NULL)));
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (keys));
}

static GtkWidget *
make_table (CrmAppListPage *self)
{
  self->view = crm_app_list_view_new (self->list);
  g_signal_connect_object (self->list, "after-change", G_CALLBACK (changed_cb), self, 0);
  g_signal_connect (self->view, "sorted", G_CALLBACK (sorted_cb), self);
  g_signal_connect (self->view, "reordered", G_CALLBACK (reordered_cb), self);
  g_signal_connect (self->view, "resized", G_CALLBACK (resized_cb), self);
  g_signal_connect (self->view, "selected", G_CALLBACK (selected_cb), self);
  g_signal_connect (self->view, "opened", G_CALLBACK (opened_cb), self);
  self->editor
      = crm_app_list_editor_new (CRM_APP_PAGE (self), self->list, CRM_APP_LIST_VIEW (self->view));
  return self->editor;
}

static void
crm_app_list_page_init (CrmAppListPage *self)
{
}

static void
build (CrmAppListPage *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_box_append (GTK_BOX (box), make_bar (self));
  self->stack = gtk_stack_new ();
  gtk_widget_set_vexpand (self->stack, TRUE);
  gtk_stack_add_named (GTK_STACK (self->stack), gtk_box_new (GTK_ORIENTATION_VERTICAL, 0),
                       "reading");
  gtk_stack_add_named (GTK_STACK (self->stack), make_table (self), "table");
  gtk_stack_add_named (GTK_STACK (self->stack), make_empty (self), "empty");
  gtk_stack_add_named (GTK_STACK (self->stack), make_nothing (self), "nothing");
  gtk_box_append (GTK_BOX (box), self->stack);
  self->acts = crm_app_list_acts_new (CRM_APP_PAGE (self), CRM_APP_LIST_VIEW (self->view),
                                      CRM_APP_LIST_EDITOR (self->editor), self->entity->name);
  gtk_box_append (GTK_BOX (box), self->acts);
  adw_bin_set_child (ADW_BIN (self), box);
  add_keys (self);
}

/* Returns: (transfer floating): a page with all records of @entity, as it was left last */
CrmAppPage *
crm_app_list_page_new_for (const char *entity)
{
  CrmAppListPage *self = g_object_new (CRM_APP_TYPE_LIST_PAGE, NULL);

  self->entity = crm_entity_find (entity);
  g_return_val_if_fail (self->entity != NULL, CRM_APP_PAGE (self));
  self->list = crm_record_list_new (entity);
  crm_record_list_set_patience (self->list, FIRST_ROWS_MSEC);
  build (self);
  return CRM_APP_PAGE (self);
}

CrmAppPage *
crm_app_deals_page_new (void)
{
  return crm_app_list_page_new_for ("deal");
}

/* Shows what @filter finds, NULL for all. */
void
crm_app_list_page_show_filter (CrmAppListPage *self, const char *filter /* (nullable) */)
{
  crm_app_list_filter_set_text (CRM_APP_LIST_FILTER (self->filter), filter);
  crm_app_list_builder_set_text (CRM_APP_LIST_BUILDER (self->builder), filter);
  keep (self);
  ask (self);
}
