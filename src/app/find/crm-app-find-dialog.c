/* crm-app-find-dialog.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-app-find-dialog"
#include "config.h"

#include "crm-app-find-dialog.h"

#include <glib/gi18n-lib.h>

#include "crm-format.h"
#include "crm-phrases.h"
#include "record/crm-app-records.h"
#include "service/crm-find.h"
#include "shell/crm-app-evolution.h"
#include "shell/crm-app-widgets.h"

#define MAX_FOUND 20

struct _CrmAppFindDialog
{
  AdwWindow parent_instance;
  CrmAppSession *session;    /* (owned) (nullable) */
  GCancellable *cancellable; /* (owned) (nullable): of the search under way */
  GPtrArray *found;          /* (owned) (nullable) (element-type CrmFound): what is shown */
  GtkWidget *entry;
  GtkWidget *stack; /* GtkStack: "hint", "nothing" or "found" */
  GtkWidget *list;
};

G_DEFINE_FINAL_TYPE (CrmAppFindDialog, crm_app_find_dialog, ADW_TYPE_WINDOW)

static void
stop (CrmAppFindDialog *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
crm_app_find_dialog_dispose (GObject *object)
{
  CrmAppFindDialog *self = CRM_APP_FIND_DIALOG (object);

  stop (self);
  g_clear_object (&self->session);
  g_clear_pointer (&self->found, g_ptr_array_unref);
  G_OBJECT_CLASS (crm_app_find_dialog_parent_class)->dispose (object);
}

static void
crm_app_find_dialog_class_init (CrmAppFindDialogClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = crm_app_find_dialog_dispose;
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0, "window.close",
                                       NULL);
}

/* What a person, an account or a lead is, beside its kind. */
static char *
describe_record (const CrmRecord *record)
{
  static const char *const fields[] = { "title", "organization", "industry" };
  const char *kind = g_dgettext (GETTEXT_PACKAGE, record->entity->label);

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      const char *text = crm_entity_find_field (record->entity, fields[i]) != NULL
                             ? crm_record_get_text (record, fields[i])
                             : NULL;

      if (text != NULL && *text != '\0')
        return g_strdup_printf ("\u2068%s\u2069 · \u2068%s\u2069", kind, text);
    }
  return g_strdup (kind);
}

static char *
describe (const CrmFound *found)
{
  g_autofree char *amount = NULL;
  const char *stage;

  if (found->record != NULL)
    return describe_record (found->record);
  if (found->letter != NULL)
    return crm_format_time (found->letter->date_usec, g_get_real_time ());
  amount = crm_format_deal_amount (found->deal->deal);
  stage = crm_phrase_record_name (found->deal->stage);
  /* Isolated: each keeps its own direction, and its place. */
  if (found->account_name == NULL)
    return g_strdup_printf ("\u2068%s\u2069 · \u2068%s\u2069", amount, stage);
  return g_strdup_printf ("\u2068%s\u2069 · \u2068%s\u2069 · \u2068%s\u2069", found->account_name,
                          amount, stage);
}

static const char *
get_title (const CrmFound *found)
{
  if (found->deal != NULL)
    return crm_phrase_record_name (found->deal->deal);
  if (found->record != NULL)
    return crm_phrase_record_name (found->record);
  return *found->letter->subject != '\0' ? found->letter->subject : _ ("(no subject)");
}

static const char *
get_kind (const CrmFound *found)
{
  if (found->record != NULL)
    return g_dgettext (GETTEXT_PACKAGE, found->record->entity->label);
  return found->deal != NULL ? _ ("Deal") : _ ("Message");
}

static const char *
get_icon (const CrmFound *found)
{
  if (found->record == NULL)
    return found->deal != NULL ? "org.gnome.Evolution.Crm-symbolic" : "mail-unread-symbolic";
  return g_str_equal (found->record->entity->name, "account") ? "user-home-symbolic"
                                                              : "avatar-default-symbolic";
}

static void
add_row (CrmAppFindDialog *self, const CrmFound *found)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *below;
  const char *title = get_title (found);
  g_autofree char *description = describe (found);
  /* TRANSLATORS: for screen readers: what was found, its kind, and more about it */
  g_autofree char *spoken
      = g_strdup_printf (_ ("%1$s, %2$s, %3$s"), title, get_kind (found), description);

  below = crm_app_label_new (NULL, "caption");
  crm_app_label_set_parts (below, description);
  gtk_widget_add_css_class (below, "dim-label");
  gtk_box_append (GTK_BOX (texts), crm_app_label_new (title, NULL));
  gtk_box_append (GTK_BOX (texts), below);
  gtk_box_append (GTK_BOX (line), gtk_image_new_from_icon_name (get_icon (found)));
  gtk_box_append (GTK_BOX (line), texts);
  gtk_widget_add_css_class (line, "crm-line");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), line);
  crm_app_set_name (row, spoken);
  gtk_list_box_append (GTK_LIST_BOX (self->list), row);
}

static void
show_found (CrmAppFindDialog *self)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (self->list)) != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (self->list), row);
  for (guint i = 0; i < self->found->len; i++)
    add_row (self, g_ptr_array_index (self->found, i));
  gtk_list_box_select_row (GTK_LIST_BOX (self->list),
                           gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), 0));
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack),
                                    self->found->len > 0 ? "found" : "nothing");
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
  g_clear_pointer (&self->found, g_ptr_array_unref);
  self->found = found;
  show_found (self);
}

static void
search_changed_cb (GtkSearchEntry *entry, gpointer data)
{
  CrmAppFindDialog *self = data;
  const char *words = gtk_editable_get_text (GTK_EDITABLE (entry));
  CrmStore *store = crm_app_session_get_store (self->session);

  stop (self);
  if (*words == '\0' || store == NULL)
    {
      gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "hint");
      return;
    }
  self->cancellable = g_cancellable_new ();
  crm_find_async (store, words, MAX_FOUND, self->cancellable, found_cb, g_object_ref (self));
}

static void
row_activated_cb (GtkListBox *list, GtkListBoxRow *row, gpointer data)
{
  CrmAppFindDialog *self = data;
  const CrmFound *found = g_ptr_array_index (self->found, gtk_list_box_row_get_index (row));
  GtkWidget *parent = GTK_WIDGET (gtk_window_get_transient_for (GTK_WINDOW (self)));

  if (found->deal != NULL)
    crm_app_records_present (parent, self->session, "deal", found->deal->deal->id);
  else if (found->record != NULL)
    crm_app_records_present (parent, self->session, found->record->entity->name, found->record->id);
  else if (found->place != NULL)
    crm_app_evolution_open_message (self->session, found->place->source, found->place->folder,
                                    found->place->uid);
  gtk_window_close (GTK_WINDOW (self));
}

/* Enter takes what is chosen, the first unless one went further. */
static void
entry_activated_cb (GtkSearchEntry *entry, gpointer data)
{
  CrmAppFindDialog *self = data;
  GtkListBoxRow *row = gtk_list_box_get_selected_row (GTK_LIST_BOX (self->list));

  if (row != NULL && self->found != NULL && self->found->len > 0)
    row_activated_cb (GTK_LIST_BOX (self->list), row, self);
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
  row = gtk_list_box_get_row_at_index (list, gtk_list_box_row_get_index (row) + step);
  if (row != NULL)
    gtk_list_box_select_row (list, row);
  return TRUE;
}

static GtkWidget *
make_list (CrmAppFindDialog *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  self->list = gtk_list_box_new ();
  gtk_widget_add_css_class (self->list, "navigation-sidebar");
  crm_app_set_id (self->list, "crm-found");
  crm_app_set_name (self->list, _ ("Found"));
  g_signal_connect (self->list, "row-activated", G_CALLBACK (row_activated_cb), self);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), self->list);
  return scrolled;
}

static void
crm_app_find_dialog_init (CrmAppFindDialog *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *bar = adw_header_bar_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkWidget *hint = crm_app_status_new ("edit-find-symbolic", _ ("Find"),
                                        _ ("Words of a deal, a person, an account or a subject"),
                                        "crm-find-hint");
  GtkWidget *nothing = crm_app_status_new ("edit-find-symbolic", _ ("Nothing Found"),
                                           _ ("Every word must begin a word of what you look for."),
                                           "crm-find-nothing");

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
  gtk_stack_add_named (GTK_STACK (self->stack), hint, "hint");
  gtk_stack_add_named (GTK_STACK (self->stack), nothing, "nothing");
  gtk_stack_add_named (GTK_STACK (self->stack), make_list (self), "found");
  gtk_box_append (GTK_BOX (box), bar);
  gtk_box_append (GTK_BOX (box), self->stack);
  adw_window_set_content (ADW_WINDOW (self), box);
  gtk_window_set_title (GTK_WINDOW (self), _ ("Find"));
  gtk_window_set_modal (GTK_WINDOW (self), TRUE);
  gtk_window_set_default_size (GTK_WINDOW (self), 520, 460);
  gtk_widget_set_size_request (GTK_WIDGET (self), 360, 294);
}

/* Shows it above @parent, where what is found opens. */
void
crm_app_find_dialog_present (GtkWindow *parent, CrmAppSession *session)
{
  CrmAppFindDialog *self = g_object_new (CRM_APP_TYPE_FIND_DIALOG, "transient-for", parent,
                                         "destroy-with-parent", TRUE, NULL);

  self->session = g_object_ref (session);
  gtk_widget_grab_focus (self->entry);
  gtk_window_present (GTK_WINDOW (self));
}
