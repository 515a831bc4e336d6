/* crm-filing.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "model/crm-message.h"
#include "service/crm-decision.h"
G_BEGIN_DECLS

/* What people decide about letters. Each function builds the change set; crm_store_write_async() or
 * crm_store_write_sync() carries it out. */

char *crm_filing_email_id (const CrmMessage *message) G_GNUC_WARN_UNUSED_RESULT;
char *crm_filing_email_id_from_fingerprint (guint64 fingerprint) G_GNUC_WARN_UNUSED_RESULT;
void
crm_filing_add (CrmChangeSet *set, const CrmMessage *message, CrmTarget target, const char *id);
CrmChangeSet *crm_filing_file (const CrmMessage *message, CrmTarget target, const char *id);
CrmChangeSet *crm_filing_unfile (const CrmMessage *message, CrmTarget target, const char *id);
CrmChangeSet *crm_filing_confirm (const CrmMessage *message, CrmTarget target, const char *id);
CrmChangeSet *crm_filing_set_visibility (const CrmMessage *message, const char *visibility);

G_END_DECLS
