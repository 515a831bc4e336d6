/* crm-board-card.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "service/crm-board.h"
G_BEGIN_DECLS

/* A deal on a board: a row for list models. Its texts are made when they are asked for, since most
 * cards of a long column are never seen. */

#define CRM_TYPE_BOARD_CARD (crm_board_card_get_type ())
G_DECLARE_FINAL_TYPE (CrmBoardCard, crm_board_card, CRM, BOARD_CARD, GObject)

CrmBoardCard *crm_board_card_new (const CrmBoardDeal *deal,
                                  gint64 now_usec) G_GNUC_WARN_UNUSED_RESULT;
gboolean crm_board_card_same (gpointer card, gpointer other);
const CrmRecord *crm_board_card_get_deal (CrmBoardCard *self);
const CrmRecord *crm_board_card_get_stage (CrmBoardCard *self);
const char *crm_board_card_get_title (CrmBoardCard *self);
const char *crm_board_card_get_account (CrmBoardCard *self);
const char *crm_board_card_get_amount (CrmBoardCard *self);
const char *crm_board_card_get_age (CrmBoardCard *self, gboolean *out_late);
const char *crm_board_card_get_next_step (CrmBoardCard *self, gboolean *out_late);
const char *crm_board_card_get_spoken (CrmBoardCard *self);

G_END_DECLS
