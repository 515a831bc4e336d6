/* crm-cmd-field.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-cmd-field"
#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "crm-cli-records.h"
#include "crm-cli-values.h"
#include "crm-cli-verbs.h"
#include "model/crm-custom.h"
#include "model/crm-text.h"
#include "service/crm-fields.h"

static char *opt_type;
static char *opt_label;
static char *opt_choices;
static char *opt_reference;
static gboolean opt_required;
static int opt_position;
static char **opt_translations;
static char **opt_retired;

static const GOptionEntry entries[] = {
  { "type", 0, 0, G_OPTION_ARG_STRING, &opt_type,
    N_ ("add: text, longtext, int, decimal, bool, percent, money, currency, day, time, choice, "
        "ref or address"),
    N_ ("TYPE") },
  { "label", 0, 0, G_OPTION_ARG_STRING, &opt_label, N_ ("add, set: what people read"),
    N_ ("TEXT") },
  { "choices", 0, 0, G_OPTION_ARG_STRING, &opt_choices,
    N_ ("add, set: choices to have, such as 'north=The north,south'"), N_ ("LIST") },
  { "retire", 0, 0, G_OPTION_ARG_STRING_ARRAY, &opt_retired,
    N_ ("set: offer this choice no more, also several times"), N_ ("VALUE") },
  { "reference", 0, 0, G_OPTION_ARG_STRING, &opt_reference,
    N_ ("add --type ref: what it leads to, such as account"), N_ ("ENTITY") },
  { "required", 0, 0, G_OPTION_ARG_NONE, &opt_required, N_ ("add: whoever adds a record must say"),
    NULL },
  { "position", 0, 0, G_OPTION_ARG_INT, &opt_position, N_ ("add: place among the others"),
    N_ ("NUMBER") },
  { "translate", 0, 0, G_OPTION_ARG_STRING_ARRAY, &opt_translations,
    N_ ("add, set: label in a language, such as de=Gebiet, or of a choice: de:north=Norden"),
    N_ ("LANGUAGE=TEXT") },
  { NULL },
};

/* (transfer full) (nullable): cleaned, "" counts as an error */
static char *
clean (const char *text, GError **error)
{
  char *cleaned = text != NULL ? crm_text_clean (text) : NULL;

  if (cleaned != NULL && cleaned[0] != '\0')
    return cleaned;
  g_free (cleaned);
  g_set_error (error, CRM_ERROR, CRM_ERROR_INVALID_VALUE, "a value and its label are not empty");
  return NULL;
}

/* What a name shows where nobody said otherwise: `sales_region` is "Sales region". */
static char *
label_from_name (const char *name)
{
  char *label = g_strdelimit (g_strdup (name), "_", ' ');

  label[0] = g_ascii_toupper (label[0]);
  return label;
}

static gboolean
add_choices (CrmChangeSet *set, const char *definition, GError **error)
{
  g_auto (GStrv) choices = g_strsplit (opt_choices != NULL ? opt_choices : "", ",", -1);

  for (guint i = 0; choices[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (choices[i], "=", 2);
      g_autofree char *value = clean (parts[0], error);
      g_autofree char *fallback = value != NULL ? label_from_name (value) : NULL;
      g_autofree char *label
          = value != NULL ? clean (parts[1] != NULL ? parts[1] : fallback, error) : NULL;

      if (label == NULL)
        return FALSE;
      crm_fields_add_choice (set, definition, value, label, i + 1);
    }
  return TRUE;
}

/* `de=Gebiet` is of the field, `de:north=Norden` of a choice. */
static gboolean
add_translations (CrmChangeSet *set, const char *definition, GError **error)
{
  for (guint i = 0; opt_translations != NULL && opt_translations[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (opt_translations[i], "=", 2);
      g_auto (GStrv) where = g_strsplit (parts[0] != NULL ? parts[0] : "", ":", 2);
      g_autofree char *label = NULL;

      if (where[0] == NULL || where[0][0] == '\0' || parts[1] == NULL)
        return crm_cli_usage (error, _ ("“%s” is not LANGUAGE=TEXT"), opt_translations[i]);
      label = clean (parts[1], error);
      if (label == NULL)
        return FALSE;
      crm_fields_set_label (set, definition, where[1], where[0], label);
    }
  return TRUE;
}

typedef struct
{
  CrmChangeSet *set;
  char *id; /* (owned) (nullable) */
} Work;

static gboolean
build_definition (Work *work, const CrmNewField *field, GError **error)
{
  work->id = crm_fields_define (work->set, field);
  if (opt_choices != NULL && !g_str_equal (field->type, "choice"))
    return crm_cli_usage (error, "%s", _ ("--choices goes with --type choice"));
  if (opt_choices == NULL && g_str_equal (field->type, "choice"))
    return crm_cli_usage (error, "%s", _ ("a choice needs --choices"));
  return add_choices (work->set, work->id, error) && add_translations (work->set, work->id, error);
}

static gboolean
run_add (CrmCli *cli, GError **error)
{
  g_autoptr (CrmChangeSet) set = crm_change_set_new ("add-field", CRM_CAUSE_USER);
  g_autofree char *label = NULL;
  CrmNewField field = { .required = opt_required, .position = opt_position };
  Work work = { set, NULL };
  gboolean done;

  if (cli->n_args != 3)
    return crm_cli_usage (error, "%s", _ ("“field add” needs an entity and a name"));
  field.entity = g_strdelimit (cli->args[1], "-", '_');
  field.name = cli->args[2];
  field.type = opt_type != NULL ? opt_type : "text";
  field.reference = opt_reference;
  label = opt_label != NULL ? clean (opt_label, error) : label_from_name (field.name);
  field.label = label;
  done = label != NULL && build_definition (&work, &field, error) && crm_cli_open (cli, error)
         && crm_cli_write (cli, set, error) && crm_cli_print_id (cli, work.id);
  g_free (work.id);
  return done;
}

/* (nullable): the definition that counts: the one that is not hidden */
static CrmRecord *
find_definition (CrmReader *reader, const char *entity, const char *name, GError **error)
{
  g_autoptr (GPtrArray) records
      = crm_reader_list_where (reader, "custom_field", "entity", entity, error);

  if (records == NULL)
    return NULL;
  for (guint i = 0; i < records->len; i++)
    {
      CrmRecord *record = g_ptr_array_index (records, i);

      if (g_strcmp0 (crm_record_get_text (record, "name"), name) == 0
          && crm_record_get_int (record, "inactive", 0) == 0)
        return crm_record_ref (record);
    }
  g_set_error (error, CRM_ERROR, CRM_ERROR_NOT_FOUND, "there is no field %s.x.%s", entity, name);
  return NULL;
}

static CrmRecord *
get_definition (CrmReader *reader, CrmCli *cli, GError **error)
{
  const char *name = cli->args[2];

  if (g_str_has_prefix (name, CRM_CUSTOM_PREFIX))
    name += strlen (CRM_CUSTOM_PREFIX);
  return find_definition (reader, g_strdelimit (cli->args[1], "-", '_'), name, error);
}

static gboolean
set_in_store (CrmReader *reader, CrmCli *cli, gpointer data, GError **error)
{
  Work *work = data;
  g_autoptr (CrmRecord) definition = get_definition (reader, cli, error);
  CrmChange *change;

  if (definition == NULL)
    return FALSE;
  work->id = g_strdup (definition->id);
  change = crm_change_set_update (work->set, "custom_field", definition->id);
  if (opt_label != NULL)
    {
      g_autofree char *label = clean (opt_label, error);

      if (label == NULL)
        return FALSE;
      crm_change_set_text (change, "label", label);
    }
  for (guint i = 0; opt_retired != NULL && opt_retired[i] != NULL; i++)
    crm_fields_retire_choice (work->set, definition->id, opt_retired[i]);
  return add_choices (work->set, definition->id, error)
         && add_translations (work->set, definition->id, error)
         && crm_cli_set_fields (reader, work->set, change, definition,
                                (const char *const *)cli->args + 3, error);
}

static gboolean
delete_in_store (CrmReader *reader, CrmCli *cli, gpointer data, GError **error)
{
  Work *work = data;
  g_autoptr (CrmRecord) definition = get_definition (reader, cli, error);

  if (definition == NULL)
    return FALSE;
  work->id = g_strdup (definition->id);
  crm_fields_hide (work->set, definition);
  return TRUE;
}

static gboolean
run_change (CrmCli *cli, const char *label, CrmCliReadFunc func, GError **error)
{
  g_autoptr (CrmChangeSet) set = crm_change_set_new (label, CRM_CAUSE_USER);
  Work work = { set, NULL };
  gboolean done;

  if (cli->n_args < 3)
    return crm_cli_usage (error, _ ("“field %s” needs an entity and the name of its field"),
                          cli->args[0]);
  done = crm_cli_read (cli, func, &work, error) && crm_cli_write (cli, set, error)
         && crm_cli_print_id (cli, work.id);
  g_free (work.id);
  return done;
}

static void
print_field (CrmCli *cli, const CrmEntity *base, const CrmField *field)
{
  g_autofree char *name = g_strconcat (CRM_CUSTOM_PREFIX, field->alias, NULL);
  const CrmField *types = crm_entity_find_field (crm_entity_find ("custom_field"), "type");
  const char *type = crm_custom_type_to_name (field->type);

  crm_printer_begin_object (cli->printer, NULL, NULL);
  crm_printer_choice (cli->printer, "entity", _ ("Entity"), base->name, _ (base->label));
  crm_printer_text (cli->printer, "name", _ ("Name"), name);
  crm_printer_choice (cli->printer, "type", _ ("Type"), type,
                      _ (crm_field_choice_label (types, type)));
  crm_printer_text (cli->printer, "label", _ ("Label"), _ (field->label));
  crm_printer_bool (cli->printer, "required", _ ("Required"),
                    (field->flags & CRM_FIELD_REQUIRED) != 0);
  crm_printer_raw (cli->printer, "reference",
                   field->type == CRM_FIELD_REF ? field->reference : NULL);
  crm_printer_begin_list (cli->printer, "choices", _ ("Choices"));
  for (const CrmChoice *choice = field->choices; choice != NULL && choice->value != NULL; choice++)
    if (!choice->retired)
      crm_printer_choice (cli->printer, NULL, NULL, choice->value, choice->label);
  crm_printer_end (cli->printer);
  crm_printer_raw (cli->printer, "id", field->name);
  crm_printer_end (cli->printer);
}

static gboolean
list_in_store (CrmReader *reader, CrmCli *cli, gpointer data, GError **error)
{
  const char *wanted = data;
  g_autoptr (GPtrArray) entities = crm_reader_list_entities (reader, error);
  guint n = 0;

  if (entities == NULL)
    return FALSE;
  crm_printer_begin_object (cli->printer, NULL, NULL);
  crm_printer_begin_list (cli->printer, "items", NULL);
  for (guint i = 0; i < entities->len; i++)
    {
      const CrmEntity *custom = g_ptr_array_index (entities, i);

      if (!(custom->flags & CRM_ENTITY_CUSTOM)
          || (wanted != NULL && !g_str_equal (custom->fields[0].reference, wanted)))
        continue;
      for (const CrmField *field = &custom->fields[1]; field->name != NULL; field++)
        if (!(field->flags & CRM_FIELD_HIDDEN))
          {
            print_field (cli, crm_custom_get_base (custom), field);
            n++;
          }
    }
  crm_printer_end (cli->printer);
  if (n == 0)
    crm_printer_words (cli->printer, NULL, _ ("Nothing found."));
  crm_printer_end (cli->printer);
  return TRUE;
}

static gboolean
run (CrmCli *cli, GError **error)
{
  const char *action = cli->n_args > 0 ? cli->args[0] : "";

  if (g_str_equal (action, "add"))
    return run_add (cli, error);
  if (g_str_equal (action, "set"))
    return run_change (cli, "edit-field", set_in_store, error);
  if (g_str_equal (action, "delete"))
    return run_change (cli, "delete-field", delete_in_store, error);
  if (g_str_equal (action, "list") && cli->n_args <= 2)
    return crm_cli_read (cli, list_in_store,
                         cli->n_args == 2 ? g_strdelimit (cli->args[1], "-", '_') : NULL, error);
  return crm_cli_usage (error, "%s", _ ("say add, list, set or delete"));
}

const CrmCliVerb crm_cmd_field
    = { "field",
        N_ ("add ENTITY NAME | list [ENTITY] | set ENTITY NAME [FIELD=VALUE…] | delete ENTITY "
            "NAME"),
        N_ ("Define fields of your own, which are x.NAME afterwards"),
        run,
        { entries } };
