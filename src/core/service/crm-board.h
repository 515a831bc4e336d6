/* crm-board.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "model/crm-rates.h"
#include "store/crm-board-query.h"
#include "store/crm-store.h"
G_BEGIN_DECLS

/* A pipeline with its deals by stage. Immutable, so it crosses threads freely. */

/* Of won and lost deals, those of so many days are on the board. */
#define CRM_BOARD_CLOSED_DAYS 30

typedef struct
{
  CrmRecord *stage;    /* (owned) */
  GPtrArray *deals;    /* (owned) (element-type CrmBoardDeal): what closes first comes first */
  CrmTotals *totals;   /* (owned) */
  CrmTotals *weighted; /* (owned): each amount times its probability */
} CrmBoardColumn;

typedef struct
{
  int ref_count;           /* (atomic) */
  CrmRecord *pipeline;     /* (owned) (nullable): NULL when there is none */
  GPtrArray *pipelines;    /* (owned) (element-type CrmRecord): all in use, in their order */
  GPtrArray *columns;      /* (owned) (element-type CrmBoardColumn): in the order of the stages */
  CrmTotals *totals;       /* (owned): of the open deals */
  CrmTotals *weighted;     /* (owned): the same, each amount times its probability */
  GPtrArray *lost_reasons; /* (owned) (element-type CrmRecord): in use */
  guint n_open;
  gint64 now_usec;
} CrmBoard;

#define CRM_TYPE_BOARD (crm_board_get_type ())
GType crm_board_get_type (void);

CrmBoard *crm_board_load (CrmReader *reader, const char *pipeline, GError **error);
void crm_board_load_async (CrmStore *store,
                           const char *pipeline,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
CrmBoard *crm_board_load_finish (CrmStore *store, GAsyncResult *result, GError **error);
CrmBoard *crm_board_ref (CrmBoard *self);
void crm_board_unref (CrmBoard *self);
gint64 crm_board_weigh (gint64 minor, int percent);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmBoard, crm_board_unref)

G_END_DECLS
