/* e-crm-follow-up-editor-private.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "e-crm-follow-up-editor.h"
G_BEGIN_DECLS

/* The form in its parts: what it does, how it is made, filled in and read. */

#define HOUR_USEC (G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC)

/* When it rings, as people choose it. */
typedef enum
{
  REMIND_NEVER,
  REMIND_ON_DAY, /* at the time it is due, else in the morning */
  REMIND_HOUR_BEFORE,
  REMIND_DAY_BEFORE,
  REMIND_AS_IT_IS, /* what somebody chose elsewhere */
} Remind;

struct _ECrmFollowUpEditor
{
  GtkBox parent_instance;
  CrmRecord *record; /* (owned) (nullable): as it was when the form was filled in */
  CrmRecord *theirs; /* (owned) (nullable): as somebody else has changed it since, and as the person
                        has been told */
  CrmChangeSet *pending; /* (owned) (nullable): on its way into the store */
  gboolean is_refused;
  GtkWidget *difference; /* what somebody else wrote, and what is written here */
  GtkWidget *grid;
  GtkWidget *title;
  GtkWidget *day;
  GtkWidget *clock;
  GtkWidget *remind;
  GtkWidget *kind;
  GtkWidget *priority;
  GtkWidget *every;
  GtkWidget *unit;
  GtkWidget *note;
  GtkWidget *list;
  char *task_list;     /* (owned) (nullable): the setting, as the form was filled in */
  GtkWidget *reminded; /* for those that wait */
  char *filled;        /* (owned) (nullable): what it said when it was filled in */
};

/* What the form says, as far as it can be understood. */
typedef struct
{
  gboolean has_day;
  int day;
  int minute; /* -1 for none */
  gint64 due_at;
} When;

/* e-crm-follow-up-editor.c */
void _e_crm_follow_up_editor_fail (ECrmFollowUpEditor *self, GtkWidget *where, const char *text);
void _e_crm_follow_up_editor_save_cb (GtkWidget *widget, gpointer data);

/* e-crm-follow-up-editor-build.c: its widgets. */
void _e_crm_follow_up_editor_add_times (ECrmFollowUpEditor *self);
void _e_crm_follow_up_editor_add_rest (ECrmFollowUpEditor *self);

/* e-crm-follow-up-editor-read.c: what it says. */
gint64 _e_crm_follow_up_editor_remind_usec (Remind remind, const When *when);
void _e_crm_follow_up_editor_set_if_changed (ECrmFollowUpEditor *self,
                                             CrmChangeSet *set,
                                             const char *field,
                                             CrmValue value);
char *_e_crm_follow_up_editor_dup_typed (ECrmFollowUpEditor *self);
CrmChangeSet *_e_crm_follow_up_editor_build_changes (ECrmFollowUpEditor *self);
void _e_crm_follow_up_editor_add_list (ECrmFollowUpEditor *self, CrmChangeSet *set);

G_END_DECLS
