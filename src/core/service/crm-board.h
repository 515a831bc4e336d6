/* crm-board.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "model/crm-rates.h"
#include "store/crm-board-query.h"
#include "store/crm-store.h"
G_BEGIN_DECLS

/* A pipeline with its deals by stage. Immutable, so it crosses threads freely. */

/* Of won and lost deals, those of so many days are on the board. */
#define CRM_BOARD_CLOSED_DAYS 30

typedef enum
{
  CRM_BOARD_BY_CLOSE,  /* what closes first comes first */
  CRM_BOARD_BY_AMOUNT, /* the largest first; within a currency, for others have no rate for sure */
  CRM_BOARD_BY_AGE,    /* the longest in its stage first */
  CRM_BOARD_BY_TITLE,
  CRM_BOARD_BY_STEP, /* what is due first comes first, then what has no step */
  CRM_BOARD_N_SORTS,
} CrmBoardSort;

/* Which deals, in which order. Zeroed it is all of them. */
typedef struct
{
  const char *pipeline; /* (nullable): id; the first where it is NULL or not in use */
  gboolean mine;        /* whose owner is the user */
  gboolean stuck;       /* longer in their stage than it allows */
  gboolean closing;     /* expected to be closed this month, or before */
  gboolean no_step;     /* with nothing to come */
  const char *owner;    /* (nullable): id of a user */
  const char *tag;      /* (nullable): id of a tag */
  const char *text;     /* (nullable): words of title and account, in any order */
  CrmBoardSort sort;
} CrmBoardQuery;

typedef struct
{
  CrmRecord *stage;    /* (owned) */
  GPtrArray *deals;    /* (owned) (element-type CrmBoardDeal): in the order asked for */
  CrmTotals *totals;   /* (owned) */
  CrmTotals *weighted; /* (owned): each amount times its probability */
} CrmBoardColumn;

typedef struct
{
  int ref_count;        /* (atomic) */
  CrmRecord *pipeline;  /* (owned) (nullable): NULL when there is none */
  GPtrArray *pipelines; /* (owned) (element-type CrmRecord): all in use, in their order */
  GPtrArray *columns;   /* (owned) (element-type CrmBoardColumn): in the order of the stages, then
                           those removed while deals are in them */
  CrmTotals *totals;    /* (owned): of the open deals */
  CrmTotals *weighted;  /* (owned): the same, each amount times its probability */
  GPtrArray *lost_reasons; /* (owned) (element-type CrmRecord): in use */
  GPtrArray *owners;       /* (owned) (element-type CrmRecord): users that deals can belong to */
  GPtrArray *tags;         /* (owned) (element-type CrmRecord) */
  guint n_open;
  guint n_hidden; /* deals that the query leaves out */
  gint64 now_usec;
} CrmBoard;

#define CRM_TYPE_BOARD (crm_board_get_type ())
GType crm_board_get_type (void);

CrmBoard *crm_board_load (CrmReader *reader, const CrmBoardQuery *query, GError **error);
void crm_board_load_async (CrmStore *store,
                           const CrmBoardQuery *query,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
CrmBoard *crm_board_load_finish (CrmStore *store, GAsyncResult *result, GError **error);
gboolean crm_board_query_is_filtered (const CrmBoardQuery *query);
CrmBoard *crm_board_ref (CrmBoard *self);
void crm_board_unref (CrmBoard *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmBoard, crm_board_unref)

G_END_DECLS
