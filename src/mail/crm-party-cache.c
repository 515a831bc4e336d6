/* crm-party-cache.c - SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Most letters of a mailbox are from and to the same few people, in headers that are equal to the
 * byte. What such a header said is kept while a mailbox is read: to decode it, normalise addresses
 * and clean names once more would be a third of the work. A slot a hash, the latest text in it, so
 * that a mailbox of any size takes no more than the slots. */
#define G_LOG_DOMAIN "crm-party-cache"
#include "config.h"

#include "crm-party-cache.h"

#include <string.h>

#define N_SLOTS 4096 /* a power of two */
/* Longer headers name crowds, hardly ever the same one. With these bounds all slots together hold
 * less than 4 MB, in an ordinary mailbox some 0.5 MB. */
#define MAX_TEXT_BYTES 256
#define MAX_PEOPLE 8

typedef struct
{
  char *text;         /* (owned) (nullable): the header; %NULL in a slot never used */
  char *form;         /* (owned) */
  GPtrArray *parties; /* (owned) (element-type CrmMessageParty) */
} Entry;

struct _CrmPartyCache
{
  Entry slots[N_SLOTS];
  char *type_text;                /* (owned) (nullable): the Content-Type met last */
  CamelContentType *content_type; /* (owned) (nullable) */
};

static void
free_party (gpointer data)
{
  CrmMessageParty *party = data;

  g_free (party->address);
  g_free (party->name);
  g_free (party);
}

static void
clear_entry (Entry *entry)
{
  g_clear_pointer (&entry->text, g_free);
  g_clear_pointer (&entry->form, g_free);
  g_clear_pointer (&entry->parties, g_ptr_array_unref);
}

/* FNV-1a. Whoever makes texts that fall together only makes them be decoded anew. */
static guint
hash_text (const char *text)
{
  guint32 hash = 2166136261u;

  for (const guchar *p = (const guchar *)text; *p != '\0'; p++)
    hash = (hash ^ *p) * 16777619u;
  return (hash ^ hash >> 16) & (N_SLOTS - 1);
}

/**
 * crm_party_cache_new:
 *
 * Makes what is to be kept while one mailbox is read, by one thread at a time.
 *
 * Returns: (transfer full): an empty cache
 */
CrmPartyCache *
crm_party_cache_new (void)
{
  return g_new0 (CrmPartyCache, 1);
}

/**
 * crm_party_cache_free:
 * @self: (transfer full) (nullable): a cache
 */
void
crm_party_cache_free (CrmPartyCache *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < N_SLOTS; i++)
    clear_entry (&self->slots[i]);
  crm_party_cache_remember_type (self, NULL, NULL);
  g_free (self);
}

/**
 * crm_party_cache_recall:
 * @self: (nullable): a cache
 * @message: a message that is not sealed and has nobody in @role
 * @role: in which header @text stands
 * @text: the header
 * @form: the charset in which @text is read, or %CRM_PARTY_CACHE_DISPLAY
 *
 * Adds the people of a header that was met before.
 *
 * Returns: whether it is known; otherwise nobody was added
 */
gboolean
crm_party_cache_recall (const CrmPartyCache *self,
                        CrmMessage *message,
                        CrmMessageRole role,
                        const char *text,
                        const char *form)
{
  const Entry *entry;

  if (self == NULL)
    return FALSE;
  entry = &self->slots[hash_text (text)];
  if (entry->text == NULL || strcmp (entry->text, text) != 0 || strcmp (entry->form, form) != 0)
    return FALSE;
  for (guint i = 0; i < entry->parties->len; i++)
    {
      const CrmMessageParty *party = g_ptr_array_index (entry->parties, i);

      crm_message_restore_party (message, role, party->address, party->name);
    }
  return TRUE;
}

/**
 * crm_party_cache_remember:
 * @self: (nullable): a cache
 * @message: a message to which the people of @text have just been added
 * @first: number of parties it had before
 * @text: the header
 * @form: as for crm_party_cache_recall()
 *
 * Keeps what @text said, unless it is long.
 */
void
crm_party_cache_remember (
    CrmPartyCache *self, const CrmMessage *message, guint first, const char *text, const char *form)
{
  Entry *entry;

  if (self == NULL || message->parties->len - first > MAX_PEOPLE
      || strnlen (text, MAX_TEXT_BYTES + 1) > MAX_TEXT_BYTES)
    return;
  entry = &self->slots[hash_text (text)];
  clear_entry (entry);
  entry->text = g_strdup (text);
  entry->form = g_strdup (form);
  entry->parties = g_ptr_array_new_with_free_func (free_party);
  for (guint i = first; i < message->parties->len; i++)
    {
      const CrmMessageParty *party = g_ptr_array_index (message->parties, i);
      CrmMessageParty *copy = g_new (CrmMessageParty, 1);

      *copy = (CrmMessageParty){ party->role, g_strdup (party->address), g_strdup (party->name) };
      g_ptr_array_add (entry->parties, copy);
    }
}

/**
 * crm_party_cache_recall_type:
 * @self: (nullable): a cache
 * @text: what stands in Content-Type
 *
 * Returns: (transfer full) (nullable): what it says, where it is the one met last; not to be
 * changed
 */
CamelContentType *
crm_party_cache_recall_type (const CrmPartyCache *self, const char *text)
{
  if (self == NULL || self->content_type == NULL || strcmp (self->type_text, text) != 0)
    return NULL;
  return camel_content_type_ref (self->content_type);
}

/**
 * crm_party_cache_remember_type:
 * @self: (nullable): a cache
 * @text: (nullable): what stands in Content-Type
 * @content_type: (nullable): what it says; from here on nothing may change it
 *
 * Keeps this one, for most letters have the same as the letter before.
 */
void
crm_party_cache_remember_type (CrmPartyCache *self,
                               const char *text,
                               CamelContentType *content_type)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->type_text, g_free);
  g_clear_pointer (&self->content_type, camel_content_type_unref);
  if (text == NULL || content_type == NULL || strnlen (text, MAX_TEXT_BYTES + 1) > MAX_TEXT_BYTES)
    return;
  self->type_text = g_strdup (text);
  self->content_type = camel_content_type_ref (content_type);
}
