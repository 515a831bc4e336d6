/* crm-load-private.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "crm-load-pipeline.h"
G_BEGIN_DECLS

/* Shared by crm-load-*.c only. */

typedef struct
{
  CrmReader *reader;
  CrmChangeSet *set;
  CrmLoadCounts *counts;
  GHashTable *known; /* (owned) (element-type utf8): ids made so far */
  GTimeZone *zone;   /* (owned): the seller's */
  gint64 now_usec;
} CrmLoad;

typedef gboolean (*CrmLoadFunc) (CrmLoad *load, JsonObject *object, GError **error);

JsonNode *_crm_load_get_value (JsonObject *object, const char *name);
const char *_crm_load_get_text (JsonObject *object, const char *name);
gboolean _crm_load_complain (GError **error, const char *what, const char *value);
char *_crm_load_id_of (const char *entity, const char *key);
CrmChange *
_crm_load_create_keyed (CrmLoad *load, const char *entity, JsonObject *object, GError **error);
gboolean _crm_load_refer (
    CrmLoad *load, CrmChange *change, JsonObject *object, const char *entity, GError **error);
JsonObject *_crm_load_get_object (JsonArray *array, guint i);
GPtrArray *_crm_load_list_texts (JsonObject *object, const char *name);
const char *_crm_load_choice_of (const char *entity, const char *field, const char *label);
const char *_crm_load_choice_or_text (const char *entity, const char *field, const char *text);
gboolean _crm_load_read_day (
    JsonObject *object, const char *name, int *out_day, gboolean *out_has, GError **error);
gboolean _crm_load_refer_all (CrmLoad *load, CrmChange *change, JsonObject *object, GError **error);
gboolean _crm_load_account (CrmLoad *load, JsonObject *object, GError **error);
gboolean _crm_load_person (CrmLoad *load, JsonObject *object, GError **error);
gboolean _crm_load_lead (CrmLoad *load, JsonObject *object, GError **error);
gboolean _crm_load_deal (CrmLoad *load, JsonObject *object, GError **error);
gboolean _crm_load_follow_up (CrmLoad *load, JsonObject *object, GError **error);
gboolean _crm_load_note (CrmLoad *load, JsonObject *object, GError **error);
gboolean _crm_load_call (CrmLoad *load, JsonObject *object, GError **error);
gboolean _crm_load_tag (CrmLoad *load, JsonObject *object, GError **error);
gboolean _crm_load_template (CrmLoad *load, JsonObject *object, GError **error);

G_END_DECLS
