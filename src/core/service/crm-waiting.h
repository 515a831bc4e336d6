/* crm-waiting.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "service/crm-follow-up.h"
#include "store/crm-store.h"
G_BEGIN_DECLS

/* Follow-ups that wait for an answer to a letter: they end by themselves when the answer comes, and
 * are due when it does not. With a ladder (see crm-ladder.h) each reminder that the user sends sets
 * the next day, as often as the ladder has steps and no more. */

/* When a reminder rings, in minutes since midnight, where nobody chose a time. */
#define CRM_WAITING_REMIND_MINUTE (9 * 60)

typedef struct
{
  const char *title;  /* what is shown; a front end makes the words */
  guint64 wait_for;   /* hash of the letter's Message-ID */
  gint64 since_usec;  /* only what is later is an answer: when the letter was sent, or now */
  const int *due_day; /* (nullable): when the user is reminded; NULL: what the next one says */
  guint days;         /* working days until then, where no ladder says it */
  const char *ladder; /* (nullable) */
  const char *owner;  /* (nullable): id of the user */
} CrmWaiting;

char *crm_waiting_add (CrmChangeSet *set, const CrmSubject *subject, const CrmWaiting *waiting);
CrmChangeSet *
crm_waiting_start (const CrmSubject *subject, const CrmWaiting *waiting, char **out_id);
gint64 crm_waiting_since (const CrmMessage *letter, gint64 last_in_usec, gint64 now_usec);
CrmChangeSet *crm_waiting_remind (const CrmRecord *follow_up, gint64 at_usec, CrmCause cause);
CrmChangeSet *crm_waiting_go_on (const CrmRecord *follow_up, gint64 since_usec);
gboolean crm_waiting_is_last (const CrmRecord *follow_up);

gpointer crm_waiting_find (CrmReader *reader, gpointer data, GError **error);
guint crm_waiting_sweep_sync (CrmStore *store, GError **error);

G_END_DECLS
