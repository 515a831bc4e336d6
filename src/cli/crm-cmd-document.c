/* crm-cmd-document.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-cmd-document"
#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "crm-cli-records.h"
#include "crm-cli-subject.h"
#include "crm-cli-values.h"
#include "crm-cli-verbs.h"
#include "service/crm-documents.h"

static char *opt_location;
static char *opt_name;
static char *opt_lead;

static const GOptionEntry entries[] = {
  { "location", 0, 0, G_OPTION_ARG_FILENAME, &opt_location,
    N_ ("add: the path of a file, or a web address"), N_ ("LOCATION") },
  { "name", 0, 0, G_OPTION_ARG_STRING, &opt_name,
    N_ ("add: what to call it (default: what the file or page is called)"), N_ ("NAME") },
  { "lead", 0, 0, G_OPTION_ARG_STRING, &opt_lead, N_ ("A lead: id or name"), N_ ("LEAD") },
  { NULL },
};

/* As FIELD=VALUE it would be written as it was typed. */
static gboolean
is_location_assigned (const CrmCli *cli)
{
  for (guint i = 1; i < cli->n_args; i++)
    if (g_str_has_prefix (cli->args[i], "uri="))
      return TRUE;
  return FALSE;
}

/* A path may be relative here: what is there is meant, even where it looks like a host. */
static char *
parse_location (const char *text, GError **error)
{
  g_autofree char *path = NULL;

  if (*text != '\0' && *text != '~' && strstr (text, "://") == NULL
      && g_file_test (text, G_FILE_TEST_EXISTS))
    path = g_canonicalize_filename (text, NULL);
  return crm_documents_parse_location (path != NULL ? path : text, error);
}

static gboolean
read_subject (CrmReader *reader, CrmCliSubject *subject, char **out_lead, GError **error)
{
  if (!crm_cli_subject_read (reader, subject, error))
    return FALSE;
  if (opt_lead != NULL)
    *out_lead = crm_cli_resolve (reader, "lead", opt_lead, error);
  if (opt_lead != NULL && *out_lead == NULL)
    return FALSE;
  return subject->person != NULL || subject->account != NULL || subject->deal != NULL
         || *out_lead != NULL
         || crm_cli_usage (error, "%s", _ ("say --person, --account, --deal or --lead"));
}

static char *
add_document (CrmCli *cli, CrmReader *reader, CrmChangeSet *set, GError **error)
{
  g_auto (CrmCliSubject) named = { 0 };
  g_autofree char *lead = NULL;
  g_autofree char *uri = NULL;
  CrmSubject subject;

  if (opt_location == NULL || is_location_assigned (cli))
    {
      crm_cli_usage (error, "%s", _ ("say --location"));
      return NULL;
    }
  uri = parse_location (opt_location, error);
  if (uri == NULL || !read_subject (reader, &named, &lead, error))
    return NULL;
  subject = crm_cli_subject_borrow (&named);
  subject.lead = lead;
  return g_strdup (
      crm_documents_create (set, &subject, opt_name, uri, crm_reader_get_actor (reader))->id);
}

/* Where it is, is written as the workspace writes it, whoever says so. */
static gboolean
set_document (CrmCli *cli,
              CrmReader *reader,
              CrmChangeSet *set,
              const CrmRecord *record,
              GPtrArray *assignments,
              GError **error)
{
  if (assignments->len == 0)
    return crm_cli_usage (error, _ ("“%s set” needs an id and FIELD=VALUE"), "document");
  for (guint i = assignments->len; i > 0; i--)
    {
      const char *assignment = g_ptr_array_index (assignments, i - 1);
      g_autofree char *uri = NULL;
      CrmChange *change;

      if (!g_str_has_prefix (assignment, "uri="))
        continue;
      uri = parse_location (assignment + strlen ("uri="), error);
      if (uri == NULL)
        return FALSE;
      change = crm_change_set_update (set, "document", record->id);
      crm_change_set_text (change, "uri", uri);
      crm_change_expect (change, "uri", crm_record_get (record, "uri"));
      g_ptr_array_remove_index (assignments, i - 1);
    }
  return TRUE;
}

/* --- listing -----------------------------------------------------------------------------------
 */

/* Of one subject alone; the entity of the option that names it, and its id */
static const char *
get_only (const CrmCliSubject *subject, const char *lead, const char **out_id)
{
  const char *const ids[] = { subject->person, subject->account, subject->deal, lead };
  static const char *const entities[] = { "person", "account", "deal", "lead" };
  const char *entity = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    if (ids[i] != NULL)
      {
        if (entity != NULL)
          return NULL;
        entity = entities[i];
        *out_id = ids[i];
      }
  return entity;
}

static gboolean
list_of_subject (CrmReader *reader, CrmCli *cli, gpointer data, GError **error)
{
  g_auto (CrmCliSubject) subject = { 0 };
  g_autofree char *lead = NULL;
  g_autoptr (GPtrArray) records = NULL;
  const char *entity;
  const char *id = NULL;

  if (!read_subject (reader, &subject, &lead, error))
    return FALSE;
  entity = get_only (&subject, lead, &id);
  if (entity == NULL)
    return crm_cli_usage (error, _ ("“%s” takes one record"), "list");
  records = crm_reader_list_where (reader, "document", entity, id, error);
  if (records == NULL)
    return FALSE;
  crm_printer_begin_object (cli->printer, NULL, NULL);
  crm_printer_raw (cli->printer, "entity", "document");
  if (records->len == 0)
    crm_printer_words (cli->printer, NULL, _ ("Nothing found."));
  crm_cli_print_records (cli, reader, "items", NULL, g_steal_pointer (&records));
  crm_printer_end (cli->printer);
  return TRUE;
}

static gboolean
run (CrmCli *cli, GError **error)
{
  static const CrmCliRecordVerb verb = { "document", add_document, set_document };

  if (cli->n_args == 1 && g_str_equal (cli->args[0], "list")
      && (crm_cli_subject_count () > 0 || opt_lead != NULL))
    return crm_cli_read (cli, list_of_subject, NULL, error);
  return crm_cli_run_record (cli, &verb, error);
}

const CrmCliVerb crm_cmd_document
    = { "document",
        N_ ("add [FIELD=VALUE…] | list | show DOCUMENT | set DOCUMENT FIELD=VALUE… | delete "
            "DOCUMENT"),
        N_ ("Add, list, show, change or delete documents of deals, accounts, people and leads"),
        run,
        { entries, crm_cli_record_entries, crm_cli_list_entries } };
