/* crm-mail-headers.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <camel/camel.h>
#include <glib.h>
G_BEGIN_DECLS

/* More than this of one header block is never looked at: real ones are below 100 KiB, and a file
 * that is no mail at all must not fill the memory. */
#define CRM_MAIL_HEADERS_MAX_BYTES (256 * 1024)

/* The headers the CRM reads; everything else is skipped while splitting. Not stored anywhere, so
 * the order is free. */
typedef enum
{
  CRM_MAIL_HEADER_FROM,
  CRM_MAIL_HEADER_TO,
  CRM_MAIL_HEADER_CC,
  CRM_MAIL_HEADER_BCC,
  CRM_MAIL_HEADER_REPLY_TO,
  CRM_MAIL_HEADER_DATE,
  CRM_MAIL_HEADER_RECEIVED,
  CRM_MAIL_HEADER_SUBJECT,
  CRM_MAIL_HEADER_MESSAGE_ID,
  CRM_MAIL_HEADER_IN_REPLY_TO,
  CRM_MAIL_HEADER_REFERENCES,
  CRM_MAIL_HEADER_CONTENT_TYPE,
  CRM_MAIL_HEADER_PRECEDENCE,
  CRM_MAIL_HEADER_AUTO_SUBMITTED,
  CRM_MAIL_HEADER_X_AUTOREPLY,
  CRM_MAIL_HEADER_X_FAILED_RECIPIENTS,
  CRM_MAIL_HEADER_RETURN_PATH,
  CRM_MAIL_HEADER_STATUS,
  CRM_MAIL_HEADER_X_STATUS,
  CRM_MAIL_HEADER_LIST_ID,
  CRM_MAIL_HEADER_LIST_POST,
  CRM_MAIL_HEADER_LIST_UNSUBSCRIBE,
  CRM_MAIL_HEADER_MAILING_LIST,
  CRM_MAIL_HEADER_ORIGINATOR,
  CRM_MAIL_HEADER_X_MAILING_LIST,
  CRM_MAIL_HEADER_X_LOOP,
  CRM_MAIL_HEADER_X_LIST,
  CRM_MAIL_HEADER_SENDER,
  CRM_MAIL_HEADER_DELIVERED_TO,
  CRM_MAIL_HEADER_X_BEENTHERE,
  CRM_MAIL_N_HEADERS,
} CrmMailHeader;

typedef struct
{
  char *block;                            /* (owned): what the values point into */
  const char *values[CRM_MAIL_N_HEADERS]; /* (nullable): first of its name, unfolded, not decoded;
                                             the colon and blanks still stand before it */
} CrmMailHeaders;

CrmMailHeaders *crm_mail_headers_new (const char *bytes, gsize length) G_GNUC_WARN_UNUSED_RESULT;
CrmMailHeaders *
crm_mail_headers_new_from_array (const CamelNameValueArray *array) G_GNUC_WARN_UNUSED_RESULT;
void crm_mail_headers_free (CrmMailHeaders *self);
const char *crm_mail_headers_get (const CrmMailHeaders *self, CrmMailHeader header);
const char *crm_mail_header_get_name (CrmMailHeader header);
gboolean crm_mail_headers_find_end (const char *bytes, gsize length, gsize *out_end);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmMailHeaders, crm_mail_headers_free)

G_END_DECLS
