/* e-crm-mail-indexer.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <e-util/e-util.h>
#include <glib-object.h>
G_BEGIN_DECLS

/* Keeps index.db in step with the mail of this Evolution: one background job at a time, in slices,
 * with progress and cancel in the status bar, going on where it stopped. */

typedef struct _ECrmApp ECrmApp;

#define E_TYPE_CRM_MAIL_INDEXER (e_crm_mail_indexer_get_type ())
G_DECLARE_FINAL_TYPE (ECrmMailIndexer, e_crm_mail_indexer, E, CRM_MAIL_INDEXER, GObject)

ECrmMailIndexer *e_crm_mail_indexer_new (ECrmApp *app);
void e_crm_mail_indexer_start (ECrmMailIndexer *self);
void e_crm_mail_indexer_stop (ECrmMailIndexer *self, EActivity *activity);

G_END_DECLS
