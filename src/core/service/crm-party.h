/* crm-party.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "model/crm-rates.h"
#include "service/crm-documents.h"
#include "store/crm-context-query.h"
#include "store/crm-history.h"
#include "store/crm-store.h"
G_BEGIN_DECLS

/* A person, an account or a lead with all that belongs to them: the client card. Immutable, so it
 * crosses threads freely. What an entity has not is NULL or empty. */

/* Who works where, or takes part in what. */
typedef struct
{
  CrmRecord *membership; /* (owned): an `account_person` or a `deal_person` */
  CrmRecord *other;      /* (owned): the account of a person, or the person of an account */
  gboolean is_current;   /* it has begun and not ended */
} CrmMember;

typedef struct
{
  CrmDealState *state; /* (owned) */
  char *role;          /* (owned) (nullable): of the person in the deal, as it is stored */
} CrmDealPart;

/* An account in the tree of accounts, from the topmost down. */
typedef struct
{
  CrmRecord *account; /* (owned) */
  guint depth;        /* 0 for the topmost */
  gboolean is_below;  /* the account itself, or one of its subsidiaries, near or far */
} CrmTreeNode;

typedef struct
{
  int ref_count;           /* (atomic) */
  CrmRecord *record;       /* (owned) */
  CrmContact *contact;     /* (owned) (nullable): of a person, in an address book */
  CrmRecord *owner;        /* (owned) (nullable) */
  GPtrArray *addresses;    /* (owned) (element-type utf8): e-mail addresses */
  GPtrArray *domains;      /* (owned) (element-type utf8): of an account */
  GPtrArray *phones;       /* (owned) (element-type utf8) */
  GPtrArray *ways;         /* (owned) (element-type CrmRecord): the `address`, `account_domain` and
                              `phone` records of those that the CRM has itself */
  GPtrArray *members;      /* (owned) (element-type CrmMember): current ones first */
  GPtrArray *deals;        /* (owned) (element-type CrmDealPart): open ones first */
  GPtrArray *follow_ups;   /* (owned) (element-type CrmRecord): open ones, by day */
  GPtrArray *tags;         /* (owned) (element-type utf8) */
  GPtrArray *leads;        /* (owned) (element-type CrmRecord): open ones about them */
  GPtrArray *tree;         /* (owned) (element-type CrmTreeNode): empty for an account alone */
  CrmRecord *plan;         /* (owned) (nullable): of a key account */
  CrmRecord *became[3];    /* (owned) (nullable): person, account and deal of a converted lead */
  CrmTotals *open_sums;    /* (owned): what its open deals are worth */
  CrmTotals *won_sums;     /* (owned) */
  guint n_open;            /* deals */
  guint n_won;             /* deals */
  guint n_lost;            /* deals, with those that were cancelled */
  gint64 last_in_usec;     /* newest letter from one of their addresses; 0 for none */
  gint64 last_out_usec;    /* newest letter to one; 0 for none */
  gint64 last_usec;        /* newest letter, call or meeting; 0 for none */
  gboolean has_touch_day;  /* they are to be contacted every so many days */
  int touch_day;           /* the day it is due, where the user is */
  gboolean of_whole_group; /* deals, letters and the rest are those of subsidiaries, too */
  CrmDocuments *documents; /* (owned) */
  CrmHistory *history;     /* (owned): the newest of it */
  gint64 now_usec;
} CrmParty;

typedef struct
{
  const char *entity; /* person, account or lead */
  const char *id;
  gboolean whole_group; /* of an account: with its subsidiaries */
  guint history_limit;
  guint history_kinds; /* only these, as 1 << CrmHistoryKind; 0 for all */
} CrmPartyRequest;

/* Somebody who should hear of us. */
typedef struct
{
  CrmRecord *record; /* (owned): a person or an account */
  int day;           /* it is due: days since 1970-01-01, where the user is */
  gint64 last_usec;  /* newest letter, call or meeting; 0 for none */
} CrmTouch;

#define CRM_TYPE_PARTY (crm_party_get_type ())
GType crm_party_get_type (void);

CrmParty *crm_party_load (CrmReader *reader, const CrmPartyRequest *request, GError **error);
void crm_party_load_async (CrmStore *store,
                           const CrmPartyRequest *request,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
CrmParty *crm_party_load_finish (CrmStore *store, GAsyncResult *result, GError **error);
CrmParty *crm_party_ref (CrmParty *self);
void crm_party_unref (CrmParty *self);
GPtrArray *crm_party_list_due (CrmReader *reader, int last_day, GError **error);
void crm_party_touch_free (CrmTouch *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmParty, crm_party_unref)

G_END_DECLS
