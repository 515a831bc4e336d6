/* crm-message.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <glib-object.h>
G_BEGIN_DECLS

/* What the CRM knows of one stored mail: header facts, never the body. Immutable once sealed, so it
 * crosses threads freely. src/mail makes it from Camel; the index, the links and the sidebar read
 * it. */

typedef enum /* stored in index.db: never renumber */
{
  CRM_ROLE_FROM = 1,
  CRM_ROLE_TO = 2,
  CRM_ROLE_CC = 3,
  CRM_ROLE_BCC = 4,
  CRM_ROLE_REPLY_TO = 5,
} CrmMessageRole;

typedef enum /* stored in index.db: never renumber */
{
  CRM_MESSAGE_SEEN = 1 << 0,
  CRM_MESSAGE_ANSWERED = 1 << 1,
  CRM_MESSAGE_ATTACHMENTS = 1 << 2,
  CRM_MESSAGE_LIST = 1 << 3,      /* List-Id, List-Post, Precedence: list or bulk */
  CRM_MESSAGE_AUTOMATIC = 1 << 4, /* Auto-Submitted, bounce, delivery report */
  CRM_MESSAGE_JUNK = 1 << 5,
  CRM_MESSAGE_DELETED = 1 << 6,
  CRM_MESSAGE_DRAFT = 1 << 7,
} CrmMessageFlags;

typedef struct
{
  CrmMessageRole role;
  char *address; /* (owned): as crm_address_normalize() gives it; never empty */
  char *name;    /* (owned) (nullable): display name in NFC, NULL when the header has none */
} CrmMessageParty;

typedef struct
{
  int ref_count;       /* (atomic) */
  guint64 mid_hash;    /* Camel's hash: first 8 bytes of the MD5 of the Message-ID without <>,
                          in memory order; 0 when the mail has none */
  char *message_id;    /* (owned) (nullable): the text without <>, where it is known */
  guint64 fingerprint; /* of date, sender, To addresses and subject; see crm_message_seal() */
  gint64 date_usec;    /* UTC; 0 when the header has no readable date */
  char *subject;       /* (owned): decoded, white space collapsed, may be empty */
  GPtrArray
      *parties; /* (owned) (element-type CrmMessageParty): at most one entry per address+role */
  GArray *references; /* (owned) (element-type guint64): hashes of References and In-Reply-To */
  guint32 size_bytes; /* as stored; 0 when unknown */
  CrmMessageFlags flags;
  GHashTable *party_set; /* (owned) (nullable): private to crm-message.c, gone once sealed */
} CrmMessage;

#define CRM_TYPE_MESSAGE (crm_message_get_type ())
GType crm_message_get_type (void);

CrmMessage *crm_message_new (void) G_GNUC_WARN_UNUSED_RESULT;
CrmMessage *crm_message_ref (CrmMessage *self);
void crm_message_unref (CrmMessage *self);
gboolean crm_message_add_party (CrmMessage *self,
                                CrmMessageRole role,
                                const char *raw_address,
                                const char *name);
void crm_message_set_subject (CrmMessage *self, const char *subject);
void crm_message_set_message_id (CrmMessage *self, const char *message_id);
void crm_message_add_reference (CrmMessage *self, guint64 mid_hash);
void crm_message_seal (CrmMessage *self);
void crm_message_restore_party (CrmMessage *self,
                                CrmMessageRole role,
                                const char *address,
                                const char *name);
void crm_message_restore (CrmMessage *self, const char *subject, guint64 fingerprint);
const CrmMessageParty *crm_message_get_sender (const CrmMessage *self);
guint64 crm_message_id_hash (const char *message_id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmMessage, crm_message_unref)

G_END_DECLS
