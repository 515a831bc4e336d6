/* crm-test-events.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "crm-test-mail.h"
#include "model/crm-event.h"
G_BEGIN_DECLS

/* Meetings for tests of what is built on the index. As in crm-test-store.h, a failure ends the
 * test. */

#define CRM_TEST_HOUR 3600
#define CRM_TEST_DAY 86400

typedef struct
{
  const char *uid;
  const char *recurrence_id; /* (nullable) */
  gint64 start_secs;         /* after CRM_TEST_START_USEC; of all-day events from its midnight on */
  gint64 secs;               /* how long */
  const char *parties;       /* addresses with spaces between; one that declined ends with `-` */
  const char *calendar;      /* (nullable): `calendar` */
  CrmEventStatus status;     /* 0: confirmed */
  gboolean is_all_day;
} CrmTestEvent;

void crm_test_put_events (CrmStore *store, const CrmTestEvent *events, guint n);

G_END_DECLS
