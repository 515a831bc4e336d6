/* crm-kept-card.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-kept-card"
#include "config.h"

#include "crm-kept-card.h"

static char *
make_id (const char *book_uid, const char *contact_uid)
{
  return crm_entity_derive_id (crm_entity_find ("kept_card"), book_uid, contact_uid, NULL);
}

/**
 * crm_kept_card_put:
 * @set: a change set
 * @book_uid: the address book's source UID
 * @contact_uid: a contact of it
 * @vcard: (nullable): all that people entered of it; %NULL to keep it no longer
 */
void
crm_kept_card_put (CrmChangeSet *set,
                   const char *book_uid,
                   const char *contact_uid,
                   const char *vcard)
{
  g_autofree char *id = make_id (book_uid, contact_uid);
  CrmChange *change;

  if (vcard == NULL)
    {
      crm_change_set_delete (set, "kept_card", id);
      return;
    }
  change = crm_change_set_ensure (set, "kept_card", id);
  crm_change_set_text (change, "book_uid", book_uid);
  crm_change_set_text (change, "contact_uid", contact_uid);
  crm_change_set_text (change, "vcard", vcard);
}

/**
 * crm_kept_card_find:
 * @reader: a reader
 * @book_uid: the address book's source UID
 * @contact_uid: a contact that is or was there
 * @error: (nullable): storage errors
 *
 * Returns: (transfer full) (nullable): its vCard as it was when the book was last read, without a
 *   UID; %NULL without an error where it is not known
 */
char *
crm_kept_card_find (CrmReader *reader,
                    const char *book_uid,
                    const char *contact_uid,
                    GError **error)
{
  g_autofree char *id = make_id (book_uid, contact_uid);
  g_autoptr (CrmRecord) card = crm_reader_find (reader, "kept_card", CRM_COLUMN_ID, id, error);

  return card != NULL ? g_strdup (crm_record_get_text (card, "vcard")) : NULL;
}
