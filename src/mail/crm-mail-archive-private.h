/* crm-mail-archive-private.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <errno.h>
#include "crm-mail-archive.h"
G_BEGIN_DECLS

gboolean _crm_maildir_read (const char *path,
                            CrmMailArchiveFunc func,
                            gpointer user_data,
                            GCancellable *cancellable,
                            GError **error);
void _crm_mail_set_file_error (GError **error, int error_number, const char *path);

G_END_DECLS
