/* crm-value.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <glib.h>
G_BEGIN_DECLS

typedef enum /* stored in journal images: never renumber */
{
  CRM_VALUE_NULL = 0,
  CRM_VALUE_INT = 1,
  CRM_VALUE_REAL = 2,
  CRM_VALUE_TEXT = 3,
} CrmValueKind;

/* One value of one field, as SQLite keeps it. Booleans are 0 and 1, money is minor units, times are
 * UTC microseconds, days count from 1970-01-01. */
typedef struct
{
  CrmValueKind kind;
  union
  {
    gint64 integer;
    double real;
    char *text; /* (owned) */
  };
} CrmValue;

#define CRM_VALUE_INIT                                                                             \
  {                                                                                                \
    CRM_VALUE_NULL, { 0 }                                                                          \
  }

CrmValue crm_value_int (gint64 integer);
CrmValue crm_value_real (double real);
CrmValue crm_value_text (const char *text);
CrmValue crm_value_copy (const CrmValue *value);
void crm_value_clear (CrmValue *value);
gboolean crm_value_equal (const CrmValue *a, const CrmValue *b);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CrmValue, crm_value_clear)

G_END_DECLS
