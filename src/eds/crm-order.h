/* crm-order.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <libebook/libebook.h>
#include "service/crm-contact-order.h"
G_BEGIN_DECLS

/* One order to an address book, carried out so that doing it again does no harm. Knows nothing of
 * the store: #CrmOutbox brings the orders and writes the outcomes down. */

/* What stands in the order's `failure`; stored, never renamed. */
#define CRM_ORDER_FAILURE_CHANGED CRM_CONTACT_ORDER_CHANGED
#define CRM_ORDER_FAILURE_PERMISSION CRM_CONTACT_ORDER_PERMISSION
#define CRM_ORDER_FAILURE_REFUSED "refused" /* the book does not take this contact */
#define CRM_ORDER_FAILURE_GONE "gone"       /* the contact is not there: it stays so */

/* Stands for a digest where the contact was found and not made: it is never removed. So it does
 * where a change was found done. */
#define CRM_ORDER_REVISION_FOUND CRM_CONTACT_ORDER_NOTHING_DONE

typedef enum
{
  CRM_ORDER_CREATE,
  CRM_ORDER_ABANDON, /* to be created, and taken back before that: finds out whether it was */
  CRM_ORDER_REMOVE,
  CRM_ORDER_CHANGE, /* one field: payload and base are a line of a vCard, see crm-order-change.c */
} CrmOrderKind;

typedef struct
{
  CrmOrderKind kind;
  char *book_uid;    /* (owned) (nullable) */
  char *contact_uid; /* (owned) */
  char *payload;     /* (owned) (nullable): the vCard */
  char *revision;    /* (owned) (nullable): to be removed only while its digest is this one */
  char *base;        /* (owned) (nullable): of a change: how it was seen */
} CrmOrder;

typedef enum
{
  CRM_ORDER_DONE,
  CRM_ORDER_FAILED, /* trying again is of no use */
  CRM_ORDER_LATER,  /* the book cannot be reached */
  CRM_ORDER_DENIED, /* may come from a book that is not connected yet; else for good */
} CrmOrderResult;

typedef struct
{
  CrmOrderResult result;
  char *contact_uid;   /* (owned) (nullable): the UID the book gave, where it was made or found */
  char *revision;      /* (owned) (nullable): digest of what is in the book now */
  const char *failure; /* (nullable): CRM_ORDER_FAILURE_... */
  char *message;       /* (owned) (nullable): for a log or a detail, English */
  gboolean is_untried; /* the book was not reached, so it cannot have been changed */
} CrmOrderOutcome;

CrmOrder *crm_order_new (CrmOrderKind kind,
                         const char *book_uid,
                         const char *contact_uid,
                         const char *payload,
                         const char *revision) G_GNUC_WARN_UNUSED_RESULT;
CrmOrder *crm_order_copy (const CrmOrder *self) G_GNUC_WARN_UNUSED_RESULT;
void crm_order_free (CrmOrder *self);
void crm_order_outcome_free (CrmOrderOutcome *self);
void crm_order_run_async (const CrmOrder *order,
                          ESourceRegistry *registry,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data);
CrmOrderOutcome *crm_order_run_finish (GAsyncResult *result,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;
CrmOrderResult crm_order_classify (const GError *error, const char **out_failure);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmOrder, crm_order_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmOrderOutcome, crm_order_outcome_free)

G_END_DECLS
