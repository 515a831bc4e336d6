/* crm-form.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "crm-form-data.h"
#include "model/crm-change-set.h"
G_BEGIN_DECLS

/* A form, generated from the declarations (law 1): its fields, what people entered, what is wrong
 * with it, and the change set that comes of it. Each field knows the value that was shown when
 * somebody began to edit it: what others wrote meanwhile is told beside it (@theirs), with both
 * values, and never overwritten unseen. Used by one thread; knows no widgets. */

typedef struct
{
  CrmValue value; /* (owned) */
  char *currency; /* (owned) (nullable): of an amount */
} CrmFormValue;

typedef struct
{
  const CrmEntity *entity; /* the form's, its sibling with custom fields, or another one's */
  const CrmField *field;
  char *name;  /* (owned): as filters and ecrm call it: `amount`, `x.region`; what is asked for
                  beside a new person or account is called `address`, `phone`, `account` and
                  `domain` */
  char *label; /* (owned): translated */
  GPtrArray *options; /* (owned) (nullable) (element-type CrmFormOption): what there is to choose
                         from; NULL where one types, or searches for a reference */
  char *heading;      /* (owned) (nullable): what stands above it, see crm-arrangement.h */
  gboolean is_hidden; /* as people arranged it; see crm_form_is_shown() */
  gboolean is_required;
  gboolean is_custom;
  gboolean is_related; /* of a record beside the new one, such as its e-mail address */
  guint position;      /* in the order declared */
  CrmFormValue seen;   /* what the store had when it was shown */
  CrmFormValue value;  /* what is entered; counts only without a @problem */
  CrmFormValue theirs; /* what somebody else stored meanwhile; counts only with @has_theirs */
  gboolean has_theirs;
  CrmFormValue saving; /* what is under way to the store; counts only while @is_saving */
  gboolean is_saving;
  char *text;    /* (owned): what stands in the field */
  char *title;   /* (owned) (nullable): of a reference that was chosen here */
  char *problem; /* (owned) (nullable): what is wrong with @text, as people read it */
} CrmFormField;

typedef struct
{
  CrmFormData *data; /* (owned): as the store had it last */
  char *only;        /* (owned) (nullable): name of its only field */
  gboolean is_for_many;
  GPtrArray *fields; /* (owned) (element-type CrmFormField): as people arranged them, else in the
                        order declared, custom ones last; also hidden ones */
} CrmForm;

CrmForm *crm_form_new (CrmFormData *data, const char *const *presets) G_GNUC_WARN_UNUSED_RESULT;
CrmForm *crm_form_new_for_cell (CrmFormData *data, const char *name) G_GNUC_WARN_UNUSED_RESULT;
CrmForm *crm_form_new_for_many (CrmFormData *data) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *crm_form_list_names (CrmForm *self) G_GNUC_WARN_UNUSED_RESULT;
gboolean crm_form_is_shown (const CrmForm *self, const CrmFormField *field);
gboolean crm_form_can_edit (const CrmEntity *entity, const CrmField *field);
void crm_form_free (CrmForm *self);
gboolean crm_form_update (CrmForm *self, CrmFormData *data);
CrmFormField *crm_form_find_field (CrmForm *self, const char *name);
gboolean crm_form_type (CrmForm *self, CrmFormField *field, const char *text);
void crm_form_choose (CrmForm *self, CrmFormField *field, const CrmValue *value, const char *title);
void crm_form_revert (CrmForm *self, CrmFormField *field);
gboolean crm_form_is_dirty (const CrmFormField *field);
void crm_form_keep_mine (CrmForm *self, CrmFormField *field);
void crm_form_take_theirs (CrmForm *self, CrmFormField *field);
char *crm_form_dup_difference (CrmForm *self, const CrmFormField *field) G_GNUC_WARN_UNUSED_RESULT;
CrmChangeSet *crm_form_save (CrmForm *self, CrmFormField *field) G_GNUC_WARN_UNUSED_RESULT;
CrmChangeSet *crm_form_save_all (CrmForm *self, const char *label) G_GNUC_WARN_UNUSED_RESULT;
void crm_form_saved (CrmForm *self, CrmFormField *field, gboolean is_stored);
gboolean crm_form_check (CrmForm *self);
CrmChangeSet *crm_form_create (CrmForm *self,
                               const char *const *presets,
                               char **out_id) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmForm, crm_form_free)

G_END_DECLS
