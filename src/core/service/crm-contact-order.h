/* crm-contact-order.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "crm-context.h"
#include "model/crm-change-set.h"
G_BEGIN_DECLS

/* Changes of a contact that were ordered (crm_people_change_contact()) and are not in its address
 * book: they wait for it, or it did not take them. */

/* What stands in the `failure` of such an order; stored, never renamed. */
#define CRM_CONTACT_ORDER_WAITING "waiting" /* and `pending`: its book cannot be reached */
#define CRM_CONTACT_ORDER_CHANGED "changed" /* somebody else changed the field: theirs stays */
#define CRM_CONTACT_ORDER_PERMISSION "permission" /* the book takes no changes from this user */

/* In `revision`, instead of a digest: undo has nothing to take back. */
#define CRM_CONTACT_ORDER_NOTHING_DONE "found"

typedef struct
{
  const char *field; /* as #CrmContactChange has it */
  const char *kind;  /* (nullable) */
  char *ours;        /* (owned) (nullable): what it was to be; NULL for nothing */
  char *seen;        /* (owned) (nullable): what it was then */
  char *theirs;      /* (owned) (nullable): what it is now */
} CrmContactDifference;

CrmContactDifference *crm_contact_order_explain (const CrmRecord *order, const CrmContext *context);
void crm_contact_difference_free (CrmContactDifference *self);
gboolean crm_contact_order_is_waiting (const CrmRecord *order);
gboolean crm_contact_order_is_forbidden (const CrmRecord *order);
gboolean crm_contact_order_has_two_sides (const CrmRecord *order);
CrmChangeSet *
crm_contact_order_settle (const CrmRecord *order, const CrmContext *context, gboolean use_ours);
gboolean crm_contact_has_own_values (const CrmContext *context);
char *crm_contact_dup_own_value (const CrmContext *context, const char *field, char **out_base);
CrmChangeSet *crm_contact_order_copy (const CrmContext *context,
                                      const char *book_uid,
                                      const char *contact_uid,
                                      const char *vcard);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmContactDifference, crm_contact_difference_free)

G_END_DECLS
