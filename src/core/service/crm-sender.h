/* crm-sender.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "model/crm-message.h"
G_BEGIN_DECLS

/* What the headers of a letter let guess of somebody nobody knows yet. Nobody is made of it: a
 * person comes into the CRM by the user's hand only. */

typedef enum
{
  CRM_SENDER_PERSON,
  CRM_SENDER_ROLE,      /* several people read it: the account's, nobody's own */
  CRM_SENDER_AUTOMATIC, /* list, bounce, no-reply: nobody to make a contact of */
} CrmSenderKind;

typedef struct
{
  char *domain;   /* (owned) (nullable): of the organisation; NULL where the address tells none */
  char *name;     /* (owned) (nullable): made of @domain, to be corrected by whoever knows better */
  int confidence; /* in percent, that the domain is where they work */
} CrmAccountGuess;

CrmSenderKind crm_sender_get_kind (const CrmMessage *message, const char *address);
void crm_sender_guess_account (const char *address, CrmAccountGuess *out_guess);
void crm_account_guess_clear (CrmAccountGuess *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CrmAccountGuess, crm_account_guess_clear)

G_END_DECLS
