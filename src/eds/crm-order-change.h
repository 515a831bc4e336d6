/* crm-order-change.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "crm-order.h"
G_BEGIN_DECLS

/* The order to change one field of a contact. Everything else that is in the contact stays as it is
 * at that moment, whoever changed it. */

typedef enum
{
  CRM_MERGE_NOTHING,  /* it is so already */
  CRM_MERGE_DONE,     /* the contact has been changed and is to be written */
  CRM_MERGE_CONFLICT, /* somebody else changed this field */
  CRM_MERGE_INVALID,  /* no line of a vCard that could be changed */
} CrmMergeResult;

CrmMergeResult crm_contact_merge (EContact *contact, const char *base, const char *payload);
void crm_order_change_async (const CrmOrder *order,
                             ESourceRegistry *registry,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);

G_END_DECLS
