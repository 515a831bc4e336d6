/* crm-people-query.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "store/crm-reader.h"
G_BEGIN_DECLS

/* A field of a person that its contact says otherwise. */
typedef struct
{
  char *person;      /* (owned): id */
  const char *field; /* name or title */
  char *seen;        /* (owned) (nullable): what the person has */
  char *value;       /* (owned): what the contact has */
} CrmOutdated;

void crm_outdated_free (CrmOutdated *self);
GPtrArray *crm_query_outdated_people (CrmReader *reader, GError **error);
GPtrArray *crm_query_contact_orders (CrmReader *reader, GError **error);

G_END_DECLS
