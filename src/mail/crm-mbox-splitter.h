/* crm-mbox-splitter.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <glib.h>
G_BEGIN_DECLS

/**
 * CrmMboxFunc:
 * @head: (array length=head_length): the beginning of the mail, at least its headers unless those
 * are larger than %CRM_MAIL_HEADERS_MAX_BYTES; may hold some of the body too
 * @head_length: size of @head in bytes
 * @offset: where the mail begins in the file, in bytes, its "From " line included
 * @size_bytes: size of the mail without its "From " line and the empty line after it
 * @user_data: data given to crm_mbox_splitter_new()
 * @error: to be set when %FALSE is returned
 *
 * Returns: %FALSE to stop
 */
typedef gboolean (*CrmMboxFunc) (const char *head,
                                 gsize head_length,
                                 guint64 offset,
                                 guint64 size_bytes,
                                 gpointer user_data,
                                 GError **error);

/* Cuts a stream of bytes into mails. One thread at a time. */
typedef struct _CrmMboxSplitter CrmMboxSplitter;

CrmMboxSplitter *crm_mbox_splitter_new (CrmMboxFunc func,
                                        gpointer user_data) G_GNUC_WARN_UNUSED_RESULT;
void crm_mbox_splitter_free (CrmMboxSplitter *self);
gboolean
crm_mbox_splitter_push (CrmMboxSplitter *self, const char *bytes, gsize length, GError **error);
gboolean crm_mbox_splitter_finish (CrmMboxSplitter *self, GError **error);
guint64 crm_mbox_splitter_get_offset (const CrmMboxSplitter *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmMboxSplitter, crm_mbox_splitter_free)

G_END_DECLS
