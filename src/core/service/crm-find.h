/* crm-find.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "model/crm-event.h"
#include "model/crm-message.h"
#include "store/crm-context-query.h"
#include "store/crm-locate-query.h"
#include "store/crm-store.h"
G_BEGIN_DECLS

/* What somebody looks for by a few words. */

/* A deal, a letter, a meeting, or any other record; the rest is NULL. */
typedef struct
{
  CrmDealState *deal; /* (owned) (nullable) */
  char *account_name; /* (owned) (nullable): of the deal */
  CrmRecord *record;  /* (owned) (nullable): a person, an account, a lead, a note or a call */
  char *belongs_to;   /* (owned) (nullable): of a note or a call, what its record is called */
  CrmEvent *event;    /* (owned) (nullable) */
  CrmMessage *letter; /* (owned) (nullable) */
  CrmPlace *place;    /* (owned) (nullable): where the letter lies */
} CrmFound;

GPtrArray *crm_find_records (
    CrmReader *reader, const char *entity, const char *words, guint limit, GError **error);
GPtrArray *crm_find (CrmReader *reader, const char *words, guint limit, GError **error);
const char *crm_find_get_owner (const CrmRecord *record, const char **out_id);
void crm_find_async (CrmStore *store,
                     const char *words,
                     guint limit,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data);
GPtrArray *crm_find_finish (CrmStore *store, GAsyncResult *result, GError **error);

G_END_DECLS
