/* crm-history-private.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "crm-history.h"
G_BEGIN_DECLS

/* Filed mails that no mailbox holds any more; ?1 to ?3 are deal, person and account. */
#define CRM_GONE_LETTERS_SQL                                                                       \
  " WHERE h.id IN (SELECT email FROM link WHERE (deal = ?1 OR person = ?2 OR account = ?3)"        \
  " AND decision <> 'wrong') AND +h.visibility = 'normal' AND h.date IS NOT NULL"                  \
  " AND NOT EXISTS (SELECT 1 FROM idx.message AS m WHERE m.fingerprint = h.fingerprint)"

/* A letter that one reason leads to. */
typedef struct
{
  gint64 message; /* its number in index.db */
  gint64 date;    /* UTC seconds */
  gint64 print;   /* its fingerprint, as SQLite orders it */
  CrmReason reason;
  const char *key; /* (unowned): what led to it; lives as long as the query */
} CrmLetter;

typedef void (*CrmLetterFunc) (const CrmLetter *letter, gpointer data);

gboolean _crm_history_all_letters (CrmReader *reader,
                                   const CrmHistoryQuery *query,
                                   CrmLetterFunc func,
                                   gpointer data,
                                   GError **error);
gboolean _crm_history_count (CrmReader *reader,
                             const CrmHistoryQuery *query,
                             CrmHistory *history,
                             GError **error);

G_END_DECLS
