/* crm-import.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "crm-csv-read.h"
#include "crm-form-data.h"
#include "model/crm-change-set.h"
G_BEGIN_DECLS

/* From a table of another program to records: which column is which field of the form that makes
 * such a record, what would come of it, and the one change set that makes them all, so that one
 * undo takes them back. What people type into the form and what stands in a cell is read alike. Who
 * is there already is left as they are. Used by one thread, but see crm_import_build_async(). */

typedef struct
{
  char *title;  /* (owned): its heading; without one "Column 3" */
  char *sample; /* (owned): the first thing in it, may be empty */
  char *target; /* (owned) (nullable): name of the field it goes into, NULL to leave it out */
  gboolean is_name_part; /* by its heading, as "First name" */
} CrmImportColumn;

typedef struct
{
  CrmFormData *data;  /* (owned): of a record that is to be made */
  CrmCsvTable *table; /* (owned) */
  gboolean has_headings;
  GPtrArray *columns; /* (owned) (element-type CrmImportColumn) */
  GPtrArray *targets; /* (owned) (element-type CrmFormOption): fields, as the form has them */
  gint n_read;        /* (atomic): rows that were looked at since the building began */
} CrmImport;

/* A row that cannot be taken, and why. */
typedef struct
{
  guint row;     /* as a spreadsheet numbers it */
  char *column;  /* (owned) (nullable): its title; NULL for the row as a whole */
  char *text;    /* (owned): what stands there */
  char *problem; /* (owned): as people read it */
} CrmImportProblem;

typedef struct
{
  CrmChangeSet *set; /* (owned): empty where there is nothing new */
  guint n_new;       /* records */
  guint n_accounts;  /* that people work for and that are made along */
  guint n_known; /* rows of somebody or something that is there already, also twice in the file */
  GPtrArray *problems; /* (owned) (element-type CrmImportProblem) */
} CrmImportResult;

gboolean crm_import_suits (const char *entity);
CrmImport *crm_import_new (CrmFormData *data, CrmCsvTable *table) G_GNUC_WARN_UNUSED_RESULT;
void crm_import_free (CrmImport *self);
void crm_import_set_headings (CrmImport *self, gboolean has_headings);
gboolean crm_import_set_target (CrmImport *self, guint column, const char *target);
guint crm_import_count_rows (const CrmImport *self);
const char *crm_import_find_missing (const CrmImport *self);
CrmImportResult *
crm_import_build (CrmReader *reader, CrmImport *import, GCancellable *cancellable, GError **error);
void crm_import_build_async (CrmStore *store,
                             CrmImport *import,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
CrmImportResult *crm_import_build_finish (CrmStore *store, GAsyncResult *result, GError **error);
void crm_import_result_free (CrmImportResult *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmImport, crm_import_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmImportResult, crm_import_result_free)

G_END_DECLS
