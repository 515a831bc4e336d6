/* crm-context.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "model/crm-event.h"
#include "model/crm-phone.h"
#include "store/crm-context-query.h"
#include "store/crm-history.h"
#include "store/crm-store.h"
G_BEGIN_DECLS

/* Everything the sidebar shows for one selected letter. Immutable, so it crosses threads freely. */

typedef enum
{
  CRM_PROPOSAL_NONE,
  CRM_PROPOSAL_CONVERSATION, /* letters of this conversation are filed there */
  CRM_PROPOSAL_TOKEN,        /* the subject carries the deal's token */
  CRM_PROPOSAL_SUBJECT,      /* so is a letter of the same subject and people, near in time */
  CRM_PROPOSAL_ONLY_DEAL,    /* the only open deal of this person */
  CRM_PROPOSAL_ACCOUNT_DEAL, /* the only open deal of this account */
  CRM_PROPOSAL_SERIES,       /* another occurrence of this meeting is filed there */
  CRM_PROPOSAL_INVITATION,   /* a letter with the meeting's summary and people is filed there */
  CRM_PROPOSAL_MEETING,      /* a calendar wrote the letter, and the meeting is filed there */
} CrmProposalReason;

typedef enum
{
  CRM_TURN_NOBODY,
  CRM_TURN_MINE,   /* they wrote last: I owe an answer */
  CRM_TURN_THEIRS, /* I wrote last */
} CrmTurn;

/* How a person of the CRM stands in the address books. */
typedef enum
{
  CRM_CONTACT_UNKNOWN, /* nothing to say: no person, or their book is not read at the moment */
  CRM_CONTACT_THERE,
  CRM_CONTACT_NONE,    /* in none, and never was */
  CRM_CONTACT_WAITING, /* ordered, and not made yet */
  CRM_CONTACT_REFUSED, /* ordered, and the address book did not take it */
  CRM_CONTACT_GONE,    /* somebody removed it */
} CrmContactState;

/* How many of somebody's follow-ups a glance takes in. */
#define CRM_CONTEXT_FOLLOW_UPS 10

typedef struct
{
  int ref_count;             /* (atomic) */
  CrmMessage *message;       /* (owned): what was asked for; of nobody where it was a contact */
  char *address;             /* (owned) (nullable): whom the rest is about; NULL for nobody */
  char *name;                /* (owned) (nullable): the best name known */
  char *title;               /* (owned) (nullable): job title */
  char *organization;        /* (owned) (nullable): as the address book has it */
  char *phone;               /* (owned) (nullable): the first of @phones */
  GPtrArray *phones;         /* (owned) (element-type CrmPhone): all numbers known */
  GPtrArray *phone_records;  /* (owned) (nullable) (element-type CrmRecord): those in the CRM */
  GPtrArray *undelivered;    /* (owned) (nullable) (element-type CrmRecord): mail that came back */
  GPtrArray *card_decisions; /* (owned) (nullable) (element-type CrmRecord): see crm-card-offer.h */
  GPtrArray *people;      /* (owned) (element-type CrmMessageParty): all that could be asked for */
  CrmRecord *person;      /* (owned) (nullable) */
  CrmContact *contact;    /* (owned) (nullable): in an address book */
  CrmRecord *account;     /* (owned) (nullable) */
  char *account_domain;   /* (owned) (nullable): set when the domain led to the account */
  GPtrArray *tags;        /* (owned) (element-type CrmRecord) */
  GPtrArray *deals;       /* (owned) (element-type CrmDealState): open ones */
  GPtrArray *filed;       /* (owned) (element-type CrmDealState): the letter is filed under these */
  CrmDealState *proposal; /* (owned) (nullable) */
  CrmProposalReason proposal_reason;
  GPtrArray *follow_ups; /* (owned) (element-type CrmRecord): open ones, first what is due first */
  gboolean has_more_follow_ups; /* than were asked for */
  gboolean is_waited_for;       /* one of them, shown or not, waits for the answer to @message */
  GPtrArray *unsettled;   /* (owned) (nullable) (element-type CrmRecord): follow-ups that are over,
                             and whose tasks say something else */
  GPtrArray *task_orders; /* (owned) (nullable) (element-type CrmRecord): of @follow_ups and
                             @unsettled, failed */
  GPtrArray *contact_orders; /* (owned) (nullable) (element-type CrmRecord): changes of @contact
                                that are not made; see crm-contact-order.h */
  char *task_list;           /* (owned) (nullable): the setting: where new tasks go */
  GPtrArray *answered;     /* (owned) (nullable) (element-type CrmRecord): ended with this letter */
  GPtrArray *lost_reasons; /* (owned) (element-type CrmRecord) */
  GHashTable *stages;      /* (owned) (element-type utf8 GPtrArray): of each shown pipeline */
  CrmHistory *history;     /* (owned) */
  CrmActivity activity;    /* (owned) */
  CrmTurn turn;
  char *email_id;        /* (owned) (nullable): the letter's record, when somebody decided */
  char *visibility;      /* (owned): normal, not_crm or private */
  gboolean is_colleague; /* of one of the user's own domains */
  gboolean is_automatic; /* list, bounce, no-reply: nobody to make a contact of */
  gboolean is_role;      /* several people read it: the account's, nobody's own */
  gint64 now_usec;
  CrmEvent *event; /* (owned) (nullable): the meeting that @message is the people of; what is filed
                      and proposed is for it */
  CrmRecord *meeting; /* (owned) (nullable): its record, when somebody decided or wrote about it */
  char *unsaved_agenda;  /* (owned) (nullable): see crm_meetings_keep_unsaved() */
  char *unsaved_minutes; /* (owned) (nullable): the same */
  char *meeting_id;      /* (owned) (nullable): of the record, which need not be there */
  gboolean of_contact;   /* what was asked for is @contact, not a letter */
  CrmContactState contact_state;
  char **readonly_books; /* (owned) (nullable): source UIDs of address books that take no changes;
                            NULL where @contact is in one that does */
  gboolean has_writable_contact; /* beside @contact, which is in one of those, there is another */
  GPtrArray *custom; /* (owned) (nullable) (element-type CrmEntity): of person, account and deal,
                        those with fields that people defined; NULL unless asked for */
} CrmContext;

typedef struct
{
  CrmMessage *message; /* (owned) */
  char *address;       /* (owned) (nullable): which of the people; NULL for the obvious one */
  guint history_limit;
  guint follow_up_limit; /* 0: CRM_CONTEXT_FOLLOW_UPS */
  CrmEvent *event;       /* (owned) (nullable): a meeting, whose people @message are */
  CrmContact *card;      /* (owned) (nullable): a contact; @message is of nobody then */
  gboolean with_custom;  /* with the fields that people defined */
} CrmContextRequest;

#define CRM_TYPE_CONTEXT (crm_context_get_type ())
GType crm_context_get_type (void);

CrmContext *crm_context_load (CrmReader *reader, const CrmContextRequest *request, GError **error);
void crm_context_load_async (CrmStore *store,
                             CrmMessage *message,
                             const char *address,
                             guint history_limit,
                             guint follow_up_limit,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
void crm_context_load_letter_async (CrmStore *store,
                                    CrmMessage *message,
                                    const char *address,
                                    guint history_limit,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
void crm_context_load_event_async (CrmStore *store,
                                   const CrmEvent *event,
                                   const char *address,
                                   guint history_limit,
                                   guint follow_up_limit,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
void crm_context_load_contact_async (CrmStore *store,
                                     const CrmContact *card,
                                     guint history_limit,
                                     guint follow_up_limit,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
CrmContext *crm_context_load_finish (CrmStore *store, GAsyncResult *result, GError **error);
CrmContext *crm_context_ref (CrmContext *self);
void crm_context_unref (CrmContext *self);
gboolean crm_context_is_known (const CrmContext *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmContext, crm_context_unref)

G_END_DECLS
