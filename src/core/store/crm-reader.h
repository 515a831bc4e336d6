/* crm-reader.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <gio/gio.h>
#include "model/crm-filter.h"
#include "model/crm-record.h"
G_BEGIN_DECLS

/* Reading both files, on the reader thread only, inside a #CrmReadFunc. One read sees one state. */

typedef struct _CrmReader CrmReader;

typedef struct
{
  const char *entity;
  const CrmFilterNode *filter; /* (nullable) */
  const char *order_by; /* (nullable): a field, a system column, or `x.` and a custom field */
  gboolean descending;
  guint limit; /* 0 for all */
  guint offset;
} CrmListQuery;

typedef struct
{
  gint64 messages;          /* stored copies */
  gint64 distinct_messages; /* letters */
  gint64 threads;
  gint64 addresses;
  gint64 domains;
  gint64 people;
  gint64 accounts;
  gint64 deals;
} CrmStats;

typedef struct
{
  gint64 seq;
  gint64 usec;     /* UTC */
  char *id;        /* (owned) */
  char *actor;     /* (owned): the user's name where known, else the id */
  char *front_end; /* (owned) */
  char *label;     /* (owned) */
  char *undoes;    /* (owned) (nullable) */
  int cause;       /* CrmCause */
  guint n_changes;
  char *entity; /* (owned) (nullable): of the first change */
  char *record; /* (owned) (nullable): of the first change */
} CrmJournalEntry;

gint64 crm_reader_get_now_usec (CrmReader *self);
const char *crm_reader_get_actor (CrmReader *self);
CrmRecord *crm_reader_get (CrmReader *self, const char *entity, const char *id, GError **error);
gboolean crm_reader_look_up (CrmReader *self,
                             const char *entity,
                             const char *id,
                             CrmRecord **out_record,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
CrmRecord *crm_reader_find (
    CrmReader *self, const char *entity, const char *field, const char *text, GError **error);
GPtrArray *crm_reader_list (CrmReader *self,
                            const CrmListQuery *query,
                            CrmFilterErrorPlace *out_place,
                            GError **error);
GPtrArray *crm_reader_list_where (
    CrmReader *self, const char *entity, const char *field, const char *text, GError **error);
const CrmEntity *crm_reader_find_entity (CrmReader *self, const char *name, GError **error);
GPtrArray *crm_reader_list_entities (CrmReader *self, GError **error);
gboolean crm_reader_get_custom (CrmReader *self,
                                const char *entity,
                                const CrmEntity **out_custom,
                                GError **error);
gboolean crm_reader_load_custom (CrmReader *self, CrmRecord *record, GError **error);
gboolean crm_reader_has_records (CrmReader *self, gboolean *out_has, GError **error);
gboolean crm_reader_stats (CrmReader *self, CrmStats *out_stats, GError **error);
gint64 crm_reader_journal_seq (CrmReader *self, GError **error);
GPtrArray *crm_reader_journal (CrmReader *self, gint64 before_seq, guint limit, GError **error);
GPtrArray *crm_reader_check (CrmReader *self, GError **error);
void crm_journal_entry_free (CrmJournalEntry *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmJournalEntry, crm_journal_entry_free)

G_END_DECLS
