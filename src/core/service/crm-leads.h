/* crm-leads.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "model/crm-change-set.h"
#include "model/crm-record.h"
#include "service/crm-people.h"
#include "store/crm-store.h"
G_BEGIN_DECLS

/* Leads: who may become a customer, how far they are qualified, and what becomes of them. */

/* What is known when somebody asks for the first time. What is NULL is left open. */
typedef struct
{
  const char *name;         /* (nullable): NULL takes the organisation's, else the address */
  const char *job_title;    /* (nullable) */
  const char *organization; /* (nullable) */
  const char *address;      /* (nullable): normalised */
  const char *phone;        /* (nullable) */
  const char *source;       /* (nullable): how they came to know us */
  const char *campaign;     /* (nullable) */
  const char *interest;     /* (nullable): what they ask for */
  const char *note;         /* (nullable) */
  const char *person;       /* (nullable): id, where they are known */
  const char *account;      /* (nullable): id */
  const char *owner;        /* (nullable): id of a user */
  const char *currency;     /* (nullable): ISO 4217 */
  gint64 amount_minor;      /* counts only with @has_amount */
  gboolean has_amount;
  guint64 letter; /* fingerprint of the letter that it began with; 0 for none */
  gint64 now_usec;
} CrmNewLead;

/* Why a record may be the one that a lead is about; the surest first. */
typedef enum
{
  CRM_MATCH_CHOSEN,  /* somebody said so: the lead refers to it */
  CRM_MATCH_ADDRESS, /* the same e-mail address */
  CRM_MATCH_PHONE,   /* the same telephone number */
  CRM_MATCH_DOMAIN,  /* its e-mail addresses are of the account's domain */
  CRM_MATCH_NAME,    /* only the same name: offered, and never taken by itself */
} CrmMatchReason;

typedef struct
{
  CrmRecord *record; /* (owned): a person or an account */
  CrmMatchReason reason;
} CrmMatch;

/* Whom a lead may be about already. Immutable, so it crosses threads freely. */
typedef struct
{
  CrmRecord *lead;     /* (owned) */
  GPtrArray *people;   /* (owned) (element-type CrmMatch): the surest first */
  GPtrArray *accounts; /* (owned) (element-type CrmMatch): the surest first */
  char *book_uid;      /* (owned) (nullable): the address book for new contacts; NULL before one is
                          chosen */
  gint64 now_usec;
} CrmLeadMatches;

/* What a lead becomes. */
typedef struct
{
  gboolean makes_person;  /* else nobody, or @person */
  const char *person;     /* (nullable): id of somebody who is there already */
  gboolean makes_account; /* else none, or @account */
  const char *account;    /* (nullable): id of one that is there already */
  const char *book_uid;   /* (nullable): where the person gets a contact; NULL makes none. Somebody
                             who has one, in any address book, keeps it */
  gboolean makes_deal;
  const char *deal_title; /* (nullable): NULL takes the lead's interest, else its name */
  const char *pipeline;   /* (nullable): id; NULL for the usual one */
  const char *stage;      /* (nullable): id of an open stage of it; NULL for the first */
  const char *next_step;  /* (nullable): a first follow-up; NULL makes none */
  const char *next_kind;  /* (nullable): its kind, as `call` */
  const int *next_day;    /* (nullable): its day, days since 1970-01-01 */
  gint64 now_usec;
} CrmConversion;

char *crm_leads_create (CrmChangeSet *set, const CrmNewLead *lead);
gboolean crm_leads_is_open (const CrmRecord *lead);
guint crm_leads_count_answers (const CrmRecord *lead);
gboolean crm_leads_is_prospective (const CrmRecord *lead);
GPtrArray *crm_leads_list_missing (const CrmRecord *lead,
                                   const char *status,
                                   const CrmChangeSet *set) G_GNUC_WARN_UNUSED_RESULT;
gboolean crm_leads_set_status (CrmChangeSet *set,
                               const CrmRecord *lead,
                               const char *status,
                               const char *reason,
                               const char *note,
                               gint64 now_usec,
                               GError **error);

CrmLeadMatches *crm_lead_matches_load (CrmReader *reader, const char *lead, GError **error);
void crm_lead_matches_load_async (CrmStore *store,
                                  const char *lead,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
CrmLeadMatches *
crm_lead_matches_load_finish (CrmStore *store, GAsyncResult *result, GError **error);
const CrmMatch *crm_lead_matches_get_sure (const GPtrArray *matches);
const CrmMatch *crm_lead_matches_get_account (const CrmLeadMatches *self);
gboolean crm_leads_is_organization (const CrmRecord *lead);
void crm_lead_matches_free (CrmLeadMatches *self);

CrmChangeSet *crm_leads_convert (CrmReader *reader,
                                 const CrmRecord *lead,
                                 const CrmConversion *conversion,
                                 CrmCaptured *out_ids,
                                 GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmLeadMatches, crm_lead_matches_free)

G_END_DECLS
