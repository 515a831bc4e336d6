/* e-crm-composer-text.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <composer/e-msg-composer.h>
#include "model/crm-template.h"
#include "store/crm-store.h"
G_BEGIN_DECLS

/* Between the templates and the text that is being written. */

typedef void (*ECrmSavedFunc) (const char *failure, gpointer data);

char *e_crm_composer_text_insert (EMsgComposer *composer,
                                  const CrmRecord *template,
                                  CrmTemplateLookup lookup,
                                  gpointer data);
void e_crm_composer_text_save (EMsgComposer *composer,
                               CrmStore *store,
                               const char *name,
                               const char *kind,
                               const char *language,
                               ECrmSavedFunc saved,
                               gpointer data);

G_END_DECLS
