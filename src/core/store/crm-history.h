/* crm-history.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "store/crm-index.h"
#include "store/crm-reader.h"
G_BEGIN_DECLS

/* What happened, newest first: mail and meetings from the index, and what people entered. Law 6:
 * every mail says why it is there; explicit beats derived. */

typedef enum
{
  CRM_HISTORY_EMAIL,
  CRM_HISTORY_NOTE,
  CRM_HISTORY_CALL,
  CRM_HISTORY_STAGE,
  CRM_HISTORY_MEETING,
} CrmHistoryKind;

typedef enum /* as the calendar has it, unless somebody said what became of it */
{
  CRM_MEETING_PLANNED,
  CRM_MEETING_UNDER_WAY,
  CRM_MEETING_HELD,
  CRM_MEETING_CANCELLED,
  CRM_MEETING_DECLINED,         /* by those whose history it is */
  CRM_MEETING_DECLINED_BY_USER, /* by the user */
  CRM_MEETING_NOT_HELD,         /* as somebody said, and so are all below */
  CRM_MEETING_NO_SHOW,
} CrmMeetingState;

typedef enum /* the strongest first */
{
  CRM_REASON_HAND,         /* somebody filed it */
  CRM_REASON_CONVERSATION, /* it belongs to the conversation of a filed one */
  CRM_REASON_TOKEN,        /* its subject carries the deal's token */
  CRM_REASON_ADDRESS,      /* the address takes part */
  CRM_REASON_DOMAIN,       /* somebody of the organisation takes part */
  CRM_REASON_RECORD,       /* a note, call or stage entered for this very record */
} CrmReason;

typedef struct /* in one piece of memory with its texts */
{
  CrmHistoryKind kind;
  gint64 usec;            /* UTC; of meetings the start, see CrmEvent for those of all day */
  char *text;             /* (owned): subject, note or call text, name of the stage */
  char *from_name;        /* (owned) (nullable) */
  char *from_address;     /* (owned) (nullable) */
  CrmDirection direction; /* of mails and calls; 0 elsewhere */
  char *source;           /* (owned) (nullable): where a copy of the mail or meeting lies now */
  char *folder;           /* (owned) (nullable) */
  char *uid;              /* (owned) (nullable) */
  char *message_id;       /* (owned) (nullable): where it is known */
  guint64 fingerprint;    /* of mails; 0 elsewhere */
  guint n_copies;
  char *record_id; /* (owned) (nullable): of notes, calls, stages and filed mails */
  CrmReason reason;
  char *reason_detail; /* (owned) (nullable): the address or domain that led here */
  gboolean gone;       /* filed, and no longer in any mailbox */
  gboolean confirmed;  /* somebody said that it is right here */
  char *call_outcome;  /* (owned) (nullable): of calls, as it is stored */
  char *pipeline;      /* (owned) (nullable): of stages, where the deal was in several pipelines */
  gint64 call_secs;    /* of calls: how long; -1 where nobody said */
  char *event_uid;     /* (owned) (nullable): of meetings; what follows is theirs alone */
  char *recurrence_id; /* (owned) (nullable): which occurrence, as in CrmEvent */
  gint64 end_usec;     /* UTC */
  gboolean is_all_day;
  CrmMeetingState meeting_state;
  char *outcome_note;   /* (owned) (nullable): minutes */
  gboolean has_outcome; /* somebody said what became of it */
} CrmHistoryItem;

typedef struct
{
  const char *const *addresses; /* (nullable): normalised */
  const char *const *domains;   /* (nullable): organisation domains */
  const char *person;           /* (nullable) */
  const char *account;          /* (nullable) */
  const char *deal;             /* (nullable) */
  gint64 before_usec;           /* only what is older; G_MAXINT64 for the newest page */
  const CrmHistoryItem *after;  /* (nullable): only what follows it: the last item of the page
                                   before. Turns pages without a loss where moments are equal */
  guint limit;
  guint kinds;          /* only these, as 1 << CrmHistoryKind; 0 for all */
  gboolean want_totals; /* count everything, which costs with the size of the history */
} CrmHistoryQuery;

typedef struct
{
  GPtrArray *items;        /* (owned) (element-type CrmHistoryItem) */
  gint64 total;            /* stored copies of mails and the other entries; -1 when not asked for */
  gint64 distinct_total;   /* letters and the other entries; -1 when not asked for */
  gint64 distinct_letters; /* letters alone; -1 when not asked for */
  gboolean has_more;
  /* Known from the newest page of some addresses only: */
  CrmHistoryItem
      *next_meeting;    /* (owned) (nullable): the nearest that is planned, or is all today */
  gint64 last_met_usec; /* start of the newest meeting that has begun; 0 for none */
} CrmHistory;

CrmHistory *crm_history_load (CrmReader *reader, const CrmHistoryQuery *query, GError **error);
gboolean crm_history_count_letters (CrmReader *reader,
                                    const char *person,
                                    const char *const *addresses,
                                    gint64 *out_count,
                                    GError **error);
void crm_history_free (CrmHistory *self);
CrmHistoryItem *crm_history_item_copy (const CrmHistoryItem *self) G_GNUC_WARN_UNUSED_RESULT;
void crm_history_item_free (CrmHistoryItem *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmHistory, crm_history_free)

G_END_DECLS
