/* crm-similar-query.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "crm-reader.h"
#include "model/crm-typo.h"
G_BEGIN_DECLS

GPtrArray *crm_query_similar (
    CrmReader *reader, const char *entity, const CrmTypo *words, guint limit, GError **error);

G_END_DECLS
