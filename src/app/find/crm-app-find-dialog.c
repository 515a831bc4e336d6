/* crm-app-find-dialog.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-app-find-dialog"
#include "config.h"

#include "crm-app-find-dialog.h"

#include <glib/gi18n-lib.h>

#include "crm-app-commands.h"
#include "crm-app-find-row.h"
#include "crm-phrases.h"
#include "base/crm-app-evolution.h"
#include "base/crm-app-navigation.h"
#include "base/crm-app-widgets.h"
#include "service/crm-find.h"

#define MAX_FOUND 20
/* More than are in sight; the others' rows come a few a frame, so that typing never waits. */
#define FIRST_ROWS 8
#define ROWS_A_FRAME 4

struct _CrmAppFindDialog
{
  AdwWindow parent_instance;
  CrmAppSession *session;    /* (owned) (nullable) */
  GCancellable *cancellable; /* (owned) (nullable): of the search under way */
  GPtrArray *found;          /* (owned) (nullable) (element-type CrmFound): of the last search */
  GPtrArray *commands;       /* (owned) (element-type CrmAppCommand): all there are */
  GPtrArray *shown;          /* (owned) (element-type Shown): what there are rows of, or will be */
  guint n_rows;              /* of @shown, so many have their row */
  guint growing;             /* tick callback that makes the others, 0 for none */
  char *words;               /* (owned) (nullable): what was searched last; NULL at first */
  gboolean open_first;       /* Enter was pressed before the answer came */
  GtkWidget *entry;
  GtkWidget *stack; /* GtkStack: "nothing" or "found" */
  GtkWidget *hint;  /* above the list, as long as nothing is looked for */
  GtkWidget *list;
};

/* What a row stands for: one of both. */
typedef struct
{
  const CrmFound *found;        /* (nullable) */
  const CrmAppCommand *command; /* (nullable) */
} Shown;

G_DEFINE_FINAL_TYPE (CrmAppFindDialog, crm_app_find_dialog, ADW_TYPE_WINDOW)

static void
stop (CrmAppFindDialog *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
stop_growing (CrmAppFindDialog *self)
{
  if (self->growing != 0)
    gtk_widget_remove_tick_callback (self->list, self->growing);
  self->growing = 0;
}

static void
crm_app_find_dialog_dispose (GObject *object)
{
  CrmAppFindDialog *self = CRM_APP_FIND_DIALOG (object);

  stop (self);
  stop_growing (self);
  g_clear_object (&self->session);
  g_clear_pointer (&self->shown, g_ptr_array_unref);
  g_clear_pointer (&self->found, g_ptr_array_unref);
  g_clear_pointer (&self->commands, g_ptr_array_unref);
  g_clear_pointer (&self->words, g_free);
  G_OBJECT_CLASS (crm_app_find_dialog_parent_class)->dispose (object);
}

static void
crm_app_find_dialog_class_init (CrmAppFindDialogClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = crm_app_find_dialog_dispose;
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0, "window.close",
                                       NULL);
}

static void
add_shown (CrmAppFindDialog *self, const CrmFound *found, const CrmAppCommand *command)
{
  Shown *shown = g_new (Shown, 1);

  *shown = (Shown){ found, command };
  g_ptr_array_add (self->shown, shown);
}

/* @meant: those that are called just so, or the others */
static void
add_commands (CrmAppFindDialog *self, GPtrArray *commands, gboolean meant)
{
  const char *words = self->words != NULL ? self->words : "";

  for (guint i = 0; i < commands->len; i++)
    {
      const CrmAppCommand *command = g_ptr_array_index (commands, i);

      if (crm_app_command_is_meant (command, words) == meant)
        add_shown (self, NULL, command);
    }
}

static void
make_rows (CrmAppFindDialog *self, guint n)
{
  for (; n > 0 && self->n_rows < self->shown->len; n--)
    {
      const Shown *shown = g_ptr_array_index (self->shown, self->n_rows++);

      gtk_list_box_append (GTK_LIST_BOX (self->list),
                           shown->found != NULL ? crm_app_find_row_new (shown->found)
                                                : crm_app_find_row_new_command (shown->command));
    }
}

static gboolean
grow_cb (GtkWidget *list, GdkFrameClock *clock, gpointer data)
{
  CrmAppFindDialog *self = data;

  make_rows (self, ROWS_A_FRAME);
  if (self->n_rows < self->shown->len)
    return G_SOURCE_CONTINUE;
  self->growing = 0; /* it ends by itself */
  return G_SOURCE_REMOVE;
}

static void
clear_rows (CrmAppFindDialog *self)
{
  GtkWidget *row;

  stop_growing (self);
  while ((row = gtk_widget_get_first_child (self->list)) != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (self->list), row);
  g_ptr_array_set_size (self->shown, 0);
  self->n_rows = 0;
}

/* Without words all that can be done, so that one sees it and may choose with the arrows. */
static void
show_found (CrmAppFindDialog *self)
{
  const char *words = self->words != NULL ? self->words : "";
  g_autoptr (GPtrArray) commands = crm_app_commands_find (self->commands, words);

  gtk_widget_set_visible (self->hint, *words == '\0');
  add_commands (self, commands, TRUE);
  for (guint i = 0; self->found != NULL && i < self->found->len; i++)
    add_shown (self, g_ptr_array_index (self->found, i), NULL);
  add_commands (self, commands, FALSE);
  make_rows (self, FIRST_ROWS);
  if (self->n_rows < self->shown->len)
    self->growing = gtk_widget_add_tick_callback (self->list, grow_cb, self, NULL);
  gtk_list_box_select_row (GTK_LIST_BOX (self->list),
                           gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), 0));
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack),
                                    self->shown->len > 0 ? "found" : "nothing");
}

static void
open_found (CrmAppFindDialog *self, const CrmFound *found)
{
  GtkWidget *parent = GTK_WIDGET (gtk_window_get_transient_for (GTK_WINDOW (self)));
  const char *id = NULL;

  if (found->deal != NULL)
    crm_app_navigation_present (parent, self->session, "deal", found->deal->deal->id);
  else if (found->belongs_to != NULL)
    {
      const char *entity = crm_find_get_owner (found->record, &id);

      crm_app_navigation_present (parent, self->session, entity, id);
    }
  else if (found->record != NULL)
    crm_app_navigation_present (parent, self->session, found->record->entity->name,
                                found->record->id);
  else if (found->event != NULL)
    crm_app_evolution_open_event (self->session, found->event->calendar_uid, found->event->uid,
                                  found->event->recurrence_id);
  else if (found->place != NULL)
    crm_app_evolution_open_message (self->session, found->place->source, found->place->folder,
                                    found->place->uid);
}

/* Commands are the main window's, from wherever they were looked for. */
static void
do_command (CrmAppFindDialog *self, const CrmAppCommand *command)
{
  GtkWindow *window = crm_app_navigation_get_main_window (GTK_WIDGET (self));

  gtk_window_present (window);
  gtk_widget_activate_action_variant (GTK_WIDGET (window), command->action, command->target);
}

static void
row_activated_cb (GtkListBox *list, GtkListBoxRow *row, gpointer data)
{
  g_autoptr (CrmAppFindDialog) self = g_object_ref (data);
  const Shown *shown = g_ptr_array_index (self->shown, gtk_list_box_row_get_index (row));

  gtk_widget_set_visible (GTK_WIDGET (self), FALSE); /* what comes now is above its parent */
  if (shown->found != NULL)
    open_found (self, shown->found);
  else
    do_command (self, shown->command);
  gtk_window_close (GTK_WINDOW (self));
}

static void
open_selected (CrmAppFindDialog *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (GTK_LIST_BOX (self->list));

  self->open_first = FALSE;
  if (row != NULL)
    row_activated_cb (GTK_LIST_BOX (self->list), row, self);
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CrmAppFindDialog) self = data;
  g_autoptr (GError) error = NULL;
  GPtrArray *found = crm_find_finish (CRM_STORE (source), result, &error);

  if (found == NULL)
    {
      if (self->session != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        crm_app_session_tell_trouble (self->session, crm_phrase_error (error));
      return;
    }
  if (self->session == NULL) /* closed meanwhile */
    {
      g_ptr_array_unref (found);
      return;
    }
  clear_rows (self);
  g_clear_pointer (&self->found, g_ptr_array_unref);
  self->found = found;
  g_clear_object (&self->cancellable);
  show_found (self);
  if (self->open_first)
    open_selected (self);
}

static void
search_changed_cb (GtkSearchEntry *entry, gpointer data)
{
  CrmAppFindDialog *self = data;
  const char *words = gtk_editable_get_text (GTK_EDITABLE (entry));
  CrmStore *store = crm_app_session_get_store (self->session);

  if (g_strcmp0 (words, self->words) == 0)
    return;
  stop (self);
  self->open_first = FALSE;
  g_free (self->words);
  self->words = g_strdup (words);
  if (*words == '\0' || store == NULL)
    {
      clear_rows (self);
      g_clear_pointer (&self->found, g_ptr_array_unref);
      show_found (self);
      return;
    }
  self->cancellable = g_cancellable_new ();
  crm_find_async (store, words, MAX_FOUND, self->cancellable, found_cb, g_object_ref (self));
}

/* Enter takes what is chosen, the first unless one went further; who types fast and presses it
 * before there is an answer gets that of what was typed, not the one before. */
static void
entry_activated_cb (GtkSearchEntry *entry, gpointer data)
{
  CrmAppFindDialog *self = data;

  search_changed_cb (entry, self);
  if (self->cancellable != NULL)
    self->open_first = TRUE;
  else
    open_selected (self);
}

/* The arrows choose while one goes on typing. */
static gboolean
key_pressed_cb (GtkEventControllerKey *keys,
                guint keyval,
                guint keycode,
                GdkModifierType modifiers,
                gpointer data)
{
  CrmAppFindDialog *self = data;
  GtkListBox *list = GTK_LIST_BOX (self->list);
  GtkListBoxRow *row = gtk_list_box_get_selected_row (list);
  int step = keyval == GDK_KEY_Down ? 1 : keyval == GDK_KEY_Up ? -1 : 0;

  if (step == 0 || row == NULL)
    return FALSE;
  if (gtk_list_box_row_get_index (row) + 1 == (int)self->n_rows)
    make_rows (self, ROWS_A_FRAME); /* faster than they come */
  row = gtk_list_box_get_row_at_index (list, gtk_list_box_row_get_index (row) + step);
  if (row != NULL)
    gtk_list_box_select_row (list, row);
  return TRUE;
}

static GtkWidget *
make_list (CrmAppFindDialog *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  self->hint = crm_app_text_new ("dim-label");
  gtk_label_set_text (GTK_LABEL (self->hint), _ ("Words of a deal, a person, an account, a note, "
                                                 "a meeting, a subject or a command"));
  gtk_widget_add_css_class (self->hint, "crm-find-hint");
  crm_app_set_id (self->hint, "crm-find-hint");
  self->list = gtk_list_box_new ();
  gtk_widget_add_css_class (self->list, "navigation-sidebar");
  crm_app_set_id (self->list, "crm-found");
  crm_app_set_name (self->list, _ ("Found"));
  g_signal_connect (self->list, "row-activated", G_CALLBACK (row_activated_cb), self);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), self->list);
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_box_append (GTK_BOX (box), self->hint);
  gtk_box_append (GTK_BOX (box), scrolled);
  return box;
}

static void
crm_app_find_dialog_init (CrmAppFindDialog *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *bar = adw_header_bar_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkWidget *nothing = crm_app_status_new ("edit-find-symbolic", _ ("Nothing Found"),
                                           _ ("Every word must begin a word of what you look for."),
                                           "crm-find-nothing");

  self->shown = g_ptr_array_new_with_free_func (g_free);
  self->entry = gtk_search_entry_new ();
  gtk_widget_set_hexpand (self->entry, TRUE);
  crm_app_set_name (self->entry, _ ("Find"));
  crm_app_set_id (self->entry, "crm-find");
  g_signal_connect (self->entry, "search-changed", G_CALLBACK (search_changed_cb), self);
  g_signal_connect (self->entry, "activate", G_CALLBACK (entry_activated_cb), self);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (self->entry, keys);
  g_signal_connect_swapped (self->entry, "stop-search", G_CALLBACK (gtk_window_close), self);
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (bar), self->entry);
  self->stack = gtk_stack_new ();
  gtk_widget_set_vexpand (self->stack, TRUE);
  gtk_stack_add_named (GTK_STACK (self->stack), make_list (self), "found");
  gtk_stack_add_named (GTK_STACK (self->stack), nothing, "nothing");
  gtk_box_append (GTK_BOX (box), bar);
  gtk_box_append (GTK_BOX (box), self->stack);
  adw_window_set_content (ADW_WINDOW (self), box);
  gtk_window_set_title (GTK_WINDOW (self), _ ("Find"));
  gtk_window_set_modal (GTK_WINDOW (self), TRUE);
  gtk_window_set_default_size (GTK_WINDOW (self), crm_app_scale_letters (GTK_WIDGET (self), 520),
                               crm_app_scale_letters (GTK_WIDGET (self), 520));
  gtk_widget_set_size_request (GTK_WIDGET (self), 360, 294);
}

/**
 * crm_app_find_dialog_present:
 * @parent: a window
 * @session: a session
 * @commands: (transfer full) (element-type CrmAppCommand): what the main window can do
 *
 * Shows it above @parent, beside which what is found opens.
 */
void
crm_app_find_dialog_present (GtkWindow *parent, CrmAppSession *session, GPtrArray *commands)
{
  CrmAppFindDialog *self = g_object_new (CRM_APP_TYPE_FIND_DIALOG, "transient-for", parent,
                                         "destroy-with-parent", TRUE, NULL);

  self->session = g_object_ref (session);
  self->commands = commands;
  show_found (self);
  gtk_widget_grab_focus (self->entry);
  gtk_window_present (GTK_WINDOW (self));
}
