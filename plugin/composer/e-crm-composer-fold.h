/* e-crm-composer-fold.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "e-crm-composer-pane.h"
G_BEGIN_DECLS

/* When the pane is one line only. */

void e_crm_composer_fold_watch (ECrmComposerPane *pane, GtkWidget *window, const char *directory);

G_END_DECLS
