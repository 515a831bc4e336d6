/* crm-app-board-filter.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <adwaita.h>
#include "base/crm-app-memory.h"
#include "service/crm-board.h"
G_BEGIN_DECLS

/* Quick filters above a board, and the order of its cards; remembered from one start to the next.
 * The signal `changed` says that the board is to be read again. */

#define CRM_APP_TYPE_BOARD_FILTER (crm_app_board_filter_get_type ())
G_DECLARE_FINAL_TYPE (CrmAppBoardFilter, crm_app_board_filter, CRM_APP, BOARD_FILTER, AdwBin)

GtkWidget *crm_app_board_filter_new (void);
void crm_app_board_filter_set_memory (CrmAppBoardFilter *self, CrmAppMemory *memory);
void crm_app_board_filter_show (CrmAppBoardFilter *self, const CrmBoard *board);
void crm_app_board_filter_get (CrmAppBoardFilter *self, CrmBoardQuery *out_query);
void crm_app_board_filter_clear (CrmAppBoardFilter *self);
void crm_app_board_filter_focus (CrmAppBoardFilter *self);

G_END_DECLS
