/* fuzz-merge.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "crm-merge.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* Filled in for the same person, a template made of a letter is the letter again. */
static void
check_back (const char *letter, const CrmMerge *merge)
{
  g_autofree char *back = crm_merge_back (letter, CRM_TEMPLATE_PLAIN, merge);
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmTemplate) template = crm_template_parse (back, NULL, &error);
  g_autofree char *again = NULL;

  g_assert_no_error (error);
  again
      = crm_template_render (template, CRM_TEMPLATE_PLAIN, crm_merge_lookup, (gpointer)merge, NULL);
  g_assert_cmpstr (again, ==, letter);
}

/* The first line is somebody's name, the rest what was written to them. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *all = g_strndup ((const char *)data, size);
  char *line = strchr (all, '\n');
  const char *letter = line != NULL ? line + 1 : "";
  CrmMerge merge = { .recipient_name = all, .recipient = "a@b.example", .sender_name = "A & <B>" };
  g_autofree char *first = NULL;
  g_autofree char *last = NULL;
  g_autofree char *marked = NULL;

  if (!g_utf8_validate (all, -1, NULL))
    return 0;
  if (line != NULL)
    *line = '\0';
  first = crm_merge_first_name (all);
  last = crm_merge_last_name (all);
  g_assert_true (first == NULL || g_utf8_validate (first, -1, NULL));
  g_assert_true (last == NULL || g_utf8_validate (last, -1, NULL));
  marked = crm_merge_back (letter, CRM_TEMPLATE_HTML, &merge);
  g_assert_true (g_utf8_validate (marked, -1, NULL));
  if (strstr (letter, "{{") == NULL && strlen (letter) < CRM_TEMPLATE_MAX_BYTES / 20)
    check_back (letter, &merge);
  return 0;
}
