/* crm-cmd-complete.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * What may come next on the command line, for the shells' completion: one answer for all of them,
 * from the same tables that the verbs are run by. It never opens the store: pressing a key must
 * neither make one nor bring one up to date. */
#define G_LOG_DOMAIN "crm-cmd-complete"
#include "config.h"

#include <string.h>

#include "crm-cli-verbs.h"
#include "model/crm-custom.h"
#include "model/crm-entity.h"

typedef struct
{
  CrmCli *cli;
  const CrmCliVerb *verb; /* (nullable) */
  GPtrArray *words;       /* (element-type utf8): typed before, behind the verb, no options */
  const char *current;    /* the word that is being typed */
} Typed;

static void
offer (const Typed *typed, const char *candidate, const char *suffix)
{
  if (g_str_has_prefix (candidate, typed->current))
    g_print ("%s%s\n", candidate, suffix);
}

static const GOptionEntry *
find_in (const GOptionEntry *entries, const char *name)
{
  for (; entries != NULL && entries->long_name != NULL; entries++)
    if (g_str_equal (entries->long_name, name))
      return entries;
  return NULL;
}

static const GOptionEntry *
find_option (const Typed *typed, const char *word)
{
  const GOptionEntry *entry = NULL;

  if (!g_str_has_prefix (word, "--"))
    return NULL;
  entry = find_in (typed->cli->global_entries, word + 2);
  for (guint i = 0; typed->verb != NULL && entry == NULL && typed->verb->entries[i] != NULL; i++)
    entry = find_in (typed->verb->entries[i], word + 2);
  return entry;
}

static void
offer_options (const Typed *typed, const GOptionEntry *entries)
{
  for (; entries != NULL && entries->long_name != NULL; entries++)
    if (entries->long_name[0] != '\0' && !(entries->flags & G_OPTION_FLAG_HIDDEN))
      {
        g_autofree char *option = g_strconcat ("--", entries->long_name, NULL);

        offer (typed, option, "");
      }
}

static void
offer_entities (const Typed *typed, gboolean custom_only)
{
  for (const CrmEntity *const *entity = crm_entity_list (); *entity != NULL; entity++)
    if (custom_only ? crm_custom_suits (*entity) : !((*entity)->flags & CRM_ENTITY_INTERNAL))
      offer (typed, (*entity)->name, "");
}

/* The entity that the command line is about: the verb's own, or the one that was named. */
static const CrmEntity *
find_entity (const Typed *typed)
{
  const CrmEntity *entity = NULL;

  if (typed->verb == NULL)
    return NULL;
  if (g_str_equal (typed->verb->name, "followup"))
    return crm_entity_find ("follow_up");
  if (g_str_equal (typed->verb->name, "currency"))
    return crm_entity_find ("deal");
  if (g_str_equal (typed->verb->name, "field"))
    return crm_entity_find ("custom_field");
  entity = crm_entity_find (typed->verb->name);
  if (entity == NULL && typed->words->len > 0)
    entity = crm_entity_find (g_ptr_array_index (typed->words, 0));
  return entity;
}

static void
offer_fields (const Typed *typed, const char *suffix)
{
  const CrmEntity *entity = find_entity (typed);

  for (const CrmField *field = entity != NULL ? entity->fields : NULL;
       field != NULL && field->name != NULL; field++)
    if (suffix[0] == '\0' || !(field->flags & (CRM_FIELD_KEY | CRM_FIELD_DERIVED)))
      offer (typed, field->name, suffix);
}

static void
offer_choices (const Typed *typed, const char *entity, const char *field)
{
  const CrmField *declared = crm_entity_find_field (crm_entity_find (entity), field);

  for (const CrmChoice *choice = declared->choices; choice->value != NULL; choice++)
    offer (typed, choice->value, "");
}

/* The value of an option, by what its help calls it. */
static void
offer_value (const Typed *typed, const GOptionEntry *option)
{
  const char *what = option->arg_description != NULL ? option->arg_description : "";

  if (g_str_equal (what, "FIELD"))
    offer_fields (typed, "");
  else if (g_str_equal (what, "ENTITY"))
    offer_entities (typed, FALSE);
  else if (g_str_equal (what, "TYPE"))
    offer_choices (typed, "custom_field", "type");
}

/* A word of a verb's arguments in its help: a word to type as it is, or what to put there. */
static void
offer_word (const Typed *typed, const char *word)
{
  g_autofree char *bare = g_strdup (word);

  g_strdelimit (bare, "[]…", ' ');
  g_strstrip (bare);
  if (g_ascii_islower (bare[0]))
    offer (typed, bare, "");
  else if (g_str_has_prefix (bare, "ENTITY"))
    offer_entities (typed, g_str_equal (typed->verb->name, "field"));
  else if (g_str_has_prefix (bare, "FIELD=VALUE"))
    offer_fields (typed, "=");
}

static gboolean
is_repeated (const char *word)
{
  return strstr (word, "…") != NULL;
}

/* One alternative of the arguments, such as `set DEAL FIELD=VALUE…`. */
static void
offer_alternative (const Typed *typed, const char *alternative)
{
  g_auto (GStrv) words = g_strsplit (alternative, " ", -1);
  guint n = g_strv_length (words);

  if (n == 0)
    return;
  for (guint i = 0; i < typed->words->len && i < n; i++)
    if (g_ascii_islower (words[i][0])
        && !g_str_equal (words[i], g_ptr_array_index (typed->words, i)))
      return;
  if (typed->words->len < n)
    offer_word (typed, words[typed->words->len]);
  else if (is_repeated (words[n - 1]))
    offer_word (typed, words[n - 1]);
}

static void
offer_arguments (const Typed *typed)
{
  g_auto (GStrv) alternatives = g_strsplit (typed->verb->arguments, " | ", -1);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; alternatives[i] != NULL; i++)
    if (g_hash_table_add (seen, alternatives[i]))
      offer_alternative (typed, alternatives[i]);
}

/* Finds the verb and the words behind it. */
static const GOptionEntry *
read_words (Typed *typed)
{
  const GOptionEntry *waiting = NULL; /* an option that takes the next word */

  for (guint i = 0; i + 1 < typed->cli->n_args; i++)
    {
      const char *word = typed->cli->args[i];
      const GOptionEntry *option = find_option (typed, word);

      if (waiting != NULL)
        waiting = NULL;
      else if (option != NULL)
        waiting = option->arg != G_OPTION_ARG_NONE ? option : NULL;
      else if (word[0] == '-')
        continue;
      else if (typed->verb == NULL)
        typed->verb = crm_cli_find_verb (word);
      else
        g_ptr_array_add (typed->words, (gpointer)word);
    }
  return waiting;
}

static gboolean
run (CrmCli *cli, GError **error)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  Typed typed = { .cli = cli, .words = words, .current = "" };
  const GOptionEntry *waiting = read_words (&typed);

  if (cli->n_args > 0)
    typed.current = cli->args[cli->n_args - 1];
  crm_printer_begin_object (cli->printer, NULL, NULL);
  crm_printer_end (cli->printer);
  if (waiting != NULL)
    {
      offer_value (&typed, waiting);
      return TRUE;
    }
  if (typed.current[0] == '-')
    {
      for (guint i = 0; typed.verb != NULL && typed.verb->entries[i] != NULL; i++)
        offer_options (&typed, typed.verb->entries[i]);
      offer_options (&typed, cli->global_entries);
    }
  else if (typed.verb != NULL)
    {
      offer_arguments (&typed);
    }
  else
    {
      for (const CrmCliVerb *const *verb = crm_cli_list_verbs (); *verb != NULL; verb++)
        if ((*verb)->summary != NULL)
          offer (&typed, (*verb)->name, "");
    }
  return TRUE;
}

const CrmCliVerb crm_cmd_complete = { "complete", "-- WORD…", NULL, run, { NULL } };
