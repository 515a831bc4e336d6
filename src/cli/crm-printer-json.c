/* crm-printer-json.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The printer for programs. data/schema/ecrm-1.md says what they may rely on. */
#define G_LOG_DOMAIN "crm-printer-json"
#include "config.h"

#include "crm-printer.h"

#include <json-glib/json-glib.h>

#define FORMAT_VERSION 1

typedef struct
{
  CrmPrinter parent;
  JsonBuilder *builder; /* (owned) */
  GString *open;        /* (owned): 'o' or 'l' for each open object or list */
} JsonPrinter;

static gboolean
in_list (JsonPrinter *self)
{
  return self->open->len > 0 && self->open->str[self->open->len - 1] == 'l';
}

static void
name_member (JsonPrinter *self, const char *key)
{
  if (self->open->len > 0 && !in_list (self))
    json_builder_set_member_name (self->builder, key);
}

static void
json_begin (CrmPrinter *printer, const char *key, const char *label, gboolean list)
{
  JsonPrinter *self = (JsonPrinter *)printer;
  gboolean outermost = self->open->len == 0;

  name_member (self, key);
  if (list)
    json_builder_begin_array (self->builder);
  else
    json_builder_begin_object (self->builder);
  g_string_append_c (self->open, list ? 'l' : 'o');
  if (outermost)
    {
      json_builder_set_member_name (self->builder, "version");
      json_builder_add_int_value (self->builder, FORMAT_VERSION);
    }
}

static void
json_end (CrmPrinter *printer)
{
  JsonPrinter *self = (JsonPrinter *)printer;

  if (in_list (self))
    json_builder_end_array (self->builder);
  else
    json_builder_end_object (self->builder);
  g_string_truncate (self->open, self->open->len - 1);
}

static void
json_value (CrmPrinter *printer, const char *key, const char *label, const CrmPrinted *value)
{
  JsonPrinter *self = (JsonPrinter *)printer;
  g_autofree char *valid = NULL;

  name_member (self, key);
  switch (value->kind)
    {
    case CRM_PRINTED_TEXT:
      valid = g_utf8_make_valid (value->text, -1);
      json_builder_add_string_value (self->builder, valid);
      break;
    case CRM_PRINTED_INT:
      json_builder_add_int_value (self->builder, value->integer);
      break;
    case CRM_PRINTED_BOOL:
      json_builder_add_boolean_value (self->builder, value->integer != 0);
      break;
    case CRM_PRINTED_NULL:
    default:
      json_builder_add_null_value (self->builder);
      break;
    }
}

static gboolean
json_finish (CrmPrinter *printer, FILE *stream)
{
  JsonPrinter *self = (JsonPrinter *)printer;
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *text = NULL;

  g_assert (self->open->len == 0);
  root = json_builder_get_root (self->builder);
  if (root == NULL) /* a verb that had nothing to say */
    {
      json_begin (printer, NULL, NULL, FALSE);
      json_end (printer);
      root = json_builder_get_root (self->builder);
    }
  text = json_to_string (root, TRUE);
  return fprintf (stream, "%s\n", text) > 0;
}

static void
json_free (CrmPrinter *printer)
{
  JsonPrinter *self = (JsonPrinter *)printer;

  g_object_unref (self->builder);
  g_string_free (self->open, TRUE);
  g_free (self);
}

static const CrmPrinterClass json_class
    = { CRM_AUDIENCE_PROGRAMS, json_begin, json_end, json_value, json_finish, json_free };

/**
 * crm_printer_new_json:
 *
 * Returns: (transfer full): a printer that writes one JSON object
 */
CrmPrinter *
crm_printer_new_json (void)
{
  JsonPrinter *self = g_new0 (JsonPrinter, 1);

  self->parent.klass = &json_class;
  self->builder = json_builder_new_immutable ();
  self->open = g_string_new (NULL);
  return &self->parent;
}
