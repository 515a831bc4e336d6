/* crm-message.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-message"
#include "config.h"

#include "crm-message.h"

#include "crm-address.h"
#include "crm-text.h"

#include <string.h>

/* So few are compared one by one; a table would cost more than it saves. */
#define FEW_PARTIES 16

#define FINGERPRINT_TEXT_BYTES 256 /* mostly enough; it grows */
#define MAX_NUMBER_CHARS 24        /* of 64 bits */

G_DEFINE_BOXED_TYPE (CrmMessage, crm_message, crm_message_ref, crm_message_unref)

static void
crm_message_party_free (gpointer data)
{
  CrmMessageParty *party = data;

  g_free (party->address);
  g_free (party->name);
  g_free (party);
}

static guint
party_hash (gconstpointer key)
{
  const CrmMessageParty *party = key;

  return g_str_hash (party->address) * 31 + (guint)party->role;
}

static gboolean
party_equal (gconstpointer a, gconstpointer b)
{
  const CrmMessageParty *party_a = a;
  const CrmMessageParty *party_b = b;

  return party_a->role == party_b->role && strcmp (party_a->address, party_b->address) == 0;
}

/**
 * crm_message_new:
 *
 * Makes an empty message, to be filled by one thread: through the functions below, and @date_usec,
 * @size_bytes and @flags directly. crm_message_seal() ends that.
 *
 * Returns: (transfer full): a message with no parties and an empty subject
 */
CrmMessage *
crm_message_new (void)
{
  CrmMessage *self = g_new0 (CrmMessage, 1);

  self->ref_count = 1;
  self->subject = g_strdup ("");
  self->parties = g_ptr_array_new_with_free_func (crm_message_party_free);
  self->references = g_array_new (FALSE, FALSE, sizeof (guint64));
  return self;
}

/**
 * crm_message_ref:
 * @self: a message
 *
 * Returns: (transfer full): @self; on any thread
 */
CrmMessage *
crm_message_ref (CrmMessage *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_int_inc (&self->ref_count);
  return self;
}

/**
 * crm_message_unref:
 * @self: (transfer full): a message; freed with its last reference, on any thread
 */
void
crm_message_unref (CrmMessage *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_int_dec_and_test (&self->ref_count))
    return;

  g_clear_pointer (&self->party_set, g_hash_table_unref);
  g_ptr_array_unref (self->parties);
  g_array_unref (self->references);
  g_free (self->message_id);
  g_free (self->subject);
  g_free (self);
}

static char * /* (nullable) */
clean_name (const char *name)
{
  g_autofree char *clean = crm_text_clean (name);

  return *clean != '\0' ? g_steal_pointer (&clean) : NULL;
}

static CrmMessageParty * /* (nullable) */
find_party (CrmMessage *self, const CrmMessageParty *key)
{
  if (self->party_set != NULL)
    return g_hash_table_lookup (self->party_set, key);
  for (guint i = 0; i < self->parties->len; i++)
    if (party_equal (g_ptr_array_index (self->parties, i), key))
      return g_ptr_array_index (self->parties, i);
  return NULL;
}

static void
append_party (CrmMessage *self, CrmMessageParty *party)
{
  g_ptr_array_add (self->parties, party);
  if (self->party_set != NULL)
    {
      g_hash_table_add (self->party_set, party);
      return;
    }
  if (self->parties->len <= FEW_PARTIES)
    return;
  self->party_set = g_hash_table_new (party_hash, party_equal);
  for (guint i = 0; i < self->parties->len; i++)
    g_hash_table_add (self->party_set, g_ptr_array_index (self->parties, i));
}

/**
 * crm_message_add_party:
 * @self: a message that is not sealed
 * @role: in which header the address stands
 * @raw_address: (nullable): the addr-spec; goes through crm_address_normalize()
 * @name: (nullable): the decoded display name; goes through crm_text_clean()
 *
 * Adds one address of a header. One that is there already in the same role is not added again, but
 * gets @name if it had none.
 *
 * Returns: whether a party was added: %FALSE for a repeated address and for what is none
 */
gboolean
crm_message_add_party (CrmMessage *self,
                       CrmMessageRole role,
                       const char *raw_address,
                       const char *name)
{
  g_autofree char *address = NULL;
  CrmMessageParty *party;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (role >= CRM_ROLE_FROM && role <= CRM_ROLE_REPLY_TO, FALSE);

  address = crm_address_normalize (raw_address);
  if (address == NULL)
    return FALSE;

  party = find_party (self, &(CrmMessageParty){ role, address, NULL });
  if (party != NULL)
    {
      if (party->name == NULL)
        party->name = clean_name (name);
      return FALSE;
    }

  party = g_new0 (CrmMessageParty, 1);
  party->role = role;
  party->address = g_steal_pointer (&address);
  party->name = clean_name (name);
  append_party (self, party);
  return TRUE;
}

/**
 * crm_message_set_subject:
 * @self: a message that is not sealed
 * @subject: (nullable): the decoded subject; goes through crm_text_clean()
 */
void
crm_message_set_subject (CrmMessage *self, const char *subject)
{
  g_autofree char *clean = NULL;

  g_return_if_fail (self != NULL);

  clean = crm_text_clean (subject);
  g_free (self->subject);
  self->subject = g_steal_pointer (&clean);
}

/* Finds the id inside of white space and angle brackets; what follows the closing one is a comment.
 */
static const char *
trim_message_id (const char *message_id, gsize *out_length)
{
  const char *start = message_id;
  const char *end = NULL;

  while (g_ascii_isspace (*start))
    start++;
  if (*start == '<')
    end = strchr (++start, '>');
  if (end == NULL)
    end = start + strlen (start);

  while (g_ascii_isspace (*start))
    start++;
  while (end > start && (g_ascii_isspace (end[-1]) || end[-1] == '>'))
    end--;

  *out_length = (gsize)(end - start);
  return start;
}

/**
 * crm_message_set_message_id:
 * @self: a message that is not sealed
 * @message_id: (nullable): the header's value, with or without <>
 *
 * Sets both @message_id and @mid_hash. The hash is of the bytes as given; the text, which goes into
 * a database, is made valid UTF-8.
 */
void
crm_message_set_message_id (CrmMessage *self, const char *message_id)
{
  g_autofree char *text = NULL;
  const char *start = NULL;
  gsize length = 0;

  g_return_if_fail (self != NULL);

  if (message_id != NULL)
    start = trim_message_id (message_id, &length);
  if (length > 0)
    text = g_utf8_make_valid (start, (gssize)length);

  self->mid_hash = crm_message_id_hash (message_id);
  g_free (self->message_id);
  self->message_id = g_steal_pointer (&text);
}

/**
 * crm_message_add_reference:
 * @self: a message that is not sealed
 * @mid_hash: what crm_message_id_hash() gives for an id in References or In-Reply-To; 0, and one
 * that is there already, are ignored
 */
void
crm_message_add_reference (CrmMessage *self, guint64 mid_hash)
{
  g_return_if_fail (self != NULL);

  if (mid_hash == 0)
    return;
  for (guint i = 0; i < self->references->len; i++)
    if (g_array_index (self->references, guint64, i) == mid_hash)
      return;

  g_array_append_val (self->references, mid_hash);
}

static int
compare_strings (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

/* As "%" G_GINT64_FORMAT does, which takes as long as all other parts together. */
static void
append_number (GString *text, gint64 number)
{
  char digits[MAX_NUMBER_CHARS];
  char *p = digits + sizeof digits;
  guint64 rest = number < 0 ? -(guint64)number : (guint64)number;

  do
    *--p = (char)('0' + rest % 10);
  while ((rest /= 10) != 0);
  if (number < 0)
    *--p = '-';
  g_string_append_len (text, p, digits + sizeof digits - p);
}

/* Returns the text the fingerprint is made of. Each part ends in a NUL, which none can hold, and an
 * empty one ends the list of addresses, so that no two messages share a text by accident of where
 * parts end. */
static GString *
make_fingerprint_text (const CrmMessage *self)
{
  GString *text = g_string_sized_new (FINGERPRINT_TEXT_BYTES);
  const CrmMessageParty *sender = crm_message_get_sender (self);
  g_autoptr (GPtrArray) recipients = g_ptr_array_new ();
  gint64 date_secs
      = self->date_usec / G_USEC_PER_SEC - (self->date_usec % G_USEC_PER_SEC < 0); /* floor */

  for (guint i = 0; i < self->parties->len; i++)
    {
      const CrmMessageParty *party = g_ptr_array_index (self->parties, i);

      if (party->role == CRM_ROLE_TO)
        g_ptr_array_add (recipients, party->address);
    }
  if (recipients->len > 1)
    g_ptr_array_sort (recipients, compare_strings);

  append_number (text, date_secs);
  g_string_append_c (text, '\0');
  g_string_append (text, sender != NULL ? sender->address : "");
  g_string_append_c (text, '\0');
  for (guint i = 0; i < recipients->len; i++)
    {
      g_string_append (text, g_ptr_array_index (recipients, i));
      g_string_append_c (text, '\0');
    }
  g_string_append_c (text, '\0');
  g_string_append (text, self->subject);
  return text;
}

/**
 * crm_message_seal:
 * @self: a message that is filled
 *
 * Computes @fingerprint, the identity that copies of one letter share where their Message-IDs
 * differ or are missing: SHA-256 over the date in seconds, the sender, the set of To addresses in
 * any order, and the clean subject; its first eight bytes as a big-endian number, the same on every
 * machine, with 1 in place of 0. Names, Cc, flags and size do not count. From here on nothing may
 * change the message, and any thread may read it.
 */
void
crm_message_seal (CrmMessage *self)
{
  g_autoptr (GChecksum) checksum = NULL;
  g_autoptr (GString) text = NULL;
  guint8 digest[32];
  gsize n_digest = sizeof digest;
  guint64 fingerprint;

  g_return_if_fail (self != NULL);

  text = make_fingerprint_text (self);
  checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_checksum_update (checksum, (const guchar *)text->str, (gssize)text->len);
  g_checksum_get_digest (checksum, digest, &n_digest);
  memcpy (&fingerprint, digest, sizeof fingerprint);
  fingerprint = GUINT64_FROM_BE (fingerprint);

  self->fingerprint = fingerprint != 0 ? fingerprint : 1;
  g_clear_pointer (&self->party_set, g_hash_table_unref);
}

/**
 * crm_message_restore_party:
 * @self: a message that is not sealed
 * @role: in which header the address stands
 * @address: as crm_message_add_party() stored it once
 * @name: (nullable): the same
 *
 * For what was clean and there once only when it was kept, as in the index.
 */
void
crm_message_restore_party (CrmMessage *self,
                           CrmMessageRole role,
                           const char *address,
                           const char *name)
{
  CrmMessageParty *party = g_new (CrmMessageParty, 1);

  *party = (CrmMessageParty){ role, g_strdup (address), g_strdup (name) };
  g_ptr_array_add (self->parties, party);
  if (self->party_set != NULL)
    g_hash_table_add (self->party_set, party);
}

/**
 * crm_message_restore:
 * @self: a message that is not sealed
 * @subject: as crm_message_set_subject() stored it once
 * @fingerprint: as crm_message_seal() computed it once
 *
 * Seals a message that comes back from the index.
 */
void
crm_message_restore (CrmMessage *self, const char *subject, guint64 fingerprint)
{
  g_free (self->subject);
  self->subject = g_strdup (subject);
  self->fingerprint = fingerprint;
  g_clear_pointer (&self->party_set, g_hash_table_unref);
}

/**
 * crm_message_get_sender:
 * @self: a message
 *
 * Returns: (transfer none) (nullable): the first From address, or %NULL when there is none
 */
const CrmMessageParty *
crm_message_get_sender (const CrmMessage *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  for (guint i = 0; i < self->parties->len; i++)
    {
      const CrmMessageParty *party = g_ptr_array_index (self->parties, i);

      if (party->role == CRM_ROLE_FROM)
        return party;
    }

  return NULL;
}

/**
 * crm_message_id_hash:
 * @message_id: (nullable): a Message-ID, with or without <> and white space around it
 *
 * Gives the hash by which Camel's summaries know a message: the first eight bytes of the MD5 of the
 * id, in memory order. It is a key into Evolution's own files, not a protection.
 *
 * Returns: the hash, or 0 when there is no id
 */
guint64
crm_message_id_hash (const char *message_id)
{
  g_autoptr (GChecksum) checksum = NULL;
  guint8 digest[16];
  gsize n_digest = sizeof digest;
  const char *start;
  gsize length;
  guint64 hash;

  if (message_id == NULL)
    return 0;

  start = trim_message_id (message_id, &length);
  if (length == 0)
    return 0;

  checksum = g_checksum_new (G_CHECKSUM_MD5);
  g_checksum_update (checksum, (const guchar *)start, (gssize)length);
  g_checksum_get_digest (checksum, digest, &n_digest);
  memcpy (&hash, digest, sizeof hash);
  return hash;
}
