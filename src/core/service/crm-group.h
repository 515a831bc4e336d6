/* crm-group.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "model/crm-change-set.h"
#include "store/crm-index.h"
#include "store/crm-reader.h"
G_BEGIN_DECLS

/* What is done with several contacts in one step, which is undone in one step. */

/* More is no selection of people, but all there are. */
#define CRM_GROUP_MAX 200

typedef struct
{
  GPtrArray *contacts;    /* (element-type CrmContact) */
  const char *deal_title; /* (nullable): of a new deal that all of them take part in */
  const char *tag;        /* (nullable): a name that all of them get */
  const char *owner;      /* (nullable): id of the acting user */
  const char *currency;   /* (nullable): of the new deal */
  gint64 now_usec;
} CrmGroup;

CrmChangeSet *crm_group_build (CrmReader *reader, const CrmGroup *group, GError **error);

G_END_DECLS
