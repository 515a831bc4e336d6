/* crm-cell-walk.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-cell-walk"
#include "config.h"

#include "crm-cell-walk.h"

#include "crm-form.h"

/**
 * crm_cell_can_edit:
 * @column: a column of a list
 *
 * Returns: whether people change in its cells what the record holds: not what leads to many, what
 *   is of another record, or what the store notes down by itself
 */
gboolean
crm_cell_can_edit (const CrmListColumn *column)
{
  return column->field != NULL && column->entity != NULL
         && crm_form_can_edit (column->entity, column->field);
}

static gboolean
can_edit (const CrmCellGrid *grid, guint column)
{
  return column < MIN (grid->n_columns, grid->columns->len)
         && crm_cell_can_edit (g_ptr_array_index (grid->columns, column));
}

/**
 * crm_cell_find_first:
 * @grid: the list
 * @preferred: a column's number, such as that which was edited last
 * @out_column: (out): which column to begin with
 *
 * Returns: whether there is any column to edit: @preferred, or the first that can be
 */
gboolean
crm_cell_find_first (const CrmCellGrid *grid, guint preferred, guint *out_column)
{
  *out_column = preferred;
  if (can_edit (grid, preferred))
    return TRUE;
  for (guint i = 0; i < grid->n_columns; i++)
    if (can_edit (grid, i))
      {
        *out_column = i;
        return TRUE;
      }
  return FALSE;
}

static gboolean
walk_forward (const CrmCellGrid *grid, guint *row, guint *column)
{
  for (guint i = *column + 1; i < grid->n_columns; i++)
    if (can_edit (grid, i))
      {
        *column = i;
        return TRUE;
      }
  if (*row + 1 >= grid->n_rows)
    return FALSE;
  *row += 1;
  return crm_cell_find_first (grid, 0, column);
}

static gboolean
walk_backward (const CrmCellGrid *grid, guint *row, guint *column)
{
  guint from = *column;

  for (;;)
    {
      for (guint i = from; i > 0; i--)
        if (can_edit (grid, i - 1))
          {
            *column = i - 1;
            return TRUE;
          }
      if (*row == 0 || from == grid->n_columns)
        return FALSE; /* there is nothing above, or nothing to edit at all */
      *row -= 1;
      from = grid->n_columns;
    }
}

/**
 * crm_cell_walk:
 * @grid: the list
 * @step: where to
 * @row: (inout): the row's number
 * @column: (inout): the column's number
 *
 * Columns that cannot be edited are passed over.
 *
 * Returns: whether there is such a cell; if not, @row and @column say nothing
 */
gboolean
crm_cell_walk (const CrmCellGrid *grid, CrmCellStep step, guint *row, guint *column)
{
  switch (step)
    {
    case CRM_CELL_NEXT:
      return walk_forward (grid, row, column);
    case CRM_CELL_PREVIOUS:
      return walk_backward (grid, row, column);
    case CRM_CELL_DOWN:
      *row += 1;
      return *row < grid->n_rows && can_edit (grid, *column);
    case CRM_CELL_STAY:
      return can_edit (grid, *column);
    case CRM_CELL_LEAVE:
    default:
      return FALSE;
    }
}
