/* crm-test-filter.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "crm-test-store.h"
G_BEGIN_DECLS

/* Filters against a store, from the text to the records. */

void crm_test_find (CrmTestStore *test, const char *entity, const char *filter, const char *titles);
void crm_test_find_mistake (CrmTestStore *test,
                            const char *entity,
                            const char *filter,
                            const char *mistake);
gboolean crm_test_can_find (CrmTestStore *test, const char *entity, const char *filter);

G_END_DECLS
