/* e-crm-signature-reader.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <mail/e-mail-reader.h>

#include "e-crm-sidebar.h"
G_BEGIN_DECLS

/* Looks for a signature in every letter that Evolution has loaded for reading, and tells the
 * sidebar. Nothing is loaded for that. */

void e_crm_signature_reader_attach (EMailReader *reader, ECrmSidebar *sidebar);

G_END_DECLS
