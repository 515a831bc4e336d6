/* crm-load-pipeline.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <json-glib/json-glib.h>

#include "crm-cli.h"
#include "model/crm-change-set.h"
G_BEGIN_DECLS

/* From the demo's pipeline.json (data/demo/content/README.md) to one change set. */

typedef struct
{
  guint accounts;
  guint people;
  guint deals;
  guint leads;
  guint follow_ups;
  guint notes;
  guint calls;
  guint tags;
  guint templates;
  guint filed;
  guint missing; /* letters that were to be filed and are not in the index */
} CrmLoadCounts;

gboolean crm_load_pipeline (CrmReader *reader,
                            JsonObject *root,
                            CrmChangeSet *set,
                            CrmLoadCounts *out_counts,
                            GError **error);

G_END_DECLS
