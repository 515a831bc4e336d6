/* crm-sending.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "store/crm-store.h"
G_BEGIN_DECLS

/* What was chosen while a letter was written, kept until the letter really lies in Sent. That
 * somebody pressed Send is not enough: mail waits in an outbox, fails, or is taken back. */

/* How long a letter may be under way that waits in no outbox, and how long a draft is remembered.
 */
#define CRM_SENDING_MAX_DAYS 14
#define CRM_SENDING_DRAFT_DAYS 180

typedef struct
{
  const char *message_id; /* with or without <> */
  const char *deal;       /* (nullable) */
  int answer_days;        /* 0 when no answer is expected */
  const char *ladder;     /* (nullable): days of further reminders, such as `3,7,14` */
  const char *template;   /* (nullable) */
  gboolean is_draft;      /* it is put away, to be written on later */
} CrmSendPlan;

/* What is known of Evolution's outbox. Keys are Message-ID hashes (gint64). */
typedef struct
{
  GHashTable *waiting; /* (owned) (nullable): letters in it */
  GHashTable *deleted; /* (owned) (nullable): letters that somebody threw away there */
} CrmSendingQueue;

CrmChangeSet *crm_sending_plan (const CrmSendPlan *plan, gint64 now_usec) G_GNUC_WARN_UNUSED_RESULT;
CrmChangeSet *crm_sending_drop (const char *message_id) G_GNUC_WARN_UNUSED_RESULT;
CrmRecord *crm_sending_find (CrmReader *reader,
                             const char *message_id,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
CrmSendingQueue *crm_sending_queue_new (void) G_GNUC_WARN_UNUSED_RESULT;
void crm_sending_queue_free (CrmSendingQueue *self);
GPtrArray *crm_sending_settle (CrmReader *reader,
                               const CrmSendingQueue *queue,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;
void crm_sending_settle_async (CrmStore *store,
                               CrmSendingQueue *queue,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
gboolean
crm_sending_settle_finish (CrmStore *store, GAsyncResult *result, guint *out_filed, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmSendingQueue, crm_sending_queue_free)

G_END_DECLS
