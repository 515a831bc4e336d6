/* crm-app-chart-draw.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Horizontal bars in groups: names may be long, and a narrow window only makes the bars shorter.
 * Each bar says its number, and series differ by pattern, so that no colour is needed. */
#define G_LOG_DOMAIN "crm-app-chart-draw"
#include "config.h"

#include "crm-app-chart-draw.h"

#include <math.h>

/* Bars grow with the letters beside them; those of a single series are the higher ones. */
#define BAR_LINES 0.85
#define SINGLE_LINES 1.2
#define MIN_BAR_HEIGHT 12
/* What is not nothing is seen beside the greatest amounts, too. */
#define MIN_BAR 2
/* Noughts are read where somebody looks for them, and what there is stands out. */
#define QUIET 0.65
#define RADIUS 4
#define BAR_GAP 4
#define GROUP_GAP 12
#define SPACE 8
#define STRIPE 5
#define MAX_NAME 220
/* What is longer than so many lines is cut. */
#define MAX_LINES 4
/* Names stand beside their bars, and numbers behind them, where it is so many lines of text wide:
 * with large letters sooner than that there is no room. */
#define WIDE_LINES 33

/* One drawing, or only its measuring. */
typedef struct
{
  cairo_t *cr; /* (unowned) (nullable): NULL to measure */
  const CrmReportSheet *sheet;
  const CrmChartStyle *style; /* (nullable) as @cr */
  PangoLayout *layout;        /* (owned) */
  int width;
  int line_height;
  int bar_height;
  int name_width; /* of the column with the names; 0 in a narrow one */
  int text_width; /* of the numbers behind the bars; 0 in a narrow one */
  double most;    /* the largest value there is */
  gboolean quiet; /* what is written now is of nothing */
} Chart;

static int
measure_text (Chart *self, const char *text)
{
  int width;

  pango_layout_set_width (self->layout, -1);
  pango_layout_set_text (self->layout, text, -1);
  pango_layout_get_pixel_size (self->layout, &width, NULL);
  return width;
}

static double
get_reach (const CrmSheetBar *bar)
{
  return isnan (bar->high) ? bar->value : MAX (bar->value, bar->high);
}

static void
measure_groups (Chart *self)
{
  for (guint i = 0; i < self->sheet->groups->len; i++)
    {
      const CrmSheetGroup *group = g_ptr_array_index (self->sheet->groups, i);

      self->name_width = MAX (self->name_width, measure_text (self, group->label) + 1);
      for (guint k = 0; k < self->sheet->series->len; k++)
        {
          self->text_width = MAX (self->text_width, measure_text (self, group->bars[k].text) + 1);
          if (!isnan (group->bars[k].value))
            self->most = MAX (self->most, get_reach (&group->bars[k]));
        }
    }
  if (self->width < WIDE_LINES * self->line_height)
    self->name_width = self->text_width = 0;
  self->name_width = MIN (self->name_width, MAX_NAME);
  /* Sums of several currencies are long: they take lines, not the room of the bars. */
  self->text_width = MIN (self->text_width, (self->width - self->name_width - 3 * SPACE) / 2);
}

static void
init_chart (Chart *self, const CrmReportSheet *sheet, PangoContext *context, int width)
{
  self->sheet = sheet;
  self->width = width;
  self->layout = pango_layout_new (context);
  pango_layout_set_wrap (self->layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_ellipsize (self->layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_height (self->layout, -MAX_LINES);
  pango_layout_set_text (self->layout, "Ag", -1);
  pango_layout_get_pixel_size (self->layout, NULL, &self->line_height);
  self->bar_height
      = MAX (MIN_BAR_HEIGHT,
             (int)(self->line_height * (sheet->series->len == 1 ? SINGLE_LINES : BAR_LINES)));
  measure_groups (self);
}

static void
set_color (Chart *self, const GdkRGBA *color, double alpha)
{
  cairo_set_source_rgba (self->cr, color->red, color->green, color->blue, color->alpha * alpha);
}

/* Where something begins that is @width wide and @x away from where lines of text begin. */
static double
mirror (const Chart *self, double x, double width)
{
  return self->style->rtl ? self->width - x - width : x;
}

/* Returns: how high it is */
static int
draw_text (Chart *self, const char *text, double x, double y, int width)
{
  int height;

  pango_layout_set_width (self->layout, MAX (width, 1) * PANGO_SCALE);
  pango_layout_set_auto_dir (self->layout, FALSE);
  pango_layout_set_text (self->layout, text, -1);
  pango_layout_get_pixel_size (self->layout, NULL, &height);
  if (self->cr == NULL)
    return height;
  pango_layout_set_alignment (self->layout,
                              self->style->rtl ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
  set_color (self, &self->style->text, self->quiet ? QUIET : 1);
  cairo_move_to (self->cr, mirror (self, x, width), y);
  pango_cairo_show_layout (self->cr, self->layout);
  return height;
}

static void
draw_stripes (Chart *self, double x, double y, double width, double height)
{
  for (double at = -height; at < width; at += STRIPE)
    {
      cairo_move_to (self->cr, x + at, y + height);
      cairo_line_to (self->cr, x + at + height, y);
    }
  cairo_set_line_width (self->cr, 1.5);
  cairo_stroke (self->cr);
}

static void
draw_dots (Chart *self, double x, double y, double width, double height)
{
  for (double at = STRIPE / 2.0; at < width; at += STRIPE)
    for (double down = STRIPE / 2.0; down < height; down += STRIPE)
      {
        cairo_arc (self->cr, x + at, y + down, 1, 0, 2 * G_PI);
        cairo_fill (self->cr);
      }
}

/* Straight where it begins, round where it ends. */
static void
trace_bar (Chart *self, double x, double y, double width, double height)
{
  double radius = MIN (RADIUS, width / 2);

  cairo_save (self->cr);
  if (self->style->rtl)
    {
      cairo_translate (self->cr, 2 * x + width, 0);
      cairo_scale (self->cr, -1, 1);
    }
  cairo_move_to (self->cr, x, y);
  cairo_arc (self->cr, x + width - radius, y + radius, radius, -G_PI / 2, 0);
  cairo_arc (self->cr, x + width - radius, y + height - radius, radius, 0, G_PI / 2);
  cairo_line_to (self->cr, x, y + height);
  cairo_close_path (self->cr);
  cairo_restore (self->cr);
}

static void
draw_bar (Chart *self, CrmBarPattern pattern, double x, double y, double width, double height)
{
  cairo_save (self->cr);
  set_color (self, pattern % 2 == 0 ? &self->style->accent : &self->style->text,
             pattern % 2 == 0 ? 1 : 0.75);
  trace_bar (self, x, y, width, height);
  cairo_clip (self->cr);
  if (pattern == CRM_BAR_SOLID)
    cairo_paint (self->cr);
  else if (pattern == CRM_BAR_STRIPED)
    draw_stripes (self, x, y, width, height);
  else if (pattern == CRM_BAR_DOTTED)
    draw_dots (self, x, y, width, height);
  trace_bar (self, x, y, width, height);
  cairo_set_line_width (self->cr, 2); /* half of it is clipped off */
  cairo_stroke (self->cr);
  cairo_restore (self->cr);
}

/* Where all bars begin. */
static void
draw_axis (Chart *self, double from, double to)
{
  set_color (self, &self->style->text, 0.3);
  cairo_set_line_width (self->cr, 1);
  cairo_move_to (self->cr, mirror (self, self->name_width + 2.0 * SPACE - 0.5, 0), from);
  cairo_rel_line_to (self->cr, 0, to - from);
  cairo_stroke (self->cr);
}

/* From the lower to the upper quartile. */
static void
draw_half (Chart *self, const CrmSheetBar *bar, double x, double y, double length)
{
  double low = x + length * bar->low / self->most;
  double high = x + length * bar->high / self->most;
  double middle = y + self->bar_height / 2.0;

  set_color (self, &self->style->text, 1);
  cairo_set_line_width (self->cr, 2);
  cairo_move_to (self->cr, mirror (self, low, 0), middle);
  cairo_line_to (self->cr, mirror (self, high, 0), middle);
  for (guint i = 0; i < 2; i++)
    {
      double end = mirror (self, i == 0 ? low : high, 0);

      cairo_move_to (self->cr, end, y + 2);
      cairo_line_to (self->cr, end, y + self->bar_height - 2);
    }
  cairo_stroke (self->cr);
}

/* Small letters stand in the middle of a bar's height. */
static double
get_inset (const Chart *self)
{
  return MAX (self->bar_height - self->line_height, 0) / 2.0;
}

/* Returns: the height */
static double
show_bar (Chart *self, const CrmSheetBar *bar, guint series, double x, double y)
{
  double behind = self->text_width > 0 ? self->text_width + SPACE : 0;
  double length = MAX (self->width - x - behind, 1);
  double size = !isnan (bar->value) && self->most > 0 ? length * bar->value / self->most : 0;
  double reach = !isnan (bar->value) && self->most > 0 ? length * get_reach (bar) / self->most : 0;
  double height;
  double bar_y;

  if (size > 0)
    {
      size = MAX (size, MIN_BAR);
      reach = MAX (reach, size);
    }
  self->quiet = !(size > 0);
  if (self->text_width > 0) /* the bar stands beside the first line */
    {
      height
          = draw_text (self, bar->text, x + reach + SPACE, y + get_inset (self), self->text_width);
      height = MAX (self->bar_height, height);
      bar_y = y + MAX (self->line_height - self->bar_height, 0) / 2.0;
    }
  else
    {
      height = draw_text (self, bar->text, x, y, (int)length);
      bar_y = y + height;
      height += reach > 0 ? self->bar_height : 0;
    }
  self->quiet = FALSE;
  if (self->cr != NULL && size > 0)
    draw_bar (self, series, mirror (self, x, size), bar_y, size, self->bar_height);
  if (self->cr != NULL && !isnan (bar->low) && self->most > 0)
    draw_half (self, bar, x, bar_y, length);
  return height + BAR_GAP;
}

/* Returns: where it ends */
static double
show_group (Chart *self, const CrmSheetGroup *group, double y)
{
  double x = self->name_width > 0 ? self->name_width + 2.0 * SPACE : 0;
  int width = self->name_width > 0 ? self->name_width : self->width;
  double inset = self->name_width > 0 ? get_inset (self) : 0;
  double below = y + draw_text (self, group->label, 0, y + inset, width);

  if (self->name_width == 0)
    y = below;
  for (guint i = 0; i < self->sheet->series->len; i++)
    y += show_bar (self, &group->bars[i], i, x, y);
  return MAX (y, below) + GROUP_GAP;
}

/* Which pattern is what; a single series is only named. Returns: where it ends */
static double
show_legend (Chart *self)
{
  int swatch = self->sheet->series->len > 1 ? 2 * self->bar_height + SPACE : 0;
  double x = 0;
  double y = 0;

  for (guint i = 0; i < self->sheet->series->len; i++)
    {
      const char *name = g_ptr_array_index (self->sheet->series, i);
      int width = MIN (measure_text (self, name) + 1, self->width - swatch);

      if (x > 0 && x + swatch + width > self->width)
        {
          x = 0;
          y += self->line_height + BAR_GAP;
        }
      if (self->cr != NULL && swatch > 0)
        draw_bar (self, i, mirror (self, x, swatch - SPACE),
                  y + (self->line_height - self->bar_height) / 2.0, swatch - SPACE,
                  self->bar_height);
      draw_text (self, name, x + swatch, y, width);
      x += swatch + width + 3 * SPACE;
    }
  return y + MAX (self->line_height, swatch > 0 ? self->bar_height : 0) + GROUP_GAP;
}

static double
show (Chart *self)
{
  double from = show_legend (self);
  double y = from;

  for (guint i = 0; i < self->sheet->groups->len; i++)
    y = show_group (self, g_ptr_array_index (self->sheet->groups, i), y);
  if (self->cr != NULL && self->name_width > 0 && self->most > 0)
    draw_axis (self, from - BAR_GAP, y - GROUP_GAP);
  return y;
}

/**
 * crm_chart_get_height:
 * @sheet: what is to be drawn
 * @context: for its texts
 * @width: how wide it may be, in pixels
 *
 * Returns: how high it will be, in pixels
 */
int
crm_chart_get_height (const CrmReportSheet *sheet, PangoContext *context, int width)
{
  Chart self = { NULL };
  double height;

  init_chart (&self, sheet, context, width);
  height = show (&self);
  g_object_unref (self.layout);
  return (int)ceil (height);
}

/**
 * crm_chart_draw:
 * @cr: where to, from its origin on
 * @sheet: what is to be drawn
 * @context: for its texts
 * @style: the colours
 * @width: how wide it may be, in pixels
 */
void
crm_chart_draw (cairo_t *cr,
                const CrmReportSheet *sheet,
                PangoContext *context,
                const CrmChartStyle *style,
                int width)
{
  Chart self = { .cr = cr, .style = style };

  init_chart (&self, sheet, context, width);
  show (&self);
  g_object_unref (self.layout);
}
