/* crm-reader-private.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "crm-connection-private.h"
#include "crm-reader.h"
#include "model/crm-message.h"
G_BEGIN_DECLS

typedef struct _CrmFacts CrmFacts;

struct _CrmReader
{
  CrmConnection *connection; /* (owned): crm.db, with index.db attached as idx */
  char *actor;               /* (owned) */
  gint64 now_usec;           /* of this read */
  CrmFacts *facts;           /* (owned) (nullable): see crm-reader-facts-private.h */
  GHashTable *record_sql;    /* (owned): see _crm_reader_get_sql() */
  GHashTable *custom;        /* (owned): what is known of custom fields in this read */
};

CrmReader *
_crm_reader_open (const char *crm_path, const char *index_path, const char *actor, GError **error);
void _crm_reader_close (CrmReader *self);
CrmRecord *_crm_reader_row_to_record (const CrmEntity *entity, CrmRows *rows);
const char *_crm_reader_get_sql (CrmReader *self, const CrmEntity *entity, const char *tail);
void _crm_reader_append_columns (GString *sql, const CrmEntity *entity, const char *alias);
CrmMessage *_crm_query_read_letter (CrmReader *reader, gint64 id, GError **error);
GArray *
_crm_query_scan_subjects (CrmReader *reader, const char *words, guint limit, GError **error);
GArray *
_crm_query_scan_newest (CrmReader *reader, const char *words, guint n, guint limit, GError **error);
gboolean _crm_reader_ended (GError **error, GError *local_error);

gboolean _crm_reader_append_order (CrmReader *self,
                                   GString *sql,
                                   const CrmEntity *entity,
                                   const char *order,
                                   gboolean descending,
                                   GError **error);
gboolean _crm_filter_compile (CrmReader *reader,
                              const CrmFilterNode *node,
                              const CrmEntity *entity,
                              GString *sql,
                              GArray *values,
                              CrmFilterErrorPlace *out_place,
                              GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmReader, _crm_reader_close)

G_END_DECLS
