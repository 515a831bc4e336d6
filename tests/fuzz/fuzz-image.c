/* fuzz-image.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "store/crm-journal-private.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static CrmValue
look_up (GHashTable *values, const char *name)
{
  const CrmValue *value = g_hash_table_lookup (values, name);

  return value != NULL ? *value : (CrmValue)CRM_VALUE_INIT;
}

/* Not a number does not equal itself. */
static gboolean
is_same (const CrmValue *a, const CrmValue *b)
{
  return crm_value_equal (a, b)
         || (a->kind == CRM_VALUE_REAL && b->kind == CRM_VALUE_REAL && a->real != a->real
             && b->real != b->real);
}

/* What an image says of @entity is the same after it was packed anew. */
static void
check_entity (const CrmEntity *entity, GHashTable *values)
{
  guint n_fields = crm_entity_n_fields (entity);
  g_autofree CrmValue *row = g_new0 (CrmValue, n_fields);
  g_autoptr (GBytes) packed = NULL;
  g_autoptr (GHashTable) again = NULL;

  for (guint i = 0; i < n_fields; i++)
    row[i] = look_up (values, entity->fields[i].name);
  packed = _crm_journal_pack (entity, row);
  again = _crm_journal_unpack (packed);
  for (guint i = 0; i < n_fields; i++)
    {
      CrmValue back = look_up (again, entity->fields[i].name);

      g_assert_true (is_same (&row[i], &back));
    }
}

/* Any bytes are an image, be it an empty one: texts are valid, and packing loses nothing. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) image = g_bytes_new (data, size);
  g_autoptr (GHashTable) values = _crm_journal_unpack (image);
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, values);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (((CrmValue *)value)->kind == CRM_VALUE_TEXT)
      g_assert_true (g_utf8_validate (((CrmValue *)value)->text, -1, NULL));
  for (const CrmEntity *const *entity = crm_entity_list (); *entity != NULL; entity++)
    check_entity (*entity, values);
  return 0;
}
