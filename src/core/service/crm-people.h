/* crm-people.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "model/crm-change-set.h"
#include "model/crm-record.h"
#include "store/crm-reader.h"
G_BEGIN_DECLS

/* Making somebody known: person, contact, account and deal in one step, undone in one step. */

typedef struct
{
  const char *name;         /* (nullable): NULL makes no person, where several read the address */
  const char *address;      /* (nullable): normalised */
  const char *title;        /* (nullable): job title */
  const char *phone;        /* (nullable) */
  const char *book_uid;     /* (nullable): where the contact goes; NULL makes none */
  const char *contact_uid;  /* (nullable): an existing contact, or with @vcard the new one's UID */
  const char *vcard;        /* (nullable): the new contact; NULL where there is one already */
  const char *account;      /* (nullable): id of an existing account */
  const char *account_name; /* (nullable): of a new account */
  const char *account_domain; /* (nullable): of a new account; left out for a free-mail provider */
  int account_confidence;     /* in percent, that the domain is the account's; 0 for certainty */
  const char *deal_title;     /* (nullable): of a new deal */
  const char *currency;       /* (nullable): of the new deal */
  const char *owner;          /* (nullable): id of the acting user */
  gint64 now_usec;
} CrmCapture;

typedef struct
{
  char *person;  /* (owned) (nullable) */
  char *account; /* (owned) (nullable) */
  char *deal;    /* (owned) (nullable) */
} CrmCaptured;

/* One field of a contact in an address book, see crm_people_change_contact(). */
typedef struct
{
  const char
      *field; /* name, title, organization, address or phone; of the last two a contact has many */
  const char *kind; /* (nullable): of a phone work, mobile, home, fax or other, of an address work,
                       home or other; NULL for work */
  const char
      *seen; /* (nullable): what it is now; NULL for nothing, or to add an address or phone */
  const char *value; /* (nullable): what it shall be; NULL takes it away */
} CrmContactChange;

void crm_people_order_contact (CrmChangeSet *set, const CrmCapture *capture, const char *person);
char *crm_people_create (CrmChangeSet *set, const CrmCapture *capture);
CrmChangeSet *crm_people_capture (const CrmCapture *capture, CrmCaptured *out_ids);
void crm_people_add_address (CrmChangeSet *set, const char *person, const char *address);
char *crm_people_create_account (CrmChangeSet *set,
                                 const char *name,
                                 const char *domain,
                                 const char *owner);
void crm_people_add_domain (CrmChangeSet *set, const char *account, const char *domain);
CrmChangeSet *crm_people_remove_way (const CrmRecord *way) G_GNUC_WARN_UNUSED_RESULT;
void crm_people_join_account (CrmChangeSet *set, const char *account, const char *person);
CrmChangeSet *crm_people_put_back (const CrmRecord *person,
                                   const char *book_uid,
                                   const char *contact_uid,
                                   const char *vcard);
gboolean crm_people_follow (CrmReader *reader, CrmChangeSet **out_set, GError **error);
void crm_people_change_contact (CrmChangeSet *set,
                                const char *book_uid,
                                const char *contact_uid,
                                const char *person,
                                const CrmContactChange *change);
void crm_captured_clear (CrmCaptured *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CrmCaptured, crm_captured_clear)

G_END_DECLS
