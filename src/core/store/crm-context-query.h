/* crm-context-query.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "model/crm-message.h"
#include "store/crm-index.h"
#include "store/crm-reader.h"
G_BEGIN_DECLS

/* The queries behind the sidebar; service/crm-context.c puts them together. */

/* Who wrote when, between an address and the user, and when they met. */
typedef struct
{
  gint64 address_id; /* its number in index.db; 0 for an address nobody has seen */
  gint64 n_letters;
  gint64 last_in_usec;  /* newest letter from the address; 0 for none */
  gint64 last_out_usec; /* newest letter of the user to the address; 0 for none */
  gint64 last_met_usec; /* start of the newest meeting that has begun; 0 for none. Not of
                           crm_query_activity(), but of the history */
  char *name;           /* (owned) (nullable): as the newest header has it */
} CrmActivity;

typedef struct
{
  CrmRecord *deal;  /* (owned) */
  CrmRecord *stage; /* (owned) */
  gint64 days_in_stage;
  gboolean filed_here; /* the selected letter is filed under it */
  gboolean of_person;  /* the person takes part in it, not only their account */
  gint64 days_apart; /* to the nearest filed letter of the same subject, where that is the reason */
} CrmDealState;

gboolean crm_query_activity (CrmReader *reader,
                             const char *address,
                             CrmActivity *out_activity,
                             GError **error);
void crm_activity_clear (CrmActivity *self);
gboolean crm_query_is_own (CrmReader *reader, const char *address, GError **error);
gboolean crm_query_is_colleague (CrmReader *reader, const char *address, GError **error);
gboolean crm_query_has_decisions (CrmReader *reader, const char *person, GError **error);
gboolean
crm_query_is_marked_wrong (CrmReader *reader, const char *email, const char *deal, GError **error);
CrmContact *crm_query_contact (CrmReader *reader, const char *address, GError **error);
CrmContact *crm_query_contact_by_uid (CrmReader *reader, const char *contact_uid, GError **error);
CrmContact *crm_query_contact_in_book (CrmReader *reader,
                                       const char *book_uid,
                                       const char *contact_uid,
                                       GError **error);
char **crm_query_readonly_books (CrmReader *reader, GError **error);
gboolean crm_query_is_book_complete (CrmReader *reader, const char *book_uid, GError **error);
CrmRecord *crm_query_person_of_contact (CrmReader *reader, const char *contact_uid, GError **error);
CrmRecord *crm_query_person_of_address (CrmReader *reader, const char *address, GError **error);
GPtrArray *crm_query_person_addresses (CrmReader *reader,
                                       const char *person,
                                       const char *contact_uid,
                                       GError **error);
CrmRecord *crm_query_account_of_person (CrmReader *reader, const char *person, GError **error);
CrmRecord *crm_query_account_of_domain (CrmReader *reader, const char *domain, GError **error);
GPtrArray *
crm_query_open_deals (CrmReader *reader, const char *person, const char *account, GError **error);
GPtrArray *crm_query_deals_of_email (CrmReader *reader, const char *email, GError **error);
GPtrArray *
crm_query_deals_of_conversation (CrmReader *reader, const CrmMessage *message, GError **error);
GPtrArray *
crm_query_deals_of_subject (CrmReader *reader, const CrmMessage *message, GError **error);
gboolean crm_query_days_by_subject (CrmReader *reader,
                                    const CrmMessage *message,
                                    const char *deal,
                                    gint64 *out_days,
                                    GError **error);
GPtrArray *crm_query_deals_of_token (CrmReader *reader, const char *subject, GError **error);
CrmDealState *crm_query_deal_state (CrmReader *reader, const char *deal, GError **error);
GPtrArray *crm_query_open_follow_ups (CrmReader *reader,
                                      const char *person,
                                      const char *account,
                                      const char *address,
                                      guint limit,
                                      gboolean *out_has_more,
                                      GError **error);
GPtrArray *crm_query_open_follow_ups_of_deal (
    CrmReader *reader, const char *deal, guint limit, gboolean *out_has_more, GError **error);
GPtrArray *crm_query_tags (CrmReader *reader, const char *person, GError **error);
GPtrArray *crm_query_stages (CrmReader *reader, const char *pipeline, GError **error);
GPtrArray *crm_query_lost_reasons (CrmReader *reader, GError **error);
gboolean crm_deal_state_is_open (const CrmDealState *self);
CrmMessage *crm_query_message_by_id (CrmReader *reader, const char *message_id, GError **error);
GPtrArray *crm_query_subjects (CrmReader *reader, const char *words, guint limit, GError **error);
void crm_deal_state_free (CrmDealState *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmDealState, crm_deal_state_free)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CrmActivity, crm_activity_clear)

G_END_DECLS
