/* crm-template.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <glib.h>
#include "crm-error.h"
G_BEGIN_DECLS

/* Letters with places to fill in:
 *
 *     Dear {{person.first_name|customer}},
 *     {{#if deal}}about {{deal.title}}{{else}}thank you for your interest{{/if}}
 *
 * What stands between the braces is a name of crm_template_fields() or a field that people defined
 * of a person, an account or a deal, as {{deal.x.region}}, and after | what to write when there is
 * no value. A condition asks whether a field has a value, or `person`, `account`, `deal`
 * whether there is one. Nothing else is special, and nothing is computed. */

#define CRM_TEMPLATE_MAX_BYTES (256 * 1024)
#define CRM_TEMPLATE_MAX_DEPTH 8
#define CRM_TEMPLATE_MAX_NODES 2000

typedef struct _CrmTemplate CrmTemplate;

typedef struct
{
  gsize start;  /* byte offset of what is wrong */
  gsize end;    /* byte offset after it */
  guint line;   /* from 1 */
  guint column; /* from 1, in characters */
} CrmTemplatePlace;

typedef struct
{
  const char *name;
  const char *label; /* for translators, N_() */
} CrmTemplateField;

/* Returns: (transfer full) (nullable): the value of a field, NULL for none. For a condition @name
 * may also be the part before the dot. */
typedef char *(*CrmTemplateLookup) (const char *name, gpointer data);

typedef enum
{
  CRM_TEMPLATE_PLAIN,
  CRM_TEMPLATE_HTML, /* values are escaped; the template is HTML itself */
} CrmTemplateMode;

const CrmTemplateField *crm_template_fields (void);
CrmTemplate *crm_template_parse (const char *source,
                                 CrmTemplatePlace *out_place,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
char *crm_template_render (const CrmTemplate *self,
                           CrmTemplateMode mode,
                           CrmTemplateLookup lookup,
                           gpointer data,
                           GPtrArray *missing) G_GNUC_WARN_UNUSED_RESULT;
void crm_template_free (CrmTemplate *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmTemplate, crm_template_free)

G_END_DECLS
