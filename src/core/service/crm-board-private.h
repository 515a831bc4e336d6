/* crm-board-private.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "crm-board.h"
G_BEGIN_DECLS

/* What a board leaves out, and in which order the rest is. */

typedef struct _CrmBoardSieve CrmBoardSieve;

CrmBoardSieve *_crm_board_sieve_new (CrmReader *reader,
                                     const CrmBoardQuery *query,
                                     gint64 now_usec,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean _crm_board_sieve_lets_pass (const CrmBoardSieve *self, const CrmBoardDeal *deal);
void _crm_board_sieve_free (CrmBoardSieve *self);
void _crm_board_sort (GPtrArray *deals, CrmBoardSort sort);
gpointer _crm_board_query_copy (const CrmBoardQuery *query) G_GNUC_WARN_UNUSED_RESULT;
void _crm_board_query_free (gpointer data);

G_END_DECLS
