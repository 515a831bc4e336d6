/* crm-party-cache.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <camel/camel.h>

#include "crm-message.h"
G_BEGIN_DECLS

/* The form of what stands in a folder summary; other forms are the names of charsets. */
#define CRM_PARTY_CACHE_DISPLAY "display"

typedef struct _CrmPartyCache CrmPartyCache;

CrmPartyCache *crm_party_cache_new (void) G_GNUC_WARN_UNUSED_RESULT;
void crm_party_cache_free (CrmPartyCache *self);
gboolean crm_party_cache_recall (const CrmPartyCache *self,
                                 CrmMessage *message,
                                 CrmMessageRole role,
                                 const char *text,
                                 const char *form);
void crm_party_cache_remember (CrmPartyCache *self,
                               const CrmMessage *message,
                               guint first,
                               const char *text,
                               const char *form);

CamelContentType *crm_party_cache_recall_type (const CrmPartyCache *self, const char *text);
void crm_party_cache_remember_type (CrmPartyCache *self,
                                    const char *text,
                                    CamelContentType *content_type);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmPartyCache, crm_party_cache_free)

G_END_DECLS
