/* crm-app-list-layout.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "model/crm-entity.h"
G_BEGIN_DECLS

/* What a list shows and in which order: as people left it, as a view of theirs says, or as it is at
 * first. As text: columns as `title:240 stage amount`, the order as `amount desc`. */

typedef struct
{
  GPtrArray *paths; /* (owned) (element-type utf8) */
  GArray *widths;   /* (owned) (element-type int): in pixels, -1 for as usual */
  char *order_by;   /* (owned) (nullable) */
  gboolean descending;
} CrmAppListLayout;

CrmAppListLayout *crm_app_list_layout_new (const CrmEntity *entity);
CrmAppListLayout *
crm_app_list_layout_parse (const CrmEntity *entity, const char *columns, const char *order);
char *crm_app_list_layout_columns_to_string (const CrmAppListLayout *self);
char *crm_app_list_layout_order_to_string (const CrmAppListLayout *self);
int crm_app_list_layout_find (const CrmAppListLayout *self, const char *path);
void crm_app_list_layout_add (CrmAppListLayout *self, const char *path, int width);
void crm_app_list_layout_remove (CrmAppListLayout *self, const char *path);
void crm_app_list_layout_move (CrmAppListLayout *self, const char *path, int step);
void crm_app_list_layout_free (CrmAppListLayout *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmAppListLayout, crm_app_list_layout_free)

G_END_DECLS
