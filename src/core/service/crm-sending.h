/* crm-sending.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "store/crm-store.h"
G_BEGIN_DECLS

/* What was chosen while a letter was written, kept until the letter really lies in Sent. That
 * somebody pressed Send is not enough: mail waits in an outbox, fails, or is taken back. */

/* How long a letter may be under way. */
#define CRM_SENDING_MAX_DAYS 14

typedef struct
{
  const char *message_id; /* with or without <> */
  const char *deal;       /* (nullable) */
  int answer_days;        /* 0 when no answer is expected */
  const char *ladder;     /* (nullable): days of further reminders, such as `3,7,14` */
  const char *template;   /* (nullable) */
} CrmSendPlan;

CrmChangeSet *crm_sending_plan (const CrmSendPlan *plan, gint64 now_usec) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *crm_sending_settle (CrmReader *reader, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void crm_sending_settle_async (CrmStore *store,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
gboolean
crm_sending_settle_finish (CrmStore *store, GAsyncResult *result, guint *out_filed, GError **error);

G_END_DECLS
