/* e-crm-event-strip.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <gtk/gtk.h>
#include "model/crm-event.h"
#include "shell/e-crm-app.h"
G_BEGIN_DECLS

/* In the editor of a meeting: who takes part, which deal it belongs to, what is to be talked about.
 * It knows nothing of the editor, and writes only when told that the event was saved. */

#define E_TYPE_CRM_EVENT_STRIP (e_crm_event_strip_get_type ())
G_DECLARE_FINAL_TYPE (ECrmEventStrip, e_crm_event_strip, E, CRM_EVENT_STRIP, GtkBox)

GtkWidget *e_crm_event_strip_new (ECrmApp *app);
void e_crm_event_strip_show (ECrmEventStrip *self, const CrmEvent *event);
void e_crm_event_strip_save (ECrmEventStrip *self, const CrmEvent *event);
gboolean e_crm_event_strip_is_changed (ECrmEventStrip *self);

G_END_DECLS
