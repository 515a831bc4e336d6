/* crm-app-pipeline-page.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-app-pipeline-page"
#include "config.h"

#include "crm-app-pipeline-page.h"

#include <glib/gi18n-lib.h>

#include "crm-app-board-column.h"
#include "crm-app-lost-dialog.h"
#include "crm-phrases-board.h"
#include "crm-phrases-trouble.h"
#include "crm-phrases.h"
#include "record/crm-app-deal-page.h"
#include "service/crm-deals.h"
#include "shell/crm-app-widgets.h"

struct _CrmAppPipelinePage
{
  CrmAppPage parent_instance;
  GtkWidget *stack;  /* GtkStack: "reading", "nothing" or "board" */
  GtkWidget *choice; /* GtkDropDown: the pipelines, when there are several */
  GtkWidget *summary;
  GtkWidget *columns; /* GtkBox of CrmAppBoardColumn */
  CrmBoard *board;    /* (owned) (nullable) */
  char *pipeline;     /* (owned) (nullable): id of the one to show; NULL for the first */
  char *focus_deal;   /* (owned) (nullable): id of the deal that was moved by keyboard */
  gboolean choosing;  /* the list of pipelines is being filled */
};

G_DEFINE_FINAL_TYPE (CrmAppPipelinePage, crm_app_pipeline_page, CRM_APP_TYPE_PAGE)

static void
crm_app_pipeline_page_finalize (GObject *object)
{
  CrmAppPipelinePage *self = CRM_APP_PIPELINE_PAGE (object);

  g_clear_pointer (&self->board, crm_board_unref);
  g_free (self->pipeline);
  g_free (self->focus_deal);
  G_OBJECT_CLASS (crm_app_pipeline_page_parent_class)->finalize (object);
}

/* --- moving deals
 * --------------------------------------------------------------------------------- */

typedef struct
{
  CrmAppPipelinePage *page; /* (owned) */
  CrmRecord *deal;          /* (owned) */
  CrmRecord *from;          /* (owned) */
  CrmRecord *to;            /* (owned) */
  gboolean by_keyboard;     /* the focus goes with it */
} Move;

static void
free_move (gpointer data)
{
  Move *move = data;

  g_object_unref (move->page);
  crm_record_unref (move->deal);
  crm_record_unref (move->from);
  crm_record_unref (move->to);
  g_free (move);
}

static void
carry_out (const char *reason, const char *note, gpointer data)
{
  Move *move = data;
  CrmAppPage *page = CRM_APP_PAGE (move->page);
  CrmAppSession *session = crm_app_page_get_session (page);
  g_autoptr (CrmChangeSet) set = crm_change_set_new ("set-stage", CRM_CAUSE_USER);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (!crm_deals_set_stage (set, move->deal, move->from, move->to, reason, note,
                            crm_store_get_now_usec (crm_app_session_get_store (session)), &error))
    {
      text = crm_phrase_trouble (error, NULL);
      crm_app_session_tell_trouble (session, text);
      return;
    }
  if (move->by_keyboard)
    {
      g_free (move->page->focus_deal);
      move->page->focus_deal = g_strdup (move->deal->id);
    }
  crm_app_page_write (page, g_steal_pointer (&set));
}

static void
move_card (CrmAppPipelinePage *self,
           CrmBoardCard *card,
           const CrmRecord *stage,
           gboolean by_keyboard)
{
  const CrmRecord *from = crm_board_card_get_stage (card);
  Move *move;

  if (g_str_equal (from->id, stage->id))
    return;
  move = g_new0 (Move, 1);
  move->page = g_object_ref (self);
  move->deal = crm_record_ref ((CrmRecord *)crm_board_card_get_deal (card));
  move->from = crm_record_ref ((CrmRecord *)from);
  move->to = crm_record_ref ((CrmRecord *)stage);
  move->by_keyboard = by_keyboard;
  if (g_strcmp0 (crm_record_get_text (stage, "kind"), "lost") == 0
      && self->board->lost_reasons->len > 0)
    {
      crm_app_lost_dialog_ask (GTK_WIDGET (self), move->deal, self->board->lost_reasons, carry_out,
                               move, free_move);
      return;
    }
  carry_out (NULL, NULL, move);
  free_move (move);
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
  crm_app_deal_page_present (data, crm_app_page_get_session (data),
                             crm_board_card_get_deal (card)->id);
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

/* --- showing
 * -------------------------------------------------------------------------------------- */

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
      column = crm_app_board_column_new ();
      g_signal_connect (column, "moved", G_CALLBACK (moved_cb), self);
      g_signal_connect (column, "dropped", G_CALLBACK (dropped_cb), self);
      g_signal_connect (column, "left", G_CALLBACK (left_cb), self);
      g_signal_connect (column, "opened", G_CALLBACK (opened_cb), self);
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
                                 g_ptr_array_index (self->board->columns, i),
                                 self->board->now_usec);
      if (self->focus_deal != NULL
          && crm_app_board_column_focus_deal (CRM_APP_BOARD_COLUMN (column), self->focus_deal))
        g_clear_pointer (&self->focus_deal, g_free);
      column = gtk_widget_get_next_sibling (column);
    }
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
  gtk_widget_set_visible (self->choice, pipelines->len > 1);
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

static void
show (CrmAppPipelinePage *self)
{
  g_autofree char *summary = crm_phrase_board (self->board);
  gboolean empty = self->board->pipeline == NULL
                   || (!has_deals (self->board) && self->board->pipelines->len == 1);

  gtk_label_set_text (GTK_LABEL (self->summary), summary);
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

static void
crm_app_pipeline_page_load (CrmAppPage *page, CrmStore *store, GCancellable *cancellable)
{
  crm_board_load_async (store, CRM_APP_PIPELINE_PAGE (page)->pipeline, cancellable, loaded_cb,
                        page);
}

static void
crm_app_pipeline_page_class_init (CrmAppPipelinePageClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = crm_app_pipeline_page_finalize;
  CRM_APP_PAGE_CLASS (klass)->load = crm_app_pipeline_page_load;
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
  crm_app_page_invalidate (CRM_APP_PAGE (self));
}

static GtkWidget *
make_bar (CrmAppPipelinePage *self)
{
  GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  self->choice = gtk_drop_down_new (NULL, NULL);
  crm_app_set_name (self->choice, _ ("Pipeline"));
  crm_app_set_id (self->choice, "crm-pipeline-choice");
  g_signal_connect (self->choice, "notify::selected", G_CALLBACK (pipeline_selected_cb), self);
  self->summary = crm_app_text_new ("dim-label");
  gtk_widget_set_hexpand (self->summary, TRUE);
  gtk_box_append (GTK_BOX (bar), self->choice);
  gtk_box_append (GTK_BOX (bar), self->summary);
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
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_box_append (GTK_BOX (box), make_bar (self));
  gtk_box_append (GTK_BOX (box), scrolled);
  return box;
}

static void
crm_app_pipeline_page_init (CrmAppPipelinePage *self)
{
  GtkWidget *nothing = crm_app_status_new (
      "org.gnome.Evolution.Crm-symbolic", _ ("No Deals Yet"),
      _ ("Press “New deal” beside a customer's message in Evolution: it comes up here at once, "
         "and you take it from stage to stage."),
      "crm-pipeline-nothing");

  self->stack = gtk_stack_new ();
  gtk_stack_add_named (GTK_STACK (self->stack), gtk_box_new (GTK_ORIENTATION_VERTICAL, 0),
                       "reading");
  gtk_stack_add_named (GTK_STACK (self->stack), make_board (self), "board");
  gtk_stack_add_named (GTK_STACK (self->stack), nothing, "nothing");
  adw_bin_set_child (ADW_BIN (self), self->stack);
}

CrmAppPage *
crm_app_pipeline_page_new (void)
{
  return g_object_new (CRM_APP_TYPE_PIPELINE_PAGE, NULL);
}
