/* fuzz-location.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "service/crm-documents.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* What is taken for a location stays the same when it is read again, leads to a file or the web and
 * has a name that can be stored. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *)data, size);
  g_autofree char *uri = crm_documents_parse_location (text, NULL);
  g_autofree char *again = NULL;
  g_autofree char *name = NULL;

  if (uri == NULL)
    return 0;
  g_assert_true (g_utf8_validate (uri, -1, NULL));
  g_assert_true (g_str_has_prefix (uri, "file:///") || g_str_has_prefix (uri, "https://")
                 || g_str_has_prefix (uri, "http://"));
  again = crm_documents_parse_location (uri, NULL);
  g_assert_cmpstr (again, ==, uri);
  name = crm_documents_dup_name (uri);
  g_assert_nonnull (name);
  g_assert_true (*name != '\0' && g_utf8_validate (name, -1, NULL));
  return 0;
}
