/* crm-id-map-private.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <glib.h>
G_BEGIN_DECLS

/* A table from 64-bit keys to 32-bit numbers, twelve bytes a slot: what a first fill of the index
 * keeps of a million letters must fit beside the program it runs in. Neither 0 as a key nor 0 as a
 * number is stored. */

typedef struct
{
  guint64 *keys;   /* (owned): 0 is a free slot */
  guint32 *values; /* (owned) */
  gsize n_slots;   /* below 2^32 */
  gsize n_used;
} CrmIdMap;

CrmIdMap *_crm_id_map_new (void);
void _crm_id_map_free (CrmIdMap *self);
void _crm_id_map_clear (CrmIdMap *self);
gint64 _crm_id_map_get (const CrmIdMap *self, guint64 key);
void _crm_id_map_set (CrmIdMap *self, guint64 key, gint64 value);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmIdMap, _crm_id_map_free)

G_END_DECLS
