/* crm-merge.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "model/crm-template.h"
#include "service/crm-context.h"
G_BEGIN_DECLS

/* What a template is filled with. All may be missing. */
typedef struct
{
  const CrmContext *context;  /* (nullable): of the recipient */
  const CrmDealState *deal;   /* (nullable) */
  const char *recipient;      /* (nullable): the address */
  const char *recipient_name; /* (nullable): as the composer has it */
  const char *sender_name;    /* (nullable) */
  const char *sender_address; /* (nullable) */
  const char *language;       /* (nullable): of the template, such as `de`; else the user's */
  gint64 now_usec;
} CrmMerge;

/* @name: for a template; @label: as people read it */
typedef void (*CrmMergeFieldFunc) (const char *name, const char *label, gpointer data);

char *crm_merge_lookup (const char *name, gpointer merge) G_GNUC_WARN_UNUSED_RESULT;
void crm_merge_foreach_custom (const CrmContext *context, CrmMergeFieldFunc func, gpointer data);
char *crm_merge_back (const char *text,
                      CrmTemplateMode mode,
                      const CrmMerge *merge) G_GNUC_WARN_UNUSED_RESULT;
char *crm_merge_first_name (const char *name) G_GNUC_WARN_UNUSED_RESULT;
char *crm_merge_last_name (const char *name) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
