/* crm-schema-private.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "crm-connection-private.h"
#include "model/crm-entity.h"
G_BEGIN_DECLS

/* Schema changelog of crm.db:
 *   1  the first
 *   2  email.subject_key: what letters of one conversation have in common without references;
 *      custom_field, custom_choice, custom_label and exchange_rate; from here on a file may have
 *      tables of custom fields (NAME_custom), which come and grow with their definitions
 *   3  follow_up: it is a task in a list (kind to ladder_step); outbox.base and outbox.follow_up;
 *      meeting, meeting_link, template, send_intent and card_decision; the indexes of memberships
 *      have both ends in them
 *   4  kept_card: what a contact was like, for the day somebody removes it
 *      undelivered: addresses from which mail came back
 *   5  lead, and what is written of one (note.lead, call.lead, follow_up.lead); account_plan;
 *      account.preferred_channel and account.cadence_days; saved_view: lists under a name;
 *      stage: what it asks for (required_fields, checklist), and inactive; deal_step: a step taken
 *      the indexes of follow-ups by whom they are about have status and due day in them
 *   6  indexes for the sums of a pipeline and for who is to hear of us every so many days; those by
 *      day have the texts in them that lists are searched by;
 *      tagging.lead; form_layout: how people arranged the fields of an entity;
 *      preferred_channel is a choice, and texts from before stay;
 *      document: files and pages of the web that belong to somebody or something
 *   7  the index of deals by day has their stage in it
 *   8  redirect: what became of a record that was merged into another */
#define CRM_SCHEMA_VERSION 8

gboolean _crm_schema_prepare (CrmConnection *connection, const char *path, GError **error);
gboolean _crm_schema_check_version (CrmConnection *connection, GError **error);
gboolean _crm_schema_is_older (CrmConnection *connection);
gboolean _crm_schema_fill (CrmConnection *connection, int from, GError **error);
gboolean
_crm_schema_ensure_table (CrmConnection *connection, const CrmEntity *entity, GError **error);
gboolean _crm_schema_ensure_column (CrmConnection *connection,
                                    const CrmEntity *entity,
                                    const CrmField *field,
                                    GError **error);
const char *_crm_schema_column_type (const CrmField *field);
gboolean _crm_schema_is_beside_days (const CrmField *field);

G_END_DECLS
