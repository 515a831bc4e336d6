/* crm-test-index.h - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * An index of its own for each test, and letters in few words. */
#pragma once
#include "crm-test-store.h"
#include "store/crm-index-private.h"
G_BEGIN_DECLS

#define CRM_TEST_ME "me@own.example"
#define CRM_TEST_DAY_SECS 86400

typedef struct
{
  const char *uid; /* also the Message-ID */
  const char *references;
  const char *from;
  const char *to;
  const char *subject;
  int day;
} CrmTestLetter;

/* The index of a store whose own lock this test holds by being the only one. */
typedef struct
{
  CrmTestStore *test; /* (owned) */
  CrmIndex *index;    /* (owned): one more connection to the file, as the index thread has */
} CrmTestIndex;

CrmMessage *crm_test_index_make_letter (const CrmTestLetter *letter);
void crm_test_index_add_message (CrmIndex *index,
                                 const char *folder,
                                 const char *uid,
                                 CrmMessage *message);
void crm_test_index_add (CrmIndex *index, const char *folder, const CrmTestLetter *letter);
void crm_test_index_drop (CrmIndex *index, const char *folder, const char *uid);
void crm_test_index_set_own (CrmIndex *index, const char *address);
void crm_test_index_set_up (CrmTestIndex *self, gconstpointer data);
void crm_test_index_tear_down (CrmTestIndex *self, gconstpointer data);
gint64 crm_test_index_count (CrmTestIndex *self, const char *what);
gint64 crm_test_index_count_threads (CrmTestIndex *self);
char *crm_test_index_describe (CrmTestIndex *self);

G_END_DECLS
