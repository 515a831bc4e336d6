/* crm-test-store.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "store/crm-store.h"
G_BEGIN_DECLS

/* A store in a temporary directory, with a clock that stands still until it is told to move. Every
 * failure ends the test, so the functions return what is wanted and no error. */

#define CRM_TEST_START_USEC G_GINT64_CONSTANT (1772445600000000) /* 2026-03-02T10:00:00Z */

typedef struct
{
  char *directory; /* (owned) */
  CrmStore *store; /* (owned) (nullable): front end `test` */
  gint64 now_usec; /* what the store takes for the wall clock */
} CrmTestStore;

CrmTestStore *crm_test_store_new (void) G_GNUC_WARN_UNUSED_RESULT;
CrmTestStore *crm_test_store_new_empty (void) G_GNUC_WARN_UNUSED_RESULT;
void crm_test_store_free (CrmTestStore *self);
CrmStoreOptions crm_test_store_options (CrmTestStore *self, const char *front_end);
CrmStore *crm_test_store_open_other (CrmTestStore *self,
                                     const char *front_end) G_GNUC_WARN_UNUSED_RESULT;
void crm_test_store_reopen (CrmTestStore *self);
void crm_test_store_pass_secs (CrmTestStore *self, gint64 secs);
char *crm_test_store_path (CrmTestStore *self, const char *file) G_GNUC_WARN_UNUSED_RESULT;

void crm_test_store_script (CrmTestStore *self, const char *file, const char *sql);
char *crm_test_store_text (CrmTestStore *self,
                           const char *file,
                           const char *sql) G_GNUC_WARN_UNUSED_RESULT;
gint64 crm_test_store_int (CrmTestStore *self, const char *file, const char *sql);

gint64 crm_test_write (CrmStore *store, CrmChangeSet *set);
void crm_test_refuse (CrmStore *store, CrmChangeSet *set, int code);
CrmRecord *
crm_test_get (CrmStore *store, const char *entity, const char *id) G_GNUC_WARN_UNUSED_RESULT;
char *crm_test_make_person (CrmStore *store, const char *name) G_GNUC_WARN_UNUSED_RESULT;
void crm_test_set_text (
    CrmStore *store, const char *entity, const char *id, const char *field, const char *text);
char *crm_test_make_deal (CrmStore *store, const char *title) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmTestStore, crm_test_store_free)

G_END_DECLS
