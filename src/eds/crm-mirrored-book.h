/* crm-mirrored-book.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "crm-book-batch.h"
#include "store/crm-store.h"
G_BEGIN_DECLS

/* One address book that #CrmBookMirror follows: connects to it, has it tell everything unless
 * nothing has changed since the last time, and hears what changes. */

typedef struct _CrmMirroredBook CrmMirroredBook;

/* What the book needs of its owner; called in the thread-default context of the opener, never after
 * crm_mirrored_book_close(). */
typedef struct
{
  /* (transfer none): the batch that news go into; it is written soon. */
  CrmBookBatch *(*get_batch) (gpointer owner);
  /* The book has gone; try again in @retry_secs. It may be opened or closed from here. */
  void (*failed) (gpointer owner, CrmMirroredBook *book, const char *message, guint retry_secs);
  /* The book told less than it holds, and is still heard. */
  void (*incomplete) (gpointer owner, CrmMirroredBook *book, const char *message);
} CrmMirroredBookOwner;

CrmMirroredBook *crm_mirrored_book_new (ESource *source,
                                        CrmStore *store,
                                        const CrmMirroredBookOwner *functions,
                                        gpointer owner) G_GNUC_WARN_UNUSED_RESULT;
void crm_mirrored_book_open (CrmMirroredBook *self);
void crm_mirrored_book_fail (CrmMirroredBook *self);
void crm_mirrored_book_close (CrmMirroredBook *self);
const char *crm_mirrored_book_get_uid (CrmMirroredBook *self);
gboolean crm_mirrored_book_has_failed (CrmMirroredBook *self);

G_END_DECLS
