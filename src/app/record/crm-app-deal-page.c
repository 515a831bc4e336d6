/* crm-app-deal-page.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-app-deal-page"
#include "config.h"

#include "crm-app-deal-page.h"

#include <glib/gi18n-lib.h>

#include "crm-format.h"
#include "crm-phrases-follow-up.h"
#include "crm-phrases.h"
#include "service/crm-deal-sheet.h"
#include "shell/crm-app-evolution.h"
#include "shell/crm-app-widgets.h"

/* As much as is read at once, and asked for by the button below. */
#define HISTORY_PAGE 50

struct _CrmAppDealPage
{
  CrmAppPage parent_instance;
  char *deal; /* (owned): id */
  guint history_limit;
  GtkWidget *stack; /* GtkStack: "reading", "gone" or "deal" */
  GtkWidget *title;
  GtkWidget *facts; /* GtkListBox, and so are the others */
  GtkWidget *people;
  GtkWidget *follow_ups;
  GtkWidget *history;
  GtkWidget *more;
  CrmDealSheet *sheet; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (CrmAppDealPage, crm_app_deal_page, CRM_APP_TYPE_PAGE)

static void
crm_app_deal_page_finalize (GObject *object)
{
  CrmAppDealPage *self = CRM_APP_DEAL_PAGE (object);

  g_free (self->deal);
  g_clear_pointer (&self->sheet, crm_deal_sheet_unref);
  G_OBJECT_CLASS (crm_app_deal_page_parent_class)->finalize (object);
}

static void
clear_list (GtkWidget *list)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (list)) != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (list), row);
}

/* A line with something at its left and something smaller below or at its right. */
static GtkWidget *
add_line (GtkWidget *list, const char *text, const char *below, const char *right)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *label = crm_app_label_new (text, NULL);
  GString *spoken = g_string_new (text);

  gtk_box_append (GTK_BOX (texts), label);
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_widget_set_valign (texts, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (line), texts);
  if (below != NULL && *below != '\0')
    {
      label = crm_app_label_new (below, "caption");
      gtk_widget_add_css_class (label, "dim-label");
      gtk_box_append (GTK_BOX (texts), label);
      g_string_append_printf (spoken, ", %s", below);
    }
  if (right != NULL && *right != '\0')
    {
      label = crm_app_label_new (right, "dim-label");
      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_NONE);
      gtk_box_append (GTK_BOX (line), label);
      g_string_append_printf (spoken, ", %s", right);
    }
  gtk_widget_add_css_class (line, "crm-line");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), line);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  crm_app_set_name (row, spoken->str);
  gtk_list_box_append (GTK_LIST_BOX (list), row);
  g_string_free (spoken, TRUE);
  return row;
}

static void
show_facts (CrmAppDealPage *self)
{
  const CrmDealState *state = self->sheet->state;
  const char *next = crm_record_get_text (state->deal, "next_step");
  gint64 close = crm_record_get_int (state->deal, "expected_close", G_MININT64);
  g_autofree char *amount = crm_format_deal_amount (state->deal);
  g_autofree char *age = crm_deal_state_is_open (state) ? crm_phrase_stage_age (state, NULL) : NULL;
  g_autofree char *when
      = close != G_MININT64 ? crm_format_due ((int)close, self->sheet->now_usec) : NULL;

  clear_list (self->facts);
  add_line (self->facts, _ ("Stage"), age, crm_phrase_record_name (state->stage));
  add_line (self->facts, _ ("Amount"), NULL, amount);
  if (self->sheet->account != NULL)
    add_line (self->facts, _ ("Account"), NULL, crm_phrase_record_name (self->sheet->account));
  if (when != NULL)
    add_line (self->facts, _ ("Expected close"), NULL, when);
  if (next != NULL && *next != '\0')
    add_line (self->facts, _ ("Next step"), next, NULL);
}

static void
show_people (CrmAppDealPage *self)
{
  clear_list (self->people);
  for (guint i = 0; i < self->sheet->people->len; i++)
    {
      const CrmRecord *person = g_ptr_array_index (self->sheet->people, i);

      add_line (self->people, crm_phrase_record_name (person),
                crm_record_get_text (person, "title"), NULL);
    }
}

static void
show_follow_ups (CrmAppDealPage *self)
{
  clear_list (self->follow_ups);
  for (guint i = 0; i < self->sheet->follow_ups->len; i++)
    {
      const CrmRecord *follow_up = g_ptr_array_index (self->sheet->follow_ups, i);
      g_autofree char *due = crm_phrase_follow_up_due (follow_up, self->sheet->now_usec);
      g_autofree char *details = crm_phrase_follow_up_details (follow_up);

      add_line (self->follow_ups, crm_phrase_record_name (follow_up), details, due);
    }
}

static void
show_history (CrmAppDealPage *self)
{
  const CrmHistory *history = self->sheet->history;

  clear_list (self->history);
  for (guint i = 0; i < history->items->len; i++)
    {
      CrmHistoryItem *item = g_ptr_array_index (history->items, i);
      g_autofree char *title = crm_phrase_history_title (item);
      g_autofree char *detail = crm_phrase_history_detail (item, self->sheet->now_usec);
      GtkWidget *row = add_line (self->history, title, detail, NULL);
      gboolean is_there = (item->kind == CRM_HISTORY_EMAIL && item->folder != NULL)
                          || (item->event_uid != NULL && item->source != NULL);

      g_object_set_data (G_OBJECT (row), "crm-item", item); /* as long as the sheet lives */
      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), is_there);
    }
  gtk_widget_set_visible (self->more, history->has_more);
}

static void
show (CrmAppDealPage *self)
{
  GtkRoot *window = gtk_widget_get_root (GTK_WIDGET (self));
  const char *title = crm_phrase_record_name (self->sheet->state->deal);

  gtk_label_set_text (GTK_LABEL (self->title), title);
  if (GTK_IS_WINDOW (window))
    gtk_window_set_title (GTK_WINDOW (window), title);
  show_facts (self);
  show_people (self);
  show_follow_ups (self);
  show_history (self);
  gtk_widget_set_visible (gtk_widget_get_parent (self->people), self->sheet->people->len > 0);
  gtk_widget_set_visible (gtk_widget_get_parent (self->follow_ups),
                          self->sheet->follow_ups->len > 0);
  gtk_widget_set_visible (gtk_widget_get_parent (self->history),
                          self->sheet->history->items->len > 0);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "deal");
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  CrmAppDealPage *self = data;
  g_autoptr (GError) error = NULL;
  CrmDealSheet *sheet = crm_deal_sheet_load_finish (CRM_STORE (source), result, &error);

  if (sheet != NULL)
    {
      g_autoptr (CrmDealSheet) old = g_steal_pointer (&self->sheet);

      self->sheet = sheet;
      show (self);
    }
  else if (g_error_matches (error, CRM_ERROR, CRM_ERROR_NOT_FOUND))
    {
      gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "gone");
      g_clear_error (&error);
    }
  crm_app_page_loaded (CRM_APP_PAGE (self), error);
}

static void
crm_app_deal_page_load (CrmAppPage *page, CrmStore *store, GCancellable *cancellable)
{
  CrmAppDealPage *self = CRM_APP_DEAL_PAGE (page);

  crm_deal_sheet_load_async (store, self->deal, self->history_limit, 0, cancellable, loaded_cb,
                             self);
}

static void
crm_app_deal_page_class_init (CrmAppDealPageClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = crm_app_deal_page_finalize;
  CRM_APP_PAGE_CLASS (klass)->load = crm_app_deal_page_load;
}

static void
history_activated_cb (GtkListBox *list, GtkListBoxRow *row, gpointer data)
{
  const CrmHistoryItem *item = g_object_get_data (G_OBJECT (row), "crm-item");

  if (item->event_uid != NULL)
    crm_app_evolution_open_event (crm_app_page_get_session (data), item->source, item->event_uid,
                                  item->recurrence_id);
  else
    crm_app_evolution_open_message (crm_app_page_get_session (data), item->source, item->folder,
                                    item->uid);
}

static void
more_clicked_cb (GtkButton *button, gpointer data)
{
  CrmAppDealPage *self = data;

  self->history_limit += HISTORY_PAGE;
  crm_app_page_invalidate (CRM_APP_PAGE (self));
}

static GtkWidget *
add_part (GtkWidget *parent, const char *heading, const char *id)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *list = gtk_list_box_new ();

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  crm_app_set_id (list, id);
  crm_app_set_name (list, heading);
  gtk_box_append (GTK_BOX (box), crm_app_label_new (heading, "heading"));
  gtk_box_append (GTK_BOX (box), list);
  gtk_box_append (GTK_BOX (parent), box);
  return list;
}

static GtkWidget *
make_content (CrmAppDealPage *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *clamp = adw_clamp_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);

  self->title = crm_app_text_new ("title-2");
  gtk_box_append (GTK_BOX (box), self->title);
  self->facts = add_part (box, _ ("Deal"), "crm-deal-facts");
  self->follow_ups = add_part (box, _ ("Follow-ups"), "crm-deal-follow-ups");
  self->people = add_part (box, _ ("People"), "crm-deal-people");
  self->history = add_part (box, _ ("History"), "crm-deal-history");
  g_signal_connect (self->history, "row-activated", G_CALLBACK (history_activated_cb), self);
  self->more = crm_app_button_new (_ ("Show _Earlier"), "crm-deal-earlier");
  gtk_widget_add_css_class (self->more, "flat");
  g_signal_connect (self->more, "clicked", G_CALLBACK (more_clicked_cb), self);
  gtk_box_append (GTK_BOX (gtk_widget_get_parent (self->history)), self->more);
  gtk_widget_add_css_class (box, "crm-page");
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), 700);
  adw_clamp_set_child (ADW_CLAMP (clamp), box);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), clamp);
  return scrolled;
}

static void
crm_app_deal_page_init (CrmAppDealPage *self)
{
  GtkWidget *gone = crm_app_status_new (
      "edit-delete-symbolic", _ ("This Deal Is No More"),
      _ ("Somebody deleted it. Undo where that was done brings it back."), "crm-deal-gone");

  self->history_limit = HISTORY_PAGE;
  self->stack = gtk_stack_new ();
  gtk_widget_set_vexpand (self->stack, TRUE);
  gtk_stack_add_named (GTK_STACK (self->stack), gtk_box_new (GTK_ORIENTATION_VERTICAL, 0),
                       "reading");
  gtk_stack_add_named (GTK_STACK (self->stack), make_content (self), "deal");
  gtk_stack_add_named (GTK_STACK (self->stack), gone, "gone");
  adw_bin_set_child (ADW_BIN (self), self->stack);
}

/* Shows the deal with this id beside the window that @parent is in. */
void
crm_app_deal_page_present (GtkWidget *parent, CrmAppSession *session, const char *deal)
{
  CrmAppDealPage *self = g_object_new (CRM_APP_TYPE_DEAL_PAGE, NULL);
  GtkWidget *window = adw_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkShortcutController *keys = GTK_SHORTCUT_CONTROLLER (gtk_shortcut_controller_new ());

  self->deal = g_strdup (deal);
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self));
  adw_window_set_content (ADW_WINDOW (window), box);
  gtk_window_set_title (GTK_WINDOW (window), _ ("Deal"));
  gtk_window_set_transient_for (GTK_WINDOW (window), GTK_WINDOW (gtk_widget_get_root (parent)));
  gtk_window_set_destroy_with_parent (GTK_WINDOW (window), TRUE);
  gtk_window_set_default_size (GTK_WINDOW (window), 560, 680);
  gtk_widget_set_size_request (window, 360, 294);
  gtk_shortcut_controller_add_shortcut (
      keys, gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape, 0),
                              gtk_named_action_new ("window.close")));
  gtk_widget_add_controller (window, GTK_EVENT_CONTROLLER (keys));
  crm_app_page_set_session (CRM_APP_PAGE (self), session);
  crm_app_page_set_active (CRM_APP_PAGE (self), TRUE);
  gtk_window_present (GTK_WINDOW (window));
}
