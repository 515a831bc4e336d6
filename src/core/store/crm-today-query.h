/* crm-today-query.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "model/crm-event.h"
#include "store/crm-reader.h"
G_BEGIN_DECLS

/* What is asked for a day's work; service/crm-today.c puts it together. */

/* An address of somebody who takes part in an open deal. */
typedef struct
{
  char *address; /* (owned) */
  char *person;  /* (owned): id */
  char *deal;    /* (owned): id of one of their open deals */
} CrmDealAddress;

GPtrArray *crm_query_follow_ups_until (CrmReader *reader, int day, GError **error);
GPtrArray *crm_query_waiting_until (CrmReader *reader, int day, GError **error);
GPtrArray *crm_query_events_of_day (CrmReader *reader, int day, GError **error);
GPtrArray *crm_query_deal_addresses (CrmReader *reader, GError **error);
void crm_deal_address_free (CrmDealAddress *self);

G_END_DECLS
