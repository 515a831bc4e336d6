/* crm-cli-records.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-cli-records"
#include "config.h"

#include "crm-cli-records.h"

#include <glib/gi18n.h>

#include "crm-cli-values.h"
#include "service/crm-delete.h"

static char *opt_filter;
static char *opt_order;
static gboolean opt_descending;
static int opt_limit;
static int opt_offset;

const GOptionEntry crm_cli_list_entries[] = {
  { "filter", 0, 0, G_OPTION_ARG_STRING, &opt_filter,
    N_ ("Only records that match, e.g. 'stage.kind = \"open\" and amount > 10000'"), N_ ("EXPR") },
  { "order", 0, 0, G_OPTION_ARG_STRING, &opt_order, N_ ("Sort by a field"), N_ ("FIELD") },
  { "desc", 0, 0, G_OPTION_ARG_NONE, &opt_descending, N_ ("The largest first"), NULL },
  { "limit", 0, 0, G_OPTION_ARG_INT, &opt_limit, N_ ("At most this many"), N_ ("NUMBER") },
  { "offset", 0, 0, G_OPTION_ARG_INT, &opt_offset, N_ ("Leave out the first ones"), N_ ("NUMBER") },
  { NULL },
};

static gboolean
remember_place (CrmCli *cli, const GError *error)
{
  if (g_error_matches (error, CRM_ERROR, CRM_ERROR_SYNTAX))
    cli->filter_source = g_strdup (opt_filter);
  return FALSE;
}

/**
 * crm_cli_query:
 * @cli: the command line; its options are those of crm_cli_list_entries
 * @reader: a reader
 * @entity: which entity
 * @error: (nullable): %CRM_ERROR_SYNTAX, %CRM_ERROR_INVALID_VALUE, storage errors
 *
 * Returns: (transfer container) (nullable) (element-type CrmRecord): what the options ask for
 */
GPtrArray *
crm_cli_query (CrmCli *cli, CrmReader *reader, const char *entity, GError **error)
{
  g_autoptr (CrmFilterNode) filter = NULL;
  g_autoptr (GError) local_error = NULL;
  GPtrArray *records = NULL;
  CrmListQuery query = { .entity = entity,
                         .order_by = opt_order,
                         .descending = opt_descending,
                         .limit = (guint)MAX (0, opt_limit),
                         .offset = (guint)MAX (0, opt_offset) };

  if (opt_filter != NULL)
    filter = crm_filter_parse (opt_filter, &cli->bad_place, &local_error);
  query.filter = filter;
  if (local_error == NULL)
    records = crm_reader_list (reader, &query, &cli->bad_place, &local_error);
  if (local_error != NULL)
    {
      remember_place (cli, local_error);
      g_propagate_error (error, g_steal_pointer (&local_error));
    }
  return records;
}

static gboolean
list_in_store (CrmReader *reader, CrmCli *cli, gpointer data, GError **error)
{
  const char *entity = data;
  g_autoptr (GPtrArray) records = crm_cli_query (cli, reader, entity, error);

  if (records == NULL)
    return FALSE;
  crm_printer_begin_object (cli->printer, NULL, NULL);
  crm_printer_raw (cli->printer, "entity", entity);
  if (records->len == 0)
    crm_printer_words (cli->printer, NULL, _ ("Nothing found."));
  crm_cli_print_records (cli, reader, "items", NULL, g_steal_pointer (&records));
  crm_printer_end (cli->printer);
  return TRUE;
}

/**
 * crm_cli_run_list:
 * @cli: the command line
 * @entity: which entity; its options are those of crm_cli_list_entries
 * @error: (nullable): %CRM_ERROR_SYNTAX, %CRM_ERROR_INVALID_VALUE, storage errors
 *
 * Returns: whether it was listed
 */
gboolean
crm_cli_run_list (CrmCli *cli, const char *entity, GError **error)
{
  return crm_cli_read (cli, list_in_store, (gpointer)entity, error);
}

/* A change set that a read prepares and that is written after it. */
typedef struct
{
  const CrmCliRecordVerb *verb;
  CrmChangeSet *set;  /* (owned) */
  char *id;           /* (owned) (nullable) */
  GPtrArray *deleted; /* (owned) (nullable) (element-type CrmRecord) */
} Work;

static gboolean
add_in_store (CrmReader *reader, CrmCli *cli, gpointer data, GError **error)
{
  Work *work = data;
  CrmChange *change;

  work->id = work->verb->add (cli, reader, work->set, error);
  if (work->id == NULL)
    return FALSE;
  for (guint i = 0; i < work->set->changes->len; i++)
    {
      change = g_ptr_array_index (work->set->changes, i);
      if (g_str_equal (change->id, work->id))
        return crm_cli_set_fields (reader, work->set, change, NULL,
                                   (const char *const *)cli->args + 1, error);
    }
  return TRUE;
}

static gboolean
run_add (CrmCli *cli, const CrmCliRecordVerb *verb, GError **error)
{
  g_autofree char *label = g_strdelimit (g_strconcat ("add-", verb->entity, NULL), "_", '-');
  g_autoptr (CrmChangeSet) set = crm_change_set_new (label, CRM_CAUSE_USER);
  Work work = { verb, set, NULL, NULL };
  gboolean done = crm_cli_read (cli, add_in_store, &work, error) && crm_cli_write (cli, set, error)
                  && crm_cli_print_id (cli, work.id);

  g_free (work.id);
  return done;
}

static CrmRecord *
get_record (CrmReader *reader, const char *entity, const char *text, GError **error)
{
  g_autofree char *id = crm_cli_resolve (reader, entity, text, error);
  g_autoptr (CrmRecord) record = id != NULL ? crm_reader_get (reader, entity, id, error) : NULL;

  if (record == NULL || !crm_reader_load_custom (reader, record, error))
    return NULL;
  return g_steal_pointer (&record);
}

static gboolean
set_in_store (CrmReader *reader, CrmCli *cli, gpointer data, GError **error)
{
  Work *work = data;
  g_autoptr (CrmRecord) record = get_record (reader, work->verb->entity, cli->args[1], error);
  g_autoptr (GPtrArray) assignments = g_ptr_array_new ();
  CrmChange *change;

  if (record == NULL)
    return FALSE;
  work->id = g_strdup (record->id);
  for (guint i = 2; i < cli->n_args; i++)
    g_ptr_array_add (assignments, cli->args[i]);
  if (work->verb->set != NULL
      && !work->verb->set (cli, reader, work->set, record, assignments, error))
    return FALSE;
  if (assignments->len == 0)
    return TRUE;
  g_ptr_array_add (assignments, NULL);
  change = crm_change_set_update (work->set, work->verb->entity, record->id);
  return crm_cli_set_fields (reader, work->set, change, record,
                             (const char *const *)assignments->pdata, error);
}

static gboolean
show_changed (CrmReader *reader, CrmCli *cli, gpointer data, GError **error)
{
  Work *work = data;
  g_autoptr (CrmRecord) record = crm_reader_get (reader, work->verb->entity, work->id, error);

  if (record == NULL || !crm_reader_load_custom (reader, record, error))
    return FALSE;
  crm_printer_begin_object (cli->printer, NULL, NULL);
  crm_cli_print_record (cli, reader, record);
  crm_printer_end (cli->printer);
  return TRUE;
}

static gboolean
run_set (CrmCli *cli, const CrmCliRecordVerb *verb, GError **error)
{
  g_autoptr (CrmChangeSet) set = crm_change_set_new ("edit-record", CRM_CAUSE_USER);
  Work work = { verb, set, NULL, NULL };
  gboolean done;

  if (cli->n_args < 3 && verb->set == NULL)
    return crm_cli_usage (error, _ ("“%s set” needs an id and FIELD=VALUE"), verb->entity);
  done = crm_cli_read (cli, set_in_store, &work, error) && crm_cli_write (cli, set, error)
         && crm_cli_read (cli, show_changed, &work, error);
  g_free (work.id);
  return done;
}

/* What refers to the record, by entity; links are told by the timeline. */
static gboolean
print_related (CrmCli *cli, CrmReader *reader, const CrmRecord *record, GError **error)
{
  for (const CrmEntity *const *entity = crm_entity_list (); *entity != NULL; entity++)
    for (const CrmField *field = (*entity)->fields; field->name != NULL; field++)
      {
        g_autofree char *key = NULL;

        if (field->type != CRM_FIELD_REF || !g_str_equal (field->reference, record->entity->name)
            || g_str_equal ((*entity)->name, "link"))
          continue;
        key = g_str_equal (field->name, record->entity->name)
                  ? g_strdup ((*entity)->name)
                  : g_strconcat ((*entity)->name, "_", field->name, NULL);
        if (!crm_cli_print_records (
                cli, reader, key, _ ((*entity)->label_plural),
                crm_reader_list_where (reader, (*entity)->name, field->name, record->id, error)))
          return FALSE;
      }
  return TRUE;
}

static gboolean
show_in_store (CrmReader *reader, CrmCli *cli, gpointer data, GError **error)
{
  const CrmCliRecordVerb *verb = data;
  g_autoptr (CrmRecord) record = get_record (reader, verb->entity, cli->args[1], error);

  if (record == NULL)
    return FALSE;
  crm_printer_begin_object (cli->printer, NULL, NULL);
  crm_cli_print_record (cli, reader, record);
  crm_printer_time (cli->printer, CRM_COLUMN_CREATED_AT, _ ("Made"), record->created_usec);
  crm_printer_time (cli->printer, CRM_COLUMN_MODIFIED_AT, _ ("Changed"), record->modified_usec);
  crm_printer_begin_object (cli->printer, "related", NULL);
  if (!print_related (cli, reader, record, error))
    return FALSE;
  crm_printer_end (cli->printer);
  crm_printer_end (cli->printer);
  return TRUE;
}

static gboolean
delete_in_store (CrmReader *reader, CrmCli *cli, gpointer data, GError **error)
{
  Work *work = data;
  g_autoptr (CrmRecord) record = get_record (reader, work->verb->entity, cli->args[1], error);

  if (record == NULL)
    return FALSE;
  work->id = g_strdup (record->id);
  work->deleted = crm_delete_record (reader, work->set, record, error);
  return work->deleted != NULL;
}

static gboolean
print_deleted (CrmCli *cli, const Work *work)
{
  crm_printer_begin_object (cli->printer, NULL, NULL);
  crm_printer_raw (cli->printer, "id", work->id);
  crm_printer_begin_list (cli->printer, "deleted", _ ("Deleted"));
  for (guint i = 0; i < work->deleted->len; i++)
    {
      const CrmRecord *record = g_ptr_array_index (work->deleted, i);
      g_autofree char *title = crm_cli_dup_title (record);

      if (record->entity->flags & CRM_ENTITY_CUSTOM) /* a part of the record itself */
        continue;
      crm_printer_begin_object (cli->printer, NULL, NULL);
      crm_printer_choice (cli->printer, "entity", _ ("What"), record->entity->name,
                          _ (record->entity->label));
      crm_printer_text (cli->printer, "id", _ ("Id"), record->id);
      crm_printer_text (cli->printer, "title", _ ("Title"), title);
      crm_printer_end (cli->printer);
    }
  crm_printer_end (cli->printer);
  crm_printer_end (cli->printer);
  return TRUE;
}

static gboolean
run_delete (CrmCli *cli, const CrmCliRecordVerb *verb, GError **error)
{
  g_autoptr (CrmChangeSet) set = crm_change_set_new ("delete-record", CRM_CAUSE_USER);
  Work work = { verb, set, NULL, NULL };
  gboolean done = crm_cli_read (cli, delete_in_store, &work, error)
                  && crm_cli_write (cli, set, error) && print_deleted (cli, &work);

  g_free (work.id);
  g_clear_pointer (&work.deleted, g_ptr_array_unref);
  return done;
}

/**
 * crm_cli_run_record:
 * @cli: the command line; its first argument says what to do
 * @verb: the entity
 * @error: (nullable): usage errors and those of the store
 *
 * Returns: whether it was done
 */
gboolean
crm_cli_run_record (CrmCli *cli, const CrmCliRecordVerb *verb, GError **error)
{
  const char *action = cli->n_args > 0 ? cli->args[0] : "";

  if (g_str_equal (action, "add"))
    return run_add (cli, verb, error);
  if (g_str_equal (action, "list"))
    return cli->n_args == 1 ? crm_cli_run_list (cli, verb->entity, error)
                            : crm_cli_usage (error, "%s", _ ("“list” takes options only"));
  if (!g_str_equal (action, "show") && !g_str_equal (action, "set")
      && !g_str_equal (action, "delete"))
    return crm_cli_usage (error, "%s", _ ("say add, list, show, set or delete"));
  if (cli->n_args < 2)
    return crm_cli_usage (error, _ ("“%s” needs the id or title of a record"), action);
  if (g_str_equal (action, "set"))
    return run_set (cli, verb, error);
  if (cli->n_args > 2)
    return crm_cli_usage (error, _ ("“%s” takes one record"), action);
  return g_str_equal (action, "show") ? crm_cli_read (cli, show_in_store, (gpointer)verb, error)
                                      : run_delete (cli, verb, error);
}
