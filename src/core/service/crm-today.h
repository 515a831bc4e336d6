/* crm-today.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "model/crm-event.h"
#include "service/crm-party.h"
#include "store/crm-board-query.h"
#include "store/crm-history.h"
#include "store/crm-store.h"
G_BEGIN_DECLS

/* A day's work. Immutable, so it crosses threads freely. */

typedef enum
{
  CRM_TODAY_FOLLOW_UPS, /* due today or before */
  CRM_TODAY_MEETINGS,   /* that begin today */
  CRM_TODAY_MY_TURN,    /* somebody of an open deal wrote last */
  CRM_TODAY_WAITING,    /* an answer is waited for, and not due yet */
  CRM_TODAY_STUCK,      /* open deals that are longer in their stage than it allows */
  CRM_TODAY_NO_STEP,    /* open deals with nothing to come */
  CRM_TODAY_CLOSING,    /* open deals that should close within the week, or should have */
  CRM_TODAY_TOUCH,      /* people and accounts that should hear of us by now */
  CRM_TODAY_N_SECTIONS,
} CrmTodaySection;

/* A letter that was written so long ago waits for no answer any more. */
#define CRM_TODAY_TURN_DAYS 60
#define CRM_TODAY_CLOSING_DAYS 7

/* What is not of its section is NULL. */
typedef struct
{
  CrmTodaySection section;
  CrmRecord *follow_up;   /* (owned) (nullable) */
  CrmDealState *deal;     /* (owned) (nullable): what it belongs to */
  CrmRecord *person;      /* (owned) (nullable) */
  char *account_name;     /* (owned) (nullable) */
  CrmEvent *event;        /* (owned) (nullable) */
  CrmHistoryItem *letter; /* (owned) (nullable): the one to be answered */
  CrmTouch *touch;        /* (owned) (nullable): whom to contact, and since when */
  CrmRecord *next;        /* (owned) (nullable): the deal's follow-up that is due first */
} CrmTodayItem;

typedef struct
{
  int ref_count;                             /* (atomic) */
  GPtrArray *sections[CRM_TODAY_N_SECTIONS]; /* (owned) (element-type CrmTodayItem) */
  gint64 now_usec;
  int day;            /* days since 1970-01-01, where the user is */
  guint working_days; /* of CRM_WEEKDAY() */
} CrmToday;

#define CRM_TYPE_TODAY (crm_today_get_type ())
GType crm_today_get_type (void);

CrmToday *crm_today_load (CrmReader *reader, GError **error);
void crm_today_load_async (CrmStore *store,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
CrmToday *crm_today_load_finish (CrmStore *store, GAsyncResult *result, GError **error);
CrmToday *crm_today_ref (CrmToday *self);
void crm_today_unref (CrmToday *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmToday, crm_today_unref)

G_END_DECLS
