/* crm-card-text.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <glib.h>
G_BEGIN_DECLS

/* A new contact as text, for programs without the address books' library. What is NULL is left out.
 */
typedef struct
{
  const char *uid;
  const char *name;
  const char *organization; /* (nullable) */
  const char *title;        /* (nullable): job title */
  const char *address;      /* (nullable): e-mail address */
  const char *other;        /* (nullable): a second one */
  const char *phone;        /* (nullable) */
} CrmCardText;

char *crm_card_text_build (const CrmCardText *card) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
