/* crm-arrangement.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "model/crm-change-set.h"
#include "store/crm-reader.h"
G_BEGIN_DECLS

/* How people arranged the fields of an entity in its forms: their order, headings above some of
 * them, and which are not shown. Stored as text in `form_layout.content`, one line each: `amount`,
 * `x.region`, `-next_step` for one that is hidden, `# Money` for a heading, and `#` for that of the
 * fields that people defined. What the text does not name stands behind the field that is declared
 * before it. */

typedef struct
{
  char *name;    /* (owned) (nullable): of a field; NULL for a heading */
  char *heading; /* (owned) (nullable): "" for that of people's own fields */
  gboolean is_hidden;
} CrmArrangementItem;

GPtrArray *crm_arrangement_parse (const char *text) G_GNUC_WARN_UNUSED_RESULT;
char *crm_arrangement_write (GPtrArray *items) G_GNUC_WARN_UNUSED_RESULT;
void crm_arrangement_add_heading (GPtrArray *items, const char *heading);
void crm_arrangement_complete (GPtrArray *items, GPtrArray *names);
gboolean crm_arrangement_move (GPtrArray *items, guint from, int to);
char *crm_arrangement_dup_heading (const CrmArrangementItem *item) G_GNUC_WARN_UNUSED_RESULT;
gboolean crm_arrangement_load (CrmReader *reader,
                               const char *entity,
                               CrmRecord **out_record,
                               GError **error);
CrmChangeSet *crm_arrangement_save (const char *entity,
                                    const char *seen,
                                    const char *content) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
