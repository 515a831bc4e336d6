/* e-crm-line.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "e-crm-line"
#include "config.h"

#include "e-crm-line.h"

/* Characters: what a line asks for at least, and what it likes to have. */
#define MIN_CHARS 4
#define NATURAL_CHARS 16
/* From here on scripts may come from a fallback font, whose lines may be higher. */
#define FIRST_TALL_CHAR 0x0590

struct _ECrmLine
{
  GtkLabel parent_instance;
  int height;   /* of a line, in pixels; 0: not measured with this style */
  int baseline; /* of it; -1 for none */
  int char_width;
};

G_DEFINE_FINAL_TYPE (ECrmLine, e_crm_line, GTK_TYPE_LABEL)

static GtkWidgetClass *
get_parent_class (void)
{
  return GTK_WIDGET_CLASS (e_crm_line_parent_class);
}

static gboolean
is_tall (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if ((guchar)*p >= 0xd6 && g_utf8_get_char (p) >= FIRST_TALL_CHAR
        && !g_unichar_ispunct (g_utf8_get_char (p)))
      return TRUE;
  return FALSE;
}

static void
get_preferred_height_and_baseline_for_width (GtkWidget *widget,
                                             int width,
                                             int *out_minimum,
                                             int *out_natural,
                                             int *out_minimum_baseline,
                                             int *out_natural_baseline)
{
  ECrmLine *self = E_CRM_LINE (widget);
  int minimum = self->height, natural = self->height;
  int minimum_baseline = self->baseline, natural_baseline = self->baseline;
  const char *text = gtk_label_get_text (GTK_LABEL (widget));

  if (self->height == 0 || is_tall (text))
    {
      get_parent_class ()->get_preferred_height_and_baseline_for_width (
          widget, width, &minimum, &natural, &minimum_baseline, &natural_baseline);
      if (!is_tall (text))
        {
          self->height = natural;
          self->baseline = natural_baseline;
        }
    }
  *out_minimum = minimum;
  *out_natural = natural;
  if (out_minimum_baseline != NULL)
    *out_minimum_baseline = minimum_baseline;
  if (out_natural_baseline != NULL)
    *out_natural_baseline = natural_baseline;
}

static void
get_preferred_height (GtkWidget *widget, int *out_minimum, int *out_natural)
{
  get_preferred_height_and_baseline_for_width (widget, -1, out_minimum, out_natural, NULL, NULL);
}

static void
get_preferred_height_for_width (GtkWidget *widget, int width, int *out_minimum, int *out_natural)
{
  get_preferred_height_and_baseline_for_width (widget, width, out_minimum, out_natural, NULL, NULL);
}

static int
measure_char (GtkWidget *widget)
{
  PangoContext *context = gtk_widget_get_pango_context (widget);
  PangoFontMetrics *metrics = pango_context_get_metrics (context, NULL, NULL);
  int width = MAX (pango_font_metrics_get_approximate_char_width (metrics),
                   pango_font_metrics_get_approximate_digit_width (metrics));

  pango_font_metrics_unref (metrics);
  return PANGO_PIXELS_CEIL (width);
}

static void
get_preferred_width (GtkWidget *widget, int *out_minimum, int *out_natural)
{
  ECrmLine *self = E_CRM_LINE (widget);

  if (self->char_width == 0)
    self->char_width = measure_char (widget);
  *out_minimum = MIN_CHARS * self->char_width;
  *out_natural = NATURAL_CHARS * self->char_width;
}

static void
get_preferred_width_for_height (GtkWidget *widget, int height, int *out_minimum, int *out_natural)
{
  get_preferred_width (widget, out_minimum, out_natural);
}

static GtkSizeRequestMode
get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_CONSTANT_SIZE;
}

static void
style_updated (GtkWidget *widget)
{
  ECrmLine *self = E_CRM_LINE (widget);

  self->height = 0;
  self->char_width = 0;
  get_parent_class ()->style_updated (widget);
}

static void
e_crm_line_class_init (ECrmLineClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->get_request_mode = get_request_mode;
  widget_class->get_preferred_width = get_preferred_width;
  widget_class->get_preferred_width_for_height = get_preferred_width_for_height;
  widget_class->get_preferred_height = get_preferred_height;
  widget_class->get_preferred_height_for_width = get_preferred_height_for_width;
  widget_class->get_preferred_height_and_baseline_for_width
      = get_preferred_height_and_baseline_for_width;
  widget_class->style_updated = style_updated;
}

static void
e_crm_line_init (ECrmLine *self)
{
  gtk_label_set_xalign (GTK_LABEL (self), 0);
  gtk_label_set_ellipsize (GTK_LABEL (self), PANGO_ELLIPSIZE_END);
}

/**
 * e_crm_line_new:
 *
 * Returns: (transfer floating): an empty line; use it as any #GtkLabel, without markup
 */
GtkWidget *
e_crm_line_new (void)
{
  return g_object_new (E_TYPE_CRM_LINE, NULL);
}
