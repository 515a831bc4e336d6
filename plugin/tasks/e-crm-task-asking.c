/* e-crm-task-asking.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "e-crm-task-asking"
#include "config.h"

#include "e-crm-task-asking.h"

#include <glib/gi18n-lib.h>

#include "crm-audience.h"
#include "mail/e-crm-task-question.h"

static char *
phrase_audience (ESourceRegistry *registry, ESource *source)
{
  g_autofree char *server = NULL;
  CrmAudience audience = crm_audience_find (registry, source, &server);

  if (audience == CRM_AUDIENCE_YOU)
    return g_strdup (_ ("On this computer: nobody else sees them"));
  if (server == NULL || *server == '\0')
    return g_strdup (_ ("On a server: others may see them"));
  if (audience == CRM_AUDIENCE_YOURS)
    /* TRANSLATORS: %s is a server; them: the follow-ups */
    return g_strdup_printf (_ ("Yours on %s: seen by those you share it with"), server);
  /* TRANSLATORS: %s is a server; them: the follow-ups */
  return g_strdup_printf (_ ("Shared on %s: others may see them"), server);
}

static void
asking_cb (CrmTaskSync *tasks, gpointer data)
{
  ESourceRegistry *registry;
  g_autoptr (GPtrArray) sources = NULL;
  GPtrArray *choices;

  if (!crm_task_sync_is_asking (tasks))
    {
      e_crm_task_question_ask (NULL);
      return;
    }
  registry = e_shell_get_registry (e_crm_app_get_shell (data));
  choices = g_ptr_array_new_with_free_func ((GDestroyNotify)e_crm_task_choice_free);
  sources = crm_task_sync_list_writable (tasks);
  for (guint i = 0; i < sources->len; i++)
    {
      ESource *source = g_ptr_array_index (sources, i);
      g_autofree char *audience = phrase_audience (registry, source);

      g_ptr_array_add (choices,
                       e_crm_task_choice_new (e_source_get_uid (source),
                                              e_source_get_display_name (source), audience));
    }
  e_crm_task_question_ask (choices);
}

void
e_crm_ask_for_task_list (ECrmApp *app, CrmTaskSync *tasks)
{
  g_signal_connect_object (tasks, "asking", G_CALLBACK (asking_cb), app, 0);
}
