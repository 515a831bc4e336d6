/* crm-vcard.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <libebook/libebook.h>
#include "store/crm-index.h"
G_BEGIN_DECLS

/* Contacts as Evolution keeps them, to and from what core knows. Any thread, as long as nobody else
 * uses the same #EContact: it parses itself when it is first read. */

/* Bytes; more only where somebody wrote so much text. */
#define CRM_VCARD_MAX_KEPT (64 * 1024)

char *crm_vcard_build (const char *uid,
                       const char *name,
                       const char *organization,
                       const char *title,
                       const char *address,
                       const char *phone) G_GNUC_WARN_UNUSED_RESULT;
char *crm_vcard_add_address (const char *vcard, const char *address) G_GNUC_WARN_UNUSED_RESULT;
CrmContact *crm_vcard_to_contact (const char *book_uid,
                                  EContact *contact) G_GNUC_WARN_UNUSED_RESULT;
char *crm_vcard_to_keep (EContact *contact) G_GNUC_WARN_UNUSED_RESULT;
char *crm_vcard_with_uid (const char *vcard, const char *uid) G_GNUC_WARN_UNUSED_RESULT;
char *crm_vcard_digest (EContact *contact) G_GNUC_WARN_UNUSED_RESULT;
char *crm_vcard_digest_text (const char *vcard) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
