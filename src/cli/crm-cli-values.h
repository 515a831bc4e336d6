/* crm-cli-values.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "crm-cli.h"
#include "model/crm-change-set.h"
G_BEGIN_DECLS

/* From what people type to what fields hold, by the declarations (law 1). */

char *crm_cli_resolve (CrmReader *reader, const char *entity, const char *text, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
char *crm_cli_resolve_stage (CrmReader *reader,
                             const char *pipeline,
                             const char *text,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean crm_cli_parse_day (const char *text, gint64 now_usec, int *out_day, GError **error);
gboolean crm_cli_parse_time (const char *text, gint64 now_usec, gint64 *out_usec, GError **error);
gboolean crm_cli_parse_money (
    const char *text, const char *currency, char **out_currency, gint64 *out_minor, GError **error);
char *crm_cli_parse_address (const char *text, GError **error) G_GNUC_WARN_UNUSED_RESULT;
char *crm_cli_parse_domain (const char *text, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean crm_cli_set_fields (CrmReader *reader,
                             CrmChangeSet *set,
                             CrmChange *change,
                             const CrmRecord *record,
                             const char *const *assignments,
                             GError **error);
char *crm_cli_dup_title (const CrmRecord *record) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
