/* fuzz-printer.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <json-glib/json-glib.h>
#include <stdlib.h>
#include <string.h>

#include "crm-printer.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
say (CrmPrinter *printer, const char *text, gint64 number)
{
  crm_printer_begin_object (printer, NULL, NULL);
  crm_printer_text (printer, "text", "Text", text);
  crm_printer_begin_list (printer, "list", "List");
  crm_printer_text (printer, NULL, NULL, text);
  crm_printer_int (printer, NULL, NULL, number);
  crm_printer_end (printer);
  crm_printer_int (printer, "number", "Number", number);
  crm_printer_time (printer, "time", "Time", number);
  crm_printer_hash (printer, "hash", (guint64)number);
  crm_printer_end (printer);
}

/* (transfer full): what a printer writes */
static char *
print (CrmPrinter *printer, const char *text, gint64 number)
{
  char *bytes = NULL;
  size_t size = 0;
  FILE *stream = open_memstream (&bytes, &size);

  say (printer, text, number);
  g_assert_true (crm_printer_finish (printer, stream));
  fclose (stream);
  return bytes;
}

static void
check_json (const char *text, gint64 number)
{
  g_autoptr (CrmPrinter) printer = crm_printer_new_json ();
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  char *json = print (printer, text, number);
  JsonObject *root;

  g_assert_true (json_parser_load_from_data (parser, json, -1, NULL));
  root = json_node_get_object (json_parser_get_root (parser));
  g_assert_cmpstr (json_object_get_string_member (root, "text"), ==, valid);
  g_assert_cmpint (json_object_get_int_member (root, "number"), ==, number);
  free (json);
}

/* A terminal must not be told anything by a letter's subject. */
static void
check_text (const char *text, gint64 number, guint width)
{
  g_autoptr (CrmPrinter) printer = crm_printer_new_text (width);
  char *shown = print (printer, text, number);

  g_assert_true (g_utf8_validate (shown, -1, NULL));
  for (const char *p = shown; *p != '\0'; p++)
    g_assert_true ((guint8)*p >= 0x20 || *p == '\n' || *p == '\t');
  free (shown);
}

/* Whatever stands in the store, the answer is JSON that says the same, or text fit for a terminal.
 */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *)data, size);
  gint64 number = 0;

  if (size >= sizeof number)
    memcpy (&number, data, sizeof number);
  check_json (text, number);
  check_text (text, number, size % 40);
  return 0;
}
