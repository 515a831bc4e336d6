/* crm-card-reading.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <libebook/libebook.h>
G_BEGIN_DECLS

/* Reading whole contacts, off the main loop. What the mirror has of them is not enough to make them
 * anew. */

typedef struct
{
  char *book_uid;    /* (owned) */
  char *contact_uid; /* (owned) */
  char *vcard;       /* (owned) (nullable): as crm_vcard_to_keep() has it, once it is read */
  gboolean is_gone;  /* the book answered, and has no such contact */
} CrmCardReading;

CrmCardReading *crm_card_reading_new (const char *book_uid,
                                      const char *contact_uid) G_GNUC_WARN_UNUSED_RESULT;
void crm_card_reading_free (CrmCardReading *self);
void crm_card_reading_run_async (ESourceRegistry *registry,
                                 GPtrArray *readings,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
GPtrArray *crm_card_reading_run_finish (GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmCardReading, crm_card_reading_free)

G_END_DECLS
