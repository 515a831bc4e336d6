/* crm-test-mail.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "crm-test-store.h"
#include "service/crm-context.h"
G_BEGIN_DECLS

/* Letters for tests of what is built on the index. As in crm-test-store.h, a failure ends the test.
 */

#define CRM_TEST_ME "me@own.example"

typedef struct
{
  const char *uid;        /* also the Message-ID */
  const char *references; /* (nullable): Message-IDs with spaces between */
  const char *from;       /* an address, or `Name <address>` */
  const char *to;         /* addresses with spaces between */
  const char *subject;
  gint64 secs; /* after CRM_TEST_START_USEC */
  CrmMessageFlags flags;
} CrmTestLetter;

CrmMessage *crm_test_message (const CrmTestLetter *letter) G_GNUC_WARN_UNUSED_RESULT;
CrmMessage *crm_test_receive (CrmStore *store,
                              const CrmTestLetter *letter) G_GNUC_WARN_UNUSED_RESULT;
void crm_test_receive_all (CrmStore *store, const CrmTestLetter *letters, guint n);
void crm_test_expunge (CrmStore *store, const char *uid);
void crm_test_put_contact (CrmStore *store, const CrmContact *contact);
void crm_test_own (CrmStore *store, const char *kind, const char *value);
void crm_test_apply_scope (CrmStore *store);

CrmContext *crm_test_context (CrmStore *store,
                              CrmMessage *message,
                              const char *address) G_GNUC_WARN_UNUSED_RESULT;
CrmHistory *crm_test_history (CrmStore *store,
                              const CrmHistoryQuery *query) G_GNUC_WARN_UNUSED_RESULT;
CrmHistory *crm_test_history_of (CrmStore *store, const char *address) G_GNUC_WARN_UNUSED_RESULT;
char *crm_test_texts (const CrmHistory *history) G_GNUC_WARN_UNUSED_RESULT;
void crm_test_undo (CrmStore *store);
void crm_test_check (CrmStore *store);
void crm_test_settle (CrmStore *store);

G_END_DECLS
