/* crm-context-custom.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The fields that people defined, for who writes a letter with them. */
#define G_LOG_DOMAIN "crm-context"
#include "config.h"

#include "crm-context-private.h"

static gboolean
list_entities (CrmContext *self, CrmReader *reader, GError **error)
{
  static const char *const entities[] = { "person", "account", "deal" };

  for (gsize i = 0; i < G_N_ELEMENTS (entities); i++)
    {
      const CrmEntity *custom = NULL;

      if (!crm_reader_get_custom (reader, entities[i], &custom, error))
        return FALSE;
      if (custom != NULL)
        g_ptr_array_add (self->custom, (gpointer)custom);
    }
  return TRUE;
}

static gboolean
load_deals (CrmReader *reader, GPtrArray *deals, GError **error)
{
  for (guint i = 0; deals != NULL && i < deals->len; i++)
    if (!crm_reader_load_custom (reader, ((CrmDealState *)g_ptr_array_index (deals, i))->deal,
                                 error))
      return FALSE;
  return TRUE;
}

/* Which fields there are, and what of them is known of the person, the account and the deals. */
gboolean
_crm_context_load_custom (CrmContext *self, CrmReader *reader, GError **error)
{
  self->custom = g_ptr_array_new ();
  return list_entities (self, reader, error)
         && (self->person == NULL || crm_reader_load_custom (reader, self->person, error))
         && (self->account == NULL || crm_reader_load_custom (reader, self->account, error))
         && load_deals (reader, self->deals, error) && load_deals (reader, self->filed, error)
         && (self->proposal == NULL
             || crm_reader_load_custom (reader, self->proposal->deal, error));
}
