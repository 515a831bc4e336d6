/* crm-app-commands.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <gtk/gtk.h>
G_BEGIN_DECLS

/* What can be done by typing its name: places, and what menus have. */

typedef struct
{
  char *label;      /* (owned): translated, without a mnemonic */
  const char *icon; /* static */
  char *action;     /* (owned): of the window, with its prefix */
  GVariant *target; /* (owned) (nullable) */
} CrmAppCommand;

GPtrArray *crm_app_commands_new (void);
void crm_app_commands_add (
    GPtrArray *self, const char *label, const char *icon, const char *action, GVariant *target);
void crm_app_commands_add_menu (GPtrArray *self, GMenuModel *menu);
GPtrArray *crm_app_commands_find (GPtrArray *self, const char *words);
gboolean crm_app_command_is_meant (const CrmAppCommand *self, const char *words);

G_END_DECLS
