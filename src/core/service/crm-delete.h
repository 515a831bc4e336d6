/* crm-delete.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "model/crm-change-set.h"
#include "store/crm-reader.h"
G_BEGIN_DECLS

/* Deleting a record with what makes no sense without it, so that one undo brings all of it back. */

GPtrArray *
crm_delete_record (CrmReader *reader, CrmChangeSet *set, const CrmRecord *record, GError **error);

G_END_DECLS
