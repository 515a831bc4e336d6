/* crm-meeting-sheet.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "service/crm-meeting-brief.h"
G_BEGIN_DECLS

/* A brief as pieces of text in their order, for whatever sets them: paper, a terminal, a window.
 * Everything is translated text. Letters stand with date, direction and subject, never their words.
 */

typedef enum
{
  CRM_SHEET_TITLE,   /* what the meeting is about */
  CRM_SHEET_FACT,    /* @label is what is told, such as "When" */
  CRM_SHEET_HEADING, /* an account and all of its people that follow */
  CRM_SHEET_PERSON,  /* @label is the name */
  CRM_SHEET_TOPIC,   /* what the entries below it are */
  CRM_SHEET_ENTRY,   /* @label is a day, or NULL */
  CRM_SHEET_NOTES,   /* room to write; @text is the word above it */
} CrmSheetKind;

typedef struct
{
  CrmSheetKind kind;
  char *label; /* (owned) (nullable): one line */
  char *text;  /* (owned): may have several lines, and be empty */
} CrmSheetBlock;

typedef struct
{
  char *title;       /* (owned): as in the first block */
  char *when;        /* (owned): short, for the foot of each page */
  GPtrArray *blocks; /* (owned) (element-type CrmSheetBlock) */
} CrmMeetingSheet;

CrmMeetingSheet *crm_meeting_sheet_new (const CrmMeetingBrief *brief) G_GNUC_WARN_UNUSED_RESULT;
const char *crm_meeting_sheet_kind_name (CrmSheetKind kind);
char *crm_meeting_sheet_to_text (const CrmMeetingSheet *self) G_GNUC_WARN_UNUSED_RESULT;
void crm_meeting_sheet_free (CrmMeetingSheet *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmMeetingSheet, crm_meeting_sheet_free)

G_END_DECLS
