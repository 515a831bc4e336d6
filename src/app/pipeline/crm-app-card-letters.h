/* crm-app-card-letters.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <gtk/gtk.h>
G_BEGIN_DECLS

/* The letters of a board's cards: what each kind of line looks like, and how high a text is in it.
 * It is a widget that nobody sees, with a label of each kind, so that style sheets, themes and the
 * size of letters reach it as they reach labels; cards have none of their own. */

typedef enum
{
  CRM_APP_CARD_TITLE,
  CRM_APP_CARD_ACCOUNT,
  CRM_APP_CARD_AMOUNT,
  CRM_APP_CARD_NOTE,
  CRM_APP_CARD_LATE, /* a note that is a warning */
  CRM_APP_CARD_N_KINDS
} CrmAppCardKind;

#define CRM_APP_TYPE_CARD_LETTERS (crm_app_card_letters_get_type ())
G_DECLARE_FINAL_TYPE (CrmAppCardLetters, crm_app_card_letters, CRM_APP, CARD_LETTERS, GtkWidget)

GtkWidget *crm_app_card_letters_new (void);
PangoLayout *crm_app_card_letters_lay_out (CrmAppCardLetters *self,
                                           CrmAppCardKind kind,
                                           const char *text,
                                           int width);
int crm_app_card_letters_guess_height (CrmAppCardLetters *self,
                                       CrmAppCardKind kind,
                                       const char *text,
                                       int width);
void
crm_app_card_letters_get_color (CrmAppCardLetters *self, CrmAppCardKind kind, GdkRGBA *out_color);

G_END_DECLS
