/* crm-change-set.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <glib-object.h>
#include "crm-entity.h"
G_BEGIN_DECLS

/* What somebody wants to write: law 2's unit of work. Built by one thread, sealed by handing it to
 * the store, never changed afterwards. */

typedef enum /* stored in the journal: never renumber */
{
  CRM_CHANGE_CREATE = 1,
  CRM_CHANGE_UPDATE = 2,
  CRM_CHANGE_DELETE = 3,
} CrmChangeKind;

typedef enum /* stored in the journal: never renumber */
{
  CRM_CAUSE_USER = 1,
  CRM_CAUSE_UNDO = 2,
  CRM_CAUSE_SEED = 3,
  CRM_CAUSE_MAIL = 4,
  CRM_CAUSE_RULE = 5,
  CRM_CAUSE_IMPORT = 6,
  CRM_CAUSE_SHARING = 7,
  CRM_CAUSE_OUTBOX = 8, /* the confirmation that a stack object was made or removed */
  CRM_CAUSE_SYNC = 9,   /* somebody changed a stack object elsewhere, and we follow */
} CrmCause;

typedef struct
{
  int field;      /* index in the entity's declaration */
  CrmValue value; /* (owned): what is to be stored */
  CrmValue seen;  /* (owned): what the writer was shown; counts only with @has_seen */
  gboolean has_seen;
} CrmFieldChange;

typedef struct
{
  CrmChangeKind kind;
  gboolean create_missing; /* a derived id may be there already: then it is an update */
  const CrmEntity *entity;
  char *id;            /* (owned) */
  gint64 created_usec; /* of a record that is made: when it was made before; 0 for now */
  char *created_by;    /* (owned) (nullable): who made it before */
  GArray *fields;      /* (owned) (element-type CrmFieldChange) */
} CrmChange;

typedef struct
{
  int ref_count; /* (atomic) */
  char *label;   /* (owned): stable id of what was done, e.g. `file-email`; see present/ */
  CrmCause cause;
  char *undoes;       /* (owned) (nullable): id of the change set that this one takes back */
  GPtrArray *changes; /* (owned) (element-type CrmChange), in the order made */
} CrmChangeSet;

#define CRM_TYPE_CHANGE_SET (crm_change_set_get_type ())
GType crm_change_set_get_type (void);

CrmChangeSet *crm_change_set_new (const char *label, CrmCause cause) G_GNUC_WARN_UNUSED_RESULT;
CrmChangeSet *crm_change_set_ref (CrmChangeSet *self);
void crm_change_set_unref (CrmChangeSet *self);

CrmChange *crm_change_set_add (CrmChangeSet *self,
                               CrmChangeKind kind,
                               const CrmEntity *entity,
                               const char *id);
CrmChange *crm_change_set_custom (CrmChangeSet *self, const CrmEntity *custom, const char *record);
CrmChange *crm_change_set_create (CrmChangeSet *self, const char *entity, const char *id);
CrmChange *crm_change_set_ensure (CrmChangeSet *self, const char *entity, const char *id);
CrmChange *crm_change_set_update (CrmChangeSet *self, const char *entity, const char *id);
CrmChange *crm_change_set_delete (CrmChangeSet *self, const char *entity, const char *id);

void crm_change_set_text (CrmChange *change, const char *field, const char *text);
void crm_change_set_int (CrmChange *change, const char *field, gint64 integer);
void crm_change_set_null (CrmChange *change, const char *field);
void crm_change_set_value (CrmChange *change, const char *field, const CrmValue *value);
void crm_change_expect (CrmChange *change, const char *field, const CrmValue *seen);
const CrmValue *crm_change_get_value (const CrmChange *change, const char *field);

char *crm_entity_derive_id (const CrmEntity *entity,
                            const char *first_key,
                            ...) G_GNUC_NULL_TERMINATED G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmChangeSet, crm_change_set_unref)

G_END_DECLS
