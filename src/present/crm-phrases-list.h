/* crm-phrases-list.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "model/crm-entity.h"
G_BEGIN_DECLS

/* What is said around a list of records. Everything is translated text, ready to show. */

char *crm_phrase_list_count (guint n, guint n_all, guint n_selected) G_GNUC_WARN_UNUSED_RESULT;
void crm_phrase_list_empty (const CrmEntity *entity, const char **out_title, const char **out_text);

G_END_DECLS
