/* crm-cmd-load.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-cmd-load"
#include "config.h"

#include <glib/gi18n.h>

#include "crm-cli-scope.h"
#include "crm-cli-verbs.h"
#include "crm-load-pipeline.h"

#define FORMAT_VERSION 1

typedef struct
{
  JsonObject *root; /* (unowned) */
  CrmChangeSet *set;
  CrmLoadCounts counts;
} Load;

static gboolean
load_in_store (CrmReader *reader, CrmCli *cli, gpointer data, GError **error)
{
  Load *load = data;

  return crm_load_pipeline (reader, load->root, load->set, &load->counts, error);
}

static gboolean
print_counts (CrmCli *cli, const CrmLoadCounts *counts)
{
  CrmPrinter *printer = cli->printer;

  crm_printer_begin_object (printer, NULL, NULL);
  crm_printer_int (printer, "accounts", _ ("Accounts"), counts->accounts);
  crm_printer_int (printer, "people", _ ("People"), counts->people);
  crm_printer_int (printer, "deals", _ ("Deals"), counts->deals);
  crm_printer_int (printer, "leads", _ ("Leads"), counts->leads);
  crm_printer_int (printer, "follow_ups", _ ("Follow-ups"), counts->follow_ups);
  crm_printer_int (printer, "notes", _ ("Notes"), counts->notes);
  crm_printer_int (printer, "calls", _ ("Calls"), counts->calls);
  crm_printer_int (printer, "tags", _ ("Tags"), counts->tags);
  crm_printer_int (printer, "templates", _ ("Templates"), counts->templates);
  crm_printer_int (printer, "filed", _ ("Filed letters"), counts->filed);
  crm_printer_int (printer, "missing", _ ("Letters not in the index"), counts->missing);
  crm_printer_end (printer);
  return TRUE;
}

static gboolean
read_file (JsonParser *parser, const char *path, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  JsonNode *format = NULL;
  JsonNode *root;

  if (!json_parser_load_from_file (parser, path, &local_error))
    {
      gboolean absent = g_error_matches (local_error, G_FILE_ERROR, G_FILE_ERROR_NOENT);

      g_set_error (error, CRM_ERROR, absent ? CRM_ERROR_NOT_FOUND : CRM_ERROR_INVALID_VALUE, "%s",
                   local_error->message);
      return FALSE;
    }
  root = json_parser_get_root (parser);
  if (root != NULL && JSON_NODE_HOLDS_OBJECT (root))
    format = json_object_get_member (json_node_get_object (root), "format");
  if (format != NULL && JSON_NODE_HOLDS_VALUE (format)
      && json_node_get_int (format) == FORMAT_VERSION)
    return TRUE;
  g_set_error (error, CRM_ERROR, CRM_ERROR_INVALID_VALUE, "%s is not a pipeline of format %d", path,
               FORMAT_VERSION);
  return FALSE;
}

static gboolean
run (CrmCli *cli, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (CrmChangeSet) set = crm_change_set_new ("load", CRM_CAUSE_USER);
  Load load = { .set = set };
  CrmScope *scope = NULL;
  guint removed;
  gboolean done;

  if (cli->n_args != 1)
    return crm_cli_usage (error, "%s", _ ("“load” takes one file"));
  if (!read_file (parser, cli->args[0], error))
    return FALSE;
  load.root = json_node_get_object (json_parser_get_root (parser));
  if (!crm_cli_read (cli, load_in_store, &load, error) || !crm_cli_write (cli, set, error))
    return FALSE;
  scope = crm_cli_load_scope (cli, error);
  done = scope != NULL && crm_cli_apply_scope (cli, scope, &removed, error)
         && print_counts (cli, &load.counts);
  crm_scope_free (scope);
  return done;
}

const CrmCliVerb crm_cmd_load
    = { "load", N_ ("FILE"), N_ ("Load a pipeline file, such as the demo's"), run, { NULL } };
