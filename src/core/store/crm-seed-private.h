/* crm-seed-private.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "model/crm-change-set.h"
G_BEGIN_DECLS

CrmChangeSet *_crm_seed_new (const char *currency);

G_END_DECLS
