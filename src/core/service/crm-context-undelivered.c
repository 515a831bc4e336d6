/* crm-context-undelivered.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Mail that came back: what the selected letter says of it, or what is known of the person's
 * address. */
#define G_LOG_DOMAIN "crm-context-undelivered"
#include "config.h"

#include "crm-context-private.h"
#include "service/crm-undelivered.h"
#include "store/crm-waiting-query.h"

/* Those whom this letter is about; the address of a machine has no other. */
static gboolean
load_of_letter (CrmContext *self, CrmReader *reader, GError **error)
{
  g_autoptr (GPtrArray) records
      = crm_query_undelivered_by_letter (reader, self->message->fingerprint, error);

  for (guint i = 0; records != NULL && i < records->len; i++)
    {
      GError *local_error = NULL;
      CrmRecord *record = crm_undelivered_find (
          reader, crm_record_get_text (g_ptr_array_index (records, i), "address"), &local_error);

      if (local_error != NULL)
        {
          g_propagate_error (error, local_error);
          return FALSE;
        }
      if (record != NULL)
        g_ptr_array_add (self->undelivered, record);
    }
  return records != NULL;
}

gboolean
_crm_context_load_undelivered (CrmContext *self, CrmReader *reader, GError **error)
{
  GError *local_error = NULL;
  CrmRecord *record;

  self->undelivered = g_ptr_array_new_with_free_func ((GDestroyNotify)crm_record_unref);
  if (self->is_automatic)
    return self->message->fingerprint == 0 || load_of_letter (self, reader, error);
  if (self->address == NULL)
    return TRUE;
  record = crm_undelivered_find (reader, self->address, &local_error);
  if (record != NULL)
    g_ptr_array_add (self->undelivered, record);
  if (local_error != NULL)
    g_propagate_error (error, local_error);
  return local_error == NULL;
}
