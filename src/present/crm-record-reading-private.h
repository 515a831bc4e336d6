/* crm-record-reading-private.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "store/crm-list-query.h"
G_BEGIN_DECLS

/* What a CrmRecordList reads on the reader thread: which records there are, and what some say. */

/* A window full and some to scroll: read along with the keys, so that nothing comes up empty, and
 * before all others by a list that shows nothing yet: the first of an order are found without
 * sorting the rest, and a table makes few widgets for them. */
#define _CRM_RECORD_FIRST_ROWS 32

/* What was read for one row, as it is shown. */
typedef struct
{
  gint64 key;
  char *id;    /* (owned) (nullable) */
  GStrv texts; /* (owned) (nullable) */
} CrmRecordReading;

/* What is asked. */
typedef struct
{
  const CrmEntity *entity;
  char *filter;   /* (owned) (nullable) */
  char *order_by; /* (owned) (nullable) */
  gboolean descending;
  guint limit;  /* 0 for all */
  GStrv paths;  /* (owned) */
  GArray *live; /* (owned) (element-type gint64): shown now, to be read along */
} CrmRecordsLoad;

/* What came of it. */
typedef struct
{
  GPtrArray *all;     /* (owned) (nullable): NULL when the filter was wrong */
  GPtrArray *words;   /* (owned) (nullable) */
  GPtrArray *columns; /* (owned) (nullable) */
  GArray *keys;       /* (owned) (nullable) */
  GArray *readings;   /* (owned) (nullable) */
  guint n_all;
  gboolean is_first; /* there may be more */
  GError *mistake;   /* (owned) (nullable): of the filter */
  CrmFilterErrorPlace place;
} CrmRecordsLoaded;

GArray *_crm_record_readings_new (void);
gboolean _crm_record_readings_load (CrmReader *reader,
                                    const char *entity,
                                    GPtrArray *columns,
                                    const gint64 *keys,
                                    guint n,
                                    GArray *readings,
                                    GError **error);
gpointer _crm_records_load (CrmReader *reader, gpointer data, GError **error);
void _crm_records_load_free (gpointer data);
void _crm_records_loaded_free (gpointer data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmRecordsLoaded, _crm_records_loaded_free)

G_END_DECLS
