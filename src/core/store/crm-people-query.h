/* crm-people-query.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "store/crm-reader.h"
G_BEGIN_DECLS

/* A field of a person that its contact says otherwise. */
typedef struct
{
  char *person;      /* (owned): id */
  const char *field; /* name or title */
  char *seen;        /* (owned) (nullable): what the person has */
  char *value;       /* (owned): what the contact has */
} CrmOutdated;

/* A person whose contact is no longer in its address book, and one of their addresses. */
typedef struct
{
  char *person;      /* (owned): id */
  char *book_uid;    /* (owned) */
  char *contact_uid; /* (owned) */
  char *address;     /* (owned): normalised */
} CrmStray;

/* The contact of a person, as far as it is kept. */
typedef struct
{
  char *book_uid;     /* (owned) */
  char *contact_uid;  /* (owned) */
  char *vcard;        /* (owned) (nullable): what is kept of it */
  gboolean is_orphan; /* no person is that contact any more */
} CrmCardToKeep;

void crm_card_to_keep_free (CrmCardToKeep *self);
GPtrArray *crm_query_cards_to_keep (CrmReader *reader, guint limit, GError **error);
void crm_outdated_free (CrmOutdated *self);
GPtrArray *crm_query_outdated_people (CrmReader *reader, GError **error);
void crm_stray_free (CrmStray *self);
GPtrArray *crm_query_stray_people (CrmReader *reader, GError **error);
GPtrArray *crm_query_contact_orders (CrmReader *reader, GError **error);

G_END_DECLS
