/* crm-mail-archive.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <gio/gio.h>
#include "crm-message.h"
G_BEGIN_DECLS

/**
 * CrmMailArchiveFunc:
 * @message: a sealed message; ref it to keep it
 * @folder: where it lies, relative to the archive, parts joined by '/'; empty for the archive
 * itself
 * @uid: its name within @folder, the same at every reading of an archive that only grows
 * @user_data: data given to crm_mail_archive_read()
 * @error: to be set when %FALSE is returned
 *
 * Returns: %FALSE to stop the reading
 */
typedef gboolean (*CrmMailArchiveFunc) (
    CrmMessage *message, const char *folder, const char *uid, gpointer user_data, GError **error);

gboolean crm_mail_archive_read (const char *path,
                                CrmMailArchiveFunc func,
                                gpointer user_data,
                                GCancellable *cancellable,
                                GError **error);

G_END_DECLS
