/* crm-form-data.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "model/crm-record.h"
#include "store/crm-store.h"
G_BEGIN_DECLS

/* What a form needs to know of the store: the record, its custom fields, what references are called
 * and what there is to choose from. Immutable, so it crosses threads freely. */

typedef struct
{
  char *value; /* (owned): what is stored: an id or a choice */
  char *label; /* (owned): what people read */
} CrmFormOption;

typedef struct
{
  int ref_count; /* (atomic) */
  const CrmEntity *entity;
  const CrmEntity *custom; /* (nullable): the sibling with the fields that people defined */
  CrmRecord *record;       /* (owned) (nullable): NULL for one that is to be made */
  GHashTable *titles;      /* (owned) (element-type utf8 utf8): of references, by id */
  GHashTable *options;     /* (owned) (element-type utf8 GPtrArray): of entities with few records,
                              by their name: CrmFormOption in their order */
  GHashTable *pipelines;   /* (owned) (element-type utf8 utf8): of stages that are offered, by id */
  char *arrangement;       /* (owned) (nullable): of the fields, see crm-arrangement.h */
  char *currency;          /* (owned): of amounts that name none */
  char *actor;             /* (owned): id of the acting user */
  gint64 now_usec;
} CrmFormData;

#define CRM_TYPE_FORM_DATA (crm_form_data_get_type ())
GType crm_form_data_get_type (void);

CrmFormData *crm_form_data_load (CrmReader *reader,
                                 const char *entity,
                                 const char *id,
                                 const char *const *presets,
                                 GError **error);
void crm_form_data_load_async (CrmStore *store,
                               const char *entity,
                               const char *id,
                               const char *const *presets,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
CrmFormData *crm_form_data_load_finish (CrmStore *store, GAsyncResult *result, GError **error);
CrmFormData *crm_form_data_ref (CrmFormData *self);
void crm_form_data_unref (CrmFormData *self);
gboolean crm_form_data_is_listed (const char *entity);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmFormData, crm_form_data_unref)

G_END_DECLS
