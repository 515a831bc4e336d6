/* crm-load-templates.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-load-templates"
#include "config.h"

#include "crm-load-private.h"

#include "model/crm-template.h"

gboolean
_crm_load_template (CrmLoad *load, JsonObject *object, GError **error)
{
  static const char *const fields[] = { "name", "kind", "language", "subject", "text", "html" };
  static const char *const parsed[] = { "subject", "text", "html" };
  CrmChange *change;

  for (guint i = 0; i < G_N_ELEMENTS (parsed); i++)
    {
      const char *text = _crm_load_get_text (object, parsed[i]);
      g_autoptr (CrmTemplate) template
          = text != NULL ? crm_template_parse (text, NULL, error) : NULL;

      if (text != NULL && template == NULL)
        return FALSE;
    }
  change = _crm_load_create_keyed (load, "template", object, error);
  if (change == NULL)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    crm_change_set_text (change, fields[i], _crm_load_get_text (object, fields[i]));
  return TRUE;
}
