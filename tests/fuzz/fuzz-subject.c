/* fuzz-subject.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "crm-text.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
check_fixed_point (char *(*func) (const char *text), const char *text)
{
  g_autofree char *once = func (text);
  g_autofree char *twice = func (once);

  g_assert_true (g_utf8_validate (once, -1, NULL));
  g_assert_cmpstr (once, ==, twice);
}

/* The short way gives what the long one does, wherever it can be gone. */
static void
check_plain (const char *text)
{
  g_autofree char *folded = crm_fold (text);
  gsize length = strlen (text);
  g_autofree char *plain = g_malloc0 (length + 1);

  if (crm_fold_plain (text, length, plain))
    g_assert_cmpstr (plain, ==, folded);
}

/* All text functions take anything, give valid UTF-8, and change nothing the second time. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *)data, size);
  g_autofree char *normal = crm_subject_normalize (text);

  check_fixed_point (crm_text_clean, text);
  check_fixed_point (crm_fold, text);
  check_fixed_point (crm_subject_normalize, text);
  check_plain (text);
  g_assert_true (crm_subject_is_of_event (text, text) == (normal[0] != '\0'));
  crm_subject_is_of_event (text, "a");
  return 0;
}
