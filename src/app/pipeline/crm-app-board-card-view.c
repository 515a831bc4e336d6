/* crm-app-board-card-view.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-app-board-card-view"
#include "config.h"

#include "crm-app-board-card-view.h"

#include "base/crm-app-widgets.h"

#define GAP 3
#define MAX_LINES 5
#define NO_WIDTH -1

typedef struct
{
  CrmAppCardKind kind;
  const char *text;    /* (unowned): the card's */
  PangoLayout *layout; /* (owned) (nullable): NULL where nobody has looked */
  int height;          /* pixels */
} Line;

struct _CrmAppBoardCardView
{
  GtkWidget parent_instance;
  CrmAppCardLetters *letters; /* (owned) */
  CrmBoardCard *card;         /* (owned) (nullable) */
  Line lines[MAX_LINES];
  guint n_lines;
  int width; /* pixels: that layouts and heights are for; NO_WIDTH while there are none */
};

G_DEFINE_FINAL_TYPE (CrmAppBoardCardView, crm_app_board_card_view, GTK_TYPE_WIDGET)

/* --- lines --- */

static void
forget_layouts (CrmAppBoardCardView *self)
{
  for (guint i = 0; i < self->n_lines; i++)
    g_clear_object (&self->lines[i].layout);
  self->width = NO_WIDTH;
}

static void
add_line (CrmAppBoardCardView *self, CrmAppCardKind kind, const char *text /* (nullable) */)
{
  if (text != NULL)
    self->lines[self->n_lines++] = (Line){ .kind = kind, .text = text };
}

static void
fill_lines (CrmAppBoardCardView *self)
{
  gboolean late;
  const char *text;

  forget_layouts (self);
  self->n_lines = 0;
  add_line (self, CRM_APP_CARD_TITLE, crm_board_card_get_title (self->card));
  add_line (self, CRM_APP_CARD_ACCOUNT, crm_board_card_get_account (self->card));
  add_line (self, CRM_APP_CARD_AMOUNT, crm_board_card_get_amount (self->card));
  text = crm_board_card_get_age (self->card, &late);
  add_line (self, late ? CRM_APP_CARD_LATE : CRM_APP_CARD_NOTE, text);
  text = crm_board_card_get_next_step (self->card, &late);
  add_line (self, late ? CRM_APP_CARD_LATE : CRM_APP_CARD_NOTE, text);
}

static void
lay_out (CrmAppBoardCardView *self, Line *line)
{
  if (line->layout == NULL)
    line->layout
        = crm_app_card_letters_lay_out (self->letters, line->kind, line->text, self->width);
}

/* Gives each line its height in this width. */
static void
fit (CrmAppBoardCardView *self, int width)
{
  if (self->width == width)
    return;
  forget_layouts (self);
  self->width = width;
  for (guint i = 0; i < self->n_lines; i++)
    {
      Line *line = &self->lines[i];

      line->height
          = crm_app_card_letters_guess_height (self->letters, line->kind, line->text, width);
      if (line->height == 0)
        {
          lay_out (self, line);
          pango_layout_get_pixel_size (line->layout, NULL, &line->height);
        }
    }
}

static void
draw_line (CrmAppBoardCardView *self, Line *line, GtkSnapshot *snapshot, int y)
{
  gboolean is_rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  PangoRectangle text;
  GdkRGBA color;
  int x;

  lay_out (self, line);
  pango_layout_get_pixel_extents (line->layout, NULL, &text);
  /* At the beginning, as labels do it: whatever the direction of the text is. */
  x = (is_rtl ? self->width - text.width : 0) - text.x;
  crm_app_card_letters_get_color (self->letters, line->kind, &color);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float)x, (float)y));
  gtk_snapshot_append_layout (snapshot, line->layout, &color);
  gtk_snapshot_restore (snapshot);
}

/* --- the widget --- */

static void
crm_app_board_card_view_dispose (GObject *object)
{
  CrmAppBoardCardView *self = CRM_APP_BOARD_CARD_VIEW (object);

  forget_layouts (self);
  self->n_lines = 0;
  g_clear_object (&self->card);
  g_clear_object (&self->letters);
  G_OBJECT_CLASS (crm_app_board_card_view_parent_class)->dispose (object);
}

static GtkSizeRequestMode
crm_app_board_card_view_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/* It takes the width that its column has. */
static void
crm_app_board_card_view_measure (GtkWidget *widget,
                                 GtkOrientation orientation,
                                 int for_size,
                                 int *minimum,
                                 int *natural,
                                 int *minimum_baseline,
                                 int *natural_baseline)
{
  CrmAppBoardCardView *self = CRM_APP_BOARD_CARD_VIEW (widget);
  int size = 0;

  if (orientation == GTK_ORIENTATION_VERTICAL)
    {
      fit (self, MAX (for_size, 0));
      for (guint i = 0; i < self->n_lines; i++)
        size += self->lines[i].height + (i > 0 ? GAP : 0);
    }
  *minimum = size;
  *natural = size;
  *minimum_baseline = -1;
  *natural_baseline = -1;
}

static void
crm_app_board_card_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  CrmAppBoardCardView *self = CRM_APP_BOARD_CARD_VIEW (widget);
  int y = 0;

  fit (self, gtk_widget_get_width (widget));
  for (guint i = 0; i < self->n_lines; i++)
    {
      draw_line (self, &self->lines[i], snapshot, y);
      y += self->lines[i].height + GAP;
    }
}

static void
start_anew (CrmAppBoardCardView *self)
{
  forget_layouts (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
crm_app_board_card_view_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (crm_app_board_card_view_parent_class)->css_changed (widget, change);
  start_anew (CRM_APP_BOARD_CARD_VIEW (widget));
}

static void
crm_app_board_card_view_system_setting_changed (GtkWidget *widget, GtkSystemSetting setting)
{
  GTK_WIDGET_CLASS (crm_app_board_card_view_parent_class)->system_setting_changed (widget, setting);
  start_anew (CRM_APP_BOARD_CARD_VIEW (widget));
}

static void
crm_app_board_card_view_direction_changed (GtkWidget *widget, GtkTextDirection before)
{
  GTK_WIDGET_CLASS (crm_app_board_card_view_parent_class)->direction_changed (widget, before);
  start_anew (CRM_APP_BOARD_CARD_VIEW (widget));
}

static void
crm_app_board_card_view_class_init (CrmAppBoardCardViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crm_app_board_card_view_dispose;
  widget_class->get_request_mode = crm_app_board_card_view_get_request_mode;
  widget_class->measure = crm_app_board_card_view_measure;
  widget_class->snapshot = crm_app_board_card_view_snapshot;
  widget_class->css_changed = crm_app_board_card_view_css_changed;
  widget_class->system_setting_changed = crm_app_board_card_view_system_setting_changed;
  widget_class->direction_changed = crm_app_board_card_view_direction_changed;
  gtk_widget_class_set_css_name (widget_class, "crmcard");
  /* The row around it says everything. */
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
crm_app_board_card_view_init (CrmAppBoardCardView *self)
{
  self->width = NO_WIDTH;
}

/**
 * crm_app_board_card_view_show:
 * @self: a view
 * @card: (transfer none): what it shows from now on
 */
void
crm_app_board_card_view_show (CrmAppBoardCardView *self, CrmBoardCard *card)
{
  GtkWidget *row = gtk_widget_get_parent (GTK_WIDGET (self));

  g_set_object (&self->card, card);
  fill_lines (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
  /* The list's own row has the focus, and so it is what a screen reader reads. */
  if (row != NULL)
    crm_app_set_name (row, crm_board_card_get_spoken (card));
}

/**
 * crm_app_board_card_view_get_card:
 * @self: a view
 *
 * Returns: (transfer none) (nullable): what it shows; %NULL before the first
 */
CrmBoardCard *
crm_app_board_card_view_get_card (CrmAppBoardCardView *self)
{
  return self->card;
}

/**
 * crm_app_board_card_view_new:
 * @letters: (transfer none): what its lines look like
 *
 * Returns: (transfer floating): a view without a card
 */
GtkWidget *
crm_app_board_card_view_new (CrmAppCardLetters *letters)
{
  CrmAppBoardCardView *self = g_object_new (CRM_APP_TYPE_BOARD_CARD_VIEW, NULL);

  self->letters = g_object_ref (letters);
  return GTK_WIDGET (self);
}
