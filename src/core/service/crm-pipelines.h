/* crm-pipelines.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "model/crm-change-set.h"
#include "model/crm-record.h"
#include "store/crm-store.h"
G_BEGIN_DECLS

/* Pipelines and their stages, as people arrange them. What begins with "set" or "add" only builds.
 * A pipeline has at least one open stage, one for what is won and one for what is lost; a stage
 * with deals goes only when it is said where they go. */

typedef struct
{
  const char *name;
  const char *kind;            /* a choice of `stage.kind` */
  gint64 probability;          /* percent; -1 for none */
  gint64 max_days;             /* 0 for no limit */
  const char *required_fields; /* (nullable): as crm_stage_join() makes it */
  const char *checklist;       /* (nullable): the same */
} CrmNewStage;

/* A pipeline as it is edited. Immutable, so it crosses threads freely. */
typedef struct
{
  int ref_count;        /* (atomic) */
  GPtrArray *pipelines; /* (owned) (element-type CrmRecord): all, also archived ones, in order */
  CrmRecord *pipeline;  /* (owned) (nullable): NULL when there is none */
  GPtrArray *stages;    /* (owned) (element-type CrmRecord): in use, in their order */
  GArray *n_deals;      /* (owned) (element-type gint64): of each stage, open and closed */
  gint64 n_all;         /* deals of the pipeline, also in stages that were removed */
  gint64 default_limit; /* days for new stages; 0 for none */
} CrmPipelinePlan;

#define CRM_TYPE_PIPELINE_PLAN (crm_pipeline_plan_get_type ())
GType crm_pipeline_plan_get_type (void);

CrmPipelinePlan *crm_pipeline_plan_load (CrmReader *reader, const char *pipeline, GError **error);
void crm_pipeline_plan_load_async (CrmStore *store,
                                   const char *pipeline,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
CrmPipelinePlan *
crm_pipeline_plan_load_finish (CrmStore *store, GAsyncResult *result, GError **error);
CrmPipelinePlan *crm_pipeline_plan_ref (CrmPipelinePlan *self);
void crm_pipeline_plan_unref (CrmPipelinePlan *self);
gboolean crm_pipeline_plan_can_remove (const CrmPipelinePlan *self, const CrmRecord *stage);
GPtrArray *crm_pipeline_plan_list_targets (const CrmPipelinePlan *self,
                                           const CrmRecord *stage) G_GNUC_WARN_UNUSED_RESULT;
gboolean crm_pipeline_plan_can_archive (const CrmPipelinePlan *self);
gboolean crm_stage_is_closed (const CrmRecord *stage);

char *crm_pipelines_add (CrmChangeSet *set,
                         const char *name,
                         gint64 position,
                         const char *currency,
                         const GPtrArray *stages);
void crm_pipelines_set_name (CrmChangeSet *set, const CrmRecord *pipeline, const char *name);
void crm_pipelines_set_inactive (CrmChangeSet *set, const CrmRecord *pipeline, gboolean inactive);
char *crm_pipelines_add_stage (CrmChangeSet *set,
                               const char *pipeline,
                               const CrmNewStage *stage,
                               gint64 position);
void crm_pipelines_set_order (CrmChangeSet *set, const GPtrArray *stages);
gboolean crm_pipelines_set_kind (CrmChangeSet *set,
                                 const CrmPipelinePlan *plan,
                                 const CrmRecord *stage,
                                 const char *kind,
                                 GError **error);
CrmChangeSet *
crm_pipelines_build_removal (CrmReader *reader, const char *stage, const char *to, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmPipelinePlan, crm_pipeline_plan_unref)

G_END_DECLS
