/* crm-book-batch.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <libebook/libebook.h>
#include "store/crm-index.h"
G_BEGIN_DECLS

/* News of address books, collected on one thread and then handed to the index thread as a whole. */

typedef struct _CrmBookBatch CrmBookBatch;

/* What a book is found to hold, until it has told everything. After it has been handed over with a
 * batch, only the index thread looks inside. */
typedef struct _CrmBookLoad CrmBookLoad;

typedef enum
{
  CRM_BOOK_LOADED,        /* that is all: forget what was known besides */
  CRM_BOOK_LOADED_PARTLY, /* the book gave up: there may be more */
} CrmBookLoadEnd;

CrmBookLoad *crm_book_load_new (void) G_GNUC_WARN_UNUSED_RESULT;
void crm_book_load_unref (CrmBookLoad *self);

CrmBookBatch *crm_book_batch_new (void) G_GNUC_WARN_UNUSED_RESULT;
void crm_book_batch_free (CrmBookBatch *self);
void
crm_book_batch_put (CrmBookBatch *self, const char *book_uid, CrmBookLoad *load, EContact *contact);
void crm_book_batch_remove (CrmBookBatch *self,
                            const char *book_uid,
                            CrmBookLoad *load,
                            const char *contact_uid);
void crm_book_batch_end_load (CrmBookBatch *self,
                              const char *book_uid,
                              CrmBookLoad *load,
                              CrmBookLoadEnd end,
                              const char *revision);
void crm_book_batch_set_rank (CrmBookBatch *self, const char *book_uid, CrmBookRank rank);
void crm_book_batch_keep_books (CrmBookBatch *self, const char *const *book_uids);
gboolean
crm_book_batch_apply (CrmIndex *index, gpointer batch, GCancellable *cancellable, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmBookBatch, crm_book_batch_free)

G_END_DECLS
