/* crm-cell-walk.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "store/crm-list-query.h"
G_BEGIN_DECLS

/* From one cell of a list that is edited to the next one. Knows no widgets. */

typedef enum
{
  CRM_CELL_STAY,
  CRM_CELL_NEXT,     /* in the row, then in the row below */
  CRM_CELL_PREVIOUS, /* in the row, then in the row above */
  CRM_CELL_DOWN,
  CRM_CELL_LEAVE, /* back to the rows */
} CrmCellStep;

typedef struct
{
  GPtrArray *columns; /* (element-type CrmListColumn): not owned */
  guint n_columns;    /* of them, that are in sight */
  guint n_rows;
} CrmCellGrid;

gboolean crm_cell_can_edit (const CrmListColumn *column);
gboolean crm_cell_find_first (const CrmCellGrid *grid, guint preferred, guint *out_column);
gboolean crm_cell_walk (const CrmCellGrid *grid, CrmCellStep step, guint *row, guint *column);

G_END_DECLS
