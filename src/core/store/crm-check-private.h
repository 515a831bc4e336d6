/* crm-check-private.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "crm-check.h"
#include "crm-connection-private.h"
G_BEGIN_DECLS

/* A query whose every row is something wrong. */
typedef struct
{
  CrmFindingKind kind;
  const char *what; /* in English, before the row's text */
  const char *sql;
} CrmCheckProbe;

gboolean _crm_check_journal (CrmConnection *connection,
                             const char *path,
                             guint max_findings,
                             GPtrArray *findings,
                             GError **error);

G_END_DECLS
