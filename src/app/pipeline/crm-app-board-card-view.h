/* crm-app-board-card-view.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <adwaita.h>
#include "crm-board-card.h"
G_BEGIN_DECLS

/* The widget of a card. A long column has as many as are in sight; each shows one card after
 * another. */

#define CRM_APP_TYPE_BOARD_CARD_VIEW (crm_app_board_card_view_get_type ())
G_DECLARE_FINAL_TYPE (
    CrmAppBoardCardView, crm_app_board_card_view, CRM_APP, BOARD_CARD_VIEW, AdwBin)

GtkWidget *crm_app_board_card_view_new (void);
void crm_app_board_card_view_show (CrmAppBoardCardView *self, CrmBoardCard *card);
CrmBoardCard *crm_app_board_card_view_get_card (CrmAppBoardCardView *self);

G_END_DECLS
