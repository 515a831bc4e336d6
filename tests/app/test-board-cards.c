/* test-board-cards.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The cards of a board, which draw themselves, beside labels that say the same: they are as high,
 * and what is in sight is drawn, wherever a column was scrolled to. Wants a display. */
#include "config.h"

#include <adwaita.h>

#include "pipeline/crm-app-board-card-view.h"
#include "pipeline/crm-app-board-column.h"
#include "base/crm-app-widgets.h"

#define NOW G_GINT64_CONSTANT (1772445600000000) /* 2026-03-02T10:00:00Z */
#define N_CARDS 400
#define LINE_PIXELS 61
#define LEAST_WIDTH 90 /* labels want to have room for their dots, in large letters too */
#define WAIT_USEC (20 * G_USEC_PER_SEC)

static const char *const texts[] = {
  "",
  "x",
  "Leak detection pilot",
  "Renewal pilot for company 1234 number 5678, second lot",
  "Wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww",
  "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
  "Two words                                                                        ",
  "€54,000 – “in 13 days”, £18,900 + ¥7,200,000",
  "Ремонт насосов, вторая очередь строительства станции",
  "عرض تجديد الصيانة لشبكة المياه في المنطقة الشمالية لمدة سنتين",
  "שדרוג מערכת",
  "給水管の漏れ検知パイロットプロジェクト第二段階の見積もり",
  "A line\nand another",
  "e\xcc\x81 combined, 🚰 of another font",
};

static GtkWidget *window;
static CrmAppCardLetters *letters;

static GtkWidget *
make_label (CrmAppCardKind kind)
{
  gboolean is_short = kind == CRM_APP_CARD_ACCOUNT || kind == CRM_APP_CARD_AMOUNT;
  const char *style = kind == CRM_APP_CARD_TITLE    ? "heading"
                      : kind == CRM_APP_CARD_AMOUNT ? "numeric"
                                                    : "caption";
  GtkWidget *label = g_object_ref_sink (crm_app_label_new (NULL, style));

  if (!is_short)
    crm_app_label_set_lines (label, 2);
  gtk_widget_set_parent (label, window);
  return label;
}

/* Returns: how many of the heights were guessed */
static guint
compare_heights (CrmAppCardKind kind)
{
  /* The dots of a text that is cut may be higher than the text, which labels forget. */
  gboolean is_short = kind == CRM_APP_CARD_ACCOUNT || kind == CRM_APP_CARD_AMOUNT;
  GtkWidget *label = make_label (kind);
  guint n_guessed = 0;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    for (int width = LEAST_WIDTH; width < 700; width += 7)
      {
        g_autoptr (PangoLayout) layout
            = crm_app_card_letters_lay_out (letters, kind, texts[i], width);
        int guessed = crm_app_card_letters_guess_height (letters, kind, texts[i], width);
        int laid_out;
        int expected;

        gtk_label_set_text (GTK_LABEL (label), texts[i]);
        gtk_widget_measure (label, GTK_ORIENTATION_VERTICAL, width, &expected, NULL, NULL, NULL);
        pango_layout_get_pixel_size (layout, NULL, &laid_out);
        if ((is_short ? laid_out < expected : laid_out != expected)
            || (guessed != 0 && guessed != laid_out))
          g_error ("kind %u, \"%s\" in %d pixels: %d laid out, %d guessed, %d as a label", kind,
                   texts[i], width, laid_out, guessed, expected);
        n_guessed += guessed != 0;
      }
  gtk_widget_unparent (label);
  g_object_unref (label);
  return n_guessed;
}

static void
test_heights (void)
{
  guint n_all = 0;

  for (guint kind = 0; kind < CRM_APP_CARD_N_KINDS; kind++)
    n_all += compare_heights (kind);
  /* Nine of the texts have letters that can be added up. */
  g_assert_cmpuint (n_all, >, CRM_APP_CARD_N_KINDS * 88 * 6);
}

static void
test_larger_letters (void)
{
  GtkSettings *settings = gtk_settings_get_default ();
  int before = crm_app_card_letters_guess_height (letters, CRM_APP_CARD_TITLE, "x", 200);
  int dpi = 0;

  g_object_get (settings, "gtk-xft-dpi", &dpi, NULL);
  g_object_set (settings, "gtk-xft-dpi", 192 * PANGO_SCALE, NULL);
  g_assert_cmpint (crm_app_card_letters_guess_height (letters, CRM_APP_CARD_TITLE, "x", 200), >,
                   before + before / 2);
  test_heights ();
  g_object_set (settings, "gtk-xft-dpi", dpi, NULL);
  g_assert_cmpint (crm_app_card_letters_guess_height (letters, CRM_APP_CARD_TITLE, "x", 200), ==,
                   before);
}

/* --- a column --- */

static void
set (CrmRecord *record, const char *field, CrmValue value)
{
  int i = crm_entity_field_index (record->entity, field);

  crm_value_clear (&record->values[i]);
  record->values[i] = value;
}

static CrmBoardDeal *
make_deal (guint number, CrmRecord *stage)
{
  CrmBoardDeal *deal = g_new0 (CrmBoardDeal, 1);
  g_autofree char *id = g_strdup_printf ("deal-%u", number);
  g_autofree char *title
      = g_strdup_printf ("Deal %u%s", number, number % 3 == 0 ? " with a title of two lines" : "");

  deal->state = g_new0 (CrmDealState, 1);
  deal->state->deal = crm_record_new (crm_entity_find ("deal"), id);
  deal->state->stage = crm_record_ref (stage);
  set (deal->state->deal, "title", crm_value_text (title));
  return deal;
}

static CrmBoardColumn *
make_deals (void)
{
  CrmBoardColumn *column = g_new0 (CrmBoardColumn, 1);

  column->stage = crm_record_new (crm_entity_find ("stage"), "stage");
  set (column->stage, "name", crm_value_text ("Offer made"));
  set (column->stage, "kind", crm_value_text ("open"));
  column->deals = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_board_deal_free);
  column->totals = crm_totals_new ();
  column->weighted = crm_totals_new ();
  for (guint i = 0; i < N_CARDS; i++)
    g_ptr_array_add (column->deals, make_deal (i, column->stage));
  return column;
}

static void
free_deals (CrmBoardColumn *column)
{
  crm_record_unref (column->stage);
  g_ptr_array_unref (column->deals);
  crm_totals_free (column->totals);
  crm_totals_free (column->weighted);
  g_free (column);
}

static GtkWidget *
find_list (GtkWidget *widget)
{
  GtkWidget *found = GTK_IS_LIST_VIEW (widget) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_list (child);
  return found;
}

static gboolean
has_text (GtkWidget *view)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (view);
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GskRenderNode) node = NULL;

  gdk_paintable_snapshot (paintable, snapshot, 200, 100);
  node = gtk_snapshot_free_to_node (g_steal_pointer (&snapshot));
  bytes = node != NULL ? gsk_render_node_serialize (node) : NULL;
  return bytes != NULL
         && g_strstr_len (g_bytes_get_data (bytes, NULL), (gssize)g_bytes_get_size (bytes),
                          "text {")
                != NULL;
}

/* Returns: how many cards are in sight; each has its text */
static guint
count_drawn (GtkWidget *list)
{
  guint n = 0;

  for (GtkWidget *row = gtk_widget_get_first_child (list); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    {
      GtkWidget *view = gtk_widget_get_first_child (row);

      if (!CRM_APP_IS_BOARD_CARD_VIEW (view) || !gtk_widget_get_mapped (view))
        continue;
      g_assert_true (has_text (view));
      n++;
    }
  return n;
}

static void
frame_cb (GdkFrameClock *clock, gpointer data)
{
  (*(guint *)data)++;
}

static void
wait_frames (guint n)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (window);
  gint64 end = g_get_monotonic_time () + WAIT_USEC;
  guint n_frames = 0;
  gulong handler = g_signal_connect (clock, "after-paint", G_CALLBACK (frame_cb), &n_frames);

  while (n_frames < n && g_get_monotonic_time () < end)
    {
      gtk_widget_queue_draw (window);
      g_main_context_iteration (NULL, TRUE);
    }
  g_signal_handler_disconnect (clock, handler);
  g_assert_cmpuint (n_frames, >=, n);
}

static void
test_scrolled (void)
{
  CrmBoardColumn *deals = make_deals ();
  GtkWidget *column = crm_app_board_column_new (letters);
  GtkWidget *list = find_list (column);
  GtkAdjustment *adjustment;

  gtk_box_append (GTK_BOX (gtk_window_get_child (GTK_WINDOW (window))), column);
  crm_app_board_column_show (CRM_APP_BOARD_COLUMN (column), deals, NOW, FALSE);
  wait_frames (80); /* all rows are made, a few a frame */
  adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (list));
  for (guint i = 0; i < 20; i++)
    {
      double upper = gtk_adjustment_get_upper (adjustment);
      const double places[] = { upper / 2, upper, 0, upper / 3 };
      double next = gtk_adjustment_get_value (adjustment) + LINE_PIXELS;

      gtk_adjustment_set_value (adjustment, i < G_N_ELEMENTS (places) ? places[i] : next);
      wait_frames (2);
      g_assert_cmpuint (count_drawn (list), >=, 6);
    }
  gtk_box_remove (GTK_BOX (gtk_window_get_child (GTK_WINDOW (window))), column);
  free_deals (deals);
}

/* The title and the place of the first card all of which is in sight. */
static char *
find_first (GtkWidget *list, float *out_y)
{
  char *title = NULL;

  *out_y = 1e6f;
  for (GtkWidget *row = gtk_widget_get_first_child (list); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    {
      GtkWidget *view = gtk_widget_get_first_child (row);
      graphene_rect_t place;

      if (!CRM_APP_IS_BOARD_CARD_VIEW (view) || !gtk_widget_get_mapped (view)
          || !gtk_widget_compute_bounds (view, list, &place) || place.origin.y < 0
          || place.origin.y > *out_y)
        continue;
      *out_y = place.origin.y;
      g_free (title);
      title = g_strdup (crm_board_card_get_title (
          crm_app_board_card_view_get_card (CRM_APP_BOARD_CARD_VIEW (view))));
    }
  return title;
}

static const char * /* (nullable) */
find_focused (void)
{
  GtkWidget *row = gtk_window_get_focus (GTK_WINDOW (window));
  GtkWidget *view = row != NULL ? gtk_widget_get_first_child (row) : NULL;

  return CRM_APP_IS_BOARD_CARD_VIEW (view)
             ? crm_board_card_get_deal (
                   crm_app_board_card_view_get_card (CRM_APP_BOARD_CARD_VIEW (view)))
                   ->id
             : NULL;
}

static void
change_title (CrmBoardColumn *deals, guint position, const char *title)
{
  CrmBoardDeal *deal = g_ptr_array_index (deals->deals, position);
  CrmBoardDeal *changed = make_deal (0, deals->stage);

  crm_record_unref (changed->state->deal);
  changed->state->deal = crm_record_new (crm_entity_find ("deal"), deal->state->deal->id);
  changed->state->deal->modified_usec = deal->state->deal->modified_usec + 1;
  set (changed->state->deal, "title", crm_value_text (title));
  deals->deals->pdata[position] = changed;
  crm_board_deal_free (deal);
}

/* News from elsewhere: above, below and in what is in sight. */
static void
test_news (void)
{
  CrmBoardColumn *deals = make_deals ();
  GtkWidget *column = crm_app_board_column_new (letters);
  GtkWidget *list = find_list (column);
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  float before;
  float after;

  gtk_box_append (GTK_BOX (gtk_window_get_child (GTK_WINDOW (window))), column);
  crm_app_board_column_show (CRM_APP_BOARD_COLUMN (column), deals, NOW, FALSE);
  wait_frames (80);
  crm_app_board_column_focus_row (CRM_APP_BOARD_COLUMN (column), N_CARDS / 2);
  wait_frames (3);
  g_assert_cmpstr (find_focused (), ==, "deal-200");
  first = find_first (list, &before);

  for (guint i = 0; i < 5; i++)
    g_ptr_array_insert (deals->deals, 0, make_deal (N_CARDS + i, deals->stage));
  g_ptr_array_insert (deals->deals, N_CARDS - 10, g_ptr_array_steal_index (deals->deals, 20));
  change_title (deals, 3, "Changed");
  crm_app_board_column_show (CRM_APP_BOARD_COLUMN (column), deals, NOW, FALSE);
  wait_frames (3);
  second = find_first (list, &after);
  g_assert_cmpstr (second, ==, first);
  g_assert_cmpfloat_with_epsilon (after, before, 1);
  g_assert_cmpstr (find_focused (), ==, "deal-200");

  change_title (deals, N_CARDS / 2 + 4, "Changed, too"); /* the one with the focus */
  crm_app_board_column_show (CRM_APP_BOARD_COLUMN (column), deals, NOW, FALSE);
  wait_frames (3);
  g_assert_cmpstr (find_focused (), ==, "deal-200");
  gtk_box_remove (GTK_BOX (gtk_window_get_child (GTK_WINDOW (window))), column);
  free_deals (deals);
}

int
main (int argc, char **argv)
{
  GtkWidget *box;
  int result;

  g_test_init (&argc, &argv, NULL);
  if (!gtk_init_check ())
    return 77; /* no display */
  adw_init ();
  box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  window = g_object_ref_sink (gtk_window_new ());
  letters = CRM_APP_CARD_LETTERS (g_object_ref_sink (crm_app_card_letters_new ()));
  gtk_window_set_default_size (GTK_WINDOW (window), 400, 600);
  gtk_window_set_child (GTK_WINDOW (window), box);
  gtk_widget_set_parent (GTK_WIDGET (letters), window);
  gtk_window_present (GTK_WINDOW (window));
  g_test_add_func ("/board-cards/heights", test_heights);
  g_test_add_func ("/board-cards/larger-letters", test_larger_letters);
  g_test_add_func ("/board-cards/scrolled", test_scrolled);
  g_test_add_func ("/board-cards/news", test_news);
  result = g_test_run ();
  gtk_widget_unparent (GTK_WIDGET (letters));
  g_object_unref (letters);
  gtk_window_destroy (GTK_WINDOW (window));
  g_object_unref (window);
  return result;
}
