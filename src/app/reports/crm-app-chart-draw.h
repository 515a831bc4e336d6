/* crm-app-chart-draw.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <gtk/gtk.h>
#include "crm-report-sheet.h"
G_BEGIN_DECLS

/* Drawing the bars of a sheet, in a window or on paper. */

typedef struct
{
  GdkRGBA text;
  GdkRGBA accent;
  gboolean rtl;
} CrmChartStyle;

int crm_chart_get_height (const CrmReportSheet *sheet, PangoContext *context, int width);
void crm_chart_draw (cairo_t *cr,
                     const CrmReportSheet *sheet,
                     PangoContext *context,
                     const CrmChartStyle *style,
                     int width);

G_END_DECLS
