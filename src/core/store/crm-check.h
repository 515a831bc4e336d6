/* crm-check.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <gio/gio.h>
#include "model/crm-error.h"
G_BEGIN_DECLS

/* Looking a store over from outside: it need not open. */

typedef enum /* named in data/schema/ecrm-1.md: append only */
{
  CRM_FINDING_MISSING,            /* there is no crm.db, though there are backups */
  CRM_FINDING_UNREADABLE,         /* a file cannot be read at all */
  CRM_FINDING_DAMAGED,            /* the pages of a file are damaged */
  CRM_FINDING_NEWER,              /* written by a newer program */
  CRM_FINDING_DANGLING,           /* a record refers to one that does not exist */
  CRM_FINDING_JOURNAL_GAP,        /* a journal entry without its changes */
  CRM_FINDING_UNLIKE_JOURNAL,     /* a record is not what the journal says of it */
  CRM_FINDING_INDEX_INCONSISTENT, /* the index contradicts itself */
  CRM_FINDING_NETWORK_FOLDER,     /* the folder lies on a network file system */
  CRM_FINDING_OPEN_TO_OTHERS,     /* others than the owner may read a file */
  CRM_FINDING_NO_BACKUP,          /* there is no backup, or only an old one */
} CrmFindingKind;

typedef struct
{
  CrmFindingKind kind;
  char *file;        /* (owned): the path it is about */
  char *place;       /* (owned) (nullable): where in it: a record, a table */
  char *detail;      /* (owned) (nullable): English, for experts */
  gboolean harmless; /* to be known, nothing is wrong with the data */
} CrmFinding;

GPtrArray *crm_check_store (const char *directory,
                            GCancellable *cancellable,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
char *crm_check_network_folder (const char *directory) G_GNUC_WARN_UNUSED_RESULT;
void crm_finding_free (CrmFinding *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmFinding, crm_finding_free)

G_END_DECLS
