/* e-crm-index-run.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "e-crm-folder-sync.h"
G_BEGIN_DECLS

/* One pass over mail folders on a job thread: what the main thread wants goes in, what it has to
 * know afterwards comes out. In between nobody else may touch it. */

typedef struct
{
  CrmStore *store;       /* (owned) */
  CamelSession *session; /* (owned) */
  GHashTable *special;   /* (owned) (element-type utf8): URIs that hold no mail for us */
  GPtrArray *excluded;   /* (owned) (element-type utf8): URIs, an account's end with a slash */
  GPtrArray *folders;    /* (owned) (element-type CamelFolder): to be looked at; with @walk
                            what was opened on the way */
  GHashTable *due;       /* (owned) (element-type CamelStore): whose servers are to be asked */
  gboolean announce;     /* tell how far it is, also when it is little */
  gboolean walk;         /* look through all accounts */
  void (*opened) (GPtrArray *folders, gpointer data); /* after a walk, before any is read */
  ECrmProgressFunc progress;
  gpointer data;    /* for the two */
  guint n_expected; /* messages in @folders, as far as is known */
  guint n_unread;   /* out: folders of which a part is still on the server */
} ECrmIndexRun;

ECrmIndexRun *e_crm_index_run_new (CrmStore *store, CamelSession *session);
void e_crm_index_run_free (ECrmIndexRun *self);
gboolean e_crm_index_run (ECrmIndexRun *self, GCancellable *cancellable, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ECrmIndexRun, e_crm_index_run_free)

G_END_DECLS
