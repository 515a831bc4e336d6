/* crm-reader-facts-private.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "crm-reader-private.h"
G_BEGIN_DECLS

/* What nearly every read asks for and hardly anybody ever changes, kept by a reader until one of
 * the files is written, by whatever program. What is lent here may be kept by its references, and
 * never changes. */

/* A letter that is in the index, and that nobody is to see. */
typedef struct
{
  gint64 message;
  gint64 date; /* UTC seconds */
} CrmHiddenLetter;

/* A folder or an address of index.db. */
typedef struct
{
  gint64 id;
  char *first;  /* (owned) (nullable): source, or name */
  char *second; /* (owned) (nullable): name, or address */
} CrmNamed;

/* What was read of index.db in one state of both files; readers add to it. */
typedef struct
{
  GHashTable *folders; /* (owned) (element-type CrmNamed) */
  GHashTable *senders; /* (owned) (element-type CrmNamed) */
  GHashTable *totals;  /* (owned) (element-type utf8 gint64): letters of several addresses */
  GHashTable *hidden;  /* (owned) (nullable): see _crm_reader_get_hidden() */
} CrmIndexFacts;

/* They are read anew after each write, which must not cost more than it saves. */
#define CRM_MAX_RECORDED 1000

CrmFacts *_crm_reader_get_facts (CrmReader *self, GError **error);
gboolean _crm_facts_is_own_address (const CrmFacts *self, const char *address);
gboolean _crm_facts_is_own_domain (const CrmFacts *self, const char *domain);
CrmRecord *_crm_facts_get_stage (const CrmFacts *self, const char *stage);
GPtrArray *_crm_facts_get_stages (const CrmFacts *self, const char *pipeline);
GPtrArray *_crm_facts_get_lost_reasons (const CrmFacts *self);
GPtrArray *_crm_reader_get_contact_orders (CrmReader *self, GError **error);
GPtrArray *_crm_reader_get_failed_tasks (CrmReader *self, GError **error);
CrmIndexFacts *_crm_reader_get_index_facts (CrmReader *self, GError **error);
GHashTable *_crm_reader_get_hidden (CrmReader *self, GError **error);
GArray *_crm_reader_get_recorded (CrmReader *self, GError **error);
const CrmNamed *
_crm_reader_get_folder (CrmReader *self, CrmIndexFacts *facts, gint64 id, GError **error);
const CrmNamed *
_crm_reader_get_sender (CrmReader *self, CrmIndexFacts *facts, gint64 id, GError **error);
void _crm_facts_free (CrmFacts *self);

G_END_DECLS
