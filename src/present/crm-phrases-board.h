/* crm-phrases-board.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "service/crm-board.h"
G_BEGIN_DECLS

char *crm_phrase_sums (const CrmTotals *totals) G_GNUC_WARN_UNUSED_RESULT;
char *crm_phrase_weighted (const CrmTotals *weighted) G_GNUC_WARN_UNUSED_RESULT;
char *crm_phrase_board (const CrmBoard *board) G_GNUC_WARN_UNUSED_RESULT;
char *crm_phrase_column (const CrmBoardColumn *column) G_GNUC_WARN_UNUSED_RESULT;
char *crm_phrase_column_hint (const CrmBoardColumn *column) G_GNUC_WARN_UNUSED_RESULT;
char *crm_phrase_missing (const GPtrArray *fields) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
