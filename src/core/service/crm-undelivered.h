/* crm-undelivered.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "store/crm-store.h"
G_BEGIN_DECLS

/* Addresses from which mail came back. That one is dead is remembered with the letter that says so,
 * by address, and makes nobody known. It ends by itself with a later letter from there, which is
 * asked when it matters, and by hand. */

CrmChangeSet *crm_undelivered_mark (CrmReader *reader,
                                    const CrmMessage *letter,
                                    const GPtrArray *bounces,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
void crm_undelivered_mark_async (CrmStore *store, CrmMessage *letter, GPtrArray *bounces);
CrmRecord *crm_undelivered_find (CrmReader *reader,
                                 const char *address,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
CrmChangeSet *crm_undelivered_lift (const CrmRecord *undelivered) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
