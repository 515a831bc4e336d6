/* crm-locate-query.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "store/crm-reader.h"
G_BEGIN_DECLS

/* Where a copy of a letter lies now. */
typedef struct
{
  char *source; /* (owned): the account's source UID, or an archive */
  char *folder; /* (owned) */
  char *uid;    /* (owned) */
} CrmPlace;

gboolean
crm_query_place (CrmReader *reader, guint64 fingerprint, CrmPlace **out_place, GError **error);
gboolean crm_query_has_attachments (CrmReader *reader,
                                    const CrmPlace *place,
                                    gboolean *out_has,
                                    GError **error);
void crm_place_free (CrmPlace *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmPlace, crm_place_free)

G_END_DECLS
