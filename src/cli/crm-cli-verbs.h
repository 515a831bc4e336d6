/* crm-cli-verbs.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "crm-cli.h"
G_BEGIN_DECLS

/* One a file, crm-cmd-<verb>.c; crm-cli-verbs.c lists them. */

extern const CrmCliVerb crm_cmd_account;
extern const CrmCliVerb crm_cmd_backup;
extern const CrmCliVerb crm_cmd_call;
extern const CrmCliVerb crm_cmd_check;
extern const CrmCliVerb crm_cmd_complete;
extern const CrmCliVerb crm_cmd_currency;
extern const CrmCliVerb crm_cmd_deal;
extern const CrmCliVerb crm_cmd_describe;
extern const CrmCliVerb crm_cmd_document;
extern const CrmCliVerb crm_cmd_duplicates;
extern const CrmCliVerb crm_cmd_exclude;
extern const CrmCliVerb crm_cmd_field;
extern const CrmCliVerb crm_cmd_find;
extern const CrmCliVerb crm_cmd_followup;
extern const CrmCliVerb crm_cmd_template;
extern const CrmCliVerb crm_cmd_index;
extern const CrmCliVerb crm_cmd_import;
extern const CrmCliVerb crm_cmd_journal;
extern const CrmCliVerb crm_cmd_lead;
extern const CrmCliVerb crm_cmd_link;
extern const CrmCliVerb crm_cmd_list;
extern const CrmCliVerb crm_cmd_load;
extern const CrmCliVerb crm_cmd_meeting;
extern const CrmCliVerb crm_cmd_merge;
extern const CrmCliVerb crm_cmd_note;
extern const CrmCliVerb crm_cmd_person;
extern const CrmCliVerb crm_cmd_report;
extern const CrmCliVerb crm_cmd_restore;
extern const CrmCliVerb crm_cmd_stats;
extern const CrmCliVerb crm_cmd_timeline;
extern const CrmCliVerb crm_cmd_undo;
extern const CrmCliVerb crm_cmd_unlink;
extern const CrmCliVerb crm_cmd_why;

const CrmCliVerb *const *crm_cli_list_verbs (void);
const CrmCliVerb *crm_cli_find_verb (const char *name);

G_END_DECLS
