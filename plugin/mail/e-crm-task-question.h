/* e-crm-task-question.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <gtk/gtk.h>
#include "model/crm-change-set.h"
G_BEGIN_DECLS

/* Which task list follow-ups go to: shown wherever follow-ups are, as long as one waits for the
 * answer. It emits `write` with the change set. */

#define E_TYPE_CRM_TASK_QUESTION (e_crm_task_question_get_type ())
G_DECLARE_FINAL_TYPE (ECrmTaskQuestion, e_crm_task_question, E, CRM_TASK_QUESTION, GtkBox)

/* A list to choose. */
typedef struct
{
  char *uid;      /* (owned): source UID */
  char *name;     /* (owned) */
  char *audience; /* (owned): who sees what is put into it, for people */
} ECrmTaskChoice;

ECrmTaskChoice *e_crm_task_choice_new (const char *uid, const char *name, const char *audience);
void e_crm_task_choice_free (ECrmTaskChoice *self);
GtkWidget *e_crm_task_question_new (void);
void e_crm_task_question_ask (GPtrArray *choices);

G_END_DECLS
