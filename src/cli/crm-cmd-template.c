/* crm-cmd-template.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-cmd-template"
#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "crm-cli-records.h"
#include "crm-cli-values.h"
#include "crm-cli-verbs.h"
#include "model/crm-template.h"

static char *opt_name;
static char *opt_kind;
static char *opt_language;
static char *opt_subject;
static char *opt_text;
static char *opt_html;

static const GOptionEntry entries[] = {
  { "name", 0, 0, G_OPTION_ARG_STRING, &opt_name, N_ ("add: name"), N_ ("NAME") },
  { "kind", 0, 0, G_OPTION_ARG_STRING, &opt_kind, N_ ("add: letter or snippet"), N_ ("KIND") },
  { "language", 0, 0, G_OPTION_ARG_STRING, &opt_language, N_ ("add: language of the text"),
    N_ ("LANGUAGE") },
  { "subject", 0, 0, G_OPTION_ARG_STRING, &opt_subject, N_ ("add: subject"), N_ ("TEXT") },
  { "text", 0, 0, G_OPTION_ARG_STRING, &opt_text,
    N_ ("add: the text, with fields such as {{person.first_name|customer}}"), N_ ("TEXT") },
  { "html", 0, 0, G_OPTION_ARG_STRING, &opt_html, N_ ("add: the text with formatting"),
    N_ ("HTML") },
  { NULL },
};

/* A mistake is told here and not when a customer waits. */
static gboolean
check_text (const char *name, const char *text, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (CrmTemplate) template
      = text != NULL ? crm_template_parse (text, NULL, &local_error) : NULL;

  if (local_error == NULL)
    return TRUE;
  g_set_error (error, CRM_ERROR, CRM_ERROR_SYNTAX, "%s: %s", name, local_error->message);
  return FALSE;
}

static char *
add_template (CrmCli *cli, CrmReader *reader, CrmChangeSet *set, GError **error)
{
  CrmChange *change;

  if (!check_text ("text", opt_text, error) || !check_text ("html", opt_html, error)
      || !check_text ("subject", opt_subject, error))
    return NULL;
  change = crm_change_set_create (set, "template", NULL);
  crm_change_set_text (change, "name", opt_name);
  crm_change_set_text (change, "kind", opt_kind != NULL ? opt_kind : "letter");
  if (opt_language != NULL)
    crm_change_set_text (change, "language", opt_language);
  if (opt_subject != NULL)
    crm_change_set_text (change, "subject", opt_subject);
  if (opt_text != NULL)
    crm_change_set_text (change, "text", opt_text);
  if (opt_html != NULL)
    crm_change_set_text (change, "html", opt_html);
  return g_strdup (change->id);
}

static gboolean
set_template (CrmCli *cli,
              CrmReader *reader,
              CrmChangeSet *set,
              const CrmRecord *record,
              GPtrArray *assignments,
              GError **error)
{
  static const char *const texts[] = { "text", "html", "subject" };

  for (guint i = 0; i < assignments->len; i++)
    for (guint j = 0; j < G_N_ELEMENTS (texts); j++)
      {
        const char *assignment = g_ptr_array_index (assignments, i);
        gsize length = strlen (texts[j]);

        if (g_str_has_prefix (assignment, texts[j]) && assignment[length] == '='
            && !check_text (texts[j], assignment + length + 1, error))
          return FALSE;
      }
  return TRUE;
}

static gboolean
run (CrmCli *cli, GError **error)
{
  static const CrmCliRecordVerb verb = { "template", add_template, set_template };

  return crm_cli_run_record (cli, &verb, error);
}

const CrmCliVerb crm_cmd_template = {
  "template",
  N_ ("add [FIELD=VALUE…] | list | show TEMPLATE | set TEMPLATE FIELD=VALUE… | delete TEMPLATE"),
  N_ ("Add, list, show, change or delete templates of letters"),
  run,
  { entries, crm_cli_list_entries }
};
