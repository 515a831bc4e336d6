/* e-crm-sidebar-private.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "e-crm-sidebar.h"
#include "service/crm-context.h"
G_BEGIN_DECLS

/* How much of a history is shown at first, and how much more each time. */
#define E_CRM_SIDEBAR_HISTORY_PAGE 50
/* How many follow-ups more each time. */
#define E_CRM_SIDEBAR_FOLLOW_UPS_PAGE 40

struct _ECrmSidebar
{
  GtkBox parent_instance;
  ECrmApp *app; /* (owned) */
  GtkWidget *stack;
  GtkWidget *status;     /* says why there is nothing to see */
  GtkWidget *rescue;     /* ECrmRescue: what can be done about it */
  GtkWidget *progress;   /* how far the index is */
  GtkWidget *page;       /* (nullable): ECrmContextPage, made when first needed */
  GtkWidget *form;       /* (nullable): ECrmCaptureForm, the same */
  gboolean capturing;    /* @form is filled in: a reload must not take it away */
  GtkWidget *setup;      /* (nullable): ECrmSetupCard, made when first needed */
  GtkWidget *filing;     /* (nullable): a section of @page */
  GtkWidget *deals;      /* (nullable): the same */
  GtkWidget *follow_ups; /* (nullable): the same */
  GtkWidget *call;       /* (nullable): the same */
  GtkWidget *meeting;    /* (nullable): the same */
  GtkWidget *signatures; /* (nullable): the same */
  GtkWidget *toast;      /* ECrmToast */

  CrmMessage *message;     /* (owned) (nullable): the selected one */
  CrmSignature *signature; /* (owned) (nullable): of @message, once it is read */
  guint n_selected;
  gboolean for_events; /* see e_crm_sidebar_use_for_events() */
  CrmEvent *event;     /* (owned) (nullable): the selected one, whose people @message are */
  gboolean for_contacts;
  CrmContact *contact; /* (owned) (nullable): the selected one, beside the address books */
  GPtrArray *contacts; /* (owned) (nullable) (element-type CrmContact): several are selected */
  GtkWidget *group;    /* (nullable): ECrmGroupPage, made when first needed */
  gboolean for_tasks;  /* the same of tasks */
  char *address;       /* (owned) (nullable): whom the person chose to see */
  guint history_limit;
  guint follow_up_limit;
  CrmContext *context;       /* (owned) (nullable): what is shown */
  gboolean is_current;       /* @context is that of the selected letter, and shown */
  GCancellable *cancellable; /* (owned) (nullable): of the load under way */
  guint reload_id;           /* idle source, 0 for none */
};

/* e-crm-sidebar-load.c: what the pane shows of what is selected. */
void _e_crm_sidebar_connect_store (ECrmSidebar *self);
void _e_crm_sidebar_load (ECrmSidebar *self);
void _e_crm_sidebar_refresh (ECrmSidebar *self);
void _e_crm_sidebar_reload_later (ECrmSidebar *self);
void _e_crm_sidebar_show_context (ECrmSidebar *self);

/* e-crm-sidebar-write.c: what is written and taken back. */
void _e_crm_sidebar_end_capture (ECrmSidebar *self);

/* e-crm-sidebar-page.c: the page of sections, and what they ask for. */
void _e_crm_sidebar_ensure_page (ECrmSidebar *self);
void _e_crm_sidebar_resume_capture (ECrmSidebar *self);
void _e_crm_sidebar_show_group (ECrmSidebar *self);

/* e-crm-sidebar-lead.c: from whom the pane shows to the workspace, and leads. */
void _e_crm_sidebar_connect_person (ECrmSidebar *self, GtkWidget *person);

G_END_DECLS
