/* crm-cmd-merge.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-cmd-merge"
#include "config.h"

#include <glib/gi18n.h>

#include "crm-cli-values.h"
#include "crm-cli-verbs.h"
#include "service/crm-merge.h"

static char *opt_into;
static gboolean opt_dry_run;

static const GOptionEntry entries[] = {
  { "into", 0, 0, G_OPTION_ARG_STRING, &opt_into,
    N_ ("The record that stays (default: the one with most in it)"), N_ ("RECORD") },
  { "dry-run", 0, 0, G_OPTION_ARG_NONE, &opt_dry_run, N_ ("Only tell what would be done"), NULL },
  { NULL },
};

typedef struct
{
  CrmMergePlan *plan;
  CrmChangeSet *set;
} Merge;

static gboolean
plan_in_store (CrmReader *reader, CrmCli *cli, gpointer data, GError **error)
{
  Merge *self = data;
  const char *entity = cli->args[0];
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *into = NULL;

  for (guint i = 1; i < cli->n_args; i++)
    {
      char *id = crm_cli_resolve (reader, entity, cli->args[i], error);

      if (id == NULL)
        return FALSE;
      g_ptr_array_add (ids, id);
    }
  if (opt_into != NULL)
    {
      into = crm_cli_resolve (reader, entity, opt_into, error);
      if (into == NULL)
        return FALSE;
      /* Whoever says where to needs not say it twice. */
      if (!g_ptr_array_find_with_equal_func (ids, into, g_str_equal, NULL))
        g_ptr_array_add (ids, g_strdup (into));
    }
  g_ptr_array_add (ids, NULL);
  self->plan = crm_merge_plan_load (reader, entity, (const char *const *)ids->pdata, into, error);
  if (self->plan != NULL)
    self->set = crm_merge_plan_build (self->plan);
  return self->plan != NULL;
}

static void
print_merged (CrmCli *cli, const CrmMergePlan *plan)
{
  crm_printer_begin_list (cli->printer, "merged", _ ("Merged into it"));
  for (guint i = 0; i < plan->records->len; i++)
    {
      const CrmRecord *record = g_ptr_array_index (plan->records, i);

      if (i == plan->winner)
        continue;
      crm_printer_begin_object (cli->printer, NULL, NULL);
      crm_printer_text (cli->printer, "id", _ ("Id"), record->id);
      crm_printer_text (cli->printer, "title", _ ("Name"), crm_record_get_title (record));
      crm_printer_end (cli->printer);
    }
  crm_printer_end (cli->printer);
}

/* What the record that stays takes of the others. */
static void
print_taken (CrmCli *cli, const CrmMergePlan *plan)
{
  crm_printer_begin_list (cli->printer, "taken", _ ("Taken over"));
  for (guint i = 0; i < plan->fields->len; i++)
    {
      const CrmMergeField *field = g_ptr_array_index (plan->fields, i);
      g_autofree char *path = crm_field_dup_path (field->entity, field->field);
      const CrmRecord *from = g_ptr_array_index (plan->records, field->chosen);

      if (field->chosen == plan->winner
          || crm_merge_plan_get_value (plan, field, field->chosen) == NULL)
        continue;
      crm_printer_begin_object (cli->printer, NULL, NULL);
      crm_printer_choice (cli->printer, "field", _ ("Field"), path, _ (field->field->label));
      crm_printer_text (cli->printer, "from", _ ("From"), from->id);
      crm_printer_end (cli->printer);
    }
  crm_printer_end (cli->printer);
}

static void
print_moved (CrmCli *cli, const CrmMergePlan *plan)
{
  g_autoptr (GArray) counts = crm_merge_plan_count (plan);

  crm_printer_begin_list (cli->printer, "moved", _ ("Moved"));
  for (guint i = 0; i < counts->len; i++)
    {
      const CrmMergeCount *count = &g_array_index (counts, CrmMergeCount, i);

      crm_printer_begin_object (cli->printer, NULL, NULL);
      crm_printer_choice (cli->printer, "entity", _ ("Entity"), count->entity->name,
                          _ (count->entity->label_plural));
      crm_printer_int (cli->printer, "n", _ ("Number"), count->n);
      crm_printer_end (cli->printer);
    }
  crm_printer_end (cli->printer);
}

static gboolean
print (CrmCli *cli, const CrmMergePlan *plan)
{
  const CrmRecord *winner = g_ptr_array_index (plan->records, plan->winner);

  crm_printer_begin_object (cli->printer, NULL, NULL);
  crm_printer_text (cli->printer, "id", _ ("Id"), winner->id);
  crm_printer_text (cli->printer, "title", _ ("Name"), crm_record_get_title (winner));
  crm_printer_bool (cli->printer, "done", _ ("Done"), !opt_dry_run);
  print_merged (cli, plan);
  print_taken (cli, plan);
  print_moved (cli, plan);
  crm_printer_end (cli->printer);
  return TRUE;
}

static gboolean
run (CrmCli *cli, GError **error)
{
  Merge self = { NULL };
  gboolean done;

  if (cli->n_args < 2 || !crm_merge_suits (cli->args[0]))
    return crm_cli_usage (error, "%s", _ ("“merge” takes “person” or “account”, and records"));
  done = crm_cli_read (cli, plan_in_store, &self, error)
         && (opt_dry_run || crm_cli_write (cli, self.set, error)) && print (cli, self.plan);
  g_clear_pointer (&self.set, crm_change_set_unref);
  crm_merge_plan_free (self.plan);
  return done;
}

const CrmCliVerb crm_cmd_merge = { "merge",
                                   N_ ("person PERSON… | account ACCOUNT…"),
                                   N_ ("Make people or accounts one that are the same"),
                                   run,
                                   { entries } };
