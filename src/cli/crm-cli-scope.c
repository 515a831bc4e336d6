/* crm-cli-scope.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-cli-scope"
#include "config.h"

#include "crm-cli-scope.h"

#include "crm-cli-archive.h"

static gboolean
load_in_store (CrmReader *reader, CrmCli *cli, gpointer data, GError **error)
{
  CrmScope **out_scope = data;

  *out_scope = crm_scope_load (reader, error);
  return *out_scope != NULL;
}

/**
 * crm_cli_load_scope:
 * @cli: the command line
 * @error: (nullable): storage errors
 *
 * Returns: (transfer full) (nullable): what may be captured; free with crm_scope_free()
 */
CrmScope *
crm_cli_load_scope (CrmCli *cli, GError **error)
{
  CrmScope *scope = NULL;

  return crm_cli_read (cli, load_in_store, &scope, error) ? scope : NULL;
}

typedef struct
{
  const CrmScope *scope;
  guint removed;
} Application;

/* crm_scope_apply() does all of it too, and does not say how many letters went. */
static gboolean
apply_in_index (CrmIndex *index, gpointer data, GCancellable *cancellable, GError **error)
{
  Application *application = data;
  const CrmScope *scope = application->scope;

  crm_index_set_excluded (index, (const char *const *)scope->excluded_addresses->pdata,
                          (const char *const *)scope->excluded_domains->pdata,
                          scope->private_letters);
  return crm_index_purge_excluded (index, &application->removed, error)
         && crm_scope_apply (scope, index, error);
}

/**
 * crm_cli_apply_scope:
 * @cli: the command line, with its store open
 * @scope: what may be captured
 * @out_removed: (out): how many letters left the index for it
 * @error: (nullable): storage errors
 *
 * Makes the index obey, backwards too.
 *
 * Returns: whether it does
 */
gboolean
crm_cli_apply_scope (CrmCli *cli, const CrmScope *scope, guint *out_removed, GError **error)
{
  Application application = { scope, 0 };

  if (!crm_store_index_sync (cli->store, apply_in_index, &application, cli->cancellable, error))
    return FALSE;
  *out_removed = application.removed;
  return TRUE;
}

typedef struct
{
  const CrmScope *before;
  const CrmScope *after;
} Difference;

static gboolean
forget_in_index (CrmIndex *index, gpointer data, GCancellable *cancellable, GError **error)
{
  const Difference *difference = data;
  const char *const *after = (const char *const *)difference->after->archives->pdata;

  for (guint i = 0; difference->before->archives->pdata[i] != NULL; i++)
    if (!g_strv_contains (after, difference->before->archives->pdata[i])
        && !crm_cli_archive_forget (index, difference->before->archives->pdata[i], error))
      return FALSE;
  return TRUE;
}

/**
 * crm_cli_forget_archives:
 * @cli: the command line, with its store open
 * @before: an earlier scope
 * @after: the scope now
 * @error: (nullable): storage errors
 *
 * Takes the letters of archives that are no longer in the scope out of the index.
 *
 * Returns: whether all is well
 */
gboolean
crm_cli_forget_archives (CrmCli *cli, const CrmScope *before, const CrmScope *after, GError **error)
{
  Difference difference = { before, after };

  return crm_store_index_sync (cli->store, forget_in_index, &difference, cli->cancellable, error);
}
