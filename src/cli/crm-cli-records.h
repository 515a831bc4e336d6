/* crm-cli-records.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "crm-cli.h"
#include "model/crm-change-set.h"
G_BEGIN_DECLS

/* What the verbs of the entities share: list, show, set, delete. */

/* How the verb of an entity differs from the others. */
typedef struct
{
  const char *entity;
  /* Fills @set from the verb's options; returns the new id, NULL with @error set. */
  char *(*add) (CrmCli *cli, CrmReader *reader, CrmChangeSet *set, GError **error);
  /* (nullable): takes over what is more than setting a field, and takes its text out of
   * @assignments. */
  gboolean (*set) (CrmCli *cli,
                   CrmReader *reader,
                   CrmChangeSet *set,
                   const CrmRecord *record,
                   GPtrArray *assignments,
                   GError **error);
} CrmCliRecordVerb;

extern const GOptionEntry crm_cli_list_entries[];

gboolean crm_cli_run_record (CrmCli *cli, const CrmCliRecordVerb *verb, GError **error);
gboolean crm_cli_run_list (CrmCli *cli, const char *entity, GError **error);
GPtrArray *crm_cli_query (CrmCli *cli, CrmReader *reader, const char *entity, GError **error);
void crm_cli_print_record (CrmCli *cli, CrmReader *reader, const CrmRecord *record);
gboolean crm_cli_print_records (
    CrmCli *cli, CrmReader *reader, const char *key, const char *label, GPtrArray *records);

G_END_DECLS
