/* crm-custom.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <glib.h>
#include "crm-entity.h"
G_BEGIN_DECLS

/* Fields that people define themselves (law 1). Those of `deal` are the fields of a sibling entity,
 * `deal_custom`, whose records are journalled, undone and filtered like any other. Its first field
 * leads to the record it belongs to; each further one is named by the definition's id, which is its
 * column, and has what people call it as its alias. In filters, on the command line and for
 * crm_record_get() such a field is `x.` and its alias: `x.region`.
 *
 * Which fields there are is a matter of the store and of the moment, so the sibling comes from a
 * reader, see crm_reader_get_custom(). What is made here is never freed: equal definitions give the
 * same pointer, and what holds one may cross threads and outlive the reader. */

#define CRM_CUSTOM_PREFIX "x."
#define CRM_CUSTOM_SUFFIX "_custom"
#define CRM_CUSTOM_CURRENCY_SUFFIX "_currency"

const CrmEntity *crm_custom_intern (const CrmEntity *base, const CrmField *fields);
const CrmEntity *crm_custom_get_base (const CrmEntity *custom);
const CrmEntity *crm_custom_find_base (const char *name);
char *crm_custom_derive_id (const CrmEntity *custom, const char *record) G_GNUC_WARN_UNUSED_RESULT;
gboolean crm_custom_suits (const CrmEntity *entity);
gboolean crm_custom_name_is_valid (const char *name);
const char *crm_custom_type_to_name (CrmFieldType type);
gboolean crm_custom_type_from_name (const char *name, CrmFieldType *out_type);

G_END_DECLS
