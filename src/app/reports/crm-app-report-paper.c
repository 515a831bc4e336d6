/* crm-app-report-paper.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * A report as a picture or on paper: heading, bars and how they are reckoned; on paper the table,
 * too, on as many pages as it takes. */
#define G_LOG_DOMAIN "crm-app-report-paper"
#include "config.h"

#include "crm-app-report-export.h"

#include <cairo-pdf.h>
#include <string.h>

#include "crm-app-chart-draw.h"

/* Points: A4, and the width of a picture. */
#define PAGE_WIDTH 595
#define PAGE_HEIGHT 842
#define PICTURE_WIDTH 900
#define PICTURE_SCALE 2
#define MARGIN 40
/* Without it some spreadsheets take a file for what their system once wrote, and break its letters.
 */
#define BYTE_ORDER_MARK "\xef\xbb\xbf"
/* Tables of more columns stand on pages turned to the side: their letters would be too small. */
#define MAX_UPRIGHT 7
#define GAP 10

static const CrmChartStyle paper_style
    = { .text = { 0.1f, 0.1f, 0.1f, 1 }, .accent = { 0.11f, 0.44f, 0.85f, 1 } };

typedef struct
{
  cairo_t *cr;
  PangoContext *context; /* (owned) */
  CrmChartStyle style;
  int width;  /* between the margins */
  int height; /* the same */
  double y;   /* from the upper margin on */
} Paper;

static void
init_paper (Paper *self, cairo_t *cr, int width, gboolean rtl)
{
  PangoFontDescription *font = pango_font_description_from_string ("Sans 9");

  self->cr = cr;
  self->style = paper_style;
  self->style.rtl = rtl;
  self->width = width - 2 * MARGIN;
  self->height = PAGE_HEIGHT - 2 * MARGIN;
  self->y = 0;
  self->context = pango_cairo_create_context (cr);
  /* A point is a point: nobody looks at it at 96 dots an inch. */
  pango_cairo_context_set_resolution (self->context, 72);
  pango_context_set_font_description (self->context, font);
  pango_font_description_free (font);
  cairo_translate (cr, MARGIN, MARGIN);
}

static PangoLayout *
make_text (Paper *self, const char *text, int width, double size)
{
  PangoLayout *layout = pango_layout_new (self->context);
  PangoFontDescription *font
      = pango_font_description_copy (pango_context_get_font_description (self->context));

  pango_font_description_set_size (font, (int)(size * PANGO_SCALE));
  pango_font_description_set_weight (font, size > 12 ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_layout_set_font_description (layout, font);
  pango_layout_set_auto_dir (layout, FALSE);
  pango_layout_set_alignment (layout, self->style.rtl ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
  pango_layout_set_width (layout, width * PANGO_SCALE);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_text (layout, text, -1);
  pango_font_description_free (font);
  return layout;
}

static void
set_ink (Paper *self)
{
  cairo_set_source_rgb (self->cr, self->style.text.red, self->style.text.green,
                        self->style.text.blue);
}

/* @draw: FALSE only measures it */
static void
put_text (Paper *self, const char *text, double size, gboolean draw)
{
  PangoLayout *layout = make_text (self, text, self->width, size);
  int height;

  pango_layout_get_pixel_size (layout, NULL, &height);
  if (draw)
    {
      set_ink (self);
      cairo_move_to (self->cr, 0, self->y);
      pango_cairo_show_layout (self->cr, layout);
    }
  self->y += height + GAP;
  g_object_unref (layout);
}

static void
put_report (Paper *self, const CrmReportSheet *sheet, gboolean draw)
{
  put_text (self, sheet->title, 16, draw);
  put_text (self, sheet->subtitle, 9, draw);
  if (draw)
    {
      cairo_save (self->cr);
      cairo_translate (self->cr, 0, self->y);
      crm_chart_draw (self->cr, sheet, self->context, &self->style, self->width);
      cairo_restore (self->cr);
    }
  self->y += crm_chart_get_height (sheet, self->context, self->width);
  put_text (self, sheet->note, 8, draw);
}

static cairo_status_t
append_cb (void *bytes, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (bytes, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static gboolean
check_status (cairo_status_t status, GError **error)
{
  if (status != CAIRO_STATUS_SUCCESS)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, cairo_status_to_string (status));
  return status == CAIRO_STATUS_SUCCESS;
}

static int
measure_picture (const CrmReportSheet *sheet, gboolean rtl)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_A8, 1, 1);
  cairo_t *cr = cairo_create (surface);
  Paper paper;

  init_paper (&paper, cr, PICTURE_WIDTH, rtl);
  put_report (&paper, sheet, FALSE);
  g_object_unref (paper.context);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  return (int)paper.y + 2 * MARGIN;
}

static gboolean
render_png (const CrmReportSheet *sheet, gboolean rtl, GByteArray *bytes, GError **error)
{
  int height = measure_picture (sheet, rtl);
  cairo_surface_t *surface = cairo_image_surface_create (
      CAIRO_FORMAT_RGB24, PICTURE_WIDTH * PICTURE_SCALE, height * PICTURE_SCALE);
  cairo_t *cr = cairo_create (surface);
  cairo_status_t status;
  Paper paper;

  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  cairo_scale (cr, PICTURE_SCALE, PICTURE_SCALE);
  init_paper (&paper, cr, PICTURE_WIDTH, rtl);
  put_report (&paper, sheet, TRUE);
  g_object_unref (paper.context);
  cairo_destroy (cr);
  status = cairo_surface_write_to_png_stream (surface, append_cb, bytes);
  cairo_surface_destroy (surface);
  return check_status (status, error);
}

/* --- on paper --- */

static void
next_page (Paper *self)
{
  cairo_show_page (self->cr);
  self->y = 0;
}

/* The first column is twice as wide as the others. Returns: where column @i begins. */
static double
get_column_x (const Paper *self, guint n, guint i)
{
  double part = (double)self->width / (n + 1);

  return i == 0 ? 0 : part * (i + 1);
}

static PangoLayout *
make_cell (Paper *self, const char *text, guint n, guint i, gboolean is_number)
{
  int width = (int)(get_column_x (self, n, i + 1) - get_column_x (self, n, i)) - 4;
  PangoLayout *layout = make_text (self, text, MAX (width, 8), 7);
  gboolean right = is_number != self->style.rtl;

  pango_layout_set_alignment (layout, right ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
  return layout;
}

static void
draw_cell (Paper *self, PangoLayout *layout, guint n, guint i)
{
  double x = get_column_x (self, n, i);
  double width = get_column_x (self, n, i + 1) - x;

  cairo_move_to (self->cr, self->style.rtl ? self->width - x - width + 4 : x, self->y);
  pango_cairo_show_layout (self->cr, layout);
}

/* @row: %NULL for the headings */
static void
put_line (Paper *self, const CrmReportSheet *sheet, CrmSheetRow *row)
{
  guint n = sheet->columns->len;
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_object_unref);
  int most = 0;

  for (guint i = 0; i < n; i++)
    {
      const CrmSheetColumn *column = g_ptr_array_index (sheet->columns, i);
      const char *text = row != NULL ? crm_sheet_row_get_text (row, i) : column->title;
      PangoLayout *layout = make_cell (self, text, n, i, column->is_number);
      int height;

      pango_layout_get_pixel_size (layout, NULL, &height);
      most = MAX (most, height);
      g_ptr_array_add (cells, layout);
    }
  if (self->y + most > self->height)
    {
      next_page (self);
      if (row != NULL)
        put_line (self, sheet, NULL);
    }
  set_ink (self);
  for (guint i = 0; i < n; i++)
    draw_cell (self, g_ptr_array_index (cells, i), n, i);
  self->y += most + 3;
  cairo_set_line_width (self->cr, row == NULL || crm_sheet_row_is_total (row) ? 1 : 0.3);
  cairo_move_to (self->cr, 0, self->y);
  cairo_line_to (self->cr, self->width, self->y);
  cairo_stroke (self->cr);
  self->y += 3;
}

/* What follows is on a page of its own that is wider than high. */
static void
turn_page (Paper *self, cairo_surface_t *surface)
{
  next_page (self);
  cairo_pdf_surface_set_size (surface, PAGE_HEIGHT, PAGE_WIDTH);
  self->width = PAGE_HEIGHT - 2 * MARGIN;
  self->height = PAGE_WIDTH - 2 * MARGIN;
}

/* Bars that are higher than a page are made smaller; what follows goes on the next. */
static void
put_on_page (Paper *self, const CrmReportSheet *sheet)
{
  double room = PAGE_HEIGHT - 2 * MARGIN;
  double factor;

  put_report (self, sheet, FALSE);
  factor = MIN (1, room / self->y);
  self->y = 0;
  cairo_save (self->cr);
  cairo_scale (self->cr, factor, factor);
  put_report (self, sheet, TRUE);
  cairo_restore (self->cr);
  self->y *= factor;
}

static gboolean
render_pdf (const CrmReportSheet *sheet, gboolean rtl, GByteArray *bytes, GError **error)
{
  cairo_surface_t *surface
      = cairo_pdf_surface_create_for_stream (append_cb, bytes, PAGE_WIDTH, PAGE_HEIGHT);
  cairo_t *cr = cairo_create (surface);
  cairo_status_t status;
  Paper paper;

  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, sheet->title);
  init_paper (&paper, cr, PAGE_WIDTH, rtl);
  put_on_page (&paper, sheet);
  if (sheet->columns->len > MAX_UPRIGHT)
    turn_page (&paper, surface);
  put_line (&paper, sheet, NULL);
  for (guint i = 0; i < sheet->rows->len; i++)
    put_line (&paper, sheet, g_ptr_array_index (sheet->rows, i));
  g_object_unref (paper.context);
  cairo_destroy (cr);
  cairo_surface_finish (surface);
  status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  return check_status (status, error);
}

/* @rtl: whether it is read from right to left. Returns: (transfer full) (nullable) */
GBytes *
crm_app_report_render (CrmReportSheet *sheet, CrmExport format, gboolean rtl, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autofree char *csv = NULL;

  if (format == CRM_EXPORT_PNG && !render_png (sheet, rtl, bytes, error))
    return NULL;
  if (format == CRM_EXPORT_PDF && !render_pdf (sheet, rtl, bytes, error))
    return NULL;
  if (format == CRM_EXPORT_CSV)
    {
      csv = crm_report_sheet_to_csv (sheet);
      g_byte_array_append (bytes, (const guint8 *)BYTE_ORDER_MARK, strlen (BYTE_ORDER_MARK));
      g_byte_array_append (bytes, (const guint8 *)csv, (guint)strlen (csv));
    }
  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}
