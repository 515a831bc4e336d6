/* crm-printer.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <glib.h>
#include <stdio.h>
G_BEGIN_DECLS

/* Where a verb puts its answer: an object of members, once. It never formats; one printer writes
 * for people, the other for programs. Nothing reaches the stream before crm_printer_finish(). */

typedef enum
{
  CRM_AUDIENCE_ALL,
  CRM_AUDIENCE_PEOPLE,   /* words that a program has no use for */
  CRM_AUDIENCE_PROGRAMS, /* ids and raw values that only tire people */
} CrmAudience;

typedef enum
{
  CRM_PRINTED_NULL,
  CRM_PRINTED_TEXT,
  CRM_PRINTED_INT,
  CRM_PRINTED_BOOL,
} CrmPrintedKind;

typedef struct
{
  CrmPrintedKind kind;
  const char *text; /* (unowned) (nullable) */
  gint64 integer;   /* for INT and BOOL */
} CrmPrinted;

typedef struct _CrmPrinter CrmPrinter;

/* @key is the stable name for programs, @label the translated one for people. Inside a list both
 * are ignored. */
typedef struct
{
  CrmAudience audience; /* whom it writes for */
  void (*begin) (CrmPrinter *self, const char *key, const char *label, gboolean list);
  void (*end) (CrmPrinter *self);
  void (*value) (CrmPrinter *self, const char *key, const char *label, const CrmPrinted *value);
  gboolean (*finish) (CrmPrinter *self, FILE *stream);
  void (*free) (CrmPrinter *self);
} CrmPrinterClass;

struct _CrmPrinter
{
  const CrmPrinterClass *klass;
};

CrmPrinter *crm_printer_new_json (void) G_GNUC_WARN_UNUSED_RESULT;
CrmPrinter *crm_printer_new_text (guint max_cell) G_GNUC_WARN_UNUSED_RESULT;
void crm_printer_free (CrmPrinter *self);
gboolean crm_printer_finish (CrmPrinter *self, FILE *stream);

void crm_printer_begin_object (CrmPrinter *self, const char *key, const char *label);
void crm_printer_begin_list (CrmPrinter *self, const char *key, const char *label);
void crm_printer_end (CrmPrinter *self);
void crm_printer_text (CrmPrinter *self, const char *key, const char *label, const char *text);
void crm_printer_int (CrmPrinter *self, const char *key, const char *label, gint64 integer);
void crm_printer_bool (CrmPrinter *self, const char *key, const char *label, gboolean value);
void crm_printer_time (CrmPrinter *self, const char *key, const char *label, gint64 usec);
void crm_printer_hash (CrmPrinter *self, const char *key, guint64 hash);
void crm_printer_raw (CrmPrinter *self, const char *key, const char *text);
void crm_printer_words (CrmPrinter *self, const char *label, const char *text);
void crm_printer_choice (
    CrmPrinter *self, const char *key, const char *label, const char *raw, const char *shown);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmPrinter, crm_printer_free)

G_END_DECLS
