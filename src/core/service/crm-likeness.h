/* crm-likeness.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "service/crm-leads.h"
G_BEGIN_DECLS

/* Whether a person, an account or a lead that somebody is about to enter is there already. */

/* What is known of the new record; what is NULL counts for nothing. */
typedef struct
{
  const char *entity;  /* person, account or lead */
  const char *name;    /* (nullable) */
  const char *address; /* (nullable): normalised e-mail address */
  const char *phone;   /* (nullable) */
  const char *domain;  /* (nullable): of an account */
} CrmLikeness;

GPtrArray *crm_likeness_find (CrmReader *reader, const CrmLikeness *likeness, GError **error);
void crm_likeness_find_async (CrmStore *store,
                              const CrmLikeness *likeness,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
GPtrArray *crm_likeness_find_finish (CrmStore *store, GAsyncResult *result, GError **error);

G_END_DECLS
