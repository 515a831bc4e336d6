/* crm-phrases-filter.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "model/crm-filter.h"
G_BEGIN_DECLS

char *crm_phrase_filter_mistake (const GError *error,
                                 const char *source,
                                 const CrmFilterErrorPlace *place) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
