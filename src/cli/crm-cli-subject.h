/* crm-cli-subject.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "crm-cli.h"
#include "service/crm-activities.h"
G_BEGIN_DECLS

/* The options --person, --account, --deal and --address: whom or what a verb is about. */

extern const GOptionEntry crm_cli_subject_entries[];
extern const GOptionEntry crm_cli_record_entries[]; /* without --address */

/* Ids and address, resolved. */
typedef struct
{
  char *person;  /* (owned) (nullable) */
  char *account; /* (owned) (nullable) */
  char *deal;    /* (owned) (nullable) */
  char *address; /* (owned) (nullable): normalised */
} CrmCliSubject;

gboolean crm_cli_subject_read (CrmReader *reader, CrmCliSubject *out_subject, GError **error);
guint crm_cli_subject_count (void);
CrmSubject crm_cli_subject_borrow (const CrmCliSubject *self);
void crm_cli_subject_clear (CrmCliSubject *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CrmCliSubject, crm_cli_subject_clear)

G_END_DECLS
