/* crm-cmd-describe.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The part of the manual page that the program itself knows: verbs, options, entities and fields.
 * The build puts it into data/man/ecrm.1.in, so that the page cannot say anything else than the
 * program. In English: it is called without a locale. */
#define G_LOG_DOMAIN "crm-cmd-describe"
#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "crm-cli-verbs.h"
#include "model/crm-custom.h"
#include "model/crm-relation.h"

/* roff: a line must not begin with a dot or apostrophe, a backslash and a hyphen are escaped. */
static char *
escape (const char *text)
{
  GString *out = g_string_new (NULL);

  if (text[0] == '.' || text[0] == '\'')
    g_string_append (out, "\\&");
  for (const char *p = text; *p != '\0'; p++)
    {
      if (*p == '\\')
        g_string_append (out, "\\e");
      else if (*p == '-')
        g_string_append (out, "\\-");
      else if (*p == '\n')
        g_string_append_c (out, ' ');
      else
        g_string_append_c (out, *p);
    }
  return g_string_free (out, FALSE);
}

static void
print_options (const GOptionEntry *entries)
{
  for (; entries != NULL && entries->long_name != NULL; entries++)
    {
      g_autofree char *name = NULL;
      g_autofree char *what = NULL;
      g_autofree char *help = NULL;

      if (entries->long_name[0] == '\0' || (entries->flags & G_OPTION_FLAG_HIDDEN)
          || entries->description == NULL)
        continue;
      name = escape (entries->long_name);
      what = escape (entries->arg_description != NULL ? entries->arg_description : "");
      help = escape (entries->description);
      g_print (".TP\n");
      if (entries->short_name != '\0')
        g_print ("\\fB\\-%c\\fR, ", entries->short_name);
      g_print ("\\fB\\-\\-%s\\fR%s\\fI%s\\fR\n%s\n", name, what[0] != '\0' ? "=" : "", what, help);
    }
}

static void
print_verb (const CrmCliVerb *verb)
{
  g_autofree char *arguments = escape (verb->arguments);
  g_autofree char *summary = escape (verb->summary);

  g_print (".SS ecrm %s\n.B ecrm %s\n%s\n.PP\n%s.\n", verb->name, verb->name, arguments, summary);
  for (guint i = 0; verb->entries[i] != NULL; i++)
    print_options (verb->entries[i]);
}

static void
print_entity (const CrmEntity *entity)
{
  g_autofree char *label = escape (entity->label);
  const char *separator = "";

  g_print (".TP\n\\fB%s\\fR (%s)\n", entity->name, label);
  for (const CrmField *field = entity->fields; field->name != NULL; field++)
    {
      g_print ("%s%s", separator, field->name);
      if (field->type == CRM_FIELD_REF)
        g_print (" (%s)", field->reference);
      separator = ", ";
    }
  for (const CrmRelation *relation = crm_relation_list (); relation->entity != NULL; relation++)
    if (g_str_equal (relation->entity, entity->name))
      g_print ("%s\\fI%s\\fR (%s)", separator, relation->name,
               crm_relation_get_target (relation)->name);
  g_print ("\n");
}

static gboolean
run (CrmCli *cli, GError **error)
{
  crm_printer_begin_object (cli->printer, NULL, NULL);
  crm_printer_end (cli->printer);
  g_print (".SH OPTIONS\n");
  print_options (cli->global_entries);
  g_print (".SH VERBS\n");
  for (const CrmCliVerb *const *verb = crm_cli_list_verbs (); *verb != NULL; verb++)
    if ((*verb)->summary != NULL)
      print_verb (*verb);
  g_print (".SH ENTITIES AND THEIR FIELDS\n"
           "Behind a reference stands what it leads to. What is in italics leads to many records, "
           "and can only be filtered by.\n");
  for (const CrmEntity *const *entity = crm_entity_list (); *entity != NULL; entity++)
    if (!((*entity)->flags & CRM_ENTITY_INTERNAL))
      print_entity (*entity);
  return TRUE;
}

const CrmCliVerb crm_cmd_describe = { "describe", "", NULL, run, { NULL } };
