/* crm-app-lines.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <adwaita.h>
#include "base/crm-app-session.h"
G_BEGIN_DECLS

/* Lists of short lines on a record's page, each of which may lead somewhere: to another record, to
 * a message in Evolution, to the program for letters or calls. */

typedef struct
{
  char *text;         /* (owned) */
  char *below;        /* (owned) (nullable): smaller, below it */
  char *right;        /* (owned) (nullable): at the end of the line */
  const char *entity; /* (nullable): of the record that the line leads to */
  char *id;           /* (owned) (nullable): its id */
  char *uri;          /* (owned) (nullable): what else it leads to */
  char *source;       /* (owned) (nullable): of a message in Evolution, and so are the next two */
  char *folder;       /* (owned) (nullable) */
  char *uid;          /* (owned) (nullable) */
  const char *edit_entity; /* (nullable): of a record that a button beside the line edits */
  char *edit_id;           /* (owned) (nullable) */
  guint indent;            /* levels, in a tree */
  gboolean is_here;        /* the line of the record itself: it leads nowhere */
} CrmAppLine;

GPtrArray *crm_app_lines_new (void) G_GNUC_WARN_UNUSED_RESULT;
CrmAppLine *
crm_app_lines_add (GPtrArray *lines, const char *text, const char *below, const char *right);
GtkWidget *crm_app_lines_part_new (GtkWidget *parent, const char *heading, const char *id);
void crm_app_lines_show (GtkWidget *list, CrmAppSession *session, GPtrArray *lines);

G_END_DECLS
