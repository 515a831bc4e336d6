/* crm-app-board-column.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-app-board-column"
#include "config.h"

#include "crm-app-board-column.h"

#include <glib/gi18n-lib.h>

#include "crm-app-board-card-view.h"
#include "crm-list-sync.h"
#include "crm-phrases-board.h"
#include "crm-phrases.h"
#include "base/crm-app-widgets.h"

#define WIDTH 264
/* GTK makes rows for two hundred cards of a column however few are in sight, which is a thousand
 * for a board. So the first frame gets what is in sight, each one after it a few more, and what is
 * beyond those two hundred costs nothing. */
#define FIRST_CARDS 16
#define CARDS_A_FRAME 3
#define ROWS_OF_GTK 200

struct _CrmAppBoardColumn
{
  AdwBin parent_instance;
  CrmRecord *stage; /* (owned) (nullable): NULL before the first update */
  GtkWidget *title;
  GtkWidget *count;
  GtkWidget *sums;
  GtkWidget *hint;
  GtkWidget *list;
  CrmAppCardLetters *letters; /* (owned) */
  GListStore *cards;          /* (owned) (element-type CrmBoardCard) */
  GtkSliceListModel *shown;   /* (owned): the first of @cards, all of them soon */
  guint growing;              /* tick callback, 0 for none */
  GtkWidget *menu;            /* GtkPopoverMenu: of a card */
  CrmBoardCard *chosen;       /* (owned) (nullable): the card that @menu is of */
  char *wanted; /* (owned) (nullable): id of the deal that gets the focus when its row is there */
};

G_DEFINE_FINAL_TYPE (CrmAppBoardColumn, crm_app_board_column, ADW_TYPE_BIN)

enum
{
  MOVED,
  DROPPED,
  LEFT,
  OPENED,
  SENT_AWAY,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
crm_app_board_column_dispose (GObject *object)
{
  g_clear_pointer (&CRM_APP_BOARD_COLUMN (object)->menu, gtk_widget_unparent);
  G_OBJECT_CLASS (crm_app_board_column_parent_class)->dispose (object);
}

static void
crm_app_board_column_finalize (GObject *object)
{
  CrmAppBoardColumn *self = CRM_APP_BOARD_COLUMN (object);

  g_clear_pointer (&self->stage, crm_record_unref);
  g_clear_object (&self->letters);
  g_clear_object (&self->shown);
  g_clear_object (&self->cards);
  g_clear_object (&self->chosen);
  g_free (self->wanted);
  G_OBJECT_CLASS (crm_app_board_column_parent_class)->finalize (object);
}

static void
menu_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CrmAppBoardColumn *self = CRM_APP_BOARD_COLUMN (widget);

  if (self->chosen != NULL)
    g_signal_emit (self, signals[g_str_equal (action, "card.open") ? OPENED : SENT_AWAY], 0,
                   self->chosen);
}

static void
crm_app_board_column_class_init (CrmAppBoardColumnClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crm_app_board_column_dispose;
  G_OBJECT_CLASS (klass)->finalize = crm_app_board_column_finalize;
  signals[MOVED] = g_signal_new ("moved", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                 2, CRM_TYPE_BOARD_CARD, G_TYPE_INT);
  signals[DROPPED] = g_signal_new ("dropped", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, CRM_TYPE_BOARD_CARD);
  signals[LEFT] = g_signal_new ("left", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                2, G_TYPE_INT, G_TYPE_UINT);
  signals[OPENED] = g_signal_new ("opened", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, CRM_TYPE_BOARD_CARD);
  /* To another pipeline. */
  signals[SENT_AWAY] = g_signal_new ("sent-away", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                     G_TYPE_NONE, 1, CRM_TYPE_BOARD_CARD);
  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "card.open", NULL, menu_cb);
  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "card.move", NULL, menu_cb);
}

static void
show_all (CrmAppBoardColumn *self)
{
  if (self->growing != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->growing);
  self->growing = 0;
  gtk_slice_list_model_set_size (self->shown, G_MAXUINT);
}

static gboolean
grow_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  CrmAppBoardColumn *self = CRM_APP_BOARD_COLUMN (widget);
  guint size = gtk_slice_list_model_get_size (self->shown) + CARDS_A_FRAME;
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->cards));

  if (size < MIN (n, ROWS_OF_GTK))
    {
      gtk_slice_list_model_set_size (self->shown, size);
      return G_SOURCE_CONTINUE;
    }
  self->growing = 0; /* it ends by itself */
  show_all (self);
  return G_SOURCE_REMOVE;
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  CrmAppBoardColumn *self = data;

  gtk_list_item_set_child (item, crm_app_board_card_view_new (self->letters));
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  CrmAppBoardColumn *self = data;
  CrmBoardCard *card = gtk_list_item_get_item (item);
  GtkWidget *view = gtk_list_item_get_child (item);

  crm_app_board_card_view_show (CRM_APP_BOARD_CARD_VIEW (view), card);
  if (g_strcmp0 (crm_board_card_get_deal (card)->id, self->wanted) == 0)
    gtk_widget_grab_focus (gtk_widget_get_parent (view));
}

static void
activated_cb (GtkListView *list, guint position, gpointer data)
{
  CrmAppBoardColumn *self = data;
  g_autoptr (CrmBoardCard) card = g_list_model_get_item (G_LIST_MODEL (self->cards), position);

  g_signal_emit (self, signals[OPENED], 0, card);
}

/* The row that has the focus, or NULL. */
static CrmBoardCard *
find_focused (CrmAppBoardColumn *self, guint *out_position)
{
  GtkWidget *row = gtk_widget_get_focus_child (self->list);
  GtkWidget *view = row != NULL ? gtk_widget_get_first_child (row) : NULL;
  CrmBoardCard *card = CRM_APP_IS_BOARD_CARD_VIEW (view)
                           ? crm_app_board_card_view_get_card (CRM_APP_BOARD_CARD_VIEW (view))
                           : NULL;

  if (card == NULL || !g_list_store_find (self->cards, card, out_position))
    return NULL;
  return card;
}

/* @card: of the row or the view of a card that it opens at */
static void
open_menu (CrmAppBoardColumn *self, CrmBoardCard *card, GtkWidget *at, int x, int y)
{
  double column_x = 0;
  double column_y = 0;
  GdkRectangle place;

  gtk_widget_translate_coordinates (at, GTK_WIDGET (self), x, y, &column_x, &column_y);
  place = (GdkRectangle){ (int)column_x, (int)column_y, 1, 1 };
  g_set_object (&self->chosen, card);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu), &place);
  gtk_popover_popup (GTK_POPOVER (self->menu));
}

static void
menu_key_cb (CrmAppBoardColumn *self)
{
  guint position = 0;
  CrmBoardCard *card = find_focused (self, &position);
  GtkWidget *row = gtk_widget_get_focus_child (self->list);

  if (card != NULL)
    open_menu (self, card, row, gtk_widget_get_width (row) / 2, gtk_widget_get_height (row) / 2);
}

/* Returns: (nullable): the view at a place of the list */
static CrmAppBoardCardView *
pick_view (CrmAppBoardColumn *self, double x, double y)
{
  GtkWidget *at = gtk_widget_pick (self->list, x, y, GTK_PICK_DEFAULT);

  return (CrmAppBoardCardView *)(at != NULL
                                     ? gtk_widget_get_ancestor (at, CRM_APP_TYPE_BOARD_CARD_VIEW)
                                     : NULL);
}

static void
pressed_cb (GtkGestureClick *click, int n_press, double x, double y, gpointer data)
{
  CrmAppBoardColumn *self = data;
  CrmAppBoardCardView *view = pick_view (self, x, y);
  CrmBoardCard *card = view != NULL ? crm_app_board_card_view_get_card (view) : NULL;

  if (card == NULL)
    return;
  gtk_gesture_set_state (GTK_GESTURE (click), GTK_EVENT_SEQUENCE_CLAIMED);
  open_menu (self, card, self->list, (int)x, (int)y);
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint key,
                guint code,
                GdkModifierType modifiers,
                gpointer data)
{
  CrmAppBoardColumn *self = data;
  GdkModifierType held = modifiers & gtk_accelerator_get_default_mod_mask ();
  gboolean is_end = key == GDK_KEY_End || key == GDK_KEY_KP_End;
  gboolean is_right = key == GDK_KEY_Right || key == GDK_KEY_KP_Right;
  gboolean is_left = key == GDK_KEY_Left || key == GDK_KEY_KP_Left;
  gboolean is_rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  int step = is_right != is_rtl ? 1 : -1;
  guint position = 0;
  CrmBoardCard *card;

  if ((key == GDK_KEY_Menu && held == 0) || (key == GDK_KEY_F10 && held == GDK_SHIFT_MASK))
    {
      menu_key_cb (self);
      return GDK_EVENT_STOP;
    }
  if (is_end && self->growing != 0)
    show_all (self); /* the end of all of them is meant */
  if ((!is_right && !is_left) || (held != 0 && held != GDK_CONTROL_MASK))
    return GDK_EVENT_PROPAGATE;
  card = find_focused (self, &position);
  if (held == 0)
    g_signal_emit (self, signals[LEFT], 0, step, position);
  else if (card != NULL)
    g_signal_emit (self, signals[MOVED], 0, card, step);
  return GDK_EVENT_STOP;
}

/* The card as it looks now is what is dragged: when the column is scrolled meanwhile its widget
 * shows another one. */
static GdkContentProvider *
drag_prepare_cb (GtkDragSource *source, double x, double y, gpointer data)
{
  CrmAppBoardCardView *view = pick_view (data, x, y);
  CrmBoardCard *card = view != NULL ? crm_app_board_card_view_get_card (view) : NULL;
  g_autoptr (GdkPaintable) widget = NULL;
  g_autoptr (GdkPaintable) picture = NULL;

  if (card == NULL)
    return NULL;
  widget = gtk_widget_paintable_new (GTK_WIDGET (view));
  picture = gdk_paintable_get_current_image (widget);
  gtk_drag_source_set_icon (source, picture, 16, 16);
  return gdk_content_provider_new_typed (CRM_TYPE_BOARD_CARD, card);
}

static GtkWidget *
make_head (CrmAppBoardColumn *self)
{
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->title = crm_app_label_new (NULL, "heading");
  self->count = crm_app_label_new (NULL, "dim-label");
  self->sums = crm_app_label_new (NULL, "caption");
  self->hint = crm_app_label_new (NULL, "caption");
  crm_app_label_set_lines (self->sums, 3);
  crm_app_label_set_lines (self->hint, 3);
  gtk_widget_add_css_class (self->hint, "dim-label");
  gtk_widget_set_hexpand (self->title, TRUE);
  gtk_box_append (GTK_BOX (line), self->title);
  gtk_box_append (GTK_BOX (line), self->count);
  gtk_box_append (GTK_BOX (head), line);
  gtk_box_append (GTK_BOX (head), self->sums);
  gtk_box_append (GTK_BOX (head), self->hint);
  gtk_widget_add_css_class (head, "crm-column-head");
  return head;
}

static GtkWidget *
make_list (CrmAppBoardColumn *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkSingleSelection *selection;
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->cards = g_list_store_new (CRM_TYPE_BOARD_CARD);
  self->shown
      = gtk_slice_list_model_new (G_LIST_MODEL (g_object_ref (self->cards)), 0, FIRST_CARDS);
  selection = gtk_single_selection_new (G_LIST_MODEL (g_object_ref (self->shown)));
  gtk_single_selection_set_autoselect (selection, FALSE);
  gtk_single_selection_set_can_unselect (selection, TRUE);
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), self);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), self);
  self->list = gtk_list_view_new (GTK_SELECTION_MODEL (selection), factory);
  crm_app_set_id (self->list, "crm-column-list");
  g_signal_connect (self->list, "activate", G_CALLBACK (activated_cb), self);
  /* Before the list's own: there Ctrl and an arrow move the focus alone. */
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (self->list, keys);
  return self->list;
}

/* One for all cards, which come and go by the thousand. */
static void
add_drag_source (CrmAppBoardColumn *self)
{
  GtkDragSource *drag = gtk_drag_source_new ();

  gtk_drag_source_set_actions (drag, GDK_ACTION_MOVE);
  /* Before the rows, which would take a press for themselves. */
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (drag), GTK_PHASE_CAPTURE);
  g_signal_connect (drag, "prepare", G_CALLBACK (drag_prepare_cb), self);
  gtk_widget_add_controller (self->list, GTK_EVENT_CONTROLLER (drag));
}

static void
add_menu (CrmAppBoardColumn *self)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  g_menu_append (menu, _ ("_Open Deal"), "card.open");
  g_menu_append (menu, _ ("_Move to a Pipeline…"), "card.move");
  self->menu = gtk_popover_menu_new_from_model (G_MENU_MODEL (menu));
  gtk_widget_set_parent (self->menu, GTK_WIDGET (self));
  crm_app_set_id (self->menu, "crm-card-menu");
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (self->list, GTK_EVENT_CONTROLLER (click));
}

static void
crm_app_board_column_init (CrmAppBoardColumn *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  gtk_box_append (GTK_BOX (box), make_head (self));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), make_list (self));
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_box_append (GTK_BOX (box), scrolled);
  adw_bin_set_child (ADW_BIN (self), box);
  gtk_widget_set_size_request (GTK_WIDGET (self), WIDTH, -1);
  add_menu (self);
  add_drag_source (self);
  gtk_widget_add_css_class (GTK_WIDGET (self), "crm-column");
}

static void
show_head (CrmAppBoardColumn *self, const CrmBoardColumn *column)
{
  g_autofree char *count = g_strdup_printf ("%u", column->deals->len);
  g_autofree char *sums = crm_phrase_sums (column->totals);
  g_autofree char *hint = crm_phrase_column_hint (column);
  g_autofree char *spoken = crm_phrase_column (column);

  gtk_label_set_text (GTK_LABEL (self->title), crm_phrase_record_name (column->stage));
  gtk_label_set_text (GTK_LABEL (self->count), count);
  gtk_label_set_text (GTK_LABEL (self->sums), sums != NULL ? sums : "");
  gtk_label_set_text (GTK_LABEL (self->hint), hint != NULL ? hint : "");
  crm_app_set_name (self->list, spoken);
}

/* (transfer full) (nullable): the id of the deal that has the keyboard */
static char *
find_focused_deal (CrmAppBoardColumn *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  guint position;
  CrmBoardCard *card = focus != NULL && gtk_widget_is_ancestor (focus, self->list)
                           ? find_focused (self, &position)
                           : NULL;

  return card != NULL ? g_strdup (crm_board_card_get_deal (card)->id) : NULL;
}

/* Whether most of what a column begins with is something else than @cards. */
static gboolean
begins_differently (CrmAppBoardColumn *self, GPtrArray *cards)
{
  guint n = MIN (g_list_model_get_n_items (G_LIST_MODEL (self->cards)), FIRST_CARDS);
  guint n_kept = 0;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (CrmBoardCard) card = g_list_model_get_item (G_LIST_MODEL (self->cards), i);

      for (guint k = 0; k < MIN (cards->len, FIRST_CARDS); k++)
        n_kept += g_str_equal (crm_board_card_get_deal (card)->id,
                               crm_board_card_get_deal (g_ptr_array_index (cards, k))->id);
    }
  return n_kept < n / 2 || (n == 0 && cards->len > 0);
}

/* At the top, with the rows that are in sight there. */
static void
start_anew (CrmAppBoardColumn *self)
{
  gtk_adjustment_set_value (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->list)), 0);
  gtk_slice_list_model_set_size (self->shown, FIRST_CARDS);
  if (self->growing == 0)
    self->growing = gtk_widget_add_tick_callback (GTK_WIDGET (self), grow_cb, NULL, NULL);
}

/**
 * crm_app_board_column_show:
 * @self: a column
 * @column: what it shows from now on
 * @now_usec: now, UTC microseconds
 * @asked_anew: whether somebody asked for other deals than before, or for another order
 *
 * Cards that say the same stay where they are, and so does the keyboard. Where most is another
 * answer it begins at the top.
 */
void
crm_app_board_column_show (CrmAppBoardColumn *self,
                           const CrmBoardColumn *column,
                           gint64 now_usec,
                           gboolean asked_anew)
{
  g_autoptr (GPtrArray) cards = g_ptr_array_new_with_free_func (g_object_unref);
  gboolean is_first = self->stage == NULL;
  g_autofree char *focused = find_focused_deal (self);
  g_autofree char *focused_after = NULL;

  g_clear_pointer (&self->stage, crm_record_unref);
  self->stage = crm_record_ref (column->stage);
  for (guint i = 0; i < column->deals->len; i++)
    g_ptr_array_add (cards, crm_board_card_new (g_ptr_array_index (column->deals, i), now_usec));
  show_head (self, column);
  if (is_first || (asked_anew && begins_differently (self, cards)))
    start_anew (self);
  crm_list_sync (self->cards, cards, crm_board_card_same);
  /* Newer GTKs give it to the first row when its own is told anew. */
  focused_after = find_focused_deal (self);
  if (focused != NULL && g_strcmp0 (focused, focused_after) != 0)
    crm_app_board_column_focus_deal (self, focused);
}

const CrmRecord * /* (nullable): NULL before the first update */
crm_app_board_column_get_stage (CrmAppBoardColumn *self)
{
  return self->stage;
}

static GtkWidget * /* (nullable): the list's row of a deal, when it is made */
find_row (CrmAppBoardColumn *self, const char *deal)
{
  for (GtkWidget *row = gtk_widget_get_first_child (self->list); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    {
      GtkWidget *view = gtk_widget_get_first_child (row);
      CrmBoardCard *card = CRM_APP_IS_BOARD_CARD_VIEW (view)
                               ? crm_app_board_card_view_get_card (CRM_APP_BOARD_CARD_VIEW (view))
                               : NULL;

      if (card != NULL && g_str_equal (crm_board_card_get_deal (card)->id, deal))
        return row;
    }
  return NULL;
}

static gboolean
forget_wanted_cb (gpointer data)
{
  g_clear_pointer (&CRM_APP_BOARD_COLUMN (data)->wanted, g_free);
  return G_SOURCE_REMOVE;
}

/* Gives the keyboard to a row of the list, also to one that is out of sight. FALSE when there is
 * none such. */
gboolean
crm_app_board_column_focus_row (CrmAppBoardColumn *self, guint position)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->cards));
  g_autoptr (CrmBoardCard) card = NULL;
  const char *deal;
  GtkWidget *row;

  if (n == 0)
    return FALSE;
  position = MIN (position, n - 1);
  card = g_list_model_get_item (G_LIST_MODEL (self->cards), position);
  deal = crm_board_card_get_deal (card)->id;
  if (position >= gtk_slice_list_model_get_size (self->shown))
    show_all (self);
  gtk_widget_activate_action (self->list, "list.scroll-to-item", "u", position);
  row = find_row (self, deal);
  if (row != NULL && gtk_widget_grab_focus (row))
    return TRUE;
  /* Its row is made when the list has scrolled. */
  g_free (self->wanted);
  self->wanted = g_strdup (deal);
  g_timeout_add_full (G_PRIORITY_DEFAULT, 500, forget_wanted_cb, g_object_ref (self),
                      g_object_unref);
  return TRUE;
}

/* Gives the keyboard to a deal. FALSE when it is not here. */
gboolean
crm_app_board_column_focus_deal (CrmAppBoardColumn *self, const char *deal)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->cards));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (CrmBoardCard) card = g_list_model_get_item (G_LIST_MODEL (self->cards), i);

      if (g_str_equal (crm_board_card_get_deal (card)->id, deal))
        return crm_app_board_column_focus_row (self, i);
    }
  return FALSE;
}

/* A card was dropped into it. */
void
crm_app_board_column_drop (CrmAppBoardColumn *self, CrmBoardCard *card)
{
  g_signal_emit (self, signals[DROPPED], 0, card);
}

/* @letters: (transfer none): what the lines of its cards look like */
GtkWidget *
crm_app_board_column_new (CrmAppCardLetters *letters)
{
  CrmAppBoardColumn *self = g_object_new (CRM_APP_TYPE_BOARD_COLUMN, NULL);

  self->letters = g_object_ref (letters);
  return GTK_WIDGET (self);
}
