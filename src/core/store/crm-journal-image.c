/* crm-journal-image.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The packed image of a created or deleted record: a GVariant of type a{sv}, little-endian, field
 * name to x (int64), d or s. Unknown values are left out. */
#define G_LOG_DOMAIN "crm-journal-image"
#include "config.h"

#include "crm-journal-private.h"

static GVariant *
variant_from_value (const CrmValue *value)
{
  switch (value->kind)
    {
    case CRM_VALUE_INT:
      return g_variant_new_int64 (value->integer);
    case CRM_VALUE_REAL:
      return g_variant_new_double (value->real);
    case CRM_VALUE_TEXT:
      /* What is stored was checked, unless the file is damaged. */
      return g_variant_new_take_string (g_utf8_make_valid (value->text, -1));
    case CRM_VALUE_NULL:
    default:
      return NULL;
    }
}

static GVariant *
in_file_order (GVariant *variant)
{
  return G_BYTE_ORDER == G_LITTLE_ENDIAN ? g_variant_ref (variant) : g_variant_byteswap (variant);
}

static GBytes *
pack (const CrmEntity *entity, const CrmValue *values, GVariantBuilder *builder)
{
  g_autoptr (GVariant) image = NULL;
  g_autoptr (GVariant) ordered = NULL;

  for (guint i = 0; entity->fields[i].name != NULL; i++)
    {
      GVariant *variant = variant_from_value (&values[i]);

      if (variant != NULL)
        g_variant_builder_add (builder, "{sv}", entity->fields[i].name, variant);
    }
  image = g_variant_ref_sink (g_variant_builder_end (builder));
  ordered = in_file_order (image);
  return g_variant_get_data_as_bytes (ordered);
}

GBytes *
_crm_journal_pack (const CrmEntity *entity, const CrmValue *values)
{
  g_auto (GVariantBuilder) builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE_VARDICT);

  return pack (entity, values, &builder);
}

/* Of what is deleted: when and by whom it was made, so that it comes back by undo as it was. */
GBytes *
_crm_journal_pack_made (const CrmEntity *entity,
                        const CrmValue *values,
                        gint64 created_usec,
                        const char *created_by)
{
  g_auto (GVariantBuilder) builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE_VARDICT);
  g_autofree char *valid = g_utf8_make_valid (created_by, -1);

  g_variant_builder_add (&builder, "{sv}", CRM_COLUMN_CREATED_AT,
                         g_variant_new_int64 (created_usec));
  g_variant_builder_add (&builder, "{sv}", CRM_COLUMN_CREATED_BY, g_variant_new_string (valid));
  return pack (entity, values, &builder);
}

static void
free_value (gpointer value)
{
  crm_value_clear (value);
  g_free (value);
}

/* (transfer full) (element-type utf8 CrmValue): what a damaged image does not hold is left out,
 * since GVariant treats bytes that are not in normal form as defaults. */
GHashTable *
_crm_journal_unpack (GBytes *image)
{
  g_autoptr (GVariant) stored
      = g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE_VARDICT, image, FALSE));
  g_autoptr (GVariant) variant = in_file_order (stored);
  GHashTable *values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_value);
  GVariantIter iter;
  const char *name;
  GVariant *entry;

  g_variant_iter_init (&iter, variant);
  while (g_variant_iter_loop (&iter, "{&sv}", &name, &entry))
    {
      CrmValue value = CRM_VALUE_INIT;

      if (g_variant_is_of_type (entry, G_VARIANT_TYPE_INT64))
        value = crm_value_int (g_variant_get_int64 (entry));
      else if (g_variant_is_of_type (entry, G_VARIANT_TYPE_DOUBLE))
        value = crm_value_real (g_variant_get_double (entry));
      else if (g_variant_is_of_type (entry, G_VARIANT_TYPE_STRING))
        value = crm_value_text (g_variant_get_string (entry, NULL));
      g_hash_table_insert (values, g_strdup (name), g_memdup2 (&value, sizeof value));
    }
  return values;
}
