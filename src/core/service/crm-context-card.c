/* crm-context-card.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * What a signature is compared with: all numbers of the person, and what was decided before. */
#define G_LOG_DOMAIN "crm-context-card"
#include "config.h"

#include <string.h>

#include "crm-context-private.h"

static void
add_phone (CrmContext *self, const char *kind, const char *number)
{
  if (number == NULL || number[0] == '\0')
    return;
  for (guint i = 0; i < self->phones->len; i++)
    if (crm_phone_is_same (((CrmPhone *)g_ptr_array_index (self->phones, i))->number, number))
      return;
  g_ptr_array_add (self->phones, crm_phone_new (kind != NULL ? kind : "other", number));
}

static void
add_contact_phones (CrmContext *self)
{
  g_auto (GStrv) lines
      = g_strsplit (self->contact->phones != NULL ? self->contact->phones : "", "\n", -1);

  add_phone (self, self->contact->phone_kind, self->contact->phone);
  for (gsize i = 0; lines[i] != NULL; i++)
    {
      char *space = strchr (lines[i], ' ');

      if (space == NULL)
        continue;
      *space = '\0';
      add_phone (self, lines[i], space + 1);
    }
}

/* The address book's numbers first: it is the master of the person. */
gboolean
_crm_context_load_card (CrmContext *self, CrmReader *reader, GError **error)
{
  g_autoptr (GPtrArray) records = NULL;

  self->phones = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_phone_free);
  if (self->contact != NULL)
    add_contact_phones (self);
  if (self->person != NULL)
    {
      records = crm_reader_list_where (reader, "phone", "person", self->person->id, error);
      if (records == NULL)
        return FALSE;
      for (guint i = 0; i < records->len; i++)
        add_phone (self, crm_record_get_text (g_ptr_array_index (records, i), "kind"),
                   crm_record_get_text (g_ptr_array_index (records, i), "number"));
      self->phone_records = g_steal_pointer (&records);
    }
  if (self->phones->len > 0)
    self->phone = g_strdup (((CrmPhone *)g_ptr_array_index (self->phones, 0))->number);
  if (!crm_context_is_known (self) || self->address == NULL)
    return TRUE;
  self->card_decisions
      = crm_reader_list_where (reader, "card_decision", "address", self->address, error);
  return self->card_decisions != NULL;
}
