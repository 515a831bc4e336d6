/* e-crm-sheet-pages.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Text flows line by line, so that minutes longer than a page go on on the next one; a heading
 * keeps to what follows it. All lengths are points. */
#define G_LOG_DOMAIN "e-crm-sheet-pages"
#include "config.h"

#include "e-crm-sheet-pages.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define INDENT 12.0
#define COLUMN_GAP 8.0
/* Labels may take so much of the width. */
#define MAX_LABELS 0.3
#define FOOT_HEIGHT 22.0
#define NOTE_LINE 24.0
#define MIN_NOTE_LINES 6

/* How a block looks: below @gap comes its text in @font; what has no font takes the page's. */
typedef struct
{
  const char *font;
  double gap;
  gboolean keeps;    /* with what follows */
  gboolean is_ruled; /* has a rule below */
} Style;

static const Style styles[] = {
  [CRM_SHEET_TITLE] = { "Bold 16", 0, TRUE, FALSE },
  [CRM_SHEET_FACT] = { "9.5", 3, FALSE, FALSE },
  [CRM_SHEET_HEADING] = { "Bold 12", 14, TRUE, TRUE },
  [CRM_SHEET_PERSON] = { "9.5", 5, FALSE, FALSE },
  [CRM_SHEET_TOPIC] = { "Bold 9.5", 9, TRUE, FALSE },
  [CRM_SHEET_ENTRY] = { "9.5", 2, FALSE, FALSE },
  [CRM_SHEET_NOTES] = { "Bold 9.5", 14, TRUE, FALSE },
};

#define LABEL_FONT "Bold 9.5"
#define SMALL_FONT "8"

/* One line where it stands. */
typedef struct
{
  PangoLayout *layout; /* (owned) */
  int index;           /* of the line in @layout */
  guint page;
  double x; /* of the line's beginning */
  double y; /* of its top */
  double baseline;
  double height;
  double gap;      /* above it, unless it begins a page */
  gboolean keeps;  /* with the line that follows */
  gboolean beside; /* stands on the line that follows */
  gboolean is_ruled;
} Line;

/* What is ruled for writing on. */
typedef struct
{
  guint page;
  double y;
} Notes;

typedef struct
{
  guint first_page;
  guint n_pages;
  char *title; /* (owned) */
  char *when;  /* (owned) */
} Part;

struct _ECrmSheetPages
{
  PangoContext *context; /* (owned) */
  double width;
  double height; /* without the foot */
  gboolean rtl;
  GArray *lines; /* (owned) (element-type Line) */
  GArray *notes; /* (owned) (element-type Notes) */
  GArray *parts; /* (owned) (element-type Part) */
  guint n_pages;
  guint n_placed; /* of @lines */
  double y;       /* where the next line goes, on the last page */
};

static void
clear_line (gpointer data)
{
  g_object_unref (((Line *)data)->layout);
}

static void
clear_part (gpointer data)
{
  Part *part = data;

  g_free (part->title);
  g_free (part->when);
}

/**
 * e_crm_sheet_pages_free:
 * @self: (nullable): pages
 */
void
e_crm_sheet_pages_free (ECrmSheetPages *self)
{
  if (self == NULL)
    return;
  g_object_unref (self->context);
  g_array_unref (self->lines);
  g_array_unref (self->notes);
  g_array_unref (self->parts);
  g_free (self);
}

/* --- lines ------------------------------------------------------------------------------------ */

static PangoLayout *
make_layout (const ECrmSheetPages *self, const char *font, const char *text, double width)
{
  PangoLayout *layout = pango_layout_new (self->context);
  g_autofree char *whole = g_strconcat ("Sans ", font, NULL);
  PangoFontDescription *description = pango_font_description_from_string (whole);

  pango_layout_set_font_description (layout, description);
  pango_font_description_free (description);
  pango_layout_set_text (layout, text, -1);
  if (width > 0)
    {
      pango_layout_set_width (layout, (int)(width * PANGO_SCALE));
      pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
    }
  return layout;
}

static double
measure (const ECrmSheetPages *self, const char *font, const char *text)
{
  g_autoptr (PangoLayout) layout = make_layout (self, font, text, 0);
  int width;

  pango_layout_get_size (layout, &width, NULL);
  return (double)width / PANGO_SCALE;
}

/* @x is from where the direction of reading begins. */
static void
add_lines (ECrmSheetPages *self,
           const char *font,
           const char *text,
           double x,
           double width,
           double gap,
           gboolean keeps)
{
  g_autoptr (PangoLayout) layout = make_layout (self, font, text, width);
  PangoLayoutIter *iter = pango_layout_get_iter (layout);
  int n = 0;

  do
    {
      PangoRectangle box;
      Line line = { .layout = g_object_ref (layout), .index = n++, .keeps = keeps };

      pango_layout_iter_get_line_extents (iter, NULL, &box);
      /* Not by Pango's alignment, which turns around for text of the other direction. */
      line.x = self->rtl ? self->width - x - (double)box.width / PANGO_SCALE : x;
      line.height = (double)box.height / PANGO_SCALE;
      line.baseline = (double)(pango_layout_iter_get_baseline (iter) - box.y) / PANGO_SCALE;
      line.gap = n == 1 ? gap : 0;
      g_array_append_val (self->lines, line);
    }
  while (pango_layout_iter_next_line (iter));
  pango_layout_iter_free (iter);
}

static Line *
last_line (ECrmSheetPages *self)
{
  return &g_array_index (self->lines, Line, self->lines->len - 1);
}

/* A label of one line, and the text beside it. */
static void
add_beside (ECrmSheetPages *self, const CrmSheetBlock *block, const Style *style, double labels)
{
  const char *font = block->kind == CRM_SHEET_FACT ? LABEL_FONT : style->font;
  double indent = block->kind == CRM_SHEET_FACT ? 0 : INDENT;
  double column = indent + labels + COLUMN_GAP;
  guint first = self->lines->len;

  add_lines (self, font, block->label, indent, labels, style->gap, TRUE);
  /* A label that is too long for its column stands above. */
  if (self->lines->len == first + 1)
    last_line (self)->beside = TRUE;
  add_lines (self, style->font, block->text, column, self->width - column,
             last_line (self)->beside ? style->gap : 0, FALSE);
}

static void
add_person (ECrmSheetPages *self, const CrmSheetBlock *block, const Style *style)
{
  gboolean has_text = block->text[0] != '\0';

  add_lines (self, LABEL_FONT, block->label, 0, self->width, style->gap, has_text);
  if (has_text)
    add_lines (self, style->font, block->text, INDENT, self->width - INDENT, 0, FALSE);
}

static void
add_block (ECrmSheetPages *self, const CrmSheetBlock *block, double facts, double entries)
{
  const Style *style = &styles[block->kind];
  double indent = block->kind == CRM_SHEET_ENTRY ? INDENT : 0;

  if (block->kind == CRM_SHEET_PERSON)
    add_person (self, block, style);
  else if (block->label != NULL)
    add_beside (self, block, style, block->kind == CRM_SHEET_FACT ? facts : entries);
  else
    add_lines (self, style->font, block->text, indent, self->width - indent, style->gap,
               style->keeps);
  last_line (self)->is_ruled = style->is_ruled;
}

/* --- pages ------------------------------------------------------------------------------------ */

static void
begin_page (ECrmSheetPages *self)
{
  self->n_pages++;
  self->y = 0;
}

static double
step_of (const Line *line)
{
  return line->beside ? 0 : line->height + (line->is_ruled ? 5 : 0);
}

/* From the line on, up to the first that need not keep to what follows. */
static guint
end_of_run (const ECrmSheetPages *self, guint from, double *out_height)
{
  double height = 0;
  guint i = from;

  for (; i < self->lines->len; i++)
    {
      const Line *line = &g_array_index (self->lines, Line, i);

      height += line->gap + step_of (line);
      if (!line->keeps && !line->beside)
        break;
    }
  *out_height = height;
  return MIN (i + 1, self->lines->len);
}

static void
place_run (ECrmSheetPages *self, guint from, guint end)
{
  for (guint i = from; i < end; i++)
    {
      Line *line = &g_array_index (self->lines, Line, i);
      /* The gap above a label is that above its text as well. */
      gboolean is_text_beside = i > from && g_array_index (self->lines, Line, i - 1).beside;

      if (self->y > 0 && self->y + step_of (line) > self->height)
        begin_page (self); /* a run longer than a page */
      if (self->y > 0 && !is_text_beside)
        self->y += line->gap;
      line->page = self->n_pages - 1;
      line->y = self->y;
      self->y += step_of (line);
    }
}

static void
place_lines (ECrmSheetPages *self)
{
  while (self->n_placed < self->lines->len)
    {
      double height;
      guint end = end_of_run (self, self->n_placed, &height);

      if (self->y > 0 && self->y + height > self->height)
        begin_page (self);
      place_run (self, self->n_placed, end);
      self->n_placed = end;
    }
}

/* On what is left of the page, and if that is little on a page of its own. */
static void
place_notes (ECrmSheetPages *self, const CrmSheetBlock *block)
{
  const Style *style = &styles[block->kind];
  Notes notes;

  if (self->y + style->gap + MIN_NOTE_LINES * NOTE_LINE > self->height)
    begin_page (self);
  add_lines (self, style->font, block->text, 0, self->width, style->gap, FALSE);
  place_lines (self);
  notes.page = self->n_pages - 1;
  notes.y = self->y;
  g_array_append_val (self->notes, notes);
}

/* How wide the labels of a kind are, within limits. */
static double
measure_labels (const ECrmSheetPages *self, const CrmMeetingSheet *sheet, CrmSheetKind kind)
{
  const char *font = kind == CRM_SHEET_FACT ? LABEL_FONT : styles[kind].font;
  double width = 0;

  for (guint i = 0; i < sheet->blocks->len; i++)
    {
      const CrmSheetBlock *block = g_ptr_array_index (sheet->blocks, i);

      if (block->kind == kind && block->label != NULL)
        width = MAX (width, measure (self, font, block->label));
    }
  return MIN (width + 1, self->width * MAX_LABELS);
}

static void
set_sheet (ECrmSheetPages *self, const CrmMeetingSheet *sheet)
{
  double facts = measure_labels (self, sheet, CRM_SHEET_FACT);
  double entries = measure_labels (self, sheet, CRM_SHEET_ENTRY);
  Part part = { .first_page = self->n_pages,
                .title = g_strdup (sheet->title),
                .when = g_strdup (sheet->when) };

  begin_page (self);
  for (guint i = 0; i < sheet->blocks->len; i++)
    {
      const CrmSheetBlock *block = g_ptr_array_index (sheet->blocks, i);

      if (block->kind != CRM_SHEET_NOTES)
        {
          add_block (self, block, facts, entries);
          continue;
        }
      place_lines (self);
      place_notes (self, block);
    }
  place_lines (self);
  part.n_pages = self->n_pages - part.first_page;
  g_array_append_val (self->parts, part);
}

/**
 * e_crm_sheet_pages_new:
 * @context: what text is set with; a unit of it is a point
 * @width: of a page, in points
 * @height: of a page, in points
 * @direction: on which side lines begin
 * @sheets: (element-type CrmMeetingSheet): what to set
 *
 * Returns: (transfer full): the pages
 */
ECrmSheetPages *
e_crm_sheet_pages_new (PangoContext *context,
                       double width,
                       double height,
                       GtkTextDirection direction,
                       const GPtrArray *sheets)
{
  ECrmSheetPages *self = g_new0 (ECrmSheetPages, 1);

  self->context = g_object_ref (context);
  self->width = MAX (width, 72); /* whatever paper a driver dreams up */
  self->height = MAX (height - FOOT_HEIGHT, 72);
  self->rtl = direction == GTK_TEXT_DIR_RTL;
  self->lines = g_array_new (FALSE, FALSE, sizeof (Line));
  self->notes = g_array_new (FALSE, FALSE, sizeof (Notes));
  self->parts = g_array_new (FALSE, FALSE, sizeof (Part));
  g_array_set_clear_func (self->lines, clear_line);
  g_array_set_clear_func (self->parts, clear_part);
  pango_context_set_base_dir (context,
                              self->rtl ? PANGO_DIRECTION_WEAK_RTL : PANGO_DIRECTION_WEAK_LTR);
  for (guint i = 0; i < sheets->len; i++)
    set_sheet (self, g_ptr_array_index (sheets, i));
  return self;
}

/**
 * e_crm_sheet_pages_count:
 * @self: pages
 *
 * Returns: how many there are
 */
guint
e_crm_sheet_pages_count (const ECrmSheetPages *self)
{
  return self->n_pages;
}

/* --- drawing ---------------------------------------------------------------------------------- */

static void
draw_rule (cairo_t *cr, double from, double to, double y, double grey)
{
  cairo_save (cr);
  cairo_set_source_rgb (cr, grey, grey, grey);
  cairo_set_line_width (cr, 0.5);
  cairo_move_to (cr, from, y);
  cairo_line_to (cr, to, y);
  cairo_stroke (cr);
  cairo_restore (cr);
}

static void
draw_layout (cairo_t *cr, const ECrmSheetPages *self, const char *text, gboolean at_end, double y)
{
  double width = self->width * (at_end ? 0.25 : 0.7);
  g_autoptr (PangoLayout) layout = make_layout (self, SMALL_FONT, text, width);
  gboolean at_right = at_end != self->rtl;

  pango_layout_set_width (layout, (int)(width * PANGO_SCALE));
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_auto_dir (layout, FALSE);
  pango_layout_set_alignment (layout, at_right ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
  cairo_move_to (cr, at_right ? self->width - width : 0, y);
  pango_cairo_show_layout (cr, layout);
}

static const Part *
find_part (const ECrmSheetPages *self, guint page)
{
  const Part *part = NULL;

  for (guint i = 0; i < self->parts->len; i++)
    {
      part = &g_array_index (self->parts, Part, i);
      if (page < part->first_page + part->n_pages)
        break;
    }
  return part;
}

static char *
phrase_page (const Part *part, guint page)
{
  /* TRANSLATORS: at the foot of a printed page: its number, and how many there are */
  return g_strdup_printf (_ ("Page %1$u of %2$u"), page - part->first_page + 1, part->n_pages);
}

static void
draw_foot (const ECrmSheetPages *self, cairo_t *cr, guint page)
{
  const Part *part = find_part (self, page);
  g_autofree char *name
      = g_strdup_printf ("\u2068%s\u2069 · \u2068%s\u2069", part->title, part->when);
  g_autofree char *number = phrase_page (part, page);
  double y = self->height + FOOT_HEIGHT - 14;

  draw_rule (cr, 0, self->width, y - 3, 0.6);
  draw_layout (cr, self, name, FALSE, y);
  draw_layout (cr, self, number, TRUE, y);
}

/**
 * e_crm_sheet_pages_draw:
 * @self: pages
 * @cr: where to; a unit of it is a point
 * @page: which one, from 0 on
 */
void
e_crm_sheet_pages_draw (const ECrmSheetPages *self, cairo_t *cr, guint page)
{
  g_return_if_fail (page < self->n_pages);

  cairo_set_source_rgb (cr, 0, 0, 0);
  for (guint i = 0; i < self->lines->len; i++)
    {
      const Line *line = &g_array_index (self->lines, Line, i);

      if (line->page != page)
        continue;
      cairo_move_to (cr, line->x, line->y + line->baseline);
      pango_cairo_show_layout_line (cr, pango_layout_get_line_readonly (line->layout, line->index));
      if (line->is_ruled)
        draw_rule (cr, 0, self->width, line->y + line->height + 1.5, 0.3);
    }
  for (guint i = 0; i < self->notes->len; i++)
    {
      const Notes *notes = &g_array_index (self->notes, Notes, i);

      for (double y = notes->y + NOTE_LINE; notes->page == page && y < self->height; y += NOTE_LINE)
        draw_rule (cr, 0, self->width, y, 0.75);
    }
  draw_foot (self, cr, page);
}

/**
 * e_crm_sheet_pages_dup_text:
 * @self: pages
 * @page: which one, from 0 on
 *
 * Returns: (transfer full): what stands on the page, line by line, with its foot
 */
char *
e_crm_sheet_pages_dup_text (const ECrmSheetPages *self, guint page)
{
  GString *text = g_string_new (NULL);
  g_autofree char *number = phrase_page (find_part (self, page), page);

  for (guint i = 0; i < self->lines->len; i++)
    {
      const Line *line = &g_array_index (self->lines, Line, i);
      PangoLayoutLine *pango = pango_layout_get_line_readonly (line->layout, line->index);

      if (line->page != page)
        continue;
      g_string_append_len (text, pango_layout_get_text (line->layout) + pango->start_index,
                           pango->length);
      g_string_append_c (text, line->beside ? '\t' : '\n');
    }
  g_string_append (text, number);
  return g_string_free (text, FALSE);
}
