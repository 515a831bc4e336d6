/* fuzz-subject.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

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

/* All text functions take anything, give valid UTF-8, and change nothing the second time. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *)data, size);
  g_autofree char *normal = crm_subject_normalize (text);

  check_fixed_point (crm_text_clean, text);
  check_fixed_point (crm_fold, text);
  check_fixed_point (crm_subject_normalize, text);
  g_assert_true (crm_subject_is_of_event (text, text) == (normal[0] != '\0'));
  crm_subject_is_of_event (text, "a");
  return 0;
}
