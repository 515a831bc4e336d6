/* crm-filter-words.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "store/crm-list-query.h"
G_BEGIN_DECLS

/* The names that a filter of a list may use: the record's own fields, those of the records it leads
 * to, with what people defined for either, and relations. */

typedef struct
{
  char *path;  /* (owned): as it is typed */
  char *label; /* (owned): what it means, translated */
} CrmFilterOffer;

GPtrArray *
crm_filter_words_load (CrmReader *reader, const CrmEntity *entity, GPtrArray *own, GError **error);
GPtrArray *crm_filter_words_offer (const CrmEntity *entity,
                                   GPtrArray *words,
                                   const char *typed,
                                   guint max) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
