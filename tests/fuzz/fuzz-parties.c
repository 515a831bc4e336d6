/* fuzz-parties.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "store/crm-index-private.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* What the index writes, said a second time: base 128, lowest seven bits first. */
static guint
encode (guint8 *bytes, guint64 number)
{
  guint n = 0;

  for (; number >= 0x80; number >>= 7)
    bytes[n++] = (guint8)(number & 0x7f) | 0x80;
  bytes[n++] = (guint8)number;
  return n;
}

static void
check_round_trip (gint64 address, CrmMessageRole role)
{
  guint8 bytes[10];
  const guint8 *place = bytes;
  guint n = encode (bytes, (guint64)address << 3 | role);
  CrmMessageRole back_role;
  gint64 back;

  g_assert_true (_crm_index_next_party (&place, bytes + n, &back, &back_role));
  g_assert_true (place == bytes + n);
  g_assert_cmpint (back, ==, address);
  g_assert_cmpint ((int)back_role, ==, (int)role);
}

/* A damaged list of people ends somewhere, within its bytes, and gives no impossible id. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  /* A copy that ends where the bytes end: reading on is noticed. */
  g_autofree guint8 *copy = g_malloc (MAX (size, 1));
  const guint8 *place = copy;
  const guint8 *end = copy + size;
  const guint8 *before = place;
  CrmMessageRole role;
  gint64 address;

  memcpy (copy, data, size);
  while (_crm_index_next_party (&place, end, &address, &role))
    {
      g_assert_true (place > before && place <= end);
      g_assert_cmpint (address, >=, 0);
      g_assert_cmpint ((int)role, <=, 7);
      check_round_trip (address, role);
      before = place;
    }
  return 0;
}
