/* crm-filter-rows.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "model/crm-filter.h"
#include "store/crm-list-query.h"
G_BEGIN_DECLS

/* A filter as rows that all must hold, for those who would rather point than type. The text is what
 * counts: rows are read from it and written back into it. */

typedef enum
{
  CRM_ROW_CONTAINS,
  CRM_ROW_IS,
  CRM_ROW_IS_NOT,
  CRM_ROW_LESS,
  CRM_ROW_AT_MOST,
  CRM_ROW_MORE,
  CRM_ROW_AT_LEAST,
  CRM_ROW_KNOWN,
  CRM_ROW_UNKNOWN,
} CrmRowOp;

GPtrArray *crm_filter_rows_read (const char *text);
char *crm_filter_rows_write (GPtrArray *rows) G_GNUC_WARN_UNUSED_RESULT;
GArray *crm_filter_row_list_ops (CrmFieldType type) G_GNUC_WARN_UNUSED_RESULT;
const char *crm_filter_row_phrase_op (CrmRowOp op, CrmFieldType type);
gboolean crm_filter_row_needs_value (CrmRowOp op);
char *crm_filter_row_new (const CrmListColumn *column,
                          CrmRowOp op,
                          const char *text,
                          gint64 now_usec) G_GNUC_WARN_UNUSED_RESULT;
char *crm_filter_row_phrase (const char *row, GPtrArray *columns) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
