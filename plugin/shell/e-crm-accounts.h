/* e-crm-accounts.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <camel/camel.h>
#include <libedataserver/libedataserver.h>
G_BEGIN_DECLS

/* What the accounts say: who the user is, and which folders are no mail of the CRM's. */

GPtrArray *e_crm_accounts_dup_own_addresses (ESourceRegistry *registry);
gboolean e_crm_accounts_can_index (ESource *account);
gboolean e_crm_accounts_is_mail_folder (const CamelFolderInfo *info);
GHashTable *e_crm_accounts_dup_special_folders (ESourceRegistry *registry);

G_END_DECLS
