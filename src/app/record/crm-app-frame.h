/* crm-app-frame.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "base/crm-app-page.h"
G_BEGIN_DECLS

/* What the page of a record is put into: empty while it is read, a word where it is no more, else
 * what is known of it, as wide as can be read and scrolled. */

typedef enum
{
  CRM_APP_FRAME_GONE,
  CRM_APP_FRAME_RECORD,
} CrmAppFrameState;

GtkWidget *crm_app_frame_new (const char *gone_title, const char *gone_id);
void crm_app_frame_set_content (GtkWidget *frame, GtkWidget *content, GtkWidget *history);
void crm_app_frame_show (GtkWidget *frame, CrmAppFrameState state);

G_END_DECLS
