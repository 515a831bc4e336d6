/* crm-entity.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <glib.h>
#include "crm-error.h"
#include "crm-value.h"
G_BEGIN_DECLS

/* Law 1: every entity and field is declared once, here and in crm-entities.c. SQL columns, forms,
 * filters, journal and command line derive from the declaration. */

typedef enum
{
  CRM_FIELD_TEXT,     /* one line, NFC */
  CRM_FIELD_LONGTEXT, /* several lines */
  CRM_FIELD_INT,
  CRM_FIELD_BOOL,     /* 0 or 1 */
  CRM_FIELD_PERCENT,  /* 0..100 */
  CRM_FIELD_MONEY,    /* minor units; @reference names the sibling field with the currency */
  CRM_FIELD_CURRENCY, /* ISO 4217 */
  CRM_FIELD_DAY,      /* days since 1970-01-01 */
  CRM_FIELD_TIME,     /* UTC microseconds */
  CRM_FIELD_CHOICE,   /* one of @choices */
  CRM_FIELD_REF,      /* id of a record of entity @reference */
  CRM_FIELD_HASH,     /* 64 bits, no order */
  CRM_FIELD_ADDRESS,  /* e-mail address as crm_address_normalize() gives it */
  CRM_FIELD_DOMAIN,   /* host name, A-labels, lower case */
  CRM_FIELD_DECIMAL,  /* exact number as text, see crm_decimal_format() */
} CrmFieldType;

typedef enum
{
  CRM_FIELD_REQUIRED = 1 << 0,
  CRM_FIELD_SEARCHABLE = 1 << 1,
  CRM_FIELD_SENSITIVE = 1 << 2, /* left out of exports unless asked for */
  CRM_FIELD_DERIVED = 1 << 3,   /* computed: neither journalled nor shared nor set by hand */
  CRM_FIELD_UNIQUE = 1 << 4,
  CRM_FIELD_INDEXED = 1 << 5,
  CRM_FIELD_KEY = 1 << 6,    /* part of a derived id (memberships); never changes */
  CRM_FIELD_HIDDEN = 1 << 7, /* a custom field that somebody deleted: kept, and offered to nobody */
  CRM_FIELD_MANAGED = 1 << 8, /* changes with what people do, by a service: forms do not offer it */
  CRM_FIELD_OPEN = 1 << 9, /* a choice that was a text once: what is stored stays, whatever it is */
  CRM_FIELD_STATE
  = 1 << 10, /* what lists are narrowed by: in the indexes of its entity's days, too */
} CrmFieldFlags;

typedef struct
{
  const char *value; /* stored: never renamed */
  const char *label; /* for translators, N_() */
  gboolean retired;  /* stays where it is stored, and is no longer offered */
} CrmChoice;

typedef struct
{
  const char *name;
  CrmFieldType type;
  const char *label; /* for translators, N_() */
  CrmFieldFlags flags;
  const char *reference;    /* (nullable): see CrmFieldType */
  const CrmChoice *choices; /* (nullable): ends with a NULL value */
  guint since;              /* schema version that brought the field */
  const char *alias;        /* (nullable): what people call a custom field, whose @name is an id */
} CrmField;

typedef enum
{
  CRM_ENTITY_DERIVED_ID = 1 << 0, /* id follows from the KEY fields: memberships and decisions */
  CRM_ENTITY_SEEDED = 1 << 1,     /* every installation starts with fixed records */
  CRM_ENTITY_INTERNAL = 1 << 2,   /* not offered to people as a list of its own */
  CRM_ENTITY_CUSTOM = 1 << 3,     /* made at run time, see crm-custom.h */
} CrmEntityFlags;

typedef struct
{
  const char *name;
  const char *label;        /* for translators, N_(), singular */
  const char *label_plural; /* for translators, N_() */
  const char *title_field;  /* what a row shows when it may show one field only */
  CrmEntityFlags flags;
  const CrmField *fields; /* ends with a NULL name */
  guint since;
  const char *const *order; /* (nullable): fields behind that of every reference's and address's
                               index, so that a list of records is read in their order; NULL ends */
  const char *const *const *indexes; /* (nullable): further indexes, each a list of fields that NULL
                                        ends, over the records where the first of them is set; no
                                        two begin with the same field; NULL ends */
} CrmEntity;

/* Columns that every table has beside the declared ones. */
#define CRM_COLUMN_ID "id"
#define CRM_COLUMN_CREATED_AT "created_at"
#define CRM_COLUMN_CREATED_BY "created_by"
#define CRM_COLUMN_MODIFIED_AT "modified_at"
#define CRM_COLUMN_MODIFIED_BY "modified_by"

const CrmEntity *const *crm_entity_list (void);
const CrmEntity *crm_entity_find (const char *name);
guint crm_entity_n_fields (const CrmEntity *entity);
const CrmField *crm_entity_find_field (const CrmEntity *entity, const char *name);
int crm_entity_field_index (const CrmEntity *entity, const char *name);
gboolean crm_field_check (const CrmEntity *entity,
                          const CrmField *field,
                          const CrmValue *value,
                          GError **error);
const char *crm_field_get_shown_name (const CrmField *field);
char *crm_field_dup_path (const CrmEntity *entity, const CrmField *field) G_GNUC_WARN_UNUSED_RESULT;
const char *crm_field_choice_label (const CrmField *field, const char *value);

G_END_DECLS
