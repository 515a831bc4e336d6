/* e-crm-follow-contacts.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "crm-book-mirror.h"
G_BEGIN_DECLS

/* While @mirror lives, people of the CRM are called what their contacts are called. */
void e_crm_follow_contacts (CrmStore *store, ESourceRegistry *registry, CrmBookMirror *mirror);

G_END_DECLS
