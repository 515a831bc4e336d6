/* crm-templates.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "model/crm-change-set.h"
#include "store/crm-reader.h"
G_BEGIN_DECLS

/* The templates of letters and text blocks. Variants of one share its name and differ in their
 * language. */

typedef struct
{
  const char *name;
  const char *kind;     /* `letter` or `snippet` */
  const char *language; /* (nullable) */
  const char *subject;  /* (nullable) */
  const char *text;     /* (nullable) */
  const char *html;     /* (nullable) */
} CrmTemplateText;

GPtrArray *crm_templates_list (CrmReader *reader, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void crm_templates_sort (GPtrArray *templates, const char *wanted, const char *const *own);
CrmRecord *
crm_templates_find (GPtrArray *templates, const char *name, const char *kind, const char *language);
gboolean crm_templates_is_language (const char *text);
CrmChangeSet *crm_templates_save (const CrmTemplateText *text,
                                  const CrmRecord *replaced) G_GNUC_WARN_UNUSED_RESULT;
CrmChangeSet *crm_templates_rename (const CrmRecord *template,
                                    const char *name,
                                    const char *kind,
                                    const char *language) G_GNUC_WARN_UNUSED_RESULT;
CrmChangeSet *
crm_templates_delete (CrmReader *reader, const char *id, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
