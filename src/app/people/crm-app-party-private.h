/* crm-app-party-private.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "crm-app-lines.h"
#include "crm-app-party-page.h"
#include "service/crm-party.h"
G_BEGIN_DECLS

struct _CrmAppPartyPage
{
  CrmAppPage parent_instance;
  char *entity;     /* (owned): person, account or lead */
  char *id;         /* (owned) */
  CrmParty *party;  /* (owned) (nullable) */
  GtkWidget *frame; /* see crm-app-frame.h */
  GtkWidget *subtitle;
  GtkWidget *turn; /* who owes whom */
  GtkWidget *last;
  GtkWidget *touch; /* how often they are to be contacted */
  GtkWidget *sums;
  GtkWidget *tags;
  GtkWidget *status;     /* (nullable) GtkDropDown: of a lead */
  GtkWidget *convert;    /* (nullable): of a lead */
  GtkWidget *missing;    /* (nullable): of a lead: what a status still needs */
  GtkWidget *group;      /* (nullable) GtkCheckButton: of an account: with its subsidiaries */
  GtkWidget *start_plan; /* (nullable): of an account */
  GtkWidget *plan;       /* (nullable) GtkBox: of an account: its plan's form */
  GtkWidget *facts;      /* GtkListBox, and so are those below */
  GtkWidget *tree;
  GtkWidget *members;
  GtkWidget *leads;
  GtkWidget *deals;
  GtkWidget *follow_ups; /* see crm-app-follow-ups.h */
  GtkWidget *documents;  /* see crm-app-documents.h */
  GtkWidget *history;    /* see crm-app-history-card.h */
  gboolean filling;      /* what is shown is being set, and is nobody's choice */
};

void _crm_app_party_show (CrmAppPartyPage *self);
void _crm_app_party_add_ways (GPtrArray *lines, const CrmParty *party, gboolean with_addresses);
GtkWidget *_crm_app_party_make_adder (CrmAppPartyPage *self);
GtkWidget *_crm_app_party_make_lead_bar (CrmAppPartyPage *self);
void _crm_app_party_show_lead (CrmAppPartyPage *self);

G_END_DECLS
