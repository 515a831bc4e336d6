/* crm-record-row.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-record-row"
#include "config.h"

#include "crm-record-row.h"

#include <glib/gi18n-lib.h>

struct _CrmRecordRow
{
  GObject parent_instance;
  gint64 key;
  char *id;    /* (owned) (nullable): NULL until it is read */
  GStrv texts; /* (owned) (nullable): one a column */
};

G_DEFINE_FINAL_TYPE (CrmRecordRow, crm_record_row, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
crm_record_row_finalize (GObject *object)
{
  CrmRecordRow *self = CRM_RECORD_ROW (object);

  g_free (self->id);
  g_strfreev (self->texts);
  G_OBJECT_CLASS (crm_record_row_parent_class)->finalize (object);
}

static void
crm_record_row_class_init (CrmRecordRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = crm_record_row_finalize;
  /**
   * CrmRecordRow::changed:
   * @self: the row
   *
   * It says something else now.
   */
  signals[CHANGED] = g_signal_new ("changed", CRM_TYPE_RECORD_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
}

static void
crm_record_row_init (CrmRecordRow *self)
{
}

/**
 * crm_record_row_new:
 * @key: a key of crm_list_load_keys()
 *
 * Returns: (transfer full): a row of which nothing else is known yet
 */
CrmRecordRow *
crm_record_row_new (gint64 key)
{
  CrmRecordRow *self = g_object_new (CRM_TYPE_RECORD_ROW, NULL);

  self->key = key;
  return self;
}

/**
 * crm_record_row_get_key:
 * @self: a row
 *
 * Returns: which record it is, for as long as the list is not read anew
 */
gint64
crm_record_row_get_key (CrmRecordRow *self)
{
  return self->key;
}

/**
 * crm_record_row_get_id:
 * @self: a row
 *
 * Returns: (transfer none) (nullable): id of its record; %NULL until it is read
 */
const char *
crm_record_row_get_id (CrmRecordRow *self)
{
  return self->id;
}

/**
 * crm_record_row_is_read:
 * @self: a row
 *
 * Returns: whether it is known what it says
 */
gboolean
crm_record_row_is_read (CrmRecordRow *self)
{
  return self->texts != NULL;
}

/**
 * crm_record_row_get_text:
 * @self: a row
 * @column: which of the list's columns, from 0
 *
 * Returns: (transfer none): what stands there; empty until it is read
 */
const char *
crm_record_row_get_text (CrmRecordRow *self, guint column)
{
  return self->texts != NULL && column < g_strv_length (self->texts) ? self->texts[column] : "";
}

static gboolean
is_same (CrmRecordRow *self, const char *id, GStrv texts)
{
  return self->texts != NULL && g_strcmp0 (self->id, id) == 0
         && g_strv_equal ((const char *const *)self->texts, (const char *const *)texts);
}

/**
 * crm_record_row_set:
 * @self: a row
 * @id: id of its record
 * @texts: (transfer full): what it says, one text a column of the list
 */
void
crm_record_row_set (CrmRecordRow *self, const char *id, GStrv texts)
{
  if (is_same (self, id, texts))
    {
      g_strfreev (texts);
      return;
    }
  g_free (self->id);
  self->id = g_strdup (id);
  g_strfreev (self->texts);
  self->texts = texts;
  g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * crm_record_row_forget:
 * @self: a row
 *
 * What it says is out of date; it is read again when somebody looks at it.
 */
void
crm_record_row_forget (CrmRecordRow *self)
{
  g_clear_pointer (&self->texts, g_strfreev);
}

/**
 * crm_record_row_dup_spoken:
 * @self: a row
 * @columns: (element-type CrmListColumn): of its list
 *
 * Returns: (transfer full): all of it in one line, for screen readers
 */
char *
crm_record_row_dup_spoken (CrmRecordRow *self, GPtrArray *columns)
{
  GString *spoken = g_string_new (NULL);

  for (guint i = 0; self->texts != NULL && i < columns->len && self->texts[i] != NULL; i++)
    {
      const CrmListColumn *column = g_ptr_array_index (columns, i);

      if (i == 0)
        g_string_append (spoken, self->texts[i]);
      else
        /* TRANSLATORS: for screen readers: what a column is called, and what stands in it */
        g_string_append_printf (spoken, _ (", %1$s: %2$s"), _ (column->label), self->texts[i]);
    }
  return g_string_free (spoken, FALSE);
}
