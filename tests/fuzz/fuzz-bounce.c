/* fuzz-bounce.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "crm-address.h"
#include "crm-bounce.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
check (GPtrArray *bounces)
{
  for (guint i = 0; i < bounces->len; i++)
    {
      const CrmBounce *bounce = g_ptr_array_index (bounces, i);
      g_autofree char *again = crm_address_normalize (bounce->address);

      g_assert_cmpstr (bounce->address, ==, again);
      g_assert_true (bounce->reason == NULL || g_utf8_validate (bounce->reason, -1, NULL));
      g_assert_true (bounce->status == NULL || g_ascii_isdigit (bounce->status[0]));
      g_assert_false (bounce->is_dead && bounce->status != NULL && bounce->status[0] != '5');
    }
  g_ptr_array_unref (bounces);
}

/* A report, and words alone. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *)data, size);

  check (crm_bounce_read_status (text));
  check (crm_bounce_read_text (text));
  return 0;
}
