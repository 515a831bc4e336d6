/* crm-book-mirror.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <libedataserver/libedataserver.h>
#include "store/crm-store.h"
G_BEGIN_DECLS

/* Keeps in index.db who is in the enabled address books, so that nothing has to wait for a book. */

#define CRM_TYPE_BOOK_MIRROR (crm_book_mirror_get_type ())
G_DECLARE_FINAL_TYPE (CrmBookMirror, crm_book_mirror, CRM, BOOK_MIRROR, GObject)

CrmBookMirror *crm_book_mirror_new (CrmStore *store,
                                    ESourceRegistry *registry) G_GNUC_WARN_UNUSED_RESULT;
void crm_book_mirror_start (CrmBookMirror *self);
void crm_book_mirror_stop (CrmBookMirror *self);

G_END_DECLS
