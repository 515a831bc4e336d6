/* crm-app-board-column.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <adwaita.h>
#include "crm-app-card-letters.h"
#include "crm-board-card.h"
G_BEGIN_DECLS

/* A stage with its deals. Signals: `moved` (CrmBoardCard, int): so many stages further; `dropped`
 * (CrmBoardCard): into this column; `left` (int, guint): the focus goes so many columns further, to
 * that row; `opened` (CrmBoardCard). */

#define CRM_APP_TYPE_BOARD_COLUMN (crm_app_board_column_get_type ())
G_DECLARE_FINAL_TYPE (CrmAppBoardColumn, crm_app_board_column, CRM_APP, BOARD_COLUMN, AdwBin)

GtkWidget *crm_app_board_column_new (CrmAppCardLetters *letters);
void crm_app_board_column_show (CrmAppBoardColumn *self,
                                const CrmBoardColumn *column,
                                gint64 now_usec,
                                gboolean asked_anew);
void crm_app_board_column_drop (CrmAppBoardColumn *self, CrmBoardCard *card);
const CrmRecord *crm_app_board_column_get_stage (CrmAppBoardColumn *self);
gboolean crm_app_board_column_focus_deal (CrmAppBoardColumn *self, const char *deal);
gboolean crm_app_board_column_focus_row (CrmAppBoardColumn *self, guint position);

G_END_DECLS
