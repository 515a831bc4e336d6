/* fuzz-signature.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "crm-html-text.h"
#include "crm-signature.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
check (const char *text)
{
  g_autoptr (CrmSignature) found = crm_signature_parse (text, "Ann Roe", "ann.roe@alder.example");

  if (found == NULL)
    return;
  g_assert_true (found->name == NULL || g_utf8_validate (found->name, -1, NULL));
  g_assert_true (found->title == NULL || g_utf8_validate (found->title, -1, NULL));
  g_assert_true (found->postal_address == NULL
                 || g_utf8_validate (found->postal_address, -1, NULL));
  for (guint i = 0; i < found->phones->len; i++)
    {
      const CrmPhone *phone = g_ptr_array_index (found->phones, i);
      g_autofree char *uri = crm_phone_to_uri (phone->number);

      g_assert_true (crm_phone_is_same (phone->number, phone->number));
      g_assert_true (uri != NULL && strspn (uri + 4, "+0123456789;=ext") == strlen (uri + 4));
    }
}

/* A letter, as plain text and as HTML. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *raw = g_strndup ((const char *)data, size);
  g_autofree char *valid = g_utf8_make_valid (raw, -1);
  g_autofree char *text = crm_html_to_text (valid);

  g_assert_true (g_utf8_validate (text, -1, NULL));
  check (raw);
  check (text);
  return 0;
}
