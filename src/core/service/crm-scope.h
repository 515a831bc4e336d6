/* crm-scope.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "store/crm-store.h"
G_BEGIN_DECLS

/* What may be captured: exclusions, own addresses, archives. Decisions in crm.db, obeyed by the
 * index. */

typedef struct
{
  GPtrArray *own_addresses;      /* (owned) (element-type utf8), NULL-terminated */
  GPtrArray *own_domains;        /* (owned) (element-type utf8), NULL-terminated */
  GPtrArray *excluded_addresses; /* (owned) (element-type utf8), NULL-terminated */
  GPtrArray *excluded_domains;   /* (owned) (element-type utf8), NULL-terminated */
  GPtrArray *excluded_folders;   /* (owned) (element-type utf8), NULL-terminated: folder URIs */
  GArray *private_letters;       /* (owned) (element-type guint64): fingerprints */
  GPtrArray *archives;           /* (owned) (element-type utf8), NULL-terminated: paths */
  gboolean is_set_up;            /* somebody has answered the first-run card */
  char *currency;                /* (owned) (nullable) */
  char *book_uid;                /* (owned) (nullable): where new contacts go */
} CrmScope;

CrmScope *crm_scope_load (CrmReader *reader, GError **error);
gboolean crm_scope_equal (const CrmScope *self, const CrmScope *other);
gboolean crm_scope_apply (const CrmScope *self, CrmIndex *index, GError **error);
void crm_scope_exclude (CrmChangeSet *set, const char *kind, const char *value);
void crm_scope_include (CrmChangeSet *set, const char *kind, const char *value);
void crm_scope_set_setting (CrmChangeSet *set, const char *name, const char *value);
gboolean
crm_scope_read_setting (CrmReader *reader, const char *name, char **out_value, GError **error);
void crm_scope_add_archive (CrmChangeSet *set, const char *path);
void crm_scope_free (CrmScope *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmScope, crm_scope_free)

G_END_DECLS
