/* crm-app-pipeline-page.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-app-pipeline-page"
#include "config.h"

#include "crm-app-pipeline-page.h"

#include <glib/gi18n-lib.h>

#include "crm-format.h"
#include "crm-app-board-column.h"
#include "crm-app-board-drop.h"
#include "crm-app-board-filter.h"
#include "crm-app-move-dialog.h"
#include "crm-app-move.h"
#include "crm-app-new-deal.h"
#include "crm-app-pipeline-editor.h"
#include "crm-phrases-board.h"
#include "crm-phrases.h"
#include "base/crm-app-choice.h"
#include "base/crm-app-navigation.h"
#include "base/crm-app-widgets.h"

struct _CrmAppPipelinePage
{
  CrmAppPage parent_instance;
  GtkWidget *stack;  /* GtkStack: "reading", "nothing" or "board" */
  GtkWidget *choice; /* GtkDropDown: the pipelines */
  GtkWidget *filter;
  GtkWidget *summary;
  GtkWidget *hidden;   /* says what is filtered out */
  GtkWidget *columns;  /* GtkBox of CrmAppBoardColumn */
  GtkWidget *letters;  /* CrmAppCardLetters: of all of their cards */
  CrmBoard *board;     /* (owned) (nullable) */
  char *pipeline;      /* (owned) (nullable): id of the one to show; NULL for the first */
  char *focus_deal;    /* (owned) (nullable): id of the deal that gets the focus when it is shown */
  gboolean choosing;   /* the list of pipelines is being filled */
  gboolean asked_anew; /* other filters, another order or pipeline than what is shown */
};

G_DEFINE_FINAL_TYPE (CrmAppPipelinePage, crm_app_pipeline_page, CRM_APP_TYPE_PAGE)

static void
crm_app_pipeline_page_dispose (GObject *object)
{
  g_clear_pointer (&CRM_APP_PIPELINE_PAGE (object)->letters, gtk_widget_unparent);
  G_OBJECT_CLASS (crm_app_pipeline_page_parent_class)->dispose (object);
}

static void
crm_app_pipeline_page_finalize (GObject *object)
{
  CrmAppPipelinePage *self = CRM_APP_PIPELINE_PAGE (object);

  g_clear_pointer (&self->board, crm_board_unref);
  g_free (self->pipeline);
  g_free (self->focus_deal);
  G_OBJECT_CLASS (crm_app_pipeline_page_parent_class)->finalize (object);
}

/* --- moving deals --- */

/* The focus goes with the deal. */
static void
follow_cb (const char *deal, gpointer data)
{
  CrmAppPipelinePage *self = data;

  g_free (self->focus_deal);
  self->focus_deal = g_strdup (deal);
}

static void
move_card (CrmAppPipelinePage *self,
           CrmBoardCard *card,
           const CrmRecord *stage,
           gboolean by_keyboard)
{
  if (g_str_equal (crm_board_card_get_stage (card)->id, stage->id))
    return; /* dropped where it was */
  crm_app_move_deal (GTK_WIDGET (self), crm_app_page_get_session (CRM_APP_PAGE (self)),
                     crm_board_card_get_deal (card), crm_board_card_get_stage (card), stage,
                     self->board->lost_reasons, by_keyboard ? follow_cb : NULL, self);
}

static GtkWidget * /* (nullable): so many columns further */
find_column (GtkWidget *column, int step)
{
  for (; step > 0 && column != NULL; step--)
    column = gtk_widget_get_next_sibling (column);
  for (; step < 0 && column != NULL; step++)
    column = gtk_widget_get_prev_sibling (column);
  return column;
}

static void
moved_cb (CrmAppBoardColumn *column, CrmBoardCard *card, int step, gpointer data)
{
  GtkWidget *other = find_column (GTK_WIDGET (column), step);

  if (other == NULL)
    gtk_widget_error_bell (GTK_WIDGET (column));
  else
    move_card (data, card, crm_app_board_column_get_stage (CRM_APP_BOARD_COLUMN (other)), TRUE);
}

static void
dropped_cb (CrmAppBoardColumn *column, CrmBoardCard *card, gpointer data)
{
  move_card (data, card, crm_app_board_column_get_stage (column), FALSE);
}

static void
opened_cb (CrmAppBoardColumn *column, CrmBoardCard *card, gpointer data)
{
  crm_app_navigation_present (data, crm_app_page_get_session (data), "deal",
                              crm_board_card_get_deal (card)->id);
}

static void
sent_away_cb (CrmAppBoardColumn *column, CrmBoardCard *card, gpointer data)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_add (ids, g_strdup (crm_board_card_get_deal (card)->id));
  crm_app_move_dialog_ask (data, crm_app_page_get_session (data), ids);
}

/* Columns without a deal have no row that could have the focus. */
static void
left_cb (CrmAppBoardColumn *column, int step, guint position, gpointer data)
{
  for (GtkWidget *other = find_column (GTK_WIDGET (column), step); other != NULL;
       other = find_column (other, step))
    if (crm_app_board_column_focus_row (CRM_APP_BOARD_COLUMN (other), position))
      return;
  gtk_widget_error_bell (GTK_WIDGET (column));
}

/* --- showing --- */

static gboolean
has_columns_of (CrmAppPipelinePage *self, const CrmBoard *board)
{
  GtkWidget *column = gtk_widget_get_first_child (self->columns);

  for (guint i = 0; i < board->columns->len; i++)
    {
      const CrmBoardColumn *wanted = g_ptr_array_index (board->columns, i);
      const CrmRecord *stage
          = column != NULL ? crm_app_board_column_get_stage (CRM_APP_BOARD_COLUMN (column)) : NULL;

      if (stage == NULL || !g_str_equal (stage->id, wanted->stage->id))
        return FALSE;
      column = gtk_widget_get_next_sibling (column);
    }
  return column == NULL;
}

static void
make_columns (CrmAppPipelinePage *self, guint n)
{
  GtkWidget *column;

  while ((column = gtk_widget_get_first_child (self->columns)) != NULL)
    gtk_box_remove (GTK_BOX (self->columns), column);
  for (guint i = 0; i < n; i++)
    {
      column = crm_app_board_column_new (CRM_APP_CARD_LETTERS (self->letters));
      g_signal_connect (column, "moved", G_CALLBACK (moved_cb), self);
      g_signal_connect (column, "dropped", G_CALLBACK (dropped_cb), self);
      g_signal_connect (column, "left", G_CALLBACK (left_cb), self);
      g_signal_connect (column, "opened", G_CALLBACK (opened_cb), self);
      g_signal_connect (column, "sent-away", G_CALLBACK (sent_away_cb), self);
      gtk_box_append (GTK_BOX (self->columns), column);
    }
}

static void
show_columns (CrmAppPipelinePage *self)
{
  GtkWidget *column;

  if (!has_columns_of (self, self->board))
    make_columns (self, self->board->columns->len);
  column = gtk_widget_get_first_child (self->columns);
  for (guint i = 0; i < self->board->columns->len; i++)
    {
      crm_app_board_column_show (CRM_APP_BOARD_COLUMN (column),
                                 g_ptr_array_index (self->board->columns, i), self->board->now_usec,
                                 self->asked_anew);
      if (self->focus_deal != NULL
          && crm_app_board_column_focus_deal (CRM_APP_BOARD_COLUMN (column), self->focus_deal))
        g_clear_pointer (&self->focus_deal, g_free);
      column = gtk_widget_get_next_sibling (column);
    }
  self->asked_anew = FALSE;
}

static void
show_choice (CrmAppPipelinePage *self)
{
  GPtrArray *pipelines = self->board->pipelines;
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  guint selected = 0;

  for (guint i = 0; i < pipelines->len; i++)
    {
      const CrmRecord *pipeline = g_ptr_array_index (pipelines, i);

      gtk_string_list_append (names, crm_phrase_record_name (pipeline));
      if (g_str_equal (pipeline->id, self->board->pipeline->id))
        selected = i;
    }
  self->choosing = TRUE;
  gtk_drop_down_set_model (GTK_DROP_DOWN (self->choice), G_LIST_MODEL (names));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->choice), selected);
  self->choosing = FALSE;
}

static gboolean
has_deals (const CrmBoard *board)
{
  for (guint i = 0; i < board->columns->len; i++)
    if (((const CrmBoardColumn *)g_ptr_array_index (board->columns, i))->deals->len > 0)
      return TRUE;
  return FALSE;
}

/* What the filters leave out is told, with the way back: nobody is to miss a deal. */
static void
show_hidden (CrmAppPipelinePage *self)
{
  guint n = self->board->n_hidden;
  g_autofree char *text = crm_format_counted (
      g_dngettext (GETTEXT_PACKAGE, "%u deal is filtered out", "%u deals are filtered out", n), n);

  gtk_label_set_text (GTK_LABEL (self->hidden), text);
  gtk_widget_set_visible (gtk_widget_get_parent (self->hidden), n > 0);
}

static void
show (CrmAppPipelinePage *self)
{
  g_autofree char *summary = crm_phrase_board (self->board);
  gboolean has_any = has_deals (self->board);
  gboolean empty = self->board->pipeline == NULL
                   || (!has_any && self->board->n_hidden == 0 && self->board->pipelines->len == 1);

  gtk_label_set_text (GTK_LABEL (self->summary), summary);
  show_hidden (self);
  crm_app_board_filter_show (CRM_APP_BOARD_FILTER (self->filter), self->board);
  if (self->board->pipeline != NULL)
    {
      show_choice (self);
      show_columns (self);
    }
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), empty ? "nothing" : "board");
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  CrmAppPipelinePage *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmBoard) board = crm_board_load_finish (CRM_STORE (source), result, &error);

  if (board != NULL)
    {
      g_clear_pointer (&self->board, crm_board_unref);
      self->board = g_steal_pointer (&board);
      show (self);
    }
  crm_app_page_loaded (CRM_APP_PAGE (self), error);
}

/* The pipeline and the filters of last time. */
static void
crm_app_pipeline_page_recall (CrmAppPage *page)
{
  CrmAppPipelinePage *self = CRM_APP_PIPELINE_PAGE (page);
  CrmAppMemory *memory = crm_app_session_get_memory (crm_app_page_get_session (page));

  if (self->pipeline == NULL)
    self->pipeline = crm_app_memory_get_text (memory, "board", "pipeline");
  crm_app_board_filter_set_memory (CRM_APP_BOARD_FILTER (self->filter), memory);
}

static void
crm_app_pipeline_page_load (CrmAppPage *page, CrmStore *store, GCancellable *cancellable)
{
  CrmAppPipelinePage *self = CRM_APP_PIPELINE_PAGE (page);
  CrmBoardQuery query = { 0 };

  crm_app_board_filter_get (CRM_APP_BOARD_FILTER (self->filter), &query);
  query.pipeline = self->pipeline;
  crm_board_load_async (store, &query, cancellable, loaded_cb, page);
}

/* --- what can be done --- */

static void
added_cb (GtkWidget *page, const char *deal)
{
  follow_cb (deal, page);
}

static void
new_deal_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  crm_app_pipeline_page_new_deal (CRM_APP_PIPELINE_PAGE (widget));
}

static void
edit_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CrmAppPipelinePage *self = CRM_APP_PIPELINE_PAGE (widget);

  crm_app_pipeline_editor_present (widget, crm_app_page_get_session (CRM_APP_PAGE (self)),
                                   self->board != NULL && self->board->pipeline != NULL
                                       ? self->board->pipeline->id
                                       : self->pipeline);
}

static void
clear_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  crm_app_board_filter_clear (CRM_APP_BOARD_FILTER (CRM_APP_PIPELINE_PAGE (widget)->filter));
}

static void
find_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  crm_app_board_filter_focus (CRM_APP_BOARD_FILTER (CRM_APP_PIPELINE_PAGE (widget)->filter));
}

static void
crm_app_pipeline_page_class_init (CrmAppPipelinePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crm_app_pipeline_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = crm_app_pipeline_page_finalize;
  CRM_APP_PAGE_CLASS (klass)->load = crm_app_pipeline_page_load;
  CRM_APP_PAGE_CLASS (klass)->recall = crm_app_pipeline_page_recall;
  gtk_widget_class_install_action (widget_class, "board.new-deal", NULL, new_deal_cb);
  gtk_widget_class_install_action (widget_class, "board.edit", NULL, edit_cb);
  gtk_widget_class_install_action (widget_class, "board.clear", NULL, clear_cb);
  gtk_widget_class_install_action (widget_class, "board.find", NULL, find_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_n, GDK_CONTROL_MASK, "board.new-deal",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_f, GDK_CONTROL_MASK, "board.find",
                                       NULL);
}

static void
ask_anew (CrmAppPipelinePage *self)
{
  self->asked_anew = TRUE;
  crm_app_page_invalidate (CRM_APP_PAGE (self));
}

static void
pipeline_selected_cb (GtkDropDown *choice, GParamSpec *property, gpointer data)
{
  CrmAppPipelinePage *self = data;
  guint selected = gtk_drop_down_get_selected (choice);

  if (self->choosing || self->board == NULL || selected >= self->board->pipelines->len)
    return;
  g_free (self->pipeline);
  self->pipeline
      = g_strdup (((CrmRecord *)g_ptr_array_index (self->board->pipelines, selected))->id);
  crm_app_memory_set_text (
      crm_app_session_get_memory (crm_app_page_get_session (CRM_APP_PAGE (self))), "board",
      "pipeline", self->pipeline);
  ask_anew (self);
}

static GtkWidget *
make_hidden (CrmAppPipelinePage *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *clear = crm_app_button_new (_ ("_Show All"), "crm-board-clear");

  self->hidden = crm_app_text_new ("warning");
  gtk_widget_set_hexpand (self->hidden, TRUE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (clear), "board.clear");
  gtk_widget_set_valign (clear, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), self->hidden);
  gtk_box_append (GTK_BOX (box), clear);
  return box;
}

static GtkWidget *
make_bar (CrmAppPipelinePage *self)
{
  GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *edit = crm_app_icon_button_new ("document-edit-symbolic", _ ("Edit Pipelines"),
                                             "crm-pipeline-edit");
  GtkWidget *table = crm_app_icon_button_new ("view-list-symbolic", _ ("Table"), "crm-board-table");
  GtkWidget *add = crm_app_button_new (_ ("_New Deal"), "crm-new-deal");

  self->choice = crm_app_choice_new (NULL, _ ("Pipeline"), "crm-pipeline-choice");
  g_signal_connect (self->choice, "notify::selected", G_CALLBACK (pipeline_selected_cb), self);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (edit), "board.edit");
  gtk_actionable_set_detailed_action_name (GTK_ACTIONABLE (table), "win.place::deals");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (add), "board.new-deal");
  gtk_widget_set_hexpand (add, TRUE);
  gtk_widget_set_halign (add, GTK_ALIGN_END);
  gtk_box_append (GTK_BOX (line), self->choice);
  gtk_box_append (GTK_BOX (line), edit);
  gtk_box_append (GTK_BOX (line), table);
  gtk_box_append (GTK_BOX (line), add);
  self->summary = crm_app_text_new ("dim-label");
  self->filter = crm_app_board_filter_new ();
  g_signal_connect_swapped (self->filter, "changed", G_CALLBACK (ask_anew), self);
  gtk_box_append (GTK_BOX (bar), line);
  gtk_box_append (GTK_BOX (bar), self->filter);
  gtk_box_append (GTK_BOX (bar), self->summary);
  gtk_box_append (GTK_BOX (bar), make_hidden (self));
  gtk_widget_add_css_class (bar, "crm-board-bar");
  return bar;
}

static GtkWidget *
make_board (CrmAppPipelinePage *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  self->columns = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  gtk_widget_add_css_class (self->columns, "crm-board");
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_AUTOMATIC,
                                  GTK_POLICY_NEVER);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), self->columns);
  gtk_widget_add_css_class (scrolled, "crm-board-place");
  crm_app_board_drop_add (GTK_SCROLLED_WINDOW (scrolled), self->columns);
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_box_append (GTK_BOX (box), make_bar (self));
  gtk_box_append (GTK_BOX (box), scrolled);
  return crm_app_low_page_new (box);
}

static void
crm_app_pipeline_page_init (CrmAppPipelinePage *self)
{
  GtkWidget *nothing = crm_app_status_new (
      "org.gnome.Evolution.Crm-symbolic", _ ("No Deals Yet"),
      _ ("Press “New deal” beside a customer's message in Evolution: it comes up here at once, "
         "and you take it from stage to stage."),
      "crm-pipeline-nothing");
  GtkWidget *add = crm_app_button_new (_ ("_New Deal"), "crm-new-first-deal");

  gtk_actionable_set_action_name (GTK_ACTIONABLE (add), "board.new-deal");
  gtk_widget_set_halign (add, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (add, "pill");
  gtk_widget_add_css_class (add, "suggested-action");
  adw_status_page_set_child (ADW_STATUS_PAGE (nothing), add);

  self->stack = gtk_stack_new ();
  gtk_stack_set_hhomogeneous (GTK_STACK (self->stack), FALSE);
  gtk_stack_add_named (GTK_STACK (self->stack), gtk_box_new (GTK_ORIENTATION_VERTICAL, 0),
                       "reading");
  gtk_stack_add_named (GTK_STACK (self->stack), make_board (self), "board");
  gtk_stack_add_named (GTK_STACK (self->stack), nothing, "nothing");
  adw_bin_set_child (ADW_BIN (self), self->stack);
  self->letters = crm_app_card_letters_new ();
  gtk_widget_set_parent (self->letters, GTK_WIDGET (self));
}

/* Asks for a new deal of the pipeline that is shown. */
void
crm_app_pipeline_page_new_deal (CrmAppPipelinePage *self)
{
  crm_app_new_deal_ask (GTK_WIDGET (self), crm_app_page_get_session (CRM_APP_PAGE (self)),
                        self->pipeline, NULL, added_cb);
}

CrmAppPage *
crm_app_pipeline_page_new (void)
{
  return g_object_new (CRM_APP_TYPE_PIPELINE_PAGE, NULL);
}
