/* crm-journal-private.h - SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "crm-connection-private.h"
#include "model/crm-change-set.h"
#include "model/crm-clock.h"
G_BEGIN_DECLS

/* Law 2: the one place that writes crm.db. */

typedef struct
{
  const char *actor; /* id of the acting user */
  const char *device;
  const char *front_end;
  gint64 wall_usec;
  GCancellable *cancellable; /* (unowned) (nullable): gives the writing up before it is committed */
} CrmJournalContext;

typedef enum
{
  CRM_REDACT_UNDOABLE = 1 << 0, /* leaves what a marking can be taken back with */
} CrmRedactFlags;

gboolean _crm_journal_redact_private (CrmConnection *connection,
                                      CrmRedactFlags flags,
                                      guint *out_n,
                                      GError **error);
gboolean _crm_journal_apply (CrmConnection *connection,
                             const CrmJournalContext *context,
                             const CrmChangeSet *set,
                             gint64 *out_seq,
                             GError **error);
gboolean _crm_journal_apply_in_transaction (CrmConnection *connection,
                                            const CrmJournalContext *context,
                                            const CrmChangeSet *set,
                                            gint64 *out_seq,
                                            GError **error);
gboolean _crm_journal_apply_empty (CrmConnection *connection,
                                   const CrmJournalContext *context,
                                   const CrmChangeSet *set,
                                   gint64 *out_seq,
                                   GError **error);
CrmChangeSet *_crm_journal_build_undo (CrmConnection *connection,
                                       const CrmJournalContext *context,
                                       GPtrArray *skipped,
                                       char **out_label,
                                       GError **error);
gboolean
_crm_journal_check_tree (CrmConnection *connection, const CrmChange *change, GError **error);
GBytes *_crm_journal_pack (const CrmEntity *entity, const CrmValue *values);
GBytes *_crm_journal_pack_made (const CrmEntity *entity,
                                const CrmValue *values,
                                gint64 created_usec,
                                const char *created_by);
GHashTable *_crm_journal_unpack (GBytes *image);
CrmValue *_crm_journal_read_row (CrmConnection *connection,
                                 const CrmEntity *entity,
                                 const char *id,
                                 GError **error);

G_END_DECLS
