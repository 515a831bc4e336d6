/* crm-task.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-task"
#include "config.h"

#include "crm-task.h"

#include <string.h>

#include "crm-text.h"

#define GROUP "task"

static const struct
{
  const char *name; /* of the follow-up's field, and in the text form: never renamed */
  CrmValueKind kind;
} fields[CRM_TASK_N_FIELDS] = {
  [CRM_TASK_TITLE] = { "title", CRM_VALUE_TEXT },
  [CRM_TASK_DUE] = { "due", CRM_VALUE_INT },
  [CRM_TASK_DUE_AT] = { "due_at", CRM_VALUE_INT },
  [CRM_TASK_REMIND_AT] = { "remind_at", CRM_VALUE_INT },
  [CRM_TASK_PRIORITY] = { "priority", CRM_VALUE_TEXT },
  [CRM_TASK_NOTE] = { "note", CRM_VALUE_TEXT },
  [CRM_TASK_RECURRENCE] = { "recurrence", CRM_VALUE_TEXT },
  [CRM_TASK_STATUS] = { "status", CRM_VALUE_TEXT },
  [CRM_TASK_DONE_AT] = { "done_at", CRM_VALUE_INT },
};

/**
 * crm_task_new:
 *
 * Returns: (transfer full): a task of which nothing is known
 */
CrmTask *
crm_task_new (void)
{
  return g_new0 (CrmTask, 1);
}

/**
 * crm_task_copy:
 * @self: a task
 *
 * Returns: (transfer full): the same once more
 */
CrmTask *
crm_task_copy (const CrmTask *self)
{
  CrmTask *copy = crm_task_new ();

  crm_task_take (copy, self, CRM_TASK_ALL);
  return copy;
}

/**
 * crm_task_free:
 * @self: (nullable): a task
 */
void
crm_task_free (CrmTask *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < CRM_TASK_N_FIELDS; i++)
    crm_value_clear (&self->values[i]);
  g_free (self);
}

/**
 * crm_task_field_name:
 * @field: one of the fields
 *
 * Returns: (transfer none): what it is called in a follow-up
 */
const char *
crm_task_field_name (CrmTaskField field)
{
  return fields[field].name;
}

/**
 * crm_task_get_text:
 * @self: a task
 * @field: a field that has text
 *
 * Returns: (transfer none) (nullable): its text; never empty
 */
const char *
crm_task_get_text (const CrmTask *self, CrmTaskField field)
{
  return self->values[field].kind == CRM_VALUE_TEXT ? self->values[field].text : NULL;
}

/**
 * crm_task_get_int:
 * @self: a task
 * @field: a field that has a number
 * @if_null: what to return where there is none
 *
 * Returns: the number
 */
gint64
crm_task_get_int (const CrmTask *self, CrmTaskField field, gint64 if_null)
{
  return self->values[field].kind == CRM_VALUE_INT ? self->values[field].integer : if_null;
}

/* Several lines fit to store: others wrote them. Cleaning twice changes nothing. */
static char *
clean_lines (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autofree char *normal = g_utf8_normalize (valid, -1, G_NORMALIZE_NFC);
  g_auto (GStrv) lines = g_strsplit (normal, "\r\n", -1);
  g_autofree char *joined = g_strjoinv ("\n", lines);

  for (char *p = joined; *p; p++)
    if (g_ascii_iscntrl (*p) && *p != '\n' && *p != '\t')
      *p = ' ';
  return g_strdup (g_strchomp (joined));
}

/**
 * crm_task_set_text:
 * @self: a task
 * @field: a field that has text
 * @text: (nullable): any text; it is cleaned, and empty text is none
 */
void
crm_task_set_text (CrmTask *self, CrmTaskField field, const char *text)
{
  g_autofree char *clean = NULL;

  g_return_if_fail (fields[field].kind == CRM_VALUE_TEXT);
  if (text != NULL)
    clean = field == CRM_TASK_NOTE ? clean_lines (text) : crm_text_clean (text);
  crm_value_clear (&self->values[field]);
  if (clean != NULL && *clean != '\0')
    self->values[field] = crm_value_text (clean);
}

/**
 * crm_task_set_int:
 * @self: a task
 * @field: a field that has a number
 * @integer: the number; of a time only whole seconds count, since iCalendar knows no less
 */
void
crm_task_set_int (CrmTask *self, CrmTaskField field, gint64 integer)
{
  g_return_if_fail (fields[field].kind == CRM_VALUE_INT);
  if (field != CRM_TASK_DUE)
    {
      integer = MAX (integer, G_MININT64 + G_USEC_PER_SEC);
      integer -= ((integer % G_USEC_PER_SEC) + G_USEC_PER_SEC) % G_USEC_PER_SEC;
    }
  crm_value_clear (&self->values[field]);
  self->values[field] = crm_value_int (integer);
}

/**
 * crm_task_set_null:
 * @self: a task
 * @field: any field
 */
void
crm_task_set_null (CrmTask *self, CrmTaskField field)
{
  crm_value_clear (&self->values[field]);
}

static void
set_value (CrmTask *self, CrmTaskField field, const CrmValue *value)
{
  if (value == NULL || value->kind != fields[field].kind)
    crm_task_set_null (self, field);
  else if (value->kind == CRM_VALUE_TEXT)
    crm_task_set_text (self, field, value->text);
  else
    crm_task_set_int (self, field, value->integer);
}

/**
 * crm_task_from_record:
 * @follow_up: a follow-up
 *
 * Returns: (transfer full): what a task of it has to look like
 */
CrmTask *
crm_task_from_record (const CrmRecord *follow_up)
{
  CrmTask *self = crm_task_new ();

  for (guint i = 0; i < CRM_TASK_N_FIELDS; i++)
    set_value (self, i, crm_record_get (follow_up, fields[i].name));
  return self;
}

/**
 * crm_task_from_change:
 * @change: makes a follow-up
 *
 * Returns: (transfer full): what a task of it has to look like
 */
CrmTask *
crm_task_from_change (const CrmChange *change)
{
  CrmTask *self = crm_task_new ();

  for (guint i = 0; i < CRM_TASK_N_FIELDS; i++)
    set_value (self, i, crm_change_get_value (change, fields[i].name));
  return self;
}

/**
 * crm_task_to_text:
 * @self: a task
 * @mask: which fields are of interest
 *
 * Returns: (transfer full): those, also where they are empty, for crm_task_parse(); it is stored in
 *   crm.db
 */
char *
crm_task_to_text (const CrmTask *self, CrmTaskMask mask)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();

  for (guint i = 0; i < CRM_TASK_N_FIELDS; i++)
    if (!(mask & CRM_TASK_BIT (i)))
      continue;
    else if (self->values[i].kind == CRM_VALUE_INT)
      g_key_file_set_int64 (file, GROUP, fields[i].name, self->values[i].integer);
    else
      g_key_file_set_string (file, GROUP, fields[i].name,
                             self->values[i].kind == CRM_VALUE_TEXT ? self->values[i].text : "");
  return g_key_file_to_data (file, NULL, NULL);
}

/**
 * crm_task_parse:
 * @text: (nullable): of crm_task_to_text()
 * @out_mask: (out) (optional): which fields it tells of
 *
 * Returns: (transfer full) (nullable): the task, %NULL where there is no text; what cannot be read
 *   is unknown
 */
CrmTask *
crm_task_parse (const char *text, CrmTaskMask *out_mask)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  CrmTaskMask mask = 0;
  CrmTask *self;

  if (out_mask != NULL)
    *out_mask = 0;
  if (text == NULL)
    return NULL;
  self = crm_task_new ();
  if (!g_key_file_load_from_data (file, text, strlen (text), G_KEY_FILE_NONE, NULL))
    return self;
  for (guint i = 0; i < CRM_TASK_N_FIELDS; i++)
    {
      g_autofree char *string = NULL;

      string = g_key_file_get_string (file, GROUP, fields[i].name, NULL);
      if (string == NULL)
        continue;
      mask |= CRM_TASK_BIT (i);
      if (fields[i].kind == CRM_VALUE_TEXT)
        crm_task_set_text (self, i, string);
      else if (*string != '\0')
        crm_task_set_int (self, i, g_ascii_strtoll (string, NULL, 10));
    }
  if (out_mask != NULL)
    *out_mask = mask;
  return self;
}

/**
 * crm_task_take:
 * @self: a task
 * @from: another one
 * @mask: which fields of @from to copy
 */
void
crm_task_take (CrmTask *self, const CrmTask *from, CrmTaskMask mask)
{
  for (guint i = 0; i < CRM_TASK_N_FIELDS; i++)
    if (mask & CRM_TASK_BIT (i))
      {
        crm_value_clear (&self->values[i]);
        self->values[i] = crm_value_copy (&from->values[i]);
      }
}

/**
 * crm_task_compare:
 * @a: a task
 * @b: another one
 *
 * A day that comes from a time depends on where one is, so it does not count beside the time; nor
 * does when something was done beside whether it is.
 *
 * Returns: in which fields they differ
 */
CrmTaskMask
crm_task_compare (const CrmTask *a, const CrmTask *b)
{
  CrmTaskMask mask = 0;
  gboolean same_time = crm_value_equal (&a->values[CRM_TASK_DUE_AT], &b->values[CRM_TASK_DUE_AT]);
  gboolean has_time = a->values[CRM_TASK_DUE_AT].kind != CRM_VALUE_NULL;

  for (guint i = 0; i < CRM_TASK_N_FIELDS; i++)
    if (!(CRM_TASK_BIT (i) & (CRM_TASK_WHEN | CRM_TASK_BIT (CRM_TASK_DONE_AT)))
        && !crm_value_equal (&a->values[i], &b->values[i]))
      mask |= CRM_TASK_BIT (i);
  if (!same_time
      || (!has_time && !crm_value_equal (&a->values[CRM_TASK_DUE], &b->values[CRM_TASK_DUE])))
    mask |= CRM_TASK_WHEN;
  return mask & CRM_TASK_STATE ? mask | CRM_TASK_STATE : mask;
}

/**
 * crm_task_merge:
 * @base: what both sides last agreed on
 * @ours: the follow-up
 * @theirs: the task in its list
 *
 * Returns: who is to learn what; where both sides changed a field to different values, the list's
 * is to be adopted and ours to be told
 */
CrmTaskMerge
crm_task_merge (const CrmTask *base, const CrmTask *ours, const CrmTask *theirs)
{
  CrmTaskMask by_us = crm_task_compare (base, ours);
  CrmTaskMask by_them = crm_task_compare (base, theirs);
  CrmTaskMask apart = crm_task_compare (ours, theirs);
  CrmTaskMerge merge = { by_us & apart & ~by_them, by_them & apart, by_us & by_them & apart };

  return merge;
}

/**
 * crm_task_is_open:
 * @self: a task
 *
 * Returns: whether it is still to be done
 */
gboolean
crm_task_is_open (const CrmTask *self)
{
  return g_strcmp0 (crm_task_get_text (self, CRM_TASK_STATUS), "open") == 0;
}
