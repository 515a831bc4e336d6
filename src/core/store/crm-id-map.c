/* crm-id-map.c - SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "crm-id-map"
#include "config.h"

#include "crm-id-map-private.h"

#define FIRST_SLOTS 64

static void
allocate (CrmIdMap *self, gsize n_slots)
{
  self->keys = g_new0 (guint64, n_slots);
  self->values = g_new (guint32, n_slots);
  self->n_slots = n_slots;
  self->n_used = 0;
}

CrmIdMap *
_crm_id_map_new (void)
{
  CrmIdMap *self = g_new (CrmIdMap, 1);

  allocate (self, FIRST_SLOTS);
  return self;
}

void
_crm_id_map_free (CrmIdMap *self)
{
  if (self == NULL)
    return;
  g_free (self->keys);
  g_free (self->values);
  g_free (self);
}

void
_crm_id_map_clear (CrmIdMap *self)
{
  g_free (self->keys);
  g_free (self->values);
  allocate (self, FIRST_SLOTS);
}

/* Keys are hashes of mail anybody can send, and small numbers: neither is spread by itself. */
static gsize
find_slot (const CrmIdMap *self, guint64 key)
{
  guint64 hash = (key * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15)) >> 32;
  gsize slot = (gsize)((hash * self->n_slots) >> 32);

  while (self->keys[slot] != 0 && self->keys[slot] != key)
    slot = slot + 1 < self->n_slots ? slot + 1 : 0;
  return slot;
}

/* Returns 0 for what is not there. */
gint64
_crm_id_map_get (const CrmIdMap *self, guint64 key)
{
  gsize slot = find_slot (self, key);

  return key != 0 && self->keys[slot] != 0 ? self->values[slot] : 0;
}

static void
grow (CrmIdMap *self)
{
  CrmIdMap old = *self;

  allocate (self, old.n_slots + old.n_slots / 2);
  for (gsize i = 0; i < old.n_slots; i++)
    if (old.keys[i] != 0)
      {
        gsize slot = find_slot (self, old.keys[i]);

        self->keys[slot] = old.keys[i];
        self->values[slot] = old.values[i];
        self->n_used++;
      }
  g_free (old.keys);
  g_free (old.values);
}

/* @key and @value are not 0, and @value fits into 32 bits. */
void
_crm_id_map_set (CrmIdMap *self, guint64 key, gint64 value)
{
  gsize slot;

  g_return_if_fail (key != 0 && value > 0 && value <= G_MAXUINT32);
  if ((self->n_used + 1) * 5 > self->n_slots * 4)
    grow (self);
  slot = find_slot (self, key);
  self->n_used += self->keys[slot] == 0;
  self->keys[slot] = key;
  self->values[slot] = (guint32)value;
}
