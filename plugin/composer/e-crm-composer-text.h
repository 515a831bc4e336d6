/* e-crm-composer-text.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <composer/e-msg-composer.h>
#include "e-crm-template-chooser.h"
#include "model/crm-template.h"
#include "store/crm-store.h"
G_BEGIN_DECLS

/* Between the templates and the text that is being written. */

typedef void (*ECrmSavedFunc) (const char *failure, gpointer data);

/* Puts fields in place of names; NULL keeps them. Returns: (transfer full) */
typedef char *(*ECrmMergeBackFunc) (const char *text, CrmTemplateMode mode, gpointer data);

char *e_crm_composer_text_insert (EMsgComposer *composer,
                                  const CrmRecord *template,
                                  CrmTemplateLookup lookup,
                                  gpointer data);
void e_crm_composer_text_save (EMsgComposer *composer,
                               CrmStore *store,
                               const ECrmTemplateWish *wish,
                               ECrmMergeBackFunc merge_back,
                               ECrmSavedFunc saved,
                               gpointer data);
void e_crm_composer_text_insert_field (EMsgComposer *composer, const char *field);

G_END_DECLS
