/* crm-record.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <glib-object.h>
#include "crm-entity.h"
G_BEGIN_DECLS

/* A snapshot of one record. Immutable, so it crosses threads freely. */
typedef struct _CrmRecord CrmRecord;
struct _CrmRecord /* in one piece of memory with its id and values */
{
  int ref_count; /* (atomic) */
  const CrmEntity *entity;
  char *id;
  CrmValue *values; /* one a declared field */
  gint64 created_usec;
  gint64 modified_usec;
  CrmRecord *custom; /* (owned) (nullable): its custom fields, where they were asked for */
};

#define CRM_TYPE_RECORD (crm_record_get_type ())
GType crm_record_get_type (void);

CrmRecord *crm_record_new (const CrmEntity *entity, const char *id) G_GNUC_WARN_UNUSED_RESULT;
CrmRecord *crm_record_ref (CrmRecord *self);
void crm_record_unref (CrmRecord *self);
const CrmValue *crm_record_get (const CrmRecord *self, const char *field);
const char *crm_record_get_text (const CrmRecord *self, const char *field);
gint64 crm_record_get_int (const CrmRecord *self, const char *field, gint64 if_null);
const char *crm_record_get_title (const CrmRecord *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmRecord, crm_record_unref)

G_END_DECLS
