/* crm-phrases-contact.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "service/crm-contact-order.h"
G_BEGIN_DECLS

const char *crm_phrase_contact_field (const char *field, const char *kind);
char *crm_phrase_contact_difference (const CrmRecord *order, const CrmContext *context);

G_END_DECLS
