/* crm-waiting-query.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "model/crm-message.h"
#include "store/crm-index.h"
#include "store/crm-reader.h"
G_BEGIN_DECLS

/* What is asked to find out whether an answer came; service/crm-waiting.c decides. */

gboolean crm_query_is_filling (CrmReader *reader, gboolean *out_filling, GError **error);
GPtrArray *crm_query_waiting (CrmReader *reader, GError **error);
gboolean crm_query_is_waited_for (CrmReader *reader, guint64 mid_hash, GError **error);
GPtrArray *crm_query_answered_by (CrmReader *reader, guint64 fingerprint, GError **error);
GPtrArray *crm_query_conversation_after (
    CrmReader *reader, guint64 mid_hash, gint64 since_usec, CrmDirection direction, GError **error);
GPtrArray *crm_query_letters_from_after (CrmReader *reader,
                                         const char *address,
                                         gint64 since_usec,
                                         GError **error);
gboolean crm_query_letter_of_hash (CrmReader *reader,
                                   guint64 mid_hash,
                                   CrmMessage **out_message,
                                   GError **error);
GPtrArray *crm_query_undelivered_by_letter (CrmReader *reader, guint64 fingerprint, GError **error);
gboolean
crm_query_date_of_letter (CrmReader *reader, guint64 fingerprint, gint64 *out_usec, GError **error);

G_END_DECLS
