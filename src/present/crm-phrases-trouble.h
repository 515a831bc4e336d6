/* crm-phrases-trouble.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "store/crm-backup.h"
G_BEGIN_DECLS

char *crm_phrase_trouble (const GError *error, const char *path) G_GNUC_WARN_UNUSED_RESULT;
char *crm_phrase_backup (const CrmBackup *backup, gint64 now_usec) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
