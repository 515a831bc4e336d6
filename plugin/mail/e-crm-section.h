/* e-crm-section.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <gtk/gtk.h>
#include "service/crm-context.h"
G_BEGIN_DECLS

/* One part of the sidebar: a heading and what belongs under it. A section shows a context and asks
 * for changes; it never touches the store. */

#define E_TYPE_CRM_SECTION (e_crm_section_get_type ())
G_DECLARE_DERIVABLE_TYPE (ECrmSection, e_crm_section, E, CRM_SECTION, GtkBox)

struct _ECrmSectionClass
{
  GtkBoxClass parent_class;

  /* Shows @context. The section hides itself where it has nothing to show. Widgets are kept and
   * relabelled: making them anew costs four times as much. */
  void (*update) (ECrmSection *self, CrmContext *context);
};

void e_crm_section_set_heading (ECrmSection *self, const char *heading, const char *id);
GtkBox *e_crm_section_get_body (ECrmSection *self);
void e_crm_section_update (ECrmSection *self, CrmContext *context);
CrmContext *e_crm_section_get_context (ECrmSection *self);

void e_crm_section_write (ECrmSection *self, CrmChangeSet *set);
void e_crm_section_choose_address (ECrmSection *self, const char *address);
void e_crm_section_call (ECrmSection *self, const char *number, const char *text);
void e_crm_section_fail (ECrmSection *self, const char *text);

/* A box whose rows are kept: shows the first @n and makes what is missing. */
typedef GtkWidget *(*ECrmRowMaker) (ECrmSection *self, guint index);
GtkWidget *e_crm_section_nth_row (ECrmSection *self, GtkBox *box, guint n, ECrmRowMaker make);
void e_crm_section_hide_rows_from (GtkBox *box, guint n);

G_END_DECLS
