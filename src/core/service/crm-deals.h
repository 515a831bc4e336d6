/* crm-deals.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "model/crm-change-set.h"
#include "model/crm-record.h"
G_BEGIN_DECLS

/* Deals and their way through the stages. */

typedef struct
{
  const char *title;
  const char *stage;    /* (nullable): id; NULL for the first of the seeded pipeline */
  const char *pipeline; /* (nullable): id; NULL for the seeded one */
  const char *account;  /* (nullable): id */
  const char *person;   /* (nullable): id */
  const char *owner;    /* (nullable): id of a user */
  const char *currency; /* (nullable): ISO 4217 */
  gint64 amount_minor;  /* counts only with @has_amount */
  gboolean has_amount;
  gint64 now_usec;
} CrmNewDeal;

char *crm_deals_create (CrmChangeSet *set, const CrmNewDeal *deal);
void
crm_deals_enter_stage (CrmChangeSet *set, const char *deal, const char *stage, gint64 now_usec);
gboolean crm_deals_set_stage (CrmChangeSet *set,
                              const CrmRecord *deal,
                              const CrmRecord *stage_now,
                              const CrmRecord *stage,
                              const char *lost_reason,
                              const char *lost_note,
                              gint64 now_usec,
                              GError **error);
CrmChangeSet *
crm_deals_set_closed_day (const CrmRecord *deal, int day, gint64 now_usec, GError **error);
void crm_deals_add_person (CrmChangeSet *set, const char *deal, const char *person);

G_END_DECLS
