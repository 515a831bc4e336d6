/* e-crm-today-pane-private.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "e-crm-today-pane.h"
#include "service/crm-today.h"
G_BEGIN_DECLS

/* A section of the day. */
typedef struct
{
  GtkWidget *box; /* heading, list, button */
  GtkWidget *heading;
  GtkWidget *list;
  GtkWidget *more;
  GtkWidget *entry;       /* its row in the index */
  GtkWidget *entry_count; /* how many, there */
  GListStore *rows;       /* (owned) (element-type CrmTodayRow) */
  gboolean shows_all;
} ECrmTodayPart;

struct _ECrmTodayPane
{
  GtkBox parent_instance;
  ECrmApp *app;     /* (owned) (nullable): NULL when disposed of */
  GtkWidget *stack; /* "status", "setup", "nothing" or "work" */
  GtkWidget *status;
  GtkWidget *rescue; /* ECrmRescue */
  GtkWidget *setup;  /* (nullable): ECrmSetupCard, made when first needed */
  GtkWidget *progress;
  GtkWidget *summary;
  GtkWidget *scrolled;
  GtkWidget *columns[2];
  GtkWidget *index; /* (owned): the sections as a list, for Evolution's own sidebar */
  GtkWidget *toast; /* ECrmToast */
  ECrmTodayPart parts[CRM_TODAY_N_SECTIONS];
  CrmToday *today;           /* (owned) (nullable) */
  GCancellable *cancellable; /* (owned) (nullable): of the load under way */
  CrmStore *store;           /* (unowned) (nullable): whose changes are heard of; the app's */
  guint reload_id;           /* timeout, 0 for none */
  guint clock_id;            /* timeout while it is shown, 0 for none */
  int focus_section;         /* where the keyboard was when lines change, -1 for nowhere */
  int focus_line;
};

/* e-crm-today-pane-build.c: the widgets. */
void _e_crm_today_pane_build (ECrmTodayPane *self);

/* e-crm-today-pane.c: what they ask for. */
void _e_crm_today_pane_show_section (ECrmTodayPane *self, CrmTodaySection section);
void _e_crm_today_pane_write (ECrmTodayPane *self, CrmChangeSet *set);

G_END_DECLS
