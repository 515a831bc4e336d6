/* crm-deal-sheet.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "service/crm-documents.h"
#include "store/crm-context-query.h"
#include "store/crm-history.h"
#include "store/crm-store.h"
G_BEGIN_DECLS

/* A deal with all that belongs to it. Immutable, so it crosses threads freely. */

typedef struct
{
  int ref_count;       /* (atomic) */
  CrmDealState *state; /* (owned) */
  CrmRecord *account;  /* (owned) (nullable) */
  GPtrArray *people;   /* (owned) (element-type CrmRecord): who takes part */
  GPtrArray *members;  /* (owned) (element-type CrmRecord): that they do: one a person, in the same
                          order */
  GPtrArray *stages;   /* (owned) (element-type CrmRecord): of its pipeline, in their order */
  gint64 *stage_usecs; /* (owned): of each stage, how long the deal was there; -1 for never */
  GPtrArray *lost_reasons; /* (owned) (element-type CrmRecord): in use */
  CrmRecord *lost_reason;  /* (owned) (nullable): why it was lost; may be out of use by now */
  GPtrArray
      *follow_ups; /* (owned) (element-type CrmRecord): open ones, what is due first comes first */
  CrmDocuments *documents; /* (owned) */
  CrmHistory *history;     /* (owned): the newest of it */
  gint64 now_usec;
} CrmDealSheet;

#define CRM_TYPE_DEAL_SHEET (crm_deal_sheet_get_type ())
GType crm_deal_sheet_get_type (void);

CrmDealSheet *crm_deal_sheet_load (
    CrmReader *reader, const char *deal, guint history_limit, guint history_kinds, GError **error);
void crm_deal_sheet_load_async (CrmStore *store,
                                const char *deal,
                                guint history_limit,
                                guint history_kinds,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
CrmDealSheet *crm_deal_sheet_load_finish (CrmStore *store, GAsyncResult *result, GError **error);
CrmDealSheet *crm_deal_sheet_ref (CrmDealSheet *self);
void crm_deal_sheet_unref (CrmDealSheet *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmDealSheet, crm_deal_sheet_unref)

G_END_DECLS
