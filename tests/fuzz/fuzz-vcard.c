/* fuzz-vcard.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <stdint.h>
#include <string.h>

#include "crm-order-change.h"
#include "crm-vcard.h"

#define N_PARTS 5

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static void
assert_text (const char *text)
{
  g_assert_true (text == NULL || (text[0] != '\0' && g_utf8_validate (text, -1, NULL)));
}

static void
check_contact (const CrmContact *contact)
{
  if (contact == NULL)
    return;
  assert_text (contact->name);
  assert_text (contact->organization);
  assert_text (contact->title);
  assert_text (contact->phone);
  g_assert_true ((contact->phone == NULL) == (contact->phone_kind == NULL));
  for (guint i = 0; i < contact->addresses->len; i++)
    assert_text (g_ptr_array_index (contact->addresses, i));
}

/* A card of somebody else's making. */
static void
check_read (const char *text)
{
  EContact *contact = e_contact_new_from_vcard (text);
  g_autofree char *digest = crm_vcard_digest (contact);
  g_autofree char *again = crm_vcard_digest_text (text);
  g_autoptr (CrmContact) read = crm_vcard_to_contact ("book", contact);

  check_contact (read);
  g_assert_cmpstr (digest, ==, again);
  g_object_unref (contact);
}

/* A card of our own making, from a line a field: it reads as the same person, and an address book
 * that only stores it changes nothing that counts. */
static void
check_built (char **lines)
{
  const char *parts[N_PARTS] = { NULL };
  g_autofree char *card = NULL;
  g_autofree char *digest = NULL;
  g_autofree char *stored_digest = NULL;
  g_autofree char *stored = NULL;
  g_autoptr (CrmContact) read = NULL;
  EContact *contact;

  for (guint i = 0; i < N_PARTS && lines[i] != NULL; i++)
    parts[i] = lines[i];
  card = crm_vcard_build ("uid-1", parts[0], parts[1], parts[2], parts[3], parts[4]);
  contact = e_contact_new_from_vcard (card);
  read = crm_vcard_to_contact ("book", contact);
  g_assert_nonnull (read);
  check_contact (read);
  g_assert_nonnull (read->name);
  stored = e_vcard_to_string (E_VCARD (contact), EVC_FORMAT_VCARD_30);
  digest = crm_vcard_digest_text (card);
  stored_digest = crm_vcard_digest_text (stored);
  g_assert_cmpstr (digest, ==, stored_digest);
  g_object_unref (contact);
}

/* A line that somebody ordered, put into a card of somebody else's making: it is there afterwards,
 * and putting it in once more changes nothing. */
static void
check_merged (const char *card, const char *line)
{
  EContact *contact = e_contact_new_from_vcard (card);

  if (crm_contact_merge (contact, NULL, line) == CRM_MERGE_DONE)
    g_assert_cmpint (crm_contact_merge (contact, NULL, line), ==, CRM_MERGE_NOTHING);
  crm_contact_merge (contact, line, "TEL;TYPE=CELL:+47 1");
  crm_contact_merge (contact, line, NULL);
  g_object_unref (contact);
}

static void
drop_message (const char *domain, GLogLevelFlags level, const char *message, gpointer data)
{
}

/* libebook 3.46 reads past the end of a card that ends within a quoted-printable value. */
static gboolean
is_for_libebook_alone (const char *text)
{
  g_autofree char *upper = g_ascii_strup (text, -1);

  return strstr (upper, "QUOTED-PRINTABLE") != NULL;
}

/* Address books hand over UTF-8; anything else is made so before. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *raw = g_strndup ((const char *)data, size);
  g_autofree char *text = g_utf8_make_valid (raw, -1);
  g_auto (GStrv) lines = g_strsplit (text, "\n", N_PARTS + 1);
  static guint quiet = 0; /* what libebook has to say of a bad card fills the log */

  if (quiet == 0)
    quiet = g_log_set_handler ("libebook-contacts", G_LOG_LEVEL_WARNING, drop_message, NULL);

  if (!is_for_libebook_alone (text))
    {
      check_read (text);
      check_merged (text, lines[0]);
      check_merged ("BEGIN:VCARD\r\nVERSION:3.0\r\nTITLE:Buyer\r\nEND:VCARD\r\n", lines[0]);
    }
  check_built (lines);
  return 0;
}
