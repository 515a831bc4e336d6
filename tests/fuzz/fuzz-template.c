/* fuzz-template.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "crm-template.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static char *
lookup (const char *name, gpointer data)
{
  gboolean *has = data;

  *has = !*has;
  return *has ? g_strdup ("A & B <c>") : NULL;
}

/* A template either fails with a place inside of it, or it can be filled in. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *source = g_strndup ((const char *)data, size);
  CrmTemplatePlace place = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmTemplate) template = crm_template_parse (source, &place, &error);
  g_autoptr (GPtrArray) missing = g_ptr_array_new_with_free_func (g_free);
  gboolean has = FALSE;

  if (template == NULL)
    {
      g_assert_error (error, CRM_ERROR, CRM_ERROR_SYNTAX);
      g_assert_cmpuint (place.start, <=, place.end);
      g_assert_cmpuint (place.end, <=, strlen (source));
      g_assert_cmpuint (place.column, >=, 1);
      g_assert_cmpuint (place.line, >=, 1);
      return 0;
    }
  for (guint mode = CRM_TEMPLATE_PLAIN; mode <= CRM_TEMPLATE_HTML; mode++)
    {
      g_autofree char *text
          = crm_template_render (template, (CrmTemplateMode)mode, lookup, &has, missing);

      g_assert_true (g_utf8_validate (text, -1, NULL));
      if (strstr (source, "{{") == NULL)
        g_assert_cmpstr (text, ==, source);
    }
  return 0;
}
