/* crm-app-board-card-view.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "crm-app-card-letters.h"
#include "crm-board-card.h"
G_BEGIN_DECLS

/* The widget of a card: one that draws its lines itself. GTK keeps two hundred of them for a long
 * column, each of which shows one card after another, and asks them all for their height whenever
 * somebody jumps; it draws those in sight. So lines are laid out only where they are drawn. */

#define CRM_APP_TYPE_BOARD_CARD_VIEW (crm_app_board_card_view_get_type ())
G_DECLARE_FINAL_TYPE (
    CrmAppBoardCardView, crm_app_board_card_view, CRM_APP, BOARD_CARD_VIEW, GtkWidget)

GtkWidget *crm_app_board_card_view_new (CrmAppCardLetters *letters);
void crm_app_board_card_view_show (CrmAppBoardCardView *self, CrmBoardCard *card);
CrmBoardCard *crm_app_board_card_view_get_card (CrmAppBoardCardView *self);

G_END_DECLS
