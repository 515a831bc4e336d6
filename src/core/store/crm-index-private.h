/* crm-index-private.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "crm-connection-private.h"
#include "crm-id-map-private.h"
#include "crm-index.h"
G_BEGIN_DECLS

/* Keys of the table meta, before a book's source UID. */
#define CRM_INDEX_BOOK_RANK "book-rank:"
#define CRM_INDEX_BOOK_COMPLETE "book-complete:"

/* The layout of index.db; any other number, newer or older, means: drop the file and read again. */
#define CRM_INDEX_VERSION 8

/* What a first fill goes without and makes at its end. */
#define CRM_INDEX_LATE_INDEXES_SQL                                                                 \
  "CREATE UNIQUE INDEX message_fingerprint ON message (fingerprint);"                              \
  "CREATE INDEX message_thread ON message (thread, date);"

/* Whether a copy of the letter m has the Message-ID with this hash. */
#define CRM_LETTER_HAS_HASH(hash)                                                                  \
  "(m.hash = " hash " OR (m.n_more > 0 AND EXISTS (SELECT 1 FROM idx.copy AS c"                    \
  " WHERE c.message = m.id AND c.hash = " hash ")))"

/* With so many letters memory goes over 100 MB, and a first fill ends before all are in. */
#define CRM_INDEX_FILL_LIMIT 3000000

/* Hashes that the end of a fill sorts at once, in 80 bytes each. */
#define CRM_INDEX_HASHES_AT_ONCE 60000

/* Letters whose words the end of a fill enters in one transaction. */
#define CRM_INDEX_SUBJECTS_AT_ONCE 10000

/* In edge.roles, beside 1 << CrmMessageRole: the letter is one of the user's own. */
#define CRM_EDGE_OUT 64

/* The statements that run for every letter; their texts are in crm-index-statements.c. */
typedef enum
{
  CRM_INDEX_ADD_ADDRESS,
  CRM_INDEX_ADD_COPY,
  CRM_INDEX_ADD_DOMAIN_EDGES,
  CRM_INDEX_ADD_EDGES,
  CRM_INDEX_ADD_HASHES,
  CRM_INDEX_ADD_HASHES_LATER,
  CRM_INDEX_ADD_LETTER,
  CRM_INDEX_ADD_SUBJECT,
  CRM_INDEX_COUNT_ADDRESS,
  CRM_INDEX_FIND_ADDRESS,
  CRM_INDEX_FIND_COPY,
  CRM_INDEX_FIND_HASH,
  CRM_INDEX_FIND_LETTER,
  CRM_INDEX_FIND_PLACE,
  CRM_INDEX_MERGE_EDGE,
  CRM_INDEX_RECOUNT_ADDRESS,
  CRM_INDEX_N_STATEMENTS
} CrmIndexStatement;

/* An address as memory knows it, with what its row does not say yet. */
typedef struct
{
  gint64 id;
  gint64 domain;       /* 0 for none; of a new address only */
  gint64 organization; /* 0 for none and for free-mail providers */
  char *address;       /* (owned) */
  char *name;          /* (owned) (nullable) */
  gint64 n_letters;    /* come since the row was written */
  gint64 last_in;      /* the newest of them that it wrote, UTC seconds */
  gint64 last_out;     /* the newest of them that the user wrote to it */
  gint64 met_in;       /* the newest letter that it was entered for */
  gboolean is_own;
  gboolean is_new;  /* there is no row yet */
  gboolean is_late; /* the row has to be written */
} CrmIndexAddress;

/* Where a stored copy of a letter lies. */
typedef struct
{
  gint64 folder;
  const char *uid; /* (unowned) */
} CrmIndexPlace;

/* One line of the table edge, domain_edge or thread_hash that has not been written yet. */
typedef struct
{
  gint64 owner; /* address, domain or hash */
  gint64 date;
  gint64 message; /* or thread */
  int roles;
  gboolean merge; /* there may be a line already, with other roles */
} CrmIndexEdge;

/* What a first fill keeps in memory instead of tables that are read at random. */
typedef struct
{
  CrmIdMap *prints;    /* (owned): fingerprint -> letter */
  CrmIdMap *hashes;    /* (owned): hash of a Message-ID -> thread */
  gint64 name;         /* as in @filling below */
  gint64 last_message; /* the newest letter in @prints */
  gint64 last_hash;    /* the newest line of thread_hash_new in @hashes */
} CrmIndexFill;

struct _CrmIndex
{
  CrmConnection *connection;                        /* (owned) */
  sqlite3_stmt *statements[CRM_INDEX_N_STATEMENTS]; /* (unowned) (nullable) */
  GHashTable *addresses; /* (owned) (element-type utf8 CrmIndexAddress): met so far */
  GPtrArray *late;       /* (owned) (element-type CrmIndexAddress): rows to be written */
  GHashTable *recount;   /* (owned) (element-type gint64): addresses that lost a letter */
  GHashTable *own;       /* (owned) (element-type utf8) */
  GHashTable *excluded;  /* (owned) (element-type utf8): addresses and, with an @ before, domains */
  GHashTable *judged;    /* (owned) (element-type utf8): addresses looked up in @excluded so far */
  GHashTable *private_prints; /* (owned) (element-type guint64) */
  GArray *edges;              /* (owned) (element-type CrmIndexEdge): to be written */
  GArray *domain_edges;       /* (owned) (element-type CrmIndexEdge): to be written */
  GArray *hashes;             /* (owned) (element-type CrmIndexEdge): to be written */
  CrmIdMap *late_hashes;      /* (owned): the same, outside of a fill, to be looked up */
  const GArray *written;      /* (unowned) (nullable): what the table crm_lines shows */
  GByteArray *parties;        /* (owned): of the letter in hand */
  GArray *unknown;            /* (owned) (element-type guint64): its hashes not met before */
  gint64 first_message;       /* of @next_message, when the transaction began */
  gint64 next_message;        /* the id of the next new letter, while a transaction is open */
  gint64 next_address;        /* the same for addresses */
  gint64 data_version;  /* of the file when the tables here were read; see crm_index_begin() */
  gboolean stale;       /* whether what is kept here must be read again */
  CrmIdMap *aliases;    /* (owned): merged thread -> thread */
  gint64 filling;       /* names the first fill the file is in, see crm-index-fill.c; 0 for none */
  int log_pages;        /* in the write-ahead log after the last transaction */
  int log_limit;        /* with more, it is taken into the file before the next one */
  guint fill_limit;     /* the fill ends with so many letters, since memory is not endless */
  guint hashes_at_once; /* see CRM_INDEX_HASHES_AT_ONCE */
  guint subjects_at_once; /* see CRM_INDEX_SUBJECTS_AT_ONCE */
  gboolean settling;      /* crm_index_settle() is at work */
  gboolean has_copies;    /* the table copy may have rows */
  CrmIndexFill *fill;     /* (owned) (nullable) */
  gint64 first_of_run;    /* of @next_message, when letters began to come; 0 before */
  gint64 subject_next;    /* the first letter that is not in the table subject; 0 when all are */
};

gboolean _crm_index_reload (CrmIndex *self, GError **error);
CrmIndex *_crm_index_open (const char *path, GError **error);
void _crm_index_close (CrmIndex *self);
gboolean _crm_index_drop (const char *path);
gboolean _crm_file_is_whole (const char *path);

sqlite3_stmt *_crm_index_statement (CrmIndex *self, CrmIndexStatement statement, GError **error);
gboolean _crm_index_step (CrmIndex *self, sqlite3_stmt *stmt, GError **error);
gboolean _crm_index_step_int (CrmIndex *self, sqlite3_stmt *stmt, gint64 *out, GError **error);

void _crm_index_sort_lines (GArray *lines);
gboolean _crm_index_make_lines_readable (CrmIndex *self, GError **error);
gboolean
_crm_index_write_lines (CrmIndex *self, CrmIndexStatement which, GArray *lines, GError **error);

void _crm_index_address_free (CrmIndexAddress *self);
CrmIndexAddress *
_crm_index_ensure_address (CrmIndex *self, const CrmMessageParty *party, GError **error);
void _crm_index_count_letter (CrmIndex *self, CrmIndexAddress *address, gint64 date, int roles);
void _crm_index_recount_address (CrmIndex *self, gint64 address);
gboolean _crm_index_write_addresses (CrmIndex *self, GError **error);
gboolean _crm_index_count_addresses (CrmIndex *self, GError **error);
void _crm_index_forget_addresses (CrmIndex *self);

void _crm_index_append_party (GByteArray *parties, gint64 address, CrmMessageRole role);
gboolean _crm_index_next_party (const guint8 **data,
                                const guint8 *end,
                                gint64 *out_address,
                                CrmMessageRole *out_role);
void _crm_index_add_edge (CrmIndex *self, const CrmIndexEdge *edge, gint64 organization);
gboolean _crm_index_write_hashes (CrmIndex *self, GError **error);
gboolean _crm_index_write_edges (CrmIndex *self, GError **error);
gboolean _crm_index_insert_letter (CrmIndex *self,
                                   const CrmIndexPlace *place,
                                   const CrmMessage *message,
                                   gint64 id,
                                   GError **error);
gboolean
_crm_index_complete_letter (CrmIndex *self, const CrmMessage *message, gint64 id, GError **error);
gboolean _crm_index_write_subject (CrmIndex *self, gint64 id, const char *subject, GError **error);
gboolean _crm_index_write_all (CrmIndex *self, GError **error);
gboolean
_crm_index_find_place (CrmIndex *self, const CrmIndexPlace *place, gint64 *out_id, GError **error);
gboolean _crm_index_empty_place (CrmIndex *self, const CrmIndexPlace *place, GError **error);
gboolean _crm_index_add_copy (CrmIndex *self,
                              const CrmIndexPlace *place,
                              const CrmMessage *message,
                              gint64 id,
                              gboolean *out_known,
                              GError **error);
gboolean _crm_index_delete_message (CrmIndex *self, gint64 id, GError **error);

gboolean _crm_index_join_threads (CrmIndex *self,
                                  const CrmMessage *message,
                                  gint64 own_thread,
                                  gint64 id,
                                  gint64 *out_thread,
                                  GError **error);
gboolean _crm_index_merge_thread (CrmIndex *self, gint64 from, gint64 into, GError **error);
gint64 _crm_index_resolve_thread (CrmIndex *self, gint64 thread);

void _crm_index_tune (CrmIndex *self, gboolean filling);
void _crm_index_shorten_log (CrmIndex *self);
gboolean _crm_index_load_fill (CrmIndex *self, GError **error);
void _crm_index_drop_fill (CrmIndex *self);
gboolean _crm_index_consider_fill (CrmIndex *self, GError **error);

gboolean _crm_index_address_is_excluded (CrmIndex *self, const char *address);
gboolean _crm_index_purge_event_parties (CrmIndex *self, GError **error);
gboolean _crm_index_forget_calendar_stamps (CrmIndex *self, GError **error);
gboolean _crm_index_is_excluded (CrmIndex *self, const CrmMessage *message);
gboolean _crm_index_load_own (CrmIndex *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmIndex, _crm_index_close)

G_END_DECLS
