/* crm-app-chart.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-app-chart"
#include "config.h"

#include "crm-app-chart.h"

#include "crm-app-chart-draw.h"
#include "base/crm-app-widgets.h"

#define MIN_WIDTH 240
/* Longer bars would only be farther from their names. */
#define MAX_WIDTH 1100

struct _CrmAppChart
{
  GtkWidget parent_instance;
  CrmReportSheet *sheet; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (CrmAppChart, crm_app_chart, GTK_TYPE_WIDGET)

static void
crm_app_chart_finalize (GObject *object)
{
  g_clear_pointer (&CRM_APP_CHART (object)->sheet, crm_report_sheet_unref);
  G_OBJECT_CLASS (crm_app_chart_parent_class)->finalize (object);
}

static GtkSizeRequestMode
crm_app_chart_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
crm_app_chart_measure (GtkWidget *widget,
                       GtkOrientation orientation,
                       int for_size,
                       int *minimum,
                       int *natural,
                       int *minimum_baseline,
                       int *natural_baseline)
{
  CrmAppChart *self = CRM_APP_CHART (widget);
  int size = MIN_WIDTH;

  if (orientation == GTK_ORIENTATION_VERTICAL)
    size = self->sheet == NULL
               ? 0
               : crm_chart_get_height (self->sheet, gtk_widget_get_pango_context (widget),
                                       CLAMP (for_size, MIN_WIDTH, MAX_WIDTH));
  *minimum = size;
  *natural = size;
  *minimum_baseline = -1;
  *natural_baseline = -1;
}

static void
crm_app_chart_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  CrmAppChart *self = CRM_APP_CHART (widget);
  GtkStyleContext *context = gtk_widget_get_style_context (widget);
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, (float)width, (float)height);
  CrmChartStyle style = { .rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL };
  cairo_t *cr;

  if (self->sheet == NULL)
    return;
  gtk_style_context_get_color (context, &style.text);
  if (!gtk_style_context_lookup_color (context, "accent_color", &style.accent))
    style.accent = style.text;
  cr = gtk_snapshot_append_cairo (snapshot, &bounds);
  if (style.rtl)
    cairo_translate (cr, MAX (width - MAX_WIDTH, 0), 0);
  crm_chart_draw (cr, self->sheet, gtk_widget_get_pango_context (widget), &style,
                  MIN (width, MAX_WIDTH));
  cairo_destroy (cr);
}

static void
crm_app_chart_class_init (CrmAppChartClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = crm_app_chart_finalize;
  widget_class->get_request_mode = crm_app_chart_get_request_mode;
  widget_class->measure = crm_app_chart_measure;
  widget_class->snapshot = crm_app_chart_snapshot;
  gtk_widget_class_set_css_name (widget_class, "crmchart");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
crm_app_chart_init (CrmAppChart *self)
{
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  crm_app_set_id (GTK_WIDGET (self), "crm-report-chart");
}

GtkWidget *
crm_app_chart_new (void)
{
  return g_object_new (CRM_APP_TYPE_CHART, NULL);
}

void
crm_app_chart_set_sheet (CrmAppChart *self, CrmReportSheet *sheet)
{
  g_autofree char *text = crm_report_sheet_describe (sheet);

  g_clear_pointer (&self->sheet, crm_report_sheet_unref);
  self->sheet = crm_report_sheet_ref (sheet);
  crm_app_set_name (GTK_WIDGET (self), sheet->title);
  crm_app_set_description (GTK_WIDGET (self), text);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}
