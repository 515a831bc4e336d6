/* e-crm-today-pane.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "e-crm-today-pane"
#include "config.h"

#include "e-crm-today-pane-private.h"

#include <glib/gi18n-lib.h>

#include "crm-format.h"
#include "crm-phrases-trouble.h"
#include "crm-phrases.h"
#include "crm-today-row.h"
#include "mail/e-crm-toast.h"
#include "shell/e-crm-rescue.h"
#include "shell/e-crm-setup-card.h"
#include "shell/e-crm-widgets.h"

/* So many lines of a section until somebody asks for the rest. */
#define FIRST_LINES 12
/* Many changes in a row, as while indexing, make one reload. */
#define RELOAD_MSEC 50
/* What is due changes with the hour and with the day. */
#define CLOCK_SECS 60

G_DEFINE_FINAL_TYPE (ECrmTodayPane, e_crm_today_pane, GTK_TYPE_BOX)

static void refresh (ECrmTodayPane *self);

static void
stop_loading (ECrmTodayPane *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
e_crm_today_pane_dispose (GObject *object)
{
  ECrmTodayPane *self = E_CRM_TODAY_PANE (object);

  stop_loading (self);
  g_clear_handle_id (&self->reload_id, g_source_remove);
  g_clear_handle_id (&self->clock_id, g_source_remove);
  g_clear_pointer (&self->today, crm_today_unref);
  g_clear_object (&self->index);
  g_clear_object (&self->app);
  G_OBJECT_CLASS (e_crm_today_pane_parent_class)->dispose (object);
}

static void
e_crm_today_pane_finalize (GObject *object)
{
  ECrmTodayPane *self = E_CRM_TODAY_PANE (object);

  /* Not before: the lists that show them go in between. */
  for (guint i = 0; i < CRM_TODAY_N_SECTIONS; i++)
    g_clear_object (&self->parts[i].rows);
  G_OBJECT_CLASS (e_crm_today_pane_parent_class)->finalize (object);
}

/* --- what is shown ---------------------------------------------------------------------------- */

static void
show_entry (ECrmTodayPart *part, CrmTodaySection section, guint n)
{
  g_autofree char *count = g_strdup_printf ("%u", n);
  /* TRANSLATORS: the name of a list, and how many lines it has */
  g_autofree char *name = g_strdup_printf (_ ("%1$s (%2$u)"), crm_today_get_heading (section), n);

  gtk_label_set_text (GTK_LABEL (part->heading), name);
  gtk_label_set_text (GTK_LABEL (part->entry_count), count);
  e_crm_set_name (part->entry, name);
  gtk_widget_set_sensitive (part->entry, n > 0);
}

/* One section, as far as it is asked for. */
void
_e_crm_today_pane_show_section (ECrmTodayPane *self, CrmTodaySection section)
{
  ECrmTodayPart *part = &self->parts[section];
  guint n = self->today->sections[section]->len;
  guint limit = part->shows_all ? G_MAXUINT : FIRST_LINES;
  g_autofree char *more = NULL;

  crm_today_show (self->today, section, part->rows, limit);
  show_entry (part, section, n);
  gtk_widget_set_visible (part->box, n > 0);
  gtk_widget_set_visible (part->more, n > limit);
  if (n <= limit)
    return;
  more = crm_format_counted (
      g_dngettext (GETTEXT_PACKAGE, "Show %u _More", "Show %u _More", n - limit), n - limit);
  gtk_button_set_label (GTK_BUTTON (part->more), more);
}

static GtkWidget * /* (nullable) */
get_focus (ECrmTodayPane *self)
{
  GtkWidget *window = gtk_widget_get_toplevel (GTK_WIDGET (self));

  return GTK_IS_WINDOW (window) ? gtk_window_get_focus (GTK_WINDOW (window)) : NULL;
}

/* A line that says something else than before is another widget. */
static void
note_focus (ECrmTodayPane *self)
{
  GtkWidget *focus = get_focus (self);
  GtkWidget *line = focus != NULL ? gtk_widget_get_ancestor (focus, GTK_TYPE_LIST_BOX_ROW) : NULL;

  for (int i = 0; i < CRM_TODAY_N_SECTIONS && line != NULL && self->focus_section < 0; i++)
    if (gtk_widget_get_parent (line) == self->parts[i].list)
      {
        self->focus_section = i;
        self->focus_line = gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (line));
      }
}

/* Where a line has gone, the keyboard that was on it goes to what stands there now. */
static void
settle_focus (ECrmTodayPane *self)
{
  GtkWidget *focus = get_focus (self);
  int section = self->focus_section;
  GtkListBoxRow *row = NULL;

  self->focus_section = -1;
  if (section < 0 || !gtk_widget_get_mapped (GTK_WIDGET (self))
      || (focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self))))
    return;
  for (int line = self->focus_line; row == NULL && line >= 0; line--)
    row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->parts[section].list), line);
  if (row != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (row));
  else
    gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
}

static void
show_today (ECrmTodayPane *self)
{
  g_autofree char *summary = crm_today_dup_summary (self->today);
  gboolean has_work = FALSE;

  note_focus (self);
  for (guint i = 0; i < CRM_TODAY_N_SECTIONS; i++)
    {
      _e_crm_today_pane_show_section (self, i);
      has_work |= self->today->sections[i]->len > 0;
    }
  for (guint i = 0; i < G_N_ELEMENTS (self->columns); i++)
    gtk_widget_set_visible (self->columns[i], FALSE);
  for (guint i = 0; i < CRM_TODAY_N_SECTIONS; i++)
    if (self->today->sections[i]->len > 0)
      gtk_widget_show (gtk_widget_get_parent (self->parts[i].box));
  e_crm_label_set (self->summary, summary);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), has_work ? "work" : "nothing");
  settle_focus (self);
}

static void
show_status (ECrmTodayPane *self, const char *text)
{
  e_crm_label_set (self->status, text);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "status");
}

static void
show_setup (ECrmTodayPane *self)
{
  if (self->setup == NULL)
    {
      self->setup = e_crm_setup_card_new (self->app);
      gtk_stack_add_named (GTK_STACK (self->stack), self->setup, "setup");
    }
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "setup");
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (ECrmTodayPane) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmToday) today = crm_today_load_finish (CRM_STORE (source), result, &error);
  g_autofree char *text = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->app == NULL)
    return; /* a newer load is under way, or nobody looks any more */
  if (today == NULL)
    {
      text = crm_phrase_trouble (error, NULL);
      show_status (self, text);
      return;
    }
  g_clear_pointer (&self->today, crm_today_unref);
  self->today = g_steal_pointer (&today);
  show_today (self);
}

static void
load (ECrmTodayPane *self)
{
  stop_loading (self);
  self->cancellable = g_cancellable_new ();
  crm_today_load_async (e_crm_app_get_store (self->app), self->cancellable, loaded_cb,
                        g_object_ref (self));
}

static gboolean
reload_cb (gpointer data)
{
  ECrmTodayPane *self = data;

  self->reload_id = 0;
  refresh (self);
  return G_SOURCE_REMOVE;
}

/* What is not shown is read when it is shown. */
static void
reload_later (ECrmTodayPane *self)
{
  if (self->reload_id == 0 && gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->reload_id = g_timeout_add (RELOAD_MSEC, reload_cb, self);
}

static void
store_changed_cb (CrmStore *store, gint64 seq, gboolean remote, gpointer data)
{
  reload_later (data);
}

static void
store_indexed_cb (CrmStore *store, gpointer data)
{
  reload_later (data);
}

static void
connect_store (ECrmTodayPane *self)
{
  CrmStore *store = e_crm_app_get_store (self->app);

  if (store == NULL || store == self->store)
    return;
  self->store = store;
  g_signal_connect_object (store, "changed", G_CALLBACK (store_changed_cb), self, 0);
  g_signal_connect_object (store, "indexed", G_CALLBACK (store_indexed_cb), self, 0);
}

static void
refresh (ECrmTodayPane *self)
{
  g_autofree char *directory = NULL;
  g_autofree char *text = NULL;

  connect_store (self);
  e_crm_rescue_update (E_CRM_RESCUE (self->rescue), self->app);
  switch (e_crm_app_get_state (self->app))
    {
    case E_CRM_APP_FAILED:
      directory = e_crm_app_dup_directory (self->app);
      text = crm_phrase_trouble (e_crm_app_get_failure (self->app), directory);
      show_status (self, text);
      return;
    case E_CRM_APP_NOT_SET_UP:
      show_setup (self);
      return;
    case E_CRM_APP_READY:
      load (self);
      return;
    case E_CRM_APP_STARTING:
    default:
      show_status (self, _ ("Opening the CRM…"));
      return;
    }
}

static gboolean
clock_cb (gpointer data)
{
  reload_later (data);
  return G_SOURCE_CONTINUE;
}

static void
map_cb (GtkWidget *widget, gpointer data)
{
  ECrmTodayPane *self = E_CRM_TODAY_PANE (widget);

  if (self->clock_id == 0)
    self->clock_id = g_timeout_add_seconds (CLOCK_SECS, clock_cb, self);
  refresh (self);
}

static void
unmap_cb (GtkWidget *widget, gpointer data)
{
  g_clear_handle_id (&E_CRM_TODAY_PANE (widget)->clock_id, g_source_remove);
}

/* --- what is done ----------------------------------------------------------------------------- */

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (ECrmTodayPane) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmWriteResult) written = crm_store_write_finish (CRM_STORE (source), result, &error);
  g_autofree char *text = NULL;

  if (written != NULL || self->app == NULL)
    return;
  text = crm_phrase_trouble (error, NULL);
  e_crm_toast_show_error (E_CRM_TOAST (self->toast), text);
  reload_later (self); /* what is shown may be what was refused */
}

/* Writes what a line asks for, with the toast and its Undo. */
void
_e_crm_today_pane_write (ECrmTodayPane *self, CrmChangeSet *set)
{
  CrmStore *store = e_crm_app_get_store (self->app);

  if (store == NULL)
    return;
  e_crm_toast_show_done (E_CRM_TOAST (self->toast), crm_phrase_change (set->label));
  crm_store_write_async (store, set, NULL, written_cb, g_object_ref (self));
}

static void
undone_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (ECrmTodayPane) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmWriteResult) undone = crm_store_write_finish (CRM_STORE (source), result, &error);

  if (self->app != NULL)
    e_crm_toast_show_undone (E_CRM_TOAST (self->toast), undone, error);
}

/**
 * e_crm_today_pane_undo:
 * @self: the pane
 *
 * Takes back the newest change made in this Evolution, and says what became of it.
 */
void
e_crm_today_pane_undo (ECrmTodayPane *self)
{
  CrmStore *store = e_crm_app_get_store (self->app);

  if (store != NULL)
    crm_store_undo_async (store, NULL, undone_cb, g_object_ref (self));
}

static void
undo_cb (ECrmToast *toast, gpointer data)
{
  e_crm_today_pane_undo (data);
}

/* There are no entries on it that had a use for Ctrl+Z, but for the first-run card's. */
static gboolean
key_cb (GtkWidget *widget, GdkEventKey *event, gpointer data)
{
  GtkWidget *window = gtk_widget_get_toplevel (widget);
  GtkWidget *focus = GTK_IS_WINDOW (window) ? gtk_window_get_focus (GTK_WINDOW (window)) : NULL;
  GdkModifierType modifiers = event->state & gtk_accelerator_get_default_mod_mask ();

  if (event->keyval != GDK_KEY_z || modifiers != GDK_CONTROL_MASK || GTK_IS_EDITABLE (focus))
    return FALSE;
  e_crm_today_pane_undo (E_CRM_TODAY_PANE (widget));
  return TRUE;
}

/* --- making it -------------------------------------------------------------------------------- */

static void
state_changed_cb (ECrmApp *app, gpointer data)
{
  if (gtk_widget_get_mapped (data)) /* else when it is shown */
    refresh (data);
}

static void
trouble_cb (ECrmApp *app, const char *text, gpointer data)
{
  ECrmTodayPane *self = data;

  e_crm_toast_show_error (E_CRM_TOAST (self->toast), text);
}

static void
progress_cb (ECrmApp *app, guint done, guint total, gpointer data)
{
  ECrmTodayPane *self = data;
  g_autofree char *text = NULL;

  if (done < total)
    /* TRANSLATORS: how many messages are indexed, of how many */
    text = crm_format_counted (_ ("Index is being built: %1$u of %2$u messages"), done, total);
  e_crm_label_set (self->progress, text);
}

static void
e_crm_today_pane_class_init (ECrmTodayPaneClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = e_crm_today_pane_dispose;
  G_OBJECT_CLASS (klass)->finalize = e_crm_today_pane_finalize;
}

static void
e_crm_today_pane_init (ECrmTodayPane *self)
{
  self->focus_section = -1;
  _e_crm_today_pane_build (self);
  g_signal_connect (self->toast, "undo", G_CALLBACK (undo_cb), self);
  g_signal_connect (self, "map", G_CALLBACK (map_cb), NULL);
  g_signal_connect (self, "unmap", G_CALLBACK (unmap_cb), NULL);
  g_signal_connect (self, "key-press-event", G_CALLBACK (key_cb), NULL);
}

/**
 * e_crm_today_pane_new:
 * @app: what is shown
 *
 * Returns: (transfer floating): a pane; it reads nothing before it is shown
 */
GtkWidget *
e_crm_today_pane_new (ECrmApp *app)
{
  ECrmTodayPane *self = g_object_new (E_TYPE_CRM_TODAY_PANE, NULL);
  guint done, total;

  e_crm_ensure_style (GTK_WIDGET (self));
  self->app = g_object_ref (app);
  g_signal_connect_object (app, "state-changed", G_CALLBACK (state_changed_cb), self, 0);
  g_signal_connect_object (app, "trouble", G_CALLBACK (trouble_cb), self, 0);
  g_signal_connect_object (app, "progress", G_CALLBACK (progress_cb), self, 0);
  e_crm_app_get_progress (app, &done, &total);
  progress_cb (app, done, total, self);
  gtk_widget_show (GTK_WIDGET (self));
  return GTK_WIDGET (self);
}

/**
 * e_crm_today_pane_get_index:
 * @self: the pane
 *
 * Returns: (transfer none): the sections with their counts, to be put beside the pane; they lead to
 *   the sections
 */
GtkWidget *
e_crm_today_pane_get_index (ECrmTodayPane *self)
{
  return self->index;
}
