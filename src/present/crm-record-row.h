/* crm-record-row.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "store/crm-list-query.h"
G_BEGIN_DECLS

/* One record in a #CrmRecordList. It may be known that there is one before it is known what it
 * says; the signal `changed` tells when that comes, or becomes something else. */

#define CRM_TYPE_RECORD_ROW (crm_record_row_get_type ())
G_DECLARE_FINAL_TYPE (CrmRecordRow, crm_record_row, CRM, RECORD_ROW, GObject)

CrmRecordRow *crm_record_row_new (gint64 key) G_GNUC_WARN_UNUSED_RESULT;
gint64 crm_record_row_get_key (CrmRecordRow *self);
const char *crm_record_row_get_id (CrmRecordRow *self);
const char *crm_record_row_get_text (CrmRecordRow *self, guint column);
gboolean crm_record_row_is_read (CrmRecordRow *self);
void crm_record_row_set (CrmRecordRow *self, const char *id, GStrv texts);
void crm_record_row_forget (CrmRecordRow *self);
char *crm_record_row_dup_spoken (CrmRecordRow *self, GPtrArray *columns) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
