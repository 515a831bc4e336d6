/* crm-index-private.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "crm-connection-private.h"
#include "crm-index.h"
G_BEGIN_DECLS

/* The layout of index.db; any other number, newer or older, means: drop the file and read again. */
#define CRM_INDEX_VERSION 1

struct _CrmIndex
{
  CrmConnection *connection; /* (owned) */
  GHashTable *address_ids;   /* (owned) (element-type utf8 gint64): interned so far */
  GHashTable *own;           /* (owned) (element-type utf8) */
  GHashTable *excluded; /* (owned) (element-type utf8): addresses and, with an @ before, domains */
  GHashTable *private_prints; /* (owned) (element-type guint64) */
  gint64 first_message;       /* of @next_message, when the transaction began */
  gint64 next_message;        /* the id of the next new letter, while a transaction is open */
  gint64 data_version; /* of the file when the tables here were read; see crm_index_begin() */
  gboolean stale;      /* whether what is kept here must be read again */
  GHashTable *thread_aliases; /* (owned) (element-type gint64 gint64): merged thread -> thread */
};

gboolean _crm_index_reload (CrmIndex *self, GError **error);
CrmIndex *_crm_index_open (const char *path, GError **error);
void _crm_index_close (CrmIndex *self);
gboolean _crm_index_join_threads (CrmIndex *self,
                                  const CrmMessage *message,
                                  gint64 own_thread,
                                  gint64 id,
                                  gint64 *out_thread,
                                  GError **error);
gboolean _crm_index_merge_thread (CrmIndex *self, gint64 from, gint64 into, GError **error);
gboolean _crm_index_next_party (const guint8 **data,
                                const guint8 *end,
                                gint64 *out_address,
                                CrmMessageRole *out_role);
gboolean _crm_index_address_is_excluded (CrmIndex *self, const char *address);
gboolean _crm_index_delete_message (CrmIndex *self, gint64 id, GError **error);
gint64 _crm_index_resolve_thread (CrmIndex *self, gint64 thread);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmIndex, _crm_index_close)

G_END_DECLS
