/* crm-kept-card.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "model/crm-change-set.h"
#include "store/crm-people-query.h"
G_BEGIN_DECLS

/* What the contacts of the CRM's people were like, birthday, notes and all: an address book forgets
 * what somebody removes, and the person is to have it back when they want to. */

void crm_kept_card_put (CrmChangeSet *set,
                        const char *book_uid,
                        const char *contact_uid,
                        const char *vcard);
char *crm_kept_card_find (CrmReader *reader,
                          const char *book_uid,
                          const char *contact_uid,
                          GError **error);

G_END_DECLS
