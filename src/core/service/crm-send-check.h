/* crm-send-check.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "store/crm-store.h"
G_BEGIN_DECLS

/* What a person would be sorry for a minute after sending. Few rules, and none that is wrong often:
 * who is warned in vain twice does not read the third warning. */

typedef enum
{
  CRM_SEND_DEAD_ADDRESS,  /* mail to it does not arrive */
  CRM_SEND_OPTED_OUT,     /* they want no mail there */
  CRM_SEND_OTHER_ACCOUNT, /* not of the account of the chosen deal */
  CRM_SEND_ATTACHMENT,    /* its name is that of another account */
  CRM_SEND_PLACEHOLDER,   /* {{...}} is left in the text */
} CrmSendWarningKind;

typedef struct
{
  CrmSendWarningKind kind;
  char *what;            /* (owned): the address, the attachment's name, the placeholder */
  char *other;           /* (owned) (nullable): the account that it belongs to */
  gint64 came_back_usec; /* when mail to a dead address came back; 0 where somebody said so */
} CrmSendWarning;

/* What is known of one recipient. */
typedef struct
{
  const char *address;
  const char *account;      /* (nullable): id */
  const char *account_name; /* (nullable) */
  gboolean is_invalid;
  gboolean is_opted_out;
  gboolean is_own;       /* oneself or a colleague */
  gboolean is_in_deal;   /* takes part in the chosen deal, or works for its account as well */
  gint64 came_back_usec; /* when mail to it came back; 0 where it arrives */
} CrmSendRecipient;

/* An account that an attachment may be named after. */
typedef struct
{
  const char *id;
  const char *name;
  const char *domain; /* (nullable): the organisation's */
  const char *parent; /* (nullable): id of what it is a part of */
  gboolean is_own;    /* the user's own firm */
} CrmSendAccount;

typedef struct
{
  const CrmSendRecipient *recipients;
  guint n_recipients;
  const char *deal_account;      /* (nullable): id */
  const char *deal_account_name; /* (nullable) */
  const CrmSendAccount *accounts;
  guint n_accounts;
  const char *const *attachments; /* (nullable): file names, ended by NULL */
  const char *subject;            /* (nullable) */
  const char *text;               /* (nullable): plain, or HTML */
} CrmSendFacts;

/* What crm_send_check_async() is asked. */
typedef struct
{
  GPtrArray *addresses;   /* (element-type utf8): normalised */
  GPtrArray *attachments; /* (element-type utf8) */
  const char *deal;       /* (nullable) */
  const char *subject;    /* (nullable) */
  const char *text;       /* (nullable) */
} CrmSendRequest;

GPtrArray *crm_send_check_rules (const CrmSendFacts *facts) G_GNUC_WARN_UNUSED_RESULT;
void crm_send_check_async (CrmStore *store,
                           const CrmSendRequest *request,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
GPtrArray *crm_send_check_finish (CrmStore *store,
                                  GAsyncResult *result,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
void crm_send_warning_free (CrmSendWarning *self);

G_END_DECLS
