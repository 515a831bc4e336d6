/* e-crm-composer-letter.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <composer/e-msg-composer.h>
#include "model/crm-message.h"
G_BEGIN_DECLS

/* What stands in the window of a letter that is being written. */

CrmMessage *e_crm_composer_letter_read (EMsgComposer *composer,
                                        const char *forwarded) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *e_crm_composer_letter_list_files (EMsgComposer *composer) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
