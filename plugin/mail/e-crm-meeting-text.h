/* e-crm-meeting-text.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <gtk/gtk.h>
#include "service/crm-context.h"
G_BEGIN_DECLS

/* A text of several lines that belongs to a meeting, and is saved when its field is left. One that
 * was refused is not lost: it stays in the field, with what is stored beside it, until the person
 * says which of them counts; also when another meeting is looked at meanwhile. */

typedef CrmChangeSet *(*ECrmMeetingSetText) (const CrmEvent *event,
                                             const CrmRecord *seen,
                                             const char *text);

#define E_TYPE_CRM_MEETING_TEXT (e_crm_meeting_text_get_type ())
G_DECLARE_FINAL_TYPE (ECrmMeetingText, e_crm_meeting_text, E, CRM_MEETING_TEXT, GtkBox)

GtkWidget *e_crm_meeting_text_new (const char *label,
                                   const char *field,
                                   const char *id,
                                   ECrmMeetingSetText set_text);
void e_crm_meeting_text_show (ECrmMeetingText *self, CrmContext *context);
void e_crm_meeting_text_settle (ECrmMeetingText *self, const CrmChangeSet *set, gboolean is_safe);
gboolean e_crm_meeting_text_has_text (ECrmMeetingText *self);

G_END_DECLS
