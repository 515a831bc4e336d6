/* fuzz-arrangement.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "crm-arrangement.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* Whatever another device stored, it makes an arrangement with every field once, and what is
 * written of it is read as the same. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static const char *const fields[] = { "title", "amount", "note", "x.region" };
  g_autofree char *text = g_strndup ((const char *)data, size);
  g_autoptr (GPtrArray) items = crm_arrangement_parse (text);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autoptr (GPtrArray) again = NULL;
  g_autofree char *written = NULL;
  g_autofree char *twice = NULL;
  guint n_fields = 0;

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    g_ptr_array_add (names, (gpointer)fields[i]);
  crm_arrangement_complete (items, names);
  for (guint i = 0; i < items->len; i++)
    n_fields += ((CrmArrangementItem *)g_ptr_array_index (items, i))->name != NULL;
  g_assert_cmpuint (n_fields, ==, G_N_ELEMENTS (fields));
  crm_arrangement_move (items, 0, (int)items->len - 1);
  written = crm_arrangement_write (items);
  g_assert_true (g_utf8_validate (written, -1, NULL));
  again = crm_arrangement_parse (written);
  twice = crm_arrangement_write (again);
  g_assert_cmpstr (written, ==, twice);
  return 0;
}
