/* crm-index.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <gio/gio.h>
#include "model/crm-error.h"
#include "model/crm-message.h"
G_BEGIN_DECLS

/* The writer of index.db: what can be read again from mail and address books. Used on the index
 * thread only, inside a #CrmIndexFunc. */

typedef struct _CrmIndex CrmIndex;

typedef enum /* stored in index.db: never renumber */
{
  CRM_DIRECTION_IN = 1,
  CRM_DIRECTION_OUT = 2,
} CrmDirection;

/* Somebody in an address book, as the mirror keeps them. */
typedef struct
{
  char *book_uid;       /* (owned) */
  char *contact_uid;    /* (owned) */
  char *name;           /* (owned) (nullable) */
  char *organization;   /* (owned) (nullable) */
  char *title;          /* (owned) (nullable) */
  char *phone;          /* (owned) (nullable): the first one */
  char *phone_kind;     /* (owned) (nullable) */
  char *phones;         /* (owned) (nullable): all, one a line, each behind its kind and a space */
  GPtrArray *addresses; /* (owned) (element-type utf8): normalised */
  gboolean is_readonly; /* its book takes no changes, as far as is known; not written */
} CrmContact;

/* Of which of several books a contact is shown where they differ: what one can change oneself, and
 * what is near, comes first. */
typedef enum /* stored in index.db: never renumber */
{
  CRM_BOOK_LOCAL = 0,
  CRM_BOOK_REMOTE = 1,
  CRM_BOOK_READONLY = 2,
} CrmBookRank;

gboolean crm_index_begin (CrmIndex *self, GError **error);
gboolean crm_index_commit (CrmIndex *self, GError **error);
void crm_index_rollback (CrmIndex *self);

gboolean crm_index_set_own (CrmIndex *self, const char *const *addresses, GError **error);
void crm_index_set_excluded (CrmIndex *self,
                             const char *const *addresses,
                             const char *const *domains,
                             const GArray *fingerprints);
gboolean crm_index_purge_excluded (CrmIndex *self, guint *out_removed, GError **error);

gboolean crm_index_get_meta (CrmIndex *self, const char *key, char **out_value, GError **error);
gboolean crm_index_set_meta (CrmIndex *self, const char *key, const char *value, GError **error);
gboolean crm_index_forget_stamps (CrmIndex *self, GError **error);

gint64
crm_index_ensure_folder (CrmIndex *self, const char *source, const char *name, GError **error);
gboolean crm_index_get_stamp (CrmIndex *self, gint64 folder, char **out_stamp, GError **error);
gboolean crm_index_set_stamp (CrmIndex *self, gint64 folder, const char *stamp, GError **error);
GHashTable *crm_index_dup_uids (CrmIndex *self, gint64 folder, GError **error);
GPtrArray *crm_index_dup_folders (CrmIndex *self, const char *source, GError **error);
gboolean crm_index_add (
    CrmIndex *self, gint64 folder, const char *uid, const CrmMessage *message, GError **error);
gboolean crm_index_remove (CrmIndex *self, gint64 folder, const char *uid, GError **error);
gboolean
crm_index_remove_folder (CrmIndex *self, const char *source, const char *name, GError **error);
gboolean crm_index_settle (CrmIndex *self, GCancellable *cancellable, GError **error);
gboolean crm_index_thread_by_subject (CrmIndex *self,
                                      const char *source,
                                      GCancellable *cancellable,
                                      GError **error);

gboolean crm_index_put_contact (CrmIndex *self, const CrmContact *contact, GError **error);
gboolean crm_index_set_contact_kept (CrmIndex *self,
                                     const char *book_uid,
                                     const char *contact_uid,
                                     gboolean is_kept,
                                     GError **error);
gboolean crm_index_remove_contact (CrmIndex *self,
                                   const char *book_uid,
                                   const char *contact_uid,
                                   GError **error);
gboolean crm_index_keep_books (CrmIndex *self, const char *const *book_uids, GError **error);
gboolean crm_index_clear_book (CrmIndex *self, const char *book_uid, GError **error);
gboolean
crm_index_set_book_rank (CrmIndex *self, const char *book_uid, CrmBookRank rank, GError **error);
gboolean crm_index_set_book_complete (CrmIndex *self, const char *book_uid, GError **error);
gboolean crm_index_get_book_revision (CrmIndex *self,
                                      const char *book_uid,
                                      char **out_revision,
                                      GError **error);
gboolean crm_index_set_book_revision (CrmIndex *self,
                                      const char *book_uid,
                                      const char *revision,
                                      GError **error);

CrmContact *crm_contact_new (const char *book_uid, const char *contact_uid);
CrmContact *crm_contact_copy (const CrmContact *self);
void crm_contact_free (CrmContact *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmContact, crm_contact_free)

G_END_DECLS
