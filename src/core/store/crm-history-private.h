/* crm-history-private.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "crm-history.h"
#include "crm-connection-private.h"
G_BEGIN_DECLS

/* Filed mails that no mailbox holds any more; ?1 to ?3 are deal, person and account. One that is
 * filed under two of them comes twice. */
#define CRM_GONE_LETTERS_SQL                                                                       \
  "link AS l CROSS JOIN email AS h ON h.id = l.email"                                              \
  " WHERE (l.deal = ?1 OR l.person = ?2 OR l.account = ?3) AND l.decision <> 'wrong'"              \
  " AND +h.visibility = 'normal' AND h.date IS NOT NULL"                                           \
  " AND NOT EXISTS (SELECT 1 FROM idx.message AS m WHERE m.fingerprint = h.fingerprint)"

/* Where the page begins among the entries of one kind. Of those at the very moment of the last
 * entry shown, the ones with a smaller key are still to come. */
typedef struct
{
  gint64 max_usec;     /* nothing newer */
  gint64 tie_usec;     /* at this moment only what is after the key; G_MAXINT64 for none */
  gint64 tie_print;    /* the key of letters */
  const char *tie_key; /* (unowned) (nullable): the key of other entries */
} CrmHistoryBorder;

/* A letter that one reason leads to. */
typedef struct
{
  gint64 message; /* its number in index.db */
  gint64 date;    /* UTC seconds */
} CrmLetter;

typedef void (*CrmLetterFunc) (const CrmLetter *letter, gpointer data);

CrmHistoryItem *_crm_history_item_pack (const CrmHistoryItem *borrowed);
int _crm_history_compare (gconstpointer a, gconstpointer b);
/* What somebody decided of a meeting and wrote down for it. */
typedef struct
{
  char *record_id;   /* (owned) (nullable): NULL when nobody did */
  char *outcome;     /* (owned) (nullable): as it is stored */
  char *note;        /* (owned) (nullable): minutes */
  gboolean is_filed; /* it belongs to what is asked for */
  gboolean is_right; /* and is there as a confirmed one */
  gboolean is_wrong; /* it does not */
} CrmMeetingDecision;

typedef gboolean (*CrmFiledMeetingFunc) (CrmRows *rows, gpointer data, GError **error);

gboolean _crm_history_has_meetings (CrmReader *reader, gboolean *out_has, GError **error);
gboolean _crm_history_find_decision (CrmReader *reader,
                                     const CrmHistoryQuery *query,
                                     const CrmHistoryItem *item,
                                     CrmMeetingDecision *out_decision,
                                     GError **error);
void _crm_history_decision_clear (CrmMeetingDecision *self);
void _crm_history_apply_decision (CrmHistoryItem *item, const CrmMeetingDecision *decision);
gboolean _crm_history_each_filed (CrmReader *reader,
                                  const CrmHistoryQuery *query,
                                  CrmFiledMeetingFunc func,
                                  gpointer data,
                                  GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CrmMeetingDecision, _crm_history_decision_clear)

gboolean _crm_history_read_meetings (CrmReader *reader,
                                     const CrmHistoryQuery *query,
                                     CrmHistory *history,
                                     GError **error);
gboolean _crm_history_read_letters (CrmReader *reader,
                                    const CrmHistoryQuery *query,
                                    const CrmHistoryBorder *border,
                                    gboolean has_decisions,
                                    GPtrArray *items,
                                    gboolean *out_may_be_gone,
                                    GError **error);
gboolean _crm_history_all_letters (CrmReader *reader,
                                   const CrmHistoryQuery *query,
                                   CrmLetterFunc func,
                                   gpointer data,
                                   GError **error);
gboolean _crm_history_count (CrmReader *reader,
                             const CrmHistoryQuery *query,
                             CrmHistory *history,
                             GError **error);

G_END_DECLS
