/* crm-documents.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "service/crm-activities.h"
#include "store/crm-history.h"
G_BEGIN_DECLS

/* Files and pages of the web that belong to a deal, an account, a person or a lead. Where they are
 * is kept, never what is in them; what came by mail stays in its letter. */

/* What belongs to one of them. Immutable, so it crosses threads freely. */
typedef struct
{
  int ref_count;      /* (atomic) */
  GPtrArray *records; /* (owned) (element-type CrmRecord): documents, the newest first */
  GPtrArray
      *letters; /* (owned) (element-type CrmHistoryItem): with attachments, the newest first */
} CrmDocuments;

char *crm_documents_parse_location (const char *text, GError **error) G_GNUC_WARN_UNUSED_RESULT;
char *crm_documents_dup_name (const char *uri) G_GNUC_WARN_UNUSED_RESULT;
CrmChange *crm_documents_create (CrmChangeSet *set,
                                 const CrmSubject *subject,
                                 const char *name,
                                 const char *uri,
                                 const char *owner);
CrmChangeSet *crm_documents_add (const CrmSubject *subject,
                                 const char *name,
                                 const char *uri,
                                 const char *owner,
                                 char **out_id) G_GNUC_WARN_UNUSED_RESULT;
CrmChangeSet *crm_documents_remove (const CrmRecord *document) G_GNUC_WARN_UNUSED_RESULT;
CrmDocuments *crm_documents_load (CrmReader *reader,
                                  const char *entity,
                                  const char *id,
                                  const CrmHistory *letters,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
CrmDocuments *crm_documents_ref (CrmDocuments *self);
void crm_documents_unref (CrmDocuments *self);

/* So many of the newest letters are looked at for attachments. */
#define CRM_DOCUMENTS_MAX_LETTERS 100

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmDocuments, crm_documents_unref)

G_END_DECLS
