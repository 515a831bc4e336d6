/* e-crm-task-trouble.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "e-crm-task-trouble"
#include "config.h"

#include "e-crm-task-trouble.h"

#include <glib/gi18n-lib.h>

#include "crm-phrases-task.h"
#include "store/crm-task-query.h"

/* #CrmReadFunc: (transfer full) (element-type CrmTaskTie): of an order's id */
static gpointer
find_in_worker (CrmReader *reader, gpointer id, GError **error)
{
  return crm_query_task_ties (reader, CRM_TASK_TIES_BY_ID, id, error);
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (ECrmApp) app = data;
  g_autoptr (GPtrArray) ties = crm_store_read_finish (CRM_STORE (source), result, NULL);
  const CrmTaskTie *tie = ties != NULL && ties->len > 0 ? g_ptr_array_index (ties, 0) : NULL;
  const char *uid = tie != NULL ? crm_record_get_text (tie->order, "book_uid") : NULL;
  g_autoptr (ESource) list = NULL;
  g_autofree char *text = NULL;

  if (tie == NULL || e_crm_app_get_store (app) == NULL)
    return;
  if (uid != NULL)
    list = e_source_registry_ref_source (e_shell_get_registry (e_crm_app_get_shell (app)), uid);
  text = crm_phrase_task_failure (
      tie->order, tie->follow_up != NULL ? crm_record_get_title (tie->follow_up) : _ ("Follow-up"),
      list != NULL ? e_source_get_display_name (list) : _ ("Task list"));
  e_crm_app_tell_trouble (app, text);
}

static void
failed_cb (CrmTaskSync *tasks, const char *id, const char *message, gpointer data)
{
  ECrmApp *app = data;

  crm_store_read_async (e_crm_app_get_store (app), find_in_worker, g_strdup (id), g_free,
                        (GDestroyNotify)g_ptr_array_unref, NULL, found_cb, g_object_ref (app));
}

void
e_crm_watch_tasks (ECrmApp *app, CrmTaskSync *tasks)
{
  g_signal_connect_object (tasks, "failed", G_CALLBACK (failed_cb), app, 0);
}
