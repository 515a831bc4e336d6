/* e-crm-sheet-pages.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <gtk/gtk.h>
#include "crm-meeting-sheet.h"
G_BEGIN_DECLS

/* Sheets set on pages of some size, each beginning with a page of its own. Knows no printer:
 * whoever has a cairo context can draw a page. */

typedef struct _ECrmSheetPages ECrmSheetPages;

ECrmSheetPages *e_crm_sheet_pages_new (PangoContext *context,
                                       double width,
                                       double height,
                                       GtkTextDirection direction,
                                       const GPtrArray *sheets);
guint e_crm_sheet_pages_count (const ECrmSheetPages *self);
void e_crm_sheet_pages_draw (const ECrmSheetPages *self, cairo_t *cr, guint page);
char *e_crm_sheet_pages_dup_text (const ECrmSheetPages *self, guint page) G_GNUC_WARN_UNUSED_RESULT;
void e_crm_sheet_pages_free (ECrmSheetPages *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ECrmSheetPages, e_crm_sheet_pages_free)

G_END_DECLS
