/* crm-printer.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-printer"
#include "config.h"

#include "crm-printer.h"

#include "model/crm-date.h"

static void
add (CrmPrinter *self,
     CrmAudience audience,
     const char *key,
     const char *label,
     const CrmPrinted *value)
{
  if (audience == CRM_AUDIENCE_ALL || audience == self->klass->audience)
    self->klass->value (self, key, label, value);
}

/**
 * crm_printer_free:
 * @self: (nullable) (transfer full): a printer; what it was not asked to write is dropped
 */
void
crm_printer_free (CrmPrinter *self)
{
  if (self != NULL)
    self->klass->free (self);
}

/**
 * crm_printer_finish:
 * @self: a printer, with the answer's object ended
 * @stream: where the answer goes
 *
 * Returns: whether all of it was written
 */
gboolean
crm_printer_finish (CrmPrinter *self, FILE *stream)
{
  return self->klass->finish (self, stream) && fflush (stream) == 0 && !ferror (stream);
}

/**
 * crm_printer_begin_object:
 * @self: a printer
 * @key: (nullable): the member's name; %NULL for the answer itself and inside a list
 * @label: (nullable): its name for people
 */
void
crm_printer_begin_object (CrmPrinter *self, const char *key, const char *label)
{
  self->klass->begin (self, key, label, FALSE);
}

/**
 * crm_printer_begin_list:
 * @self: a printer
 * @key: the member's name
 * @label: (nullable): its name for people
 */
void
crm_printer_begin_list (CrmPrinter *self, const char *key, const char *label)
{
  self->klass->begin (self, key, label, TRUE);
}

/**
 * crm_printer_end:
 * @self: a printer
 *
 * Ends the innermost object or list.
 */
void
crm_printer_end (CrmPrinter *self)
{
  self->klass->end (self);
}

/**
 * crm_printer_text:
 * @self: a printer
 * @key: the member's name
 * @label: (nullable): its name for people
 * @text: (nullable): its value
 */
void
crm_printer_text (CrmPrinter *self, const char *key, const char *label, const char *text)
{
  CrmPrinted value = { text != NULL ? CRM_PRINTED_TEXT : CRM_PRINTED_NULL, text, 0 };

  add (self, CRM_AUDIENCE_ALL, key, label, &value);
}

/**
 * crm_printer_int:
 * @self: a printer
 * @key: the member's name
 * @label: (nullable): its name for people
 * @integer: its value
 */
void
crm_printer_int (CrmPrinter *self, const char *key, const char *label, gint64 integer)
{
  CrmPrinted value = { CRM_PRINTED_INT, NULL, integer };

  add (self, CRM_AUDIENCE_ALL, key, label, &value);
}

/**
 * crm_printer_bool:
 * @self: a printer
 * @key: the member's name
 * @label: (nullable): its name for people
 * @value: its value
 */
void
crm_printer_bool (CrmPrinter *self, const char *key, const char *label, gboolean value)
{
  CrmPrinted printed = { CRM_PRINTED_BOOL, NULL, value != FALSE };

  add (self, CRM_AUDIENCE_ALL, key, label, &printed);
}

/**
 * crm_printer_time:
 * @self: a printer
 * @key: the member's name
 * @label: (nullable): its name for people
 * @usec: UTC microseconds
 */
void
crm_printer_time (CrmPrinter *self, const char *key, const char *label, gint64 usec)
{
  g_autofree char *text = crm_date_format_iso (usec);

  crm_printer_text (self, key, label, text);
}

/**
 * crm_printer_hash:
 * @self: a printer
 * @key: the member's name
 * @hash: 64 bits, written as 16 hexadecimal digits because readers of JSON may round large numbers
 *
 * For programs only.
 */
void
crm_printer_hash (CrmPrinter *self, const char *key, guint64 hash)
{
  g_autofree char *text = g_strdup_printf ("%016" G_GINT64_MODIFIER "x", hash);

  crm_printer_raw (self, key, text);
}

/**
 * crm_printer_raw:
 * @self: a printer
 * @key: the member's name
 * @text: (nullable): its value, for programs only
 */
void
crm_printer_raw (CrmPrinter *self, const char *key, const char *text)
{
  CrmPrinted value = { text != NULL ? CRM_PRINTED_TEXT : CRM_PRINTED_NULL, text, 0 };

  add (self, CRM_AUDIENCE_PROGRAMS, key, NULL, &value);
}

/**
 * crm_printer_words:
 * @self: a printer
 * @label: (nullable): what it is; %NULL for a sentence that stands alone
 * @text: (nullable): translated words, for people only
 */
void
crm_printer_words (CrmPrinter *self, const char *label, const char *text)
{
  CrmPrinted value = { text != NULL ? CRM_PRINTED_TEXT : CRM_PRINTED_NULL, text, 0 };

  add (self, CRM_AUDIENCE_PEOPLE, NULL, label, &value);
}

/**
 * crm_printer_choice:
 * @self: a printer
 * @key: the member's name
 * @label: its name for people
 * @raw: (nullable): the stored value, for programs
 * @shown: (nullable): the same for people
 */
void
crm_printer_choice (
    CrmPrinter *self, const char *key, const char *label, const char *raw, const char *shown)
{
  crm_printer_raw (self, key, raw);
  crm_printer_words (self, label, shown != NULL ? shown : raw);
}
